//! The audit chain: whatever is done to it by somebody with the database's password is found.

use crate::databases::{TestDatabase, on_each};
use crate::people::{account, draft, event, kept};
use sea_orm::ConnectionTrait;
use wariin_ports::{AuditProblem, Storage, Views};

async fn with_events(test: &TestDatabase) -> wariin_domain::Account {
    let storage = &test.database;
    let owner = account(storage, "owner@example.jp").await;
    for minute in 0..10 {
        let mut tx = storage.begin().await.unwrap();
        tx.audit().append(event(&owner, minute)).await.unwrap();
        tx.commit().await.unwrap();
    }
    let report = storage.verify_audit().await.unwrap();
    assert_eq!((report.events, report.problems), (10, vec![]));
    owner
}

async fn tampered(test: &TestDatabase, sql: &[&str]) -> Vec<AuditProblem> {
    let intruder = test.intruder().await;
    for statement in sql {
        intruder.execute_unprepared(statement).await.unwrap();
    }
    test.database.verify_audit().await.unwrap().problems
}

// T-090 EV-01
#[tokio::test]
async fn a_changed_event_is_found_and_located() {
    for change in [
        "UPDATE audit_event SET kind = 'signed_in' WHERE number = 4",
        "UPDATE audit_event SET facts = '[[\"a\",\"b\"]]' WHERE number = 4",
        "UPDATE audit_event SET at = at + 1 WHERE number = 4",
        "UPDATE audit_event SET actor = 'service' WHERE number = 4",
        "UPDATE audit_event SET actor_id = NULL WHERE number = 4",
    ] {
        on_each(async |test| {
            with_events(test).await;
            assert_eq!(tampered(test, &[change]).await, [AuditProblem::Changed(4)], "{change}");
        })
        .await;
    }
}

// T-090 EV-01
#[tokio::test]
async fn a_removed_event_is_found_and_located() {
    on_each(async |test| {
        let _ = with_events(test).await;
        let problems = tampered(test, &["DELETE FROM audit_event WHERE number = 4"]).await;
        assert_eq!(problems, [AuditProblem::Missing(5)]);
    })
    .await;
}

// T-090 EV-01
#[tokio::test]
async fn a_removed_event_with_the_rest_renumbered_is_found() {
    on_each(async |test| {
        let _ = with_events(test).await;
        let problems = tampered(
            test,
            &[
                "DELETE FROM audit_event WHERE number = 4",
                "UPDATE audit_event SET number = number + 100 WHERE number > 4",
                "UPDATE audit_event SET number = number - 101 WHERE number > 100",
            ],
        )
        .await;
        assert!(problems.contains(&AuditProblem::Unlinked(4)), "{problems:?}");
    })
    .await;
}

// T-090 EV-01
#[tokio::test]
async fn reordered_events_are_found() {
    on_each(async |test| {
        let _ = with_events(test).await;
        let problems = tampered(
            test,
            &[
                "UPDATE audit_event SET number = 100 WHERE number = 4",
                "UPDATE audit_event SET number = 4 WHERE number = 5",
                "UPDATE audit_event SET number = 5 WHERE number = 100",
            ],
        )
        .await;
        assert!(problems.contains(&AuditProblem::Changed(4)), "{problems:?}");
    })
    .await;
}

// T-090 EV-01
#[tokio::test]
async fn cut_off_events_are_found_even_when_the_head_is_set_back() {
    on_each(async |test| {
        with_events(test).await;
        let cut = "DELETE FROM audit_event WHERE number > 7";
        assert_eq!(tampered(test, &[cut]).await, [AuditProblem::CutOff(7)]);
        let set_back = "UPDATE audit_head SET number = 7, \
             hash = (SELECT hash FROM audit_event WHERE number = 7)";
        assert_eq!(tampered(test, &[set_back]).await, [AuditProblem::CutOff(7)]);
        let everything = ["DELETE FROM audit_event"];
        assert_eq!(tampered(test, &everything).await, [AuditProblem::CutOff(0)]);
    })
    .await;
}

// T-090 EV-01
#[tokio::test]
async fn nothing_is_added_behind_a_chain_that_was_cut_off_so_the_cut_is_not_covered_up() {
    let set_back = "UPDATE audit_head SET number = 7, \
         hash = (SELECT hash FROM audit_event WHERE number = 7)";
    for cut in [
        &["DELETE FROM audit_event WHERE number > 7"][..],
        &["DELETE FROM audit_event WHERE number > 7", set_back],
        &["DELETE FROM audit_head"],
    ] {
        on_each(async |test| {
            let owner = with_events(test).await;
            assert!(!tampered(test, cut).await.is_empty());
            let mut tx = test.database.begin().await.unwrap();
            tx.audit().append(event(&owner, 99)).await.unwrap();
            assert!(tx.commit().await.is_err());
            assert!(!test.database.verify_audit().await.unwrap().problems.is_empty());
        })
        .await;
    }
    on_each(async |test| {
        with_events(test).await;
        let all = ["DELETE FROM audit_event", "DELETE FROM audit_head"];
        assert_eq!(tampered(test, &all).await, [AuditProblem::CutOff(0)]);
    })
    .await;
}

#[tokio::test]
async fn a_documents_history_is_its_events_in_order_with_names() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let document = kept(storage, &document, events).await;
        let history = storage.timeline(document.id).await.unwrap();
        let kinds: Vec<_> = history.iter().map(|entry| entry.kind.as_str()).collect();
        assert_eq!(kinds, ["drafted", "recipient_added", "recipient_added"]);
        assert_eq!(history[0].actor.name.as_deref(), Some("佐藤 一郎"));
        let (name, value) = &history[1].facts[0];
        assert_eq!((name.as_str(), value), ("recipient", &document.recipients[0].id.to_string()));
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
