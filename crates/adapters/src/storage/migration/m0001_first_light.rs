//! Organisations, accounts, factors, sessions, documents, the audit chain and the outbox.

use super::schema;
use sea_orm_migration::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0001_first_light"
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
    "CREATE TABLE organisation (
        id UUID PRIMARY KEY,
        name TEXT NOT NULL
    )",
    "CREATE TABLE account (
        id UUID PRIMARY KEY,
        organisation_id UUID NOT NULL REFERENCES organisation (id),
        name TEXT NOT NULL,
        email TEXT NOT NULL UNIQUE,
        mailbox_proven_at BIGINT,
        password_hash TEXT NOT NULL,
        password_failures INTEGER NOT NULL,
        password_blocked_until BIGINT
    )",
    "CREATE TABLE factor (
        id UUID PRIMARY KEY,
        account_id UUID NOT NULL REFERENCES account (id),
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        seed BYTES NOT NULL,
        begun_at BIGINT NOT NULL,
        begun_in BYTES NOT NULL,
        confirmed_at BIGINT,
        last_step BIGINT,
        failures INTEGER NOT NULL,
        blocked_until BIGINT
    )",
    "CREATE INDEX factor_by_account ON factor (account_id)",
    "CREATE UNIQUE INDEX one_pending_factor ON factor (account_id) WHERE confirmed_at IS NULL",
    "CREATE TABLE backup_code (
        account_id UUID NOT NULL REFERENCES account (id),
        hash BYTES NOT NULL,
        PRIMARY KEY (account_id, hash)
    )",
    "CREATE TABLE session (
        key BYTES PRIMARY KEY,
        began_at BIGINT NOT NULL,
        seen_at BIGINT NOT NULL,
        account_id UUID REFERENCES account (id),
        method TEXT,
        method_at BIGINT,
        factor_id UUID,
        factor_kind TEXT,
        enrolled_at BIGINT,
        issuer TEXT,
        mailbox_recipient UUID,
        mailbox_at BIGINT,
        opened_recipient UUID,
        opened_generation INTEGER
    )",
    "CREATE INDEX session_by_account ON session (account_id)",
    "CREATE TABLE mailbox_code (
        id UUID PRIMARY KEY,
        recipient_id UUID NOT NULL,
        session BYTES NOT NULL,
        issued_at BIGINT NOT NULL,
        used_at BIGINT,
        failures INTEGER NOT NULL,
        blocked_until BIGINT
    )",
    "CREATE INDEX mailbox_code_by_recipient ON mailbox_code (recipient_id, issued_at)",
    "CREATE TABLE document (
        id UUID PRIMARY KEY,
        version BIGINT NOT NULL,
        organisation_id UUID NOT NULL REFERENCES organisation (id),
        sender_id UUID NOT NULL REFERENCES account (id),
        drafted_at BIGINT NOT NULL,
        updated_at BIGINT NOT NULL,
        title TEXT NOT NULL,
        counterparty TEXT,
        contract_date TEXT,
        starts_on TEXT,
        ends_on TEXT,
        amount BIGINT,
        control_number TEXT,
        message TEXT,
        advanced_auth TEXT NOT NULL,
        advanced_auth_by UUID,
        advanced_auth_at BIGINT,
        status TEXT NOT NULL,
        sent_at BIGINT,
        agreed_at BIGINT,
        ended_at BIGINT,
        ended_by UUID
    )",
    "CREATE INDEX document_by_sender ON document (sender_id, updated_at)",
    "CREATE TABLE document_file (
        id UUID PRIMARY KEY,
        document_id UUID NOT NULL REFERENCES document (id),
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        bytes BIGINT NOT NULL,
        pages INTEGER NOT NULL,
        repaired BOOLEAN NOT NULL,
        digest BYTES NOT NULL,
        sealed BYTES
    )",
    "CREATE INDEX document_file_by_document ON document_file (document_id)",
    "CREATE TABLE recipient (
        id UUID PRIMARY KEY,
        document_id UUID NOT NULL REFERENCES document (id),
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        email TEXT NOT NULL,
        organisation_name TEXT,
        language TEXT NOT NULL,
        enrolment TEXT NOT NULL,
        is_gated BOOLEAN NOT NULL,
        generation INTEGER NOT NULL,
        account_id UUID,
        opened_at BIGINT,
        state TEXT NOT NULL,
        state_at BIGINT,
        reason TEXT,
        assurance TEXT,
        consented_content BYTES
    )",
    "CREATE INDEX recipient_by_document ON recipient (document_id)",
    "CREATE INDEX recipient_by_email ON recipient (email)",
    "CREATE TABLE audit_event (
        number BIGINT PRIMARY KEY,
        subject TEXT NOT NULL,
        subject_id UUID NOT NULL,
        at BIGINT NOT NULL,
        actor TEXT NOT NULL,
        actor_id UUID,
        kind TEXT NOT NULL,
        facts TEXT NOT NULL,
        previous BYTES NOT NULL,
        hash BYTES NOT NULL
    )",
    "CREATE INDEX audit_event_by_subject ON audit_event (subject_id, number)",
    "CREATE TABLE audit_head (
        id INTEGER PRIMARY KEY,
        number BIGINT NOT NULL,
        hash BYTES NOT NULL,
        mac BYTES NOT NULL
    )",
    "CREATE TABLE job (
        id UUID PRIMARY KEY,
        job TEXT NOT NULL,
        document_id UUID NOT NULL,
        recipient_id UUID,
        code_id UUID,
        generation INTEGER,
        run_at BIGINT NOT NULL,
        leased_until BIGINT NOT NULL,
        attempts INTEGER NOT NULL,
        done_at BIGINT
    )",
    "CREATE INDEX job_due ON job (run_at) WHERE done_at IS NULL",
];
