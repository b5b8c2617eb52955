//! By which sentences a recipient consented: version and language.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::string_null;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let column = string_null("consent_statement");
    manager.alter_table(Table::alter().table("recipient").add_column(column).take()).await
}
