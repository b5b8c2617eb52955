//! A document's history for people: its events in order, with names.

use crate::storage::codec::event::decode;
use crate::storage::entity::{account, audit_event};
use crate::storage::error::{corrupt, failed};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::HashMap;
use wariin_domain::{Actor, DocumentId, FileDigest, Subject, Timestamp, Uuid};
use wariin_ports::{Party, StorageError, TimelineEntry, TimelineEvent};

/// The document's events, oldest first. One that this version does not know is there as well.
pub(in crate::storage) async fn timeline<C: ConnectionTrait>(
    connection: &C,
    document: DocumentId,
) -> Result<Vec<TimelineEntry>, StorageError> {
    let subject = Subject::Document(document);
    let rows = audit_event::Entity::find()
        .filter(audit_event::Column::Subject.eq(subject.name()))
        .filter(audit_event::Column::SubjectId.eq(subject.id()))
        .order_by_asc(audit_event::Column::Sequence)
        .all(connection)
        .await
        .map_err(failed)?;
    let actors: Vec<Uuid> = rows.iter().filter_map(|row| row.actor_id).collect();
    let names: HashMap<Uuid, String> = account::Entity::find()
        .filter(account::Column::Id.is_in(actors))
        .all(connection)
        .await
        .map_err(failed)?
        .into_iter()
        .map(|row| (row.id, row.name))
        .collect();
    rows.into_iter().map(|row| entry(row, &names)).collect()
}

fn entry(
    row: audit_event::Model,
    names: &HashMap<Uuid, String>,
) -> Result<TimelineEntry, StorageError> {
    let hash = row.hash.try_into().map_err(|_| corrupt("audit_event.hash"))?;
    let hash = FileDigest::new(hash);
    let what = match decode(&row.data) {
        Some(kind) => TimelineEvent::Known(kind),
        None => TimelineEvent::Unknown { kind: row.kind },
    };
    Ok(TimelineEntry {
        number: row.sequence.cast_unsigned(),
        hash,
        at: Timestamp::from_micros(row.at),
        actor: Party {
            actor: Actor::parse(&row.actor, row.actor_id),
            name: row.actor_id.and_then(|id| names.get(&id).cloned()),
        },
        what,
    })
}
