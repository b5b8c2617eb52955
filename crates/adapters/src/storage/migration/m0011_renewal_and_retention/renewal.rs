//! When the proof of each sealed file has to be renewed.

use crate::storage::migration::{self, index, references};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer_null, blob, text_null};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::sea_query::{ForeignKeyAction, Table};

/// The table, with a row for everything that was sealed so far: what is B-LTA is to be looked up at once, and B-B seals
/// have nothing to renew. The certificate of agreement has the id of its document.
pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let of_document = references("document_id", "document");
    let table = Table::create()
        .table("seal_proof")
        .col(uuid("id").primary_key())
        .col(uuid("document_id"))
        .col(blob("digest"))
        .col(big_integer_null("stamped_at"))
        .col(big_integer_null("relied_until"))
        .col(big_integer_null("due_at"))
        .col(big_integer_null("try_at"))
        .col(big_integer_null("renewed_at"))
        .col(big_integer_null("failed_at"))
        .col(text_null("failure"))
        .foreign_key(of_document.clone().on_delete(ForeignKeyAction::Cascade))
        .take();
    manager.create_table(table).await?;
    manager.create_index(index("seal_proof_by_try", "seal_proof", &["try_at"])).await?;
    let by_document = index("seal_proof_by_document", "seal_proof", &["document_id"]);
    manager.create_index(by_document).await?;
    for (of, document, digest, level) in [
        ("document_file", "document_id", "sealed_digest", "seal_level"),
        ("document", "id", "certificate", "certificate_level"),
    ] {
        let known = format!(
            "INSERT INTO seal_proof (id, document_id, digest, try_at)
             SELECT id, {document}, {digest}, CASE {level} WHEN 'b_lta' THEN 0 END
             FROM {of} WHERE {digest} IS NOT NULL"
        );
        manager.get_connection().execute_unprepared(&known).await?;
    }
    Ok(())
}
