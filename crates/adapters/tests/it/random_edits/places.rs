//! Where an edit was made, and whether a report names that place.

use wariin_domain::Uuid;
use wariin_ports::{AuditLocation, EventPlace};

/// What a row of one of the tables stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Place {
    Event(EventPlace),
    ChainEnd(String, Uuid),
    Leaf(u64),
    Node(u64),
    Head,
    /// An event that waits to be integrated.
    Waiting(EventPlace),
    Checkpoint(u64),
    /// Under the checkpoint of this size, by the witness of this name.
    Cosignature(u64, String),
}

/// A row that is not there any more as it was, or one that was not there before.
#[derive(Debug, PartialEq)]
pub(super) struct Change {
    pub(super) place: Place,
    pub(super) is_new: bool,
}

/// All that an edit has changed.
pub(super) struct Edited<'a> {
    pub(super) changed: &'a [Change],
    /// The events that there were before.
    pub(super) events: &'a [EventPlace],
}

impl Edited<'_> {
    pub(super) fn is_located(&self, change: &Change, locations: &[AuditLocation]) -> bool {
        let has = |location: &AuditLocation| locations.contains(location);
        let has_leaf = |leaf: u64| {
            locations.iter().any(|location| {
                matches!(location, AuditLocation::Leaves { from, to } if (*from..=*to).contains(&leaf))
            })
        };
        match &change.place {
            Place::Event(event) => has(&AuditLocation::Event(event.clone())),
            Place::ChainEnd(subject, id) => locations.iter().any(|location| {
                matches!(location, AuditLocation::AfterEvent(of) if of.subject == *subject && of.id == *id)
            }),
            Place::Leaf(leaf) => has_leaf(*leaf),
            Place::Node(position) => {
                let is_named = has(&AuditLocation::Node(*position))
                    || (0..1_000).find(|leaf| stored_at(*leaf) == *position).is_some_and(has_leaf);
                is_named || has(&AuditLocation::Node(self.first_gone_before(*position)))
            }
            Place::Head => has(&AuditLocation::Head),
            // That an event waits which is in the log already, or waits already, means nothing.
            Place::Waiting(event) => {
                has(&AuditLocation::Event(event.clone()))
                    || (change.is_new && self.events.contains(event))
            }
            Place::Checkpoint(size) => has(&AuditLocation::Checkpoint(*size)),
            Place::Cosignature(size, witness) => has(&AuditLocation::Cosignature {
                size: *size,
                witness: witness.clone(),
            }),
        }
    }

    /// Of nodes that are gone in a row the first one is named.
    fn first_gone_before(&self, position: u64) -> u64 {
        let is_there = |place: &Place, is_new| {
            self.changed.iter().any(|change| change.place == *place && change.is_new == is_new)
        };
        let is_gone = |position: u64| {
            let place = Place::Node(position);
            is_there(&place, false) && !is_there(&place, true)
        };
        let mut first = position;
        while first > 0 && is_gone(first) && is_gone(first - 1) {
            first -= 1;
        }
        first
    }
}

/// Where the hash of a leaf is stored: behind those of all leaves before it and of the subtrees that they complete.
fn stored_at(leaf: u64) -> u64 {
    2 * leaf - u64::from(leaf.count_ones())
}
