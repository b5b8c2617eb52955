//! The audit log: each subject's events form a chain of their own, each event and each chain's head is
//! authenticated with keys that are not in the database.

mod append;
mod history;
mod keys;
mod timeline;
mod verify;

use super::codec::event::encode;
use super::entity::{audit_event, recipient};
use super::error::{corrupt, failed};
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use sha2::{Digest, Sha256};
use wariin_domain::evidence::EventRecord;
use wariin_domain::{
    AccountId, DocumentId, EventKind, Events, ManagerLook, RecipientId, Refusal, Subject,
    Timestamp, Uuid,
};
use wariin_ports::{AuditLog, StorageError};

pub(super) use append::append;
pub(super) use history::history;
pub(super) use keys::{AuditKeys, Renewed};
pub(super) use timeline::timeline;
pub(super) use verify::verify;

#[async_trait]
impl AuditLog for SqlWork {
    async fn append(&mut self, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        Ok(())
    }

    async fn has_told_of_foreign_account(
        &mut self,
        recipient: RecipientId,
    ) -> Result<bool, StorageError> {
        let found = recipient::Entity::find_by_id(Uuid::from(recipient)).one(&self.tx).await;
        let Some(row) = found.map_err(failed)? else {
            return Ok(false);
        };
        let document = DocumentId::from(row.document_id);
        let refused =
            EventKind::Refused { recipient: Some(recipient), refusal: Refusal::WrongAccount };
        self.is_recorded(document, &refused).await
    }

    async fn has_viewed(
        &mut self,
        document: DocumentId,
        manager: AccountId,
        since: Timestamp,
    ) -> Result<bool, StorageError> {
        let document = Subject::Document(document);
        let kind = EventKind::ManagerViewed { look: ManagerLook::Page }.name();
        let count = audit_event::Entity::find()
            .filter(audit_event::Column::Subject.eq(document.name()))
            .filter(audit_event::Column::SubjectId.eq(document.id()))
            .filter(audit_event::Column::Kind.eq(kind))
            .filter(audit_event::Column::ActorId.eq(Uuid::from(manager)))
            .filter(audit_event::Column::At.gte(since.as_micros()))
            .count(&self.tx)
            .await
            .map_err(failed)?;
        Ok(count > 0)
    }
}

impl SqlWork {
    /// Whether exactly this happened to the document before.
    async fn is_recorded(
        &mut self,
        document: DocumentId,
        refused: &EventKind,
    ) -> Result<bool, StorageError> {
        let document = Subject::Document(document);
        let data = encode(refused).map_err(|_| corrupt("audit_event.data"))?;
        let count = audit_event::Entity::find()
            .filter(audit_event::Column::Subject.eq(document.name()))
            .filter(audit_event::Column::SubjectId.eq(document.id()))
            .filter(audit_event::Column::Kind.eq(refused.name()))
            .filter(audit_event::Column::Data.eq(data))
            .count(&self.tx)
            .await
            .map_err(failed)?;
        Ok(count > 0)
    }
}

/// The hash that belongs to a row: SHA-256 over its canonical bytes.
pub(super) fn hash(row: &audit_event::Model) -> [u8; 32] {
    let record = EventRecord {
        subject: &row.subject,
        subject_id: row.subject_id,
        sequence: row.sequence.cast_unsigned(),
        at: Timestamp::from_micros(row.at),
        actor: &row.actor,
        actor_id: row.actor_id,
        kind: &row.kind,
        data: &row.data,
        previous: &row.previous,
    };
    Sha256::digest(record.canonical_bytes()).into()
}
