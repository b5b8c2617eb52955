//! Connections to identity providers, links, authorization request, ID token evidence; roles; jobs of no document.

use super::schema;
use sea_orm_migration::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_identity_providers"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        schema(manager, SCHEMA).await
    }
}

const SCHEMA: &[&str] = &[
    // Everybody so far founded an organisation.
    "ALTER TABLE account ADD COLUMN role TEXT NOT NULL DEFAULT 'admin'",
    "ALTER TABLE recipient ADD COLUMN idp TEXT",
    "ALTER TABLE session ADD COLUMN idp_connection_id UUID",
    "ALTER TABLE session ADD COLUMN idp_subject TEXT",
    "ALTER TABLE session ADD COLUMN idp_session TEXT",
    "ALTER TABLE session ADD COLUMN idp_login TEXT",
    "ALTER TABLE session ADD COLUMN idp_at BIGINT",
    "DELETE FROM session WHERE method = 'idp'",
    "CREATE INDEX session_by_idp ON session (idp_connection_id, idp_subject)",
    "CREATE TABLE idp_connection (
        id UUID PRIMARY KEY,
        version BIGINT NOT NULL,
        organisation_id UUID NOT NULL REFERENCES organisation (id),
        name TEXT NOT NULL,
        issuer TEXT NOT NULL,
        client_id TEXT NOT NULL,
        secret BYTES,
        tenant TEXT,
        strength TEXT NOT NULL,
        is_required BOOLEAN NOT NULL,
        creates_members BOOLEAN NOT NULL,
        on_since BIGINT,
        test TEXT
    )",
    "CREATE INDEX idp_connection_by_organisation ON idp_connection (organisation_id)",
    "CREATE TABLE idp_domain (
        connection_id UUID NOT NULL REFERENCES idp_connection (id),
        domain TEXT NOT NULL,
        proven_at BIGINT,
        proven_by TEXT,
        PRIMARY KEY (connection_id, domain)
    )",
    "CREATE UNIQUE INDEX one_prover ON idp_domain (domain) WHERE proven_at IS NOT NULL",
    "CREATE TABLE idp_link (
        connection_id UUID NOT NULL REFERENCES idp_connection (id),
        issuer TEXT NOT NULL,
        subject TEXT NOT NULL,
        account_id UUID NOT NULL REFERENCES account (id),
        linked_at BIGINT NOT NULL,
        PRIMARY KEY (connection_id, issuer, subject)
    )",
    "CREATE UNIQUE INDEX one_link ON idp_link (account_id, connection_id)",
    "CREATE TABLE authorization_request (
        id UUID PRIMARY KEY,
        connection_id UUID NOT NULL,
        purpose TEXT NOT NULL,
        browser BYTES NOT NULL,
        session BYTES,
        began_at BIGINT NOT NULL,
        taken BOOLEAN NOT NULL
    )",
    "CREATE INDEX authorization_request_by_time ON authorization_request (began_at)",
    "CREATE TABLE idp_first_login (
        id UUID PRIMARY KEY,
        browser BYTES NOT NULL,
        said TEXT NOT NULL,
        address TEXT NOT NULL,
        next TEXT NOT NULL,
        at BIGINT NOT NULL,
        failures INTEGER NOT NULL,
        has_ended BOOLEAN NOT NULL
    )",
    "CREATE INDEX idp_first_login_by_address ON idp_first_login (address, at)",
    "CREATE TABLE id_token_evidence (
        id UUID PRIMARY KEY,
        document_id UUID NOT NULL,
        received_at BIGINT NOT NULL,
        sealed BYTES NOT NULL
    )",
    "CREATE INDEX id_token_evidence_by_document ON id_token_evidence (document_id, received_at)",
    "CREATE TABLE idp_logout (
        connection_id UUID NOT NULL,
        notice TEXT NOT NULL,
        at BIGINT NOT NULL,
        PRIMARY KEY (connection_id, notice)
    )",
    // A job may be about no document.
    "ALTER TABLE job RENAME TO job_before",
    "CREATE TABLE job (
        id UUID PRIMARY KEY,
        job TEXT NOT NULL,
        document_id UUID,
        recipient_id UUID,
        code_id UUID,
        generation INTEGER,
        run_at BIGINT NOT NULL,
        leased_until BIGINT NOT NULL,
        attempts INTEGER NOT NULL,
        done_at BIGINT
    )",
    "INSERT INTO job SELECT * FROM job_before",
    "DROP TABLE job_before",
    "CREATE INDEX job_due ON job (run_at) WHERE done_at IS NULL",
];
