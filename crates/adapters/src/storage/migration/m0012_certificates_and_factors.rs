//! The certificates that the service gets for its own listener, how each factor was enrolled, and
//! by which sentences recipients consented.

mod acme;
mod behind_code;
mod ceremonies;
mod statements;

use crate::storage::migration::compatible;
use sea_orm_migration::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0012_certificates_and_factors"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        statements::up(manager).await?;
        behind_code::up(manager).await?;
        ceremonies::up(manager).await?;
        acme::up(manager).await?;
        compatible(manager, self.name(), 11).await
    }
}
