//! When the proof of each sealed file has to be renewed, how long an organisation keeps its
//! documents, which keys and certificates were used, which processes serve, for whose browser codes were
//! mailed, and when addresses were corrected.

mod corrections;
mod keys;
mod mailed_codes;
mod nodes;
mod renewal;
mod retention;

use sea_orm_migration::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0011_renewal_and_retention"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        renewal::up(manager).await?;
        retention::up(manager).await?;
        keys::up(manager).await?;
        nodes::up(manager).await?;
        mailed_codes::up(manager).await?;
        corrections::up(manager).await
    }
}
