//! Evidence that speaks for itself: the certificate of agreement of a concluded document.

use super::index;
use sea_orm_migration::async_trait;
use sea_orm_migration::schema::{blob_null, string_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0008_evidence"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [blob_null("certificate"), string_null("certificate_level")] {
            let table = Table::alter().table("document").add_column(column).take();
            manager.alter_table(table).await?;
        }
        let by_digest = index("document_certificate", "document", &["certificate"]);
        manager.create_index(by_digest).await
    }
}
