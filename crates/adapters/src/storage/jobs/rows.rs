//! Rows of jobs: how they are written and read, and what a document's jobs tell.

use super::super::codec;
use super::super::entity::job;
use super::super::error::{corrupt, failed};
use super::{SENT, WAITING};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use wariin_domain::{DocumentId, Job, Timestamp, Uuid};
use wariin_ports::{
    ClaimedJob, InvitationMail, JobRecord, Priority, Queue, StorageError, UnfinishedState,
};

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

/// How far the newest link of each recipient has come. Jobs of before this was kept are not told of.
pub(in crate::storage) async fn invitation_mails<C: ConnectionTrait>(
    connection: &C,
    document: DocumentId,
) -> Result<Vec<InvitationMail>, StorageError> {
    let rows = job::Entity::find()
        .filter(job::Column::DocumentId.eq(Uuid::from(document)))
        .order_by_asc(job::Column::Id)
        .all(connection)
        .await
        .map_err(failed)?;
    let mut newest = BTreeMap::new();
    for row in rows {
        if let Ok(Job::Invite { recipient, generation, .. }) = codec::job(&row.payload) {
            let sent = row.finished_at.filter(|_| row.outcome.as_deref() == Some(SENT));
            let mail = InvitationMail { recipient, sent_at: sent.map(Timestamp::from_micros) };
            newest.insert((recipient, Reverse(generation)), mail);
        }
    }
    let mut seen = BTreeSet::new();
    Ok(newest.into_values().filter(|mail| seen.insert(mail.recipient)).collect())
}

/// Whether a job about this document waits.
pub(in crate::storage) async fn has_waiting<C: ConnectionTrait>(
    connection: &C,
    document: DocumentId,
) -> Result<bool, StorageError> {
    let waiting = job::Entity::find()
        .filter(job::Column::DocumentId.eq(Uuid::from(document)))
        .filter(job::Column::State.eq(WAITING))
        .limit(1);
    waiting.count(connection).await.map(|count| count > 0).map_err(failed)
}
