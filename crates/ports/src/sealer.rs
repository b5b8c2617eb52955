//! Looking into an uploaded PDF, and sealing one.

use async_trait::async_trait;
use wariin_domain::{DocumentId, SealLevel, Timestamp};

/// Inspects and seals PDFs.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Sealer: Send + Sync {
    /// Whether this upload can be sealed later.
    ///
    /// # Errors
    /// [`PdfRefusal`] says why not.
    async fn inspect(&self, pdf: Vec<u8>) -> Result<PdfFacts, PdfRefusal>;

    /// The PDF with one more revision that holds the service's signature, checked before it is
    /// returned. The bytes given are a prefix of the bytes returned.
    ///
    /// # Errors
    /// [`SealError`].
    async fn seal(&self, pdf: Vec<u8>, order: SealOrder) -> Result<SealedPdf, SealError>;

    /// The level that seals have from now on.
    fn level(&self) -> SealLevel;
}

/// A PDF with the service's signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedPdf {
    /// Its bytes.
    pub pdf: Vec<u8>,
    /// The level that the signature has reached.
    pub level: SealLevel,
}

/// What is known of an upload that can be sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PdfFacts {
    /// The number of pages.
    pub pages: u32,
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
    /// A form whose appearance viewers make up: what is seen is not what is sealed.
    #[error("it is a form whose appearance is not fixed")]
    UnfixedForm,
    /// Certified so that no further signature is allowed.
    #[error("it is certified against changes")]
    Certified,
    /// Took too long or too much memory to look at.
    #[error("it is too complex")]
    TooComplex,
}

/// What a seal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealOrder {
    /// The document; the signature's reason names it.
    pub document: DocumentId,
    /// How the parties were authenticated; the reason says so.
    pub parties: Vec<SealedParty>,
    /// The claimed time of signing.
    pub at: Timestamp,
}

/// A party as the seal names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedParty {
    /// The person's name.
    pub name: String,
    /// 2要素認証, `IdP認証` with the issuer, or メール認証.
    pub method: String,
    /// When the person consented.
    pub consented_at: Timestamp,
}

/// Why no seal was made.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The PDF cannot be sealed.
    #[error("this PDF cannot be sealed")]
    Unsealable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The key, the timestamp authority, or whoever vouches for certificates cannot be reached or refuses
    /// now. Trying again later may help; nothing is ever put in a timestamp's place.
    #[error("somebody who is needed for the seal cannot be reached")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The sealed bytes did not pass their own check.
    #[error("the seal did not verify")]
    SelfCheck(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The worker died.
    #[error("the sealing worker failed")]
    Worker(#[source] Box<dyn std::error::Error + Send + Sync>),
}
