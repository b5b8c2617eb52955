//! Walking through the chains, event by event.

use crate::storage::ROWS_A_STATEMENT;
use crate::storage::audit::{AuditKeys, hash};
use crate::storage::entity::{audit_event, audit_head, log_leaf, log_pending};
use crate::storage::error::failed;
use crate::storage::log;
use crate::storage::paging::behind;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::{BTreeSet, HashMap, HashSet};
use tlog_tiles::tlog::{Hash, record_hash};
use wariin_domain::Uuid;
use wariin_domain::evidence::NO_HASH;
use wariin_ports::{AuditProblem, EventPlace, StorageError};

const PAGE: usize = ROWS_A_STATEMENT;
/// After how many events the log says how far the check has come.
const TOLD: u64 = 100_000;

/// A chain: what it is about, and its id.
type Chain = (String, Uuid);
/// An event's place: its chain, and its number there.
type Place = (String, Uuid, i64);

/// A walk through all events, chain by chain.
pub(super) struct Walk<'a> {
    keys: &'a AuditKeys,
    heads: HashMap<Chain, audit_head::Model>,
    /// The event that was read last.
    at: Option<Read>,
    found: Found,
}

/// What a walk has found.
#[derive(Default)]
pub(super) struct Found {
    /// How many events there are.
    pub(super) events: u64,
    /// What is wrong with them.
    pub(super) problems: Vec<AuditProblem>,
    /// Leaves whose stored hash is not that of the event which is listed for them, and the hash of that one.
    pub(super) claimed: HashMap<u64, Hash>,
}

struct Read {
    place: Place,
    hash: Vec<u8>,
}

/// What else is known of the events of a page.
struct Surroundings {
    /// Which leaf an event is.
    leaves: HashMap<Place, u64>,
    /// The hashes of these leaves in the log.
    nodes: HashMap<u64, Hash>,
    /// The events that wait to be integrated.
    waiting: HashSet<Place>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(keys: &'a AuditKeys) -> Self {
        Self { keys, heads: HashMap::new(), at: None, found: Found::default() }
    }

    /// Reads on; whether there was anything.
    pub(super) async fn next_page<C: ConnectionTrait>(
        &mut self,
        connection: &C,
    ) -> Result<bool, StorageError> {
        let rows = page(connection, self.at.as_ref().map(|read| &read.place)).await?;
        let around = Surroundings::of(connection, &rows).await?;
        self.read_heads(connection, &rows).await?;
        for row in &rows {
            self.step(row, &around);
        }
        Ok(!rows.is_empty())
    }

    /// What there is to say of all events.
    pub(super) fn end(mut self) -> Found {
        self.end_chain();
        self.found
    }

    /// The heads of the chains on a page; of those before it, only the one that may go on.
    async fn read_heads<C: ConnectionTrait>(
        &mut self,
        connection: &C,
        rows: &[audit_event::Model],
    ) -> Result<(), StorageError> {
        let current = self.at.as_ref().map(|read| (read.place.0.clone(), read.place.1));
        self.heads.retain(|chain, _| current.as_ref() == Some(chain));
        let ids: BTreeSet<Uuid> = rows.iter().map(|row| row.subject_id).collect();
        let heads = audit_head::Entity::find()
            .filter(audit_head::Column::SubjectId.is_in(ids))
            .all(connection)
            .await
            .map_err(failed)?;
        let by_chain = heads.into_iter().map(|h| ((h.subject.clone(), h.subject_id), h));
        self.heads.extend(by_chain);
        Ok(())
    }

    fn step(&mut self, row: &audit_event::Model, around: &Surroundings) {
        let is_same_chain = self
            .at
            .as_ref()
            .is_some_and(|read| read.place.0 == row.subject && read.place.1 == row.subject_id);
        if !is_same_chain {
            self.end_chain();
        }
        let before = self.at.take();
        let number = before.as_ref().map_or(0, |read| read.place.2);
        let previous = before.as_ref().map_or(&NO_HASH[..], |read| &read.hash);
        let key = (row.subject.clone(), row.subject_id, row.sequence);
        let place = public(&key);
        if row.sequence != number + 1 {
            self.found.problems.push(AuditProblem::Missing(place.clone()));
        } else if row.previous != previous {
            self.found.problems.push(AuditProblem::Unlinked(place.clone()));
        }
        if row.hash != hash(row) {
            self.found.problems.push(AuditProblem::Changed(place.clone()));
        } else if !self.keys.is_genuine_event(&row.hash, &row.mac) {
            self.found.problems.push(AuditProblem::Forged(place.clone()));
        }
        match around.leaves.get(&key) {
            Some(leaf) if around.nodes.get(leaf) != Some(&record_hash(&row.hash)) => {
                self.found.problems.push(AuditProblem::OtherLeaf(place));
                self.found.problems.push(AuditProblem::Leaf(*leaf));
                self.found.claimed.insert(*leaf, record_hash(&row.hash));
            }
            None if !around.waiting.contains(&key) => {
                self.found.problems.push(AuditProblem::NotIntegrated(place));
            }
            Some(_) | None => {}
        }
        self.at = Some(Read { place: key, hash: row.hash.clone() });
        self.found.events += 1;
        if self.found.events.is_multiple_of(TOLD) {
            tracing::info!(events = self.found.events, "checking the audit log");
        }
    }

    fn end_chain(&mut self) {
        let Some(read) = self.at.take() else {
            return;
        };
        let (subject, id, sequence) = &read.place;
        let is_end = self.heads.get(&(subject.clone(), *id)).is_some_and(|head| {
            let is_newest = head.sequence == *sequence && head.hash == read.hash;
            is_newest && self.keys.is_genuine_head(head)
        });
        if !is_end {
            self.found.problems.push(AuditProblem::CutOff(public(&read.place)));
        }
    }
}

async fn page<C: ConnectionTrait>(
    connection: &C,
    after: Option<&Place>,
) -> Result<Vec<audit_event::Model>, StorageError> {
    use audit_event::Column::{Sequence, Subject, SubjectId};
    let mut query = audit_event::Entity::find();
    if let Some((subject, id, sequence)) = after {
        let place = [(*id).into(), subject.as_str().into(), (*sequence).into()];
        query = query.filter(behind([SubjectId, Subject, Sequence], place));
    }
    query
        .order_by_asc(SubjectId)
        .order_by_asc(Subject)
        .order_by_asc(Sequence)
        .limit(PAGE as u64)
        .all(connection)
        .await
        .map_err(failed)
}

impl Surroundings {
    async fn of<C: ConnectionTrait>(
        connection: &C,
        rows: &[audit_event::Model],
    ) -> Result<Self, StorageError> {
        let ids: BTreeSet<Uuid> = rows.iter().map(|row| row.subject_id).collect();
        let subjects: BTreeSet<&str> = rows.iter().map(|row| row.subject.as_str()).collect();
        let numbers = || rows.iter().map(|row| row.sequence);
        let (least, most) =
            (numbers().min().unwrap_or_default(), numbers().max().unwrap_or_default());
        let leaves = log_leaf::Entity::find()
            .filter(log_leaf::Column::SubjectId.is_in(ids.clone()))
            .filter(log_leaf::Column::Subject.is_in(subjects.clone()))
            .filter(log_leaf::Column::Sequence.between(least, most))
            .all(connection)
            .await
            .map_err(failed)?;
        let leaves: HashMap<Place, u64> = leaves
            .into_iter()
            .map(|row| ((row.subject, row.subject_id, row.sequence), row.leaf.cast_unsigned()))
            .collect();
        let waiting = log_pending::Entity::find()
            .filter(log_pending::Column::SubjectId.is_in(ids))
            .filter(log_pending::Column::Subject.is_in(subjects))
            .filter(log_pending::Column::Sequence.between(least, most))
            .filter(log_pending::Column::Refused.eq(false))
            .all(connection)
            .await
            .map_err(failed)?;
        let waiting =
            waiting.into_iter().map(|row| (row.subject, row.subject_id, row.sequence)).collect();
        let wanted: Vec<u64> = leaves.values().copied().collect();
        let nodes = log::stored(connection, &wanted).await?;
        Ok(Self { leaves, nodes, waiting })
    }
}

fn public((subject, id, sequence): &Place) -> EventPlace {
    EventPlace { subject: subject.clone(), id: *id, sequence: sequence.cast_unsigned() }
}
