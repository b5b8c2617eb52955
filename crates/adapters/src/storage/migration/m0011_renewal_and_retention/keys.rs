//! Which master keys rows were written under, which processes know which of them, the certificates that seals were
//! made with, and which certificates' ends were told of.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer, big_integer_null, blob, integer, string};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Index, Table};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let key = Table::create()
        .table("master_key_use")
        .col(string("key").primary_key())
        .col(big_integer("since"))
        .col(big_integer("taken_up_at"))
        .take();
    manager.create_table(key).await?;

    let node = Table::create()
        .table("key_node")
        .col(string("node").primary_key())
        .col(string("newest"))
        .col(string("known"))
        .col(big_integer("seen_at"))
        .take();
    manager.create_table(node).await?;

    let certificate = Table::create()
        .table("seal_certificate")
        .col(blob("digest").primary_key())
        .col(blob("certificate"))
        .col(big_integer("first_used_at"))
        .take();
    manager.create_table(certificate).await?;

    let warning = Table::create()
        .table("certificate_warning")
        .col(string("certificate"))
        .col(big_integer("ends_at"))
        .col(integer("days"))
        .col(big_integer("taken_until"))
        .col(big_integer_null("given_at"))
        .primary_key(Index::create().col("certificate").col("ends_at").col("days"))
        .take();
    manager.create_table(warning).await
}
