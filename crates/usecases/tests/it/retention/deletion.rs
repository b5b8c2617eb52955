//! Announcing and deleting, whatever fails meanwhile.

use super::{announced, announced_from, at, concluded, keeping, left, waiting_world, world};
use crate::world::{PRINCIPAL, kinds, organisation, sender, sent};
use std::sync::atomic::Ordering;
use wariin_domain::{DELETION_NOTICE, Document, Job, Party, Recovery, RecoveryCause, Span, Uuid};
use wariin_ports::mock::MockWork;
use wariin_ports::{ClaimedJob, JobOutcome, Queue, StorageError};
use wariin_usecases::{
    Error, Ports, Principal, RetentionRun, RetentionStep, apply_retention, due_retention, work_once,
};

fn step(document: &Document) -> MockWork {
    let mut work = MockWork::default();
    work.accounts.expect_lock_organisation().returning(|_| Ok(Some(keeping())));
    work.finds(document);
    work
}

fn ran(announced: u64, deleted: u64, failed: u64) -> RetentionRun {
    RetentionRun { announced, deleted, failed }
}

// O-47
#[tokio::test]
async fn a_document_is_announced_and_a_month_later_deleted_with_what_is_left_of_it() {
    let mut announces = step(&concluded());
    announces.documents.expect_save().times(1).returning(|document, events| {
        assert_eq!(kinds(&events), ["deletion_announced"]);
        assert_eq!(document.deletion_announced_at, Some(announced_from()));
        Ok(())
    });
    let (ports, commits) = at(announced_from(), world(&concluded(), vec![announces]));
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(1, 0, 0));
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let mut deletes = step(&announced());
    deletes.documents.expect_remove().times(1).returning(|document, kept, events| {
        assert_eq!((document.id, kept), (concluded().id, &left()));
        assert_eq!(kinds(&events), ["deleted"]);
        Ok(())
    });
    let now = announced_from().plus(DELETION_NOTICE);
    let (ports, commits) = at(now, world(&announced(), vec![deletes]));
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 1, 0));
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let early = now.minus(Span::seconds(1));
    let (ports, commits) = at(early, world(&announced(), vec![step(&announced())]));
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0, 0));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-47
#[tokio::test]
async fn a_document_stays_while_an_email_about_it_waits() {
    let now = announced_from().plus(DELETION_NOTICE);
    let mut world = waiting_world(&announced(), vec![step(&announced())]);
    let id = announced().id;
    world.views.expect_has_waiting_job().times(1).returning(move |of| Ok(of == id));
    let (ports, commits) = at(now, world);
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0, 0));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-47
#[tokio::test]
async fn an_email_that_would_come_too_late_announces_the_deletion_anew() {
    let late = announced_from().plus(Span::days(3));
    let mut again = step(&announced());
    again.documents.expect_save().times(1).returning(move |document, events| {
        assert_eq!(kinds(&events), ["deletion_announced"]);
        assert_eq!(document.deletion_announced_at, Some(late));
        Ok(())
    });
    let mut world = Ports::mock().with([again]);
    let job = Job::NotifyDeletion { document: announced().id, to: Party::Sender };
    let claimed = ClaimedJob { id: Uuid::from_u128(500), job, attempt: 1 };
    world.jobs.expect_claim().returning(move |_, _, _, _| Ok(vec![claimed.clone()]));
    world.views.expect_document().returning(|_| Ok(Some(announced())));
    world.views.expect_account().returning(|_| Ok(Some(sender())));
    world.views.expect_organisation().returning(|_| Ok(Some(keeping())));
    let out_of_date = |outcome: &JobOutcome| matches!(outcome, JobOutcome::OutOfDate);
    world
        .jobs
        .expect_finish()
        .times(1)
        .withf(move |_, outcome, _| out_of_date(outcome))
        .returning(|_, _, _| Ok(()));
    let (ports, commits) = at(late, world);
    work_once(&ports, Queue::Email).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// O-47
#[tokio::test]
async fn a_fault_of_the_storage_at_any_call_deletes_nothing_and_a_conflict_is_tried_again() {
    let now = announced_from().plus(DELETION_NOTICE);
    let broken = || StorageError::Unavailable("told to fail".into());
    let mut no_lock = MockWork::default();
    no_lock.accounts.expect_lock_organisation().returning(move |_| Err(broken()));
    let mut no_document = MockWork::default();
    no_document.accounts.expect_lock_organisation().returning(|_| Ok(Some(keeping())));
    no_document.documents.expect_find().returning(move |_| Err(broken()));
    let mut no_removal = step(&announced());
    no_removal.documents.expect_remove().returning(move |_, _, _| Err(broken()));
    let mut no_commit = step(&announced());
    no_commit.documents.expect_remove().returning(|_, _, _| Ok(()));
    no_commit.commit_fails = true;
    for work in [no_lock, no_document, no_removal, no_commit] {
        let (ports, commits) = at(now, world(&announced(), vec![work]));
        assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0, 1));
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
    let mut conflict = step(&announced());
    conflict.documents.expect_remove().returning(|_, _, _| Err(StorageError::Conflict));
    let mut gone = MockWork::default();
    gone.accounts.expect_lock_organisation().returning(|_| Ok(Some(keeping())));
    gone.documents.expect_find().returning(|_| Ok(None));
    let (ports, commits) = at(now, world(&announced(), vec![conflict, gone]));
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0, 0), "another node was first");
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-47
#[tokio::test]
async fn nothing_is_deleted_while_a_recovery_is_young_or_the_policy_became_longer() {
    let now = announced_from().plus(DELETION_NOTICE);
    let mut young = world(&announced(), vec![]);
    young.views.checkpoint();
    young.views.expect_newest_recovery().returning(move || {
        Ok(Some(Recovery {
            number: 1,
            begun_at: now.minus(Span::days(29)),
            cause: RecoveryCause::Restore,
            events: 1,
            witnessed: None,
            finished_at: None,
        }))
    });
    let (ports, _) = at(now, young);
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0, 0));
    assert_eq!(due_retention(&ports, Principal::Operator).await.unwrap(), []);

    let mut longer = MockWork::default();
    longer.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    longer.finds(&announced());
    let (ports, commits) = at(now, world(&announced(), vec![longer]));
    assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0, 0), "as it is in the transaction");
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-47
#[tokio::test]
async fn a_dry_run_says_what_is_due_and_changes_nothing() {
    let now = announced_from().plus(DELETION_NOTICE);
    for (document, due) in [
        (concluded(), Some(RetentionStep::Announce)),
        (announced(), Some(RetentionStep::Delete)),
        (sent(true), None),
    ] {
        let found = document.clone();
        let mut world = world(&document, vec![]);
        world.views.expect_document().returning(move |_| Ok(Some(found.clone())));
        let (ports, _) = at(now, world);
        let expected: Vec<_> = due.into_iter().map(|step| (document.id, step)).collect();
        assert_eq!(due_retention(&ports, Principal::Operator).await.unwrap(), expected);
        let refused = due_retention(&ports, PRINCIPAL).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
}
