//! Checking the tree: every stored hash is the one that follows from the hashes of the leaves.

use crate::storage::entity::log_node;
use crate::storage::error::failed;
use crate::storage::log::tree::hash;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::HashMap;
use tlog_tiles::tlog::{EMPTY_HASH, Hash, node_hash, stored_hash_index};
use wariin_ports::StorageError;

const PAGE: u64 = 2_000;

/// The tree as it follows from its leaves.
#[derive(Default)]
pub(super) struct Tree {
    /// How many leaves it has.
    pub(super) size: u64,
    /// The stored hashes that are gone, are not those of their subtrees, or stand behind its end.
    pub(super) broken: Vec<u64>,
    /// The complete subtrees it consists of, the largest first.
    subtrees: Vec<Subtree>,
    /// Levels that the newest leaf completed and whose hashes are yet to be read.
    completed: u32,
    position: u64,
    /// Whether the hash at the place before is gone.
    is_gap: bool,
}

/// The hash of a subtree.
#[derive(Clone, Copy)]
struct Subtree {
    /// As it is stored or follows from those below it; `None` where it is gone and cannot be computed.
    hash: Option<Hash>,
    /// Another one, for a leaf: that of the event which is listed for it.
    claimed: Option<Hash>,
}

impl Subtree {
    fn hashes(self) -> impl Iterator<Item = Hash> + Clone {
        self.hash.into_iter().chain(self.claimed)
    }
}

impl Tree {
    /// Reads all of it. `signed` is how many leaves the signed head counts, `listed` how many are listed in a row.
    pub(super) async fn read<C: ConnectionTrait>(
        connection: &C,
        signed: Option<u64>,
        listed: u64,
        claimed: &HashMap<u64, Hash>,
    ) -> Result<Self, StorageError> {
        let stored = log_node::Entity::find().count(connection).await.map_err(failed)?;
        let end = end(signed, listed, stored);
        let mut tree = Self::default();
        let mut after = i64::MIN;
        loop {
            let rows = log_node::Entity::find()
                .filter(log_node::Column::Position.gt(after))
                .order_by_asc(log_node::Column::Position)
                .limit(PAGE)
                .all(connection)
                .await
                .map_err(failed)?;
            let Some(last) = rows.last() else { break };
            after = last.position;
            for row in rows {
                let position = row.position.cast_unsigned();
                if position >= end {
                    tree.broken.push(position);
                    continue;
                }
                tree.skip_to(position, claimed);
                tree.take(hash(&row.hash), claimed);
            }
        }
        tree.skip_to(end, claimed);
        Ok(tree)
    }

    /// What is not stored before this place is gone.
    fn skip_to(&mut self, position: u64, claimed: &HashMap<u64, Hash>) {
        while self.position < position {
            self.take(None, claimed);
        }
    }

    /// Takes the next stored hash: that of a leaf, or of a subtree that the leaf before it completed.
    fn take(&mut self, found: Option<Hash>, claimed: &HashMap<u64, Hash>) {
        if found.is_none() && !self.is_gap {
            self.broken.push(self.position);
        }
        self.is_gap = found.is_none();
        if self.completed == 0 {
            let claimed = claimed.get(&self.size).copied();
            self.subtrees.push(Subtree { hash: found, claimed });
            self.size += 1;
            self.completed = self.size.trailing_zeros();
        } else {
            let right = self.subtrees.pop();
            let left = self.subtrees.pop();
            let hash = self.joined(left, right, found);
            self.subtrees.push(Subtree { hash, claimed: None });
            self.completed -= 1;
        }
        self.position += 1;
    }

    /// The hash over two subtrees: the stored one if any of theirs give it.
    fn joined(
        &mut self,
        left: Option<Subtree>,
        right: Option<Subtree>,
        found: Option<Hash>,
    ) -> Option<Hash> {
        let (left, right) = (left?, right?);
        let mut computed = left
            .hashes()
            .flat_map(|left| right.hashes().map(move |right| node_hash(left, right)))
            .collect::<Vec<_>>();
        if computed.is_empty() || found.is_some_and(|found| computed.contains(&found)) {
            return found;
        }
        if found.is_some() {
            self.broken.push(self.position);
        }
        // What an event gives is rather right than what is stored for it.
        computed.pop()
    }

    /// The hash at its root; `None` where it cannot be computed.
    pub(super) fn root(&self) -> Option<Hash> {
        let mut subtrees = self.subtrees.iter().rev();
        let Some(last) = subtrees.next() else {
            return Some(EMPTY_HASH);
        };
        subtrees.try_fold(last.hash?, |root, subtree| Some(node_hash(subtree.hash?, root)))
    }
}

/// How many hashes there should be: those of the tree that was signed, or of the one that is listed and stored.
fn end(signed: Option<u64>, listed: u64, stored: u64) -> u64 {
    let of = |leaves: u64| (leaves < 1 << 60).then(|| stored_hash_index(0, leaves));
    let listed = of(listed).filter(|end| *end == stored);
    listed.or_else(|| signed.and_then(of)).unwrap_or(stored)
}
