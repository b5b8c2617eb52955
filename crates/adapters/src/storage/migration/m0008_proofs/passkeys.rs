//! Passkeys, the ceremonies that are under way, and the assertions of consents.

use crate::storage::migration::{self, index, references, unique};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer, blob, blob_null, boolean, text};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let passkey = Table::create()
        .table("passkey")
        .col(uuid("factor_id").primary_key())
        .col(uuid("account_id"))
        .col(blob("credential_id"))
        .col(text("credential"))
        .foreign_key(&mut references("factor_id", "factor"))
        .foreign_key(&mut references("account_id", "account"))
        .take();
    manager.create_table(passkey).await?;
    manager.create_index(unique("passkey_registered_once", "passkey", &["credential_id"])).await?;
    manager.create_index(index("passkey_by_account", "passkey", &["account_id"])).await?;

    let ceremony = Table::create()
        .table("passkey_ceremony")
        .col(uuid("id").primary_key())
        .col(text("purpose"))
        .col(blob("browser"))
        .col(blob_null("session"))
        .col(big_integer("began_at"))
        .col(text("state"))
        .take();
    manager.create_table(ceremony).await?;

    let began = boolean("by_passkey").default(false).take();
    manager.alter_table(Table::alter().table("session").add_column(began).take()).await?;

    let assertion = Table::create()
        .table("passkey_assertion")
        .col(uuid("id").primary_key())
        .col(uuid("document_id"))
        .col(big_integer("received_at"))
        .col(text("evidence"))
        .foreign_key(&mut references("document_id", "document"))
        .take();
    manager.create_table(assertion).await?;
    let of_document = ["document_id", "received_at"];
    manager
        .create_index(index("passkey_assertion_by_document", "passkey_assertion", &of_document))
        .await
}
