//! Which pages were delivered to which session.

use super::uuid;
use sea_orm_migration::async_trait;
use sea_orm_migration::schema::{big_integer, blob, integer};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Index, Table};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0004_shown_pages"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut key = Index::create();
        for column in ["session", "recipient_id", "file_id", "page"] {
            key.col(column);
        }
        let shown_page = Table::create()
            .table("shown_page")
            .col(blob("session"))
            .col(uuid(manager, "recipient_id"))
            .col(uuid(manager, "file_id"))
            .col(integer("page"))
            .col(big_integer("shown_at"))
            .primary_key(&mut key)
            .take();
        manager.create_table(shown_page).await
    }
}
