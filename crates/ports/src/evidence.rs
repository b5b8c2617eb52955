//! Making the evidence pack (証跡パッケージ) of a concluded document: one file that verifies by itself.

use crate::PublishedCheckpoint;
use async_trait::async_trait;
use std::fs::File;
use wariin_domain::{Document, EmailAddress, FileId, RecipientId, Timestamp};

/// Makes evidence packs.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait EvidencePacker: Send + Sync {
    /// Begins a pack. The document's files are given to it afterwards, in their order.
    ///
    /// # Errors
    /// [`EvidenceError`].
    async fn begin(&self, evidence: Evidence) -> Result<Box<dyn EvidencePack>, EvidenceError>;
}

/// A pack in the making. What there is of it is gone when this is dropped.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait EvidencePack: Send {
    /// Takes the bytes of a file, as it was taken in and as it was sealed.
    ///
    /// # Errors
    /// [`EvidenceError`].
    async fn add(
        &mut self,
        file: FileId,
        upload: Vec<u8>,
        sealed: Vec<u8>,
    ) -> Result<(), EvidenceError>;

    /// The pack, once all files are in it: a temporary file without a name, to be read from its beginning.
    ///
    /// # Errors
    /// [`EvidenceError`].
    async fn finish(self: Box<Self>) -> Result<File, EvidenceError>;
}

/// What goes into a pack besides the files.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The document, which is concluded.
    pub document: Document,
    /// The sender's name, as it was at the sending where that was kept.
    pub sender: String,
    /// The name of the sender's organisation, likewise.
    pub organisation: String,
    /// The sender's address when the pack is made.
    pub sender_email: EmailAddress,
    /// The sealed certificate of agreement.
    pub certificate: Vec<u8>,
    /// The document's history, as [`crate::TransparencyLog::history`] writes it.
    pub history: String,
    /// The published checkpoint that the history is proved against, where it is one.
    pub checkpoint: Option<PublishedCheckpoint>,
    /// The ID tokens of its consents, as [`crate::IdentityProviders::id_token_file`] writes them.
    pub id_tokens: String,
    /// The assertions of its consents by passkey, as [`crate::Passkeys::evidence_file`] writes them.
    pub passkeys: String,
    /// Which reader it is made for.
    pub view: EvidenceView,
    /// When it is made.
    pub at: Timestamp,
}

/// How much a pack tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceView {
    /// All that the sender may see.
    Whole,
    /// What this recipient may see: of the other recipients only what the seal says of them.
    Recipient(RecipientId),
}

/// Why no pack was made.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The file that it is written to cannot be written.
    #[error("the evidence pack cannot be written")]
    Unwritable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// What is stored of the document does not make a whole pack.
    #[error("what is stored of the document does not make an evidence pack: {0}")]
    Inconsistent(&'static str),
}
