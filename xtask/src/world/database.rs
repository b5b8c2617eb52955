//! The service's database, read by SQL with the database's own program.

use super::postgres::bin;
use crate::run::{Outcome, output};
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

/// A database to read from.
pub(crate) enum Database {
    /// The file.
    Sqlite(PathBuf),
    /// The folder of the socket.
    Postgres(PathBuf),
}

impl Database {
    /// The rows of a query, each as an object.
    pub(crate) fn rows(&self, query: &str) -> Outcome<Vec<Value>> {
        let text = match self {
            Self::Sqlite(file) => {
                let mut sqlite = Command::new("sqlite3");
                sqlite.args(["-readonly", "-json", "-cmd", ".timeout 10000"]).arg(file).arg(query);
                output(&mut sqlite)?
            }
            Self::Postgres(socket) => {
                let query = format!("SELECT coalesce(json_agg(t), '[]') FROM ({query}) t");
                let mut psql = Command::new(bin("psql")?);
                psql.args(["-XAtq", "-U", "postgres", "-h"]).arg(socket).args(["-c", &query]);
                output(&mut psql)?
            }
        };
        if text.trim().is_empty() {
            return Ok(Vec::new());
        }
        serde_json::from_str(&text).map_err(|e| format!("{query}: {e}"))
    }

    /// Runs a statement on `PostgreSQL`.
    pub(crate) fn execute(&self, statement: &str) -> Outcome {
        let Self::Postgres(socket) = self else {
            return Err("only PostgreSQL is written to".to_owned());
        };
        let mut psql = Command::new(bin("psql")?);
        psql.args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h"]).arg(socket);
        output(psql.args(["-c", statement])).map(drop)
    }

    /// How a UUID in this column is read as 32 hexadecimal digits, under the column's name.
    pub(crate) fn id(&self, column: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("lower(hex({column})) AS {column}"),
            Self::Postgres(_) => format!("replace({column}::text, '-', '') AS {column}"),
        }
    }

    /// How bytes in this column are read as hexadecimal digits, under the column's name.
    pub(crate) fn hex(&self, column: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("lower(hex({column})) AS {column}"),
            Self::Postgres(_) => format!("encode({column}, 'hex') AS {column}"),
        }
    }
}

/// The text in this column; empty when there is none.
pub(crate) fn text<'a>(row: &'a Value, column: &str) -> &'a str {
    row[column].as_str().unwrap_or_default()
}

/// The number in this column.
pub(crate) fn number(row: &Value, column: &str) -> Option<i64> {
    row[column].as_i64()
}
