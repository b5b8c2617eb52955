//! What `wariin migrate` would do to a `PostgreSQL` database: every statement of every step that is missing, seen by
//! taking the steps in an empty schema beside the real one, which is rolled back.

use super::Migrator;
use sea_orm_migration::MigratorTrait;
use sea_orm_migration::sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, Statement,
    TransactionTrait,
};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// How many bytes of a table are read, or written anew, in a second: on the slow side, so that a plan promises nothing.
const BYTES_A_SECOND: i64 = 20_000_000;

/// One step that is missing. It is one transaction: what it locks is free again when all of it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedStep {
    /// Its name.
    pub name: String,
    /// How many steps a program has to know to go on beside it; `None` when the step does not say.
    pub compatible_since: Option<i32>,
    /// What it does, in order, each on one line; what only reads the schema is left out.
    pub statements: Vec<String>,
    /// The tables that were there before and that it locks, each once.
    pub tables: Vec<LockedTable>,
}

/// A table that a step locks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedTable {
    /// The table.
    pub table: TableSize,
    /// The strongest of its locks.
    pub lock: TableLock,
    /// For how many seconds it is locked, as a rough estimate: from its first lock to the end of the step.
    pub seconds: i64,
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

/// What waits for a statement, from the weakest lock to the strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableLock {
    /// Nothing: what it is about is new.
    None,
    /// Those who write the same rows (`ROW EXCLUSIVE`).
    Rows,
    /// All who write to the table, since another one refers to it (`SHARE ROW EXCLUSIVE`).
    Referenced,
    /// All who write to the table (`SHARE`), while an index is built.
    Index,
    /// All who use the table (`ACCESS EXCLUSIVE`); no row is touched.
    Moment,
    /// All who use the table, while all of it is read (`ACCESS EXCLUSIVE`).
    Scan,
    /// All who use the table, while all of it is written anew (`ACCESS EXCLUSIVE`).
    Rewrite,
}

impl TableLock {
    /// For how many seconds the statement with this lock works on the table, as a rough estimate.
    const fn seconds(self, table: &TableSize) -> i64 {
        match self {
            Self::None | Self::Referenced | Self::Moment => 0,
            Self::Rows | Self::Index | Self::Scan | Self::Rewrite => table.bytes / BYTES_A_SECOND,
        }
    }
}

/// What the statements of a step lock, in their order.
#[derive(Default)]
struct Locks(Vec<LockedTable>);

impl Locks {
    /// A statement locks these tables, and all that were locked before stay so while it works.
    fn add(&mut self, locks: &[(TableSize, TableLock)]) {
        let seconds: i64 = locks.iter().map(|(table, lock)| lock.seconds(table)).sum();
        for (table, lock) in locks {
            match self.0.iter_mut().find(|locked| locked.table.name == table.name) {
                Some(locked) => locked.lock = locked.lock.max(*lock),
                None => {
                    self.0.push(LockedTable { table: table.clone(), lock: *lock, seconds: 0 });
                }
            }
        }
        for locked in &mut self.0 {
            locked.seconds += seconds;
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
        let (before, indexes) = (files(&tx).await?, indexes(&tx).await?);
        let heard = Heard::default();
        Migrator::up(&tx, Some(1)).with_subscriber(heard.clone()).await?;
        let after = files(&tx).await?;
        let rewritten = |table: &str| match (before.get(table), after.get(table)) {
            (Some(before), Some(after)) => before != after,
            _ => false,
        };
        // What was not there before this step waits for nothing, and neither does what an earlier planned step makes.
        let locked = |(name, lock): (String, TableLock)| {
            let name = indexes.get(&name).unwrap_or(&name);
            let table = sizes.get(name).filter(|_| before.contains_key(name))?.clone();
            let is_rewritten = lock == TableLock::Moment && rewritten(name);
            Some((table, if is_rewritten { TableLock::Rewrite } else { lock }))
        };
        let (mut statements, mut all) = (Vec::new(), Locks::default());
        for sql in heard.statements() {
            let found = locks(&sql);
            if !found.is_empty() {
                statements.push(sql);
                all.add(&found.into_iter().filter_map(locked).collect::<Vec<_>>());
            }
        }
        steps.push(PlannedStep {
            statements,
            tables: all.0,
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

/// Which table each index of the trial is of.
async fn indexes(tx: &DatabaseTransaction) -> Result<BTreeMap<String, String>, DbErr> {
    let sql = "SELECT indexname::text AS name, tablename::text AS of FROM pg_indexes \
        WHERE schemaname = 'wariin_plan'";
    let rows = rows(tx, sql).await?;
    rows.iter().map(|row| Ok((row.try_get("", "name")?, row.try_get("", "of")?))).collect()
}

async fn rows<C: ConnectionTrait>(
    connection: &C,
    sql: &str,
) -> Result<Vec<sea_orm_migration::sea_orm::QueryResult>, DbErr> {
    connection.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await
}

/// The tables that a statement is about and what it locks there, by
/// <https://www.postgresql.org/docs/current/explicit-locking.html>, those that a new reference leads to among them; none
/// for one that changes nothing.
fn locks(sql: &str) -> Vec<(String, TableLock)> {
    let is_between = |c: char| c.is_whitespace() || matches!(c, '"' | '(' | ')' | ';' | ',');
    let words: Vec<&str> = sql.split(is_between).filter(|word| !word.is_empty()).collect();
    let Some(own) = own_lock(&words) else { return Vec::new() };
    let refers = words.windows(2).filter(|pair| pair[0].eq_ignore_ascii_case("REFERENCES"));
    let referenced = refers.map(|pair| (pair[1].to_owned(), TableLock::Referenced));
    std::iter::once(own).chain(referenced).collect()
}

/// The table that a statement is about, without those that it refers to.
fn own_lock(words: &[&str]) -> Option<(String, TableLock)> {
    let upper: Vec<String> = words.iter().map(|word| word.to_ascii_uppercase()).collect();
    let after = |keyword: &str| {
        let at = upper.iter().position(|word| word == keyword)? + 1;
        let skips = ["IF", "NOT", "EXISTS", "ONLY", "INTO", "FROM"];
        let skipped = upper[at..].iter().take_while(|word| skips.contains(&word.as_str())).count();
        words.get(at + skipped).map(|name| (*name).to_owned())
    };
    let has = |phrase: &str| upper.join(" ").contains(phrase);
    let (first, second) = (upper.first()?.as_str(), upper.get(1).map_or("", String::as_str));
    if words.contains(&"seaql_migrations") {
        return None;
    }
    match (first, second) {
        ("CREATE", "TABLE") => Some((after("TABLE")?, TableLock::None)),
        ("CREATE", "INDEX" | "UNIQUE") => Some((after("ON")?, TableLock::Index)),
        ("ALTER", "TABLE") if has("ADD CONSTRAINT") || has("SET NOT NULL") => {
            Some((after("TABLE")?, TableLock::Scan))
        }
        ("ALTER" | "DROP", "TABLE") => Some((after("TABLE")?, TableLock::Moment)),
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
            assert_eq!(locks(sql), [(table.to_owned(), expected)], "{sql}");
        }
        let refers =
            r#"CREATE TABLE "a" ( "b" uuid, FOREIGN KEY ("b") REFERENCES "document" ("id") )"#;
        let (own, other) = (("a", TableLock::None), ("document", TableLock::Referenced));
        assert_eq!(locks(refers), [own, other].map(|(table, lock)| (table.to_owned(), lock)));
        for sql in ["SELECT 1", "SAVEPOINT s", "INSERT INTO seaql_migrations (version) VALUES ($1)"]
        {
            assert_eq!(locks(sql), [], "{sql}");
        }
    }

    #[test]
    fn a_table_is_locked_by_its_strongest_lock_from_the_first_one_to_the_end_of_the_step() {
        let table = |name: &str, seconds: i64| TableSize {
            name: name.to_owned(),
            rows: 1,
            bytes: seconds * BYTES_A_SECOND,
        };
        let (small, large) = (table("small", 1), table("large", 100));
        let mut locks = Locks::default();
        locks.add(&[(small.clone(), TableLock::Rows)]);
        locks.add(&[(large.clone(), TableLock::Index)]);
        locks.add(&[(small, TableLock::Moment), (large.clone(), TableLock::Referenced)]);
        locks.add(&[(large, TableLock::Scan)]);
        let found: Vec<_> = locks.0.iter().map(|l| (&*l.table.name, l.lock, l.seconds)).collect();
        let expected = [("small", TableLock::Moment, 201), ("large", TableLock::Scan, 200)];
        assert_eq!(found, expected);
    }
}
