//! What lists are read from: a line for each organisation that may see a document, kept with the
//! document in the same transaction.
//!
//! Lists are read by keyset, so that a page costs the same at the beginning and at the millionth line.
//! Texts are folded ([`fold`]) and found by the pairs of characters in them, which needs no
//! knowledge of words: an FTS5 table on `SQLite`, a GIN index over an array on `PostgreSQL`.

mod query;
mod refold;

use super::connection::Transaction;
use super::error::failed;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, FromQueryResult, Statement, Value};
use std::collections::BTreeSet;
use wariin_domain::search::fold;
use wariin_domain::{
    Amount, Document, DocumentId, OrganisationId, ReferenceNumber, Timestamp, Uuid,
};
use wariin_ports::StorageError;

pub(super) use query::page;
pub(super) use refold::refold;

/// How many characters of a document's words are searched.
const SEARCHED: usize = 4_000;

/// A line of an organisation's list.
#[derive(Clone, Debug)]
pub(in crate::storage) struct Line {
    pub(in crate::storage) organisation: Uuid,
    pub(in crate::storage) document: Uuid,
    /// Who sent it; `None` on the side of those who received it.
    pub(in crate::storage) sender: Option<Uuid>,
    pub(in crate::storage) tab: &'static str,
    pub(in crate::storage) updated_at: i64,
    /// From when on the sender has to see to something, as follows from the document's state; on the sender's side only.
    /// Below zero the column has since when a file is damaged, which no saving of the document takes away.
    pub(in crate::storage) attention_from: Option<i64>,
    /// `YYYY-MM-DD`, or empty.
    pub(in crate::storage) contract_date: String,
    /// In yen, or -1.
    pub(in crate::storage) amount: i64,
    pub(in crate::storage) counterparty: String,
    /// What the text search looks in.
    pub(in crate::storage) words: Vec<String>,
}

/// What is kept of a line.
#[derive(FromQueryResult)]
struct Kept {
    number: i64,
    folded: String,
    sender_id: Option<Uuid>,
}

/// The tab of the list in which a status stands.
pub(in crate::storage) fn tab(status: &str) -> &'static str {
    match status {
        "draft" => "draft",
        "awaiting_consent" | "sealing" => "awaiting",
        "concluded" => "concluded",
        _ => "ended",
    }
}

/// Keeps the lines of a document as it is now.
pub(super) async fn keep(
    tx: &Transaction,
    document: &Document,
    updated_at: i64,
) -> Result<(), StorageError> {
    let own = line(document, updated_at);
    own.keep(tx).await.map_err(failed)?;
    let organisations: BTreeSet<Uuid> = document
        .received_by()
        .map(|(organisation, _)| Uuid::from(organisation))
        .filter(|organisation| *organisation != own.organisation)
        .collect();
    forget_others(tx, &own, &organisations).await.map_err(failed)?;
    if organisations.is_empty() {
        return Ok(());
    }
    let sender = organisation_name(tx, document.organisation).await?;
    for line in own.for_organisations(organisations, document.details.title.as_str(), &sender) {
        line.keep(tx).await.map_err(failed)?;
    }
    Ok(())
}

fn line(document: &Document, updated_at: i64) -> Line {
    let attributes = &document.details.attributes;
    let counterparty = attributes.counterparty.as_ref().map(ToString::to_string);
    let mut words = vec![document.details.title.to_string()];
    words.extend(counterparty.clone());
    words.extend(attributes.control_number.as_ref().map(ToString::to_string));
    for recipient in &document.recipients {
        words.push(recipient.details.name.to_string());
        words.extend(recipient.details.organisation.as_ref().map(ToString::to_string));
    }
    words.push(spoken(document.id));
    Line {
        organisation: document.organisation.into(),
        document: document.id.into(),
        sender: Some(document.sender.into()),
        tab: tab(document.status.name()),
        updated_at,
        attention_from: document.attention_from().map(Timestamp::as_micros),
        contract_date: attributes.contract_date.map(|d| d.to_string()).unwrap_or_default(),
        amount: attributes.amount.map_or(-1, Amount::yen),
        counterparty: counterparty.unwrap_or_default(),
        words,
    }
}

/// The reference number, found with its hyphen and without.
fn spoken(document: DocumentId) -> String {
    let number = ReferenceNumber::of(document).to_string();
    let digits = number.replace('-', "");
    number + " " + &digits
}

async fn organisation_name(tx: &Transaction, id: OrganisationId) -> Result<String, StorageError> {
    use super::entity::organisation::Entity;
    use sea_orm::EntityTrait;
    let row = Entity::find_by_id(Uuid::from(id)).one(tx).await.map_err(failed)?;
    Ok(row.map(|row| row.name).unwrap_or_default())
}

/// Takes away the lines of organisations that see the document no more.
async fn forget_others(
    tx: &Transaction,
    own: &Line,
    organisations: &BTreeSet<Uuid>,
) -> Result<(), DbErr> {
    let sql = "SELECT organisation_id, number FROM listing WHERE document_id = $1";
    let found = statement(tx, sql, [own.document.into()]);
    for row in tx.query_all_raw(found).await? {
        let organisation: Uuid = row.try_get("", "organisation_id")?;
        if organisation == own.organisation || organisations.contains(&organisation) {
            continue;
        }
        let number: i64 = row.try_get("", "number")?;
        if tx.get_database_backend() == DbBackend::Sqlite {
            let sql = "DELETE FROM listing_gram WHERE rowid = $1";
            tx.execute_raw(statement(tx, sql, [number.into()])).await?;
        }
        let sql = "DELETE FROM listing WHERE number = $1";
        tx.execute_raw(statement(tx, sql, [number.into()])).await?;
    }
    Ok(())
}

/// Takes the lines of a document out of all lists.
pub(super) async fn forget(tx: &Transaction, document: DocumentId) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Sqlite {
        let sql = "DELETE FROM listing_gram
            WHERE rowid IN (SELECT number FROM listing WHERE document_id = $1)";
        tx.execute_raw(statement(tx, sql, [Uuid::from(document).into()])).await?;
    }
    let sql = "DELETE FROM listing WHERE document_id = $1";
    tx.execute_raw(statement(tx, sql, [Uuid::from(document).into()])).await?;
    Ok(())
}

/// Marks the sender's line of a document of which a file is damaged; `false` when it is marked already.
pub(super) async fn mark_damaged(
    tx: &Transaction,
    document: DocumentId,
    at: Timestamp,
) -> Result<bool, DbErr> {
    let sql = "UPDATE listing SET attention_from = $1 WHERE document_id = $2
        AND sender_id IS NOT NULL AND (attention_from IS NULL OR attention_from >= 0)";
    let values = [Value::from(-at.as_micros().max(1)), Uuid::from(document).into()];
    Ok(tx.execute_raw(statement(tx, sql, values)).await?.rows_affected() == 1)
}

/// Takes that mark away: what is left follows from the document's state.
pub(super) async fn mark_whole(tx: &Transaction, document: &Document) -> Result<(), DbErr> {
    let sql = "UPDATE listing SET attention_from = $1 WHERE document_id = $2
        AND sender_id IS NOT NULL AND attention_from < 0";
    let from = document.attention_from().map(Timestamp::as_micros);
    let values = [Value::from(from), Uuid::from(document.id).into()];
    tx.execute_raw(statement(tx, sql, values)).await.map(|_| ())
}

/// Whether a document has that mark.
pub(super) async fn is_damaged(
    connection: &impl ConnectionTrait,
    document: DocumentId,
) -> Result<bool, DbErr> {
    let sql = "SELECT 1 FROM listing WHERE document_id = $1 AND attention_from < 0";
    let marked = statement(connection, sql, [Uuid::from(document).into()]);
    Ok(connection.query_one_raw(marked).await?.is_some())
}

/// The documents with that mark.
pub(super) async fn damaged(connection: &impl ConnectionTrait) -> Result<Vec<DocumentId>, DbErr> {
    let sql = "SELECT document_id FROM listing WHERE attention_from < 0 ORDER BY document_id";
    let rows = connection.query_all_raw(statement(connection, sql, [])).await?;
    rows.iter().map(|row| row.try_get::<Uuid>("", "document_id").map(DocumentId::from)).collect()
}

impl Line {
    /// The lines of those who received the document: they know the sender's organisation as their
    /// counterparty, and neither the sender's own number nor the other recipients.
    pub(in crate::storage) fn for_organisations(
        &self,
        organisations: impl IntoIterator<Item = Uuid>,
        title: &str,
        sender: &str,
    ) -> Vec<Self> {
        let reference = spoken(self.document.into());
        let received = |organisation| Self {
            organisation,
            sender: None,
            attention_from: None,
            counterparty: sender.to_owned(),
            words: vec![title.to_owned(), sender.to_owned(), reference.clone()],
            ..self.clone()
        };
        organisations.into_iter().map(received).collect()
    }

    /// Writes the line, and what it can be found by where that has changed.
    pub(in crate::storage) async fn keep(&self, tx: &impl ConnectionTrait) -> Result<(), DbErr> {
        let folded = searched(&self.words.join("\n"));
        let sql = "SELECT number, folded, sender_id FROM listing
            WHERE document_id = $1 AND organisation_id = $2";
        let before = statement(tx, sql, [self.document.into(), self.organisation.into()]);
        let before = Kept::find_by_statement(before).one(tx).await?;
        let columns: [Value; 7] = [
            self.sender.into(),
            self.tab.into(),
            self.updated_at.into(),
            self.contract_date.as_str().into(),
            self.amount.into(),
            fold(&self.counterparty).into(),
            self.attention_from.into(),
        ];
        match before {
            Some(before) => {
                // A file may be found damaged between that look and this.
                let sql = "UPDATE listing SET sender_id = $1, tab = $2, updated_at = $3,
                    contract_date = $4, amount = $5, counterparty = $6, attention_from =
                        CASE WHEN attention_from < 0 THEN attention_from ELSE $7 END
                    WHERE number = $8";
                let values = columns.into_iter().chain([before.number.into()]);
                tx.execute_raw(statement(tx, sql, values)).await?;
                if before.folded != folded || before.sender_id != self.sender {
                    self.place().replace_text(tx, before.number, &folded).await?;
                }
            }
            None => {
                let grams = match tx.get_database_backend() {
                    DbBackend::Sqlite => "",
                    _ => ", grams",
                };
                let none = if grams.is_empty() { "" } else { ", '{}'" };
                let sql = format!(
                    "INSERT INTO listing (sender_id, tab, updated_at, contract_date, amount,
                        counterparty, attention_from, organisation_id, document_id, folded{grams})
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, ''{none}) RETURNING number"
                );
                let ids = [self.organisation.into(), self.document.into()];
                let added = tx.query_one_raw(statement(tx, &sql, columns.into_iter().chain(ids)));
                let added = added.await?.ok_or(DbErr::RecordNotInserted)?;
                self.place().replace_text(tx, added.try_get("", "number")?, &folded).await?;
            }
        }
        Ok(())
    }

    fn place(&self) -> Place {
        Place { organisation: self.organisation, sender: self.sender }
    }
}

/// Whose list a line stands in.
#[derive(Clone, Copy)]
struct Place {
    organisation: Uuid,
    sender: Option<Uuid>,
}

impl Place {
    /// Writes what a line can be found by.
    async fn replace_text(
        self,
        tx: &impl ConnectionTrait,
        number: i64,
        folded: &str,
    ) -> Result<(), DbErr> {
        let mut grams: BTreeSet<String> = grams(folded).collect();
        grams.insert(of_organisation(self.organisation));
        grams.extend(self.sender.map(of_sender));
        let grams: Vec<String> = grams.into_iter().collect();
        if tx.get_database_backend() == DbBackend::Sqlite {
            let sql = "UPDATE listing SET folded = $1 WHERE number = $2";
            tx.execute_raw(statement(tx, sql, [folded.into(), number.into()])).await?;
            let sql = "DELETE FROM listing_gram WHERE rowid = $1";
            tx.execute_raw(statement(tx, sql, [number.into()])).await?;
            let sql = "INSERT INTO listing_gram (rowid, grams) VALUES ($1, $2)";
            let values = [number.into(), grams.join(" ").into()];
            tx.execute_raw(statement(tx, sql, values)).await?;
        } else {
            let sql = "UPDATE listing SET folded = $1,
                grams = string_to_array($2, ' ') WHERE number = $3";
            let values = [folded.into(), grams.join(" ").into(), number.into()];
            tx.execute_raw(statement(tx, sql, values)).await?;
        }
        Ok(())
    }
}

/// What is searched of a document's words.
fn searched(words: &str) -> String {
    fold(words).chars().take(SEARCHED).collect()
}

/// The pairs of neighbouring characters within words, as words of ASCII.
fn grams(folded: &str) -> impl Iterator<Item = String> {
    folded.split_whitespace().flat_map(|word| {
        let emails: Vec<char> = word.chars().collect();
        let pairs = emails
            .windows(2)
            .map(|pair| format!("g{:x}x{:x}", u32::from(pair[0]), u32::from(pair[1])));
        pairs.collect::<Vec<_>>()
    })
}

fn of_organisation(id: Uuid) -> String {
    format!("o{}", id.simple())
}

fn of_sender(id: Uuid) -> String {
    format!("s{}", id.simple())
}

fn statement(
    connection: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Statement {
    Statement::from_sql_and_values(connection.get_database_backend(), sql, values)
}
