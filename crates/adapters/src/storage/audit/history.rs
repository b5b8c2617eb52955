//! Handing out one document's history: its events as they are stored, each with its proof.

use crate::checkpoint::TreeHead;
use crate::history_file::{HistoryEvent, HistoryFile};
use crate::storage::SqlDatabase;
use crate::storage::entity::{audit_event, log_leaf};
use crate::storage::error::{corrupt, failed};
use crate::storage::log::{find_head, prove};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use tlog_tiles::tlog::Hash;
use wariin_domain::{DocumentId, Subject};
use wariin_ports::StorageError;

/// The document's history as a file; `None` when it has no event.
pub(in crate::storage) async fn history(
    database: &SqlDatabase,
    document: DocumentId,
) -> Result<Option<String>, StorageError> {
    let subject = Subject::Document(document);
    let tx = database.reader.snapshot().await.map_err(failed)?;
    let events = audit_event::Entity::find()
        .filter(audit_event::Column::Subject.eq(subject.name()))
        .filter(audit_event::Column::SubjectId.eq(subject.id()))
        .order_by_asc(audit_event::Column::Sequence)
        .all(&tx)
        .await
        .map_err(failed)?;
    if events.is_empty() {
        return Ok(None);
    }
    let verifier = database.audit_keys.signer().verifier();
    let checkpoint = find_head(&tx).await?.and_then(|row| row.checkpoint);
    let checkpoint = checkpoint.ok_or_else(|| corrupt("log_head"))?;
    let head = TreeHead::open(verifier, &checkpoint);
    let head = head.ok_or_else(|| corrupt("log_head.checkpoint"))?;
    let leaves = log_leaf::Entity::find()
        .filter(log_leaf::Column::Subject.eq(subject.name()))
        .filter(log_leaf::Column::SubjectId.eq(subject.id()))
        .all(&tx)
        .await
        .map_err(failed)?;
    let leaves: HashMap<i64, u64> =
        leaves.into_iter().map(|row| (row.sequence, row.leaf.cast_unsigned())).collect();
    let leaf = |event: &audit_event::Model| leaves.get(&event.sequence).copied();
    let leaves = events.iter().map(leaf).collect::<Option<Vec<u64>>>();
    let leaves = leaves.ok_or_else(|| corrupt("log_leaf"))?;
    let proofs = prove(&tx, head.size, &leaves).await?;
    let events = events.into_iter().zip(leaves).zip(proofs);
    let events = events.map(|((event, leaf), proof)| stored(event, leaf, &proof));
    let file = HistoryFile::new(subject, verifier.to_string(), checkpoint, events.collect());
    file.to_json().map(Some).map_err(|_| corrupt("audit_event.data"))
}

fn stored(event: audit_event::Model, leaf: u64, proof: &[Hash]) -> HistoryEvent {
    HistoryEvent {
        sequence: event.sequence.cast_unsigned(),
        at: event.at,
        actor: event.actor,
        actor_id: event.actor_id,
        kind: event.kind,
        data: event.data,
        previous: hex::encode(event.previous),
        hash: hex::encode(event.hash),
        leaf,
        proof: proof.iter().map(|hash| hex::encode(hash.0)).collect(),
    }
}
