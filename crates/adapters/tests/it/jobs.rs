//! Jobs: written with their events, done by one worker each, never lost.

use crate::databases::on_each;
use crate::people::{NOW, account, after, by_totp, consent, draft, fresh, kept, withdrawal};
use std::collections::BTreeSet;
use std::sync::Arc;
use wariin_domain::{AccountChange, Actor, Event, EventKind, Events, FactorRemoval, Job, Span};
use wariin_ports::{JobQueue, Queue, Storage, Views};

const LEASE: Span = Span::minutes(2);

// MA-03 CO-06
#[tokio::test]
async fn a_job_comes_with_the_events_that_cause_it_and_stays_until_it_is_done() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let mut document = kept(storage, &document, events).await;
        assert!(storage.claim(Queue::Mails, after(1), LEASE, 9).await.unwrap().is_empty());
        let events = document.send(&by_totp(sender.id), NOW).unwrap();
        document = kept(storage, &document, events).await;

        let first = storage.claim(Queue::Mails, after(1), LEASE, 9).await.unwrap();
        let recipient = document.recipients[0].id;
        let invite = Job::Invite { document: document.id, recipient, generation: 1 };
        assert_eq!((first[0].job, first[0].attempt), (invite, 1));
        assert!(
            storage.claim(Queue::Mails, after(2), LEASE, 9).await.unwrap().is_empty(),
            "it is leased"
        );
        let again = storage.claim(Queue::Mails, after(3), LEASE, 9).await.unwrap();
        assert_eq!((again[0].id, again[0].attempt), (first[0].id, 2), "the lease has ended");

        storage.retry(first[0].id, after(10)).await.unwrap();
        assert!(storage.claim(Queue::Mails, after(9), LEASE, 9).await.unwrap().is_empty());
        assert_eq!(storage.claim(Queue::Mails, after(10), LEASE, 9).await.unwrap().len(), 1);
        storage.done(first[0].id, after(10)).await.unwrap();
        assert!(storage.claim(Queue::Mails, after(100), LEASE, 9).await.unwrap().is_empty());
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
        expected.sort_by_key(|job| Queue::of(*job) == Queue::Seals);
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
                        let items = storage.claim(Queue::Mails, after(1), LEASE, 3).await.unwrap();
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
            storage.claim(Queue::Mails, after(1), LEASE, MANY).await.unwrap().len(),
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
            EventKind::FactorEnrolled { factor, behind_code: false },
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
        let found = storage.claim(Queue::Mails, after(1), LEASE, 99).await.unwrap();
        let found: Vec<_> = found.into_iter().map(|item| item.job).collect();
        let expected = AccountChange::ALL[..4].iter();
        let expected: Vec<_> =
            expected.map(|change| Job::NotifyAccount { account: owner, change: *change }).collect();
        assert_eq!(found, expected);
    })
    .await;
}
