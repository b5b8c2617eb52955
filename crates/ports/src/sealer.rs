//! Sealing: the service's signature on a PDF to which all recipients have consented.

use crate::PrintedField;
use async_trait::async_trait;
use wariin_domain::{Agreement, FieldArea, SealLevel, SealProof, TimeZoneName, Timestamp};

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

    /// The sealed PDF with one more archive timestamp, and what proves the certificates of the timestamp before it; a
    /// B-B seal becomes B-LTA. The bytes given are a prefix of the bytes returned, which were checked.
    ///
    /// # Errors
    /// [`SealError`]; [`SealError::Unavailable`] also where no timestamp authority is configured.
    async fn renew(&self, pdf: Vec<u8>, now: Timestamp) -> Result<SealedPdf, SealError>;

    /// The newest archive timestamp of a sealed PDF; `None` where it has none behind its seal.
    ///
    /// # Errors
    /// [`SealError::SelfCheck`] when the last signature is not intact.
    async fn proof_of(&self, pdf: Vec<u8>) -> Result<Option<SealProof>, SealError>;

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
    /// Its archive timestamp, where it has one.
    pub proof: Option<SealProof>,
}

/// What a seal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealOrder {
    /// What is signed.
    pub subject: SealedSubject,
    /// Who agreed; the signature's reason names the document and each of them.
    pub agreement: Agreement,
    /// The claimed time of signing.
    pub at: Timestamp,
    /// What is printed on the file's pages before it is signed.
    pub fields: Vec<PrintedField>,
    /// What of the seal is seen on the file's pages.
    pub shown: ShownSeal,
}

/// What a seal is put on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealedSubject {
    /// A file that was agreed to.
    Contract,
    /// The certificate of agreement (合意締結証明書).
    Certificate,
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
    /// This process has no key; others seal. It is done when one of them works on a job of it.
    #[error("seals are made by another process")]
    Elsewhere,
    /// The sealed bytes did not pass their own check.
    #[error("the seal did not verify")]
    SelfCheck(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The worker died.
    #[error("the sealing worker failed")]
    Worker(#[source] Box<dyn std::error::Error + Send + Sync>),
}
