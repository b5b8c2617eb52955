//! Database errors as storage errors.

use crate::sealed::SealedError;
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use sqlx::error::DatabaseError;
use sqlx::postgres::PgDatabaseError;
use wariin_ports::StorageError;

/// What an error means to its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    Duplicate,
    Conflict,
    Full,
    Unavailable,
    Failed,
}

/// What a database error means to its caller.
pub(super) fn failed(error: DbErr) -> StorageError {
    match meaning(&error) {
        Meaning::Duplicate => StorageError::Duplicate,
        Meaning::Conflict => StorageError::Conflict,
        Meaning::Full => StorageError::Full(error.into()),
        Meaning::Unavailable => StorageError::Unavailable(error.into()),
        Meaning::Failed => StorageError::Failed(error.into()),
    }
}

/// A stored value that cannot be read; names the column, never the value.
pub(super) fn corrupt(column: &str) -> StorageError {
    StorageError::Corrupt(column.to_owned())
}

/// Why a sealed value of this column cannot be read. A key that this node lacks is no fault of the row.
pub(super) fn unsealed(column: &'static str) -> impl Fn(SealedError) -> StorageError {
    move |error| match error {
        SealedError::Foreign => corrupt(column),
        SealedError::NoKey(_) | SealedError::Cannot(_) => StorageError::Unavailable(error.into()),
    }
}

fn meaning(error: &DbErr) -> Meaning {
    if let Some(SqlErr::UniqueConstraintViolation(_)) = error.sql_err() {
        return Meaning::Duplicate;
    }
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(RuntimeErr::Internal(_)) => Meaning::Unavailable,
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => match &**cause {
            sqlx::Error::Database(cause) => of_database(&**cause),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed => Meaning::Unavailable,
            _ => Meaning::Failed,
        },
        _ => Meaning::Failed,
    }
}

fn of_database(error: &dyn DatabaseError) -> Meaning {
    let code = error.code().unwrap_or_default();
    if error.try_downcast_ref::<PgDatabaseError>().is_some() {
        return of_postgres(&code);
    }
    code.parse().map_or(Meaning::Failed, of_sqlite)
}

/// By <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
fn of_postgres(code: &str) -> Meaning {
    match code {
        // disk_full
        "53100" => Meaning::Full,
        // serialization_failure, deadlock_detected
        "40001" | "40P01" => Meaning::Conflict,
        // lock_not_available, read_only_sql_transaction, the timeouts of idle and of long transactions
        "55P03" | "25006" | "25P03" | "25P04" => Meaning::Unavailable,
        // Connection, credentials, resources, operator intervention (timeouts, shutdown), system.
        _ if ["08", "28", "53", "57", "58"].iter().any(|class| code.starts_with(class)) => {
            Meaning::Unavailable
        }
        _ => Meaning::Failed,
    }
}

/// By <https://www.sqlite.org/rescode.html>.
fn of_sqlite(code: i32) -> Meaning {
    /// `SQLITE_IOERR_SHMSIZE`: the index of the write-ahead log cannot grow.
    const SHM_CANNOT_GROW: i32 = 4874;
    match (code, code & 0xff) {
        // SQLITE_FULL
        (_, 13) | (SHM_CANNOT_GROW, _) => Meaning::Full,
        // ABORT, BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, CANTOPEN, PROTOCOL, NOLFS
        (_, 4..=10 | 14 | 15 | 22) => Meaning::Unavailable,
        _ => Meaning::Failed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // FA-04 FA-10
    #[test]
    fn a_full_disk_a_conflict_and_a_database_that_is_away_are_told_apart() {
        for (code, expected) in [
            ("53100", Meaning::Full),
            ("40001", Meaning::Conflict),
            ("40P01", Meaning::Conflict),
            ("55P03", Meaning::Unavailable),
            ("57014", Meaning::Unavailable),
            ("57P01", Meaning::Unavailable),
            ("25P03", Meaning::Unavailable),
            ("08006", Meaning::Unavailable),
            ("53300", Meaning::Unavailable),
            ("42601", Meaning::Failed),
            ("23502", Meaning::Failed),
            ("25P02", Meaning::Failed),
        ] {
            assert_eq!(of_postgres(code), expected, "{code}");
        }
        for (code, expected) in [
            (13, Meaning::Full),
            (4874, Meaning::Full),
            (5, Meaning::Unavailable),
            (778, Meaning::Unavailable),
            (14, Meaning::Unavailable),
            (1, Meaning::Failed),
            (11, Meaning::Failed),
            (1299, Meaning::Failed),
        ] {
            assert_eq!(of_sqlite(code), expected, "{code}");
        }
        assert_eq!(
            meaning(&DbErr::Conn(RuntimeErr::Internal(String::new()))),
            Meaning::Unavailable
        );
        assert_eq!(meaning(&DbErr::Custom(String::new())), Meaning::Failed);
    }
}
