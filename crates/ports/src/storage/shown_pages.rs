//! Which pages were delivered to which session, and when.

use super::StorageError;
use async_trait::async_trait;
use wariin_domain::{FileId, RecipientId, SessionKey, ShownPages, Timestamp};

/// Pages of one file that were delivered to a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The session.
    pub session: SessionKey,
    /// The recipient that it was let in as.
    pub recipient: RecipientId,
    /// The file.
    pub file: FileId,
    /// The pages, counted from 1.
    pub pages: Vec<u32>,
    /// When.
    pub at: Timestamp,
}

/// Pages that were delivered to sessions. They stay after the session has ended.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ShownPageRepository: Send {
    /// Keeps pages that were not delivered to the session before.
    ///
    /// # Errors
    /// [`StorageError::Duplicate`] for a page that was.
    async fn add(&mut self, delivery: &Delivery) -> Result<(), StorageError>;

    /// The pages that were delivered to the session, under this or an earlier key.
    async fn of(
        &mut self,
        session: SessionKey,
        recipient: RecipientId,
    ) -> Result<ShownPages, StorageError>;
}
