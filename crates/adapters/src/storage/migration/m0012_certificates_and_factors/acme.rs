//! The certificate of the service's own TLS by ACME: the account at the authority, the certificate with its order,
//! and what is answered while the authority looks whose the host is.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, blob_null, integer, string, string_null, text_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Index, Table};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let account = Table::create()
        .table("acme_account")
        .col(string("directory").primary_key())
        .col(blob("credentials"))
        .col(big_integer("made_at"))
        .take();
    manager.create_table(account).await?;

    let certificate = Table::create()
        .table("acme_certificate")
        .col(string("directory"))
        .col(string("hosts"))
        .col(text_null("chain"))
        .col(blob_null("private_key"))
        .col(big_integer_null("until"))
        .col(big_integer_null("issued_at"))
        .col(big_integer("due_at"))
        .col(big_integer("taken_until"))
        .col(string("taken_by"))
        .col(integer("failures"))
        .col(string_null("failure"))
        .col(text_null("problem"))
        .primary_key(Index::create().col("directory").col("hosts"))
        .take();
    manager.create_table(certificate).await?;

    let answer = Table::create()
        .table("acme_answer")
        .col(string("host").primary_key())
        .col(blob("digest"))
        .col(big_integer("until"))
        .take();
    manager.create_table(answer).await
}
