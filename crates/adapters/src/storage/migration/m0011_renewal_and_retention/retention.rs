//! How long an organisation keeps its documents, what holds them, and what is left of those that were deleted.

use crate::storage::migration::{self, index};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, integer_null, string_null, text_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ForeignKey, Table};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    // SQLite adds one column at a time.
    let columns = [
        ("organisation", integer_null("retention_years")),
        ("organisation", string_null("bookkeeping_duty")),
        ("organisation", big_integer_null("retention_set_at")),
        ("document", big_integer_null("legal_hold_since")),
        ("document", migration::uuid_null(manager, "legal_hold_by")),
        ("document", text_null("legal_hold_reason")),
        ("document", big_integer_null("deletion_announced_at")),
    ];
    for (table, column) in columns {
        manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
    }

    let deleted = Table::create()
        .table("deleted_document")
        .col(uuid("id").primary_key())
        .col(uuid("organisation_id"))
        .col(uuid("sender_id"))
        .col(big_integer("deleted_at"))
        .col(big_integer_null("concluded_at"))
        .col(blob("concluded"))
        .take();
    manager.create_table(deleted).await?;

    let of_document =
        ForeignKey::create().from_col("document_id").to("deleted_document", "id").take();
    let recipient = Table::create()
        .table("deleted_recipient")
        .col(uuid("id").primary_key())
        .col(uuid("document_id"))
        .col(migration::uuid_null(manager, "account_id"))
        .col(migration::uuid_null(manager, "organisation_id"))
        .foreign_key(&mut of_document.clone())
        .take();
    manager.create_table(recipient).await?;
    let by_document = index("deleted_recipient_by_document", "deleted_recipient", &["document_id"]);
    manager.create_index(by_document).await?;

    let ended = ["organisation_id", "ended_at"];
    manager.create_index(index("document_by_end", "document", &ended)).await
}
