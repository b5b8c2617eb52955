//! What is printed on pages, drawn by krilla with the fonts that are shipped: the values of input fields, and the mark
//! of the seal.

mod fonts;
mod line;
mod mark;
mod printer;
mod sheet;

pub(crate) use mark::mark;
pub use printer::KrillaPrinter;
