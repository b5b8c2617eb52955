//! Accounts change their addresses, sessions and factors say when and where they were used, organisations show an
//! address, a logo and a colour, and documents keep the names that their senders had.

use crate::storage::migration::{self, index, references};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer, big_integer_null, blob, blob_null, text, text_null};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::sea_query::{ColumnDef, Table};

/// Sent documents take the present names of sender and organisation: those by which they were shown until now.
const KEEP_NAMES: &str = "UPDATE document SET \
    sender_names_of = sender_id, \
    sender_name = (SELECT name FROM account WHERE account.id = document.sender_id), \
    sender_organisation = \
        (SELECT name FROM organisation WHERE organisation.id = document.organisation_id) \
    WHERE status <> 'draft'";

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let change = Table::create()
        .table("address_change")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(text("from_email"))
        .col(text("to_email"))
        .col(blob("session"))
        .col(uuid("present_code"))
        .col(uuid("new_code"))
        .col(big_integer("asked_at"))
        .col(big_integer_null("ended_at"))
        .foreign_key(&mut references("account_id", "account"))
        .take();
    manager.create_table(change).await?;
    let table = "address_change";
    let of_account = index("address_change_by_account", table, &["account_id", "asked_at"]);
    manager.create_index(of_account).await?;
    let of_address = index("address_change_by_address", table, &["to_email", "asked_at"]);
    manager.create_index(of_address).await?;

    // SQLite adds one column at a time.
    for (table, column) in columns(manager) {
        manager.alter_table(Table::alter().table(table).add_column(column).take()).await?;
    }
    let consented = index("recipient_by_account", "recipient", &["account_id", "state_at"]);
    manager.create_index(consented).await?;
    manager.get_connection().execute_unprepared(KEEP_NAMES).await.map(|_| ())
}

fn columns(manager: &SchemaManager<'_>) -> [(&'static str, ColumnDef); 11] {
    [
        ("account", big_integer_null("email_since")),
        ("factor", big_integer_null("last_used_at")),
        ("session", text_null("browser")),
        ("session", text_null("system")),
        ("session", text_null("place")),
        ("document", migration::uuid_null(manager, "sender_names_of")),
        ("document", text_null("sender_name")),
        ("document", text_null("sender_organisation")),
        ("organisation", text_null("address")),
        ("organisation", blob_null("logo")),
        ("organisation", text_null("colour")),
    ]
}
