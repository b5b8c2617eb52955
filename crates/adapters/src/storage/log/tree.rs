//! The tree's hashes in the database, read as few at a time as an answer needs.

use crate::storage::ROWS_A_STATEMENT;
use crate::storage::entity::log_node;
use crate::storage::error::{corrupt, failed};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::cell::RefCell;
use std::collections::HashMap;
use tlog_tiles::Tile;
use tlog_tiles::tlog::{Error, Hash, HashReader, prove_record, prove_tree, stored_hash_index};
use wariin_domain::LogTile;
use wariin_ports::StorageError;

/// More leaves than any tree has; the places of their hashes can still be counted and stored.
const LEAVES: u64 = 1 << 60;

/// C2SP `tlog-tiles`: a tile has the hashes of eight levels of the tree.
const TILE_HEIGHT: u8 = 8;

/// Hashes by the place where they are stored.
#[derive(Default)]
pub(super) struct Nodes(pub(super) HashMap<u64, Hash>);

impl HashReader for Nodes {
    fn read_hashes(&self, places: &[u64]) -> Result<Vec<Hash>, Error> {
        let find = |place| self.0.get(place).copied().ok_or(Error::IndexesNotInTree);
        places.iter().map(find).collect()
    }
}

/// Remembers which hashes were asked for, and has none.
#[derive(Default)]
struct Wanted(RefCell<Vec<u64>>);

impl HashReader for Wanted {
    fn read_hashes(&self, places: &[u64]) -> Result<Vec<Hash>, Error> {
        self.0.borrow_mut().extend(places);
        Err(Error::IndexesNotInTree)
    }
}

/// The inclusion proofs of these leaves in the tree of this size, in their order.
pub(in crate::storage) async fn prove<C: ConnectionTrait>(
    connection: &C,
    size: u64,
    leaves: &[u64],
) -> Result<Vec<Vec<Hash>>, StorageError> {
    let wanted = Wanted::default();
    for leaf in leaves {
        // Fails for all but a tree of one leaf: it is told that there are no hashes.
        let _ = prove_record(size, *leaf, &wanted);
    }
    let nodes = read(connection, wanted.0.into_inner()).await?;
    let prove = |leaf: &u64| prove_record(size, *leaf, &nodes).map_err(|_| corrupt("log_node"));
    leaves.iter().map(prove).collect()
}

/// The proof that the tree of the size `to` extends that of the size `from`.
pub(super) async fn prove_extension<C: ConnectionTrait>(
    connection: &C,
    from: u64,
    to: u64,
) -> Result<Vec<Hash>, StorageError> {
    let wanted = Wanted::default();
    if !(1..=to).contains(&from) || to > LEAVES {
        return Err(corrupt("log_node"));
    }
    // Fails where hashes are needed: it is told that there are none.
    let _ = prove_tree(to, from, &wanted);
    let nodes = read(connection, wanted.0.into_inner()).await?;
    prove_tree(to, from, &nodes).map_err(|_| corrupt("log_node"))
}

/// The hashes of a tile, one after the other.
pub(super) async fn tile<C: ConnectionTrait>(
    connection: &C,
    wanted: LogTile,
) -> Result<Vec<u8>, StorageError> {
    let (level, index, width) = (wanted.level(), wanted.index(), wanted.width());
    let tile = Tile::new(TILE_HEIGHT, level, index, width.into(), false);
    let places = Wanted::default();
    let _ = tile.read_data(&places);
    let nodes = read(connection, places.0.into_inner()).await?;
    tile.read_data(&nodes).map_err(|_| corrupt("log_node"))
}

/// The stored hashes at these places.
pub(super) async fn read<C: ConnectionTrait>(
    connection: &C,
    mut places: Vec<u64>,
) -> Result<Nodes, StorageError> {
    places.sort_unstable();
    places.dedup();
    let mut nodes = Nodes::default();
    for some in places.chunks(ROWS_A_STATEMENT) {
        let rows = log_node::Entity::find()
            .filter(log_node::Column::Position.is_in(some.iter().map(|p| p.cast_signed())))
            .all(connection)
            .await
            .map_err(failed)?;
        for row in rows {
            // What is no hash is as good as gone.
            if let Some(hash) = hash(&row.hash) {
                nodes.0.insert(row.position.cast_unsigned(), hash);
            }
        }
    }
    Ok(nodes)
}

/// The stored hashes of these leaves; one that is gone, or none, is missing.
pub(in crate::storage) async fn stored<C: ConnectionTrait>(
    connection: &C,
    leaves: &[u64],
) -> Result<HashMap<u64, Hash>, StorageError> {
    let leaves = || leaves.iter().copied().filter(|leaf| *leaf < LEAVES);
    let nodes = read(connection, leaves().map(|leaf| stored_hash_index(0, leaf)).collect()).await?;
    let find = |leaf| Some((leaf, *nodes.0.get(&stored_hash_index(0, leaf))?));
    Ok(leaves().filter_map(find).collect())
}

pub(super) fn hash(bytes: &[u8]) -> Option<Hash> {
    Some(Hash(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};
    use tlog_tiles::tlog::{
        check_record, record_hash, stored_hashes_for_record_hash, sub_tree_index, tree_hash,
    };

    fn sha256(parts: &[&[u8]]) -> [u8; 32] {
        Sha256::digest(parts.concat()).into()
    }

    /// RFC 9162 section 2.1.1, word for word.
    fn merkle_tree_hash(entries: &[[u8; 32]]) -> [u8; 32] {
        match entries {
            [] => sha256(&[]),
            [entry] => sha256(&[&[0], entry]),
            _ => {
                let (left, right) = entries.split_at(entries.len().next_power_of_two() / 2);
                sha256(&[&[1], &merkle_tree_hash(left), &merkle_tree_hash(right)])
            }
        }
    }

    /// RFC 9162 section 2.1.3.1, word for word.
    fn path(leaf: usize, entries: &[[u8; 32]]) -> Vec<[u8; 32]> {
        if entries.len() == 1 {
            return Vec::new();
        }
        let k = entries.len().next_power_of_two() / 2;
        let (left, right) = entries.split_at(k);
        let (mut path, other) =
            if leaf < k { (path(leaf, left), right) } else { (path(leaf - k, right), left) };
        path.push(merkle_tree_hash(other));
        path
    }

    // EV-01
    #[test]
    fn roots_and_proofs_of_small_trees_are_those_of_rfc_9162() {
        let entries: Vec<[u8; 32]> = (0..17).map(|n| [n; 32]).collect();
        let mut nodes = Nodes::default();
        for (size, entry) in (1..=17_u64).zip(&entries) {
            let leaf = size - 1;
            let edge = sub_tree_index(0, leaf, Vec::new());
            nodes.0.retain(|place, _| edge.contains(place));
            let hashes = stored_hashes_for_record_hash(leaf, record_hash(entry), &nodes).unwrap();
            nodes.0.extend((stored_hash_index(0, leaf)..).zip(hashes));
            let so_far = &entries[..=usize::from(entry[0])];
            let root = tree_hash(size, &nodes).unwrap();
            assert_eq!(root.0, merkle_tree_hash(so_far), "the edge is enough to add to a tree");
        }
        let mut all = Nodes::default();
        for (leaf, entry) in (0..17_u64).zip(&entries) {
            let hashes = stored_hashes_for_record_hash(leaf, record_hash(entry), &all).unwrap();
            all.0.extend((stored_hash_index(0, leaf)..).zip(hashes));
            let size = leaf + 1;
            let so_far = &entries[..=usize::from(entry[0])];
            let root = Hash(merkle_tree_hash(so_far));
            for (place, entry) in so_far.iter().enumerate() {
                let proof = prove_record(size, place as u64, &all).unwrap();
                let hashes: Vec<_> = proof.iter().map(|hash| hash.0).collect();
                assert_eq!(hashes, path(place, so_far), "leaf {place} of {size}");
                let leaf = record_hash(entry);
                assert!(check_record(&proof, size, root, place as u64, leaf).is_ok());
                assert!(check_record(&proof, size, root, place as u64, record_hash(b"x")).is_err());
            }
        }
    }
}
