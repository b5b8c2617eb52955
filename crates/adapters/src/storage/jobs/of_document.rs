//! What is asked of the jobs about one document.

use super::WAITING;
use crate::storage::codec;
use crate::storage::entity::job;
use crate::storage::error::failed;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use wariin_domain::{DocumentId, Job, Timestamp, Uuid};
use wariin_ports::{InvitationMail, JobOutcome, StorageError};

const SENT: &str = JobOutcome::Done.name();

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

/// Whether this very job about a document waits.
pub(in crate::storage) async fn is_waiting<C: ConnectionTrait>(
    connection: &C,
    job: Job,
) -> Result<bool, StorageError> {
    let waiting = job::Entity::find()
        .filter(job::Column::DocumentId.eq(job.document().map(Uuid::from)))
        .filter(job::Column::State.eq(WAITING));
    let waiting = waiting.all(connection).await.map_err(failed)?;
    // One that only a newer release can read is another one.
    Ok(waiting.iter().any(|row| codec::job(&row.payload).is_ok_and(|waiting| waiting == job)))
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
