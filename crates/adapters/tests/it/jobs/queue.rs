//! The queue: what is written, read back, claimed in order, and counted.

use super::LEASE;
use crate::databases::on_each;
use crate::people::{NOW, account, after, by_totp, consent, draft, fresh, kept, withdrawal};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use std::collections::BTreeSet;
use std::sync::Arc;
use wariin_domain::{AccountChange, Actor, Event, EventKind, Events, FactorRemoval, Job, Uuid};
use wariin_ports::{JobOutcome, JobQueue, Queue, Storage, UnfinishedState, Views};

// MA-03 CO-06
#[tokio::test]
async fn a_job_comes_with_the_events_that_cause_it_and_stays_until_it_is_done() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let mut document = kept(storage, &document, events).await;
        assert!(storage.claim(Queue::Email, after(1), LEASE, 9).await.unwrap().is_empty());
        let events = document.send(&by_totp(sender.id), NOW).unwrap();
        document = kept(storage, &document, events).await;

        let first = storage.claim(Queue::Email, after(1), LEASE, 9).await.unwrap();
        let recipient = document.recipients[0].id;
        let invite = Job::Invite { document: document.id, recipient, generation: 1 };
        assert_eq!((first[0].job, first[0].attempt), (invite, 1));
        assert!(
            storage.claim(Queue::Email, after(2), LEASE, 9).await.unwrap().is_empty(),
            "it is leased"
        );
        let again = storage.claim(Queue::Email, after(3), LEASE, 9).await.unwrap();
        assert_eq!((again[0].id, again[0].attempt), (first[0].id, 2), "the lease has ended");

        storage.postpone(&again[0], after(10), "later").await.unwrap();
        assert!(storage.claim(Queue::Email, after(9), LEASE, 9).await.unwrap().is_empty());
        let last = storage.claim(Queue::Email, after(10), LEASE, 9).await.unwrap();
        assert_eq!(last.len(), 1);
        storage.finish(&last[0], JobOutcome::Done, after(10)).await.unwrap();
        assert!(storage.claim(Queue::Email, after(100), LEASE, 9).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn every_kind_of_job_is_read_back_as_it_was_written() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let mut document = kept(storage, &document, events).await;
        let mut expected = Vec::new();
        let events = document.send(&by_totp(sender.id), NOW).unwrap();
        expected.extend(events.iter().flat_map(wariin_domain::Event::jobs));
        document = kept(storage, &document, events).await;
        for (place, is_withdrawn) in [(0, true), (0, false), (1, false)] {
            let events = consent(&mut document, place, after(1));
            expected.extend(events.iter().flat_map(wariin_domain::Event::jobs));
            document = kept(storage, &document, events).await;
            if is_withdrawn {
                let events = withdrawal(&mut document, place, after(1));
                expected.extend(events.iter().flat_map(wariin_domain::Event::jobs));
                document = kept(storage, &document, events).await;
                assert_eq!(document.recipients[place].consent(), None, "T-084");
            }
        }
        let mut found = Vec::new();
        for queue in Queue::ALL {
            let claimed = storage.claim(queue, after(2), LEASE, 99).await.unwrap();
            assert!(claimed.iter().all(|item| Queue::of(item.job) == queue), "FA-07");
            found.extend(claimed.into_iter().map(|item| item.job));
        }
        expected.sort_by_key(|job| Queue::of(*job) == Queue::Seal);
        assert_eq!(found, expected);
        assert!(found.contains(&Job::Seal { document: document.id }));
    })
    .await;
}

// RA-03
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn several_workers_never_get_the_same_job() {
    on_each(async |test| {
        let storage = Arc::new(test.database.clone());
        let sender = account(&*storage, "sender@example.jp").await;
        for _ in 0..40 {
            let (mut document, events) = draft(&sender);
            let sent = document.send(&by_totp(sender.id), NOW).unwrap();
            let mut tx = storage.begin().await.unwrap();
            tx.documents().save(&document, events.and(sent)).await.unwrap();
            tx.commit().await.unwrap();
        }
        let workers: Vec<_> = (0..4)
            .map(|_| {
                let storage = Arc::clone(&storage);
                tokio::spawn(async move {
                    let mut got = Vec::new();
                    loop {
                        let items = storage.claim(Queue::Email, after(1), LEASE, 3).await.unwrap();
                        if items.is_empty() {
                            return got;
                        }
                        got.extend(items.into_iter().map(|item| item.id));
                    }
                })
            })
            .collect();
        let mut all = Vec::new();
        for worker in workers {
            all.extend(worker.await.unwrap());
        }
        assert_eq!(all.len(), 40);
        assert_eq!(all.into_iter().collect::<BTreeSet<_>>().len(), 40);
    })
    .await;
}

#[tokio::test]
async fn one_unit_of_work_may_cause_more_than_one_statement_can_hold() {
    const MANY: u32 = 15_000;
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "taro@example.com").await.id;
        let mut tx = storage.begin().await.unwrap();
        for _ in 0..MANY {
            let actor = Actor::Account(owner);
            let event = Event::of_account(owner, NOW, actor, EventKind::BackupCodeUsed);
            tx.audit().append(Events::one(event)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let report = storage.verify_audit().await.unwrap();
        assert_eq!((report.events, report.problems), (u64::from(MANY) + 2, vec![]));
        assert_eq!(
            storage.claim(Queue::Email, after(1), LEASE, MANY).await.unwrap().len(),
            MANY as usize
        );
    })
    .await;
}

// EN-06
#[tokio::test]
async fn what_changed_about_an_account_becomes_a_job_for_its_owner() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "taro@example.com").await.id;
        let factor = wariin_domain::FactorId::from(fresh());
        let kinds = [
            EventKind::FactorEnrolled {
                factor,
                method: wariin_domain::FactorMethod::Totp,
                behind_code: false,
            },
            EventKind::FactorRemoved { factor, by: FactorRemoval::OwnCode },
            EventKind::BackupCodeUsed,
            EventKind::PasswordReset,
        ];
        let mut tx = storage.begin().await.unwrap();
        for kind in kinds {
            let event = Event::of_account(owner, NOW, Actor::Account(owner), kind);
            tx.audit().append(Events::one(event)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let found = storage.claim(Queue::Email, after(1), LEASE, 99).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|item| item.job).collect();
        let expected = [
            AccountChange::FactorEnrolled,
            AccountChange::FactorRemoved,
            AccountChange::BackupCodeUsed,
            AccountChange::PasswordReset,
        ];
        let expected =
            expected.map(|change| Job::NotifyAccount { account: owner, change, at: NOW });
        assert_eq!(found, expected);
    })
    .await;
}

/// Puts a row into the queue as another program might have.
async fn insert(db: &DatabaseConnection, number: u8, version: i32, payload: &str) -> Uuid {
    let id = Uuid::from_u128(u128::from(number));
    let literal = match db.get_database_backend() {
        DbBackend::Sqlite => format!("x'{}'", id.simple()),
        _ => format!("'{id}'"),
    };
    let at = NOW.as_micros() + i64::from(number);
    let sql = format!(
        "INSERT INTO job (id, queue, priority, payload_version, payload, run_at, leased_until,
            attempts, state) VALUES ({literal}, 'seal', 1, {version}, '{payload}', {at}, 0, 0, 'waiting')"
    );
    db.execute_unprepared(&sql).await.unwrap();
    id
}

fn seal(number: u128) -> (String, Job) {
    let document = Uuid::from_u128(number);
    let payload = format!(r#"{{"kind":"seal","document":"{document}"}}"#);
    (payload, Job::Seal { document: document.into() })
}

// FA-07
#[tokio::test]
async fn a_job_that_cannot_be_read_dies_and_holds_up_no_other() {
    on_each(async |test| {
        let (storage, db) = (&test.database, test.intruder().await);
        let garbage = ["", "{}", "[1]", r#"{"kind":"of_no_release"}"#, r#"{"kind":"seal"}"#];
        let ((one, first), (two, second)) = (seal(71), seal(72));
        for (number, payload) in (1..).zip(garbage) {
            insert(&db, number, 1, payload).await;
        }
        insert(&db, 20, 1, &one).await;
        insert(&db, 21, 1, "\u{1b}[2J secret@example.jp").await;
        insert(&db, 22, 1, &two).await;
        for expected in [first, second] {
            let claimed = storage.claim(Queue::Seal, after(1), LEASE, 1).await.unwrap();
            assert_eq!(claimed.iter().map(|item| item.job).collect::<Vec<_>>(), [expected]);
        }
        assert!(storage.claim(Queue::Seal, after(1), LEASE, 1).await.unwrap().is_empty());

        let dead = storage.list(Some(UnfinishedState::Dead), 99).await.unwrap();
        assert_eq!(dead.len(), garbage.len() + 1);
        for job in &dead {
            let error = job.last_error.as_deref().unwrap();
            assert!(error.starts_with("unreadable payload: "), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
        let kinds: Vec<_> = dead.iter().map(|job| job.kind.as_deref()).collect();
        let kind = |name| Some(name);
        assert_eq!(kinds, [None, None, None, kind("of_no_release"), kind("seal"), None]);
    })
    .await;
}

#[tokio::test]
async fn a_job_of_a_newer_release_waits_untouched_and_holds_up_no_other() {
    on_each(async |test| {
        let (storage, db) = (&test.database, test.intruder().await);
        let newer = insert(&db, 1, 99, r#"{"kind":"seal_again"}"#).await;
        let (payload, job) = seal(71);
        insert(&db, 2, 1, &payload).await;
        let claimed = storage.claim(Queue::Seal, after(1), LEASE, 1).await.unwrap();
        assert_eq!(claimed[0].job, job);
        assert!(storage.claim(Queue::Seal, after(1), LEASE, 1).await.unwrap().is_empty());
        storage.finish(&claimed[0], JobOutcome::Done, after(1)).await.unwrap();

        let waiting = storage.list(None, 99).await.unwrap();
        assert_eq!(waiting.len(), 1);
        let left = &waiting[0];
        assert_eq!((left.id, left.state, left.attempts), (newer, UnfinishedState::Waiting, 0));
        assert_eq!((left.kind.as_deref(), &left.last_error), (Some("seal_again"), &None));
        assert_eq!(left.run_at.as_micros(), NOW.as_micros() + 1);
    })
    .await;
}

#[tokio::test]
async fn a_dead_job_is_listed_with_its_error_and_runs_again_when_the_operator_says_so() {
    on_each(async |test| {
        let (storage, db) = (&test.database, test.intruder().await);
        let (payload, job) = seal(71);
        let id = insert(&db, 1, 1, &payload).await;
        let claim = async |at| storage.claim(Queue::Seal, at, LEASE, 9).await.unwrap();
        let first = claim(after(1)).await.remove(0);
        assert!(!storage.retry(id, after(1)).await.unwrap(), "it is not dead");
        storage.postpone(&first, after(2), "not now").await.unwrap();
        let waiting = storage.list(Some(UnfinishedState::Waiting), 9).await.unwrap();
        assert_eq!(waiting[0].last_error.as_deref(), Some("not now"));
        let second = claim(after(2)).await.remove(0);
        assert_eq!(second.attempt, 2);
        let long = "割".repeat(500);
        storage.bury(&second, &long, after(2)).await.unwrap();
        storage.postpone(&second, after(3), "a worker that was too late").await.unwrap();
        assert!(claim(after(9)).await.is_empty(), "it is dead");
        assert!(storage.list(Some(UnfinishedState::Waiting), 9).await.unwrap().is_empty());
        let dead = &storage.list(Some(UnfinishedState::Dead), 9).await.unwrap()[0];
        assert_eq!((dead.id, dead.attempts, dead.queue.as_str()), (id, 2, "seal"));
        assert_eq!(dead.document, Some(Uuid::from_u128(71).into()));
        assert!(long.starts_with(dead.last_error.as_deref().unwrap()));

        assert!(!storage.retry(fresh(), after(10)).await.unwrap(), "there is none");
        assert!(storage.retry(id, after(10)).await.unwrap());
        assert!(!storage.retry(id, after(10)).await.unwrap(), "it waits");
        let again = claim(after(10)).await;
        assert_eq!((again[0].job, again[0].attempt), (job, 1));
        storage.finish(&again[0], JobOutcome::OutOfDate, after(10)).await.unwrap();
        assert!(storage.list(None, 9).await.unwrap().is_empty());
        assert_eq!(text(&db, "outcome").await, "out_of_date");
    })
    .await;
}

async fn text(db: &DatabaseConnection, column: &str) -> String {
    let sql = format!("SELECT {column} FROM job");
    let statement = Statement::from_string(db.get_database_backend(), sql);
    db.query_one_raw(statement).await.unwrap().unwrap().try_get("", column).unwrap()
}

#[tokio::test]
async fn codes_that_a_person_waits_for_go_before_notices_that_were_due_earlier() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "taro@example.com").await;
        let mut tx = storage.begin().await.unwrap();
        let notice = EventKind::PasswordReset;
        let authorization = fresh().into();
        let code = EventKind::IdpCodeAsked { authorization };
        for (kind, at) in [(notice, NOW), (code, after(1))] {
            let event = Event::of_account(owner.id, at, Actor::Account(owner.id), kind);
            tx.audit().append(Events::one(event)).await.unwrap();
        }
        tx.commit().await.unwrap();
        let claimed = storage.claim(Queue::Email, after(1), LEASE, 1).await.unwrap();
        assert_eq!(claimed[0].job, Job::MailIdpCode { authorization });
    })
    .await;
}

// FA-05
#[tokio::test]
async fn the_age_of_a_queue_is_that_of_the_job_that_is_due_for_longest() {
    on_each(async |test| {
        let storage = &test.database;
        assert_eq!(storage.oldest_due(Queue::Email).await.unwrap(), None);
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let mut document = kept(storage, &document, events).await;
        let events = document.send(&by_totp(sender.id), NOW).unwrap();
        kept(storage, &document, events).await;
        assert_eq!(storage.oldest_due(Queue::Email).await.unwrap(), Some(NOW));
        assert_eq!(storage.oldest_due(Queue::Seal).await.unwrap(), None);

        let job = storage.claim(Queue::Email, after(1), LEASE, 1).await.unwrap().remove(0);
        assert_eq!(storage.oldest_due(Queue::Email).await.unwrap(), Some(NOW), "being run");
        storage.postpone(&job, after(60), "later").await.unwrap();
        let told = async || {
            let backlog = storage.backlog().await.unwrap();
            let queue = backlog.queues.into_iter().find(|q| q.queue == Queue::Email).unwrap();
            (storage.oldest_due(Queue::Email).await.unwrap(), queue.oldest)
        };
        assert_eq!(told().await, (Some(NOW), Some(NOW)), "a try that failed makes it no younger");
        // A younger one that was not tried yet.
        let (document, events) = draft(&sender);
        let mut document = kept(storage, &document, events).await;
        let events = document.send(&by_totp(sender.id), after(30)).unwrap();
        kept(storage, &document, events).await;
        assert_eq!(told().await, (Some(NOW), Some(NOW)));
        let job = storage.claim(Queue::Email, after(60), LEASE, 9).await.unwrap();
        let [younger, older] = &job[..] else { panic!("two jobs") };
        storage.finish(older, JobOutcome::Done, after(61)).await.unwrap();
        assert_eq!(told().await, (Some(after(30)), Some(after(30))));
        storage.bury(younger, "dead", after(62)).await.unwrap();
        assert_eq!(told().await, (None, None));
        assert!(storage.retry(younger.id, after(90)).await.unwrap());
        assert_eq!(
            told().await,
            (Some(after(90)), Some(after(90))),
            "as if it had never been tried"
        );
        let again = storage.claim(Queue::Email, after(90), LEASE, 1).await.unwrap().remove(0);
        assert_eq!(told().await, (Some(after(30)), Some(after(30))));
        storage.finish(&again, JobOutcome::Done, after(91)).await.unwrap();
        assert_eq!(told().await, (None, None));
    })
    .await;
}

// FA-10
#[tokio::test]
async fn a_process_that_ends_gives_back_what_it_has_not_done_and_nothing_else() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        for _ in 0..3 {
            let (document, events) = draft(&sender);
            let mut document = kept(storage, &document, events).await;
            let events = document.send(&by_totp(sender.id), NOW).unwrap();
            kept(storage, &document, events).await;
        }
        let [done, later, open] =
            &storage.claim(Queue::Email, after(1), LEASE, 3).await.unwrap()[..]
        else {
            panic!("three jobs");
        };
        storage.finish(done, JobOutcome::Done, after(2)).await.unwrap();
        storage.postpone(later, after(60), "later").await.unwrap();
        assert!(storage.claim(Queue::Email, after(2), LEASE, 3).await.unwrap().is_empty());

        assert_eq!(storage.give_back().await.unwrap(), 1);
        let again = storage.claim(Queue::Email, after(2), LEASE, 3).await.unwrap();
        assert_eq!(again.as_slice(), std::slice::from_ref(open), "at once, and as the first try");
        assert_eq!(storage.give_back().await.unwrap(), 1);
        assert_eq!(storage.give_back().await.unwrap(), 0);
    })
    .await;
}
