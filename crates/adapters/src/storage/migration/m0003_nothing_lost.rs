//! What faults and strangers may not take: leases and refused mails, recoveries, wrong tries by their source,
//! forgotten passwords.

mod accounts;
mod jobs;
mod recoveries;
mod tries;

use sea_orm_migration::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_nothing_lost"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        jobs::up(manager).await?;
        recoveries::up(manager).await?;
        tries::up(manager).await?;
        accounts::up(manager).await
    }
}
