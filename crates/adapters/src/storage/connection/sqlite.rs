//! `SQLite`: one writing connection and a pool of reading ones, in files that only their owner can read.

use super::DatabaseLimits;
use super::pool::Pool;
use sea_orm::{ConnectOptions, Database, DbErr};
use sqlx::Connection;
use sqlx::pool::PoolOptions;
use sqlx::sqlite::{Sqlite, SqliteJournalMode, SqliteSynchronous};
use std::fs::{self, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;

/// How many connections read at once.
const READERS: u32 = 8;
/// How long a writer waits for its turn at the one writing connection.
pub(super) const QUEUE: Duration = Duration::from_secs(8);

/// What a pool is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::storage) enum Access {
    Write,
    Read,
}

/// Whether what is committed on the only writing connection is on the disk before the commit succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durability {
    /// It survives a power cut from then on.
    AtOnce,
    /// It is on the disk with the next commit that is so at once; until then a power cut undoes it, as if it
    /// had not been. In no case does it outlive what was committed before it.
    WithTheNext,
}

/// Which [`Durability`] the connection is set to.
#[derive(Clone, Default)]
pub(super) struct SetDurability(Arc<AtomicBool>);

impl SetDurability {
    /// The statement that sets it, if it may be set otherwise. It is to be run before any transaction, and
    /// [`Self::is_set`] told when it succeeded.
    pub(super) fn to_set(&self, wanted: Durability) -> Option<&'static str> {
        match wanted {
            // What fails or is given up halfway leaves it to be set again.
            Durability::WithTheNext => {
                (!self.0.swap(true, Ordering::Relaxed)).then_some("PRAGMA synchronous = NORMAL")
            }
            Durability::AtOnce => {
                self.0.load(Ordering::Relaxed).then_some("PRAGMA synchronous = FULL")
            }
        }
    }

    /// The statement succeeded.
    pub(super) fn is_set(&self, to: Durability) {
        self.0.store(to == Durability::WithTheNext, Ordering::Relaxed);
    }
}

/// How the last commit on the only writing connection ended. The connection is replaced unless it succeeded.
#[derive(Clone, Default)]
pub(super) struct LastCommit(Arc<Mutex<Ended>>);

#[derive(Default, PartialEq, Eq)]
enum Ended {
    #[default]
    Well,
    /// It failed, or its answer was no longer waited for.
    Otherwise,
}

impl LastCommit {
    /// Commits; the connection's return to its pool waits until it is known how that ended.
    pub(super) async fn of(
        &self,
        commit: impl Future<Output = Result<(), DbErr>>,
    ) -> Result<(), DbErr> {
        let mut ended = self.0.lock().await;
        *ended = Ended::Otherwise;
        commit.await?;
        *ended = Ended::Well;
        Ok(())
    }

    async fn ended_well(&self) -> bool {
        std::mem::take(&mut *self.0.lock().await) == Ended::Well
    }
}

/// Opens a pool. `synchronous=FULL`: an acknowledged consent survives a power cut.
pub(in crate::storage) async fn connect(file: &Path, access: Access) -> Result<Pool, DbErr> {
    let limits = DatabaseLimits::default();
    let last_commit = LastCommit::default();
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
    options
        .max_connections(if access == Access::Write { 1 } else { READERS })
        .min_connections(1)
        .acquire_timeout(QUEUE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(limits.lock)
                .foreign_keys(true)
                // Nothing of a deleted document stays in the free space of pages (ADR 80).
                .pragma("secure_delete", "ON")
                .read_only(access == Access::Read)
        })
        // SQLite rolls back by itself when the disk is full or an I/O error comes up. sqlx goes on counting
        // that transaction, since its ROLLBACK fails; the next BEGIN would become a savepoint within nothing,
        // and no COMMIT would follow any more. Such a connection is closed.
        .map_sqlx_sqlite_before_acquire(|connection, _| {
            Box::pin(async move { Ok(!connection.is_in_transaction()) })
        })
        .map_sqlx_sqlite_pool_opts({
            let last_commit = last_commit.clone();
            move |options| checked_on_return(options, last_commit.clone())
        });
    let connection = Database::connect(options).await?;
    let last_commit = (access == Access::Write).then_some(last_commit);
    Ok(Pool::new(connection, limits, last_commit))
}

/// Opens a file that is changed by nothing, to be read without a file beside it.
pub(in crate::storage) async fn connect_snapshot(file: &Path) -> Result<Pool, DbErr> {
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=ro", file.display()));
    options
        .max_connections(1)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(|options| options.read_only(true).immutable(true));
    Ok(Pool::new(Database::connect(options).await?, DatabaseLimits::default(), None))
}

/// A connection whose commit failed is closed instead of going back to its pool.
fn checked_on_return(options: PoolOptions<Sqlite>, last_commit: LastCommit) -> PoolOptions<Sqlite> {
    options.after_release(move |_, _| {
        let last_commit = last_commit.clone();
        Box::pin(async move { Ok(last_commit.ended_well().await) })
    })
}

/// Makes the database's file before `SQLite` does, and takes the rights of others away from files that are
/// there. `SQLite` gives the files beside it the mode of the database.
///
/// # Errors
/// When the file cannot be made or belongs to another user.
pub(in crate::storage) fn make_private(file: &Path) -> io::Result<()> {
    OpenOptions::new().append(true).create(true).mode(0o600).open(file)?;
    for end in ["", "-wal", "-shm"] {
        let mut path = file.as_os_str().to_owned();
        path.push(end);
        match fs::set_permissions(&path, Permissions::from_mode(0o600)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Pace;
    use super::*;
    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    use tempfile::TempDir;

    async fn opened() -> (TempDir, Pool) {
        let folder = tempfile::tempdir().unwrap();
        let pool = connect(&folder.path().join("test.db"), Access::Write).await.unwrap();
        let tables = "CREATE TABLE one (id INTEGER PRIMARY KEY); CREATE TABLE other \
            (one INTEGER REFERENCES one (id) DEFERRABLE INITIALLY DEFERRED); \
            CREATE TEMP TABLE mark (id INTEGER)";
        pool.execute_unprepared(tables).await.unwrap();
        (folder, pool)
    }

    /// Whether the next transaction runs on the connection that was there at first, and is kept.
    async fn is_on_the_first_connection(pool: &Pool) -> bool {
        let tx = pool.begin(Pace::Request).await.unwrap();
        tx.execute_unprepared("INSERT INTO one VALUES (7)").await.unwrap();
        tx.commit().await.unwrap();
        pool.execute_unprepared("DELETE FROM one WHERE id = 7").await.unwrap();
        pool.execute_unprepared("SELECT id FROM mark").await.is_ok()
    }

    // FA-04
    #[tokio::test]
    async fn a_connection_is_replaced_when_a_commit_failed_on_it() {
        let (_folder, pool) = opened().await;
        assert!(is_on_the_first_connection(&pool).await);
        let tx = pool.begin(Pace::Request).await.unwrap();
        tx.execute_unprepared("INSERT INTO other VALUES (1)").await.unwrap();
        assert!(tx.commit().await.is_err(), "the row that is referred to does not exist");
        assert!(!is_on_the_first_connection(&pool).await);
    }

    // FA-04
    #[tokio::test]
    async fn a_connection_is_replaced_when_its_transaction_ended_unnoticed() {
        let (_folder, pool) = opened().await;
        let tx = pool.begin(Pace::Request).await.unwrap();
        // As SQLite does by itself.
        tx.execute_unprepared("ROLLBACK").await.unwrap();
        drop(tx);
        assert!(!is_on_the_first_connection(&pool).await);
    }

    async fn pragma(name: &str, on: &impl ConnectionTrait) -> i32 {
        let asked = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {name}"));
        on.query_one_raw(asked).await.unwrap().unwrap().try_get_by_index(0).unwrap()
    }

    async fn synchronous(on: &impl ConnectionTrait) -> i32 {
        pragma("synchronous", on).await
    }

    // O-47
    #[tokio::test]
    async fn what_is_deleted_is_overwritten_in_the_file() {
        let (folder, pool) = opened().await;
        assert_eq!(pragma("secure_delete", &pool).await, 1);
        let text = "契約の題名".repeat(40);
        for sql in [
            "CREATE TABLE told (text TEXT)".to_owned(),
            format!("INSERT INTO told VALUES ('{text}')"),
            "PRAGMA wal_checkpoint(TRUNCATE)".to_owned(),
            "DELETE FROM told".to_owned(),
            "PRAGMA wal_checkpoint(TRUNCATE)".to_owned(),
        ] {
            pool.execute_unprepared(&sql).await.unwrap();
        }
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let bytes = std::fs::read(file.unwrap().path()).unwrap();
            assert!(!bytes.windows(15).any(|part| part == &text.as_bytes()[..15]));
        }
    }

    // FA-04
    #[tokio::test]
    async fn only_statements_that_ask_for_it_are_written_lazily_and_no_transaction_is() {
        let (_folder, pool) = opened().await;
        for _ in 0..2 {
            assert_eq!(synchronous(&pool.lazy()).await, 1);
            let tx = pool.begin(Pace::Request).await.unwrap();
            assert_eq!(synchronous(&tx).await, 2);
            tx.commit().await.unwrap();
            assert_eq!(synchronous(&pool.lazy()).await, 1);
            assert_eq!(synchronous(&pool).await, 2);
        }
    }

    // FA-04
    #[test]
    fn a_setting_of_which_it_is_not_known_whether_it_was_made_is_undone_before_a_transaction() {
        let set = SetDurability::default();
        assert_eq!(set.to_set(Durability::AtOnce), None, "as the connection was opened");
        assert!(set.to_set(Durability::WithTheNext).is_some());
        assert!(set.to_set(Durability::AtOnce).is_some(), "no answer came");
        assert!(set.to_set(Durability::AtOnce).is_some(), "nor to this");
        set.is_set(Durability::AtOnce);
        assert_eq!(set.to_set(Durability::AtOnce), None);
    }

    #[tokio::test]
    async fn a_connection_is_kept_after_a_transaction_that_was_dropped() {
        let (_folder, pool) = opened().await;
        let tx = pool.begin(Pace::Request).await.unwrap();
        tx.execute_unprepared("INSERT INTO one VALUES (1)").await.unwrap();
        drop(tx);
        assert!(is_on_the_first_connection(&pool).await);
    }
}
