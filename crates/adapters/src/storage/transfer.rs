//! The whole contents of a database: as one `SQLite` file, as they are at one moment, and from such a file
//! into an empty database of either engine.

mod rows;

use super::SqlDatabase;
use super::connection::{
    Access, Pace, Pool, connect_only_session, connect_snapshot, connect_sqlite, other_sessions,
};
use super::database::{SqlError, bad, expect_usable};
use super::migration::Migrator;
use crate::master_key::MasterKey;
use crate::private_file;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, Statement};
use sea_orm_migration::MigratorTrait;
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};
use wariin_domain::FileDigest;
use wariin_ports::StorageError;

/// How long the server may take to end sessions that were closed.
const CLOSING: Duration = Duration::from_secs(2);

impl SqlDatabase {
    /// Writes everything into a new `SQLite` file, as it is at one moment, while others go on writing.
    ///
    /// # Errors
    /// [`SqlError::Database`].
    pub(crate) async fn snapshot_into(&self, file: &Path) -> Result<(), SqlError> {
        private_file::create(file).map_err(bad)?;
        match self.reader.get_database_backend() {
            DbBackend::Sqlite => {
                let path = file.to_str().ok_or_else(|| bad("the path is not UTF-8"))?;
                let sql = "VACUUM INTO $1";
                let vacuum = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [path.into()]);
                self.reader.unlimited().execute_raw(vacuum).await.map_err(bad)?;
            }
            _ => {
                let target = connect_sqlite(file, Access::Write).await.map_err(bad)?;
                Migrator::up(target.unlimited(), None).await.map_err(bad)?;
                let from = self.reader.snapshot().await.map_err(bad)?;
                let to = target.begin(Pace::Unhurried).await.map_err(bad)?;
                rows::copy_all(&from, &to).await.map_err(bad)?;
                to.commit().await.map_err(bad)?;
                settle(&target).await?;
            }
        }
        Ok(())
    }

    /// Opens a snapshot to be read, where it lies and without a change to it.
    ///
    /// # Errors
    /// [`SqlError::Outdated`] when it has the schema of an older release, or [`SqlError::Database`].
    pub(crate) async fn open_snapshot(file: &Path, master: &MasterKey) -> Result<Self, SqlError> {
        let pool = connect_snapshot(file).await.map_err(bad)?;
        expect_usable(pool.unlimited()).await?;
        Ok(Self::of(pool.clone(), pool, master))
    }

    /// Brings a `PostgreSQL` database up to date and fills it with everything from this one, a snapshot that
    /// was brought up to date, in one transaction.
    ///
    /// # Errors
    /// [`SqlError::InUse`] while other sessions are connected to it, [`SqlError::NotEmpty`] when it holds
    /// something that is not to be replaced, or [`SqlError::Database`].
    pub(crate) async fn fill_postgres(&self, url: &str, replaces: bool) -> Result<(), SqlError> {
        Self::migrate_postgres(url).await?;
        let pool = connect_only_session(url).await.map_err(bad)?;
        expect_no_other_session(&pool).await?;
        let from = self.reader.snapshot().await.map_err(bad)?;
        let to = pool.begin(Pace::Unhurried).await.map_err(bad)?;
        if !rows::is_empty(&to).await.map_err(bad)? {
            if !replaces {
                return Err(SqlError::NotEmpty);
            }
            rows::remove_all(&to).await.map_err(bad)?;
        }
        rows::copy_all(&from, &to).await.map_err(bad)?;
        to.commit().await.map_err(bad)?;
        pool.close().await.map_err(bad)
    }

    /// Whether neither accounts nor events are there.
    ///
    /// # Errors
    /// [`SqlError::Database`].
    pub async fn is_empty(&self) -> Result<bool, SqlError> {
        let tx = self.reader.snapshot().await.map_err(bad)?;
        rows::is_empty(&tx).await.map_err(bad)
    }

    /// The digests of all bytes that documents, templates and organisations need.
    pub(crate) async fn digests(&self) -> Result<BTreeSet<FileDigest>, StorageError> {
        rows::digests(self.reader.unlimited()).await
    }

    /// How many events there are.
    pub(crate) async fn count_events(&self) -> Result<u64, SqlError> {
        use sea_orm::PaginatorTrait;
        let events = super::entity::audit_event::Entity::find();
        events.count(self.reader.unlimited()).await.map_err(bad)
    }

    /// Closes every connection; of an `SQLite` database only its one file is left.
    ///
    /// # Errors
    /// [`SqlError::Database`], also while another process uses the file.
    pub async fn close(self) -> Result<(), SqlError> {
        let is_file = self.writer.get_database_backend() == DbBackend::Sqlite;
        self.reader.close().await.map_err(bad)?;
        if is_file { settle(&self.writer).await } else { self.writer.close().await.map_err(bad) }
    }

    /// Makes sure that no other process uses this `SQLite` file, and leaves nothing beside it. A file that
    /// is damaged is left as it is.
    ///
    /// # Errors
    /// [`SqlError::InUse`].
    pub async fn leave_file(file: &Path) -> Result<(), SqlError> {
        let Ok(pool) = connect_sqlite(file, Access::Write).await else {
            return Ok(());
        };
        match settle(&pool).await {
            Err(SqlError::Database(why)) if is_locked(&*why) => Err(SqlError::InUse),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

/// Waits a moment for sessions that were closed just now: the server ends them after it was told to.
async fn expect_no_other_session(pool: &Pool) -> Result<(), SqlError> {
    let begun = Instant::now();
    while other_sessions(pool).await.map_err(bad)? > 0 {
        if begun.elapsed() > CLOSING {
            return Err(SqlError::InUse);
        }
        tokio::time::sleep(CLOSING / 20).await;
    }
    Ok(())
}

/// Takes the log beside the file into the file, and closes it.
async fn settle(pool: &Pool) -> Result<(), SqlError> {
    let mode = Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode = DELETE");
    let row = pool.unlimited().query_one_raw(mode).await.map_err(bad)?;
    let mode: Option<String> = row.and_then(|row| row.try_get("", "journal_mode").ok());
    pool.close().await.map_err(bad)?;
    if mode.as_deref() == Some("delete") { Ok(()) } else { Err(bad(locked())) }
}

fn locked() -> io::Error {
    io::Error::new(io::ErrorKind::ResourceBusy, "the database is locked by another process")
}

fn is_locked(error: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    error.to_string().contains("locked")
}
