//! Sealing: the service's signature on a PDF to which all recipients have consented.

use crate::PrintedField;
use async_trait::async_trait;
use wariin_domain::{
    Assurance, DocumentId, FieldArea, OrganisationName, PersonName, SealLevel, SignInMethod,
    TimeZoneName, Timestamp,
};

/// Seals PDFs.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Sealer: Send + Sync {
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

/// What a seal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealOrder {
    /// The document; the signature's reason names it.
    pub document: DocumentId,
    /// Who sent it; the reason names the sender first. `None` where the sign-in at the sending was not kept.
    pub sender: Option<SealedSender>,
    /// The parties that consented, in the document's order; the reason names each.
    pub parties: Vec<SealedParty>,
    /// The claimed time of signing.
    pub at: Timestamp,
    /// What is printed on the file's pages before it is signed.
    pub fields: Vec<PrintedField>,
    /// What of the seal is seen on the file's pages.
    pub shown: ShownSeal,
}

/// What of a seal is seen on the pages of a file. It is the field of the signature, so that viewers open the
/// signature's properties from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShownSeal {
    /// Nothing.
    Nothing,
    /// A mark at the lower left of the first page, where the file allows one.
    Mark,
    /// A box with who agreed, when and how.
    Box {
        /// The page of the file; counts from 1.
        page: u32,
        /// Where on the page, as it is shown.
        area: FieldArea,
        /// Where the clocks stand that its times are read from.
        zone: TimeZoneName,
    },
}

/// The sender as the seal names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedSender {
    /// The person's name.
    pub name: PersonName,
    /// The name of the organisation that it was sent for.
    pub organisation: OrganisationName,
    /// How the person was signed in when sending.
    pub sign_in: SignInMethod,
    /// When it was sent.
    pub sent_at: Timestamp,
}

/// A party as the seal names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedParty {
    /// The person's name.
    pub name: String,
    /// How the person was authenticated.
    pub assurance: Assurance,
    /// When the person consented.
    pub consented_at: Timestamp,
}

/// Why no seal was made.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The PDF cannot be sealed.
    #[error("this PDF cannot be sealed")]
    Unsealable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The key, the timestamp authority or a source of revocation data cannot be reached or refuses now.
    /// Trying again later may help; a timestamp is never replaced by anything else.
    #[error("a service that the seal needs is unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The sealed bytes did not pass their own check.
    #[error("the seal did not verify")]
    SelfCheck(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The worker died.
    #[error("the sealing worker failed")]
    Worker(#[source] Box<dyn std::error::Error + Send + Sync>),
}
