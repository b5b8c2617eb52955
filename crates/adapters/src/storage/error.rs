//! Database errors as storage errors.

use sea_orm::{DbErr, SqlErr};
use wariin_ports::StorageError;

/// What a database error means to its caller.
pub(super) fn failed(error: DbErr) -> StorageError {
    match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => StorageError::Duplicate,
        _ => StorageError::Unavailable(error.into()),
    }
}

/// A stored value that cannot be read; names the column, never the value.
pub(super) fn corrupt(column: &str) -> StorageError {
    StorageError::Corrupt(column.to_owned())
}
