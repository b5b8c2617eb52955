//! Checkpoints of the log that were published, and what other parties attest of them.

use crate::{AuditProblem, StorageError};
use async_trait::async_trait;
use wariin_domain::{LogTile, Timestamp};

/// A signed head of the log that was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedCheckpoint {
    /// How many events it counts.
    pub size: u64,
    /// The C2SP `tlog-checkpoint` as the log signed it.
    pub note: String,
    /// When it was published.
    pub at: Timestamp,
    /// The verified signatures of witnesses: lines that belong behind the note, without their newlines.
    pub cosignatures: Vec<String>,
    /// A token (RFC 3161) over `note`.
    pub timestamp: Option<Vec<u8>>,
}

impl PublishedCheckpoint {
    /// The note with the signatures of the log and of all witnesses.
    #[must_use]
    pub fn cosigned(&self) -> String {
        let lines = self.cosignatures.iter().map(|line| format!("{line}\n"));
        self.note.clone() + &lines.collect::<String>()
    }
}

/// What publishing came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Publication {
    /// This one was published.
    New(PublishedCheckpoint),
    /// The newest one counts every event of the log already.
    Unchanged,
    /// The log does not extend the newest one, which counts this many events: nothing was published.
    Inconsistent {
        /// How many events that one counts.
        published: u64,
        /// How many the log has.
        events: u64,
    },
}

/// The checkpoints that were published: each extends the one before it, and none is ever changed.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Checkpoints: Send + Sync {
    /// The newest one.
    async fn newest(&self) -> Result<Option<PublishedCheckpoint>, StorageError>;

    /// Publishes the log's head, if it is proved (RFC 9162, section 2.1.4) to extend the newest one.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`] when the log's head is not genuine.
    async fn publish(&self, at: Timestamp) -> Result<Publication, StorageError>;

    /// The hashes of a tile, 32 bytes each; `None` when the newest published tree does not have it.
    async fn tile(&self, tile: LogTile) -> Result<Option<Vec<u8>>, StorageError>;

    /// The proof that the tree of the size `to` extends that of the size `from`, which is between 1 and `to`.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`] when the log does not have it.
    async fn proof(&self, from: u64, to: u64) -> Result<Vec<[u8; 32]>, StorageError>;

    /// How many events the newest checkpoint counts that this witness has cosigned; 0 for none.
    async fn cosigned_by(&self, witness: &str) -> Result<u64, StorageError>;

    /// Keeps a verified cosignature of the checkpoint that counts this many events.
    async fn keep_cosignature(
        &self,
        size: u64,
        witness: &str,
        line: &str,
    ) -> Result<(), StorageError>;

    /// Keeps a token over the checkpoint that counts this many events, if it has none yet.
    async fn keep_timestamp(&self, size: u64, token: &[u8]) -> Result<(), StorageError>;

    /// Compares the log as it is with checkpoints that were kept elsewhere.
    async fn compare(&self, kept: &[String]) -> Result<Comparison, StorageError>;
}

/// What a comparison with kept checkpoints came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// How many of the checkpoints the log extends.
    pub extended: usize,
    /// What is wrong; empty when the log extends all of them.
    pub problems: Vec<AuditProblem>,
}

/// A witness (C2SP `tlog-witness`): it cosigns a checkpoint after it has seen the proof that it extends the one that
/// it cosigned before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WitnessAnswer {
    /// The line of its signature, which was verified.
    Cosigned(String),
    /// It has cosigned a checkpoint that counts this many events, and wants a proof from there.
    From(u64),
}

/// A witness did not cosign.
#[derive(Debug, thiserror::Error)]
pub enum CosignError {
    /// It does not answer, or does not answer as `tlog-witness` says.
    #[error("the witness does not answer: {0}")]
    Away(String),
    /// It says that the checkpoint does not extend the one that it has cosigned.
    #[error("the witness says that the log does not extend what it has cosigned")]
    Inconsistent,
    /// It does not know this log or its key, or does not accept it now.
    #[error("the witness refuses, with the status {0}")]
    Refused(u16),
    /// It answers with a signature that is not by its key over this checkpoint.
    #[error("the witness answers with a signature that is not its own")]
    NotGenuine,
}

/// The witnesses that the operator has named.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait LogWitnesses: Send + Sync {
    /// Their verifier keys.
    fn keys(&self) -> Vec<String>;

    /// Asks a witness for its signature; `proof` leads from the checkpoint of the size `from` to this one.
    ///
    /// # Errors
    /// [`CosignError`].
    async fn cosign(
        &self,
        key: &str,
        checkpoint: &str,
        from: u64,
        proof: &[[u8; 32]],
    ) -> Result<WitnessAnswer, CosignError>;
}

/// No timestamp authority gave a token.
#[derive(Debug, thiserror::Error)]
#[error("no timestamp authority gives a token")]
pub struct StampError(#[source] pub Box<dyn std::error::Error + Send + Sync>);

/// Has bytes timestamped.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Timestamper: Send + Sync {
    /// A token (RFC 3161) over these bytes; `None` where no authority is configured.
    ///
    /// # Errors
    /// [`StampError`].
    async fn timestamp(&self, bytes: &[u8], now: Timestamp) -> Result<Option<Vec<u8>>, StampError>;
}
