//! Documents hold input fields, and files say whether fields can be placed on them.

use sea_orm_migration::async_trait;
use sea_orm_migration::schema::text_null;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_input_fields"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in [("document", "fields"), ("document_file", "surface")] {
            let added = Table::alter().table(table).add_column(text_null(column)).take();
            manager.alter_table(added).await?;
        }
        Ok(())
    }
}
