//! The period, legal holds and corrections: who may set them, and what is kept.

use super::{concluded, finds, on, reason, with_role};
use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, kinds, organisation, sender, session, taro, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, Amount, BookkeepingDuty, DocumentError, OrganisationError, RetentionYears, Role,
    SearchFields,
};
use wariin_ports::mock::MockWork;
use wariin_usecases::{
    Error, KeepingSide, Ports, correct_document, hold_document, release_document, set_retention,
};

// O-47
#[tokio::test]
async fn the_period_is_set_by_an_admin_strongly_signed_in_and_never_below_the_law() {
    let admin = |sign_in| {
        let mut work = work(Some(session(sign_in)), vec![sender()]);
        work.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
        work
    };
    let mut saves = admin(by_totp(&sender(), NOW));
    saves.accounts.expect_save_organisation().times(1).returning(|own, events| {
        assert_eq!(own.retention.years().unwrap().number(), 7);
        assert_eq!(kinds(&events), ["retention_set"]);
        Ok(())
    });
    let works = [saves, admin(by_totp(&sender(), NOW)), admin(by_password(&sender()))];
    let (ports, commits) = Ports::mock().with(works).wire();
    let seven = BookkeepingDuty::SevenYears;
    let years = |years| RetentionYears::new(years).ok();
    set_retention(&ports, PRINCIPAL, years(7), seven).await.unwrap();
    let refused = set_retention(&ports, PRINCIPAL, years(6), seven).await;
    let short = |error: &Error| {
        matches!(error, Error::Organisation(OrganisationError::RetentionTooShort { least: 7 }))
    };
    assert!(refused.is_err_and(|error| short(&error)));
    let weak = set_retention(&ports, PRINCIPAL, years(9), seven).await;
    assert!(matches!(weak, Err(Error::Organisation(OrganisationError::WeakSignIn(_)))));
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

fn saves(mut work: MockWork, kind: &'static str) -> MockWork {
    work.documents.expect_save().times(1).returning(move |_, events| {
        assert_eq!(kinds(&events), [kind]);
        Ok(())
    });
    work
}

// O-47
#[tokio::test]
async fn a_manager_holds_by_password_and_releases_by_a_strong_sign_in_only() {
    let manager = with_role(Role::Manager);
    let mut held = concluded();
    let _ = held.hold_legally(reason(), &manager, NOW).unwrap();
    let mut refusal = MockWork::default();
    refusal.audit.expect_append().times(1).returning(|events| {
        assert_eq!(kinds(&events), ["refused"]);
        Ok(())
    });
    let works = [
        saves(finds(&manager, false, &concluded()), "legal_hold_placed"),
        finds(&manager, false, &held),
        refusal,
        saves(finds(&manager, true, &held), "legal_hold_released"),
    ];
    let (ports, commits) = Ports::mock().with(works).wire();
    hold_document(&ports, on(&held), KeepingSide::Manager, reason()).await.unwrap();
    let weak = release_document(&ports, on(&held), KeepingSide::Manager).await;
    assert!(matches!(weak, Err(Error::Document(DocumentError::WeakSignIn(_)))), "{weak:?}");
    release_document(&ports, on(&held), KeepingSide::Manager).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 3);
}

// O-47
#[tokio::test]
async fn for_all_others_there_is_nothing_to_hold_or_to_correct() {
    let member = Account { id: taro().id, ..with_role(Role::Member) };
    let manager = Account { id: taro().id, ..with_role(Role::Manager) };
    let tries = [
        (member.clone(), KeepingSide::Sender),
        (member, KeepingSide::Manager),
        (manager, KeepingSide::Sender),
        (sender(), KeepingSide::Manager),
    ];
    for (account, side) in tries {
        let works = [(); 3].map(|()| finds(&account, true, &concluded()));
        let (ports, commits) = Ports::mock().with(works).wire();
        let held = hold_document(&ports, on(&concluded()), side, reason()).await;
        let released = release_document(&ports, on(&concluded()), side).await;
        let to = SearchFields::default();
        let corrected = correct_document(&ports, on(&concluded()), side, to).await;
        for refused in [held, released, corrected] {
            assert!(matches!(refused, Err(Error::NotFound)), "{side:?}");
        }
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// O-47
#[tokio::test]
async fn a_correction_is_kept_with_its_event() {
    let works = [saves(finds(&sender(), false, &concluded()), "corrected")];
    let (ports, commits) = Ports::mock().with(works).wire();
    let to = SearchFields { amount: Amount::parse("1000").ok(), ..SearchFields::default() };
    correct_document(&ports, on(&concluded()), KeepingSide::Sender, to).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}
