//! Reading a page of a list.

use super::super::error::{corrupt, failed};
use super::{grams, of_organisation, of_sender};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};
use wariin_domain::{Amount, CalendarDate, Timestamp, Uuid, search};
use wariin_ports::{
    DocumentCursor, DocumentFilter, DocumentOrder, DocumentPage, DocumentQuery, DocumentRow,
    DocumentScope, DocumentSearch, StorageError,
};

/// How many lines are looked through in order before anything else.
const LOOKED_THROUGH: u64 = 4_000;

/// So many found among these promise a full page not much further on; fewer are rare enough for the
/// text and range indexes, whose cost grows with all that they find.
const PROMISING: u64 = 8;

/// A line as it is stored, with what stands in the document.
#[derive(FromQueryResult)]
struct Found {
    number: i64,
    updated_at: i64,
    attention_from: Option<i64>,
    contract_date: String,
    amount: i64,
    id: Uuid,
    title: String,
    status: String,
    advanced_auth: String,
    sent_at: Option<i64>,
    ended_at: Option<i64>,
    counterparty: Option<String>,
    control_number: Option<String>,
    sender_id: Option<Uuid>,
    sender: String,
    organisation: String,
}

#[derive(FromQueryResult)]
struct RecipientInput {
    document_id: Uuid,
    name: String,
}

/// SQL in the making, its values numbered as they come.
#[derive(Default)]
struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    fn bind(&mut self, value: impl Into<Value>) -> &mut Self {
        self.values.push(value.into());
        self.text.push_str(&format!("${}", self.values.len()));
        self
    }
}

/// A page of documents.
pub(in crate::storage) async fn page<C: ConnectionTrait>(
    connection: &C,
    query: &DocumentQuery,
) -> Result<DocumentPage, StorageError> {
    let words = Words::of(&query.search);
    let wanted = query.limit + 1;
    let mut found = if words.is_everything(&query.search) {
        lines(connection, query, &words, Lookup::All).await?
    } else {
        searched(connection, query, &words, wanted).await?
    };
    let next = (found.len() as u64 >= wanted).then(|| {
        found.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
        found.last().map(|line| line.cursor(query.order))
    });
    let mut rows = Vec::with_capacity(found.len());
    let mut names = names(connection, &found).await?;
    for line in found {
        let recipients = names.extract_if(.., |name| name.document_id == line.id).collect();
        rows.push(line.row(recipients)?);
    }
    Ok(DocumentPage { rows, next: next.flatten() })
}

/// The nearest lines are looked through first, then, where they promise a page, the next ones; the
/// indexes are asked for what is rare. No more than some fifty thousand lines are looked through.
async fn searched<C: ConnectionTrait>(
    connection: &C,
    query: &DocumentQuery,
    words: &Words,
    wanted: u64,
) -> Result<Vec<Found>, StorageError> {
    let near = lines(connection, query, words, Lookup::Near(LOOKED_THROUGH)).await?;
    let seen = near.len() as u64;
    if seen >= wanted {
        return Ok(near);
    }
    if seen >= PROMISING {
        let further = Lookup::Near(LOOKED_THROUGH * wanted / seen * 2);
        let found = lines(connection, query, words, further).await?;
        if found.len() as u64 >= wanted {
            return Ok(found);
        }
    }
    lines(connection, query, words, Lookup::Indexed).await
}

/// How the lines are found.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lookup {
    /// In order, one after the other.
    All,
    /// In order, but not beyond so many of them.
    Near(u64),
    /// By the indexes of what is looked for.
    Indexed,
}

/// The words that are looked for, folded.
struct Words {
    text: Vec<String>,
    counterparty: Vec<String>,
}

impl Words {
    fn of(search: &DocumentSearch) -> Self {
        let words = |text: &Option<String>| {
            search::words(text.as_deref().unwrap_or_default()).take(8).collect()
        };
        Self { text: words(&search.text), counterparty: words(&search.counterparty) }
    }

    fn is_everything(&self, search: &DocumentSearch) -> bool {
        let has_range = search.date_from.is_some()
            || search.date_to.is_some()
            || search.amount_from.is_some()
            || search.amount_to.is_some();
        self.text.is_empty() && self.counterparty.is_empty() && !has_range
    }
}

async fn lines<C: ConnectionTrait>(
    connection: &C,
    query: &DocumentQuery,
    words: &Words,
    lookup: Lookup,
) -> Result<Vec<Found>, StorageError> {
    let backend = connection.get_database_backend();
    let column = column(query.order);
    let mut sql = Sql::default();
    sql.push("WITH picked AS (SELECT l.number FROM ");
    match lookup {
        Lookup::All => {
            sql.push("listing l WHERE ");
            conditions(&mut sql, query);
        }
        Lookup::Near(lines) => {
            sql.push("(SELECT * FROM listing l WHERE ");
            conditions(&mut sql, query);
            sql.push(&format!(" ORDER BY l.{column} DESC, l.number DESC LIMIT {lines})"));
            sql.push(" l WHERE 1 = 1");
            looked_for(&mut sql, query, words, backend);
        }
        Lookup::Indexed => {
            if candidates(&mut sql, query, words, backend) {
                sql.push(" c CROSS JOIN listing l WHERE l.number = c.number AND ");
            } else {
                sql.push("listing l WHERE ");
            }
            conditions(&mut sql, query);
            looked_for(&mut sql, query, words, backend);
        }
    }
    sql.push(&format!(" ORDER BY l.{column} DESC, l.number DESC LIMIT {})", query.limit + 1));
    sql.push(
        " SELECT l.number, l.updated_at, l.attention_from, l.contract_date, l.amount, l.sender_id,
            d.id, d.title, d.status, d.advanced_auth, d.sent_at, d.ended_at, d.counterparty,
            d.control_number, a.name AS sender, o.name AS organisation
        FROM picked p JOIN listing l ON l.number = p.number
            JOIN document d ON d.id = l.document_id
            JOIN account a ON a.id = d.sender_id
            JOIN organisation o ON o.id = d.organisation_id",
    );
    sql.push(&format!(" ORDER BY l.{column} DESC, l.number DESC"));
    let statement = Statement::from_sql_and_values(backend, sql.text, sql.values);
    Found::find_by_statement(statement).all(connection).await.map_err(failed)
}

fn column(order: DocumentOrder) -> &'static str {
    match order {
        DocumentOrder::Updated => "updated_at",
        DocumentOrder::ContractDate => "contract_date",
        DocumentOrder::Amount => "amount",
    }
}

/// Whose lines, in which tab, behind which one.
fn conditions(sql: &mut Sql, query: &DocumentQuery) {
    match query.scope {
        DocumentScope::Own(sender, organisation) => {
            sql.push("l.organisation_id = ").bind(Uuid::from(organisation));
            sql.push(" AND l.sender_id = ").bind(Uuid::from(sender));
        }
        DocumentScope::Managed(organisation) => {
            sql.push("l.organisation_id = ").bind(Uuid::from(organisation));
            sql.push(" AND l.tab <> 'draft'");
        }
    }
    let tab = match query.filter {
        DocumentFilter::All => None,
        DocumentFilter::Draft => Some("draft"),
        DocumentFilter::Awaiting => Some("awaiting"),
        DocumentFilter::Concluded => Some("concluded"),
        DocumentFilter::Ended => Some("ended"),
    };
    if let Some(tab) = tab {
        sql.push(" AND l.tab = ").bind(tab);
    }
    if let Some(after) = &query.after {
        sql.push(&format!(" AND (l.{}, l.number) < (", column(query.order)));
        match query.order {
            DocumentOrder::ContractDate => sql.bind(after.value.as_str()),
            DocumentOrder::Updated | DocumentOrder::Amount => {
                sql.bind(after.value.parse::<i64>().unwrap_or(i64::MAX))
            }
        };
        sql.push(", ").bind(after.number).push(")");
    }
}

/// What is looked for.
fn looked_for(sql: &mut Sql, query: &DocumentQuery, words: &Words, backend: DbBackend) {
    let place = if backend == DbBackend::Sqlite { "instr" } else { "strpos" };
    for (column, words) in [("folded", &words.text), ("counterparty", &words.counterparty)] {
        for word in words {
            sql.push(&format!(" AND {place}(l.{column}, ")).bind(word.as_str()).push(") > 0");
        }
    }
    ranges(sql, &query.search);
}

fn ranges(sql: &mut Sql, search: &DocumentSearch) {
    if search.date_from.is_some() || search.date_to.is_some() {
        let from = search.date_from.map_or_else(|| "0".to_owned(), |date| date.to_string());
        sql.push(" AND l.contract_date >= ").bind(from);
    }
    if let Some(to) = search.date_to {
        sql.push(" AND l.contract_date <= ").bind(to.to_string());
    }
    if search.amount_from.is_some() || search.amount_to.is_some() {
        sql.push(" AND l.amount >= ").bind(search.amount_from.map_or(0, Amount::yen));
    }
    if let Some(to) = search.amount_to {
        sql.push(" AND l.amount <= ").bind(to.yen());
    }
}

/// The numbers of the lines that the indexes point to; `false` when there is nothing to ask them.
fn candidates(sql: &mut Sql, query: &DocumentQuery, words: &Words, backend: DbBackend) -> bool {
    let all = words.text.iter().chain(&words.counterparty);
    let mut wanted: Vec<String> = all.flat_map(|word| grams(word).collect::<Vec<_>>()).collect();
    if wanted.is_empty() {
        let search = &query.search;
        if search.date_from.is_none()
            && search.date_to.is_none()
            && search.amount_from.is_none()
            && search.amount_to.is_none()
        {
            return false;
        }
        sql.push("(SELECT l.number FROM listing l WHERE ");
        conditions(sql, query);
        ranges(sql, search);
        sql.push(")");
        return true;
    }
    wanted.push(match query.scope {
        DocumentScope::Own(sender, _) => of_sender(sender.into()),
        DocumentScope::Managed(organisation) => of_organisation(organisation.into()),
    });
    if backend == DbBackend::Sqlite {
        sql.push("(SELECT rowid AS number FROM listing_gram WHERE listing_gram MATCH ");
        sql.bind(wanted.join(" AND ")).push(")");
    } else {
        sql.push("(SELECT number FROM listing WHERE grams @> string_to_array(");
        sql.bind(wanted.join(" ")).push(", ' ') OFFSET 0)");
    }
    true
}

async fn names<C: ConnectionTrait>(
    connection: &C,
    found: &[Found],
) -> Result<Vec<RecipientInput>, StorageError> {
    let own: Vec<&Found> = found.iter().filter(|line| line.sender_id.is_some()).collect();
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::default();
    sql.push("SELECT document_id, name FROM recipient WHERE document_id IN (");
    for (place, line) in own.iter().enumerate() {
        sql.push(if place == 0 { "" } else { ", " }).bind(line.id);
    }
    sql.push(") ORDER BY position");
    let backend = connection.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql.text, sql.values);
    RecipientInput::find_by_statement(statement).all(connection).await.map_err(failed)
}

impl Found {
    fn cursor(&self, order: DocumentOrder) -> DocumentCursor {
        let value = match order {
            DocumentOrder::Updated => self.updated_at.to_string(),
            DocumentOrder::ContractDate => self.contract_date.clone(),
            DocumentOrder::Amount => self.amount.to_string(),
        };
        DocumentCursor { value, number: self.number }
    }

    fn row(self, recipients: Vec<RecipientInput>) -> Result<DocumentRow, StorageError> {
        let is_received = self.sender_id.is_none();
        let date = Some(self.contract_date.as_str()).filter(|date| !date.is_empty());
        let date = date.map(CalendarDate::parse).transpose();
        let amount = (self.amount >= 0).then(|| Amount::parse(&self.amount.to_string()));
        Ok(DocumentRow {
            id: self.id.into(),
            title: self.title,
            status: self.status,
            advanced_auth: self.advanced_auth != "not_requested",
            updated_at: Timestamp::from_micros(self.updated_at),
            sent_at: self.sent_at.map(Timestamp::from_micros),
            ended_at: self.ended_at.map(Timestamp::from_micros),
            // Below zero where a file is damaged.
            attention_from: self.attention_from.map(i64::abs).map(Timestamp::from_micros),
            recipients: recipients.into_iter().map(|recipient| recipient.name).collect(),
            sender: self.sender,
            is_received,
            counterparty: if is_received {
                self.organisation
            } else {
                self.counterparty.unwrap_or_default()
            },
            contract_date: date.map_err(|_| corrupt("listing.contract_date"))?,
            amount: amount.transpose().map_err(|_| corrupt("listing.amount"))?,
            control_number: match self.control_number {
                Some(number) if !is_received => number,
                Some(_) | None => String::new(),
            },
        })
    }
}
