//! A lease names the node that holds it: a node that was killed takes its jobs back at its next start.

use sea_orm_migration::async_trait;
use sea_orm_migration::schema::text_null;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_leases_name_their_node"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = Table::alter().table("job").add_column(text_null("leased_by")).take();
        manager.alter_table(added).await
    }
}
