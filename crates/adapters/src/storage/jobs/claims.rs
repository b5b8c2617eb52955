//! The statements of leases: claiming, holding, and how tries end.

use super::held::Stage;
use super::{DONE, WAITING, in_index_of_waiting};
use crate::storage::connection::Purpose;
use crate::storage::entity::job;
use crate::storage::error::failed;
use crate::storage::{SqlDatabase, codec};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult,
    PaginatorTrait, QueryFilter, Statement, UpdateMany, Value,
};
use std::sync::atomic::Ordering;
use wariin_domain::{Span, Timestamp, Uuid};
use wariin_ports::{JobOutcome, Queue, StorageError};

impl SqlDatabase {
    /// Leases rows that this binary knows the version of, and that it is not sending already.
    pub(super) async fn lease(
        &self,
        queue: Queue,
        now: Timestamp,
        lease: Span,
        limit: u32,
    ) -> Result<Vec<job::Model>, StorageError> {
        let backend = self.writer.get_database_backend();
        let busy = self.notifier.busy();
        let besides: String = (7..).zip(&busy).map(|(n, _)| format!(" AND id <> ${n}")).collect();
        let skip = if backend == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
        let sql = format!(
            "UPDATE job SET leased_until = $1, leased_by = $6, attempts = attempts + 1 WHERE id IN (
                SELECT id FROM job
                WHERE state = 'waiting' AND queue = $2 AND payload_version <= $3
                    AND run_at <= $4 AND leased_until <= $4{besides}
                ORDER BY priority, run_at, id LIMIT $5 {skip}
             ) RETURNING *"
        );
        let values: [Value; 6] = [
            now.plus(lease).as_micros().into(),
            queue.name().into(),
            codec::PAYLOAD_VERSION.into(),
            now.as_micros().into(),
            i64::from(limit).into(),
            self.node.as_ref().into(),
        ];
        let values = values.into_iter().chain(busy.into_iter().map(Value::from));
        let statement = Statement::from_sql_and_values(backend, sql, values);
        let rows = job::Model::find_by_statement(statement).all(&self.writer.lazy()).await;
        let mut rows = rows.map_err(failed)?;
        rows.sort_by_key(|row| (row.priority, row.run_at, row.id));
        Ok(rows)
    }

    /// Says in the log that jobs wait for a newer release, once for each number of them.
    pub(super) async fn warn_of_newer(
        &self,
        queue: Queue,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let newer = job::Entity::find()
            .filter(in_index_of_waiting())
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

    /// Lets the lease of this try end then, if it is still this process's.
    pub(super) async fn extend(
        &self,
        id: Uuid,
        attempt: i32,
        until: Timestamp,
    ) -> Result<u64, StorageError> {
        let longer = job::Entity::update_many()
            .col_expr(job::Column::LeasedUntil, Expr::value(until.as_micros()))
            .filter(self.is_held(id, attempt));
        Ok(longer.exec(&self.writer.lazy()).await.map_err(failed)?.rows_affected)
    }

    /// Writes how a try ended, unless another worker is at a later one. Like claims and leases it is written
    /// lazily: if a power cut undoes it, the job is run once more, which comes to the same.
    pub(super) async fn end(
        &self,
        id: Uuid,
        attempt: i32,
        ended: UpdateMany<job::Entity>,
    ) -> Result<(), StorageError> {
        let ended = ended.filter(self.is_held(id, attempt)).exec(&self.writer.lazy()).await;
        // Also when this could not be written: this process works on the job no more, so its lease has to end.
        self.notifier.let_go(id, attempt);
        if ended.map_err(failed)?.rows_affected == 0 {
            tracing::warn!(job = %id, attempt, "the lease of a job ended before its work did");
        }
        Ok(())
    }

    /// Writes that a job was done, also when another worker has claimed it since: it need not do it again. What
    /// cannot be written is kept, and written before anything else is claimed.
    pub(super) async fn end_done(
        &self,
        id: Uuid,
        attempt: i32,
        at: Timestamp,
    ) -> Result<(), StorageError> {
        let of_job = job::Column::Id.eq(id).and(job::Column::State.eq(WAITING));
        // The sooner it is written, the fewer mails leave once more after the process was killed.
        let writer = self.writer.writing_for(Purpose::Request).lazy();
        match done(JobOutcome::Done, at).filter(of_job).exec(&writer).await {
            Ok(_) => {
                self.notifier.let_go(id, attempt);
                Ok(())
            }
            Err(error) => {
                tracing::warn!(
                    job = %id,
                    "a job was done, but that cannot be written now; it is, before another job is begun"
                );
                self.notifier.note(id, attempt, Stage::Done(at));
                Err(failed(error))
            }
        }
    }

    /// Writes which jobs were done when that could not be written.
    pub(super) async fn write_done(&self) -> Result<(), StorageError> {
        for (id, attempt, at) in self.notifier.unwritten() {
            self.end_done(id, attempt, at).await?;
        }
        Ok(())
    }

    /// The job is at this try of this node and has not ended: a worker whose lease ran out changes no job that
    /// another worker has claimed or ended since.
    pub(super) fn is_held(&self, id: Uuid, attempt: i32) -> Condition {
        Condition::all()
            .add(job::Column::Id.eq(id))
            .add(job::Column::State.eq(WAITING))
            .add(job::Column::Attempts.eq(attempt))
            .add(job::Column::LeasedBy.eq(self.node.as_ref()))
    }
}

/// The job ended well.
pub(super) fn done(outcome: JobOutcome, at: Timestamp) -> UpdateMany<job::Entity> {
    job::Entity::update_many()
        .col_expr(job::Column::State, Expr::value(DONE))
        .col_expr(job::Column::Outcome, Expr::value(outcome.name()))
        .col_expr(job::Column::FinishedAt, Expr::value(at.as_micros()))
}
