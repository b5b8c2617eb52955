//! Checking the tree: every stored hash is the one that follows from the leaves, and the signed head is its.

use super::head::find;
use super::published;
use super::tree::hash;
use crate::checkpoint::TreeHead;
use crate::signed_note::NoteVerifier;
use crate::storage::entity::{log_head, log_leaf, log_node};
use crate::storage::error::failed;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use tlog_tiles::tlog::{EMPTY_HASH, Hash, node_hash};
use wariin_ports::{AuditProblem, StorageError};

const PAGE: u64 = 2_000;

/// What the log says of itself.
pub(in crate::storage) struct LogState {
    /// The newest signed head.
    pub(in crate::storage) checkpoint: Option<String>,
    /// How many events are integrated.
    pub(in crate::storage) size: u64,
}

/// Recomputes the whole tree from its leaves.
pub(in crate::storage) async fn verify<C: ConnectionTrait>(
    connection: &C,
    verifier: &NoteVerifier,
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
    let tree = Tree::read(connection).await?;
    problems.extend(tree.broken_at.map(AuditProblem::Node));
    let leaves = log_leaf::Entity::find().count(connection).await.map_err(failed)?;
    let last = log_leaf::Entity::find().order_by_desc(log_leaf::Column::Leaf).limit(1);
    let last = last.one(connection).await.map_err(failed)?;
    let ends_at = last.map_or(0, |row| row.leaf.cast_unsigned().wrapping_add(1));
    match head {
        None => problems.push(AuditProblem::Checkpoint),
        Some(head) => {
            for found in [leaves, ends_at, tree.size] {
                if found != head.size {
                    problems.push(AuditProblem::LeafCount { found, signed: head.size });
                    break;
                }
            }
            if tree.root() != head.root {
                problems.push(AuditProblem::Checkpoint);
            }
        }
    }
    published::verify(connection, verifier, problems).await?;
    Ok(LogState { checkpoint, size: leaves })
}

/// The tree as it follows from its leaves.
#[derive(Default)]
struct Tree {
    /// How many leaves it has.
    size: u64,
    /// The complete subtrees it consists of, the largest first.
    subtrees: Vec<Hash>,
    /// Levels that the newest leaf completed and whose hashes are yet to be read.
    completed: u32,
    position: u64,
    broken_at: Option<u64>,
}

impl Tree {
    async fn read<C: ConnectionTrait>(connection: &C) -> Result<Self, StorageError> {
        let mut tree = Self::default();
        let mut after = -1;
        loop {
            let rows = log_node::Entity::find()
                .filter(log_node::Column::Position.gt(after))
                .order_by_asc(log_node::Column::Position)
                .limit(PAGE)
                .all(connection)
                .await
                .map_err(failed)?;
            let Some(last) = rows.last() else {
                if tree.completed > 0 {
                    tree.broken_at.get_or_insert(tree.position);
                }
                return Ok(tree);
            };
            after = last.position;
            for row in rows {
                tree.take(row);
            }
        }
    }

    /// Takes the next stored hash: that of a leaf, or of a subtree that the leaf before it completed.
    fn take(&mut self, row: log_node::Model) {
        let found = hash(&row.hash);
        if row.position.cast_unsigned() != self.position {
            self.broken_at.get_or_insert(self.position);
        }
        self.position += 1;
        if self.completed == 0 {
            self.subtrees.push(found.unwrap_or_default());
            self.size += 1;
            self.completed = self.size.trailing_zeros();
        } else {
            let right = self.subtrees.pop().unwrap_or_default();
            let left = self.subtrees.pop().unwrap_or_default();
            let node = node_hash(left, right);
            if found != Some(node) {
                self.broken_at.get_or_insert(self.position - 1);
            }
            self.subtrees.push(node);
            self.completed -= 1;
        }
    }

    fn root(&self) -> Hash {
        let mut subtrees = self.subtrees.iter().rev();
        let Some(last) = subtrees.next() else {
            return EMPTY_HASH;
        };
        subtrees.fold(*last, |root, subtree| node_hash(*subtree, root))
    }
}
