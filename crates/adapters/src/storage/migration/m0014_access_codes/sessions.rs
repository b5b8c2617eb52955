//! For which recipients access codes were typed in a session, beside the last of them.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::text_null;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let column = text_null("unlocked_recipients");
    manager.alter_table(Table::alter().table("session").add_column(column).take()).await
}
