//! Documents with their files and recipients; templates.

use crate::storage::migration::{self, index, references};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, blob_null, boolean, integer, text, text_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::Table;

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    documents(manager).await?;
    files(manager).await?;
    recipients(manager).await?;
    templates(manager).await
}

async fn documents(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let uuid_null = |name| migration::uuid_null(manager, name);
    let document = Table::create()
        .table("document")
        .col(uuid("id").primary_key())
        .col(big_integer("version"))
        .col(uuid("organisation_id"))
        .col(uuid("sender_id"))
        .col(big_integer("drafted_at"))
        .col(big_integer("updated_at"))
        .col(text("title"))
        .col(text_null("counterparty"))
        .col(text_null("contract_date"))
        .col(text_null("starts_on"))
        .col(text_null("ends_on"))
        .col(big_integer_null("amount"))
        .col(text_null("control_number"))
        .col(text_null("message"))
        .col(text("advanced_auth"))
        .col(uuid_null("advanced_auth_by"))
        .col(big_integer_null("advanced_auth_at"))
        .col(text("status"))
        .col(big_integer_null("sent_at"))
        .col(big_integer_null("agreed_at"))
        .col(big_integer_null("ended_at"))
        .col(uuid_null("ended_by"))
        .col(text("copies"))
        .col(integer("link_life"))
        .col(integer("step_up_age"))
        .col(text("request_languages"))
        .col(text("completion_files"))
        .foreign_key(&mut references("organisation_id", "organisation"))
        .foreign_key(&mut references("sender_id", "account"))
        .take();
    manager.create_table(document).await?;
    let sent = ["sender_id", "updated_at"];
    manager.create_index(index("document_by_sender", "document", &sent)).await?;
    let of_organisation = index("document_by_organisation", "document", &["organisation_id"]);
    manager.create_index(of_organisation).await
}

async fn files(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let file = Table::create()
        .table("document_file")
        .col(uuid("id").primary_key())
        .col(uuid("document_id"))
        .col(integer("position"))
        .col(text("name"))
        .col(big_integer("bytes"))
        .col(integer("pages"))
        .col(boolean("repaired"))
        .col(blob("digest"))
        .col(blob_null("sealed_digest"))
        .col(text_null("seal_level"))
        .foreign_key(&mut references("document_id", "document"))
        .take();
    manager.create_table(file).await?;
    let of_document = index("document_file_by_document", "document_file", &["document_id"]);
    manager.create_index(of_document).await
}

async fn recipients(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let uuid_null = |name| migration::uuid_null(manager, name);
    let recipient = Table::create()
        .table("recipient")
        .col(uuid("id").primary_key())
        .col(uuid("document_id"))
        .col(integer("position"))
        .col(text("name"))
        .col(text("email"))
        .col(text_null("organisation_name"))
        .col(text("language"))
        .col(text_null("access_code"))
        .col(text_null("idp"))
        .col(text("enrolment"))
        .col(boolean("is_gated"))
        .col(integer("generation"))
        .col(uuid_null("account_id"))
        .col(uuid_null("organisation_id"))
        .col(big_integer_null("held_since"))
        .col(text_null("hold_reason"))
        .col(big_integer_null("opened_at"))
        .col(text("state"))
        .col(big_integer_null("state_at"))
        .col(text_null("reason"))
        .col(uuid_null("forwarded_to"))
        .col(text_null("assurance"))
        .col(blob_null("consented_content"))
        .foreign_key(&mut references("document_id", "document"))
        .take();
    manager.create_table(recipient).await?;
    for (name, column) in [
        ("recipient_by_document", "document_id"),
        ("recipient_by_email", "email"),
        ("recipient_by_account", "account_id"),
    ] {
        manager.create_index(index(name, "recipient", &[column])).await?;
    }

    let throttle = Table::create()
        .table("access_code_throttle")
        .col(uuid("recipient_id").primary_key())
        .col(integer("failures"))
        .col(big_integer_null("blocked_until"))
        .take();
    manager.create_table(throttle).await
}

async fn templates(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let template = Table::create()
        .table("template")
        .col(uuid("id").primary_key())
        .col(uuid("organisation_id"))
        .col(uuid("author_id"))
        .col(text("name"))
        .col(big_integer("saved_at"))
        .col(boolean("omits_request"))
        .col(text("contents"))
        .foreign_key(&mut references("organisation_id", "organisation"))
        .foreign_key(&mut references("author_id", "account"))
        .take();
    manager.create_table(template).await?;
    let named = ["organisation_id", "name"];
    manager.create_index(index("template_by_organisation", "template", &named)).await
}
