//! Rows of jobs: how they are written and read.

use super::super::codec;
use super::super::entity::job;
use super::super::error::corrupt;
use super::WAITING;
use std::sync::atomic::{AtomicU16, Ordering};
use uuid::Builder;
use wariin_domain::{Job, Timestamp, Uuid};
use wariin_ports::{ClaimedJob, JobRecord, Priority, Queue, StorageError, UnfinishedState};

pub(super) fn row(job: Job, at: Timestamp) -> Result<job::Model, StorageError> {
    Ok(job::Model {
        id: new_id(at),
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

/// An id that begins with the instant at which the job is due for the first time (RFC 9562, section 5.7): `run_at` moves
/// on with each try that failed.
fn new_id(due: Timestamp) -> Uuid {
    // Keeps the jobs that one unit of work adds at one instant in their order.
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let mut tail = [0; 10];
    tail.copy_from_slice(&Uuid::now_v7().as_bytes()[6..]);
    tail[..2].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    Builder::from_unix_timestamp_millis(milliseconds(due), &tail).into_uuid()
}

/// The least id that a job may have that is due for the first time at this instant.
pub(super) fn first_id(due: Timestamp) -> Uuid {
    Uuid::from_u128(u128::from(milliseconds(due)) << 80)
}

/// When the job with this id was due for the first time.
pub(in crate::storage) fn first_due(id: Uuid) -> Timestamp {
    let milliseconds = i64::try_from(id.as_u128() >> 80).unwrap_or_default();
    Timestamp::from_micros(milliseconds * 1_000)
}

fn milliseconds(at: Timestamp) -> u64 {
    u64::try_from(at.as_micros() / 1_000).unwrap_or(0)
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
