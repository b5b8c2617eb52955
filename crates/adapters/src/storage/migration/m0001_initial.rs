//! The first schema: a file for each group of tables.

mod accounts;
mod audit;
mod documents;
mod identity_providers;
mod jobs;
mod listing;

use sea_orm_migration::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_initial"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        accounts::create(manager).await?;
        documents::create(manager).await?;
        identity_providers::create(manager).await?;
        audit::create(manager).await?;
        jobs::create(manager).await?;
        listing::create(manager).await
    }
}
