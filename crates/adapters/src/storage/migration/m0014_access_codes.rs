//! A session remembers several recipients whose access codes were typed, and a recipient several factors that were
//! enrolled behind the code.

mod recipients;
mod sessions;

use crate::storage::migration::compatible;
use sea_orm_migration::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0014_access_codes"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sessions::up(manager).await?;
        recipients::up(manager).await?;
        compatible(manager, self.name(), 13).await
    }
}
