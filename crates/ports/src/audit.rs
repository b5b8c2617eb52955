//! The audit log as a whole: integrating events, handing histories out, checking everything.

use crate::{PublishedCheckpoint, StorageError};
use async_trait::async_trait;
use std::fmt;
use wariin_domain::{DocumentId, Uuid};

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

/// Something wrong with the audit log.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuditProblem {
    /// Events are missing before this one.
    #[error("events are missing before {0}")]
    Missing(EventPlace),
    /// This event is not what was written.
    #[error("{0} was changed")]
    Changed(EventPlace),
    /// This event is consistent in itself, but was not written by this service.
    #[error("{0} was not written by this service")]
    Forged(EventPlace),
    /// This event does not follow the one before it.
    #[error("{0} does not follow the one before it")]
    Unlinked(EventPlace),
    /// The newest events of a chain are missing, or the record of the newest one was changed.
    #[error("events are missing after {0}, or the record of the newest one was changed")]
    CutOff(EventPlace),
    /// Something exists that has no events.
    #[error("{subject} {id} has no events")]
    NoChain {
        /// What it is, by its stable name.
        subject: &'static str,
        /// Its id.
        id: Uuid,
    },
    /// This event is neither in the log nor waiting to be integrated.
    #[error("{0} is neither in the log nor waiting to be integrated")]
    NotIntegrated(EventPlace),
    /// The log holds another leaf for this event.
    #[error("{0} is not the leaf that the log holds for it")]
    OtherLeaf(EventPlace),
    /// The log has a leaf for an event that does not exist, or one is to be integrated.
    #[error("{0} was removed")]
    Removed(EventPlace),
    /// The tree itself is not consistent; the number is that of the first such node.
    #[error("node {0} of the log was changed or removed")]
    Node(u64),
    /// The log's leaves are not one for each place that the signed head counts.
    #[error("the log has {found} leaves, its signed head counts {signed}")]
    LeafCount {
        /// How many there are.
        found: u64,
        /// How many were signed.
        signed: u64,
    },
    /// The newest head was not signed by this service, or is not the tree's.
    #[error("the signed head of the log is not genuine")]
    Checkpoint,
    /// This published checkpoint is not what this service signed.
    #[error("the published checkpoint of {0} events is not genuine")]
    Published(u64),
    /// A checkpoint was not signed by this service.
    #[error("the checkpoint of {events} events of {origin} was not signed by this service")]
    Foreign {
        /// How many events it counts.
        events: u64,
        /// Whose it says that it is.
        origin: String,
    },
    /// The log was set back: a checkpoint counts more events than it has.
    #[error("the log was set back: it has {found} events, a checkpoint counts {counted}")]
    SetBack {
        /// How many there are.
        found: u64,
        /// How many the smallest such checkpoint counts.
        counted: u64,
    },
    /// The log's history is another one than that of a checkpoint.
    #[error(
        "the history was rewritten: of the events {} to {counted} of the log, at least one is not what it was",
        .good + 1
    )]
    Rewritten {
        /// How many events the largest checkpoint before it counts that the log extends.
        good: u64,
        /// How many the smallest checkpoint counts that the log does not extend.
        counted: u64,
    },
}
