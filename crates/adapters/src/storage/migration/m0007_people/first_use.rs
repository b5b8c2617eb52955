//! What is demanded of a recipient before a factor is enrolled, and consents that are held.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer_null, text_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // SQLite adds one column at a time.
    for (table, column) in [
        ("organisation", text_null("recipient_policy")),
        ("document", text_null("recipient_policy")),
        ("recipient", big_integer_null("consent_held_since")),
        ("recipient", text_null("consent_hold_reason")),
    ] {
        let added = Table::alter().table(table).add_column(column).take();
        manager.alter_table(added).await?;
    }
    Ok(())
}
