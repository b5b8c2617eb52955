//! A transaction in which nothing follows a statement that failed, least of all its commit.

use super::latency::{Measured, measured};
use super::pool::within;
use super::sqlite::LastCommit;
use super::turns::Turn;
use async_trait::async_trait;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr,
    Statement,
};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// When a transaction is given up although the database says nothing.
pub(super) enum Limit {
    /// When its statements have waited this long, all together.
    Together(Duration),
    /// When one statement takes this long.
    Each(Duration),
}

/// A statement that takes no longer waits for nothing. Work that goes on is not ended: a member who leaves may
/// hand over thousands of documents.
const QUICK: Duration = Duration::from_millis(50);

/// A transaction. When it is dropped, nothing of it happens.
///
/// A statement that fails, or whose answer is no longer waited for, ends it. `PostgreSQL` would answer the
/// COMMIT of such a transaction with success and a rollback; `SQLite` may have rolled back by itself (disk
/// full, I/O error) and would keep every later statement at once, on its own.
pub(in crate::storage) struct Transaction {
    inner: DatabaseTransaction,
    /// Whether every statement so far succeeded; false while one runs.
    is_whole: AtomicBool,
    limit: Limit,
    /// How long statements have waited, in microseconds.
    waited: AtomicU64,
    last_commit: Option<LastCommit>,
    /// Given back when the transaction has ended.
    _turn: Option<Turn>,
}

impl Transaction {
    pub(super) fn new(
        inner: DatabaseTransaction,
        limit: Limit,
        last_commit: Option<LastCommit>,
        turn: Option<Turn>,
    ) -> Self {
        let (is_whole, waited) = (AtomicBool::new(true), AtomicU64::new(0));
        Self { inner, is_whole, limit, waited, last_commit, _turn: turn }
    }

    /// Makes it all happen.
    pub(in crate::storage) async fn commit(self) -> Result<(), DbErr> {
        expect_whole(self.is_whole.load(Ordering::Relaxed))?;
        let left = self.left();
        match self.last_commit {
            None => measured(Measured::Commit, within(left, self.inner.commit())).await,
            Some(last) => {
                measured(Measured::Commit, last.of(within(left, self.inner.commit()))).await
            }
        }
    }

    /// Ends it without any of it, and waits until that is so: when it is dropped, `PostgreSQL` keeps its locks for
    /// a moment more.
    pub(in crate::storage) async fn rollback(self) -> Result<(), DbErr> {
        let left = self.left();
        within(left, self.inner.rollback()).await
    }

    async fn run<T>(&self, statement: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        expect_whole(self.is_whole.swap(false, Ordering::Relaxed))?;
        let begun = Instant::now();
        let answer = measured(Measured::Statement, within(self.left(), statement)).await?;
        let waited = begun.elapsed().saturating_sub(QUICK).as_micros();
        self.waited.fetch_add(u64::try_from(waited).unwrap_or(u64::MAX), Ordering::Relaxed);
        self.is_whole.store(true, Ordering::Relaxed);
        Ok(answer)
    }

    fn left(&self) -> Duration {
        match self.limit {
            Limit::Together(limit) => {
                limit.saturating_sub(Duration::from_micros(self.waited.load(Ordering::Relaxed)))
            }
            Limit::Each(limit) => limit,
        }
    }
}

fn expect_whole(is_whole: bool) -> Result<(), DbErr> {
    let ended = || RuntimeErr::Internal("the transaction ended with a failure".to_owned());
    if is_whole { Ok(()) } else { Err(DbErr::Conn(ended())) }
}

#[async_trait]
impl ConnectionTrait for Transaction {
    fn get_database_backend(&self) -> DbBackend {
        self.inner.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.run(self.inner.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.run(self.inner.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.run(self.inner.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.run(self.inner.query_all_raw(statement)).await
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Access, Pace, connect_sqlite};
    use sea_orm::DbErr;
    use std::pin::pin;
    use std::task::{Context, Waker};
    use std::time::Duration;

    // INV5
    #[tokio::test]
    async fn a_transaction_whose_statement_was_given_up_takes_no_other_and_cannot_be_committed() {
        let folder = tempfile::tempdir().unwrap();
        let pool = connect_sqlite(&folder.path().join("test.db"), Access::Write).await.unwrap();
        let tx = pool.begin(Pace::Request).await.unwrap();
        tx.run(async { Ok(()) }).await.unwrap();
        {
            let given_up = pin!(tx.run(std::future::pending::<Result<(), _>>()));
            assert!(given_up.poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        assert!(tx.run(async { Ok(()) }).await.is_err());
        assert!(tx.commit().await.is_err());
    }

    async fn taking(milliseconds: u64) -> Result<(), DbErr> {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        Ok(())
    }

    // FA-10
    #[tokio::test]
    async fn a_transaction_is_given_up_when_it_has_waited_too_long_but_not_for_many_statements() {
        let folder = tempfile::tempdir().unwrap();
        let pool = connect_sqlite(&folder.path().join("test.db"), Access::Write).await.unwrap();
        let tx = pool.begin(Pace::Request).await.unwrap();
        tokio::time::pause();
        for _ in 0..1_000 {
            tx.run(taking(40)).await.unwrap();
        }
        tx.run(taking(5_000)).await.unwrap();
        assert!(tx.run(taking(5_000)).await.is_err());
    }
}
