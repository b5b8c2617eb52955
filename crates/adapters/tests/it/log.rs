//! The transparency log: integrating events, what is done to the log, and histories that verify alone.

use crate::audit::{one_more, tampered, with_events};
use crate::databases::{TestDatabase, on_each, postgres, with_key};
use crate::people::{account, draft, event, fresh, kept};
use sea_orm::{ConnectionTrait, TransactionTrait};
use wariin_adapters::{HistoryProblem, verify_history};
use wariin_domain::{Actor, DocumentId, Event, EventKind, Events};
use wariin_ports::{AuditProblem, Storage, TransparencyLog, Views};

async fn integrated(test: &TestDatabase) -> wariin_domain::Account {
    let owner = with_events(test).await;
    assert_eq!(test.database.integrate().await.unwrap(), 12);
    let report = test.database.verify_audit().await.unwrap();
    assert_eq!((report.integrated, report.problems), (12, vec![]));
    owner
}

// EV-01
#[tokio::test]
async fn committed_events_are_integrated_once_in_the_order_of_their_arrival() {
    on_each(async |test| {
        let database = &test.database;
        assert_eq!(database.integrate().await.unwrap(), 0);
        assert_eq!(database.checkpoint().await.unwrap(), None);
        let owner = integrated(test).await;
        let first = database.checkpoint().await.unwrap().unwrap();
        assert!(first.contains("\n12\n"), "{first}");
        assert_eq!(database.integrate().await.unwrap(), 0);
        assert_eq!(database.checkpoint().await.unwrap().unwrap(), first);
        for minute in 20..23 {
            one_more(test, &owner, minute).await.unwrap();
            let report = database.verify_audit().await.unwrap();
            assert_eq!((report.events - report.integrated, report.problems), (1, vec![]));
            assert_eq!(database.integrate().await.unwrap(), 1);
        }
        let report = database.verify_audit().await.unwrap();
        assert_eq!((report.integrated, report.problems), (15, vec![]));
        let intruder = test.intruder().await;
        let sql = "SELECT sequence FROM log_leaf WHERE subject = 'account' ORDER BY leaf";
        let statement = sea_orm::Statement::from_string(intruder.get_database_backend(), sql);
        let rows = intruder.query_all_raw(statement).await.unwrap();
        let order: Vec<i64> = rows.iter().map(|row| row.try_get("", "sequence").unwrap()).collect();
        assert_eq!(order, (1..=14).collect::<Vec<_>>());
    })
    .await;
}

// EV-01
#[tokio::test]
async fn an_event_that_is_listed_as_waiting_once_more_becomes_no_second_leaf() {
    on_each(async |test| {
        integrated(test).await;
        let again = "INSERT INTO log_pending (subject, subject_id, sequence, refused) \
            SELECT subject, subject_id, sequence, sequence < 0 FROM log_leaf WHERE sequence > 5";
        assert_eq!(tampered(test, &[again]).await, []);
        assert_eq!(test.database.integrate().await.unwrap(), 0);
        let report = test.database.verify_audit().await.unwrap();
        assert_eq!((report.integrated, report.problems), (12, vec![]));
    })
    .await;
}

// EV-01
#[tokio::test]
async fn what_is_done_to_the_log_is_found_and_nothing_is_added_to_it() {
    let node = |n: i64| AuditProblem::Node(n.cast_unsigned());
    let lost = AuditProblem::LeavesMissing { from: 5, to: 5 };
    for (sql, expected, stops) in [
        (
            "UPDATE log_node SET hash = (SELECT hash FROM log_node WHERE position = 0) WHERE position = 3",
            AuditProblem::Leaf(2),
            false,
        ),
        (
            "UPDATE log_node SET hash = (SELECT hash FROM log_node WHERE position = 0) WHERE position = 2",
            node(2),
            false,
        ),
        (
            "UPDATE log_node SET hash = (SELECT hash FROM log_node WHERE position = 0) WHERE position = 14",
            node(14),
            true,
        ),
        ("DELETE FROM log_node WHERE position = 7", node(7), false),
        ("DELETE FROM log_node WHERE position = 21", node(21), true),
        ("DELETE FROM log_leaf WHERE leaf = 5", lost, false),
        ("DELETE FROM log_head", AuditProblem::Checkpoint, true),
        (
            "UPDATE log_head SET checkpoint = NULL",
            AuditProblem::LeafCount { found: 12, signed: 0 },
            true,
        ),
        (
            "UPDATE log_head SET checkpoint = replace(checkpoint, '12', '11')",
            AuditProblem::Checkpoint,
            true,
        ),
        ("UPDATE log_head SET checkpoint = 'x'", AuditProblem::Checkpoint, true),
    ] {
        on_each(async |test| {
            let owner = integrated(test).await;
            let problems = tampered(test, &[sql]).await;
            assert!(problems.contains(&expected), "{sql}: {problems:?}");
            one_more(test, &owner, 50).await.unwrap();
            let more = test.database.integrate().await;
            assert_eq!(more.is_err(), stops, "{sql}: {more:?}");
            assert!(!test.database.verify_audit().await.unwrap().problems.is_empty(), "{sql}");
        })
        .await;
    }
}

// EV-01
#[tokio::test]
async fn a_leaf_that_was_exchanged_for_another_event_is_found() {
    on_each(async |test| {
        integrated(test).await;
        let swap = [
            "UPDATE log_leaf SET leaf = 100 WHERE leaf = 3",
            "UPDATE log_leaf SET leaf = 3 WHERE leaf = 4",
            "UPDATE log_leaf SET leaf = 4 WHERE leaf = 100",
        ];
        let problems = tampered(test, &swap).await;
        let others = problems.iter().filter(|p| matches!(p, AuditProblem::OtherLeaf(_)));
        assert_eq!((others.count(), problems.len()), (2, 4), "{problems:?}");
        for leaf in [3, 4] {
            assert!(problems.contains(&AuditProblem::Leaf(leaf)), "{problems:?}");
        }
    })
    .await;
}

// EV-01
#[tokio::test]
async fn a_head_of_the_log_that_is_older_or_signed_by_another_service_is_found() {
    on_each(async |test| {
        let owner = integrated(test).await;
        let copy = ["CREATE TABLE old_log AS SELECT * FROM log_head"];
        assert_eq!(tampered(test, &copy).await, []);
        one_more(test, &owner, 50).await.unwrap();
        test.database.integrate().await.unwrap();
        let back = ["UPDATE log_head SET checkpoint = (SELECT checkpoint FROM old_log)"];
        let problems = tampered(test, &back).await;
        let count = AuditProblem::LeafCount { found: 13, signed: 12 };
        assert_eq!(problems, [count, AuditProblem::Checkpoint]);

        let stranger = with_key([9; 32]).await;
        integrated(&stranger).await;
        let signed = stranger.database.checkpoint().await.unwrap().unwrap();
        let forged = format!("UPDATE log_head SET checkpoint = '{signed}'");
        assert_eq!(tampered(test, &[&forged]).await, [AuditProblem::Checkpoint]);
    })
    .await;
}

// EV-01
#[tokio::test]
async fn a_sequencer_that_is_ended_at_any_point_leaves_whole_batches() {
    on_each(async |test| {
        let owner = account(&test.database, "owner@example.jp").await;
        let mut tx = test.database.begin().await.unwrap();
        for minute in 0..1_198 {
            tx.audit().append(event(&owner, minute)).await.unwrap();
        }
        tx.commit().await.unwrap();
        // Ended after a growing number of steps of its own.
        for steps in 0..60 {
            let mut work = Box::pin(test.database.integrate());
            for _ in 0..steps {
                let step = tokio::time::timeout(std::time::Duration::from_millis(1), &mut work);
                if step.await.is_ok() {
                    break;
                }
            }
            drop(work);
            let report = test.database.verify_audit().await.unwrap();
            assert_eq!(report.problems, [], "after {steps} steps");
            assert!(report.integrated % 500 == 0 || report.integrated == 1_200);
        }
        test.database.integrate().await.unwrap();
        let report = test.database.verify_audit().await.unwrap();
        assert_eq!((report.integrated, report.problems), (1_200, vec![]));
    })
    .await;
}

// EV-01
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_sequencers_at_once_make_one_log() {
    on_each(async |test| {
        let owner = account(&test.database, "owner@example.jp").await;
        let mut tasks = Vec::new();
        for process in 0..4 {
            let (database, owner) = (test.database.clone(), owner.clone());
            tasks.push(tokio::spawn(async move {
                for minute in 0..10 {
                    let mut tx = database.begin().await.unwrap();
                    tx.audit().append(event(&owner, process * 10 + minute)).await.unwrap();
                    tx.commit().await.unwrap();
                    database.integrate().await.unwrap();
                }
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        test.database.integrate().await.unwrap();
        let report = test.database.verify_audit().await.unwrap();
        assert_eq!((report.events, report.integrated, report.problems), (42, 42, vec![]));
    })
    .await;
}

// EV-01
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_commits_at_once_on_one_subject_give_an_unbroken_chain_from_its_first_event() {
    on_each(async |test| {
        let document = DocumentId::from(fresh());
        let commits = (0..20).map(|_| {
            let database = test.database.clone();
            tokio::spawn(async move {
                let kind = EventKind::Described;
                let event = Event::of_document(document, crate::people::NOW, Actor::Service, kind);
                let mut tx = database.begin().await.unwrap();
                tx.audit().append(Events::one(event)).await.unwrap();
                tx.commit().await
            })
        });
        for commit in commits.collect::<Vec<_>>() {
            commit.await.unwrap().unwrap();
        }
        let report = test.database.verify_audit().await.unwrap();
        assert_eq!((report.events, report.problems), (20, vec![]));
        let history = test.database.timeline(document).await.unwrap();
        let numbers: Vec<_> = history.iter().map(|entry| entry.number).collect();
        assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
    })
    .await;
}

// EV-01
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn commits_on_different_subjects_and_the_sequencer_do_not_wait_for_each_other() {
    let test = postgres().await;
    let taro = account(&test.database, "taro@example.jp").await;
    let jiro = account(&test.database, "jiro@example.jp").await;
    let intruder = test.intruder().await;
    let open = intruder.begin().await.unwrap();
    let lock = format!("SELECT * FROM audit_head WHERE subject_id = '{}' FOR UPDATE", taro.id);
    open.execute_unprepared(&lock).await.unwrap();
    let mut tx = test.database.begin().await.unwrap();
    tx.audit().append(event(&taro, 1)).await.unwrap();
    let waits = tokio::spawn(tx.commit());
    one_more(&test, &jiro, 1).await.unwrap();
    assert_eq!(test.database.integrate().await.unwrap(), 5);
    one_more(&test, &jiro, 2).await.unwrap();
    assert!(!waits.is_finished(), "the same subject waits");
    open.rollback().await.unwrap();
    waits.await.unwrap().unwrap();

    let open = intruder.begin().await.unwrap();
    open.execute_unprepared("SELECT * FROM log_head FOR UPDATE").await.unwrap();
    one_more(&test, &taro, 3).await.unwrap();
    assert_eq!(test.database.integrate().await.unwrap(), 0, "another process is at it");
    open.rollback().await.unwrap();
    assert_eq!(test.database.integrate().await.unwrap(), 3);
    assert_eq!(test.database.verify_audit().await.unwrap().problems, []);
}

/// A document's history among those of others, as it is handed out.
async fn history(test: &TestDatabase) -> String {
    let storage = &test.database;
    let sender = account(storage, "sender@example.jp").await;
    let mut last = None;
    for _ in 0..3 {
        let (document, events) = draft(&sender);
        last = Some(kept(storage, &document, events).await.id);
        one_more(test, &sender, 1).await.unwrap();
    }
    assert!(storage.history(last.unwrap()).await.is_err(), "not integrated yet");
    storage.integrate().await.unwrap();
    storage.history(last.unwrap()).await.unwrap().unwrap().json
}

// O-45 EV-01
#[tokio::test]
async fn a_documents_history_verifies_without_the_database_and_without_the_others() {
    on_each(async |test| {
        let file = history(test).await;
        let key = test.database.verifier_key();
        let verified = verify_history(&file, Some(&key)).unwrap();
        assert_eq!((verified.events, verified.subject.0.as_str()), (4, "document"));
        assert_eq!(verify_history(&file, None).unwrap(), verified);
        assert!(!file.contains("sender@example.jp"));
        assert_eq!(test.database.history(fresh().into()).await.unwrap(), None);
    })
    .await;
}

// O-45 EV-01
#[tokio::test]
async fn whatever_is_changed_in_a_history_is_found() {
    let test = crate::databases::sqlite().await;
    let file: serde_json::Value = serde_json::from_str(&history(&test).await).unwrap();
    let key = test.database.verifier_key();
    let check = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut changed = file.clone();
        change(&mut changed);
        verify_history(&changed.to_string(), Some(&key)).unwrap_err()
    };
    for column in ["at", "actor", "actor_id", "kind", "data"] {
        let problem = check(&|file| {
            file["events"][1][column] = match column {
                "at" => 5.into(),
                "actor_id" => serde_json::Value::Null,
                _ => "service".into(),
            };
        });
        assert_eq!(problem, HistoryProblem::Changed(2), "{column}");
    }
    let remove =
        |place: usize| check(&|file| drop(file["events"].as_array_mut().unwrap().remove(place)));
    assert_eq!((remove(0), remove(1)), (HistoryProblem::Missing(2), HistoryProblem::Missing(3)));
    assert_eq!(
        check(&|file| file["events"].as_array_mut().unwrap().swap(0, 1)),
        HistoryProblem::Missing(2)
    );
    assert_eq!(check(&|file| file["events"] = serde_json::json!([])), HistoryProblem::Empty);
    assert_eq!(
        check(&|file| file["events"][1]["previous"] = "00".into()),
        HistoryProblem::Unlinked(2)
    );
    for (field, value) in [
        ("leaf", serde_json::json!(0)),
        ("leaf", serde_json::json!(u64::MAX)),
        ("proof", serde_json::json!([])),
        ("proof", serde_json::json!(["x"])),
    ] {
        let problem = check(&|file| file["events"][1][field] = value.clone());
        assert_eq!(problem, HistoryProblem::NotProved(2), "{field} {value}");
    }
    let id = fresh().to_string();
    assert_eq!(check(&|file| file["id"] = id.clone().into()), HistoryProblem::Changed(1));
    assert_eq!(check(&|file| file["format"] = "other".into()), HistoryProblem::Format);
    assert!(matches!(
        check(&|file| file["checkpoint"] = "x".into()),
        HistoryProblem::Checkpoint(_)
    ));
    assert_eq!(verify_history(&file.to_string(), Some("x")).unwrap_err(), HistoryProblem::Key);
    let stranger = with_key([9; 32]).await.database.verifier_key();
    let refused = verify_history(&file.to_string(), Some(&stranger)).unwrap_err();
    assert_eq!(refused, HistoryProblem::Checkpoint(stranger));
}
