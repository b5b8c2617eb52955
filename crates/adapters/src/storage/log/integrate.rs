//! The sequencer: takes committed events into the tree and signs its new head, in one transaction for each
//! batch, so that it can be ended at any point and go on.

use super::head::{ROW, find};
use super::tree::{Nodes, read};
use crate::checkpoint::TreeHead;
use crate::storage::ROWS_A_STATEMENT;
use crate::storage::SqlDatabase;
use crate::storage::connection::{Pace, Transaction};
use crate::storage::entity::{audit_event, log_head, log_leaf, log_node, log_pending};
use crate::storage::error::{corrupt, failed};
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use std::collections::{HashMap, HashSet};
use tlog_tiles::tlog::{
    EMPTY_HASH, record_hash, stored_hash_index, stored_hashes_for_record_hash, sub_tree_index,
    tree_hash,
};
use wariin_domain::Uuid;
use wariin_ports::StorageError;

/// How many events are integrated in one transaction.
const BATCH: u64 = 500;

/// An event's place: subject, its id, number in the chain.
type Place = (String, Uuid, i64);

/// Integrates everything that waits.
pub(super) async fn integrate(database: &SqlDatabase) -> Result<u64, StorageError> {
    let mut integrated = 0;
    while is_waiting(database).await? {
        let Some(batch) = integrate_batch(database).await? else {
            break;
        };
        integrated += batch;
    }
    Ok(integrated)
}

/// Asked over a reader's connection: a service at rest writes nothing.
async fn is_waiting(database: &SqlDatabase) -> Result<bool, StorageError> {
    let waiting = log_pending::Entity::find().filter(log_pending::Column::Refused.eq(false));
    Ok(waiting.limit(1).count(&database.reader).await.map_err(failed)? > 0)
}

/// Integrates a batch; `None` while another process integrates.
async fn integrate_batch(database: &SqlDatabase) -> Result<Option<u64>, StorageError> {
    let tx = database.writer.begin(Pace::Unhurried).await.map_err(failed)?;
    let locked = log_head::Entity::find_by_id(ROW)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(&tx)
        .await
        .map_err(failed)?;
    let Some(row) = locked else {
        return match find(&tx).await? {
            Some(_) => Ok(None),
            None => Err(corrupt("log_head")),
        };
    };
    let signer = database.audit_keys.signer();
    let (mut size, mut nodes) = match &row.checkpoint {
        None => (0, Nodes::default()),
        Some(checkpoint) => {
            let head = TreeHead::open(signer.verifier(), checkpoint);
            let head = head.ok_or_else(|| corrupt("log_head.checkpoint"))?;
            (head.size, edge(&tx, head).await?)
        }
    };
    let old_size = size;
    let batch = Batch::find(&tx, database).await?;
    let (mut new_nodes, mut leaves) = (Vec::new(), Vec::new());
    for (place, hash) in &batch.genuine {
        let added = stored_hashes_for_record_hash(size, record_hash(hash), &nodes);
        let added = added.map_err(|_| corrupt("log_node"))?;
        for (position, hash) in (stored_hash_index(0, size)..).zip(added) {
            nodes.0.insert(position, hash);
            new_nodes.push(
                log_node::Model { position: position.cast_signed(), hash: hash.0.to_vec() }
                    .into_active_model(),
            );
        }
        let (subject, subject_id, sequence) = place.clone();
        let leaf = size.cast_signed();
        leaves.push(log_leaf::Model { leaf, subject, subject_id, sequence }.into_active_model());
        size += 1;
    }
    for rows in new_nodes.chunks(ROWS_A_STATEMENT) {
        let insert = log_node::Entity::insert_many(rows.iter().cloned());
        insert.exec_without_returning(&tx).await.map_err(failed)?;
    }
    for rows in leaves.chunks(ROWS_A_STATEMENT) {
        let insert = log_leaf::Entity::insert_many(rows.iter().cloned());
        insert.exec_without_returning(&tx).await.map_err(failed)?;
    }
    batch.settle(&tx).await?;
    if size > old_size {
        let root = tree_hash(size, &nodes).map_err(|_| corrupt("log_node"))?;
        let checkpoint =
            TreeHead { size, root }.sign(signer).map_err(|_| corrupt("log_head.checkpoint"))?;
        let newest = log_head::ActiveModel { id: Set(ROW), checkpoint: Set(Some(checkpoint)) };
        log_head::Entity::update(newest).exec(&tx).await.map_err(failed)?;
    }
    tx.commit().await.map_err(failed)?;
    Ok(Some(size - old_size))
}

/// The hashes of the complete subtrees that the tree consists of: all that is needed to add to it. They have
/// to give the root that was signed; nothing is added to another tree.
async fn edge(tx: &Transaction, head: TreeHead) -> Result<Nodes, StorageError> {
    let nodes = read(tx, sub_tree_index(0, head.size, Vec::new())).await?;
    let root = if head.size == 0 { Ok(EMPTY_HASH) } else { tree_hash(head.size, &nodes) };
    match root {
        Ok(root) if root == head.root => Ok(nodes),
        Ok(_) | Err(_) => Err(corrupt("log_node")),
    }
}

/// The events that wait, oldest first.
struct Batch {
    /// Those that this service wrote and that are not in the log: with their hashes.
    genuine: Vec<(Place, Vec<u8>)>,
    /// What no longer waits.
    settled: Vec<i64>,
    /// What is not ours, or is gone.
    refused: Vec<i64>,
}

impl Batch {
    async fn find(tx: &Transaction, database: &SqlDatabase) -> Result<Self, StorageError> {
        let waiting = log_pending::Entity::find()
            .filter(log_pending::Column::Refused.eq(false))
            .order_by_asc(log_pending::Column::Arrival)
            .limit(BATCH)
            .all(tx)
            .await
            .map_err(failed)?;
        let hashes = hashes(tx, &waiting).await?;
        let mut known = integrated(tx, &waiting).await?;
        let mut batch = Self { genuine: Vec::new(), settled: Vec::new(), refused: Vec::new() };
        for row in waiting {
            let place = (row.subject, row.subject_id, row.sequence);
            match hashes.get(&place) {
                _ if known.contains(&place) => batch.settled.push(row.arrival),
                Some((hash, mac)) if database.audit_keys.is_genuine_event(hash, mac) => {
                    batch.settled.push(row.arrival);
                    batch.genuine.push((place.clone(), hash.clone()));
                    known.insert(place);
                }
                Some(_) | None => {
                    let (subject, id, sequence) = place;
                    tracing::error!(
                        subject, %id, sequence,
                        "an event is not what this service committed; it is left out of the log"
                    );
                    batch.refused.push(row.arrival);
                }
            }
        }
        Ok(batch)
    }

    /// What was integrated no longer waits; what was refused stays listed as evidence.
    async fn settle(self, tx: &Transaction) -> Result<(), StorageError> {
        if !self.settled.is_empty() {
            log_pending::Entity::delete_many()
                .filter(log_pending::Column::Arrival.is_in(self.settled))
                .exec(tx)
                .await
                .map_err(failed)?;
        }
        if !self.refused.is_empty() {
            log_pending::Entity::update_many()
                .col_expr(log_pending::Column::Refused, Expr::value(true))
                .filter(log_pending::Column::Arrival.is_in(self.refused))
                .exec(tx)
                .await
                .map_err(failed)?;
        }
        Ok(())
    }
}

/// Hash and authentication code of the events that wait.
async fn hashes(
    tx: &Transaction,
    waiting: &[log_pending::Model],
) -> Result<HashMap<Place, (Vec<u8>, Vec<u8>)>, StorageError> {
    use audit_event::Column::{Hash, Mac, Sequence, Subject, SubjectId};
    let (ids, sequences) = span(waiting);
    let rows = audit_event::Entity::find()
        .select_only()
        .columns([Subject, SubjectId, Sequence, Hash, Mac])
        .filter(SubjectId.is_in(ids))
        .filter(Sequence.between(sequences.0, sequences.1))
        .into_tuple::<(String, Uuid, i64, Vec<u8>, Vec<u8>)>()
        .all(tx)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().map(|(s, id, n, hash, mac)| ((s, id, n), (hash, mac))).collect())
}

/// Which of the events that wait are in the log already.
async fn integrated(
    tx: &Transaction,
    waiting: &[log_pending::Model],
) -> Result<HashSet<Place>, StorageError> {
    use log_leaf::Column::{Sequence, Subject, SubjectId};
    let (ids, sequences) = span(waiting);
    let rows = log_leaf::Entity::find()
        .select_only()
        .columns([Subject, SubjectId, Sequence])
        .filter(SubjectId.is_in(ids))
        .filter(Sequence.between(sequences.0, sequences.1))
        .into_tuple::<Place>()
        .all(tx)
        .await
        .map_err(failed)?;
    Ok(rows.into_iter().collect())
}

/// Which chains these events are in, and between which numbers.
fn span(waiting: &[log_pending::Model]) -> (HashSet<Uuid>, (i64, i64)) {
    let sequences = || waiting.iter().map(|row| row.sequence);
    let between = (sequences().min().unwrap_or_default(), sequences().max().unwrap_or_default());
    (waiting.iter().map(|row| row.subject_id).collect(), between)
}
