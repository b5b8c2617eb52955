//! Organisations have an image of their stamp, and every one that was set is kept.

use super::{references, uuid};
use sea_orm_migration::async_trait;
use sea_orm_migration::schema::{blob, blob_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Index, Table};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0008_stamp_images"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let present = Table::alter().table("organisation").add_column(blob_null("stamp")).take();
        manager.alter_table(present).await?;
        let all = Table::create()
            .table("stamp_image")
            .col(uuid(manager, "organisation_id"))
            .col(blob("digest"))
            .primary_key(Index::create().col("organisation_id").col("digest"))
            .foreign_key(&mut references("organisation_id", "organisation"))
            .take();
        manager.create_table(all).await
    }
}
