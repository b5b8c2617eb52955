//! Files that no row refers to: which they are, and since when that is known.

use super::entity::document_file;
use super::entity::orphan_file::{Column, Entity, Model};
use super::error::{corrupt, failed};
use super::work::SqlWork;
use super::{ROWS_A_STATEMENT, certificate, stamp_image, template};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    sea_query::OnConflict,
};
use std::collections::BTreeSet;
use wariin_domain::{FileDigest, Timestamp};
use wariin_ports::{OrphanRepository, StorageError};

#[async_trait]
impl OrphanRepository for SqlWork {
    async fn noted(&mut self) -> Result<Vec<(FileDigest, Timestamp)>, StorageError> {
        let rows = Entity::find().all(&self.tx).await.map_err(failed)?;
        let read = |row: Model| Ok((digest(row.digest)?, Timestamp::from_micros(row.since)));
        rows.into_iter().map(read).collect()
    }

    async fn note(&mut self, files: &[FileDigest], since: Timestamp) -> Result<(), StorageError> {
        let first = OnConflict::column(Column::Digest).do_nothing().to_owned();
        for some in files.chunks(ROWS_A_STATEMENT) {
            let row = |file: &FileDigest| Model {
                digest: file.as_bytes().to_vec(),
                since: since.as_micros(),
            };
            Entity::insert_many(some.iter().map(row).map(IntoActiveModel::into_active_model))
                .on_conflict(first.clone())
                .exec_without_returning(&self.tx)
                .await
                .map_err(failed)?;
        }
        Ok(())
    }

    async fn forget(&mut self, files: &[FileDigest]) -> Result<(), StorageError> {
        for some in files.chunks(ROWS_A_STATEMENT) {
            let these = Column::Digest.is_in(some.iter().map(|file| file.as_bytes().to_vec()));
            Entity::delete_many().filter(these).exec(&self.tx).await.map_err(failed)?;
        }
        Ok(())
    }
}

/// Those of these files that no document, no template and no organisation refers to.
pub(super) async fn unreferenced<C: ConnectionTrait>(
    connection: &C,
    among: &[FileDigest],
) -> Result<Vec<FileDigest>, StorageError> {
    use document_file::Column::{Digest, SealedDigest};
    let mut left: BTreeSet<FileDigest> = among.iter().copied().collect();
    for some in among.chunks(ROWS_A_STATEMENT) {
        let digests: Vec<Vec<u8>> = some.iter().map(|file| file.as_bytes().to_vec()).collect();
        for certificate in certificate::among(connection, digests.clone()).await? {
            left.remove(&certificate);
        }
        let refers =
            Condition::any().add(Digest.is_in(digests.clone())).add(SealedDigest.is_in(digests));
        let rows = document_file::Entity::find().filter(refers).all(connection).await;
        for row in rows.map_err(failed)? {
            for bytes in [Some(row.digest), row.sealed_digest].into_iter().flatten() {
                left.remove(&digest(bytes)?);
            }
        }
    }
    for some in among.chunks(ROWS_A_STATEMENT) {
        for stamp in stamp_image::among(connection, some.iter().copied()).await? {
            left.remove(&stamp);
        }
    }
    if !left.is_empty() {
        let templates = template::digests(connection).await?;
        left.retain(|file| !templates.contains(file));
    }
    Ok(left.into_iter().collect())
}

fn digest(bytes: Vec<u8>) -> Result<FileDigest, StorageError> {
    bytes.try_into().map(FileDigest::new).map_err(|_| corrupt("orphan_file.digest"))
}
