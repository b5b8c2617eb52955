//! Published checkpoints: rows that are added and never changed, but for what others attest of them later.

use super::tree::{prove_extension, read, tile};
use super::{compare, head};
use crate::checkpoint::TreeHead;
use crate::signed_note::NoteVerifier;
use crate::storage::SqlDatabase;
use crate::storage::connection::{Pace, Transaction};
use crate::storage::entity::{checkpoint, cosignature};
use crate::storage::error::{corrupt, failed};
use async_trait::async_trait;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use tlog_tiles::tlog::{EMPTY_HASH, check_tree, sub_tree_index, tree_hash};
use wariin_domain::{LogTile, Timestamp};
use wariin_ports::{Checkpoints, Comparison, Publication, PublishedCheckpoint, StorageError};

#[async_trait]
impl Checkpoints for SqlDatabase {
    async fn newest(&self) -> Result<Option<PublishedCheckpoint>, StorageError> {
        newest(&self.reader).await
    }

    async fn publish(&self, at: Timestamp) -> Result<Publication, StorageError> {
        publish(self, at).await
    }

    async fn tile(&self, wanted: LogTile) -> Result<Option<Vec<u8>>, StorageError> {
        let tx = self.reader.snapshot().await.map_err(failed)?;
        let size = newest_row(&tx).await?.map_or(0, |row| row.size.cast_unsigned());
        if !wanted.is_in_tree_of(size) {
            return Ok(None);
        }
        tile(&tx, wanted).await.map(Some)
    }

    async fn proof(&self, from: u64, to: u64) -> Result<Vec<[u8; 32]>, StorageError> {
        let proof = prove_extension(&self.reader, from, to).await?;
        Ok(proof.into_iter().map(|hash| hash.0).collect())
    }

    async fn cosigned_by(&self, witness: &str) -> Result<u64, StorageError> {
        let newest = cosignature::Entity::find()
            .filter(cosignature::Column::Witness.eq(witness))
            .order_by_desc(cosignature::Column::Size)
            .limit(1);
        let newest = newest.one(&self.reader).await.map_err(failed)?;
        Ok(newest.map_or(0, |row| row.size.cast_unsigned()))
    }

    async fn keep_cosignature(
        &self,
        size: u64,
        witness: &str,
        line: &str,
    ) -> Result<(), StorageError> {
        use cosignature::Column::{Size, Witness};
        let tx = self.writer.begin(Pace::Unhurried).await.map_err(failed)?;
        let row = cosignature::ActiveModel {
            witness: Set(witness.to_owned()),
            size: Set(size.cast_signed()),
            line: Set(line.to_owned()),
        };
        let kept = OnConflict::columns([Witness, Size]).do_nothing().to_owned();
        let insert = cosignature::Entity::insert(row).on_conflict(kept);
        insert.exec_without_returning(&tx).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn keep_timestamp(&self, size: u64, token: &[u8]) -> Result<(), StorageError> {
        use checkpoint::Column::{Size, TimestampToken};
        let tx = self.writer.begin(Pace::Unhurried).await.map_err(failed)?;
        checkpoint::Entity::update_many()
            .col_expr(TimestampToken, Expr::value(token.to_vec()))
            .filter(Size.eq(size.cast_signed()))
            .filter(TimestampToken.is_null())
            .exec(&tx)
            .await
            .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn compare(&self, kept: &[String]) -> Result<Comparison, StorageError> {
        compare::compare(self, kept).await
    }
}

/// The newest row.
async fn newest_row<C: ConnectionTrait>(
    connection: &C,
) -> Result<Option<checkpoint::Model>, StorageError> {
    let newest = checkpoint::Entity::find().order_by_desc(checkpoint::Column::Size).limit(1);
    newest.one(connection).await.map_err(failed)
}

/// The newest one, with what others attest of it.
pub(in crate::storage) async fn newest<C: ConnectionTrait>(
    connection: &C,
) -> Result<Option<PublishedCheckpoint>, StorageError> {
    let Some(row) = newest_row(connection).await? else { return Ok(None) };
    let cosignatures = cosignature::Entity::find()
        .filter(cosignature::Column::Size.eq(row.size))
        .order_by_asc(cosignature::Column::Witness)
        .all(connection)
        .await
        .map_err(failed)?;
    Ok(Some(PublishedCheckpoint {
        size: row.size.cast_unsigned(),
        note: row.note,
        at: Timestamp::from_micros(row.published_at),
        cosignatures: cosignatures.into_iter().map(|row| row.line).collect(),
        timestamp: row.timestamp_token,
    }))
}

/// One publisher's turn. Its transaction has ended when this returns, also where nothing was published: the lock
/// on the newest head would make the sequencer leave its next turn out.
async fn publish(database: &SqlDatabase, at: Timestamp) -> Result<Publication, StorageError> {
    let verifier = database.audit_keys.signer().verifier();
    let tx = database.writer.begin(Pace::Unhurried).await.map_err(failed)?;
    let published = publish_in(&tx, verifier, at).await?;
    match &published {
        Publication::New(_) => tx.commit().await.map_err(failed)?,
        _ => tx.rollback().await.map_err(failed)?,
    }
    Ok(published)
}

/// Publishers take turns, so that each compares with the one before it.
async fn publish_in(
    tx: &Transaction,
    verifier: &NoteVerifier,
    at: Timestamp,
) -> Result<Publication, StorageError> {
    let Some(note) = head::lock(tx).await?.checkpoint else { return Ok(Publication::Unchanged) };
    let now = TreeHead::open(verifier, &note).ok_or_else(|| corrupt("log_head.checkpoint"))?;
    if let Some(row) = newest_row(tx).await? {
        let then = TreeHead::open(verifier, &row.note);
        let then = then.ok_or_else(|| corrupt("checkpoint.note"))?;
        if then == now {
            return Ok(Publication::Unchanged);
        }
        if !extends(tx, then, now).await? {
            return Ok(Publication::Inconsistent { published: then.size, events: now.size });
        }
    }
    let row = checkpoint::ActiveModel {
        size: Set(now.size.cast_signed()),
        note: Set(note.clone()),
        published_at: Set(at.as_micros()),
        timestamp_token: Set(None),
    };
    checkpoint::Entity::insert(row).exec_without_returning(tx).await.map_err(failed)?;
    let published =
        PublishedCheckpoint { size: now.size, note, at, cosignatures: vec![], timestamp: None };
    Ok(Publication::New(published))
}

/// Whether the stored hashes prove that the tree with the later head extends the one with the earlier head
/// (RFC 9162, section 2.1.4).
async fn extends<C: ConnectionTrait>(
    connection: &C,
    then: TreeHead,
    now: TreeHead,
) -> Result<bool, StorageError> {
    if then.size >= now.size {
        return Ok(false);
    }
    match prove_extension(connection, then.size, now.size).await {
        Ok(proof) => Ok(check_tree(&proof, now.size, now.root, then.size, then.root).is_ok()),
        Err(StorageError::Corrupt(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether the log's first leaves give this head.
pub(super) async fn is_held<C: ConnectionTrait>(
    connection: &C,
    head: TreeHead,
) -> Result<bool, StorageError> {
    if head.size == 0 {
        return Ok(head.root == EMPTY_HASH);
    }
    let nodes = read(connection, sub_tree_index(0, head.size, Vec::new())).await?;
    Ok(tree_hash(head.size, &nodes).is_ok_and(|root| root == head.root))
}
