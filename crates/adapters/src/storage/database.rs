//! The database: one writer and a pool of readers on `SQLite`, one pool on `PostgreSQL`.

use super::audit::AuditKeys;
use super::connection::{
    Access, DatabaseLimits, Pace, Pool, Purpose, Unreachable, connect_postgres, connect_sqlite,
    keeping_alive, make_private, reach,
};
use super::error::{corrupt, failed};
use super::jobs::QueueNotifier;
use super::migration::{self, Migrator, PlannedStep, SchemaStanding};
use super::work::SqlWork;
use crate::master_key::{DerivedKey, MasterKey};
use async_trait::async_trait;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use sea_orm_migration::MigratorTrait;
use std::fmt;
use std::path::Path;
use std::sync::Arc;
use url::Url;
use wariin_domain::Timestamp;
use wariin_ports::{Storage, StorageError, UnitOfWork};

/// A database that holds everything but the files.
#[derive(Clone)]
pub struct SqlDatabase {
    pub(super) writer: Pool,
    pub(super) reader: Pool,
    pub(super) audit_keys: AuditKeys,
    /// Under which client secrets and ID token evidence are encrypted.
    pub(super) idp_key: DerivedKey,
    /// From which all keys are derived.
    pub(super) master: MasterKey,
    pub(super) notifier: Arc<QueueNotifier>,
    /// Under which name this process claims jobs.
    pub(super) node: Arc<str>,
}

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SqlError {
    /// It does not answer, or refuses a statement.
    #[error("the database cannot be used")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Its address cannot be read. The address is not repeated: it may hold a password.
    #[error(
        "the address of the database cannot be read ({0}); in a password write # as %23, @ as %40 and / as %2F"
    )]
    Address(String),
    /// No connection to its server comes about.
    #[error("{0}")]
    Unreachable(Unreachable),
    /// It was made by an older version of this program.
    #[error("the database is older than this program; run `wariin migrate` ({pending} to go)")]
    Outdated {
        /// How many migrations are missing.
        pending: usize,
    },
    /// It was made by a newer version, which says that this one cannot use it.
    #[error(
        "the schema of the database is that of a newer release (its newest step is {newest}, {why}); start the newer \
         release, or restore the backup from before the upgrade"
    )]
    TooNew {
        /// The newest step.
        newest: String,
        /// Why this program cannot use it.
        why: String,
    },
    /// It is not to be touched while others use it.
    #[error("the database is in use; stop the service first")]
    InUse,
    /// It holds something that would be lost.
    #[error("the database is not empty")]
    NotEmpty,
}

impl SqlDatabase {
    /// Opens the `SQLite` file, making and migrating it when needed. The files can be read by their owner only.
    ///
    /// # Errors
    /// [`SqlError::TooNew`] or [`SqlError::Database`].
    pub async fn open_sqlite(file: &Path, master: &MasterKey) -> Result<Self, SqlError> {
        make_private(file).map_err(bad)?;
        let writer = connect_sqlite(file, Access::Write).await.map_err(bad)?;
        bring_up_to_date(writer.unlimited()).await?;
        let reader = connect_sqlite(file, Access::Read).await.map_err(bad)?;
        Ok(Self::of(writer, reader, master))
    }

    /// Opens an `SQLite` file that is there, and changes nothing of it.
    ///
    /// # Errors
    /// [`SqlError::Outdated`] when it has the schema of an older release, [`SqlError::TooNew`], or
    /// [`SqlError::Database`].
    pub async fn open_sqlite_as_it_is(file: &Path, master: &MasterKey) -> Result<Self, SqlError> {
        std::fs::metadata(file).map_err(bad)?;
        let pool = connect_sqlite(file, Access::Write).await.map_err(bad)?;
        expect_usable(pool.unlimited()).await?;
        Ok(Self::of(pool.clone(), pool, master))
    }

    /// Connects to a `PostgreSQL` database (`postgres://…`) whose schema is up to date.
    ///
    /// # Errors
    /// [`SqlError::Unreachable`], [`SqlError::Outdated`] when `wariin migrate` has to run first, [`SqlError::TooNew`],
    /// or [`SqlError::Database`].
    pub async fn connect_postgres(url: &str, master: &MasterKey) -> Result<Self, SqlError> {
        Self::connect_postgres_within(url, master, DatabaseLimits::default()).await
    }

    /// The same, with limits of one's own.
    ///
    /// # Errors
    /// As [`SqlDatabase::connect_postgres`].
    pub async fn connect_postgres_within(
        url: &str,
        master: &MasterKey,
        limits: DatabaseLimits,
    ) -> Result<Self, SqlError> {
        expect_address(url)?;
        reach(url, limits.acquire).await.map_err(SqlError::Unreachable)?;
        let pool = connect_postgres(url, limits).await.map_err(bad)?;
        expect_usable(pool.unlimited()).await?;
        Ok(Self::of(pool.clone(), pool, master))
    }

    /// Brings the schema of a `PostgreSQL` database up to date; two at once wait for each other.
    ///
    /// # Errors
    /// [`SqlError::Unreachable`], [`SqlError::TooNew`] or [`SqlError::Database`].
    pub async fn migrate_postgres(url: &str) -> Result<(), SqlError> {
        let connection = connect_alone(url, false).await?;
        connection.execute_unprepared("SELECT pg_advisory_lock(5219040061)").await.map_err(bad)?;
        bring_up_to_date(&connection).await?;
        connection.close().await.map_err(bad)
    }

    /// What bringing the schema of a `PostgreSQL` database up to date would do; nothing is changed. The steps are tried
    /// in a schema of their own, in which there are no rows, and which is gone afterwards.
    ///
    /// # Errors
    /// [`SqlError::TooNew`] or [`SqlError::Database`], also when the role may not make a schema.
    pub async fn plan_postgres(url: &str) -> Result<Vec<PlannedStep>, SqlError> {
        let connection = connect_alone(url, true).await?;
        let planned = match expect_usable(&connection).await {
            Ok(()) => Vec::new(),
            Err(SqlError::Outdated { pending }) => {
                migration::plan(&connection, pending).await.map_err(bad)?
            }
            Err(error) => return Err(error),
        };
        connection.close().await.map_err(bad)?;
        Ok(planned)
    }

    /// Whether a `PostgreSQL` database whose schema is up to date holds accounts; no key is needed to say so.
    ///
    /// # Errors
    /// As [`SqlDatabase::connect_postgres`].
    pub async fn postgres_has_accounts(url: &str) -> Result<bool, SqlError> {
        let connection = connect_alone(url, false).await?;
        expect_usable(&connection).await?;
        let sql = "SELECT EXISTS (SELECT 1 FROM account) AS it";
        let statement = Statement::from_string(DbBackend::Postgres, sql);
        let row = connection.query_one_raw(statement).await.map_err(bad)?;
        let has = row.map(|row| row.try_get("", "it")).transpose().map_err(bad)?;
        connection.close().await.map_err(bad)?;
        Ok(has.unwrap_or(false))
    }

    /// The steps that an `SQLite` file lacks, all of them when there is none.
    ///
    /// # Errors
    /// [`SqlError::TooNew`] or [`SqlError::Database`].
    pub async fn missing_in_sqlite(file: &Path) -> Result<Vec<String>, SqlError> {
        let names: Vec<String> =
            Migrator::migrations().iter().map(|step| step.name().to_owned()).collect();
        if !file.exists() {
            return Ok(names);
        }
        let pool = connect_sqlite(file, Access::Read).await.map_err(bad)?;
        match expect_usable(pool.unlimited()).await {
            Ok(()) => Ok(Vec::new()),
            Err(SqlError::Outdated { pending }) => {
                Ok(names[names.len().saturating_sub(pending)..].to_vec())
            }
            Err(error) => Err(error),
        }
    }

    pub(super) fn of(writer: Pool, reader: Pool, master: &MasterKey) -> Self {
        let notifier = Arc::new(QueueNotifier::default());
        let audit_keys = AuditKeys::of(master);
        let idp_key = master.derive("idp-secret");
        let (master, node) = (master.clone(), "node".into());
        Self { writer, reader, audit_keys, idp_key, master, notifier, node }
    }

    /// The same database, to write for this: on `SQLite`, where all writers take turns at one connection, each
    /// purpose has a line of its own.
    #[must_use]
    pub fn writing_for(&self, purpose: Purpose) -> Self {
        Self { writer: self.writer.writing_for(purpose), ..self.clone() }
    }

    /// The same database for a process of this name. The name stays the same when the process is
    /// started again, and no other process has it at the same time: the process takes back the jobs
    /// that its predecessor held. It has claimed none yet.
    #[must_use]
    pub fn of_node(self, name: &str) -> Self {
        let notifier = Arc::new(QueueNotifier::default());
        Self { node: name.into(), notifier, ..self }
    }
}

#[async_trait]
impl Storage for SqlDatabase {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        let tx = self.writer.begin(Pace::Request).await.map_err(failed)?;
        Ok(Box::new(SqlWork::new(tx, self)))
    }

    async fn time(&self) -> Result<Option<Timestamp>, StorageError> {
        let backend = self.reader.get_database_backend();
        if backend != DbBackend::Postgres {
            return Ok(None);
        }
        let sql = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now";
        let statement = Statement::from_string(backend, sql);
        let row = self.reader.query_one_raw(statement).await.map_err(failed)?;
        let row = row.ok_or_else(|| corrupt("clock_timestamp"))?;
        Ok(Some(Timestamp::from_micros(row.try_get("", "now").map_err(failed)?)))
    }
}

impl fmt::Debug for SqlDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqlDatabase(..)")
    }
}

/// One connection without limits of time; with `tells`, its driver says which statements it runs.
async fn connect_alone(url: &str, tells: bool) -> Result<DatabaseConnection, SqlError> {
    expect_address(url)?;
    reach(url, DatabaseLimits::default().acquire).await.map_err(SqlError::Unreachable)?;
    let level = "trace".parse().map_err(|_| bad("there is no such level"))?;
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .sqlx_logging(tells)
        .sqlx_logging_level(level)
        .record_stmt_in_spans(false)
        .map_sqlx_postgres_opts(keeping_alive);
    Database::connect(options).await.map_err(bad)
}

/// The library's own error would repeat the whole address.
fn expect_address(url: &str) -> Result<(), SqlError> {
    Url::parse(url).map(|_| ()).map_err(|why| SqlError::Address(why.to_string()))
}

/// Makes sure that this program may use the schema as it is.
///
/// # Errors
/// [`SqlError::Outdated`], [`SqlError::TooNew`] or [`SqlError::Database`].
pub(super) async fn expect_usable(connection: &DatabaseConnection) -> Result<(), SqlError> {
    match migration::standing(connection).await.map_err(bad)? {
        SchemaStanding::Current => Ok(()),
        SchemaStanding::Behind { pending } => Err(SqlError::Outdated { pending }),
        SchemaStanding::Ahead { newest } => {
            tracing::warn!(
                step = newest,
                "the schema of the database is that of a newer release, which lets this one use it"
            );
            Ok(())
        }
        SchemaStanding::TooNew { newest, needs, known } => {
            let why = needs.map_or_else(
                || "which does not say that earlier programs may use it".to_owned(),
                |needs| {
                    format!(
                        "which programs that know {needs} steps may use; this one knows {known}"
                    )
                },
            );
            Err(SqlError::TooNew { newest, why })
        }
    }
}

/// Takes the steps that are missing. A newer schema that this program may use stays as it is.
///
/// # Errors
/// [`SqlError::TooNew`] or [`SqlError::Database`].
pub(super) async fn bring_up_to_date(connection: &DatabaseConnection) -> Result<(), SqlError> {
    match expect_usable(connection).await {
        Err(SqlError::Outdated { .. }) => Migrator::up(connection, None).await.map_err(bad),
        usable => usable,
    }
}

pub(super) fn bad(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> SqlError {
    SqlError::Database(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    // EV-03
    #[tokio::test]
    async fn an_address_that_cannot_be_read_is_not_repeated() {
        let master = MasterKey::from_bytes([1; 32]);
        let url = "postgres://wariin:himitsu#@127.0.0.1:1/wariin";
        let refused = SqlDatabase::connect_postgres(url, &master).await.unwrap_err();
        let told = format!("{refused} {refused:?}");
        assert!(matches!(refused, SqlError::Address(_)), "{told}");
        assert!(!told.contains("himitsu"), "{told}");
        let refused = SqlDatabase::migrate_postgres(url).await.unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("himitsu"));
    }
}
