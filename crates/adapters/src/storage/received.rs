//! What a person received: the recipients that an account is or may become, the last changed document first.

use super::error::{corrupt, failed};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use wariin_domain::{OrganisationName, PersonName, ReceivedState, Timestamp, Title, Uuid};
use wariin_ports::{ReceivedLine, ReceivedQuery, StorageError};

/// The recipients of the account ($1), and those of its address ($2) that are no account's yet. Each part is found by
/// an index of its own.
const OWN: &str = "WITH own AS (
        SELECT id, document_id, state, held_since FROM recipient
            WHERE account_id = $1 AND state <> 'waiting'
        UNION ALL
        SELECT id, document_id, state, held_since FROM recipient
            WHERE account_id IS NULL AND email = $2 AND state <> 'waiting'
    ), picked AS (
        SELECT r.id, d.id AS document_id, d.updated_at
            FROM own r JOIN document d ON d.id = r.document_id
            WHERE d.status <> 'draft'";

const SHOWN: &str = ") SELECT p.id, p.document_id, p.updated_at, d.title,
        CASE WHEN d.sender_names_of = d.sender_id THEN d.sender_name END AS kept_sender,
        a.name AS sender, d.sender_organisation AS kept_organisation, o.name AS organisation,
        EXISTS (SELECT 1 FROM recipient c WHERE c.document_id = p.document_id
            AND (c.is_gated OR c.access_code IS NOT NULL)) AS is_closed
    FROM picked p JOIN document d ON d.id = p.document_id
        JOIN account a ON a.id = d.sender_id
        JOIN organisation o ON o.id = d.organisation_id
    ORDER BY p.updated_at DESC, p.id DESC";

/// A line as it is stored.
#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    document_id: Uuid,
    updated_at: i64,
    title: String,
    kept_sender: Option<String>,
    sender: String,
    kept_organisation: Option<String>,
    organisation: String,
    is_closed: bool,
}

/// The lines of a person's list.
pub(super) async fn lines<C: ConnectionTrait>(
    connection: &C,
    query: &ReceivedQuery,
) -> Result<Vec<ReceivedLine>, StorageError> {
    let (sql, values) = select(query);
    let statement = Statement::from_sql_and_values(connection.get_database_backend(), sql, values);
    let found = Found::find_by_statement(statement).all(connection).await.map_err(failed)?;
    found.into_iter().map(Found::line).collect()
}

/// The statement and its values. An address that no mailbox has stands for none.
fn select(query: &ReceivedQuery) -> (String, Vec<Value>) {
    let address = query.address.as_ref().map_or("", |address| address.as_str());
    let mut values: Vec<Value> = vec![Uuid::from(query.account).into(), address.into()];
    let mut sql = OWN.to_owned();
    if let Some(state) = query.state {
        sql.push_str(" AND ");
        sql.push_str(condition(state));
    }
    if let Some(after) = query.after {
        sql.push_str(" AND (d.updated_at, r.id) < ($3, $4)");
        values.extend([after.updated_at.as_micros().into(), Uuid::from(after.recipient).into()]);
    }
    sql.push_str(&format!(" ORDER BY d.updated_at DESC, r.id DESC LIMIT {}", query.limit));
    sql.push_str(SHOWN);
    (sql, values)
}

/// Which recipients stand under this state, as [`wariin_domain::Document::received`] says.
fn condition(state: ReceivedState) -> &'static str {
    match state {
        ReceivedState::ToDo => {
            "r.state = 'invited' AND r.held_since IS NULL AND d.status = 'awaiting_consent'"
        }
        ReceivedState::Waiting => {
            "((r.state = 'consented' AND d.status = 'awaiting_consent')
                OR (r.state = 'invited' AND r.held_since IS NOT NULL AND d.status = 'awaiting_consent')
                OR (r.state IN ('invited', 'consented') AND d.status = 'sealing'))"
        }
        ReceivedState::Concluded => {
            "r.state IN ('invited', 'consented') AND d.status = 'concluded'"
        }
        ReceivedState::Ended => {
            "(r.state IN ('declined', 'forwarded', 'wrong_recipient')
                OR d.status IN ('cancelled', 'declined'))"
        }
    }
}

impl Found {
    fn line(self) -> Result<ReceivedLine, StorageError> {
        let sender = self.kept_sender.unwrap_or(self.sender);
        let organisation = self.kept_organisation.unwrap_or(self.organisation);
        Ok(ReceivedLine {
            recipient: self.id.into(),
            document: self.document_id.into(),
            updated_at: Timestamp::from_micros(self.updated_at),
            title: Title::parse(&self.title).map_err(|_| corrupt("document.title"))?,
            is_closed_to_mail: self.is_closed,
            sender: PersonName::parse(&sender).map_err(|_| corrupt("document.sender_name"))?,
            organisation: OrganisationName::parse(&organisation)
                .map_err(|_| corrupt("document.sender_organisation"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{ReceivedQuery, select};
    use crate::storage::migration::Migrator;
    use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
    use sea_orm_migration::MigratorTrait;
    use wariin_domain::{AccountId, ReceivedState, RecipientId, Timestamp, Uuid};
    use wariin_ports::ReceivedCursor;

    #[tokio::test]
    async fn a_list_is_found_by_the_indexes_of_account_and_address() {
        let db = Database::connect("sqlite::memory:").await.unwrap();
        Migrator::up(&db, None).await.unwrap();
        let after = ReceivedCursor {
            updated_at: Timestamp::from_micros(7),
            recipient: RecipientId::from(Uuid::from_u128(7)),
        };
        for state in [None].into_iter().chain(ReceivedState::ALL.map(Some)) {
            let account = AccountId::from(Uuid::from_u128(1));
            let query =
                ReceivedQuery { account, address: None, state, after: Some(after), limit: 51 };
            let (sql, values) = select(&query);
            let explained = format!("EXPLAIN QUERY PLAN {sql}");
            let statement = Statement::from_sql_and_values(DbBackend::Sqlite, explained, values);
            let plan = db.query_all_raw(statement).await.unwrap();
            let plan: Vec<String> =
                plan.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
            let plan = plan.join("\n");
            for index in ["recipient_by_account", "recipient_by_email", "recipient_by_document"] {
                assert!(plan.contains(index), "{index}: {plan}");
            }
            for table in ["recipient", "document", "d ", "r ", "c "] {
                assert!(!plan.contains(&format!("SCAN {table}")), "{plan}");
            }
        }
    }
}
