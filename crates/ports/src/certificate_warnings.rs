//! Which warnings of certificates that end were given.

use crate::StorageError;
use async_trait::async_trait;
use wariin_domain::{CertificateWarning, Span, Timestamp};

/// Remembers which warnings were given, for all nodes.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CertificateWarnings: Send + Sync {
    /// Whether this process is to give the warning: it was not given, and no other process has begun to give it
    /// within `lease`.
    ///
    /// # Errors
    /// [`StorageError`]; nothing is taken on then.
    async fn take_on(
        &self,
        warning: CertificateWarning,
        now: Timestamp,
        lease: Span,
    ) -> Result<bool, StorageError>;

    /// The warning was given, and is not given again.
    ///
    /// # Errors
    /// [`StorageError`]; it is given again when the lease has ended.
    async fn given(&self, warning: CertificateWarning, now: Timestamp) -> Result<(), StorageError>;
}
