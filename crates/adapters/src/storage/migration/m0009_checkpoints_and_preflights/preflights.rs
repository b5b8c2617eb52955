//! What a recipient of a draft was asked, and what came of it; of which address a mailbox was proved, since the sender
//! of a draft may change it.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer_null, string_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // SQLite adds one column at a time.
    let columns = [
        ("recipient", string_null("preflight")),
        ("recipient", big_integer_null("preflight_at")),
        ("session", string_null("mailbox_address")),
        ("mailbox_code", string_null("address")),
    ];
    for (table, column) in columns {
        manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
    }
    Ok(())
}
