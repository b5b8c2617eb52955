//! Backup codes are shown when their owner asks for them, and a reminder stays until they are said to be saved.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::boolean;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

/// Codes that are there already were shown at the enrolment, which went on only once they were said to be saved.
pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let added =
        Table::alter().table("backup_code").add_column(boolean("saved").default(true)).take();
    manager.alter_table(added).await
}
