//! What is asked of the jobs about one document.

use super::WAITING;
use crate::storage::codec;
use crate::storage::entity::job;
use crate::storage::error::failed;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use wariin_domain::{DocumentId, Job, Party, Timestamp, Uuid};
use wariin_ports::{JobOutcome, MailProgress, MailTopic, PartyMail, StorageError};

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

/// How far the newest emails of each [topic](MailTopic) have come, in the order of their jobs.
pub(in crate::storage) async fn mails<C: ConnectionTrait>(
    connection: &C,
    document: DocumentId,
) -> Result<Vec<PartyMail>, StorageError> {
    let rows = job::Entity::find()
        .filter(job::Column::DocumentId.eq(Uuid::from(document)))
        .order_by_asc(job::Column::Id)
        .all(connection)
        .await
        .map_err(failed)?;
    let mut mails: Vec<(u32, PartyMail)> = Vec::new();
    for row in rows {
        // One that cannot be read is told of by the worker.
        let Some((to, about, number)) = codec::job(&row.payload).ok().and_then(topic) else {
            continue;
        };
        let mail = PartyMail { to, about, progress: progress(&row) };
        match mails.iter_mut().find(|(_, one)| (one.to, one.about) == (to, about)) {
            Some((before, _)) if *before > number => {}
            Some(before) => *before = (number, mail),
            None => mails.push((number, mail)),
        }
    }
    Ok(mails.into_iter().map(|(_, mail)| mail).collect())
}

/// Whom the job's email tells what, if the sender is told how far it has come, and which of the links it is.
fn topic(job: Job) -> Option<(Party, MailTopic, u32)> {
    match job {
        Job::Invite { recipient, generation, .. } => {
            Some((Party::Recipient(recipient), MailTopic::Link, generation))
        }
        Job::NotifyConcluded { to: to @ (Party::Recipient(_) | Party::Copy(_)), .. } => {
            Some((to, MailTopic::Conclusion, 0))
        }
        _ => None,
    }
}

fn progress(row: &job::Model) -> MailProgress {
    let sent = row.finished_at.filter(|_| row.outcome.as_deref() == Some(SENT));
    match sent {
        Some(at) => MailProgress::Sent(Timestamp::from_micros(at)),
        None if row.state == WAITING => {
            // A worker that has the job now is at its last try.
            let is_tried = row.leased_until > 0;
            let tries = u32::try_from(row.attempts).unwrap_or_default();
            MailProgress::Waiting {
                tries: tries.saturating_sub(u32::from(is_tried)),
                next: Timestamp::from_micros(row.run_at),
            }
        }
        None => MailProgress::NotSent,
    }
}
