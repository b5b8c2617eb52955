//! Errands: written with the events that cause them, leased to one worker at a time.

use super::entity::outbox;
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
use wariin_domain::{AccountChange, Errand, Event, Party, Span, Timestamp, Uuid};
use wariin_ports::{Lane, Outbox, OutboxItem, StorageError};

/// What wakes the workers of each lane.
#[derive(Debug, Default)]
pub(super) struct Bells {
    mails: Notify,
    seals: Notify,
}

impl Bells {
    pub(super) fn of(&self, lane: Lane) -> &Notify {
        match lane {
            Lane::Mails => &self.mails,
            Lane::Seals => &self.seals,
        }
    }
}

/// Adds the errands of these events; says in which lanes there are some.
pub(super) async fn add(
    tx: &DatabaseTransaction,
    events: &[Event],
) -> Result<Vec<Lane>, StorageError> {
    let mut rows = Vec::new();
    let mut lanes = Vec::new();
    for event in events {
        for errand in event.errands() {
            rows.push(row(errand, event.at).into_active_model());
            if !lanes.contains(&Lane::of(errand)) {
                lanes.push(Lane::of(errand));
            }
        }
    }
    for rows in rows.chunks(ROWS_A_STATEMENT) {
        let insert = outbox::Entity::insert_many(rows.iter().cloned());
        insert.exec_without_returning(tx).await.map_err(failed)?;
    }
    Ok(lanes)
}

#[async_trait]
impl Outbox for SqlDatabase {
    async fn claim(
        &self,
        lane: Lane,
        now: Timestamp,
        lease: Span,
        limit: u32,
    ) -> Result<Vec<OutboxItem>, StorageError> {
        let backend = self.writer.get_database_backend();
        let skip = if backend == DbBackend::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
        let kind = match lane {
            Lane::Mails => "errand <> 'seal'",
            Lane::Seals => "errand = 'seal'",
        };
        let sql = format!(
            "UPDATE outbox SET leased_until = $1, attempts = attempts + 1 WHERE id IN (
                SELECT id FROM outbox
                WHERE done_at IS NULL AND run_at <= $2 AND leased_until <= $2 AND {kind}
                ORDER BY run_at, id LIMIT $3 {skip}
             ) RETURNING *"
        );
        let until = now.plus(lease).as_micros();
        let values = [until.into(), now.as_micros().into(), i64::from(limit).into()];
        let statement = Statement::from_sql_and_values(backend, sql, values);
        let mut rows =
            outbox::Model::find_by_statement(statement).all(&self.writer).await.map_err(failed)?;
        rows.sort_by_key(|row| (row.run_at, row.id));
        rows.iter().map(item).collect()
    }

    async fn done(&self, id: Uuid, now: Timestamp) -> Result<(), StorageError> {
        let done =
            outbox::ActiveModel { id: Set(id), done_at: Set(Some(now.as_micros())), ..unchanged() };
        outbox::Entity::update(done).exec(&self.writer).await.map(|_| ()).map_err(failed)
    }

    async fn wait(&self, lane: Lane, limit: Span) {
        let seconds = u64::try_from(limit.as_seconds_up()).unwrap_or(1);
        let notified = self.bells.of(lane).notified();
        if tokio::time::timeout(Duration::from_secs(seconds), notified).await.is_err() {
            tracing::trace!("looking for errands of other processes");
        }
    }

    async fn retry(&self, id: Uuid, at: Timestamp) -> Result<(), StorageError> {
        outbox::Entity::update_many()
            .col_expr(outbox::Column::RunAt, Expr::value(at.as_micros()))
            .col_expr(outbox::Column::LeasedUntil, Expr::value(0_i64))
            .filter(outbox::Column::Id.eq(id))
            .exec(&self.writer)
            .await
            .map(|_| ())
            .map_err(failed)
    }
}

fn unchanged() -> outbox::ActiveModel {
    outbox::ActiveModel {
        id: NotSet,
        errand: NotSet,
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

fn row(errand: Errand, at: Timestamp) -> outbox::Model {
    let about = |document, recipient| (Some(document), recipient);
    let (name, (document, recipient)) = match errand {
        Errand::Invite { document, recipient, .. } => ("invite", about(document, Some(recipient))),
        Errand::MailCode { document, recipient, .. } => {
            ("mail_code", about(document, Some(recipient)))
        }
        Errand::MailIdpCode { .. } => ("mail_idp_code", (None, None)),
        Errand::TellAccount { change, .. } => (change.name(), (None, None)),
        Errand::InviteMember { .. } => ("invite_member", (None, None)),
        Errand::MailInvitationCode { .. } => ("mail_invitation_code", (None, None)),
        Errand::Seal { document } => ("seal", about(document, None)),
        Errand::TellConcluded { document, to } => {
            let name = if matches!(to, Party::Copy(_)) { "tell_copy" } else { "tell_concluded" };
            (name, about(document, recipient_of(to)))
        }
        Errand::TellCancelled { document, to } => {
            ("tell_cancelled", about(document, recipient_of(to)))
        }
        Errand::TellDeclined { document, to } => {
            ("tell_declined", about(document, recipient_of(to)))
        }
        Errand::TellWithdrawn { document, recipient } => {
            ("tell_withdrawn", about(document, Some(recipient)))
        }
        Errand::TellHeld { document, recipient } => ("tell_held", about(document, Some(recipient))),
        Errand::TellForwarded { document, recipient } => {
            ("tell_forwarded", about(document, Some(recipient)))
        }
        Errand::TellDisowned { document, recipient } => {
            ("tell_disowned", about(document, Some(recipient)))
        }
        Errand::TellForeignAccount { document, recipient } => {
            ("tell_foreign_account", about(document, Some(recipient)))
        }
    };
    let generation = match errand {
        Errand::Invite { generation, .. } => i32::try_from(generation).ok(),
        _ => None,
    };
    let code_id = match errand {
        Errand::MailCode { code, .. } | Errand::MailInvitationCode { code, .. } => {
            Some(Uuid::from(code))
        }
        Errand::MailIdpCode { attempt } => Some(Uuid::from(attempt)),
        Errand::TellAccount { account, .. } => Some(Uuid::from(account)),
        Errand::TellConcluded { to: Party::Copy(copy), .. } => Some(Uuid::from(copy)),
        _ => None,
    };
    let invitation_id = match errand {
        Errand::InviteMember { invitation } | Errand::MailInvitationCode { invitation, .. } => {
            Some(Uuid::from(invitation))
        }
        _ => None,
    };
    outbox::Model {
        id: Uuid::now_v7(),
        errand: name.to_owned(),
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

fn item(row: &outbox::Model) -> Result<OutboxItem, StorageError> {
    let errand = errand(row).ok_or_else(|| corrupt("outbox.errand"))?;
    let attempt = u32::try_from(row.attempts).map_err(|_| corrupt("outbox.attempts"))?;
    Ok(OutboxItem { id: row.id, errand, attempt })
}

fn errand(row: &outbox::Model) -> Option<Errand> {
    if row.errand == "mail_idp_code" {
        return Some(Errand::MailIdpCode { attempt: row.code_id?.into() });
    }
    if let Some(invitation) = row.invitation_id.map(Into::into) {
        return match row.errand.as_str() {
            "invite_member" => Some(Errand::InviteMember { invitation }),
            "mail_invitation_code" => {
                Some(Errand::MailInvitationCode { invitation, code: row.code_id?.into() })
            }
            _ => None,
        };
    }
    if let Some(change) = AccountChange::ALL.into_iter().find(|c| c.name() == row.errand) {
        return Some(Errand::TellAccount { account: row.code_id?.into(), change });
    }
    let document = row.document_id?.into();
    let recipient = row.recipient_id.map(wariin_domain::RecipientId::from);
    let to = recipient.map_or(Party::Sender, Party::Recipient);
    Some(match row.errand.as_str() {
        "invite" => Errand::Invite {
            document,
            recipient: recipient?,
            generation: u32::try_from(row.generation?).ok()?,
        },
        "mail_code" => {
            Errand::MailCode { document, recipient: recipient?, code: row.code_id?.into() }
        }
        "seal" => Errand::Seal { document },
        "tell_copy" => Errand::TellConcluded { document, to: Party::Copy(row.code_id?.into()) },
        "tell_concluded" => Errand::TellConcluded { document, to },
        "tell_cancelled" => Errand::TellCancelled { document, to },
        "tell_declined" => Errand::TellDeclined { document, to },
        "tell_withdrawn" => Errand::TellWithdrawn { document, recipient: recipient? },
        "tell_held" => Errand::TellHeld { document, recipient: recipient? },
        "tell_forwarded" => Errand::TellForwarded { document, recipient: recipient? },
        "tell_disowned" => Errand::TellDisowned { document, recipient: recipient? },
        "tell_foreign_account" => Errand::TellForeignAccount { document, recipient: recipient? },
        _ => return None,
    })
}
