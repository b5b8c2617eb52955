//! Organisations, accounts and invitations to join; factors, sessions and the codes that are mailed.

use crate::storage::migration::{self, index, references, unique};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, blob, blob_null, integer, integer_null, text, text_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ConditionalStatement, Expr, ExprTrait, Index, Table};

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    organisations(manager).await?;
    invitations(manager).await?;
    factors(manager).await?;
    sessions(manager).await
}

async fn organisations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let organisation = Table::create()
        .table("organisation")
        .col(uuid("id").primary_key())
        .col(text("name"))
        .col(text("second_factor"))
        .col(integer("link_life"))
        .col(integer("step_up_age"))
        .col(text("request_languages"))
        .col(text("completion_files"))
        .col(text("time_zone"))
        .take();
    manager.create_table(organisation).await?;

    let account = Table::create()
        .table("account")
        .col(uuid("id").primary_key())
        .col(uuid("organisation_id"))
        .col(text("role"))
        .col(text("name"))
        .col(text("email"))
        .col(big_integer_null("mailbox_proven_at"))
        .col(text("password_hash"))
        .col(integer("password_failures"))
        .col(big_integer_null("password_blocked_until"))
        .col(text("language"))
        .foreign_key(&mut references("organisation_id", "organisation"))
        .take();
    manager.create_table(account).await?;
    manager.create_index(unique("account_of_email_once", "account", &["email"])).await?;
    let of_organisation = index("account_by_organisation", "account", &["organisation_id"]);
    manager.create_index(of_organisation).await
}

async fn invitations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let invitation = Table::create()
        .table("invitation")
        .col(uuid("id").primary_key())
        .col(uuid("organisation_id"))
        .col(text("email"))
        .col(text("role"))
        .col(uuid("invited_by"))
        .col(big_integer("mailed_at"))
        .col(text("state"))
        .col(migration::uuid_null(manager, "code_id"))
        .col(blob_null("code_browser"))
        .col(big_integer_null("code_asked_at"))
        .col(integer("codes_asked"))
        .col(integer("failures"))
        .col(big_integer_null("blocked_until"))
        .foreign_key(&mut references("organisation_id", "organisation"))
        .foreign_key(&mut references("invited_by", "account"))
        .take();
    manager.create_table(invitation).await?;
    let open = unique("invitation_open_once", "invitation", &["organisation_id", "email"])
        .and_where(Expr::col("state").eq("open"))
        .take();
    manager.create_index(open).await
}

async fn factors(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let factor = Table::create()
        .table("factor")
        .col(uuid("id").primary_key())
        .col(uuid("account_id"))
        .col(text("name"))
        .col(text("kind"))
        .col(blob("seed"))
        .col(big_integer("begun_at"))
        .col(blob("begun_in"))
        .col(big_integer_null("confirmed_at"))
        .col(big_integer_null("last_step"))
        .col(integer("failures"))
        .col(big_integer_null("blocked_until"))
        .foreign_key(&mut references("account_id", "account"))
        .take();
    manager.create_table(factor).await?;
    manager.create_index(index("factor_by_account", "factor", &["account_id"])).await?;
    let pending = unique("factor_pending_once", "factor", &["account_id"])
        .and_where(Expr::col("confirmed_at").is_null())
        .take();
    manager.create_index(pending).await?;

    let backup_code = Table::create()
        .table("backup_code")
        .col(uuid("account_id"))
        .col(blob("hash"))
        .primary_key(Index::create().col("account_id").col("hash"))
        .foreign_key(&mut references("account_id", "account"))
        .take();
    manager.create_table(backup_code).await
}

async fn sessions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let uuid_null = |name| migration::uuid_null(manager, name);
    let session = Table::create()
        .table("session")
        .col(blob("key").primary_key())
        .col(big_integer("began_at"))
        .col(big_integer("seen_at"))
        .col(uuid_null("account_id"))
        .col(text_null("method"))
        .col(big_integer_null("method_at"))
        .col(uuid_null("factor_id"))
        .col(text_null("factor_kind"))
        .col(big_integer_null("enrolled_at"))
        .col(text_null("issuer"))
        .col(uuid_null("idp_connection_id"))
        .col(text_null("idp_subject"))
        .col(text_null("idp_session"))
        .col(text_null("idp_login"))
        .col(big_integer_null("idp_at"))
        .col(uuid_null("mailbox_recipient"))
        .col(big_integer_null("mailbox_at"))
        .col(uuid_null("opened_recipient"))
        .col(integer_null("opened_generation"))
        .col(uuid_null("unlocked_recipient"))
        .foreign_key(&mut references("account_id", "account"))
        .take();
    manager.create_table(session).await?;
    manager.create_index(index("session_by_account", "session", &["account_id"])).await?;
    let identity = ["idp_connection_id", "idp_subject"];
    manager.create_index(index("session_by_idp_identity", "session", &identity)).await?;

    let mailbox_code = Table::create()
        .table("mailbox_code")
        .col(uuid("id").primary_key())
        .col(uuid("recipient_id"))
        .col(blob("session"))
        .col(big_integer("issued_at"))
        .col(big_integer_null("used_at"))
        .col(integer("failures"))
        .col(big_integer_null("blocked_until"))
        .take();
    manager.create_table(mailbox_code).await?;
    let newest = ["recipient_id", "issued_at"];
    manager.create_index(index("mailbox_code_by_recipient", "mailbox_code", &newest)).await
}
