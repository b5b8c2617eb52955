//! What can be wrong with the audit log, and where.

use super::EventPlace;
use wariin_domain::Uuid;

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
    /// This leaf of the log, counted from 0, is not the event that the log lists for it, or stands for none.
    #[error("leaf {0} of the log is not the event that is listed for it, or stands for none")]
    Leaf(u64),
    /// It is not listed which events these leaves of the log are.
    #[error("leaves {from} to {to} of the log are listed no more")]
    LeavesMissing {
        /// The first one, counted from 0.
        from: u64,
        /// The last one.
        to: u64,
    },
    /// This stored hash of the tree is gone, is not that of its subtree, or stands behind the end of the tree. Of
    /// several that are gone in a row this is the first.
    #[error("node {0} of the log was changed, removed or added")]
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
    #[error("the signed head of the log is not genuine, or is not the head of this log")]
    Checkpoint,
    /// This published checkpoint is not what this service signed.
    #[error("the published checkpoint of {0} events is not genuine")]
    Published(u64),
    /// The token that is kept for this published checkpoint is no timestamp of it.
    #[error("the timestamp of the published checkpoint of {0} events is not genuine")]
    Timestamp(u64),
    /// What is kept as a cosignature of this checkpoint is none by this witness.
    #[error("the cosignature of {witness} under the checkpoint of {size} events is not genuine")]
    Cosignature {
        /// How many events the checkpoint counts.
        size: u64,
        /// The witness's name.
        witness: String,
    },
    /// A checkpoint that was cosigned, as a kept file shows, is not among the published ones.
    #[error("the published checkpoint of {0} events was removed: a kept file shows it cosigned")]
    Unpublished(u64),
    /// A cosignature that a kept file shows is not there.
    #[error(
        "the cosignature of {witness} under the checkpoint of {size} events was removed or changed: a kept file shows it"
    )]
    CosignatureGone {
        /// How many events the checkpoint counts.
        size: u64,
        /// The witness's name.
        witness: String,
    },
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

/// Where in the audit log a problem lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuditLocation {
    /// This event.
    Event(EventPlace),
    /// Between this event and the one before it in the chain.
    BeforeEvent(EventPlace),
    /// Behind this event, up to the record of the chain's newest one. The number is 0 when the chain has no event.
    AfterEvent(EventPlace),
    /// These leaves of the log, counted from 0.
    Leaves {
        /// The first one.
        from: u64,
        /// The last one.
        to: u64,
    },
    /// This stored hash of the log's tree, counted from 0 in the order in which they became known.
    Node(u64),
    /// The signed head of the log.
    Head,
    /// The checkpoint that counts this many events.
    Checkpoint(u64),
    /// A witness's signature under a checkpoint.
    Cosignature {
        /// How many events the checkpoint counts.
        size: u64,
        /// The witness's name.
        witness: String,
    },
}

impl AuditProblem {
    /// Where it lies.
    #[must_use]
    pub fn location(&self) -> AuditLocation {
        match self {
            Self::Missing(place) => AuditLocation::BeforeEvent(place.clone()),
            Self::CutOff(place) => AuditLocation::AfterEvent(place.clone()),
            Self::NoChain { subject, id } => AuditLocation::AfterEvent(EventPlace {
                subject: (*subject).to_owned(),
                id: *id,
                sequence: 0,
            }),
            Self::Changed(place)
            | Self::Forged(place)
            | Self::Unlinked(place)
            | Self::NotIntegrated(place)
            | Self::OtherLeaf(place)
            | Self::Removed(place) => AuditLocation::Event(place.clone()),
            Self::Leaf(leaf) => AuditLocation::Leaves { from: *leaf, to: *leaf },
            Self::LeavesMissing { from, to } => AuditLocation::Leaves { from: *from, to: *to },
            Self::Node(position) => AuditLocation::Node(*position),
            Self::LeafCount { .. } | Self::Checkpoint => AuditLocation::Head,
            Self::Published(size) | Self::Timestamp(size) | Self::Unpublished(size) => {
                AuditLocation::Checkpoint(*size)
            }
            Self::Foreign { events, .. } => AuditLocation::Checkpoint(*events),
            Self::Cosignature { size, witness } | Self::CosignatureGone { size, witness } => {
                AuditLocation::Cosignature { size: *size, witness: witness.clone() }
            }
            Self::SetBack { found: good, counted } | Self::Rewritten { good, counted } => {
                AuditLocation::Leaves { from: *good, to: counted.saturating_sub(1) }
            }
        }
    }
}
