//! The errands that are still to be done, leased to one worker at a time.

use crate::StorageError;
use async_trait::async_trait;
use wariin_domain::{Errand, Span, Timestamp, Uuid};

/// The queue of errands. Errands come in with the events that cause them, never by themselves.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Leases up to `limit` errands of a lane that are due: nobody else gets them before the lease ends.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn claim(
        &self,
        lane: Lane,
        now: Timestamp,
        lease: Span,
        limit: u32,
    ) -> Result<Vec<OutboxItem>, StorageError>;

    /// The errand is done.
    ///
    /// # Errors
    /// [`StorageError`]; it will then be done again.
    async fn done(&self, id: Uuid, now: Timestamp) -> Result<(), StorageError>;

    /// Waits until a unit of work with errands of the lane is committed in this process, but no longer
    /// than `limit`: other processes commit errands too, and leases end.
    async fn wait(&self, lane: Lane, limit: Span);

    /// The errand failed and is to be tried again at `at`.
    ///
    /// # Errors
    /// [`StorageError`]; it is then tried again when the lease ends.
    async fn retry(&self, id: Uuid, at: Timestamp) -> Result<(), StorageError>;
}

/// Which errands go one behind the other. Those of one lane never wait for those of the other: mails leave
/// while a timestamp authority keeps seals waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Everything that becomes a mail.
    Mails,
    /// Sealing.
    Seals,
}

impl Lane {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Mails, Self::Seals];

    /// The lane of an errand.
    pub const fn of(errand: Errand) -> Self {
        match errand {
            Errand::Seal { .. } => Self::Seals,
            _ => Self::Mails,
        }
    }
}

/// A leased errand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxItem {
    /// Its id, the same at every try.
    pub id: Uuid,
    /// What to do.
    pub errand: Errand,
    /// Which try this is, from 1.
    pub attempt: u32,
}
