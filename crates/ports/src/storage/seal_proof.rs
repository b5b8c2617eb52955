//! What proves the seals, and when it has to be renewed.

use crate::StorageError;
use async_trait::async_trait;
use wariin_domain::{KeptProof, SealedPart, Timestamp};

/// The proofs of all sealed files.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SealProofRepository: Send {
    /// That of one sealed file.
    async fn find(&mut self, part: SealedPart) -> Result<Option<KeptProof>, StorageError>;

    /// Keeps what is known of a sealed file.
    async fn keep(&mut self, proof: &KeptProof) -> Result<(), StorageError>;

    /// Adds the jobs that renew what is to be tried now, of up to `limit` sealed files, those first that are due for
    /// longest. A renewal is queued again only at [`KeptProof::lost_at`], unless its job ends before. Says for how many
    /// documents there is a job.
    async fn queue_due(&mut self, now: Timestamp, limit: u32) -> Result<u32, StorageError>;
}
