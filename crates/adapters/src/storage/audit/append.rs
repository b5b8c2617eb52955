//! Adding events behind the newest of their chains. Only the heads of these chains are locked, so that
//! units of work about other subjects never wait.

use super::AuditKeys;
use super::hash;
use crate::storage::ROWS_A_STATEMENT;
use crate::storage::codec::event::encode;
use crate::storage::connection::Transaction;
use crate::storage::entity::{audit_event, audit_head, log_leaf, log_pending};
use crate::storage::error::{corrupt, failed};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, IntoActiveModel, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationDef,
};
use std::collections::{BTreeMap, BTreeSet};
use wariin_domain::evidence::NO_HASH;
use wariin_domain::{Event, Subject, Uuid};
use wariin_ports::StorageError;

/// The heads of the chains that are added to. Ordered by id, as they are locked, so that two units of work
/// never wait for each other.
type Heads = BTreeMap<(Uuid, Subject), audit_head::Model>;

/// Writes the events, each behind the newest one of its chain, and lists them to be integrated in the log.
pub(in crate::storage) async fn append(
    tx: &Transaction,
    keys: &AuditKeys,
    events: &[Event],
) -> Result<(), StorageError> {
    let subjects: BTreeSet<_> = events.iter().map(|e| (e.subject.id(), e.subject)).collect();
    let subjects: Vec<_> = subjects.into_iter().collect();
    let mut heads = Heads::new();
    for some in subjects.chunks(ROWS_A_STATEMENT) {
        heads.extend(lock(tx, keys, some).await?);
    }
    let (mut rows, mut pending) = (Vec::new(), Vec::new());
    for event in events {
        let key = (event.subject.id(), event.subject);
        let head = heads.get_mut(&key).ok_or_else(|| corrupt("audit_head"))?;
        let row = row(head, keys, event)?;
        head.sequence = row.sequence;
        head.hash.clone_from(&row.hash);
        pending.push(waiting(&row));
        rows.push(row.into_active_model());
    }
    for rows in rows.chunks(ROWS_A_STATEMENT) {
        let insert = audit_event::Entity::insert_many(rows.iter().cloned());
        insert.exec_without_returning(tx).await.map_err(failed)?;
    }
    for rows in pending.chunks(ROWS_A_STATEMENT) {
        let insert = log_pending::Entity::insert_many(rows.iter().cloned());
        insert.exec_without_returning(tx).await.map_err(failed)?;
    }
    let heads: Vec<_> = heads.into_values().map(|head| authenticated(head, keys)).collect();
    for rows in heads.chunks(ROWS_A_STATEMENT) {
        write_heads(tx, rows, OnHead::Replace).await?;
    }
    Ok(())
}

/// The heads of these chains, locked until the transaction ends; a chain that has none begins.
async fn lock(
    tx: &Transaction,
    keys: &AuditKeys,
    subjects: &[(Uuid, Subject)],
) -> Result<Heads, StorageError> {
    let mut heads = find_and_lock(tx, subjects).await?;
    let new: Vec<_> = subjects.iter().filter(|key| !heads.contains_key(key)).copied().collect();
    if !new.is_empty() {
        // Two units of work may begin the same chain at once: the second one waits here for the first.
        let begun: Vec<_> = new.iter().map(|(_, s)| authenticated(empty(*s), keys)).collect();
        write_heads(tx, &begun, OnHead::Keep).await?;
        heads.extend(find_and_lock(tx, &new).await?);
    }
    expect_genuine(tx, keys, &heads).await?;
    Ok(heads)
}

async fn find_and_lock(
    tx: &Transaction,
    subjects: &[(Uuid, Subject)],
) -> Result<Heads, StorageError> {
    let rows = audit_head::Entity::find()
        .filter(audit_head::Column::SubjectId.is_in(subjects.iter().map(|(id, _)| *id)))
        .order_by_asc(audit_head::Column::SubjectId)
        .lock_exclusive()
        .all(tx)
        .await
        .map_err(failed)?;
    let key = |head: &audit_head::Model| {
        let is_its = |(id, subject): &&(Uuid, Subject)| {
            *id == head.subject_id && subject.name() == head.subject
        };
        subjects.iter().find(is_its).copied()
    };
    Ok(rows.into_iter().filter_map(|head| Some((key(&head)?, head))).collect())
}

/// Nothing is added behind a head that is not ours, or whose event is not the newest: it would cover up what
/// was done to the chain. Only this subject is blocked by it.
async fn expect_genuine(
    tx: &Transaction,
    keys: &AuditKeys,
    heads: &Heads,
) -> Result<(), StorageError> {
    let ids = || heads.keys().map(|(id, _)| *id);
    let newest = audit_event::Entity::find()
        .select_only()
        .columns([
            audit_event::Column::Subject,
            audit_event::Column::SubjectId,
            audit_event::Column::Sequence,
            audit_event::Column::Hash,
        ])
        .join(JoinType::InnerJoin, head_of_event())
        .filter(audit_event::Column::SubjectId.is_in(ids()))
        .filter(column(audit_event::Column::Sequence).gte(column(audit_head::Column::Sequence)))
        .into_tuple::<(String, Uuid, i64, Vec<u8>)>()
        .all(tx)
        .await
        .map_err(failed)?;
    let integrated_later = log_leaf::Entity::find()
        .select_only()
        .columns([log_leaf::Column::Subject, log_leaf::Column::SubjectId])
        .join(JoinType::InnerJoin, head_of_leaf())
        .filter(log_leaf::Column::SubjectId.is_in(ids()))
        .filter(column(log_leaf::Column::Sequence).gt(column(audit_head::Column::Sequence)))
        .limit(1)
        .into_tuple::<(String, Uuid)>()
        .one(tx)
        .await
        .map_err(failed)?;
    let is_newest = |head: &audit_head::Model| {
        let own = |(subject, id, ..): &&(String, Uuid, i64, Vec<u8>)| {
            *subject == head.subject && *id == head.subject_id
        };
        let mut found = newest.iter().filter(own);
        let is_newest = match found.next() {
            None => head.sequence == 0,
            Some((_, _, sequence, hash)) => *sequence == head.sequence && *hash == head.hash,
        };
        is_newest && found.next().is_none()
    };
    let are_genuine = heads.values().all(|head| keys.is_genuine_head(head) && is_newest(head));
    if are_genuine && integrated_later.is_none() { Ok(()) } else { Err(corrupt("audit_head")) }
}

fn column<C: ColumnTrait>(column: C) -> Expr {
    Expr::col(column.as_column_ref())
}

fn head_of_event() -> RelationDef {
    audit_event::Entity::belongs_to(audit_head::Entity)
        .from((audit_event::Column::Subject, audit_event::Column::SubjectId))
        .to((audit_head::Column::Subject, audit_head::Column::SubjectId))
        .into()
}

fn head_of_leaf() -> RelationDef {
    log_leaf::Entity::belongs_to(audit_head::Entity)
        .from((log_leaf::Column::Subject, log_leaf::Column::SubjectId))
        .to((audit_head::Column::Subject, audit_head::Column::SubjectId))
        .into()
}

/// What to do with a head that is there already.
#[derive(Clone, Copy)]
enum OnHead {
    Keep,
    Replace,
}

async fn write_heads(
    tx: &Transaction,
    heads: &[audit_head::Model],
    on_head: OnHead,
) -> Result<(), StorageError> {
    use audit_head::Column::{Hash, Mac, Sequence, Subject, SubjectId};
    let mut conflict = OnConflict::columns([Subject, SubjectId]);
    match on_head {
        OnHead::Keep => conflict.do_nothing(),
        OnHead::Replace => conflict.update_columns([Sequence, Hash, Mac]),
    };
    let rows = heads.iter().cloned().map(IntoActiveModel::into_active_model);
    let insert = audit_head::Entity::insert_many::<audit_head::ActiveModel, _>(rows);
    insert.on_conflict(conflict).exec_without_returning(tx).await.map_err(failed)?;
    Ok(())
}

/// The head of a chain that has no event yet.
fn empty(subject: Subject) -> audit_head::Model {
    audit_head::Model {
        subject: subject.name().to_owned(),
        subject_id: subject.id(),
        sequence: 0,
        hash: NO_HASH.to_vec(),
        mac: Vec::new(),
    }
}

fn authenticated(mut head: audit_head::Model, keys: &AuditKeys) -> audit_head::Model {
    head.mac = keys.head_mac(&head);
    head
}

fn row(
    head: &audit_head::Model,
    keys: &AuditKeys,
    event: &Event,
) -> Result<audit_event::Model, StorageError> {
    let mut row = audit_event::Model {
        subject: head.subject.clone(),
        subject_id: head.subject_id,
        sequence: head.sequence + 1,
        at: event.at.as_micros(),
        actor: event.actor.name().to_owned(),
        actor_id: event.actor.id(),
        kind: event.kind.name().to_owned(),
        data: encode(&event.kind).map_err(|_| corrupt("audit_event.data"))?,
        previous: head.hash.clone(),
        hash: Vec::new(),
        mac: Vec::new(),
    };
    row.hash = hash(&row).to_vec();
    row.mac = keys.event_mac(&row.hash);
    Ok(row)
}

fn waiting(row: &audit_event::Model) -> log_pending::ActiveModel {
    log_pending::ActiveModel {
        arrival: NotSet,
        subject: Set(row.subject.clone()),
        subject_id: Set(row.subject_id),
        sequence: Set(row.sequence),
        refused: Set(false),
    }
}
