//! Handing out one document's history: its events as they are stored, each with its proof.

use crate::checkpoint::TreeHead;
use crate::history_file::{HistoryEvent, HistoryFile};
use crate::signed_note::NoteVerifier;
use crate::storage::SqlDatabase;
use crate::storage::entity::{audit_event, log_leaf};
use crate::storage::error::{corrupt, failed};
use crate::storage::log::{find_head, newest_published, prove};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use tlog_tiles::tlog::Hash;
use wariin_domain::{DocumentId, Subject};
use wariin_ports::{DocumentHistory, PublishedCheckpoint, StorageError};

/// The document's history as a file; `None` when it has no event.
pub(in crate::storage) async fn history(
    database: &SqlDatabase,
    document: DocumentId,
) -> Result<Option<DocumentHistory>, StorageError> {
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
    let (head, checkpoint, published) = head_over(&tx, verifier, &leaves).await?;
    let proofs = prove(&tx, head.size, &leaves).await?;
    let events = events.into_iter().zip(leaves).zip(proofs);
    let events = events.map(|((event, leaf), proof)| stored(event, leaf, &proof));
    let file = HistoryFile::new(subject, verifier.to_string(), checkpoint, events.collect());
    let json = file.to_json().map_err(|_| corrupt("audit_event.data"))?;
    Ok(Some(DocumentHistory { json, checkpoint: published }))
}

/// The newest published checkpoint, or the log's own head where that one does not count all of these leaves.
async fn head_over<C: ConnectionTrait>(
    connection: &C,
    verifier: &NoteVerifier,
    leaves: &[u64],
) -> Result<(TreeHead, String, Option<PublishedCheckpoint>), StorageError> {
    if let Some(row) = newest_published(connection).await? {
        let head = TreeHead::open(verifier, &row.note);
        let head = head.ok_or_else(|| corrupt("checkpoint.note"))?;
        if leaves.iter().all(|leaf| *leaf < head.size) {
            return Ok((head, row.note.clone(), Some(row)));
        }
    }
    let checkpoint = find_head(connection).await?.and_then(|row| row.checkpoint);
    let checkpoint = checkpoint.ok_or_else(|| corrupt("log_head"))?;
    let head = TreeHead::open(verifier, &checkpoint);
    Ok((head.ok_or_else(|| corrupt("log_head.checkpoint"))?, checkpoint, None))
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
