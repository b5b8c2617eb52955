//! Leases: renewed, lost, given back, and by the clock of the database.

use super::LEASE;
use crate::databases::on_each;
use crate::people::{NOW, account, after, by_totp, draft, kept};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use wariin_adapters::{DatabaseClock, SqlDatabase, SystemClock};
use wariin_domain::{Job, Span, Timestamp, Uuid};
use wariin_ports::{
    Clock, JobOutcome, JobQueue, Queue, Storage, StorageError, UnfinishedState, UnitOfWork,
};

/// A document that was sent, so that one email is to be mailed.
async fn one_email(storage: &SqlDatabase) {
    one_email_of(storage, "sender@example.jp").await;
}

async fn one_email_of(storage: &SqlDatabase, sender: &str) {
    let sender = account(storage, sender).await;
    let (document, events) = draft(&sender);
    let mut document = kept(storage, &document, events).await;
    let events = document.send(&by_totp(sender.id), NOW).unwrap();
    kept(storage, &document, events).await;
}

// FA-10 RA-03
#[tokio::test]
async fn a_lease_that_is_renewed_keeps_the_job_until_it_was_held_for_too_long() {
    on_each(async |test| {
        let storage = &test.database;
        one_email(storage).await;
        let other = storage.clone().of_node("other");
        let claim = async |at| other.claim(Queue::Email, at, LEASE, 9).await.unwrap();
        let longest = Span::minutes(5);
        let held = storage.claim(Queue::Email, after(1), LEASE, 9).await.unwrap().remove(0);
        for minute in 2..=6 {
            assert_eq!(storage.renew(after(minute), LEASE, longest).await.unwrap(), 1);
            assert!(claim(after(minute + 1)).await.is_empty(), "{minute}");
        }
        // A part of it was done: as much time again.
        storage.goes_on(&held, after(6));
        for minute in 7..=11 {
            assert_eq!(storage.renew(after(minute), LEASE, longest).await.unwrap(), 1);
            assert!(claim(after(minute + 1)).await.is_empty(), "{minute}");
        }
        assert_eq!(storage.renew(after(12), LEASE, longest).await.unwrap(), 0, "for too long");
        assert_eq!(claim(after(13)).await[0].attempt, held.attempt + 1);
    })
    .await;
}

// FA-10 RA-03
#[tokio::test]
async fn a_worker_whose_lease_ended_changes_nothing_of_the_job_that_another_one_has() {
    on_each(async |test| {
        let storage = &test.database;
        one_email(storage).await;
        let claim = async |at| storage.claim(Queue::Email, at, LEASE, 9).await.unwrap();
        let late = claim(after(1)).await.remove(0);
        let present = claim(after(3)).await.remove(0);
        storage.finish(&late, JobOutcome::OutOfDate, after(3)).await.unwrap();
        storage.bury(&late, "too late", after(3)).await.unwrap();
        storage.postpone(&late, after(3), "too late").await.unwrap();
        let waiting = storage.list(Some(UnfinishedState::Waiting), 9).await.unwrap();
        assert_eq!((waiting.len(), &waiting[0].last_error), (1, &None));
        assert!(claim(after(4)).await.is_empty(), "the other worker has it");
        assert_eq!(storage.renew(after(4), LEASE, LEASE).await.unwrap(), 1, "of the other worker");
        storage.finish(&present, JobOutcome::Done, after(4)).await.unwrap();
        assert!(storage.list(None, 9).await.unwrap().is_empty());
    })
    .await;
}

// FA-10 INV9
#[tokio::test]
async fn a_mail_is_held_by_the_node_that_claimed_it_last_alone() {
    on_each(async |test| {
        let one = &test.database;
        one_email(one).await;
        let other = one.clone().of_node("other");
        let late = one.claim(Queue::Email, after(1), LEASE, 9).await.unwrap().remove(0);
        assert!(one.hold(&late, after(2), LEASE).await.unwrap());
        assert!(other.claim(Queue::Email, after(3), LEASE, 9).await.unwrap().is_empty(), "held");
        // The first node is frozen here.
        let present = other.claim(Queue::Email, after(5), LEASE, 9).await.unwrap().remove(0);
        assert!(!one.hold(&late, after(5), LEASE).await.unwrap(), "the other has it");
        assert!(other.hold(&present, after(5), LEASE).await.unwrap());

        // Given back, and claimed by the first node as the try of the same number.
        assert_eq!(other.give_back().await.unwrap(), 1);
        let again = one.claim(Queue::Email, after(5), LEASE, 9).await.unwrap().remove(0);
        assert_eq!(again, present);
        assert!(!other.hold(&present, after(5), LEASE).await.unwrap(), "it was given back");
        assert!(one.hold(&again, after(5), LEASE).await.unwrap());
    })
    .await;
}

// FA-10 INV9 DO-01
#[tokio::test]
async fn a_job_is_handed_on_once_by_the_node_that_has_it() {
    on_each(async |test| {
        let one = &test.database;
        one_email(one).await;
        let other = one.clone().of_node("other");
        let claim =
            async |node: &SqlDatabase, at| node.claim(Queue::Email, at, LEASE, 9).await.unwrap();
        let late = claim(one, after(1)).await.remove(0);
        let document = late.job.document().unwrap();
        let each: Vec<_> = (1..=2)
            .map(|n| Job::NotifyAdminOfDamage { document, admin: Uuid::from_u128(n).into() })
            .collect();
        let present = claim(&other, after(3)).await.remove(0);
        assert!(!one.hand_on(&late, each.clone(), after(3)).await.unwrap(), "the other has it");
        assert!(other.hand_on(&present, each.clone(), after(3)).await.unwrap());
        assert!(!other.hand_on(&present, each.clone(), after(3)).await.unwrap(), "it has ended");
        other.finish(&present, JobOutcome::Done, after(3)).await.unwrap();
        let claimed = claim(one, after(3)).await;
        assert_eq!(claimed.iter().map(|item| item.job).collect::<Vec<_>>(), each);
        assert!(claimed.iter().all(|item| item.attempt == 1));
    })
    .await;
}

// FA-10 INV9
#[tokio::test]
async fn a_mail_that_was_sent_by_a_node_whose_lease_ended_is_not_sent_by_the_other() {
    on_each(async |test| {
        let one = &test.database;
        one_email(one).await;
        let other = one.clone().of_node("other");
        let late = one.claim(Queue::Email, after(1), LEASE, 9).await.unwrap().remove(0);
        let present = other.claim(Queue::Email, after(3), LEASE, 9).await.unwrap().remove(0);
        one.finish(&late, JobOutcome::Done, after(3)).await.unwrap();
        assert!(one.list(None, 9).await.unwrap().is_empty(), "it has left");
        assert!(!other.hold(&present, after(3), LEASE).await.unwrap());
    })
    .await;
}

// FA-10 INV9
#[tokio::test]
async fn a_process_that_stood_still_while_it_sent_a_mail_does_not_claim_it_again() {
    on_each(async |test| {
        let storage = &test.database;
        one_email(storage).await;
        let claim = async |at| storage.claim(Queue::Email, at, LEASE, 9).await.unwrap();
        let sending = claim(after(1)).await.remove(0);
        assert!(storage.hold(&sending, after(1), LEASE).await.unwrap());
        assert!(claim(after(9)).await.is_empty(), "its lease is over, but it is being sent here");
        let longest = Span::minutes(5);
        assert_eq!(storage.renew(after(9), LEASE, longest).await.unwrap(), 0, "for too long");
        assert_eq!(claim(after(9)).await.len(), 1, "its worker cannot be at work any more");
    })
    .await;
}

// FA-01
#[tokio::test]
async fn a_node_that_was_killed_takes_its_jobs_back_at_its_next_start_and_no_other_node_s() {
    on_each(async |test| {
        let storage = &test.database;
        one_email(storage).await;
        let node = |name| storage.clone().of_node(name);
        let claim = async |at| node("a").claim(Queue::Email, at, LEASE, 9).await.unwrap();
        assert_eq!(claim(after(1)).await.len(), 1);
        assert_eq!(node("b").take_back().await.unwrap(), 0);
        assert!(claim(after(2)).await.is_empty(), "it is leased");
        assert_eq!(node("a").take_back().await.unwrap(), 1);
        assert_eq!(claim(after(2)).await[0].attempt, 2, "a try that killed its node counts");
    })
    .await;
}

// FA-09
#[tokio::test]
async fn nodes_that_share_a_database_go_by_its_clock() {
    on_each(async |test| {
        let storage = &test.database;
        let is_shared = test.name == "PostgreSQL";
        let clock = DatabaseClock::default();
        assert_eq!(storage.time().await.unwrap().is_some(), is_shared);
        let off = clock.set(storage).await.unwrap();
        assert!(off < Span::minutes(1), "both clocks are this machine's");
        let system = SystemClock.now();
        assert!(clock.now().since(system).max(system.since(clock.now())) < Span::minutes(1));
    })
    .await;
}

/// A database whose clock is two minutes ahead.
struct Ahead;

#[async_trait::async_trait]
impl Storage for Ahead {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        Err(StorageError::Conflict)
    }

    async fn time(&self) -> Result<Option<Timestamp>, StorageError> {
        Ok(Some(SystemClock.now().plus(Span::minutes(2))))
    }
}

// FA-09
#[tokio::test]
async fn a_machine_whose_clock_is_wrong_says_by_how_much_and_goes_right() {
    let clock = DatabaseClock::default();
    assert_eq!(clock.machine_is_ahead(), None, "it was not read yet");
    let two_minutes = 118..=122;
    assert!(two_minutes.contains(&clock.set(&Ahead).await.unwrap().as_seconds_up()));
    assert!(two_minutes.contains(&clock.now().since(SystemClock.now()).as_seconds_up()));
    assert!(clock.set(&Ahead).await.unwrap() < Span::seconds(5), "it is right now");
    let behind = clock.machine_is_ahead().unwrap() / -1_000_000;
    assert!(two_minutes.contains(&behind), "the machine's own clock stays wrong: {behind}");
}

/// Lets no row of jobs be written, as on a full disk, or lets them again.
async fn let_write(intruder: &DatabaseConnection, can: bool) {
    let (from, to) = if can { ("away", "job") } else { ("job", "away") };
    intruder.execute_unprepared(&format!("ALTER TABLE {from} RENAME TO {to}")).await.unwrap();
}

// FA-04 FA-05 INV9
#[tokio::test]
async fn a_mail_that_was_sent_while_nothing_could_be_written_is_not_sent_again() {
    on_each(async |test| {
        let storage = &test.database;
        one_email(storage).await;
        let intruder = test.intruder().await;
        let other = storage.clone().of_node("other");
        let longest = Span::minutes(5);
        let claim = async |at| storage.claim(Queue::Email, at, LEASE, 9).await;
        let job = claim(after(1)).await.unwrap().remove(0);
        let_write(&intruder, false).await;
        assert!(storage.finish(&job, JobOutcome::Done, after(2)).await.is_err());
        assert!(claim(after(9)).await.is_err(), "nothing is begun before it is written");
        assert!(storage.renew(after(9), LEASE, longest).await.is_err(), "it is not forgotten");
        let_write(&intruder, true).await;
        assert!(claim(after(9)).await.unwrap().is_empty(), "written, though its lease is over");
        assert!(other.claim(Queue::Email, after(9), LEASE, 9).await.unwrap().is_empty());
        assert!(storage.list(None, 9).await.unwrap().is_empty());
    })
    .await;
}

// FA-04 INV9
#[tokio::test]
async fn what_was_done_is_also_written_when_leases_are_renewed_or_given_back() {
    on_each(async |test| {
        let (storage, intruder) = (&test.database, test.intruder().await);
        for (gives_back, sender) in [(false, "one@example.jp"), (true, "two@example.jp")] {
            one_email_of(storage, sender).await;
            let claimed = storage.claim(Queue::Email, after(1), LEASE, 9).await.unwrap();
            let_write(&intruder, false).await;
            assert!(storage.finish(&claimed[0], JobOutcome::Done, after(2)).await.is_err());
            assert!(storage.give_back().await.is_err(), "nor can it be given back");
            let_write(&intruder, true).await;
            let written = if gives_back {
                storage.give_back().await
            } else {
                storage.renew(after(2), LEASE, LEASE).await
            };
            assert_eq!(written.unwrap(), 0, "no lease is left");
            assert!(storage.list(None, 9).await.unwrap().is_empty(), "{gives_back}");
        }
    })
    .await;
}

// FA-04 FA-05
#[tokio::test]
async fn a_job_that_could_not_be_postponed_is_run_again_when_its_lease_ends() {
    on_each(async |test| {
        let (storage, intruder) = (&test.database, test.intruder().await);
        one_email(storage).await;
        let job = storage.claim(Queue::Email, after(1), LEASE, 9).await.unwrap().remove(0);
        assert!(storage.hold(&job, after(1), LEASE).await.unwrap());
        let_write(&intruder, false).await;
        assert!(storage.postpone(&job, after(2), "not now").await.is_err());
        let_write(&intruder, true).await;
        assert_eq!(storage.renew(after(2), LEASE, Span::minutes(5)).await.unwrap(), 0);
        assert_eq!(storage.claim(Queue::Email, after(3), LEASE, 9).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_backlog_counts_what_waits_and_what_is_dead_and_forgets_what_is_done() {
    on_each(async |test| {
        let storage = &test.database;
        let of = async |queue: Queue| {
            let backlog = storage.backlog().await.unwrap();
            let found = backlog.queues.into_iter().find(|found| found.queue == queue).unwrap();
            (found.waiting, found.dead, found.oldest)
        };
        assert_eq!(of(Queue::Email).await, (0, 0, None));
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let mut document = kept(storage, &document, events).await;
        let events = document.send(&by_totp(sender.id), NOW).unwrap();
        kept(storage, &document, events).await;
        let waiting = storage.backlog().await.unwrap();
        assert!(waiting.log_events > 0, "{waiting:?}");
        let (jobs, dead, oldest) = of(Queue::Email).await;
        assert!(jobs > 0 && dead == 0 && oldest.is_some(), "{waiting:?}");
        assert_eq!(of(Queue::Seal).await, (0, 0, None));

        let first = storage.claim(Queue::Email, after(1), LEASE, 1).await.unwrap();
        storage.bury(&first[0], "for good", after(1)).await.unwrap();
        assert_eq!(of(Queue::Email).await.1, 1);
        while let Some(job) = storage.claim(Queue::Email, after(1), LEASE, 1).await.unwrap().pop() {
            storage.finish(&job, JobOutcome::Done, after(1)).await.unwrap();
        }
        assert_eq!(of(Queue::Email).await, (0, 1, None));
        wariin_ports::TransparencyLog::integrate(storage).await.unwrap();
        assert_eq!(storage.backlog().await.unwrap().log_events, 0);
        assert!(storage.pools().iter().all(|(_, pool)| pool.used + pool.idle > 0));
    })
    .await;
}
