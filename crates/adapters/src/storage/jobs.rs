//! Jobs: written with the events that cause them, leased to one worker at a time, ending done or dead.

mod claims;
mod forget;
mod held;
mod of_document;
#[cfg(test)]
mod plans;
mod rows;

use super::backlog::{oldest_columns, oldest_of};
use super::connection::{Pace, Transaction};
use super::entity::job;
use super::error::failed;
use super::{ROWS_A_STATEMENT, SqlDatabase};
use async_trait::async_trait;
use claims::done;
use held::Stage;
use rows::{item, record, row};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect, Statement, UpdateMany,
    sea_query::{Expr, ExprTrait},
};
use std::time::Duration;
use wariin_domain::{Job, Span, Timestamp, Uuid};
use wariin_ports::{
    ClaimedJob, JobOutcome, JobQueue, JobRecord, Queue, StorageError, UnfinishedState,
};

pub use forget::{DONE_JOBS_KEPT, ForgottenJobs};
pub(super) use held::QueueNotifier;
pub(super) use of_document::{has_waiting, is_waiting, mails};
pub(super) use rows::first_due;

const WAITING: &str = UnfinishedState::Waiting.name();
/// The rows of the index `job_to_claim`. SQLite uses a partial index only where its condition is written out (ADR 110).
fn in_index_of_waiting() -> Expr {
    Expr::cust("state = 'waiting'")
}

/// The rows of the index `job_unfinished`.
fn in_index_of_unfinished() -> Expr {
    Expr::cust("state <> 'done'")
}

const DEAD: &str = UnfinishedState::Dead.name();
const DONE: &str = "done";

/// How many bytes of an error are kept.
const KEPT_ERROR: usize = 500;

/// Adds these jobs, due at these instants; says in which queues there are some.
pub(super) async fn add(
    tx: &Transaction,
    jobs: impl Iterator<Item = (Job, Timestamp)>,
) -> Result<Vec<Queue>, StorageError> {
    let mut rows = Vec::new();
    let mut queues = Vec::new();
    for (job, due) in jobs {
        rows.push(row(job, due)?.into_active_model());
        if !queues.contains(&Queue::of(job)) {
            queues.push(Queue::of(job));
        }
    }
    for rows in rows.chunks(ROWS_A_STATEMENT) {
        let insert = job::Entity::insert_many(rows.iter().cloned());
        insert.exec_without_returning(tx).await.map_err(failed)?;
    }
    Ok(queues)
}

#[async_trait]
impl JobQueue for SqlDatabase {
    async fn claim(
        &self,
        queue: Queue,
        now: Timestamp,
        lease: Span,
        limit: u32,
    ) -> Result<Vec<ClaimedJob>, StorageError> {
        self.write_done().await?;
        loop {
            let rows = self.lease(queue, now, lease, limit).await?;
            if rows.is_empty() {
                self.warn_of_newer(queue, now).await?;
                return Ok(Vec::new());
            }
            self.notifier.take(rows.iter().map(|row| (row.id, row.attempts)), now);
            // There may be more: another worker looks while this one works.
            self.notifier.of(queue).notify_one();
            let mut claimed = Vec::with_capacity(rows.len());
            for row in rows {
                match item(&row) {
                    Ok(item) => claimed.push(item),
                    Err(why) => {
                        tracing::error!(job = %row.id, error = %why, "a job cannot be read");
                        let why = format!("unreadable payload: {why}");
                        self.end(row.id, row.attempts, dead(&why, now)).await?;
                    }
                }
            }
            if !claimed.is_empty() {
                return Ok(claimed);
            }
        }
    }

    async fn finish(
        &self,
        job: &ClaimedJob,
        outcome: JobOutcome,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        match outcome {
            JobOutcome::Done => self.end_done(job.id, attempt(job), now).await,
            JobOutcome::OutOfDate => self.end(job.id, attempt(job), done(outcome, now)).await,
        }
    }

    async fn hold(
        &self,
        job: &ClaimedJob,
        now: Timestamp,
        lease: Span,
    ) -> Result<bool, StorageError> {
        let is_held = self.extend(job.id, attempt(job), now.plus(lease)).await? == 1;
        if is_held {
            self.notifier.note(job.id, attempt(job), Stage::Sending);
        } else {
            self.notifier.let_go(job.id, attempt(job));
        }
        Ok(is_held)
    }

    async fn hand_on(
        &self,
        job: &ClaimedJob,
        to: Vec<Job>,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let tx = self.writer.begin(Pace::Request).await.map_err(failed)?;
        let ended = done(JobOutcome::Done, now).filter(self.is_held(job.id, attempt(job)));
        if ended.exec(&tx).await.map_err(failed)?.rows_affected == 0 {
            tx.rollback().await.map_err(failed)?;
            self.notifier.let_go(job.id, attempt(job));
            return Ok(false);
        }
        let queues = add(&tx, to.into_iter().map(|job| (job, now))).await?;
        tx.commit().await.map_err(failed)?;
        self.notifier.let_go(job.id, attempt(job));
        for queue in queues {
            self.notifier.of(queue).notify_one();
        }
        Ok(true)
    }

    async fn postpone(
        &self,
        job: &ClaimedJob,
        at: Timestamp,
        error: &str,
    ) -> Result<(), StorageError> {
        let postponed = job::Entity::update_many()
            .col_expr(job::Column::RunAt, Expr::value(at.as_micros()))
            .col_expr(job::Column::LeasedUntil, Expr::value(0_i64))
            .col_expr(job::Column::LastError, Expr::value(kept(error)));
        self.end(job.id, attempt(job), postponed).await
    }

    async fn bury(
        &self,
        job: &ClaimedJob,
        error: &str,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        self.end(job.id, attempt(job), dead(error, now)).await
    }

    fn goes_on(&self, job: &ClaimedJob, now: Timestamp) {
        self.notifier.goes_on(job.id, attempt(job), now);
    }

    async fn renew(&self, now: Timestamp, lease: Span, longest: Span) -> Result<u64, StorageError> {
        self.notifier.let_go_of_abandoned(now, longest);
        self.write_done().await?;
        let mut renewed = 0;
        for (id, held) in self.notifier.all() {
            renewed += self.extend(id, held.attempt, now.plus(lease)).await?;
        }
        Ok(renewed)
    }

    async fn give_back(&self) -> Result<u64, StorageError> {
        // What was done is not given back, even when that cannot be written.
        let written = self.write_done().await;
        let mut given = 0;
        let all = self.notifier.all().into_iter();
        for (id, held) in all.filter(|(_, held)| !matches!(held.stage, Stage::Done(_))) {
            let back = job::Entity::update_many()
                .col_expr(job::Column::LeasedUntil, Expr::value(0_i64))
                .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).sub(1))
                .filter(self.is_held(id, held.attempt));
            given += back.exec(&self.writer).await.map_err(failed)?.rows_affected;
            self.notifier.let_go(id, held.attempt);
        }
        written.map(|()| given)
    }

    async fn take_back(&self) -> Result<u64, StorageError> {
        let back = job::Entity::update_many()
            .col_expr(job::Column::LeasedUntil, Expr::value(0_i64))
            .filter(in_index_of_waiting())
            .filter(job::Column::LeasedBy.eq(self.node.as_ref()))
            .filter(job::Column::LeasedUntil.gt(0));
        Ok(back.exec(&self.writer).await.map_err(failed)?.rows_affected)
    }

    async fn list(
        &self,
        state: Option<UnfinishedState>,
        limit: u32,
    ) -> Result<Vec<JobRecord>, StorageError> {
        let found = job::Entity::find()
            .filter(in_index_of_unfinished())
            .order_by_asc(job::Column::RunAt)
            .order_by_asc(job::Column::Id)
            .limit(u64::from(limit));
        let found = match state {
            Some(state) => found.filter(job::Column::State.eq(state.name())),
            None => found,
        };
        let rows = found.all(&self.reader).await.map_err(failed)?;
        rows.into_iter().map(record).collect()
    }

    async fn retry(&self, id: Uuid, now: Timestamp) -> Result<bool, StorageError> {
        let started = job::Entity::update_many()
            .filter(job::Column::Id.eq(id))
            .filter(job::Column::State.eq(DEAD))
            .col_expr(job::Column::State, Expr::value(WAITING))
            .col_expr(job::Column::Attempts, Expr::value(0_i32))
            .col_expr(job::Column::RunAt, Expr::value(now.as_micros()))
            .col_expr(job::Column::LeasedUntil, Expr::value(0_i64))
            .col_expr(job::Column::FinishedAt, Expr::value(None::<i64>))
            .exec(&self.writer)
            .await
            .map_err(failed)?;
        for queue in Queue::ALL {
            self.notifier.of(queue).notify_one();
        }
        Ok(started.rows_affected == 1)
    }

    async fn oldest_due(&self, queue: Queue) -> Result<Option<Timestamp>, StorageError> {
        let backend = self.reader.get_database_backend();
        let sql = format!(
            "SELECT {} FROM job WHERE state = 'waiting' AND queue = $1",
            oldest_columns(backend)
        );
        let statement = Statement::from_sql_and_values(backend, sql, [queue.name().into()]);
        let row = self.reader.query_one_raw(statement).await.map_err(failed)?;
        row.map_or(Ok(None), |row| oldest_of(&row))
    }

    async fn wait(&self, queue: Queue, limit: Span) {
        let seconds = u64::try_from(limit.as_seconds_up()).unwrap_or(1);
        let notified = self.notifier.of(queue).notified();
        if tokio::time::timeout(Duration::from_secs(seconds), notified).await.is_err() {
            tracing::trace!("looking for jobs of other processes");
        }
    }
}

fn attempt(job: &ClaimedJob) -> i32 {
    i32::try_from(job.attempt).unwrap_or(i32::MAX)
}

fn dead(error: &str, now: Timestamp) -> UpdateMany<job::Entity> {
    job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(DEAD))
        .col_expr(job::Column::LastError, Expr::value(kept(error)))
        .col_expr(job::Column::FinishedAt, Expr::value(now.as_micros()))
}

fn kept(error: &str) -> String {
    error[..error.floor_char_boundary(KEPT_ERROR)].to_owned()
}
