//! How long an organisation keeps its documents.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::sea_orm::DbErr;

pub(super) async fn up(_manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    Ok(())
}
