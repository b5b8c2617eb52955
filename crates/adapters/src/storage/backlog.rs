//! What waits to be done, and how many connections are used: what a monitoring system asks for.

use super::SqlDatabase;
use super::error::{corrupt, failed};
use super::jobs::first_due;
use sea_orm::{ConnectionTrait, DbBackend, QueryResult, Statement};
use wariin_domain::{Timestamp, Uuid};
use wariin_ports::{Queue, StorageError};

/// What waits, as it was read by one query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// The jobs of each queue.
    pub queues: Vec<QueueBacklog>,
    /// Events that were committed and are not integrated in the log yet.
    pub log_events: u64,
}

/// The jobs of one queue that have not ended well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueBacklog {
    /// The queue.
    pub queue: Queue,
    /// How many wait, those that are worked on now among them.
    pub waiting: u64,
    /// How many are dead.
    pub dead: u64,
    /// When the one that waits longest is, or was, due for the first time: tries that failed make it no younger.
    pub oldest: Option<Timestamp>,
}

/// How many connections of a pool there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolUse {
    /// Those that a statement or a transaction has now.
    pub used: u32,
    /// Those that wait to be used.
    pub idle: u32,
}

/// How a database keeps what is committed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Durability {
    /// Its name and version.
    pub engine: String,
    /// The settings that decide it.
    pub settings: String,
    /// Whether what was acknowledged outlives a power cut.
    pub is_safe: bool,
}

impl SqlDatabase {
    /// What waits now.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn backlog(&self) -> Result<Backlog, StorageError> {
        // Each part stands on a partial index: the jobs that are done, and they are the many, are not read.
        let backend = self.reader.get_database_backend();
        let sql = format!(
            "SELECT queue, \
                SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END) AS waiting, \
                SUM(CASE WHEN state = 'dead' THEN 1 ELSE 0 END) AS dead, {} \
            FROM job WHERE state <> 'done' GROUP BY queue \
            UNION ALL SELECT '', COUNT(*), 0, NULL, NULL FROM log_pending WHERE refused = FALSE",
            oldest_columns(backend)
        );
        let statement = Statement::from_string(backend, sql);
        let rows = self.reader.query_all_raw(statement).await.map_err(failed)?;
        let none = |queue| QueueBacklog { queue, waiting: 0, dead: 0, oldest: None };
        let mut backlog = Backlog { queues: Queue::ALL.map(none).to_vec(), log_events: 0 };
        for row in rows {
            let queue: String = row.try_get("", "queue").map_err(failed)?;
            let number = |column: &str| {
                let number: i64 = row.try_get("", column).map_err(failed)?;
                u64::try_from(number).map_err(|_| corrupt("job.state"))
            };
            if queue.is_empty() {
                backlog.log_events = number("waiting")?;
            } else if let Some(found) = backlog.queues.iter_mut().find(|q| q.queue.name() == queue)
            {
                found.waiting = number("waiting")?;
                found.dead = number("dead")?;
                found.oldest = oldest_of(&row)?;
            }
        }
        Ok(backlog)
    }

    /// What kind of database it is and how it keeps what is committed, in words.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn durability(&self) -> Result<Durability, StorageError> {
        let backend = self.writer.get_database_backend();
        let sql = match backend {
            DbBackend::Postgres => {
                "SELECT 'PostgreSQL ' || current_setting('server_version') AS engine, \
                    'fsync ' || current_setting('fsync') || ', synchronous_commit ' || \
                    current_setting('synchronous_commit') AS settings, \
                    current_setting('fsync') = 'on' AND \
                    current_setting('synchronous_commit') <> 'off' AS is_safe"
            }
            _ => {
                "SELECT 'SQLite ' || sqlite_version() AS engine, \
                    'journal_mode ' || (SELECT journal_mode FROM pragma_journal_mode) || \
                    ', synchronous ' || (SELECT synchronous FROM pragma_synchronous) AS settings, \
                    (SELECT journal_mode FROM pragma_journal_mode) = 'wal' AND \
                    (SELECT synchronous FROM pragma_synchronous) >= 2 AS is_safe"
            }
        };
        let statement = Statement::from_string(backend, sql);
        let row = self.writer.query_one_raw(statement).await.map_err(failed)?;
        let row = row.ok_or_else(|| corrupt("settings"))?;
        Ok(Durability {
            engine: row.try_get("", "engine").map_err(failed)?,
            settings: row.try_get("", "settings").map_err(failed)?,
            is_safe: row.try_get("", "is_safe").map_err(failed)?,
        })
    }

    /// The pools by their names and how they are used. On `PostgreSQL` there is one for both purposes.
    pub fn pools(&self) -> [(&'static str, PoolUse); 2] {
        [("reader", self.reader.use_now()), ("writer", self.writer.use_now())]
    }
}

/// The columns that [`oldest_of`] reads: of the waiting jobs the first instant at which one is due that was not tried
/// yet, and the least id of the others. `run_at` moves on with each try that failed; an id begins with the instant at
/// which its job was due for the first time.
pub(super) fn oldest_columns(backend: DbBackend) -> String {
    // PostgreSQL has had no MIN of ids until 18.
    let id = if backend == DbBackend::Postgres { "CAST(id AS text)" } else { "hex(id)" };
    format!(
        "MIN(CASE WHEN state = 'waiting' AND attempts = 0 THEN run_at END) AS untried, \
         MIN(CASE WHEN state = 'waiting' AND attempts > 0 THEN {id} END) AS tried"
    )
}

/// When the job that waits longest was due for the first time.
pub(super) fn oldest_of(row: &QueryResult) -> Result<Option<Timestamp>, StorageError> {
    let untried: Option<i64> = row.try_get("", "untried").map_err(failed)?;
    let tried: Option<String> = row.try_get("", "tried").map_err(failed)?;
    let tried = tried.map(|id| Uuid::try_parse(&id)).transpose().map_err(|_| corrupt("job.id"))?;
    Ok(untried.map(Timestamp::from_micros).into_iter().chain(tried.map(first_due)).min())
}
