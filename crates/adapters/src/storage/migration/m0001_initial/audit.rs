//! The audit chain.

use crate::storage::migration::{self, index};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer, blob, integer, text};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let uuid_null = |name| migration::uuid_null(manager, name);
    let event = Table::create()
        .table("audit_event")
        .col(big_integer("number").primary_key())
        .col(text("subject"))
        .col(uuid("subject_id"))
        .col(big_integer("at"))
        .col(text("actor"))
        .col(uuid_null("actor_id"))
        .col(text("kind"))
        .col(text("facts"))
        .col(blob("previous"))
        .col(blob("hash"))
        .take();
    manager.create_table(event).await?;
    let of_subject = ["subject_id", "number"];
    manager.create_index(index("audit_event_by_subject", "audit_event", &of_subject)).await?;

    let head = Table::create()
        .table("audit_head")
        .col(integer("id").primary_key())
        .col(big_integer("number"))
        .col(blob("hash"))
        .col(blob("mac"))
        .take();
    manager.create_table(head).await
}
