//! Inspection of an uploaded PDF, before it is kept.

use async_trait::async_trait;
use wariin_domain::Surface;

/// Inspects uploads.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PdfInspector: Send + Sync {
    /// Whether this upload can be sealed later. Inspections never wait for seals.
    ///
    /// # Errors
    /// [`PdfRefusal`] says why not.
    async fn inspect(&self, pdf: Vec<u8>) -> Result<InspectedPdf, PdfRefusal>;
}

/// An upload that can be sealed later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InspectedPdf {
    /// The number of pages.
    pub pages: u32,
    /// Whether input fields can be placed on it, as it is used.
    pub surface: Surface,
    /// The bytes to be used instead, when the structure had to be repaired first, or form fields were made
    /// part of the pages.
    pub repaired: Option<Vec<u8>>,
}

/// Why an upload is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PdfRefusal {
    /// Not a PDF at all.
    #[error("it is not a PDF")]
    NotPdf,
    /// A PDF whose structure cannot be read.
    #[error("it is damaged")]
    Damaged,
    /// Encrypted, be it with an empty password.
    #[error("it is encrypted")]
    Encrypted,
    /// No page.
    #[error("it has no page")]
    NoPages,
    /// More than 2,000 pages.
    #[error("it has too many pages")]
    TooManyPages,
    /// Contains JavaScript.
    #[error("it contains JavaScript")]
    JavaScript,
    /// Starts programs or opens other files.
    #[error("it opens programs or other files")]
    Launch,
    /// Carries other files.
    #[error("it has files embedded")]
    EmbeddedFiles,
    /// An XFA form, whose contents are not its pages.
    #[error("it is an XFA form")]
    Xfa,
    /// A form whose appearance each viewer generates: what is seen is not what is sealed.
    #[error("it is a form whose appearance is not fixed")]
    UnfixedForm,
    /// Certified so that no further signature is allowed.
    #[error("it is certified against changes")]
    Certified,
    /// Took too long or too much memory to look at.
    #[error("it is too complex")]
    TooComplex,
}
