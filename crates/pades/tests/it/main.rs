//! The crate against real files and independent validators.

mod intake;
mod samples;
mod seal;
mod validators;
