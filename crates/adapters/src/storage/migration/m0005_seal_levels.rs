//! How long a seal can be checked; every seal before had no timestamp.

use super::schema;
use sea_orm_migration::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_seal_levels"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        schema(manager, SCHEMA).await
    }
}

const SCHEMA: &[&str] = &[
    "ALTER TABLE document_file ADD COLUMN seal_level TEXT",
    "UPDATE document_file SET seal_level = 'b_b' WHERE sealed IS NOT NULL",
];
