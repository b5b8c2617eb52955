//! Enrolling, adding, removing and losing factors.

use super::{code, stored_factor};
use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, factor_id, holds, kinds, phone, session, taro, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    BackupCode, FactorId, FactorState, HoldReason, NewPassword, SessionKey, SignIn, Throttle,
    TimeStep, Uuid,
};
use wariin_ports::mock::{KEY, MockWork, NEW_KEY};
use wariin_ports::{CodeHash, Enrolment, PasswordHash, Seed};
use wariin_usecases::{
    Error, Ports, Principal, SecretInput, begin_enrolment, confirm_enrolment, remove_factor,
    reset_factor_as_operator, reset_password_as_operator, step_up, use_backup_code,
};

// EN-05
#[tokio::test]
async fn only_the_session_that_began_an_enrolment_confirms_it() {
    let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
    work.accounts.expect_password().returning(|_| Ok(None));
    work.factors.expect_active().returning(|_| Ok(vec![]));
    let elsewhere =
        stored_factor(FactorState::Pending { since: NOW, session: SessionKey::new([9; 32]) });
    work.factors.expect_pending().returning(move |_| Ok(Some(elsewhere.clone())));
    let (ports, commits) = Ports::mock().with([work]).wire();
    let refused = confirm_enrolment(&ports, PRINCIPAL, code()).await;
    assert!(matches!(refused, Err(Error::NoEnrolment)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

/// Taro's account, which has this many factors, in a session like this.
fn with_factors(count: usize, sign_in: SignIn) -> MockWork {
    let mut work = work(Some(session(sign_in)), vec![taro()]);
    let active = stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None });
    work.factors.expect_active().returning(move |_| Ok(vec![active.clone(); count]));
    work.documents.expect_awaits_advanced_auth().returning(|_| Ok(false));
    work.accounts.expect_password().returning(|_| Ok(None));
    work
}

// EN-01 EN-05
#[tokio::test]
async fn a_further_factor_is_added_only_after_a_recent_use_of_another() {
    let long_ago = NOW.minus(wariin_domain::Span::minutes(6));
    for (count, sign_in, expected) in [
        (1, by_password(&taro()), Some("sign_in_again")),
        (1, by_totp(&taro(), long_ago), Some("sign_in_again")),
        (10, by_totp(&taro(), NOW), Some("too_many_factors")),
        (1, by_totp(&taro(), NOW), None),
        (0, by_password(&taro()), None),
    ] {
        let mut work = with_factors(count, sign_in);
        work.factors
            .expect_begin()
            .times(usize::from(expected.is_none()))
            .withf(|factor, _| factor.name == phone() && factor.confirmed_at().is_none())
            .returning(|_, _| Ok(()));
        let mut world = Ports::mock().with([work]);
        world.totp.expect_new_seed().returning(|_| Ok(Seed(vec![])));
        world
            .totp
            .expect_enrolment()
            .returning(|_, _, _| Ok(Enrolment { uri: String::new(), key: String::new() }));
        let (ports, _) = world.wire();
        let refused = match begin_enrolment(&ports, PRINCIPAL, phone()).await {
            Ok(_) => None,
            Err(Error::SignInAgain) => Some("sign_in_again"),
            Err(Error::TooManyFactors) => Some("too_many_factors"),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(refused, expected, "with {count} factors");
    }
}

// EN-05
#[tokio::test]
async fn only_the_first_factor_makes_the_session_strong_and_none_hands_out_backup_codes() {
    for (count, sign_in) in [(0, by_password(&taro())), (1, by_totp(&taro(), NOW))] {
        let is_first = count == 0;
        let mut work = with_factors(count, sign_in.clone());
        let pending = stored_factor(FactorState::Pending { since: NOW, session: KEY });
        work.factors.expect_pending().returning(move |_| Ok(Some(pending.clone())));
        work.factors.expect_spend().times(1).returning(|_, _, _| Ok(true));
        work.factors
            .expect_save()
            .times(1)
            .withf(|factor, events| {
                // No code was mailed: what the password alone enrols says so.
                factor.behind_code() == Some(false)
                    && factor.confirmed_at() == Some(NOW)
                    && kinds(events) == ["factor_enrolled"]
            })
            .returning(|_, _| Ok(()));
        work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
        work.sessions.expect_add().times(1).returning(move |session, _| {
            let after = session.sign_in.as_ref().unwrap();
            assert_eq!((session.key, after.is_strong()), (NEW_KEY, true));
            assert!(is_first || *after == sign_in, "a further factor does not replace the proof");
            Ok(())
        });
        let mut world = Ports::mock().with([work]);
        world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
        let (ports, _) = world.wire();
        let confirmed = confirm_enrolment(&ports, PRINCIPAL, code()).await.unwrap();
        assert_eq!((confirmed.session, confirmed.is_first), (NEW_KEY, is_first));
    }
}

// SF-06
#[tokio::test]
async fn a_wrong_code_counts_against_every_factor_and_a_right_one_clears_all_counts() {
    let two = || {
        let mut counted =
            stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None });
        counted.factor.throttle = Throttle::clear().failed(NOW);
        let mut other = counted.clone();
        other.factor.id = FactorId::from(Uuid::from_u128(98));
        vec![counted, other]
    };
    for matching in [None, Some(98)] {
        let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
        work.factors.expect_active().returning(move |_| Ok(two()));
        work.factors
            .expect_spend()
            .times(usize::from(matching.is_some()))
            .withf(|id, _, _| *id == FactorId::from(Uuid::from_u128(98)))
            .returning(|_, _, _| Ok(true));
        let (failures, saves) = if matching.is_some() { (0, 1) } else { (2, 2) };
        work.factors
            .expect_save()
            .times(saves)
            .withf(move |factor, _| factor.throttle.failures() == failures)
            .returning(|_, _| Ok(()));
        work.sessions.expect_replace().returning(|_, _, _| Ok(()));
        let mut world = Ports::mock().with([work]);
        world.totp.expect_matching_step().returning(move |_, owner, _, _| {
            let is_it = matching.map(Uuid::from_u128) == Some(Uuid::from(owner.factor));
            Ok(is_it.then(|| TimeStep::new(1)))
        });
        let (ports, _) = world.wire();
        let outcome = step_up(&ports, PRINCIPAL, code()).await;
        assert_eq!(outcome.is_ok(), matching.is_some(), "{outcome:?}");
    }
}

// EN-01
#[tokio::test]
async fn nothing_is_enrolled_without_an_account_that_is_signed_in() {
    let mut anonymous = session(by_password(&taro()));
    anonymous.sign_in = None;
    let (ports, _) = Ports::mock().with([work(Some(anonymous), vec![])]).wire();
    let refused = confirm_enrolment(&ports, PRINCIPAL, code()).await;
    assert!(matches!(refused, Err(Error::NotSignedIn)));
}

// T-049 EN-06
#[tokio::test]
async fn removing_the_factor_ends_every_session_and_goes_on_by_password() {
    let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
    let active = stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None });
    let mut before = vec![active.clone(), active];
    work.factors
        .expect_active()
        .times(3)
        .returning(move |_| Ok(before.pop().into_iter().collect()));
    work.factors.expect_spend().returning(|_, _, _| Ok(true));
    work.factors.expect_remove_all().times(1).returning(|_, _| Ok(()));
    work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    work.sessions.expect_add().times(1).returning(|session, _| {
        assert!(!session.sign_in.as_ref().unwrap().is_strong());
        assert_eq!(session.key, NEW_KEY);
        Ok(())
    });
    let mut world = Ports::mock().with([work]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
    let (ports, _) = world.wire();
    remove_factor(&ports, PRINCIPAL, factor_id(), code()).await.unwrap();
}

// EN-08 EN-09 O-11
#[tokio::test]
async fn a_backup_code_only_lets_its_owner_enrol_anew() {
    let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
    let active = stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None });
    let mut before = vec![active];
    work.factors
        .expect_active()
        .times(2)
        .returning(move |_| Ok(before.pop().into_iter().collect()));
    work.factors.expect_spend_backup_code().times(1).returning(|_, _| Ok(true));
    work.factors.expect_remove_all().times(1).returning(|_, _| Ok(()));
    work.sessions.expect_remove_all_of().returning(|_| Ok(()));
    work.sessions.expect_add().times(1).returning(|session, _| {
        assert!(!session.sign_in.as_ref().unwrap().is_strong(), "never a second factor itself");
        Ok(())
    });
    holds(&mut work, HoldReason::BackupCode);
    let mut world = Ports::mock().with([work]);
    world.tokens.expect_backup_code_hash().returning(|_: &BackupCode| CodeHash([1; 32]));
    let (ports, _) = world.wire();
    use_backup_code(&ports, PRINCIPAL, SecretInput("AAAA".into())).await.unwrap();
}

// EN-01 O-02
#[tokio::test]
async fn a_password_alone_enrols_nothing_while_a_document_waits() {
    let mut waits = work(Some(session(by_password(&taro()))), vec![taro()]);
    waits.factors.expect_active().returning(|_| Ok(vec![]));
    waits
        .documents
        .expect_awaits_advanced_auth()
        .times(1)
        .withf(|account| account.email == taro().email)
        .returning(|_| Ok(true));
    let (ports, commits) = Ports::mock().with([waits]).wire();
    let refused = begin_enrolment(&ports, PRINCIPAL, phone()).await;
    assert!(matches!(refused, Err(Error::MailboxNotProven)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// EN-06 EN-09
#[tokio::test]
async fn a_password_alone_enrols_nothing_where_concluded_documents_with_the_request_would_open() {
    let hour_ago = NOW.minus(wariin_domain::Span::minutes(61));
    let strong = by_totp(&taro(), NOW);
    for (sign_in, proven_at, has_read, is_refused) in [
        (by_password(&taro()), hour_ago, true, true),
        (by_password(&taro()), hour_ago, false, false),
        // A link for a new password was mailed to the address, and used.
        (by_password(&taro()), NOW, true, false),
        (strong, hour_ago, true, false),
    ] {
        let owner = wariin_domain::Account { mailbox_proven_at: Some(proven_at), ..taro() };
        let mut work = work(Some(session(sign_in)), vec![owner]);
        work.factors.expect_active().returning(|_| Ok(vec![]));
        work.documents.expect_awaits_advanced_auth().returning(|_| Ok(false));
        work.documents.expect_keeps_advanced_auth().returning(move |account| {
            assert_eq!(account, taro().id);
            Ok(has_read)
        });
        work.factors.expect_begin().times(usize::from(!is_refused)).returning(|_, _| Ok(()));
        let mut world = Ports::mock().with([work]);
        world.totp.expect_new_seed().returning(|_| Ok(Seed(vec![])));
        world
            .totp
            .expect_enrolment()
            .returning(|_, _, _| Ok(Enrolment { uri: String::new(), key: String::new() }));
        let (ports, _) = world.wire();
        let begun = begin_enrolment(&ports, PRINCIPAL, phone()).await;
        assert_eq!(matches!(begun, Err(Error::MailboxNotProven)), is_refused);
        assert_eq!(begun.is_ok(), !is_refused);
    }
}

// EN-06
#[tokio::test]
async fn the_operator_sets_a_new_password_and_every_session_of_the_account_ends() {
    let mut work = MockWork::default();
    work.accounts.expect_find_by_email().returning(|_| Ok(Some(taro())));
    work.accounts
        .expect_save_with_password()
        .times(1)
        .withf(|account, _, events| {
            let by = events.iter().all(|event| event.actor == wariin_domain::Actor::Operator);
            *account == taro() && kinds(events) == ["password_reset"] && by
        })
        .returning(|_, _, _| Ok(()));
    work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    let mut world = Ports::mock().with([work]);
    world.passwords.expect_hash().returning(|_| Ok(PasswordHash("new".into())));
    let (ports, commits) = world.wire();
    let password = || NewPassword::parse("ひとりずつ違う長い合言葉").unwrap();
    let operator = Principal::Operator;
    reset_password_as_operator(&ports, operator, &taro().email, password()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
    let refused = reset_password_as_operator(&ports, PRINCIPAL, &taro().email, password()).await;
    assert!(matches!(refused, Err(Error::NotFound)), "no session may do it");
}

// EN-06 EN-09
#[tokio::test]
async fn the_operator_removes_a_lost_factor_and_consents_that_documents_wait_for_are_held() {
    let mut work = work(None, vec![taro()]);
    work.accounts.expect_find_by_email().returning(|_| Ok(Some(taro())));
    let active = stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None });
    work.factors.expect_active().returning(move |_| Ok(vec![active.clone()]));
    work.factors
        .expect_remove_all()
        .times(1)
        .withf(|_, events| kinds(events) == ["factor_removed"])
        .returning(|_, _| Ok(()));
    work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    holds(&mut work, HoldReason::AdminReset);
    let mut without = MockWork::default();
    without.accounts.expect_find_by_email().returning(|_| Ok(Some(taro())));
    without.factors.expect_active().returning(|_| Ok(vec![]));
    let mut unknown = MockWork::default();
    unknown.accounts.expect_find_by_email().returning(|_| Ok(None));
    let (ports, commits) = Ports::mock().with([work, without, unknown]).wire();
    let (operator, email) = (Principal::Operator, taro().email);
    reset_factor_as_operator(&ports, operator, &email).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
    let refused = reset_factor_as_operator(&ports, operator, &email).await;
    assert!(matches!(refused, Err(Error::NoFactor)));
    let refused = reset_factor_as_operator(&ports, operator, &email).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let refused = reset_factor_as_operator(&ports, PRINCIPAL, &email).await;
    assert!(matches!(refused, Err(Error::NotFound)), "no session may do it");
}

// LI-03 EN-08
#[tokio::test]
async fn an_empty_field_is_no_try_of_a_backup_code() {
    let (ports, commits) = Ports::mock().with([]).wire();
    let refused = use_backup_code(&ports, PRINCIPAL, SecretInput(" ".into())).await;
    assert!(matches!(refused, Err(Error::NoCode)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}
