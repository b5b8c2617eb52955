//! The jobs that are still to be done, leased to one worker at a time.

use crate::StorageError;
use async_trait::async_trait;
use wariin_domain::{Job, Span, Timestamp, Uuid};

/// The queue of jobs. Jobs come in with the events that cause them, never by themselves.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait JobQueue: Send + Sync {
    /// Leases up to `limit` jobs of a queue that are due: nobody else gets them before the lease ends.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn claim(
        &self,
        queue: Queue,
        now: Timestamp,
        lease: Span,
        limit: u32,
    ) -> Result<Vec<ClaimedJob>, StorageError>;

    /// The job is done.
    ///
    /// # Errors
    /// [`StorageError`]; it will then be done again.
    async fn done(&self, id: Uuid, now: Timestamp) -> Result<(), StorageError>;

    /// Waits until a unit of work with jobs of the queue is committed in this process, but no longer
    /// than `limit`: other processes commit jobs too, and leases end.
    async fn wait(&self, queue: Queue, limit: Span);

    /// The job failed and is to be tried again at `at`.
    ///
    /// # Errors
    /// [`StorageError`]; it is then tried again when the lease ends.
    async fn retry(&self, id: Uuid, at: Timestamp) -> Result<(), StorageError>;
}

/// Which jobs go one behind the other. Those of one queue never wait for those of the other: mails leave
/// while a timestamp authority keeps seals waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Everything that becomes a mail.
    Mails,
    /// Sealing.
    Seals,
}

impl Queue {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Mails, Self::Seals];

    /// The queue of a job.
    pub const fn of(job: Job) -> Self {
        match job {
            Job::Seal { .. } => Self::Seals,
            _ => Self::Mails,
        }
    }
}

/// A leased job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Its id, the same at every try.
    pub id: Uuid,
    /// What to do.
    pub job: Job,
    /// Which try this is, from 1.
    pub attempt: u32,
}
