//! What is printed on pages, drawn by krilla with the fonts that are shipped: the values of input fields, the mark
//! of the seal, and the certificate of agreement.

mod certificate;
mod checkbox;
mod field;
mod fonts;
mod line;
mod mark;
mod overlay;
mod pen;
mod picture;
mod printer;
mod seal_box;
mod sheet;
mod signature;
mod stamp;
mod text;

pub use certificate::KrillaCertificates;
pub(crate) use field::size_of;
pub(crate) use mark::mark;
pub(crate) use overlay::{Overlay, OverlayError, Paper, overlay};
pub use printer::KrillaPrinter;
pub(crate) use seal_box::{BoxText, seal_box};
