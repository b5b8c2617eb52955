//! The audit log: a chain of events for each subject, and the Merkle log that they are integrated in.
//!
//! Every key leads with the subject's id: subjects are looked for by their ids, many at a time.

use crate::storage::migration::{self, index, unique};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer, blob, boolean, integer, text, text_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Index, Query, Table};

/// An event's place: the subject's id, its kind, and the number in its chain.
const PLACE: [&str; 3] = ["subject_id", "subject", "sequence"];

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    chains(manager).await?;
    log(manager).await
}

async fn chains(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let uuid_null = |name| migration::uuid_null(manager, name);
    let event = Table::create()
        .table("audit_event")
        .col(text("subject"))
        .col(uuid("subject_id"))
        .col(big_integer("sequence"))
        .col(big_integer("at"))
        .col(text("actor"))
        .col(uuid_null("actor_id"))
        .col(text("kind"))
        .col(text("data"))
        .col(blob("previous"))
        .col(blob("hash"))
        .col(blob("mac"))
        .primary_key(Index::create().col("subject_id").col("subject").col("sequence"))
        .take();
    manager.create_table(event).await?;

    let head = Table::create()
        .table("audit_head")
        .col(text("subject"))
        .col(uuid("subject_id"))
        .col(big_integer("sequence"))
        .col(blob("hash"))
        .col(blob("mac"))
        .primary_key(Index::create().col("subject_id").col("subject"))
        .take();
    manager.create_table(head).await
}

async fn log(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let pending = Table::create()
        .table("log_pending")
        .col(big_integer("arrival").auto_increment().primary_key())
        .col(text("subject"))
        .col(uuid("subject_id"))
        .col(big_integer("sequence"))
        .col(boolean("refused"))
        .take();
    manager.create_table(pending).await?;
    manager.create_index(index("log_pending_by_event", "log_pending", &PLACE)).await?;

    let leaf = Table::create()
        .table("log_leaf")
        .col(big_integer("leaf").primary_key())
        .col(text("subject"))
        .col(uuid("subject_id"))
        .col(big_integer("sequence"))
        .take();
    manager.create_table(leaf).await?;
    manager.create_index(unique("log_leaf_by_event", "log_leaf", &PLACE)).await?;

    let node = Table::create()
        .table("log_node")
        .col(big_integer("position").primary_key())
        .col(blob("hash"))
        .take();
    manager.create_table(node).await?;

    let head = Table::create()
        .table("log_head")
        .col(integer("id").primary_key())
        .col(text_null("checkpoint"))
        .take();
    manager.create_table(head).await?;
    let mut first = Query::insert();
    first.into_table("log_head").columns(["id"]);
    first.values([1.into()]).map_err(|error| DbErr::Custom(error.to_string()))?;
    manager.execute(first).await
}
