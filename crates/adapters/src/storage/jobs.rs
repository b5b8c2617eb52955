//! Jobs: written with the events that cause them, leased to one worker at a time.

use super::entity::job;
use super::error::{corrupt, failed};
use super::{ROWS_A_STATEMENT, SqlDatabase};
use async_trait::async_trait;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, DbBackend, EntityTrait, FromQueryResult, IntoActiveModel,
    QueryFilter, Statement,
    sea_query::Expr,
};
use std::time::Duration;
use tokio::sync::Notify;
use wariin_domain::{AccountChange, Event, Job, Party, Span, Timestamp, Uuid};
use wariin_ports::{ClaimedJob, JobQueue, Queue, StorageError};

/// What wakes the workers of each queue.
#[derive(Debug, Default)]
pub(super) struct QueueNotifier {
    mails: Notify,
    seals: Notify,
}

impl QueueNotifier {
    pub(super) fn of(&self, queue: Queue) -> &Notify {
        match queue {
            Queue::Mails => &self.mails,
            Queue::Seals => &self.seals,
        }
    }
}

/// Adds the jobs of these events; says in which queues there are some.
pub(super) async fn add(
    tx: &DatabaseTransaction,
    events: &[Event],
) -> Result<Vec<Queue>, StorageError> {
    let mut rows = Vec::new();
    let mut queues = Vec::new();
    for event in events {
        for job in event.jobs() {
            rows.push(row(job, event.at).into_active_model());
            if !queues.contains(&Queue::of(job)) {
                queues.push(Queue::of(job));
            }
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
        let backend = self.writer.get_database_backend();
        let skip = if backend == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
        let kind = match queue {
            Queue::Mails => "job <> 'seal'",
            Queue::Seals => "job = 'seal'",
        };
        let sql = format!(
            "UPDATE job SET leased_until = $1, attempts = attempts + 1 WHERE id IN (
                SELECT id FROM job
                WHERE done_at IS NULL AND run_at <= $2 AND leased_until <= $2 AND {kind}
                ORDER BY run_at, id LIMIT $3 {skip}
             ) RETURNING *"
        );
        let until = now.plus(lease).as_micros();
        let values = [until.into(), now.as_micros().into(), i64::from(limit).into()];
        let statement = Statement::from_sql_and_values(backend, sql, values);
        let mut rows =
            job::Model::find_by_statement(statement).all(&self.writer).await.map_err(failed)?;
        rows.sort_by_key(|row| (row.run_at, row.id));
        rows.iter().map(item).collect()
    }

    async fn done(&self, id: Uuid, now: Timestamp) -> Result<(), StorageError> {
        let done =
            job::ActiveModel { id: Set(id), done_at: Set(Some(now.as_micros())), ..unchanged() };
        job::Entity::update(done).exec(&self.writer).await.map(|_| ()).map_err(failed)
    }

    async fn wait(&self, queue: Queue, limit: Span) {
        let seconds = u64::try_from(limit.as_seconds_up()).unwrap_or(1);
        let notified = self.notifier.of(queue).notified();
        if tokio::time::timeout(Duration::from_secs(seconds), notified).await.is_err() {
            tracing::trace!("looking for jobs of other processes");
        }
    }

    async fn retry(&self, id: Uuid, at: Timestamp) -> Result<(), StorageError> {
        job::Entity::update_many()
            .col_expr(job::Column::RunAt, Expr::value(at.as_micros()))
            .col_expr(job::Column::LeasedUntil, Expr::value(0_i64))
            .filter(job::Column::Id.eq(id))
            .exec(&self.writer)
            .await
            .map(|_| ())
            .map_err(failed)
    }
}

fn unchanged() -> job::ActiveModel {
    job::ActiveModel {
        id: NotSet,
        job: NotSet,
        document_id: NotSet,
        recipient_id: NotSet,
        code_id: NotSet,
        invitation_id: NotSet,
        generation: NotSet,
        run_at: NotSet,
        leased_until: NotSet,
        attempts: NotSet,
        done_at: NotSet,
    }
}

fn row(job: Job, at: Timestamp) -> job::Model {
    let about = |document, recipient| (Some(document), recipient);
    let (name, (document, recipient)) = match job {
        Job::Invite { document, recipient, .. } => ("invite", about(document, Some(recipient))),
        Job::MailCode { document, recipient, .. } => {
            ("mail_code", about(document, Some(recipient)))
        }
        Job::MailIdpCode { .. } => ("mail_idp_code", (None, None)),
        Job::NotifyAccount { change, .. } => (change.name(), (None, None)),
        Job::InviteMember { .. } => ("invite_member", (None, None)),
        Job::MailInvitationCode { .. } => ("mail_invitation_code", (None, None)),
        Job::Seal { document } => ("seal", about(document, None)),
        Job::NotifyConcluded { document, to } => {
            let name =
                if matches!(to, Party::Copy(_)) { "notify_copy" } else { "notify_concluded" };
            (name, about(document, recipient_of(to)))
        }
        Job::NotifyCancelled { document, to } => {
            ("notify_cancelled", about(document, recipient_of(to)))
        }
        Job::NotifyDeclined { document, to } => {
            ("notify_declined", about(document, recipient_of(to)))
        }
        Job::NotifyWithdrawn { document, recipient } => {
            ("notify_withdrawn", about(document, Some(recipient)))
        }
        Job::NotifyHeld { document, recipient } => {
            ("notify_held", about(document, Some(recipient)))
        }
        Job::NotifyForwarded { document, recipient } => {
            ("notify_forwarded", about(document, Some(recipient)))
        }
        Job::NotifyWrongRecipient { document, recipient } => {
            ("notify_wrong_recipient", about(document, Some(recipient)))
        }
        Job::NotifyForeignAccount { document, recipient } => {
            ("notify_foreign_account", about(document, Some(recipient)))
        }
    };
    let generation = match job {
        Job::Invite { generation, .. } => i32::try_from(generation).ok(),
        _ => None,
    };
    let code_id = match job {
        Job::MailCode { code, .. } | Job::MailInvitationCode { code, .. } => Some(Uuid::from(code)),
        Job::MailIdpCode { authorization } => Some(Uuid::from(authorization)),
        Job::NotifyAccount { account, .. } => Some(Uuid::from(account)),
        Job::NotifyConcluded { to: Party::Copy(copy), .. } => Some(Uuid::from(copy)),
        _ => None,
    };
    let invitation_id = match job {
        Job::InviteMember { invitation } | Job::MailInvitationCode { invitation, .. } => {
            Some(Uuid::from(invitation))
        }
        _ => None,
    };
    job::Model {
        id: Uuid::now_v7(),
        job: name.to_owned(),
        document_id: document.map(Uuid::from),
        recipient_id: recipient.map(Uuid::from),
        code_id,
        invitation_id,
        generation,
        run_at: at.as_micros(),
        leased_until: 0,
        attempts: 0,
        done_at: None,
    }
}

fn recipient_of(party: Party) -> Option<wariin_domain::RecipientId> {
    match party {
        Party::Sender | Party::Copy(_) => None,
        Party::Recipient(id) => Some(id),
    }
}

fn item(row: &job::Model) -> Result<ClaimedJob, StorageError> {
    let job = job(row).ok_or_else(|| corrupt("job.job"))?;
    let attempt = u32::try_from(row.attempts).map_err(|_| corrupt("job.attempts"))?;
    Ok(ClaimedJob { id: row.id, job, attempt })
}

fn job(row: &job::Model) -> Option<Job> {
    if row.job == "mail_idp_code" {
        return Some(Job::MailIdpCode { authorization: row.code_id?.into() });
    }
    if let Some(invitation) = row.invitation_id.map(Into::into) {
        return match row.job.as_str() {
            "invite_member" => Some(Job::InviteMember { invitation }),
            "mail_invitation_code" => {
                Some(Job::MailInvitationCode { invitation, code: row.code_id?.into() })
            }
            _ => None,
        };
    }
    if let Some(change) = AccountChange::ALL.into_iter().find(|c| c.name() == row.job) {
        return Some(Job::NotifyAccount { account: row.code_id?.into(), change });
    }
    let document = row.document_id?.into();
    let recipient = row.recipient_id.map(wariin_domain::RecipientId::from);
    let to = recipient.map_or(Party::Sender, Party::Recipient);
    Some(match row.job.as_str() {
        "invite" => Job::Invite {
            document,
            recipient: recipient?,
            generation: u32::try_from(row.generation?).ok()?,
        },
        "mail_code" => Job::MailCode { document, recipient: recipient?, code: row.code_id?.into() },
        "seal" => Job::Seal { document },
        "notify_copy" => Job::NotifyConcluded { document, to: Party::Copy(row.code_id?.into()) },
        "notify_concluded" => Job::NotifyConcluded { document, to },
        "notify_cancelled" => Job::NotifyCancelled { document, to },
        "notify_declined" => Job::NotifyDeclined { document, to },
        "notify_withdrawn" => Job::NotifyWithdrawn { document, recipient: recipient? },
        "notify_held" => Job::NotifyHeld { document, recipient: recipient? },
        "notify_forwarded" => Job::NotifyForwarded { document, recipient: recipient? },
        "notify_wrong_recipient" => Job::NotifyWrongRecipient { document, recipient: recipient? },
        "notify_foreign_account" => Job::NotifyForeignAccount { document, recipient: recipient? },
        _ => return None,
    })
}
