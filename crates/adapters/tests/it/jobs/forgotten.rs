//! Jobs that were done long ago are removed, and nothing else.

use super::LEASE;
use crate::databases::{TestDatabase, on_each};
use crate::people::{NOW, account, after, by_totp, draft, kept};
use sea_orm::{ConnectionTrait, Statement};
use std::collections::BTreeSet;
use wariin_adapters::{DONE_JOBS_KEPT, SqlDatabase, SystemClock};
use wariin_domain::{Account, Actor, Event, EventKind, Events, Job, Span, Timestamp};
use wariin_ports::{
    Clock, JobOutcome, JobQueue, MailProgress, Queue, Storage, UnfinishedState, Views,
};

/// So many notices to the owner of an account.
async fn notices(storage: &SqlDatabase, owner: &Account, count: usize) {
    let mut tx = storage.begin().await.unwrap();
    for _ in 0..count {
        let event =
            Event::of_account(owner.id, NOW, Actor::Account(owner.id), EventKind::BackupCodeUsed);
        tx.audit().append(Events::one(event)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// Removes what may be, in steps; how many rows each removed.
async fn swept(storage: &SqlDatabase, now: Timestamp) -> Vec<u64> {
    let (mut steps, mut behind) = (Vec::new(), None);
    loop {
        let step = storage.forget_done_jobs(now, behind).await.unwrap();
        steps.push(step.removed);
        behind = step.next;
        if behind.is_none() {
            return steps;
        }
    }
}

async fn states(test: &TestDatabase) -> BTreeSet<String> {
    let db = test.intruder().await;
    let rows = Statement::from_string(db.get_database_backend(), "SELECT state FROM job");
    let rows = db.query_all_raw(rows).await.unwrap();
    rows.iter().map(|row| row.try_get("", "state").unwrap()).collect()
}

/// Ids of jobs begin with the time of the system, not with that of the tests.
fn long_after() -> Timestamp {
    SystemClock.now().plus(DONE_JOBS_KEPT).plus(Span::days(1))
}

#[tokio::test]
async fn jobs_done_ninety_days_ago_are_removed_but_not_those_that_wait_or_are_dead() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "taro@example.com").await;
        notices(storage, &owner, 4).await;
        let jobs = storage.claim(Queue::Email, after(1), LEASE, 9).await.unwrap();
        let now = long_after();
        let late = now.minus(DONE_JOBS_KEPT);
        storage.finish(&jobs[0], JobOutcome::Done, late).await.unwrap();
        storage.finish(&jobs[1], JobOutcome::OutOfDate, after(2)).await.unwrap();
        storage.bury(&jobs[2], "for good", after(2)).await.unwrap();
        assert_eq!(swept(storage, SystemClock.now()).await, [0], "too early for each of them");
        assert_eq!(swept(storage, now).await, [1], "the other for 90 days, but not for longer");
        assert_eq!(swept(storage, now.plus(Span::seconds(1))).await, [1]);
        assert_eq!(swept(storage, now.plus(Span::days(900))).await, [0]);
        assert_eq!(states(test).await, ["dead", "waiting"].map(str::to_owned).into());
        assert_eq!(storage.list(Some(UnfinishedState::Dead), 9).await.unwrap().len(), 1);
    })
    .await;
}

// O-48
#[tokio::test]
async fn that_an_invitation_has_left_is_known_as_long_as_its_document() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let mut document = kept(storage, &document, events).await;
        let events = document.send(&by_totp(sender.id), NOW).unwrap();
        document = kept(storage, &document, events).await;
        let job = storage.claim(Queue::Email, after(1), LEASE, 1).await.unwrap().remove(0);
        assert!(matches!(job.job, Job::Invite { .. }));
        storage.finish(&job, JobOutcome::Done, after(2)).await.unwrap();
        assert_eq!(swept(storage, long_after()).await, [0]);
        let mails = storage.mails(document.id).await.unwrap();
        assert_eq!(mails[0].progress, MailProgress::Sent(after(2)));
    })
    .await;
}

#[tokio::test]
async fn jobs_that_a_newer_release_did_are_left_to_it() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "taro@example.com").await;
        notices(storage, &owner, 1).await;
        let job = storage.claim(Queue::Email, after(1), LEASE, 1).await.unwrap().remove(0);
        storage.finish(&job, JobOutcome::Done, after(2)).await.unwrap();
        let db = test.intruder().await;
        db.execute_unprepared("UPDATE job SET payload_version = 99").await.unwrap();
        assert_eq!(swept(storage, long_after()).await, [0]);
    })
    .await;
}

#[tokio::test]
async fn many_jobs_are_removed_in_steps_of_five_hundred() {
    on_each(async |test| {
        let storage = &test.database;
        let owner = account(storage, "taro@example.com").await;
        notices(storage, &owner, 1_200).await;
        let db = test.intruder().await;
        let done = "UPDATE job SET state = 'done', outcome = 'done', finished_at = 1";
        db.execute_unprepared(done).await.unwrap();
        assert_eq!(swept(storage, long_after()).await, [500, 500, 200]);
        assert!(states(test).await.is_empty());
    })
    .await;
}
