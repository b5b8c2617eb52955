//! Whether a mailed code had proved the mailbox in the session that linked an identity. Of links that are there already it
//! is not known.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::boolean_null;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let column = boolean_null("behind_code");
    manager.alter_table(Table::alter().table("idp_link").add_column(column).take()).await
}
