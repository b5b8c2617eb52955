//! Which processes serve, and which programs may use a schema that is newer than they are.

use crate::storage::migration::compatible;
use sea_orm_migration::schema::{big_integer, integer, string};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;
use sea_orm_migration::{MigrationName, SchemaManager};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let node = Table::create()
        .table("node")
        .col(string("name").primary_key())
        .col(string("role"))
        .col(string("release"))
        .col(big_integer("seen_at"))
        .take();
    manager.create_table(node).await?;

    let step = Table::create()
        .table("schema_step")
        .col(string("step").primary_key())
        .col(integer("compatible_since"))
        .take();
    manager.create_table(step).await?;
    compatible(manager, super::Migration.name(), 10).await
}
