//! Recoveries of a database that was set back, and files that no row refers to.

use super::index;
use sea_orm_migration::async_trait;
use sea_orm_migration::schema::{big_integer, big_integer_null, blob, integer, text};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_recoveries_and_orphans"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
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
}
