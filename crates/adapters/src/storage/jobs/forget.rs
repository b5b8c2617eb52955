//! Forgetting jobs that were done long ago, in small steps.

use super::super::SqlDatabase;
use super::super::codec;
use super::super::entity::job;
use super::super::error::failed;
use super::DONE;
use super::rows::first_id;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use wariin_domain::{Job, Span, Timestamp, Uuid};
use wariin_ports::StorageError;

/// How long a job is kept after it was done.
pub const DONE_JOBS_KEPT: Span = Span::days(90);
/// How many rows are looked at in one step.
const STEP: u64 = 500;

/// How far jobs that were done were looked through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ForgottenJobs {
    /// How many were removed in this step.
    pub removed: u64,
    /// Behind which job the next step begins; `None` when there are no more jobs of that age.
    pub next: Option<Uuid>,
}

impl SqlDatabase {
    /// Removes jobs that were done [`DONE_JOBS_KEPT`] ago, among the next 500 behind this one by their ids, which begin
    /// with the time. Invitations stay as long as their document, since its page says when the mail with the link has
    /// left; and so do jobs that only a newer release can read. A power cut may undo the last steps.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn forget_done_jobs(
        &self,
        now: Timestamp,
        behind: Option<Uuid>,
    ) -> Result<ForgottenJobs, StorageError> {
        let until = now.minus(DONE_JOBS_KEPT);
        let old = job::Entity::find()
            .filter(job::Column::Id.gt(behind.unwrap_or_default()))
            .filter(job::Column::Id.lt(first_id(until)))
            .order_by_asc(job::Column::Id)
            .limit(STEP);
        let old = old.all(&self.reader).await.map_err(failed)?;
        let next = (old.len() as u64 == STEP).then(|| old.last().map(|row| row.id)).flatten();
        let gone: Vec<Uuid> =
            old.iter().filter(|row| is_forgotten(row, until)).map(|row| row.id).collect();
        if gone.is_empty() {
            return Ok(ForgottenJobs { removed: 0, next });
        }
        let removed = job::Entity::delete_many()
            .filter(job::Column::Id.is_in(gone))
            .filter(job::Column::State.eq(DONE));
        let removed = removed.exec(&self.writer.lazy()).await.map_err(failed)?.rows_affected;
        Ok(ForgottenJobs { removed, next })
    }
}

fn is_forgotten(row: &job::Model, until: Timestamp) -> bool {
    row.state == DONE
        && row.finished_at.is_some_and(|at| at < until.as_micros())
        && row.payload_version <= codec::PAYLOAD_VERSION
        && !matches!(codec::job(&row.payload), Ok(Job::Invite { .. }))
}
