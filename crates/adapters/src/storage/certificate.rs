//! The digests of certificates of agreement, which stand in the rows of their documents.

use super::ROWS_A_STATEMENT;
use super::entity::document::{Column, Entity};
use super::error::{corrupt, failed};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use wariin_domain::{DocumentId, FileDigest, Uuid};
use wariin_ports::StorageError;

/// Those of these digests that are a document's certificate.
pub(super) async fn among<C: ConnectionTrait>(
    connection: &C,
    digests: Vec<Vec<u8>>,
) -> Result<Vec<FileDigest>, StorageError> {
    let rows: Vec<Option<Vec<u8>>> = Entity::find()
        .select_only()
        .column(Column::Certificate)
        .filter(Column::Certificate.is_in(digests))
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed)?;
    rows.into_iter().flatten().map(digest).collect()
}

/// Every certificate with its document.
pub(super) async fn all<C: ConnectionTrait>(
    connection: &C,
) -> Result<Vec<(DocumentId, FileDigest)>, StorageError> {
    let mut found = Vec::new();
    let mut behind: Option<Uuid> = None;
    loop {
        let mut page = Entity::find()
            .select_only()
            .columns([Column::Id, Column::Certificate])
            .filter(Column::Certificate.is_not_null())
            .order_by_asc(Column::Id)
            .limit(ROWS_A_STATEMENT as u64);
        if let Some(id) = behind {
            page = page.filter(Column::Id.gt(id));
        }
        let rows: Vec<(Uuid, Vec<u8>)> = page.into_tuple().all(connection).await.map_err(failed)?;
        let Some((last, _)) = rows.last() else { return Ok(found) };
        behind = Some(*last);
        for (id, bytes) in rows {
            found.push((id.into(), digest(bytes)?));
        }
    }
}

fn digest(bytes: Vec<u8>) -> Result<FileDigest, StorageError> {
    bytes.try_into().map(FileDigest::new).map_err(|_| corrupt("document.certificate"))
}
