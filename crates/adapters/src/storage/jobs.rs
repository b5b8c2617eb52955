//! Jobs: written with the events that cause them, leased to one worker at a time, ending done or dead.

mod of_document;

pub(super) use of_document::{has_waiting, invitation_mails, is_raising_seals};

use super::codec;
use super::connection::Transaction;
use super::entity::job;
use super::error::{corrupt, failed};
use super::{ROWS_A_STATEMENT, SqlDatabase};
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Statement, UpdateMany,
    sea_query::{Expr, ExprTrait},
};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use wariin_domain::{Job, Span, Timestamp, Uuid};
use wariin_ports::{
    ClaimedJob, JobOutcome, JobQueue, JobRecord, Priority, Queue, StorageError, UnfinishedState,
};

const WAITING: &str = UnfinishedState::Waiting.name();
const DEAD: &str = UnfinishedState::Dead.name();
const DONE: &str = "done";

/// How many bytes of an error are kept.
const KEPT_ERROR: usize = 500;

/// What wakes the workers of each queue.
#[derive(Debug, Default)]
pub(super) struct QueueNotifier {
    email: Notify,
    seal: Notify,
    /// How many jobs only a newer release can read, so that the log says so when that changes.
    newer: AtomicU64,
    /// The jobs that are leased to this process.
    held: Mutex<BTreeMap<Uuid, Held>>,
}

/// A job that is leased to this process.
#[derive(Clone, Copy, Debug)]
struct Held {
    attempt: i32,
    since: Timestamp,
}

impl QueueNotifier {
    pub(super) fn of(&self, queue: Queue) -> &Notify {
        match queue {
            Queue::Email => &self.email,
            Queue::Seal => &self.seal,
        }
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<Uuid, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

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
        loop {
            let rows = self.lease(queue, now, lease, limit).await?;
            if rows.is_empty() {
                self.warn_of_newer(queue, now).await?;
                return Ok(Vec::new());
            }
            let held = |row: &job::Model| (row.id, Held { attempt: row.attempts, since: now });
            self.notifier.held().extend(rows.iter().map(held));
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
        let ended = job::Entity::update_many()
            .col_expr(job::Column::State, Expr::value(DONE))
            .col_expr(job::Column::Outcome, Expr::value(outcome.name()))
            .col_expr(job::Column::FinishedAt, Expr::value(now.as_micros()));
        self.end(job.id, attempt(job), ended).await
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

    async fn renew(&self, now: Timestamp, lease: Span, longest: Span) -> Result<u64, StorageError> {
        let mut renewed = 0;
        for (id, held) in self.held() {
            if now.since(held.since) > longest {
                continue;
            }
            let longer = job::Entity::update_many()
                .col_expr(job::Column::LeasedUntil, Expr::value(now.plus(lease).as_micros()))
                .filter(is_held(id, held.attempt));
            renewed += longer.exec(&self.writer.lazy()).await.map_err(failed)?.rows_affected;
        }
        Ok(renewed)
    }

    async fn give_back(&self) -> Result<u64, StorageError> {
        let mut given = 0;
        for (id, held) in self.held() {
            let back = job::Entity::update_many()
                .col_expr(job::Column::LeasedUntil, Expr::value(0_i64))
                .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).sub(1))
                .filter(is_held(id, held.attempt));
            given += back.exec(&self.writer).await.map_err(failed)?.rows_affected;
            self.notifier.held().remove(&id);
        }
        Ok(given)
    }

    async fn take_back(&self) -> Result<u64, StorageError> {
        let back = job::Entity::update_many()
            .col_expr(job::Column::LeasedUntil, Expr::value(0_i64))
            .filter(job::Column::State.eq(WAITING))
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
            // As the index has it.
            .filter(job::Column::State.ne(DONE))
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
        let oldest = job::Entity::find()
            // As the index has it: there are many jobs that are done.
            .filter(Expr::cust("state = 'waiting'"))
            .filter(job::Column::Queue.eq(queue.name()))
            .order_by_asc(job::Column::RunAt)
            .one(&self.reader);
        let oldest = oldest.await.map_err(failed)?;
        Ok(oldest.map(|row| Timestamp::from_micros(row.run_at)))
    }

    async fn wait(&self, queue: Queue, limit: Span) {
        let seconds = u64::try_from(limit.as_seconds_up()).unwrap_or(1);
        let notified = self.notifier.of(queue).notified();
        if tokio::time::timeout(Duration::from_secs(seconds), notified).await.is_err() {
            tracing::trace!("looking for jobs of other processes");
        }
    }
}

impl SqlDatabase {
    /// The jobs that are leased to this process now.
    fn held(&self) -> Vec<(Uuid, Held)> {
        self.notifier.held().iter().map(|(id, held)| (*id, *held)).collect()
    }

    /// Writes how a try ended, unless another worker is at a later one. Like claims and leases it is written
    /// lazily: if a power cut undoes it, the job is run once more, which comes to the same.
    async fn end(
        &self,
        id: Uuid,
        attempt: i32,
        ended: UpdateMany<job::Entity>,
    ) -> Result<(), StorageError> {
        let ended = ended.filter(is_held(id, attempt)).exec(&self.writer.lazy()).await;
        // Also when this could not be written: this process works on the job no more, so its lease has to end.
        let mut held = self.notifier.held();
        if held.get(&id).is_some_and(|held| held.attempt == attempt) {
            held.remove(&id);
        }
        drop(held);
        if ended.map_err(failed)?.rows_affected == 0 {
            tracing::warn!(job = %id, attempt, "the lease of a job ended before its work did");
        }
        Ok(())
    }

    /// Leases rows that this binary knows the version of.
    async fn lease(
        &self,
        queue: Queue,
        now: Timestamp,
        lease: Span,
        limit: u32,
    ) -> Result<Vec<job::Model>, StorageError> {
        let backend = self.writer.get_database_backend();
        let skip = if backend == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
        let sql = format!(
            "UPDATE job SET leased_until = $1, leased_by = $6, attempts = attempts + 1 WHERE id IN (
                SELECT id FROM job
                WHERE state = 'waiting' AND queue = $2 AND payload_version <= $3
                    AND run_at <= $4 AND leased_until <= $4
                ORDER BY priority, run_at, id LIMIT $5 {skip}
             ) RETURNING *"
        );
        let values = [
            now.plus(lease).as_micros().into(),
            queue.name().into(),
            codec::PAYLOAD_VERSION.into(),
            now.as_micros().into(),
            i64::from(limit).into(),
            self.node.as_ref().into(),
        ];
        let statement = Statement::from_sql_and_values(backend, sql, values);
        let rows = job::Model::find_by_statement(statement).all(&self.writer.lazy()).await;
        let mut rows = rows.map_err(failed)?;
        rows.sort_by_key(|row| (row.priority, row.run_at, row.id));
        Ok(rows)
    }

    /// Says in the log that jobs wait for a newer release, once for each number of them.
    async fn warn_of_newer(&self, queue: Queue, now: Timestamp) -> Result<(), StorageError> {
        let newer = job::Entity::find()
            .filter(job::Column::State.eq(WAITING))
            .filter(job::Column::Queue.eq(queue.name()))
            .filter(job::Column::PayloadVersion.gt(codec::PAYLOAD_VERSION))
            .filter(job::Column::RunAt.lte(now.as_micros()))
            .count(&self.reader)
            .await
            .map_err(failed)?;
        if newer > 0 && self.notifier.newer.swap(newer, Ordering::Relaxed) != newer {
            tracing::warn!(
                queue = queue.name(),
                jobs = newer,
                "jobs wait for a newer release of this program, which wrote them"
            );
        }
        Ok(())
    }
}

/// The job is at this try and has not ended: a worker whose lease ran out changes no job that another
/// worker has claimed or ended since.
fn is_held(id: Uuid, attempt: i32) -> Condition {
    Condition::all()
        .add(job::Column::Id.eq(id))
        .add(job::Column::State.eq(WAITING))
        .add(job::Column::Attempts.eq(attempt))
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

fn row(job: Job, at: Timestamp) -> Result<job::Model, StorageError> {
    Ok(job::Model {
        id: Uuid::now_v7(),
        queue: Queue::of(job).name().to_owned(),
        priority: Priority::of(job).number(),
        payload_version: codec::job_payload_version(job),
        payload: codec::job_payload(job)?,
        document_id: job.document().map(Uuid::from),
        run_at: at.as_micros(),
        leased_until: 0,
        leased_by: None,
        attempts: 0,
        state: WAITING.to_owned(),
        outcome: None,
        last_error: None,
        finished_at: None,
    })
}

fn item(row: &job::Model) -> Result<ClaimedJob, String> {
    let attempt = u32::try_from(row.attempts).map_err(|_| "attempts below zero".to_owned())?;
    Ok(ClaimedJob { id: row.id, job: codec::job(&row.payload)?, attempt })
}

fn record(row: job::Model) -> Result<JobRecord, StorageError> {
    let state = UnfinishedState::ALL.into_iter().find(|state| state.name() == row.state);
    let summary = codec::job_summary(&row.payload);
    Ok(JobRecord {
        id: row.id,
        queue: row.queue,
        kind: summary.kind,
        document: summary.document,
        state: state.ok_or_else(|| corrupt("job.state"))?,
        attempts: u32::try_from(row.attempts).unwrap_or_default(),
        run_at: Timestamp::from_micros(row.run_at),
        last_error: row.last_error,
    })
}
