//! The audit chain: every event carries the hash of the one before it, and the head is authenticated
//! with a key that is not in the database.

use super::ROWS_A_STATEMENT;
use super::entity::{account, audit_event, audit_head};
use super::error::{corrupt, failed};
use super::work::SqlWork;
use crate::master_key::DerivedKey;
use async_trait::async_trait;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use wariin_domain::{Actor, Event, EventKind, Events, RecipientId, Refusal, Subject, Uuid};
use wariin_ports::{AuditLog, AuditProblem, AuditReport, StorageError};

const HEAD: i32 = 1;
const NO_HASH: [u8; 32] = [0; 32];
const PAGE: u64 = 1_000;

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
        let refused =
            EventKind::Refused { recipient: Some(recipient), refusal: Refusal::WrongAccount };
        let count = audit_event::Entity::find()
            .filter(audit_event::Column::Kind.eq(refused.name()))
            .filter(audit_event::Column::Facts.eq(facts_json(&refused)))
            .count(&self.tx)
            .await
            .map_err(failed)?;
        Ok(count > 0)
    }
}

/// Writes the events behind the newest one. The head's row is locked until the transaction ends.
pub(super) async fn append(
    tx: &DatabaseTransaction,
    key: &DerivedKey,
    events: &[Event],
) -> Result<(), StorageError> {
    if events.is_empty() {
        return Ok(());
    }
    let head = audit_head::Entity::find_by_id(HEAD).lock_exclusive().one(tx).await;
    let head = head.map_err(failed)?;
    let (mut number, mut previous) = match &head {
        Some(head) => {
            expect_genuine(tx, key, head).await?;
            (head.number, head.hash.clone())
        }
        None => {
            let any = audit_event::Entity::find().limit(1).count(tx).await.map_err(failed)?;
            if any > 0 {
                return Err(corrupt("audit_head"));
            }
            (0, NO_HASH.to_vec())
        }
    };
    let mut rows = Vec::with_capacity(events.len());
    for event in events {
        number += 1;
        let row = row(number, previous, event);
        previous = row.hash.clone();
        rows.push(row.into_active_model());
    }
    for rows in rows.chunks(ROWS_A_STATEMENT) {
        let insert = audit_event::Entity::insert_many(rows.iter().cloned());
        insert.exec_without_returning(tx).await.map_err(failed)?;
    }
    let newest = audit_head::ActiveModel {
        id: Set(HEAD),
        number: Set(number),
        mac: Set(head_mac(key, number, &previous).to_vec()),
        hash: Set(previous),
    };
    let kept = match head {
        Some(_) => audit_head::Entity::update(newest).exec(tx).await.map(|_| ()),
        None => audit_head::Entity::insert(newest).exec(tx).await.map(|_| ()),
    };
    kept.map_err(failed)
}

/// Nothing is added behind a head that is not ours, or whose event is gone: it would cover up what was
/// done to the chain.
async fn expect_genuine(
    tx: &DatabaseTransaction,
    key: &DerivedKey,
    head: &audit_head::Model,
) -> Result<(), StorageError> {
    let genuine: bool = head_mac(key, head.number, &head.hash).ct_eq(&head.mac).into();
    let newest = audit_event::Entity::find()
        .order_by_desc(audit_event::Column::Number)
        .limit(1)
        .one(tx)
        .await
        .map_err(failed)?;
    let is_newest = newest.is_some_and(|e| e.number == head.number && e.hash == head.hash);
    if genuine && is_newest { Ok(()) } else { Err(corrupt("audit_head")) }
}

fn row(number: i64, previous: Vec<u8>, event: &Event) -> audit_event::Model {
    let (subject, subject_id) = match event.subject {
        Subject::Document(id) => ("document", Uuid::from(id)),
        Subject::Account(id) => ("account", Uuid::from(id)),
        Subject::IdpConnection(id) => ("idp_connection", Uuid::from(id)),
        Subject::Organisation(id) => ("organisation", Uuid::from(id)),
    };
    let (actor, actor_id) = match event.actor {
        Actor::Account(id) => ("account", Some(Uuid::from(id))),
        Actor::LinkHolder(id) => ("link_holder", Some(Uuid::from(id))),
        Actor::Service => ("service", None),
        Actor::Operator => ("operator", None),
        Actor::Anyone => ("anyone", None),
    };
    let mut row = audit_event::Model {
        number,
        subject: subject.to_owned(),
        subject_id,
        at: event.at.as_micros(),
        actor: actor.to_owned(),
        actor_id,
        kind: event.kind.name().to_owned(),
        facts: facts_json(&event.kind),
        previous,
        hash: Vec::new(),
    };
    row.hash = hash(&row).to_vec();
    row
}

/// The facts as a JSON array of pairs, in their order.
fn facts_json(kind: &EventKind) -> String {
    serde_json::json!(kind.facts()).to_string()
}

/// SHA-256 over all columns but the hash itself, each behind its length.
fn hash(row: &audit_event::Model) -> [u8; 32] {
    let actor_id = row.actor_id.map(Uuid::into_bytes).unwrap_or_default();
    let columns: [&[u8]; 9] = [
        &row.number.to_be_bytes(),
        row.subject.as_bytes(),
        row.subject_id.as_bytes(),
        &row.at.to_be_bytes(),
        row.actor.as_bytes(),
        &actor_id,
        row.kind.as_bytes(),
        row.facts.as_bytes(),
        &row.previous,
    ];
    let mut digest = Sha256::new();
    for column in columns {
        digest.update((column.len() as u64).to_be_bytes());
        digest.update(column);
    }
    digest.finalize().into()
}

fn head_mac(key: &DerivedKey, number: i64, hash: &[u8]) -> [u8; 32] {
    key.mac(&[&number.to_be_bytes(), hash])
}

/// Reads the whole chain and says what is wrong with it.
pub(super) async fn verify<C: ConnectionTrait>(
    connection: &C,
    key: &DerivedKey,
) -> Result<AuditReport, StorageError> {
    let mut walk = Walk { number: 0, previous: NO_HASH.to_vec(), problems: Vec::new(), read: 0 };
    loop {
        let rows = audit_event::Entity::find()
            .filter(audit_event::Column::Number.gt(walk.number))
            .order_by_asc(audit_event::Column::Number)
            .limit(PAGE)
            .all(connection)
            .await
            .map_err(failed)?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            walk.step(row);
        }
    }
    let head = audit_head::Entity::find_by_id(HEAD).one(connection).await.map_err(failed)?;
    let accounts = account::Entity::find().limit(1).count(connection).await.map_err(failed)?;
    let lost = head.is_none() && accounts > 0;
    if lost || !walk.ends_at(head.as_ref(), key) {
        walk.problems.push(AuditProblem::CutOff(walk.number));
    }
    Ok(AuditReport {
        events: walk.read,
        head: hex::encode(&walk.previous),
        problems: walk.problems,
    })
}

struct Walk {
    number: i64,
    previous: Vec<u8>,
    problems: Vec<AuditProblem>,
    read: u64,
}

impl Walk {
    fn step(&mut self, row: &audit_event::Model) {
        if row.number != self.number + 1 {
            self.problems.push(AuditProblem::Missing(row.number));
        } else if row.previous != self.previous {
            self.problems.push(AuditProblem::Unlinked(row.number));
        }
        if row.hash != hash(row) {
            self.problems.push(AuditProblem::Changed(row.number));
        }
        self.number = row.number;
        self.previous.clone_from(&row.hash);
        self.read += 1;
    }

    fn ends_at(&self, head: Option<&audit_head::Model>, key: &DerivedKey) -> bool {
        match head {
            None => self.read == 0,
            Some(head) => {
                let mac = head_mac(key, head.number, &head.hash);
                let genuine: bool = mac.ct_eq(&head.mac).into();
                genuine && head.number == self.number && head.hash == self.previous
            }
        }
    }
}

/// The facts of a stored event.
pub(super) fn facts(row: &audit_event::Model) -> Result<Vec<(String, String)>, StorageError> {
    let value: serde_json::Value =
        serde_json::from_str(&row.facts).map_err(|_| corrupt("audit_event.facts"))?;
    let pair = |pair: &serde_json::Value| {
        Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()))
    };
    let pairs = value.as_array().and_then(|pairs| pairs.iter().map(pair).collect());
    pairs.ok_or_else(|| corrupt("audit_event.facts"))
}
