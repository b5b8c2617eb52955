//! What `wariin migrate` would do to a `PostgreSQL` database: every statement of every step that is missing, seen by
//! taking the steps in an empty schema beside the real one, which is rolled back.

use super::Migrator;
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, Statement,
    TransactionTrait,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// How many bytes of a table are read, or written anew, in a second: on the slow side, so that a plan promises nothing.
const BYTES_A_SECOND: i64 = 20_000_000;

/// One step that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedStep {
    /// Its name.
    pub name: String,
    /// How many steps a program has to know to go on beside it; `None` when the step does not say.
    pub compatible_since: Option<i32>,
    /// What it does, in order; what only reads the schema is left out.
    pub statements: Vec<PlannedStatement>,
}

/// One statement of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedStatement {
    /// The statement, on one line.
    pub sql: String,
    /// The table of the database that it is about, when it was there before.
    pub table: Option<TableSize>,
    /// What waits for it.
    pub lock: TableLock,
}

/// How large a table is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSize {
    /// Its name.
    pub name: String,
    /// How many rows it has, as the database estimates.
    pub rows: i64,
    /// How many bytes it takes.
    pub bytes: i64,
}

/// What waits for a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableLock {
    /// Nothing: what it is about is new.
    None,
    /// All who use the table (`ACCESS EXCLUSIVE`), for a moment.
    Moment,
    /// All who use the table, while all of it is read (`ACCESS EXCLUSIVE`).
    Scan,
    /// All who use the table, while all of it is written anew (`ACCESS EXCLUSIVE`).
    Rewrite,
    /// All who write to the table (`SHARE`), while an index is built.
    Index,
    /// Those who write the same rows (`ROW EXCLUSIVE`).
    Rows,
}

impl PlannedStatement {
    /// For how many seconds it locks at most, as a rough estimate.
    pub fn seconds(&self) -> i64 {
        match (self.lock, &self.table) {
            (TableLock::None | TableLock::Moment, _) | (_, None) => 0,
            (_, Some(table)) => table.bytes / BYTES_A_SECOND,
        }
    }
}

/// The steps that are missing, with what each would do.
///
/// # Errors
/// When the database refuses, or the role may not make a schema.
pub(in crate::storage) async fn plan(
    connection: &DatabaseConnection,
    pending: usize,
) -> Result<Vec<PlannedStep>, DbErr> {
    let migrations = Migrator::migrations();
    let first = migrations.len().saturating_sub(pending);
    let sizes = sizes(connection).await?;
    let tx = connection.begin().await?;
    // It is made in this transaction, which never commits.
    tx.execute_unprepared("CREATE SCHEMA wariin_plan; SET LOCAL search_path TO wariin_plan")
        .await?;
    if first > 0 {
        Migrator::up(&tx, Some(u32::try_from(first).unwrap_or(u32::MAX))).await?;
    }
    let mut steps = Vec::new();
    for migration in &migrations[first..] {
        let before = files(&tx).await?;
        let heard = Heard::default();
        Migrator::up(&tx, Some(1)).with_subscriber(heard.clone()).await?;
        let after = files(&tx).await?;
        let rewritten = |table: &str| match (before.get(table), after.get(table)) {
            (Some(before), Some(after)) => before != after,
            _ => false,
        };
        let mut new: BTreeSet<String> = BTreeSet::new();
        let statements = heard.statements().into_iter().filter_map(|sql| {
            let (table, lock) = lock(&sql)?;
            if sql.starts_with("CREATE TABLE") {
                new.insert(table.clone());
            }
            let is_new = new.contains(&table);
            let lock = match lock {
                _ if is_new => TableLock::None,
                TableLock::Moment if rewritten(&table) => TableLock::Rewrite,
                lock => lock,
            };
            let table = sizes.get(&table).filter(|_| !is_new).cloned();
            Some(PlannedStatement { sql, table, lock })
        });
        steps.push(PlannedStep {
            statements: statements.collect(),
            compatible_since: says(&tx, migration.name()).await?,
            name: migration.name().to_owned(),
        });
    }
    tx.rollback().await?;
    Ok(steps)
}

/// What the step says of earlier programs.
async fn says(tx: &DatabaseTransaction, step: &str) -> Result<Option<i32>, DbErr> {
    let is_there = rows(tx, "SELECT to_regclass('schema_step') IS NOT NULL AS it").await?;
    match is_there.first().map(|row| row.try_get::<bool>("", "it")).transpose()? {
        Some(true) => super::compatible_since(tx, step).await,
        Some(false) | None => Ok(None),
    }
}

/// The tables of the real schema. The number of rows is counted where the database has no estimate yet.
async fn sizes(connection: &DatabaseConnection) -> Result<BTreeMap<String, TableSize>, DbErr> {
    let sql = "SELECT relname::text AS name, reltuples::bigint AS tuples, pg_table_size(oid) AS bytes \
        FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace";
    let mut sizes = BTreeMap::new();
    for row in rows(connection, sql).await? {
        let name: String = row.try_get("", "name")?;
        let mut count: i64 = row.try_get("", "tuples")?;
        if count < 0 {
            let sql = format!("SELECT count(*) AS n FROM \"{name}\"");
            let counted = rows(connection, &sql).await?;
            count = counted.first().map(|row| row.try_get("", "n")).transpose()?.unwrap_or(0);
        }
        let size = TableSize { rows: count, bytes: row.try_get("", "bytes")?, name };
        sizes.insert(size.name.clone(), size);
    }
    Ok(sizes)
}

/// Which file each table of the trial is in: another one after a step that writes the table anew, be it empty.
async fn files(tx: &DatabaseTransaction) -> Result<BTreeMap<String, i64>, DbErr> {
    let sql = "SELECT relname::text AS name, relfilenode::bigint AS file FROM pg_class \
        WHERE relkind = 'r' AND relnamespace = 'wariin_plan'::regnamespace";
    let rows = rows(tx, sql).await?;
    rows.iter().map(|row| Ok((row.try_get("", "name")?, row.try_get("", "file")?))).collect()
}

async fn rows<C: ConnectionTrait>(
    connection: &C,
    sql: &str,
) -> Result<Vec<sea_orm_migration::sea_orm::QueryResult>, DbErr> {
    connection.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await
}

/// The table that a statement is about and what it locks there, by
/// <https://www.postgresql.org/docs/current/explicit-locking.html>; `None` for one that changes nothing.
fn lock(sql: &str) -> Option<(String, TableLock)> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')' | ';' | ',');
    let words: Vec<&str> = sql.split(is_between).filter(|word| !word.is_empty()).collect();
    let upper: Vec<String> = words.iter().map(|word| word.to_ascii_uppercase()).collect();
    let after = |keyword: &str| {
        let at = upper.iter().position(|word| word == keyword)? + 1;
        let skips = ["IF", "NOT", "EXISTS", "ONLY", "INTO", "FROM"];
        let skipped = upper[at..].iter().take_while(|word| skips.contains(&word.as_str())).count();
        words.get(at + skipped).map(|name| (*name).to_owned())
    };
    let has = |phrase: &str| upper.join(" ").contains(phrase);
    let (first, second) = (upper.first()?.as_str(), upper.get(1).map_or("", String::as_str));
    if words.iter().any(|word| *word == "seaql_migrations") {
        return None;
    }
    match (first, second) {
        ("CREATE", "TABLE") => Some((after("TABLE")?, TableLock::None)),
        ("CREATE", "INDEX" | "UNIQUE") => Some((after("ON")?, TableLock::Index)),
        ("ALTER", "TABLE") if has("ADD CONSTRAINT") || has("SET NOT NULL") => {
            Some((after("TABLE")?, TableLock::Scan))
        }
        ("ALTER", "TABLE") => Some((after("TABLE")?, TableLock::Moment)),
        ("DROP", "TABLE") => Some((after("TABLE")?, TableLock::Moment)),
        ("DROP", "INDEX") => Some((after("INDEX")?, TableLock::Moment)),
        ("UPDATE", _) => Some((after("UPDATE")?, TableLock::Rows)),
        ("INSERT", _) => Some((after("INSERT")?, TableLock::Rows)),
        ("DELETE", _) => Some((after("DELETE")?, TableLock::Rows)),
        _ => None,
    }
}

/// Hears every statement that the driver says it has run (target `sqlx::query`).
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<Vec<String>>>);

impl Heard {
    /// Each on one line.
    fn statements(&self) -> Vec<String> {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let parts = heard.iter().flat_map(|sql| sql.split(';'));
        let lines = parts.map(|sql| sql.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|sql| !sql.is_empty()).collect()
    }
}

impl Subscriber for Heard {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut said = Said::default();
        event.record(&mut said);
        let sql = if said.whole.trim().is_empty() { said.summary } else { said.whole };
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(sql);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// A short statement is in the summary, a longer one in a field of its own.
#[derive(Default)]
struct Said {
    summary: String,
    whole: String,
}

impl Visit for Said {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => value.clone_into(&mut self.whole),
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_statement_locks_follows_from_its_words() {
        for (sql, table, expected) in [
            (r#"CREATE TABLE IF NOT EXISTS "node" ( "name" varchar )"#, "node", TableLock::None),
            (r#"CREATE UNIQUE INDEX "i" ON "job" ("id")"#, "job", TableLock::Index),
            ("CREATE INDEX i ON job (state) WHERE state <> 'done'", "job", TableLock::Index),
            (r#"ALTER TABLE "job" ADD COLUMN "x" text"#, "job", TableLock::Moment),
            ("ALTER TABLE job ADD CONSTRAINT c CHECK (x > 0)", "job", TableLock::Scan),
            ("ALTER TABLE job ALTER COLUMN x SET NOT NULL", "job", TableLock::Scan),
            (r#"UPDATE "session" SET "x" = 1"#, "session", TableLock::Rows),
            ("DELETE FROM session", "session", TableLock::Rows),
            (r#"INSERT INTO "schema_step" ("step") VALUES ($1)"#, "schema_step", TableLock::Rows),
            ("DROP INDEX IF EXISTS old", "old", TableLock::Moment),
        ] {
            assert_eq!(lock(sql), Some((table.to_owned(), expected)), "{sql}");
        }
        for sql in ["SELECT 1", "SAVEPOINT s", "INSERT INTO seaql_migrations (version) VALUES ($1)"]
        {
            assert_eq!(lock(sql), None, "{sql}");
        }
    }
}
