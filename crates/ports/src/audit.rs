//! The audit log as a whole: integrating events, handing histories out, checking everything.

mod problem;

use crate::{PublishedCheckpoint, StorageError};
use async_trait::async_trait;
use std::fmt;
use wariin_domain::{DocumentId, Uuid};

pub use problem::{AuditLocation, AuditProblem};

/// The transparency log: one Merkle tree (RFC 9162) of all events of all chains, whose heads are signed.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TransparencyLog: Send + Sync {
    /// Integrates the events that were committed since, in the order of their arrival, and signs the new
    /// head. Returns how many; none while another process is at it.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`] when the log is not what was signed: nothing is added to it then.
    async fn integrate(&self) -> Result<u64, StorageError>;

    /// The newest signed head: a C2SP `tlog-checkpoint`. `None` before the first event is integrated.
    async fn checkpoint(&self) -> Result<Option<String>, StorageError>;

    /// Compares the log as it is now with a head that was signed before.
    async fn age(&self, witnessed: &str) -> Result<LogAge, StorageError>;

    /// The key with which checkpoints are verified, as C2SP signed notes write it.
    fn verifier_key(&self) -> String;

    /// The history of a document with a proof for each event. `None` when the document has none.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`] when an event of it is not in the log; integrate first.
    async fn history(&self, document: DocumentId) -> Result<Option<DocumentHistory>, StorageError>;
}

/// The history of a document with a proof for each event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentHistory {
    /// A JSON file that verifies by itself.
    pub json: String,
    /// The newest published checkpoint, where the proofs lead to that one; `None` where it does not count all of the
    /// events, so that they lead to the log's own head.
    pub checkpoint: Option<PublishedCheckpoint>,
}

/// How the log is related to a head of it that was signed before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogAge {
    /// It holds all events of that head, and perhaps more.
    Whole,
    /// It does not hold the events of that head: it was set back to an earlier state.
    SetBack {
        /// How many events it holds.
        events: u64,
        /// How many that head counts.
        witnessed: u64,
    },
    /// That head was not signed by this service.
    Foreign,
}

/// The result of checking the audit log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditReport {
    /// How many events were read.
    pub events: u64,
    /// How many of them are integrated in the transparency log.
    pub integrated: u64,
    /// The newest signed head of the log.
    pub checkpoint: Option<String>,
    /// What is wrong; empty for a log that is whole.
    pub problems: Vec<AuditProblem>,
}

/// An event's place: whose chain, and where in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPlace {
    /// What the event happened to, by its stable name: `document`, `account` …
    pub subject: String,
    /// The subject's id.
    pub id: Uuid,
    /// The event's number in the chain, from 1.
    pub sequence: u64,
}

impl fmt::Display for EventPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "event {} of {} {}", self.sequence, self.subject, self.id)
    }
}
