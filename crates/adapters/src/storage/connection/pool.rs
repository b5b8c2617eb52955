//! A pool of connections whose queries and transactions end in time.

use super::DatabaseLimits;
use super::latency::{Measured, measured};
use super::sqlite::{Durability, LastCommit, QUEUE, SetDurability};
use super::transaction::{Limit, Transaction};
use super::turns::{Purpose, Turn, Turns};
use crate::storage::PoolUse;
use async_trait::async_trait;
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, IsolationLevel,
    QueryResult, RuntimeErr, SqliteTransactionMode, Statement, TransactionOptions,
    TransactionTrait,
};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// How long a statement of [`Pace::Unhurried`] may take.
const UNHURRIED: Duration = Duration::from_mins(10);
/// How long it may do nothing.
const UNHURRIED_IDLE: Duration = Duration::from_mins(1);

/// How long a transaction may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::storage) enum Pace {
    /// A person waits for it.
    Request,
    /// No person waits: the integration of the log, or its check.
    Unhurried,
}

/// A pool of connections.
#[derive(Clone)]
pub(in crate::storage) struct Pool {
    connection: DatabaseConnection,
    limits: DatabaseLimits,
    /// Of `SQLite`'s only writing connection.
    last_commit: Option<LastCommit>,
    /// At that connection.
    turns: Option<(Turns, Purpose)>,
    /// Of that connection, and what statements of their own ask for.
    durability: (SetDurability, Durability),
}

impl Pool {
    pub(super) fn new(
        connection: DatabaseConnection,
        limits: DatabaseLimits,
        last_commit: Option<LastCommit>,
    ) -> Self {
        let turns = last_commit.as_ref().map(|_| (Turns::default(), Purpose::Request));
        let durability = (SetDurability::default(), Durability::AtOnce);
        Self { connection, limits, last_commit, turns, durability }
    }

    /// The same pool, for statements of their own of which a power cut may undo the last ones.
    pub(in crate::storage) fn lazy(&self) -> Self {
        let (set, _) = &self.durability;
        Self { durability: (set.clone(), Durability::WithTheNext), ..self.clone() }
    }

    /// The same pool, to write for this.
    pub(in crate::storage) fn writing_for(&self, purpose: Purpose) -> Self {
        let turns = self.turns.as_ref().map(|(turns, _)| (turns.clone(), purpose));
        Self { turns, ..self.clone() }
    }

    /// The turn at `SQLite`'s only writing connection.
    async fn turn(&self) -> Result<Option<Turn>, DbErr> {
        match &self.turns {
            None => Ok(None),
            Some((turns, purpose)) => {
                let turn = async { Ok(turns.take(*purpose).await) };
                measured(Measured::Turn, within(QUEUE, turn)).await.map(Some)
            }
        }
    }

    /// A statement of its own.
    async fn alone<T>(
        &self,
        statement: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        let _turn = self.turn().await?;
        self.set_durability(self.durability.1).await?;
        measured(Measured::Statement, within(self.limits.answer, statement)).await
    }

    /// How many of its connections are used now.
    pub(in crate::storage) fn use_now(&self) -> PoolUse {
        let (size, idle) = match self.connection.get_database_backend() {
            DbBackend::Postgres => {
                let pool = self.connection.get_postgres_connection_pool();
                (pool.size(), pool.num_idle())
            }
            _ => {
                let pool = self.connection.get_sqlite_connection_pool();
                (pool.size(), pool.num_idle())
            }
        };
        let idle = u32::try_from(idle).unwrap_or(u32::MAX);
        PoolUse { used: size.saturating_sub(idle), idle }
    }

    /// Sets what `SQLite`'s only writing connection does at a commit; to be called in one's turn only.
    async fn set_durability(&self, to: Durability) -> Result<(), DbErr> {
        let (set, _) = &self.durability;
        let statement = self.turns.as_ref().and_then(|_| set.to_set(to));
        let Some(statement) = statement else {
            return Ok(());
        };
        within(self.limits.answer, self.connection.execute_unprepared(statement)).await?;
        set.is_set(to);
        Ok(())
    }

    /// For the schema's migrations, which take as long as they take.
    pub(in crate::storage) fn unlimited(&self) -> &DatabaseConnection {
        &self.connection
    }

    /// Closes its connections.
    pub(in crate::storage) async fn close(&self) -> Result<(), DbErr> {
        self.connection.clone().close().await
    }

    /// Begins a transaction that writes.
    pub(in crate::storage) async fn begin(&self, pace: Pace) -> Result<Transaction, DbErr> {
        let mode = match self.connection.get_database_backend() {
            DbBackend::Sqlite => Some(SqliteTransactionMode::Immediate),
            _ => None,
        };
        let options =
            TransactionOptions { sqlite_transaction_mode: mode, ..TransactionOptions::default() };
        self.begin_with(options, pace).await
    }

    /// Begins a transaction that sees the database as it is now, whatever is committed meanwhile.
    pub(in crate::storage) async fn snapshot(&self) -> Result<Transaction, DbErr> {
        let options = match self.connection.get_database_backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            _ => TransactionOptions::default(),
        };
        self.begin_with(options, Pace::Unhurried).await
    }

    async fn begin_with(
        &self,
        options: TransactionOptions,
        pace: Pace,
    ) -> Result<Transaction, DbErr> {
        let begun = Instant::now();
        let turn = self.turn().await?;
        self.set_durability(Durability::AtOnce).await?;
        let begun_in_time = within(self.limits.answer, self.connection.begin_with_options(options));
        let inner = measured(Measured::Begin, begun_in_time).await?;
        let limit = match pace {
            Pace::Request => Limit::Together(self.limits.answer.saturating_sub(begun.elapsed())),
            Pace::Unhurried => Limit::Each(UNHURRIED),
        };
        let transaction = Transaction::new(inner, limit, self.last_commit.clone(), turn);
        if pace == Pace::Unhurried && transaction.get_database_backend() == DbBackend::Postgres {
            let longer = format!(
                "SET LOCAL statement_timeout = {}; \
                 SET LOCAL idle_in_transaction_session_timeout = {}",
                UNHURRIED.as_millis(),
                UNHURRIED_IDLE.as_millis()
            );
            transaction.execute_unprepared(&longer).await?;
        }
        Ok(transaction)
    }
}

#[async_trait]
impl ConnectionTrait for Pool {
    fn get_database_backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.alone(self.connection.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.alone(self.connection.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.alone(self.connection.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.alone(self.connection.query_all_raw(statement)).await
    }
}

/// The answer, if it comes in time.
pub(super) async fn within<T>(
    limit: Duration,
    answer: impl Future<Output = Result<T, DbErr>>,
) -> Result<T, DbErr> {
    match timeout(limit, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(DbErr::Conn(RuntimeErr::Internal("no answer in time".to_owned()))),
    }
}
