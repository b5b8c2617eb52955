//! Signing in, stepping up, enrolling.

use crate::world::{
    KEY, NEW_KEY, NOW, PRINCIPAL, World, by_password, factor_id, holds, session, taro, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    BackupCode, Factor, FactorState, HoldReason, SessionKey, SignInMethod, Throttle, TimeStep,
};
use wariin_ports::mock::MockWork;
use wariin_ports::{CodeHash, PasswordHash, Seed, StorageError, StoredPassword};
use wariin_usecases::{
    Error, SecretInput, SignInAttempt, begin_enrolment, confirm_enrolment, remove_factor, sign_in,
    step_up, use_backup_code,
};

fn attempt(email: &str) -> SignInAttempt {
    SignInAttempt { email: email.into(), password: SecretInput("合言葉".into()), session: None }
}

fn stored(throttle: Throttle) -> MockWork {
    let mut work = MockWork::default();
    work.accounts.expect_find_by_email().returning(|_| Ok(Some(taro())));
    work.accounts.expect_password().returning(move |_| {
        Ok(Some(StoredPassword { hash: PasswordHash("hash".into()), throttle }))
    });
    work
}

fn code() -> SecretInput {
    SecretInput("123456".into())
}

fn factor(state: FactorState) -> Factor {
    let (id, account) = (factor_id(), taro().id);
    Factor { id, account, state, last_step: None, throttle: Throttle::clear() }
}

// WE-08
#[tokio::test]
async fn for_an_address_without_an_account_a_password_is_checked_all_the_same() {
    let mut nobody = MockWork::default();
    nobody.accounts.expect_find_by_email().returning(|_| Ok(None));
    for (email, works) in [("nobody@example.com", vec![nobody]), ("no address", vec![])] {
        let mut world = World::with(works);
        world
            .passwords
            .expect_verify()
            .times(1)
            .withf(|_, hash| hash.is_none())
            .returning(|_, _| Ok(false));
        let (ports, _) = world.ports();
        assert!(matches!(sign_in(&ports, attempt(email)).await, Err(Error::BadCredentials)));
    }
}

// WE-01
#[tokio::test]
async fn the_right_password_begins_a_new_session_and_clears_the_failures() {
    let counted = Throttle::clear().failed_briefly(NOW);
    let mut kept = stored(counted);
    kept.accounts
        .expect_set_password_throttle()
        .times(1)
        .withf(|_, throttle| *throttle == Throttle::clear())
        .returning(|_, _| Ok(()));
    kept.sessions.expect_add().times(1).returning(|session| {
        assert_eq!(session.key, NEW_KEY);
        let method = session.sign_in.as_ref().unwrap().method();
        assert!(matches!(method, SignInMethod::Password { .. }), "never strong by password");
        Ok(())
    });
    kept.audit.expect_append().returning(|_| Ok(()));
    kept.factors.expect_active().returning(|_| Ok(None));
    kept.idp_connections.expect_serving().returning(|_| Ok(None));
    let mut world = World::with([stored(counted), kept]);
    world.passwords.expect_verify().returning(|_, _| Ok(true));
    let (ports, _) = world.ports();
    assert!(!sign_in(&ports, attempt("taro@example.com")).await.unwrap().has_factor);
}

#[tokio::test]
async fn a_wrong_password_is_counted_and_a_throttled_one_not_even_compared() {
    let mut counts = stored(Throttle::clear());
    counts
        .accounts
        .expect_set_password_throttle()
        .times(1)
        .withf(|_, throttle| throttle.failures() == 1)
        .returning(|_, _| Ok(()));
    counts.audit.expect_append().times(1).returning(|_| Ok(()));
    let mut world = World::with([stored(Throttle::clear()), counts]);
    world.passwords.expect_verify().returning(|_, _| Ok(false));
    let (ports, commits) = world.ports();
    let refused = sign_in(&ports, attempt("taro@example.com")).await;
    assert!(matches!(refused, Err(Error::BadCredentials)));
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let throttle = (0..5).fold(Throttle::clear(), |t, _| t.failed_briefly(NOW));
    let mut noted = MockWork::default();
    noted.audit.expect_append().times(1).returning(|_| Ok(()));
    let mut world = World::with([stored(throttle), noted]);
    world
        .passwords
        .expect_verify()
        .times(1)
        .withf(|_, hash| hash.is_none())
        .returning(|_, _| Ok(false));
    let (ports, _) = world.ports();
    let refused = sign_in(&ports, attempt("taro@example.com")).await;
    assert!(matches!(refused, Err(Error::BadCredentials)), "as for an unknown address");
}

// WE-01 T-038
#[tokio::test]
async fn a_code_raises_the_session_under_a_new_key() {
    let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
    let active = factor(FactorState::Active { confirmed_at: NOW });
    work.factors.expect_active().returning(move |_| Ok(Some((active.clone(), Seed(vec![])))));
    work.factors.expect_spend().times(1).returning(|_, _| Ok(true));
    work.sessions.expect_replace().times(1).returning(|old, session| {
        assert_eq!((old, session.key), (KEY, NEW_KEY));
        assert!(session.sign_in.as_ref().unwrap().is_strong());
        Ok(())
    });
    work.audit.expect_append().returning(|_| Ok(()));
    let mut world = World::with([work]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
    let (ports, _) = world.ports();
    step_up(&ports, PRINCIPAL, code()).await.unwrap();
}

// WE-03
#[tokio::test]
async fn a_step_up_in_flight_does_not_bring_back_a_session_that_was_ended() {
    let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
    let active = factor(FactorState::Active { confirmed_at: NOW });
    work.factors.expect_active().returning(move |_| Ok(Some((active.clone(), Seed(vec![])))));
    work.factors.expect_spend().returning(|_, _| Ok(true));
    work.sessions.expect_replace().returning(|_, _| Err(StorageError::Conflict));
    let mut world = World::with([work]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
    let (ports, commits) = world.ports();
    assert!(step_up(&ports, PRINCIPAL, code()).await.is_err());
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// EN-05
#[tokio::test]
async fn only_the_session_that_began_an_enrolment_confirms_it() {
    for (begun_in, active, expected) in
        [(SessionKey::new([9; 32]), false, "no_enrolment"), (KEY, true, "factor_exists")]
    {
        let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
        let there = factor(FactorState::Active { confirmed_at: NOW });
        work.factors
            .expect_active()
            .returning(move |_| Ok(active.then(|| (there.clone(), Seed(vec![])))));
        let authorization = factor(FactorState::Pending { since: NOW, session: begun_in });
        work.factors
            .expect_pending()
            .returning(move |_| Ok(Some((authorization.clone(), Seed(vec![])))));
        let (ports, commits) = World::with([work]).ports();
        match confirm_enrolment(&ports, PRINCIPAL, code()).await {
            Err(Error::NoEnrolment) => assert_eq!(expected, "no_enrolment"),
            Err(Error::FactorExists) => assert_eq!(expected, "factor_exists"),
            other => panic!("{other:?}"),
        }
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// EN-01
#[tokio::test]
async fn nothing_is_enrolled_without_an_account_that_is_signed_in() {
    let mut anonymous = session(by_password(&taro()));
    anonymous.sign_in = None;
    let (ports, _) = World::with([work(Some(anonymous), vec![])]).ports();
    let refused = confirm_enrolment(&ports, PRINCIPAL, code()).await;
    assert!(matches!(refused, Err(Error::NotSignedIn)));
}

// T-049 EN-06
#[tokio::test]
async fn removing_the_factor_ends_every_session_and_goes_on_by_password() {
    let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
    let active = factor(FactorState::Active { confirmed_at: NOW });
    work.factors.expect_active().returning(move |_| Ok(Some((active.clone(), Seed(vec![])))));
    work.factors.expect_spend().returning(|_, _| Ok(true));
    work.factors.expect_remove_all().times(1).returning(|_| Ok(()));
    work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    work.sessions.expect_add().times(1).returning(|session| {
        assert!(!session.sign_in.as_ref().unwrap().is_strong());
        assert_eq!(session.key, NEW_KEY);
        Ok(())
    });
    work.audit.expect_append().returning(|_| Ok(()));
    let mut world = World::with([work]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
    let (ports, _) = world.ports();
    remove_factor(&ports, PRINCIPAL, code()).await.unwrap();
}

// EN-08 EN-09 O-11
#[tokio::test]
async fn a_backup_code_only_lets_its_owner_enrol_anew() {
    let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
    let active = factor(FactorState::Active { confirmed_at: NOW });
    work.factors.expect_active().returning(move |_| Ok(Some((active.clone(), Seed(vec![])))));
    work.factors.expect_spend_backup_code().times(1).returning(|_, _| Ok(true));
    work.factors.expect_remove_all().times(1).returning(|_| Ok(()));
    work.sessions.expect_remove_all_of().returning(|_| Ok(()));
    work.sessions.expect_add().times(1).returning(|session| {
        assert!(!session.sign_in.as_ref().unwrap().is_strong(), "never a second factor itself");
        Ok(())
    });
    work.audit.expect_append().returning(|_| Ok(()));
    holds(&mut work, HoldReason::BackupCode);
    let mut world = World::with([work]);
    world.tokens.expect_backup_code_hash().returning(|_: &BackupCode| CodeHash([1; 32]));
    let (ports, _) = world.ports();
    use_backup_code(&ports, PRINCIPAL, SecretInput("AAAA".into())).await.unwrap();
}

// EN-01 O-02
#[tokio::test]
async fn whoever_only_knows_the_password_enrols_nothing_while_a_document_waits() {
    let mut waits = work(Some(session(by_password(&taro()))), vec![taro()]);
    waits.factors.expect_active().returning(|_| Ok(None));
    waits
        .documents
        .expect_awaits_advanced_auth()
        .times(1)
        .withf(|email| *email == taro().email)
        .returning(|_| Ok(true));
    let (ports, commits) = World::with([waits]).ports();
    let refused = begin_enrolment(&ports, PRINCIPAL).await;
    assert!(matches!(refused, Err(Error::MailboxNotProven)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}
