//! New passwords are set by links that are mailed to the addresses of accounts, and the operator disables accounts.

use super::super::{index, references, uuid, uuid_null};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer, big_integer_null, text};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let resets = Table::create()
        .table("password_reset")
        .col(uuid(manager, "id").primary_key())
        .col(text("email"))
        .col(uuid_null(manager, "asked_by"))
        .col(big_integer("asked_at"))
        .col(uuid_null(manager, "account_id"))
        .col(big_integer_null("ended_at"))
        .foreign_key(&mut references("asked_by", "account"))
        .foreign_key(&mut references("account_id", "account"))
        .take();
    manager.create_table(resets).await?;
    let by_email = index("password_reset_by_email", "password_reset", &["email", "asked_at"]);
    manager.create_index(by_email).await?;
    let by_account = index("password_reset_by_account", "password_reset", &["account_id"]);
    manager.create_index(by_account).await?;
    let disabled =
        Table::alter().table("account").add_column(big_integer_null("disabled_at")).take();
    manager.alter_table(disabled).await
}
