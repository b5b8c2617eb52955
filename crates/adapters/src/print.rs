//! What is printed on pages, drawn by krilla with the fonts that are shipped: the mark of the seal.

mod fonts;
mod line;
mod mark;
mod sheet;

pub(crate) use mark::mark;
