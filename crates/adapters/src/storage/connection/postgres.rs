//! `PostgreSQL`: one pool, whose connections the server and this side give up in time.

use super::DatabaseLimits;
use super::pool::Pool;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DbBackend, DbErr, Statement};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Row};
use std::io;
use std::time::Duration;
use tokio::time::timeout;

/// How many connections a node has.
const CONNECTIONS: u32 = 16;

/// Opens the pool.
pub(in crate::storage) async fn connect(url: &str, limits: DatabaseLimits) -> Result<Pool, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(CONNECTIONS)
        .acquire_timeout(limits.acquire)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_postgres_opts(move |options| {
            let milliseconds = |limit: Duration| limit.as_millis().to_string();
            keeping_alive(options).options([
                ("lock_timeout", milliseconds(limits.lock)),
                ("statement_timeout", milliseconds(limits.statement)),
                ("idle_in_transaction_session_timeout", milliseconds(limits.idle_in_transaction)),
            ])
        })
        .map_sqlx_postgres_before_acquire(move |connection, was| {
            Box::pin(async move {
                if was.idle_for >= limits.fresh {
                    within(limits.ping, connection.ping()).await?;
                }
                Ok(true)
            })
        })
        .map_sqlx_postgres_pool_opts(move |options| {
            options.after_release(move |connection, _| {
                Box::pin(async move { within(limits.ping, is_at_rest(connection)).await })
            })
        });
    Ok(Pool::new(Database::connect(options).await?, limits, None))
}

/// Opens one connection, for work that nothing else goes beside.
pub(in crate::storage) async fn connect_only_session(url: &str) -> Result<Pool, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_postgres_opts(keeping_alive);
    Ok(Pool::new(Database::connect(options).await?, DatabaseLimits::default(), None))
}

/// How many other sessions are connected to the database.
pub(in crate::storage) async fn other_sessions(pool: &Pool) -> Result<i64, DbErr> {
    let sql = "SELECT count(*) AS others FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
            AND backend_type = 'client backend'";
    let others = Statement::from_string(DbBackend::Postgres, sql);
    let row = pool.query_one_raw(others).await?;
    row.ok_or(DbErr::RecordNotFound(String::new()))?.try_get("", "others")
}

/// The server notices within half a minute that this side is gone, and frees what it had locked.
pub(in crate::storage) fn keeping_alive(options: PgConnectOptions) -> PgConnectOptions {
    options.options([
        ("tcp_keepalives_idle", "10"),
        ("tcp_keepalives_interval", "5"),
        ("tcp_keepalives_count", "3"),
        ("tcp_user_timeout", "25000"),
    ])
}

/// Whether the connection is outside of any transaction, once what was queued, such as a rollback, is through.
///
/// sqlx counts a transaction from the answer to its BEGIN. When that was not waited for, it queues no rollback:
/// what is done next would be part of a transaction that is never committed. Outside of a transaction a
/// statement of the simple protocol is one by itself, begun at the same microsecond.
async fn is_at_rest(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let sql = "SELECT transaction_timestamp() = statement_timestamp()";
    sqlx::raw_sql(sql).fetch_one(connection).await?.try_get(0)
}

/// The answer, if it comes in time. A connection that stays silent would otherwise keep its place in the pool for
/// as long.
async fn within<T>(
    limit: Duration,
    answer: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, sqlx::Error> {
    match timeout(limit, answer).await {
        Ok(answer) => answer,
        Err(_) => Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())),
    }
}
