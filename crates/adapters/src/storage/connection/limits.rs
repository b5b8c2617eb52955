//! How long the database may take.

use std::time::Duration;

/// How long the database may take before a step is given up with [`wariin_ports::StorageError::Unavailable`].
/// Together they keep what a person waits for under ten seconds.
#[derive(Clone, Copy, Debug)]
pub struct DatabaseLimits {
    /// Until a connection is free, or a new one is made.
    pub acquire: Duration,
    /// Until a row that another transaction has locked is free (PostgreSQL's `lock_timeout`).
    pub lock: Duration,
    /// Until the server gives up a statement (PostgreSQL's `statement_timeout`).
    pub statement: Duration,
    /// Until the server ends a transaction whose client does nothing (PostgreSQL's
    /// `idle_in_transaction_session_timeout`). Shorter than `lock`: what waits for a node that is frozen then
    /// goes on instead of failing.
    pub idle_in_transaction: Duration,
    /// Until a unit of work, or a query outside of one, is given up although the server says nothing. A unit of
    /// work waits that long in all; statements that are answered at once do not count.
    pub answer: Duration,
    /// Until a connection that is given back, or was idle, has answered a ping; otherwise it is replaced.
    pub ping: Duration,
    /// How long a connection may be idle and is used again without a ping.
    pub fresh: Duration,
}

impl Default for DatabaseLimits {
    fn default() -> Self {
        Self {
            acquire: Duration::from_secs(5),
            lock: Duration::from_secs(5),
            statement: Duration::from_secs(8),
            idle_in_transaction: Duration::from_secs(4),
            answer: Duration::from_secs(9),
            ping: Duration::from_secs(1),
            fresh: Duration::from_secs(1),
        }
    }
}
