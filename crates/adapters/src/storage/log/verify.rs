//! Checking the log: its list of leaves, every stored hash of its tree, its signed head, and what was published of it.

mod leaves;
mod published;
mod tree;

use super::head::find;
use crate::checkpoint::TreeHead;
use crate::signed_note::NoteVerifier;
use crate::storage::entity::log_head;
use crate::storage::error::failed;
use leaves::Leaves;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use std::collections::HashMap;
use tlog_tiles::tlog::{EMPTY_HASH, Hash};
use tree::Tree;
use wariin_ports::{AuditProblem, StorageError};

/// What the log says of itself.
pub(in crate::storage) struct LogState {
    /// The newest signed head.
    pub(in crate::storage) checkpoint: Option<String>,
    /// How many events are integrated.
    pub(in crate::storage) size: u64,
}

/// Recomputes the whole tree from its leaves. `claimed` are the leaves whose stored hash is not that of the event which
/// is listed for them, with the hash of that one.
pub(in crate::storage) async fn verify<C: ConnectionTrait>(
    connection: &C,
    verifier: &NoteVerifier,
    claimed: &HashMap<u64, Hash>,
    problems: &mut Vec<AuditProblem>,
) -> Result<LogState, StorageError> {
    let row = find(connection).await?;
    let is_there = row.is_some();
    let checkpoint = row.and_then(|row| row.checkpoint);
    let head = match &checkpoint {
        Some(checkpoint) => TreeHead::open(verifier, checkpoint),
        None => is_there.then_some(TreeHead { size: 0, root: EMPTY_HASH }),
    };
    // A second row is read by nothing, but this service does not write it.
    let is_alone = log_head::Entity::find().count(connection).await.map_err(failed)? <= 1;
    let head = head.filter(|_| is_alone);
    let signed = head.map(|head| head.size);
    let leaves = Leaves::read(connection).await?;
    let tree = Tree::read(connection, signed, leaves.in_a_row, claimed).await?;
    leaves.report(signed, tree.size, problems);
    problems.extend(tree.broken.iter().copied().map(AuditProblem::Node));
    let has_signed_root = head.is_some_and(|head| tree.root() == Some(head.root));
    let is_whole = tree.broken.is_empty() && (claimed.is_empty() || has_signed_root);
    match head {
        None => problems.push(AuditProblem::Checkpoint),
        Some(head) => {
            if tree.size != head.size && is_whole && leaves.are_in_a_row() {
                problems.push(AuditProblem::LeafCount { found: tree.size, signed: head.size });
            }
            if is_whole && !has_signed_root {
                problems.push(AuditProblem::Checkpoint);
            }
        }
    }
    published::verify(connection, verifier, is_whole, problems).await?;
    Ok(LogState { checkpoint, size: leaves.count })
}
