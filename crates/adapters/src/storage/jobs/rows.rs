//! Rows of jobs: how they are written and read.

use super::super::codec;
use super::super::entity::job;
use super::super::error::corrupt;
use super::WAITING;
use wariin_domain::{Job, Timestamp, Uuid};
use wariin_ports::{ClaimedJob, JobRecord, Priority, Queue, StorageError, UnfinishedState};

pub(super) fn row(job: Job, at: Timestamp) -> Result<job::Model, StorageError> {
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

pub(super) fn item(row: &job::Model) -> Result<ClaimedJob, String> {
    let attempt = u32::try_from(row.attempts).map_err(|_| "attempts below zero".to_owned())?;
    Ok(ClaimedJob { id: row.id, job: codec::job(&row.payload)?, attempt })
}

pub(super) fn record(row: job::Model) -> Result<JobRecord, StorageError> {
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
