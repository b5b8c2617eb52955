//! Connecting: one writer and a pool of readers on `SQLite`, one pool on `PostgreSQL`.

use super::audit::AuditKeys;
use super::jobs::QueueNotifier;
use super::migration::{self, Migrator};
use super::work::SqlWork;
use crate::master_key::{DerivedKey, MasterKey};
use async_trait::async_trait;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DbBackend, DbErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};
use sea_orm_migration::MigratorTrait;
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use wariin_ports::{Storage, StorageError, UnitOfWork};

/// A database that holds everything but the files.
#[derive(Clone)]
pub struct SqlDatabase {
    pub(super) writer: DatabaseConnection,
    pub(super) reader: DatabaseConnection,
    pub(super) audit_keys: AuditKeys,
    /// Under which client secrets and ID token evidence are encrypted.
    pub(super) idp_key: DerivedKey,
    pub(super) notifier: Arc<QueueNotifier>,
}

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SqlError {
    /// It does not answer, or refuses a statement.
    #[error("the database cannot be used")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It was made by an older version of this program.
    #[error("the database is older than this program; run `wariin migrate` ({pending} to go)")]
    Outdated {
        /// How many migrations are missing.
        pending: usize,
    },
}

impl SqlDatabase {
    /// Opens the `SQLite` file, making and migrating it when needed.
    ///
    /// # Errors
    /// [`SqlError::Database`].
    pub async fn open_sqlite(file: &Path, master: &MasterKey) -> Result<Self, SqlError> {
        let url = format!("sqlite://{}?mode=rwc", file.display());
        let writer = Database::connect(sqlite_options(&url, 1, false)).await.map_err(bad)?;
        Migrator::up(&writer, None).await.map_err(bad)?;
        let reader = Database::connect(sqlite_options(&url, 8, true)).await.map_err(bad)?;
        Ok(Self::of(writer, reader, master))
    }

    /// Connects to a `PostgreSQL` database (`postgres://…`) whose schema is up to date.
    ///
    /// # Errors
    /// [`SqlError::Outdated`] when `wariin migrate` has to run first, or [`SqlError::Database`].
    pub async fn connect_postgres(url: &str, master: &MasterKey) -> Result<Self, SqlError> {
        let pool = postgres(url).await?;
        let pending = migration::pending(&pool).await.map_err(bad)?;
        if pending > 0 {
            return Err(SqlError::Outdated { pending });
        }
        Ok(Self::of(pool.clone(), pool, master))
    }

    /// Brings the schema of a `PostgreSQL` database up to date; two at once wait for each other.
    ///
    /// # Errors
    /// [`SqlError::Database`].
    pub async fn migrate_postgres(url: &str) -> Result<(), SqlError> {
        use sea_orm::ConnectionTrait;
        let mut options = ConnectOptions::new(url);
        options.max_connections(1).sqlx_logging(false).record_stmt_in_spans(false);
        let connection = Database::connect(options).await.map_err(bad)?;
        connection.execute_unprepared("SELECT pg_advisory_lock(5219040061)").await.map_err(bad)?;
        Migrator::up(&connection, None).await.map_err(bad)?;
        connection.close().await.map_err(bad)
    }

    fn of(writer: DatabaseConnection, reader: DatabaseConnection, master: &MasterKey) -> Self {
        let notifier = Arc::new(QueueNotifier::default());
        let audit_keys = AuditKeys::of(master);
        let idp_key = master.derive("idp-secret");
        Self { writer, reader, audit_keys, idp_key, notifier }
    }
}

#[async_trait]
impl Storage for SqlDatabase {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        let options = TransactionOptions {
            sqlite_transaction_mode: (self.writer.get_database_backend() == DbBackend::Sqlite)
                .then_some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let tx = self.writer.begin_with_options(options).await.map_err(super::error::failed)?;
        Ok(Box::new(SqlWork::new(tx, self)))
    }
}

impl fmt::Debug for SqlDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqlDatabase(..)")
    }
}

/// `synchronous=FULL`: an acknowledged consent survives a power cut.
fn sqlite_options(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(5))
                .foreign_keys(true)
                .read_only(read_only)
        });
    options
}

async fn postgres(url: &str) -> Result<DatabaseConnection, SqlError> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(16)
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .record_stmt_in_spans(false);
    Database::connect(options).await.map_err(bad)
}

fn bad(error: DbErr) -> SqlError {
    SqlError::Database(error.into())
}
