//! 「身に覚えがない」: the owner of an account did not make a change.

use crate::company::active_factor;
use crate::world::{NOW, kinds, organisation, sent, taro, work};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, AccountChange, AccountReport, HoldReason, Job, Span, Timestamp, Uuid,
};
use wariin_ports::mock::{MockPorts, MockWork};
use wariin_ports::{ClaimedJob, EmailContent, EmailText, Queue};
use wariin_usecases::{Error, Ports, ReportOutcome, report_change, was_reported, work_once};

fn change(at: Timestamp) -> AccountReport {
    AccountReport { account: taro().id, change: AccountChange::FactorEnrolled, at }
}

/// The link says this.
fn with_link(works: Vec<MockWork>, says: Option<AccountReport>) -> MockPorts {
    let mut world = Ports::mock().with(works);
    world.tokens.expect_read_report_link().returning(move |_| says);
    world
}

fn owner(owner: Account) -> MockWork {
    let mut work = work(None, vec![owner]);
    work.accounts.expect_password().returning(|_| Ok(None));
    work.factors.checkpoint();
    work.factors.expect_active().returning(|_| Ok(vec![active_factor()]));
    work.factors.expect_remove_all().never();
    work
}

// EN-06
#[tokio::test]
async fn a_report_ends_password_and_sessions_and_holds_but_leaves_the_factor() {
    let mut work = owner(taro());
    work.accounts.expect_save_with_password().times(1).returning(|account, password, events| {
        assert!(password.is_none() && account.is_under_report());
        assert_eq!(kinds(&events), ["account_reported"]);
        Ok(())
    });
    work.password_resets.expect_end_all_of().times(1).returning(|_, _| Ok(()));
    work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    work.documents.checkpoint();
    work.documents.expect_concerned_by().times(1).returning(|account, since| {
        assert_eq!((account.id, since), (taro().id, NOW));
        Ok(vec![sent(true).id])
    });
    work.finds(&sent(true));
    work.documents.expect_save().times(1).returning(|document, events| {
        let held = document.recipients[0].held.map(|hold| hold.why);
        assert_eq!(held, Some(HoldReason::Reported));
        assert_eq!(kinds(&events), ["consent_held"]);
        Ok(())
    });
    let (ports, commits) = with_link(vec![work], Some(change(NOW))).wire();
    assert_eq!(report_change(&ports, "link").await.unwrap(), ReportOutcome::Reported);
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// EN-06
#[tokio::test]
async fn a_link_that_was_used_before_changes_nothing_and_one_that_has_ended_is_refused() {
    let reported = Account { reported_at: Some(NOW), ..taro() };
    let (ports, commits) = with_link(vec![owner(reported)], Some(change(NOW))).wire();
    assert_eq!(report_change(&ports, "link").await.unwrap(), ReportOutcome::Before);
    assert_eq!(commits.load(Ordering::SeqCst), 0);
    for (reported_at, before) in [(None, false), (Some(NOW), true)] {
        let mut world = with_link(vec![], Some(change(NOW)));
        let found = Account { reported_at, ..taro() };
        world.views.expect_account().returning(move |_| Ok(Some(found.clone())));
        let (ports, _) = world.wire();
        assert_eq!(was_reported(&ports, "link").await.unwrap(), before);
    }

    let late = change(NOW.minus(AccountReport::LIFE));
    for says in [None, Some(late)] {
        let (ports, _) = with_link(vec![], says).wire();
        let refused = report_change(&ports, "link").await;
        assert!(matches!(refused, Err(Error::InvalidLink)));
    }
}

// EN-06
#[tokio::test]
async fn the_mail_about_a_change_has_a_link_while_it_can_be_reported() {
    let used = Account { reported_at: Some(NOW), ..taro() };
    let at = |change, at| (change, at, taro());
    for ((change, at, account), has_link) in [
        (at(AccountChange::FactorEnrolled, NOW), true),
        (at(AccountChange::PasswordReset, NOW), false),
        (at(AccountChange::Registered, NOW.minus(AccountReport::LIFE)), false),
        ((AccountChange::Registered, NOW, used), false),
    ] {
        let mut world = Ports::mock();
        let job = Job::NotifyAccount { account: account.id, change, at };
        let claimed = ClaimedJob { id: Uuid::from_u128(500), job, attempt: 1 };
        world.jobs.expect_claim().returning(move |_, _, _, _| Ok(vec![claimed.clone()]));
        world.views.expect_account().returning(move |_| Ok(Some(account.clone())));
        world.views.expect_organisation().returning(|_| Ok(Some(organisation())));
        world.tokens.expect_report_link().returning(|_| "secret".into());
        world.emails.expect_write().times(1).returning(move |message| {
            let EmailContent::AccountChanged { report, .. } = &message.kind else {
                panic!("{:?}", message.kind);
            };
            assert_eq!(report.is_some(), has_link, "{change:?}");
            if let Some(link) = report {
                assert_eq!((link.token.as_str(), link.until), ("secret", at.plus(Span::days(30))));
            }
            EmailText { subject: String::new(), text: String::new(), html: String::new() }
        });
        world.mailer.expect_send().times(1).returning(|_| Ok(()));
        world.jobs.expect_finish().times(1).returning(|_, _, _| Ok(()));
        let (ports, _) = world.wire();
        work_once(&ports, Queue::Email).await.unwrap();
    }
}
