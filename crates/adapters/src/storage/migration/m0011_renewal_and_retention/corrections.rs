//! When a recipient's address was corrected, and which link was the first to the present one.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer_null, integer_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    for column in [big_integer_null("corrected_at"), integer_null("first_link")] {
        manager.alter_table(Table::alter().table("recipient").add_column(column).take()).await?;
    }
    Ok(())
}
