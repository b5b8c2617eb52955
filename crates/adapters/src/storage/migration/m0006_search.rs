//! Connections name the hosts of their providers' endpoints, and the words of documents are folded by more rules.
//!
//! The lines are folded as this program folds them, so that it finds them, whatever the rules were when this step
//! was written.

use crate::storage::listing;
use sea_orm_migration::async_trait;
use sea_orm_migration::schema::text_null;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_search"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let hosts = Table::alter().table("idp_connection").add_column(text_null("hosts")).take();
        manager.alter_table(hosts).await?;
        listing::refold(manager.get_connection()).await
    }
}
