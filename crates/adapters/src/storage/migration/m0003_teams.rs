//! What an organisation sets, invitations to join it, and what a document is sent under.

use super::schema;
use crate::storage::listing::Line;
use sea_orm_migration::async_trait;
use sea_orm_migration::sea_orm::{
    ConnectionTrait, DbBackend, DbErr, FromQueryResult, Statement, Value,
};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0003_organisations"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        schema(manager, SCHEMA).await?;
        let engine = match manager.get_database_backend() {
            DbBackend::Sqlite => SQLITE,
            _ => POSTGRES,
        };
        schema(manager, engine).await?;
        schema(manager, LISTING_INDEXES).await?;
        list_documents(manager.get_connection()).await
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
    // What was sent before was sent without files.
    "ALTER TABLE document ADD COLUMN completion_files TEXT NOT NULL DEFAULT 'never'",
    "ALTER TABLE recipient ADD COLUMN access_code TEXT",
    "ALTER TABLE recipient ADD COLUMN forwarded_to UUID",
    "ALTER TABLE recipient ADD COLUMN held_since BIGINT",
    "ALTER TABLE recipient ADD COLUMN held_why TEXT",
    "CREATE INDEX recipient_by_account ON recipient (account_id)",
    "ALTER TABLE session ADD COLUMN unlocked_recipient UUID",
    "CREATE TABLE access_try (
        recipient_id UUID PRIMARY KEY,
        failures INTEGER NOT NULL,
        blocked_until BIGINT
    )",
    "ALTER TABLE recipient ADD COLUMN organisation_id UUID",
    "UPDATE recipient SET organisation_id =
        (SELECT organisation_id FROM account WHERE account.id = recipient.account_id)
        WHERE account_id IS NOT NULL",
    "ALTER TABLE document ADD COLUMN copies TEXT NOT NULL DEFAULT '[]'",
    "ALTER TABLE job ADD COLUMN invitation_id UUID",
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
    "CREATE TABLE template (
        id UUID PRIMARY KEY,
        organisation_id UUID NOT NULL REFERENCES organisation (id),
        author_id UUID NOT NULL REFERENCES account (id),
        name TEXT NOT NULL,
        saved_at BIGINT NOT NULL,
        omits_request BOOLEAN NOT NULL,
        contents TEXT NOT NULL
    )",
    "CREATE INDEX template_by_organisation ON template (organisation_id, name)",
    "CREATE UNIQUE INDEX one_open_invitation ON invitation (organisation_id, email)
        WHERE state = 'open'",
];

/// What lists are read from: a line for each organisation that may see a document, and for full-text
/// search the pairs of characters that occur in it.
const SQLITE: &[&str] = &[
    "CREATE TABLE listing (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        organisation_id UUID NOT NULL,
        document_id UUID NOT NULL,
        sender_id UUID,
        tab TEXT NOT NULL,
        updated_at BIGINT NOT NULL,
        contract_date TEXT NOT NULL,
        amount BIGINT NOT NULL,
        counterparty TEXT NOT NULL,
        folded TEXT NOT NULL
    )",
    "CREATE VIRTUAL TABLE listing_gram USING fts5(
        grams, content='', contentless_delete=1, detail=none, tokenize='ascii'
    )",
];

const POSTGRES: &[&str] = &[
    "CREATE TABLE listing (
        number BIGSERIAL PRIMARY KEY,
        organisation_id UUID NOT NULL,
        document_id UUID NOT NULL,
        sender_id UUID,
        tab TEXT NOT NULL,
        updated_at BIGINT NOT NULL,
        contract_date TEXT COLLATE \"C\" NOT NULL,
        amount BIGINT NOT NULL,
        counterparty TEXT NOT NULL,
        folded TEXT NOT NULL,
        grams TEXT[] NOT NULL
    )",
    "CREATE INDEX listing_by_gram ON listing USING GIN (grams)",
];

const LISTING_INDEXES: &[&str] = &[
    "CREATE UNIQUE INDEX one_line ON listing (document_id, organisation_id)",
    "CREATE INDEX own_by_updated ON listing (organisation_id, sender_id, updated_at, number)",
    "CREATE INDEX own_by_tab ON listing (organisation_id, sender_id, tab, updated_at, number)",
    "CREATE INDEX own_by_date ON listing (organisation_id, sender_id, contract_date, number)",
    "CREATE INDEX own_by_amount ON listing (organisation_id, sender_id, amount, number)",
    "CREATE INDEX organisation_by_updated ON listing (organisation_id, updated_at, number)
        WHERE tab <> 'draft'",
    "CREATE INDEX organisation_by_tab ON listing (organisation_id, tab, updated_at, number)
        WHERE tab <> 'draft'",
    "CREATE INDEX organisation_by_date ON listing (organisation_id, contract_date, number)
        WHERE tab <> 'draft'",
    "CREATE INDEX organisation_by_amount ON listing (organisation_id, amount, number)
        WHERE tab <> 'draft'",
];

/// A document as this step found it.
#[derive(FromQueryResult)]
struct Found {
    id: uuid::Uuid,
    organisation_id: uuid::Uuid,
    sender_id: uuid::Uuid,
    updated_at: i64,
    title: String,
    counterparty: Option<String>,
    contract_date: Option<String>,
    amount: Option<i64>,
    control_number: Option<String>,
    status: String,
    organisation: String,
}

#[derive(FromQueryResult)]
struct FoundRecipient {
    name: String,
    organisation: Option<String>,
    organisation_id: Option<uuid::Uuid>,
    state: String,
}

/// Writes the lines of the documents that are there already.
async fn list_documents(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    let backend = connection.get_database_backend();
    let mut after = uuid::Uuid::nil();
    loop {
        let sql = "SELECT d.id, d.organisation_id, d.sender_id, d.updated_at, d.title,
                d.counterparty, d.contract_date, d.amount, d.control_number, d.status,
                o.name AS organisation
            FROM document d JOIN organisation o ON o.id = d.organisation_id
            WHERE d.id > $1 ORDER BY d.id LIMIT 500";
        let statement = Statement::from_sql_and_values(backend, sql, [Value::from(after)]);
        let found = Found::find_by_statement(statement).all(connection).await?;
        let Some(last) = found.last() else {
            return Ok(());
        };
        after = last.id;
        for document in found {
            list_document(connection, document).await?;
        }
    }
}

async fn list_document(connection: &impl ConnectionTrait, found: Found) -> Result<(), DbErr> {
    let backend = connection.get_database_backend();
    let sql =
        "SELECT name, organisation_name AS organisation, organisation_id, state FROM recipient
        WHERE document_id = $1 ORDER BY position";
    let statement = Statement::from_sql_and_values(backend, sql, [Value::from(found.id)]);
    let recipients = FoundRecipient::find_by_statement(statement).all(connection).await?;
    let mut words = vec![
        found.title.clone(),
        found.counterparty.clone().unwrap_or_default(),
        found.control_number.unwrap_or_default(),
    ];
    for recipient in &recipients {
        words.push(recipient.name.clone());
        words.extend(recipient.organisation.clone());
    }
    let own = Line {
        organisation: found.organisation_id,
        document: found.id,
        sender: Some(found.sender_id),
        tab: crate::storage::listing::tab(&found.status),
        updated_at: found.updated_at,
        contract_date: found.contract_date.unwrap_or_default(),
        amount: found.amount.unwrap_or(-1),
        counterparty: found.counterparty.unwrap_or_default(),
        words,
    };
    let is_open = matches!(found.status.as_str(), "awaiting_consent" | "sealing" | "concluded");
    let organisations =
        recipients.iter().filter(|r| matches!(r.state.as_str(), "invited" | "consented"));
    let organisations = organisations
        .filter_map(|r| r.organisation_id)
        .filter(|organisation| *organisation != own.organisation && is_open);
    for line in own.for_organisations(organisations, &found.title, &found.organisation) {
        line.keep(connection).await?;
    }
    own.keep(connection).await
}
