//! People: guests, what accounts and organisations say of themselves, and what is demanded of recipients
//! before and after they enrol a factor.

mod accounts;
mod backup_codes;
mod first_use;
mod guests;

use sea_orm_migration::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0007_people"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        guests::up(manager).await?;
        accounts::up(manager).await?;
        backup_codes::up(manager).await?;
        first_use::up(manager).await
    }
}
