//! Which factors were enrolled behind a recipient's access code, beside the last of them.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::text_null;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let column = text_null("behind_access_codes");
    manager.alter_table(Table::alter().table("recipient").add_column(column).take()).await
}
