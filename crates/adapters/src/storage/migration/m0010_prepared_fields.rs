//! The empty form fields that an upload had, of each file.

use sea_orm_migration::async_trait;
use sea_orm_migration::schema::text_null;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0010_prepared_fields"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = text_null("prepared");
        manager.alter_table(Table::alter().table("document_file").add_column(column).take()).await
    }
}
