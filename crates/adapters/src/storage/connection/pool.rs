//! A pool of connections whose queries and transactions end in time.

use super::DatabaseLimits;
use super::sqlite::LastCommit;
use super::transaction::{Limit, Transaction};
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
}

impl Pool {
    pub(super) fn new(
        connection: DatabaseConnection,
        limits: DatabaseLimits,
        last_commit: Option<LastCommit>,
    ) -> Self {
        Self { connection, limits, last_commit }
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
        let inner = within(self.limits.answer, self.connection.begin_with_options(options)).await?;
        let limit = match pace {
            Pace::Request => Limit::Together(self.limits.answer.saturating_sub(begun.elapsed())),
            Pace::Unhurried => Limit::Each(UNHURRIED),
        };
        let transaction = Transaction::new(inner, limit, self.last_commit.clone());
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
        within(self.limits.answer, self.connection.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        within(self.limits.answer, self.connection.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        within(self.limits.answer, self.connection.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        within(self.limits.answer, self.connection.query_all_raw(statement)).await
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
