//! Wrong tries are counted by where they come from, not only by the secret; a mailed code knows the network
//! from which it was asked for. What was counted before is forgotten. A recipient who was reported to be the
//! wrong person keeps since when the link lives, so that the report can be taken back.

use super::super::uuid;
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer, big_integer_null, blob, integer, text};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Index, Table};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let key = Index::create().col("kind").col("subject_id").col("source").take();
    let counts = Table::create()
        .table("try_count")
        .col(text("kind"))
        .col(uuid(manager, "subject_id"))
        .col(text("source"))
        .col(integer("failures"))
        .col(big_integer_null("blocked_until"))
        .col(big_integer("counted_at"))
        .primary_key(&mut key.clone())
        .take();
    manager.create_table(counts).await?;
    manager.drop_table(Table::drop().table("access_code_throttle").take()).await?;
    for (table, column) in [
        ("account", "password_failures"),
        ("account", "password_blocked_until"),
        ("mailbox_code", "failures"),
        ("mailbox_code", "blocked_until"),
    ] {
        manager.alter_table(Table::alter().table(table).drop_column(column).take()).await?;
    }
    let invited =
        Table::alter().table("recipient").add_column(big_integer_null("invited_at")).take();
    manager.alter_table(invited).await?;
    let network = blob("network").default(vec![0_u8; 16]).take();
    manager.alter_table(Table::alter().table("mailbox_code").add_column(network).take()).await
}
