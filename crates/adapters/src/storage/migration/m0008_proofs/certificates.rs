//! The certificate of agreement of a concluded document.

use crate::storage::migration::index;
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{blob_null, string_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // SQLite adds one column at a time.
    for column in [blob_null("certificate"), string_null("certificate_level")] {
        let table = Table::alter().table("document").add_column(column).take();
        manager.alter_table(table).await?;
    }
    let by_digest = index("document_certificate", "document", &["certificate"]);
    manager.create_index(by_digest).await
}
