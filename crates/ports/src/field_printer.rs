//! Input fields as they are printed: for the pages of the service, and before a value is kept.

use crate::PageImage;
use async_trait::async_trait;
use wariin_domain::{FieldArea, FieldKind, FieldValue};

/// Draws the values of input fields, exactly as the seal prints them.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait FieldPrinter: Send + Sync {
    /// Whether each of these values can be printed in its field; the faults by their places.
    ///
    /// # Errors
    /// [`PrintFault::Unavailable`] when it cannot be told.
    async fn check(&self, fields: Vec<PrintedField>)
    -> Result<Vec<Option<PrintFault>>, PrintFault>;

    /// One field as an image with a transparent background, of this width in pixels.
    ///
    /// # Errors
    /// [`PrintFault`].
    async fn image(&self, field: PrintedField, width: u32) -> Result<PageImage, PrintFault>;
}

/// A field with the value that is printed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrintedField {
    /// The page of the file; counts from 1.
    pub page: u32,
    /// Where on the page, as it is shown.
    pub area: FieldArea,
    /// What the field takes.
    pub kind: FieldKind,
    /// The value.
    pub value: FieldValue,
    /// The organisation's stamp image (PNG), where the value is one.
    pub image: Option<Vec<u8>>,
}

/// Why a value cannot be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PrintFault {
    /// None of the fonts has a glyph for this character.
    #[error("a character cannot be printed")]
    MissingGlyph(char),
    /// The text does not fit into the field, not even at 6 points.
    #[error("the text does not fit into the field")]
    DoesNotFit,
    /// The stamp image cannot be read.
    #[error("the stamp image cannot be read")]
    Image,
    /// The renderer cannot be reached now. Trying again later may help.
    #[error("no renderer is available")]
    Unavailable,
}
