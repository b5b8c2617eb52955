//! Which files the store has to hold, and what refers to them.

use super::entity::document_file;
use super::error::{corrupt, failed};
use super::{certificate, stamp_image, template};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use wariin_domain::{FileDigest, FileId, Uuid};
use wariin_ports::{FileOwner, StorageError, StoredFile};

/// The files of documents, by the ids of the files; see [`wariin_ports::Views::stored_files`].
pub(super) async fn of_documents<C: ConnectionTrait>(
    connection: &C,
    after: Option<FileId>,
    limit: u32,
) -> Result<(Vec<StoredFile>, Option<FileId>), StorageError> {
    let behind = after.map(|file| document_file::Column::Id.gt(Uuid::from(file)));
    let rows = document_file::Entity::find()
        .filter(Condition::all().add_option(behind))
        .order_by_asc(document_file::Column::Id)
        .limit(u64::from(limit))
        .all(connection)
        .await
        .map_err(failed)?;
    let digest = |bytes: Vec<u8>| -> Result<FileDigest, StorageError> {
        let bytes = bytes.try_into().map_err(|_| corrupt("document_file.digest"))?;
        Ok(FileDigest::new(bytes))
    };
    let last = rows.last().map(|row| FileId::from(row.id));
    let mut files = Vec::with_capacity(rows.len());
    for row in rows {
        let (document, file) = (row.document_id.into(), row.id.into());
        for kept in [Some(row.digest), row.sealed_digest].into_iter().flatten() {
            let owner = FileOwner::Document { document, file };
            files.push(StoredFile { owner, digest: digest(kept)? });
        }
    }
    Ok((files, last))
}

/// The files of templates, the images of organisations, and certificates of agreement.
pub(super) async fn shared<C: ConnectionTrait>(
    connection: &C,
) -> Result<Vec<StoredFile>, StorageError> {
    let mut files = template::stored_files(connection).await?;
    let images = stamp_image::digests(connection).await?;
    files.extend(images.into_iter().map(|digest| StoredFile { owner: FileOwner::Image, digest }));
    let certificates = certificate::all(connection).await?.into_iter();
    files.extend(
        certificates.map(|(document, digest)| StoredFile {
            owner: FileOwner::Certificate(document),
            digest,
        }),
    );
    Ok(files)
}
