//! A seal that is seen: with which sign-in a document was sent, and whether its first page shows the seal.

use sea_orm_migration::async_trait;
use sea_orm_migration::schema::{text, text_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0007_seal_that_is_seen"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        let sent_by = Table::alter().table("document").add_column(text_null("sent_by")).take();
        manager.alter_table(sent_by).await?;
        for table in ["document", "organisation"] {
            let mark = text("seal_mark").default("shown").take();
            let shown = Table::alter().table(table).add_column(mark).take();
            manager.alter_table(shown).await?;
        }
        Ok(())
    }
}
