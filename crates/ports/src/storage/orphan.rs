//! Files that no row refers to.

use crate::StorageError;
use async_trait::async_trait;
use wariin_domain::{FileDigest, Timestamp};

/// Since when files are known to be needed by nothing.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait OrphanRepository: Send {
    /// All that are known, each since when.
    async fn noted(&mut self) -> Result<Vec<(FileDigest, Timestamp)>, StorageError>;

    /// Notes these; one that is known stays as it is.
    async fn note(&mut self, files: &[FileDigest], since: Timestamp) -> Result<(), StorageError>;

    /// These are known no more.
    async fn forget(&mut self, files: &[FileDigest]) -> Result<(), StorageError>;
}
