//! The language that a person reads, and the time zone by which an organisation's instants are written.

use super::schema;
use sea_orm_migration::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0004_languages"
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
    "ALTER TABLE account ADD COLUMN language TEXT NOT NULL DEFAULT 'ja'",
    "ALTER TABLE organisation ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'Asia/Tokyo'",
];
