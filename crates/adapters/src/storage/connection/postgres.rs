//! `PostgreSQL`: one pool, whose connections the server and this side give up in time.

use super::DatabaseLimits;
use super::pool::Pool;
use sea_orm::{ConnectOptions, Database, DbErr};
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};
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
                    answers(connection, limits.ping).await?;
                }
                Ok(true)
            })
        })
        .map_sqlx_postgres_pool_opts(move |options| {
            // Otherwise a connection that no longer answers would stay in its place for as long as it is silent.
            options.after_release(move |connection, _| {
                Box::pin(async move { answers(connection, limits.ping).await.map(|()| true) })
            })
        });
    Ok(Pool::new(Database::connect(options).await?, limits, None))
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

/// What was queued, such as a rollback, is through, and the server answers.
async fn answers(connection: &mut PgConnection, limit: Duration) -> Result<(), sqlx::Error> {
    match timeout(limit, connection.ping()).await {
        Ok(answer) => answer,
        Err(_) => Err(sqlx::Error::Io(io::ErrorKind::TimedOut.into())),
    }
}
