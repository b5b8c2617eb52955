//! The audit log: whatever is done to it with the database's password is found, before and after the events
//! are integrated in the transparency log.

use crate::databases::{TestDatabase, on_each};
use crate::people::{NOW, account, draft, event, kept};
use sea_orm::{ConnectionTrait, EntityTrait};
use sha2::{Digest, Sha256};
use wariin_domain::evidence::EventRecord;
use wariin_domain::{Account, Timestamp, Uuid};
use wariin_ports::{
    AuditProblem, EventPlace, Storage, StorageError, TimelineEvent, TransparencyLog, Views,
};

/// An account with eleven events; its head after the seventh was copied aside.
pub(crate) async fn with_events(test: &TestDatabase) -> Account {
    let storage = &test.database;
    let owner = account(storage, "owner@example.jp").await;
    for minute in 0..10 {
        one_more(test, &owner, minute).await.unwrap();
        if minute == 5 {
            let copy = "CREATE TABLE older AS SELECT * FROM audit_head WHERE subject = 'account'";
            test.intruder().await.execute_unprepared(copy).await.unwrap();
        }
    }
    let report = storage.verify_audit().await.unwrap();
    assert_eq!((report.events, report.integrated, report.problems), (12, 0, vec![]));
    owner
}

pub(crate) async fn one_more(
    test: &TestDatabase,
    owner: &Account,
    minute: u32,
) -> Result<(), StorageError> {
    let mut tx = test.database.begin().await?;
    tx.audit().append(event(owner, minute)).await?;
    tx.commit().await
}

pub(crate) async fn tampered(test: &TestDatabase, sql: &[&str]) -> Vec<AuditProblem> {
    let intruder = test.intruder().await;
    for statement in sql {
        intruder.execute_unprepared(statement).await.unwrap();
    }
    test.database.verify_audit().await.unwrap().problems
}

fn place(owner: &Account, sequence: u64) -> EventPlace {
    EventPlace { subject: "account".to_owned(), id: owner.id.into(), sequence }
}

/// When an intruder comes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Moment {
    BeforeIntegration,
    AfterIntegration,
}

/// What is found when this is done to the events of an account, at either moment, on each database.
async fn found(sql: &[&str], expected: impl Fn(&Account, Moment) -> Vec<AuditProblem>) {
    for moment in [Moment::BeforeIntegration, Moment::AfterIntegration] {
        on_each(async |test| {
            let owner = with_events(test).await;
            if moment == Moment::AfterIntegration {
                assert_eq!(test.database.integrate().await.unwrap(), 12);
            }
            let problems = tampered(test, sql).await;
            for problem in expected(&owner, moment) {
                assert!(problems.contains(&problem), "{moment:?} {sql:?}: {problems:?}");
            }
            // The sequencer covers nothing up.
            let _ = test.database.integrate().await;
            let later = test.database.verify_audit().await.unwrap().problems;
            for problem in expected(&owner, moment) {
                assert!(later.contains(&problem), "later, {moment:?} {sql:?}: {later:?}");
            }
        })
        .await;
    }
}

// T-090 EV-01
#[tokio::test]
async fn a_changed_column_is_found_and_located() {
    for change in [
        "kind = 'signed_in'",
        "data = '{}'",
        "at = at + 1",
        "actor = 'service'",
        "actor_id = NULL",
        "hash = previous",
    ] {
        let sql =
            format!("UPDATE audit_event SET {change} WHERE subject = 'account' AND sequence = 4");
        found(&[&sql], |owner, _| vec![AuditProblem::Changed(place(owner, 4))]).await;
    }
    let sql = "UPDATE audit_event SET mac = hash WHERE subject = 'account' AND sequence = 4";
    found(&[sql], |owner, _| vec![AuditProblem::Forged(place(owner, 4))]).await;
    let sql = "UPDATE audit_event SET previous = hash WHERE subject = 'account' AND sequence = 4";
    found(&[sql], |owner, _| vec![AuditProblem::Unlinked(place(owner, 4))]).await;
    let sql =
        "UPDATE audit_event SET subject = 'document' WHERE subject = 'account' AND sequence = 4";
    found(&[sql], |owner, _| vec![AuditProblem::Missing(place(owner, 5))]).await;
}

// T-090 EV-01
#[tokio::test]
async fn a_removed_event_is_found_and_located() {
    for gone in [1, 4, 11] {
        let sql =
            format!("DELETE FROM audit_event WHERE subject = 'account' AND sequence = {gone}");
        found(&[&sql], |owner, _| {
            let chain = match gone {
                11 => AuditProblem::CutOff(place(owner, 10)),
                _ => AuditProblem::Missing(place(owner, gone + 1)),
            };
            vec![chain, AuditProblem::Removed(place(owner, gone))]
        })
        .await;
    }
}

// T-090 EV-01
#[tokio::test]
async fn a_removed_event_with_the_rest_renumbered_is_found() {
    let sql = [
        "DELETE FROM audit_event WHERE subject = 'account' AND sequence = 4",
        "UPDATE audit_event SET sequence = sequence + 100 WHERE subject = 'account' AND sequence > 4",
        "UPDATE audit_event SET sequence = sequence - 101 WHERE subject = 'account' AND sequence > 100",
    ];
    found(&sql, |owner, _| {
        vec![AuditProblem::Unlinked(place(owner, 4)), AuditProblem::CutOff(place(owner, 10))]
    })
    .await;
}

// T-090 EV-01
#[tokio::test]
async fn reordered_events_are_found() {
    let sql = [
        "UPDATE audit_event SET sequence = 100 WHERE subject = 'account' AND sequence = 4",
        "UPDATE audit_event SET sequence = 4 WHERE subject = 'account' AND sequence = 5",
        "UPDATE audit_event SET sequence = 5 WHERE subject = 'account' AND sequence = 100",
    ];
    found(&sql, |owner, _| {
        vec![AuditProblem::Changed(place(owner, 4)), AuditProblem::Changed(place(owner, 5))]
    })
    .await;
}

const CUT: &str = "DELETE FROM audit_event WHERE subject = 'account' AND sequence > 7";
const SET_BACK: &str = "UPDATE audit_head SET sequence = 7, hash = (SELECT hash FROM audit_event e \
    WHERE e.subject = 'account' AND e.sequence = 7) WHERE subject = 'account'";
const OLDER_HEAD: &str = "UPDATE audit_head SET sequence = (SELECT sequence FROM older), \
    hash = (SELECT hash FROM older), mac = (SELECT mac FROM older) WHERE subject = 'account'";
const FORGET_WAITING: &str = "DELETE FROM log_pending WHERE subject = 'account' AND sequence > 7";

// T-090 EV-01
#[tokio::test]
async fn cut_off_events_are_found_even_when_the_head_is_set_back() {
    let cut_off = |owner: &Account, _| vec![AuditProblem::CutOff(place(owner, 7))];
    found(&[CUT], cut_off).await;
    found(&[CUT, SET_BACK], cut_off).await;
    found(&[CUT, SET_BACK, FORGET_WAITING], cut_off).await;
    found(&["DELETE FROM audit_head WHERE subject = 'account'"], |owner, _| {
        vec![AuditProblem::CutOff(place(owner, 11))]
    })
    .await;
    found(&["DELETE FROM audit_event WHERE subject = 'account'"], |owner, _| {
        vec![AuditProblem::CutOff(place(owner, 0))]
    })
    .await;
}

// T-090 EV-01
#[tokio::test]
async fn a_head_that_was_genuine_once_is_found() {
    found(&[OLDER_HEAD], |owner, _| vec![AuditProblem::CutOff(place(owner, 11))]).await;
    found(&[OLDER_HEAD, CUT], |owner, _| vec![AuditProblem::Removed(place(owner, 9))]).await;
    let sql = "UPDATE audit_head SET mac = hash WHERE subject = 'account'";
    found(&[sql], |owner, _| vec![AuditProblem::CutOff(place(owner, 11))]).await;
    let other = "UPDATE audit_head SET sequence = (SELECT sequence FROM audit_head \
        WHERE subject = 'organisation'), hash = (SELECT hash FROM audit_head \
        WHERE subject = 'organisation'), mac = (SELECT mac FROM audit_head \
        WHERE subject = 'organisation') WHERE subject = 'account'";
    found(&[other], |owner, _| vec![AuditProblem::CutOff(place(owner, 11))]).await;
}

// T-090 EV-01
#[tokio::test]
async fn a_whole_chain_that_was_removed_is_found() {
    let chain = [
        "DELETE FROM audit_event WHERE subject = 'account'",
        "DELETE FROM audit_head WHERE subject = 'account'",
    ];
    let without_chain =
        |owner: &Account| AuditProblem::NoChain { subject: "account", id: owner.id.into() };
    found(&chain, |owner, _| vec![without_chain(owner), AuditProblem::Removed(place(owner, 1))])
        .await;
    let waiting = "DELETE FROM log_pending WHERE subject = 'account'";
    found(&[chain[0], chain[1], waiting], |owner, _| vec![without_chain(owner)]).await;
    let row = "DELETE FROM account";
    found(&[chain[0], chain[1], waiting, row], |owner, moment| match moment {
        // What ADR 31 admits: a subject of which nothing is left, before it stands in the log.
        Moment::BeforeIntegration => vec![],
        Moment::AfterIntegration => vec![AuditProblem::Removed(place(owner, 11))],
    })
    .await;
}

// T-090 EV-01
#[tokio::test]
async fn an_event_that_stopped_waiting_without_being_integrated_is_found() {
    on_each(async |test| {
        let owner = with_events(test).await;
        let problems = tampered(test, &[FORGET_WAITING]).await;
        let lost = (8..=11).map(|n| AuditProblem::NotIntegrated(place(&owner, n)));
        assert_eq!(problems, lost.collect::<Vec<_>>());
    })
    .await;
}

/// Adds an event behind the chain, consistent in all that can be computed without the keys.
async fn forge(test: &TestDatabase, owner: &Account) {
    let intruder = test.intruder().await;
    let rows = raw::Entity::find().all(&intruder).await.unwrap();
    let newest = rows.iter().filter(|row| row.subject == "account").max_by_key(|row| row.sequence);
    let newest = newest.unwrap();
    let record = EventRecord {
        subject: "account",
        subject_id: Uuid::from(owner.id),
        sequence: 12,
        at: Timestamp::from_micros(newest.at),
        actor: "service",
        actor_id: None,
        kind: "signed_out",
        data: r#"{"v":1,"kind":"signed_out"}"#,
        previous: &newest.hash,
    };
    let hash = Sha256::digest(record.canonical_bytes()).to_vec();
    let forged = raw::ActiveModel {
        sequence: sea_orm::Set(12),
        actor: sea_orm::Set("service".to_owned()),
        actor_id: sea_orm::Set(None),
        previous: sea_orm::Set(newest.hash.clone()),
        hash: sea_orm::Set(hash),
        ..newest.clone().into()
    };
    raw::Entity::insert(forged).exec_without_returning(&intruder).await.unwrap();
    let waiting = "INSERT INTO log_pending (subject, subject_id, sequence, refused) \
        SELECT subject, subject_id, 12, refused FROM log_pending \
        WHERE subject = 'account' AND sequence = 11";
    intruder.execute_unprepared(waiting).await.unwrap();
}

/// The table of events, as an intruder sees it.
mod raw {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "audit_event")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) subject: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) subject_id: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub(super) sequence: i64,
        pub(super) at: i64,
        pub(super) actor: String,
        pub(super) actor_id: Option<Uuid>,
        pub(super) kind: String,
        pub(super) data: String,
        pub(super) previous: Vec<u8>,
        pub(super) hash: Vec<u8>,
        pub(super) mac: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

// T-090 EV-01
#[tokio::test]
async fn an_event_that_was_added_past_the_service_is_found_and_kept_out_of_the_log() {
    on_each(async |test| {
        let owner = with_events(test).await;
        forge(test, &owner).await;
        assert_eq!(test.database.integrate().await.unwrap(), 12);
        let report = test.database.verify_audit().await.unwrap();
        let expected = [
            AuditProblem::Forged(place(&owner, 12)),
            AuditProblem::NotIntegrated(place(&owner, 12)),
            AuditProblem::CutOff(place(&owner, 12)),
        ];
        assert_eq!((report.integrated, report.problems), (12, expected.to_vec()));
        let other = account(&test.database, "other@example.jp").await;
        one_more(test, &other, 1).await.unwrap();
        assert_eq!(test.database.integrate().await.unwrap(), 3, "nothing is held up by it");
        assert!(one_more(test, &owner, 99).await.is_err());
    })
    .await;
}

// T-090 EV-01
#[tokio::test]
async fn nothing_is_added_behind_a_chain_that_was_cut_off_and_only_its_subject_is_blocked() {
    let forget_head = "DELETE FROM audit_head WHERE subject = 'account'";
    let all = "DELETE FROM audit_event WHERE subject = 'account'";
    for (cut, is_integrated) in [
        (&[CUT][..], false),
        (&[CUT, SET_BACK], false),
        (&[forget_head], false),
        (&[CUT, OLDER_HEAD], true),
        (&[all, forget_head], true),
    ] {
        on_each(async |test| {
            let owner = with_events(test).await;
            if is_integrated {
                test.database.integrate().await.unwrap();
            }
            assert!(!tampered(test, cut).await.is_empty());
            assert!(one_more(test, &owner, 99).await.is_err(), "{cut:?}");
            let other = account(&test.database, "other@example.jp").await;
            one_more(test, &other, 99).await.unwrap();
            assert!(!test.database.verify_audit().await.unwrap().problems.is_empty());
        })
        .await;
    }
}

#[tokio::test]
async fn a_documents_history_is_its_events_in_order_with_names() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let document = kept(storage, &document, events).await;
        let history = storage.timeline(document.id).await.unwrap();
        let kinds: Vec<_> = history.iter().map(|entry| entry.what.name()).collect();
        assert_eq!(kinds, ["drafted", "file_changed", "recipient_added", "recipient_added"]);
        assert_eq!(history.iter().map(|entry| entry.number).collect::<Vec<_>>(), [1, 2, 3, 4]);
        assert_eq!(history[0].actor.name.as_deref(), Some("名前"));
        let added =
            wariin_domain::EventKind::RecipientAdded { recipient: document.recipients[0].id };
        assert_eq!(history[2].what, TimelineEvent::Known(added));
    })
    .await;
}

// EV-01
#[tokio::test]
async fn an_event_of_a_newer_version_is_listed_as_unknown() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let document = kept(storage, &document, events).await;
        let change = "UPDATE audit_event SET kind = 'teleported', actor = 'robot', \
            data = '{\"v\":7,\"kind\":\"teleported\"}' WHERE subject = 'document' AND sequence = 2";
        tampered(test, &[change]).await;
        let history = storage.timeline(document.id).await.unwrap();
        assert_eq!(history.len(), 4);
        assert_eq!(history[1].what, TimelineEvent::Unknown { kind: "teleported".to_owned() });
        assert_eq!((history[1].actor.actor, &history[0].at), (None, &NOW));
    })
    .await;
}

// LI-05
#[tokio::test]
async fn a_recipient_is_told_once_of_a_foreign_account() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let document = kept(storage, &document, events).await;
        let recipient = document.recipients[0].id;
        let refusal = wariin_domain::Refusal::WrongAccount;
        let actor = wariin_domain::Actor::Account(sender.id);
        let refused = document.refused(Some(recipient), refusal, actor, crate::people::NOW);
        let mut tx = storage.begin().await.unwrap();
        assert!(!tx.audit().has_told_of_foreign_account(recipient).await.unwrap());
        tx.audit().append(refused).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = storage.begin().await.unwrap();
        assert!(tx.audit().has_told_of_foreign_account(recipient).await.unwrap());
        let other = document.recipients[1].id;
        assert!(!tx.audit().has_told_of_foreign_account(other).await.unwrap());
    })
    .await;
}
