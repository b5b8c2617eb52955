//! Asking for a link, and mailing it.

use super::{asked, asked_before, id, required};
use crate::world::{NOW, kinds, organisation, taro};
use std::sync::atomic::Ordering;
use wariin_domain::{Account, Job, PasswordReset, Span, Uuid};
use wariin_ports::mock::{MockPorts, MockWork};
use wariin_ports::{ClaimedJob, EmailContent, EmailText, JobOutcome, Queue};
use wariin_usecases::{Ports, ask_password_reset, work_once};

// WE-08 EN-07
#[tokio::test]
async fn asking_looks_up_no_account_and_does_the_same_for_every_address() {
    // A look into the accounts would be refused by the doubles.
    let mut work = MockWork::default();
    asked_before(&mut work, 0);
    work.password_resets.expect_add().times(1).returning(|reset, events| {
        assert_eq!((reset.id, reset.account, reset.asked_by), (id(777), None, None));
        assert!(events.is_empty());
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([work]).wire();
    ask_password_reset(&ports, taro().email).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// MA-04
#[tokio::test]
async fn a_fourth_link_within_an_hour_is_neither_kept_nor_refused() {
    let mut work = MockWork::default();
    asked_before(&mut work, 3);
    work.password_resets.expect_add().never();
    let (ports, _) = Ports::mock().with([work]).wire();
    ask_password_reset(&ports, taro().email).await.unwrap();
}

fn with_job(works: Vec<MockWork>) -> MockPorts {
    let mut world = Ports::mock().with(works);
    let job = ClaimedJob {
        id: Uuid::from_u128(500),
        job: Job::MailPasswordReset { reset: id(1) },
        attempt: 1,
    };
    world.jobs.expect_claim().returning(move |_, _, _, _| Ok(vec![job.clone()]));
    world.views.expect_organisation().returning(|_| Ok(Some(organisation())));
    world.tokens.expect_password_reset_link().returning(|_| "secret".into());
    world
}

fn finishes(world: &mut MockPorts, expected: JobOutcome) {
    world
        .jobs
        .expect_finish()
        .times(1)
        .withf(move |_, outcome, _| *outcome == expected)
        .returning(|_, _, _| Ok(()));
}

/// A unit of work that finds the wish and this account for its address.
fn found(reset: PasswordReset, account: Option<Account>, others: u128) -> MockWork {
    let mut work = MockWork::default();
    asked_before(&mut work, others);
    work.password_resets.expect_find().returning(move |_| Ok(Some(reset.clone())));
    work.accounts.expect_find_by_email().returning(move |_| Ok(account.clone()));
    work
}

// EN-07
#[tokio::test]
async fn the_link_is_mailed_to_the_account_and_recorded_or_what_to_do_without_a_password_is_said() {
    for is_required in [false, true] {
        let mut work = found(asked(NOW), Some(taro()), 2);
        work.idp_connections.expect_serving().returning(move |_| Ok(is_required.then(required)));
        work.password_resets.expect_save().times(1).returning(|reset, events| {
            assert_eq!(reset.account, Some(taro().id));
            assert_eq!(kinds(&events), ["password_reset_asked"]);
            Ok(())
        });
        let mut world = with_job(vec![work]);
        world.emails.expect_write().times(1).returning(move |message| {
            assert_eq!(message.address, taro().email);
            match &message.kind {
                EmailContent::PasswordReset { token, until, by_admin } => {
                    assert!(!is_required && token == "secret" && !by_admin);
                    assert_eq!(*until, NOW.plus(Span::minutes(30)));
                }
                EmailContent::NoPasswordToReset => assert!(is_required),
                other => panic!("{other:?}"),
            }
            EmailText { subject: String::new(), text: String::new(), html: String::new() }
        });
        world.mailer.expect_send().times(1).returning(|_| Ok(()));
        finishes(&mut world, JobOutcome::Done);
        let (ports, _) = world.wire();
        work_once(&ports, Queue::Email).await.unwrap();
    }
}

// WE-08 MA-04
#[tokio::test]
async fn nothing_is_mailed_to_unknown_addresses_disabled_accounts_too_often_or_too_late() {
    let disabled = Account { disabled_at: Some(NOW), ..taro() };
    let half_an_hour_ago = NOW.minus(Span::minutes(30));
    let late = PasswordReset { asked_at: half_an_hour_ago, ..asked(NOW) };
    for (reset, account, others) in
        [(asked(NOW), None, 0), (asked(NOW), Some(disabled), 0), (asked(NOW), Some(taro()), 3)]
    {
        let mut work = found(reset, account, others);
        work.password_resets.expect_save().never();
        let mut world = with_job(vec![work]);
        finishes(&mut world, JobOutcome::OutOfDate);
        let (ports, _) = world.wire();
        work_once(&ports, Queue::Email).await.unwrap();
    }
    let mut work = MockWork::default();
    work.password_resets.expect_find().returning(move |_| Ok(Some(late.clone())));
    work.password_resets.expect_asked_since().returning(|_, _| Ok(vec![]));
    let mut world = with_job(vec![work]);
    finishes(&mut world, JobOutcome::OutOfDate);
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Email).await.unwrap();
}
