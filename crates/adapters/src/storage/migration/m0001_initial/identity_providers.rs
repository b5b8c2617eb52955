//! Connections to identity providers, linked identities, authorization requests, ID token evidence.

use crate::storage::migration::{self, index, references, unique};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, blob_null, boolean, integer, text, text_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ConditionalStatement, Expr, ExprTrait, Index, Table};

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    connections(manager).await?;
    links(manager).await?;
    requests(manager).await?;
    evidence(manager).await
}

async fn connections(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let connection = Table::create()
        .table("idp_connection")
        .col(uuid("id").primary_key())
        .col(big_integer("version"))
        .col(uuid("organisation_id"))
        .col(text("name"))
        .col(text("issuer"))
        .col(text("client_id"))
        .col(blob_null("secret"))
        .col(text_null("tenant"))
        .col(text("strength"))
        .col(boolean("is_required"))
        .col(boolean("creates_members"))
        .col(big_integer_null("on_since"))
        .col(text_null("test"))
        .foreign_key(&mut references("organisation_id", "organisation"))
        .take();
    manager.create_table(connection).await?;
    let of_organisation =
        index("idp_connection_by_organisation", "idp_connection", &["organisation_id"]);
    manager.create_index(of_organisation).await?;

    let domain = Table::create()
        .table("idp_domain")
        .col(uuid("connection_id"))
        .col(text("domain"))
        .col(big_integer_null("proven_at"))
        .col(text_null("proven_by"))
        .primary_key(Index::create().col("connection_id").col("domain"))
        .foreign_key(&mut references("connection_id", "idp_connection"))
        .take();
    manager.create_table(domain).await?;
    let proven = unique("idp_domain_proven_once", "idp_domain", &["domain"])
        .and_where(Expr::col("proven_at").is_not_null())
        .take();
    manager.create_index(proven).await
}

async fn links(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let link = Table::create()
        .table("idp_link")
        .col(uuid("connection_id"))
        .col(text("issuer"))
        .col(text("subject"))
        .col(uuid("account_id"))
        .col(big_integer("linked_at"))
        .primary_key(Index::create().col("connection_id").col("issuer").col("subject"))
        .foreign_key(&mut references("connection_id", "idp_connection"))
        .foreign_key(&mut references("account_id", "account"))
        .take();
    manager.create_table(link).await?;
    let account = ["account_id", "connection_id"];
    manager.create_index(unique("idp_link_of_account_once", "idp_link", &account)).await
}

async fn requests(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let request = Table::create()
        .table("authorization_request")
        .col(uuid("id").primary_key())
        .col(uuid("connection_id"))
        .col(text("purpose"))
        .col(blob("browser"))
        .col(blob_null("session"))
        .col(big_integer("began_at"))
        .col(boolean("taken"))
        .take();
    manager.create_table(request).await?;
    let by_time = index("authorization_request_by_time", "authorization_request", &["began_at"]);
    manager.create_index(by_time).await?;

    let first_login = Table::create()
        .table("idp_first_login")
        .col(uuid("id").primary_key())
        .col(blob("browser"))
        .col(text("statement"))
        .col(text("address"))
        .col(text("next"))
        .col(big_integer("at"))
        .col(integer("failures"))
        .col(boolean("has_ended"))
        .take();
    manager.create_table(first_login).await?;
    let by_address = index("idp_first_login_by_address", "idp_first_login", &["address", "at"]);
    manager.create_index(by_address).await
}

async fn evidence(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let evidence = Table::create()
        .table("id_token_evidence")
        .col(uuid("id").primary_key())
        .col(uuid("document_id"))
        .col(big_integer("received_at"))
        .col(blob("ciphertext"))
        .take();
    manager.create_table(evidence).await?;
    let received = ["document_id", "received_at"];
    let of_document = index("id_token_evidence_by_document", "id_token_evidence", &received);
    manager.create_index(of_document).await?;

    let logout = Table::create()
        .table("idp_logout")
        .col(uuid("connection_id"))
        .col(text("notice"))
        .col(big_integer("at"))
        .primary_key(Index::create().col("connection_id").col("notice"))
        .take();
    manager.create_table(logout).await
}
