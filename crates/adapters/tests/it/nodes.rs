//! Which processes serve, and schemas of newer releases, on both databases.

use crate::databases::{TestDatabase, on_each};
use crate::people::{NOW, account, draft, kept};
use sea_orm::{ConnectionTrait, DbErr, Statement};
use wariin_adapters::{NodeRole, SqlDatabase, SqlError};
use wariin_domain::{Span, Uuid};
use wariin_ports::{JobQueue, Queue, Views};

async fn names(database: &SqlDatabase, at: wariin_domain::Timestamp) -> Vec<String> {
    let nodes = database.nodes(at).await.unwrap();
    nodes.into_iter().map(|node| node.name).collect()
}

// FA-10
#[tokio::test]
async fn a_process_serves_from_its_note_until_it_ends_or_was_not_heard_of_for_twenty_seconds() {
    on_each(async |test| {
        let key = "2a".repeat(32);
        let (web, worker) = (test.under(&key, "a web").await, test.under(&key, "b worker").await);
        web.note_node(NodeRole::Web, "1.2.3", "a1", NOW).await.unwrap();
        worker.note_node(NodeRole::Worker, "1.2.4", "a1", NOW).await.unwrap();
        let nodes = web.nodes(NOW.plus(Span::seconds(1))).await.unwrap();
        let roles: Vec<_> = nodes.iter().map(|node| node.role.unwrap()).collect();
        assert_eq!(roles, [NodeRole::Web, NodeRole::Worker]);
        assert_eq!((&*nodes[1].release, nodes[1].seen_at), ("1.2.4", NOW));

        let later = NOW.plus(Span::seconds(19));
        web.note_node(NodeRole::All, "1.2.4", "a1", later).await.unwrap();
        assert_eq!(names(&worker, later).await, ["a web", "b worker"]);
        assert_eq!(names(&worker, NOW.plus(Span::seconds(20))).await, ["a web"]);
        assert_eq!(web.nodes(later).await.unwrap()[0].role, Some(NodeRole::All));
        web.forget_node().await.unwrap();
        assert_eq!(names(&worker, NOW).await, ["b worker"]);

        let role = "UPDATE node SET role = 'archivist'";
        test.intruder().await.execute_unprepared(role).await.unwrap();
        assert_eq!(web.nodes(NOW).await.unwrap()[0].role, None, "a role of a newer release");
        worker.note_key_node(NOW).await.unwrap();
        for (day, left) in [(1, 1), (2, 0)] {
            worker.forget_old_nodes(NOW.plus(Span::days(day))).await.unwrap();
            assert_eq!((count(test, "node").await, count(test, "key_node").await), (left, left));
        }
    })
    .await;
}

// FA-10
#[tokio::test]
async fn a_name_is_claimed_unless_a_process_of_another_machine_serves_under_it() {
    on_each(async |test| {
        let node = test.under(&"2a".repeat(32), "clone 0.0.0.0:8080").await;
        let claim =
            async |boot: &str, at| node.claim_name(NodeRole::All, "1.2.3", boot, at).await.unwrap();
        assert_eq!(claim("a1", NOW).await, None, "none was heard of");
        assert_eq!(names(&node, NOW).await, ["clone 0.0.0.0:8080"]);
        let heard = NOW.plus(Span::seconds(1));
        assert_eq!(claim("a1", heard).await, None, "killed and started again");
        let is_file = test.intruder().await.get_database_backend() == sea_orm::DbBackend::Sqlite;
        let refused = (!is_file).then_some(heard);
        let later = NOW.plus(Span::seconds(20));
        assert_eq!(claim("b2", later).await, refused, "a cloned machine");
        assert_eq!(claim("1", later).await, refused, "which is no part of the other's");
        assert_eq!(claim("", later).await, None, "a kernel that names no start");
        assert_eq!(claim("b2", later).await, None, "after one that names no start");
        let other = test.under(&"2a".repeat(32), "other 0.0.0.0:8080").await;
        let claimed = other.claim_name(NodeRole::Web, "1.2.3", "c3", later).await.unwrap();
        assert_eq!(claimed, None, "of another name");
        assert_eq!(claim("c3", later.plus(Span::seconds(20))).await, None, "not heard of any more");
        let back = NOW.minus(Span::seconds(1));
        assert_eq!(claim("d4", back).await, None, "the clock was set back");
        assert_eq!(claim("e5", back.minus(Span::seconds(20))).await, (!is_file).then_some(back));
        let earlier = "UPDATE node SET release = '0.1.0'";
        test.intruder().await.execute_unprepared(earlier).await.unwrap();
        assert_eq!(node.nodes(back).await.unwrap()[0].release, "0.1.0");
        assert_eq!(claim("f6", back).await, None, "of an earlier release");
        assert_eq!(claim("f6", back).await, None);
    })
    .await;
}

// FA-10
#[tokio::test]
async fn of_two_clones_that_start_at_once_the_second_one_is_refused_in_both_orders() {
    on_each(async |test| {
        let is_file = test.intruder().await.get_database_backend() == sea_orm::DbBackend::Sqlite;
        for (number, boots) in [["a1", "b2"], ["b2", "a1"]].into_iter().enumerate() {
            let name = format!("clone{number} 0.0.0.0:8080");
            let key = "2a".repeat(32);
            let clones = [test.under(&key, &name).await, test.under(&key, &name).await];
            let claim = async |n: usize| {
                let claimed = clones[n].claim_name(NodeRole::All, "1.2.3", boots[n], NOW).await;
                claimed.unwrap()
            };
            let claimed = tokio::join!(claim(0), claim(1));
            let refused = [claimed.0, claimed.1].into_iter().flatten().collect::<Vec<_>>();
            assert_eq!(refused, if is_file { vec![] } else { vec![NOW] });
            if !is_file {
                let winner = usize::from(claimed.0.is_some());
                assert_eq!(claim(winner).await, None, "the name is still its own");
                assert_eq!(claim(1 - winner).await, Some(NOW));
                clones[winner].forget_node().await.unwrap();
                assert_eq!(claim(1 - winner).await, None, "the other one has ended");
            }
        }
    })
    .await;
}

async fn count(test: &TestDatabase, table: &str) -> i64 {
    let db = test.intruder().await;
    let count = format!("SELECT count(*) AS n FROM {table}");
    let count = Statement::from_string(db.get_database_backend(), count);
    db.query_one_raw(count).await.unwrap().unwrap().try_get("", "n").unwrap()
}

/// As the migration of a newer release leaves the schema: it needs programs that know so many steps.
async fn upgraded(test: &TestDatabase, step: &str, needs: Option<i32>) -> Result<(), DbErr> {
    let db = test.intruder().await;
    let done = format!("INSERT INTO seaql_migrations (version, applied_at) VALUES ('{step}', 1)");
    db.execute_unprepared(&done).await?;
    if let Some(needs) = needs {
        let needs =
            format!("INSERT INTO schema_step (step, compatible_since) VALUES ('{step}', {needs})");
        db.execute_unprepared(&needs).await?;
    }
    db.execute_unprepared("ALTER TABLE document ADD COLUMN of_the_next_release text").await?;
    Ok(())
}

// FA-14
#[tokio::test]
async fn a_schema_that_a_newer_release_made_is_used_when_it_says_so() {
    on_each(async |test| {
        upgraded(test, "m9001_expands", Some(11)).await.unwrap();
        let older = test.opened().await.unwrap();
        let sender = account(&older, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let document = kept(&older, &document, events).await;
        assert_eq!(older.timeline(document.id).await.unwrap().len(), 4);
        test.migrated().await.unwrap();
    })
    .await;
}

// FA-14
#[tokio::test]
async fn a_schema_of_a_newer_release_that_does_not_say_so_is_refused_by_the_name_of_its_step() {
    on_each(async |test| {
        upgraded(test, "m9001_expands", Some(11)).await.unwrap();
        for (step, needs, why) in [
            ("m9002_contracts", Some(15), "programs that know 15 steps may use; this one knows 14"),
            ("m9003_says_nothing", None, "does not say"),
        ] {
            let db = test.intruder().await;
            let before = "DELETE FROM seaql_migrations WHERE version LIKE 'm9002%'";
            db.execute_unprepared(before).await.unwrap();
            let drop = "ALTER TABLE document DROP COLUMN of_the_next_release";
            db.execute_unprepared(drop).await.unwrap();
            upgraded(test, step, needs).await.unwrap();
            for refused in [test.opened().await.err(), test.migrated().await.err()] {
                let refused = refused.unwrap();
                assert!(matches!(refused, SqlError::TooNew { .. }), "{refused}");
                let said = refused.to_string();
                assert!(said.contains(step) && said.contains(why), "{said}");
                assert!(said.contains("start the newer release"), "{said}");
            }
        }
    })
    .await;
}

// FA-14
#[tokio::test]
async fn jobs_and_events_of_a_newer_release_are_left_as_they_are() {
    on_each(async |test| {
        let (storage, db) = (&test.database, test.intruder().await);
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let document = kept(storage, &document, events).await;
        let id = match db.get_database_backend() {
            sea_orm::DbBackend::Sqlite => format!("x'{}'", Uuid::from_u128(1).simple()),
            _ => format!("'{}'", Uuid::from_u128(1)),
        };
        let job = format!(
            "INSERT INTO job (id, queue, priority, payload_version, payload, run_at, leased_until, attempts, state)
                VALUES ({id}, 'archive', 1, 99, '{{\"kind\":\"archive\"}}', 0, 0, 0, 'waiting')"
        );
        db.execute_unprepared(&job).await.unwrap();
        for queue in Queue::ALL {
            assert!(storage.claim(queue, NOW, Span::seconds(9), 9).await.unwrap().is_empty());
        }
        let listed = storage.list(None, 9).await.unwrap();
        let archive = listed.iter().find(|job| job.queue == "archive").unwrap();
        assert_eq!((archive.attempts, archive.kind.as_deref()), (0, Some("archive")));
        let backlog = storage.backlog().await.unwrap();
        assert_eq!(backlog.queues.len(), Queue::ALL.len(), "a queue of no release of ours");
        assert_eq!(storage.timeline(document.id).await.unwrap().len(), 4);
    })
    .await;
}
