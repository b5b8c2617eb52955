//! Removing a document whose time has ended, and what is left of it.

use super::connection::Transaction;
use super::entity::{
    deleted_document, deleted_recipient, document, document_file, id_token_evidence, job,
    mailbox_code, passkey_assertion, recipient, seal_proof, shown_page, try_count,
};
use super::error::{corrupt, failed};
use super::listing;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use wariin_domain::{
    DeletedDocument, DeletedRecipient, Document, DocumentId, FileDigest, RecipientId, Timestamp,
    Uuid,
};
use wariin_ports::StorageError;

/// Removes the document with all that is kept of it, and keeps what is left.
///
/// # Errors
/// [`StorageError::Conflict`] when it is not the version that was found.
pub(super) async fn remove(
    tx: &Transaction,
    document: &Document,
    left: &DeletedDocument,
) -> Result<(), StorageError> {
    let id = Uuid::from(document.id);
    // A unit of work that saves it at the same time waits here, and then finds nothing.
    let taken = document::Entity::update_many()
        .col_expr(document::Column::Version, Expr::value(document.version + 1))
        .filter(document::Column::Id.eq(id))
        .filter(document::Column::Version.eq(document.version))
        .exec(tx)
        .await
        .map_err(failed)?;
    if taken.rows_affected != 1 {
        return Err(StorageError::Conflict);
    }
    let recipients: Vec<Uuid> = document.recipients.iter().map(|r| r.id.into()).collect();
    macro_rules! delete {
        ($($table:ident by $column:ident in $ids:expr;)+) => {$(
            $table::Entity::delete_many()
                .filter($table::Column::$column.is_in($ids))
                .exec(tx)
                .await
                .map_err(failed)?;
        )+};
    }
    delete! {
        shown_page by RecipientId in recipients.clone();
        mailbox_code by RecipientId in recipients.clone();
        try_count by SubjectId in recipients;
        id_token_evidence by DocumentId in [id];
        passkey_assertion by DocumentId in [id];
        seal_proof by DocumentId in [id];
        job by DocumentId in [id];
        recipient by DocumentId in [id];
        document_file by DocumentId in [id];
    }
    listing::forget(tx, document.id).await.map_err(failed)?;
    document::Entity::delete_by_id(id).exec(tx).await.map_err(failed)?;
    keep(tx, left).await
}

async fn keep(tx: &Transaction, left: &DeletedDocument) -> Result<(), StorageError> {
    let row = deleted_document::Model {
        id: left.id.into(),
        organisation_id: left.organisation.into(),
        sender_id: left.sender.into(),
        deleted_at: left.deleted_at.as_micros(),
        concluded_at: left.concluded_at.map(Timestamp::as_micros),
        concluded: left.concluded.iter().flat_map(FileDigest::as_bytes).copied().collect(),
    };
    let row = deleted_document::Entity::insert(row.into_active_model());
    row.exec_without_returning(tx).await.map_err(failed)?;
    if left.recipients.is_empty() {
        return Ok(());
    }
    let rows = left.recipients.iter().map(|recipient| deleted_recipient::Model {
        id: recipient.id.into(),
        document_id: left.id.into(),
        account_id: recipient.account.map(Uuid::from),
        organisation_id: recipient.organisation.map(Uuid::from),
    });
    let rows = deleted_recipient::Entity::insert_many(rows.map(IntoActiveModel::into_active_model));
    rows.exec_without_returning(tx).await.map(|_| ()).map_err(failed)
}

/// What is left of this document.
pub(super) async fn find<C: ConnectionTrait>(
    connection: &C,
    id: DocumentId,
) -> Result<Option<DeletedDocument>, StorageError> {
    let row = deleted_document::Entity::find_by_id(Uuid::from(id)).one(connection).await;
    let Some(row) = row.map_err(failed)? else {
        return Ok(None);
    };
    let recipients = deleted_recipient::Entity::find()
        .filter(deleted_recipient::Column::DocumentId.eq(row.id))
        .order_by_asc(deleted_recipient::Column::Id)
        .all(connection)
        .await
        .map_err(failed)?;
    let (digests, rest) = row.concluded.as_chunks::<32>();
    if !rest.is_empty() {
        return Err(corrupt("deleted_document.concluded"));
    }
    Ok(Some(DeletedDocument {
        id: row.id.into(),
        organisation: row.organisation_id.into(),
        sender: row.sender_id.into(),
        deleted_at: Timestamp::from_micros(row.deleted_at),
        concluded_at: row.concluded_at.map(Timestamp::from_micros),
        concluded: digests.iter().copied().map(FileDigest::new).collect(),
        recipients: recipients.into_iter().map(to_recipient).collect(),
    }))
}

/// What is left of the document that this recipient could see.
pub(super) async fn find_by_recipient<C: ConnectionTrait>(
    connection: &C,
    id: RecipientId,
) -> Result<Option<DeletedDocument>, StorageError> {
    let row = deleted_recipient::Entity::find_by_id(Uuid::from(id)).one(connection).await;
    match row.map_err(failed)? {
        Some(row) => find(connection, row.document_id.into()).await,
        None => Ok(None),
    }
}

fn to_recipient(row: deleted_recipient::Model) -> DeletedRecipient {
    DeletedRecipient {
        id: row.id.into(),
        account: row.account_id.map(Into::into),
        organisation: row.organisation_id.map(Into::into),
    }
}
