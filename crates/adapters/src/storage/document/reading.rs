//! A document as it is read: from three tables, of one version.

use super::super::document_row::document;
use super::super::entity::{document as documents, document_file, recipient};
use super::super::error::failed;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QueryResult, QuerySelect, QueryTrait, Select,
};
use wariin_domain::{Document, DocumentId, RecipientId, Uuid};
use wariin_ports::StorageError;

/// How often a document that changes while it is read is read again.
const READS: u32 = 5;

/// A document.
///
/// # Errors
/// [`StorageError::Conflict`] when the document changed during each of [`READS`] reads.
pub(in crate::storage) async fn find<C: ConnectionTrait>(
    connection: &C,
    id: DocumentId,
) -> Result<Option<Document>, StorageError> {
    whole(connection, documents::Entity::find_by_id(Uuid::from(id))).await
}

/// The document of which this is a recipient.
///
/// # Errors
/// As [`find`].
pub(in crate::storage) async fn find_by_recipient<C: ConnectionTrait>(
    connection: &C,
    id: RecipientId,
) -> Result<Option<Document>, StorageError> {
    let of = recipient::Entity::find_by_id(Uuid::from(id))
        .select_only()
        .column(recipient::Column::DocumentId)
        .into_query();
    let select = documents::Entity::find().filter(documents::Column::Id.in_subquery(of));
    whole(connection, select).await
}

/// The document that is selected. Its tables are read by statements of their own, and a commit may come between two
/// of them; every commit raises the version, so what was read counts only when all of it is of the same version.
async fn whole<C: ConnectionTrait>(
    connection: &C,
    select: Select<documents::Entity>,
) -> Result<Option<Document>, StorageError> {
    for _ in 0..READS {
        let Some(row) = select.clone().one(connection).await.map_err(failed)? else {
            return Ok(None);
        };
        let files: Vec<Versioned<document_file::Model>> = document_file::Entity::find()
            .expr_as(version_of("document_file"), VERSION)
            .filter(document_file::Column::DocumentId.eq(row.id))
            .order_by_asc(document_file::Column::Position)
            .into_model()
            .all(connection)
            .await
            .map_err(failed)?;
        let recipients: Vec<Versioned<recipient::Model>> = recipient::Entity::find()
            .expr_as(version_of("recipient"), VERSION)
            .filter(recipient::Column::DocumentId.eq(row.id))
            .order_by_asc(recipient::Column::Position)
            .into_model()
            .all(connection)
            .await
            .map_err(failed)?;
        let versions = [files.first().map(|f| f.version), recipients.first().map(|r| r.version)];
        let mut is_whole = versions.iter().all(|version| version.is_none_or(|v| v == row.version));
        // Where there is nothing that would tell the version, it is asked for.
        if is_whole && versions.contains(&None) {
            is_whole = version(connection, row.id).await? == Some(row.version);
        }
        if is_whole {
            let files = files.into_iter().map(|file| file.row).collect();
            let recipients = recipients.into_iter().map(|recipient| recipient.row).collect();
            return document(row, files, recipients).map(Some);
        }
    }
    Err(StorageError::Conflict)
}

/// A row, and the version that its document had when it was read.
struct Versioned<Row> {
    row: Row,
    version: i64,
}

/// The name of that version's column.
const VERSION: &str = "of_version";

fn version_of(table: &str) -> Expr {
    Expr::cust(format!("(SELECT version FROM document d WHERE d.id = {table}.document_id)"))
}

impl<Row: FromQueryResult> FromQueryResult for Versioned<Row> {
    fn from_query_result(result: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let row = Row::from_query_result(result, prefix)?;
        Ok(Self { row, version: result.try_get(prefix, VERSION)? })
    }
}

async fn version<C: ConnectionTrait>(
    connection: &C,
    id: Uuid,
) -> Result<Option<i64>, StorageError> {
    let query = documents::Entity::find_by_id(id).select_only().column(documents::Column::Version);
    query.into_tuple().one(connection).await.map_err(failed)
}
