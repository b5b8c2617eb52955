//! Recoveries of a database that was set back, and files that no row refers to.

use super::super::index;
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer, big_integer_null, blob, integer, text};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let recovery = Table::create()
        .table("recovery")
        .col(integer("number").primary_key())
        .col(big_integer("begun_at"))
        .col(text("cause"))
        .col(big_integer("events"))
        .col(big_integer_null("witnessed"))
        .col(big_integer_null("finished_at"))
        .take();
    manager.create_table(recovery).await?;
    let orphan = Table::create()
        .table("orphan_file")
        .col(blob("digest").primary_key())
        .col(big_integer("since"))
        .take();
    manager.create_table(orphan).await?;
    for column in ["digest", "sealed_digest"] {
        let name = format!("document_file_by_{column}");
        manager.create_index(index(&name, "document_file", &[column])).await?;
    }
    Ok(())
}
