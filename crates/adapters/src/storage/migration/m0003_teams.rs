//! What an organisation sets, invitations to join it, and what a document is sent under.

use super::schema;
use sea_orm_migration::async_trait;
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_teams"
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
    "ALTER TABLE organisation ADD COLUMN second_factor TEXT NOT NULL DEFAULT 'optional'",
    "ALTER TABLE organisation ADD COLUMN link_life INTEGER NOT NULL DEFAULT 10",
    "ALTER TABLE organisation ADD COLUMN step_up_age INTEGER NOT NULL DEFAULT 15",
    "ALTER TABLE organisation ADD COLUMN request_languages TEXT NOT NULL DEFAULT 'ja'",
    "ALTER TABLE organisation ADD COLUMN completion_files TEXT NOT NULL DEFAULT 'ungated'",
    "ALTER TABLE document ADD COLUMN link_life INTEGER NOT NULL DEFAULT 10",
    "ALTER TABLE document ADD COLUMN step_up_age INTEGER NOT NULL DEFAULT 15",
    "ALTER TABLE document ADD COLUMN request_languages TEXT NOT NULL DEFAULT 'ja'",
    "ALTER TABLE document ADD COLUMN copies TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE outbox ADD COLUMN invitation_id UUID",
    "CREATE INDEX account_by_organisation ON account (organisation_id)",
    "CREATE INDEX document_by_organisation ON document (organisation_id)",
    "CREATE TABLE invitation (
        id UUID PRIMARY KEY,
        organisation_id UUID NOT NULL REFERENCES organisation (id),
        email TEXT NOT NULL,
        role TEXT NOT NULL,
        invited_by UUID NOT NULL REFERENCES account (id),
        mailed_at BIGINT NOT NULL,
        state TEXT NOT NULL,
        code_id UUID,
        code_browser BYTES,
        code_asked_at BIGINT,
        codes_asked INTEGER NOT NULL,
        failures INTEGER NOT NULL,
        blocked_until BIGINT
    )",
    "CREATE UNIQUE INDEX one_open_invitation ON invitation (organisation_id, email)
        WHERE state = 'open'",
];
