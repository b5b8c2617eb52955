//! The owner of an account reports a change by the link of a mail, and an admin or the operator settles it.

use sea_orm_migration::async_trait;
use sea_orm_migration::schema::big_integer_null;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_account_reports"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["reported_at", "settled_at"] {
            let column = big_integer_null(column);
            manager.alter_table(Table::alter().table("account").add_column(column).take()).await?;
        }
        Ok(())
    }
}
