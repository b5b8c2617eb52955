//! The crate against real files and independent validators.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod agreement;
mod appearance;
mod attacks;
mod authority;
mod by_hand;
mod changes;
mod contradicted;
mod corpus;
mod embedded;
mod fallback;
mod files;
mod form_fields;
mod forms;
mod generations;
mod intake;
mod kinds;
mod limits;
mod long_term;
mod marks;
mod marks_drawn;
mod members;
mod office_forms;
mod overlay;
mod real;
mod render;
mod samples;
mod seal;
mod texts;
mod traps;
mod validators;
mod variations;
mod verification;
mod years;
