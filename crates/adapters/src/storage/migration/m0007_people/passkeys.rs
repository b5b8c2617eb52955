//! Passkeys, and the ceremonies that are under way.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::sea_orm::DbErr;

#[expect(clippy::unused_async, reason = "the step has no statement yet")]
pub(super) async fn up(_manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    Ok(())
}
