//! What a recipient of a draft was asked, and what came of it.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::sea_orm::DbErr;

pub(super) async fn up(_manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    Ok(())
}
