//! Fields whose appearance is made, as poppler and `MuPDF` show them.

mod buttons;
mod choices;
mod fonts;
mod sample;
mod texts;
