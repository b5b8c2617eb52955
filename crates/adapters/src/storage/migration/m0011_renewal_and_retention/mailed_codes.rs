//! A code of an invitation for each browser that asked for one, and from which network the code of a first login was
//! asked for.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{blob_null, text_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = [("invitation", text_null("codes")), ("idp_first_login", blob_null("network"))];
    for (table, column) in columns {
        manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
    }
    Ok(())
}
