//! Checkpoints of the log that were published, and the cosignatures of witnesses under them.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer, blob_null, text};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ForeignKey, Index, Table};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let checkpoint = Table::create()
        .table("checkpoint")
        .col(big_integer("size").primary_key())
        .col(text("note"))
        .col(big_integer("published_at"))
        .col(blob_null("timestamp_token"))
        .take();
    manager.create_table(checkpoint).await?;

    let of_checkpoint = ForeignKey::create().from_col("size").to("checkpoint", "size").take();
    let cosignature = Table::create()
        .table("cosignature")
        .col(big_integer("size"))
        .col(text("witness"))
        .col(text("line"))
        .primary_key(Index::create().col("witness").col("size"))
        .foreign_key(&mut of_checkpoint.clone())
        .take();
    manager.create_table(cosignature).await
}
