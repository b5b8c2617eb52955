//! Signing in by password, and the code that an account with a factor needs besides.

use super::{attempt, code, stored, stored_factor};
use crate::world::{NOW, PRINCIPAL, by_password, kinds, phone, sent, taro, with_tries, work};
use std::sync::atomic::Ordering;
use wariin_domain::{
    BackupCode, Client, FactorState, Session, SignInMethod, Throttle, TimeStep, TryKind, TrySource,
};
use wariin_ports::CodeHash;
use wariin_ports::mock::{KEY, MockWork, NEW_KEY};
use wariin_usecases::{
    DocumentCommand, Error, Ports, begin_enrolment, cancel_document, confirm_enrolment, sign_in,
    step_up, use_backup_code,
};

// WE-08
#[tokio::test]
async fn for_an_address_without_an_account_a_password_is_checked_and_counted_all_the_same() {
    let network = TrySource::Network(Client::local().network);
    let counted = [
        (TryKind::Password, network, 1),
        (TryKind::Password, TrySource::AllNetworks, 1),
        (TryKind::RecordedRefusal, TrySource::AllNetworks, 0),
    ];
    for (email, is_address) in [("nobody@example.com", true), ("no address", false)] {
        let mut unknown = MockWork::default();
        unknown.accounts.expect_find_by_email().returning(|_| Ok(None));
        let mut counts = MockWork::default();
        let kept = with_tries(&mut counts, None, Throttle::clear());
        let works = if is_address { vec![unknown, counts] } else { vec![counts] };
        let mut world = Ports::mock().with(works);
        world
            .passwords
            .expect_verify()
            .times(1)
            .withf(|_, hash| hash.is_none())
            .returning(|_, _| Ok(false));
        let (ports, commits) = world.wire();
        assert!(matches!(sign_in(&ports, attempt(email)).await, Err(Error::BadCredentials)));
        assert_eq!(*kept.lock().unwrap(), counted, "as for a wrong password of an account");
        assert_eq!(commits.load(Ordering::SeqCst), 1);
    }
}

// WE-01
#[tokio::test]
async fn the_right_password_begins_a_new_session_clears_the_failures_and_knows_the_browser() {
    let mut kept = MockWork::default();
    let tries = with_tries(&mut kept, None, Throttle::clear().failed_briefly(NOW));
    kept.sessions.expect_add().times(1).returning(|session, _| {
        assert_eq!(session.key, NEW_KEY);
        let method = session.sign_in.as_ref().unwrap().method();
        assert!(matches!(method, SignInMethod::Password { .. }), "never strong by password");
        Ok(())
    });
    kept.factors.expect_active().returning(|_| Ok(vec![]));
    kept.idp_connections.expect_serving().returning(|_| Ok(None));
    let mut world = Ports::mock().with([stored(), kept]);
    world.passwords.expect_verify().returning(|_, _| Ok(true));
    let (ports, _) = world.wire();
    assert!(!sign_in(&ports, attempt("taro@example.com")).await.unwrap().awaits_code);
    let client = Client::local();
    let cleared = [
        TrySource::Network(client.network),
        TrySource::AllNetworks,
        TrySource::Browser(client.browser),
    ];
    assert_eq!(*tries.lock().unwrap(), cleared.map(|source| (TryKind::Password, source, 0)));
}

// SF-07 O-38
#[tokio::test]
async fn the_password_of_an_account_with_a_factor_signs_in_only_with_its_code() {
    let mut work = MockWork::default();
    let _ = with_tries(&mut work, None, Throttle::clear());
    let active = stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None });
    work.factors.expect_active().returning(move |_| Ok(vec![active.clone()]));
    work.sessions.expect_add().times(1).returning(|session, events| {
        assert_eq!((&session.sign_in, session.owner()), (&None, Some(taro().id)));
        assert!(events.is_empty(), "no account is signed in yet");
        Ok(())
    });
    work.idp_connections.expect_serving().returning(|_| Ok(None));
    let mut world = Ports::mock().with([stored(), work]);
    world.passwords.expect_verify().returning(|_, _| Ok(true));
    let (ports, _) = world.wire();
    assert!(sign_in(&ports, attempt("taro@example.com")).await.unwrap().awaits_code);
}

/// A session in which Taro's password awaits a code.
fn awaiting_code() -> Session {
    let (session, _) = Session::begin(KEY, NOW).signed_in(KEY, by_password(&taro()), true, NOW);
    session
}

// SF-07
#[tokio::test]
async fn a_session_that_awaits_a_code_is_completed_by_it_and_serves_for_nothing_else() {
    let mut work = work(Some(awaiting_code()), vec![taro()]);
    let active = stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None });
    work.factors.expect_active().returning(move |_| Ok(vec![active.clone()]));
    work.factors.expect_spend().times(1).returning(|_, _, _| Ok(true));
    work.sessions.expect_replace().times(1).returning(|old, session, events| {
        assert_eq!((old, session.key, &session.awaiting_code), (KEY, NEW_KEY, &None));
        assert!(session.sign_in.as_ref().unwrap().is_strong());
        assert_eq!(kinds(&events), ["signed_in", "stepped_up"]);
        Ok(())
    });
    let mut world = Ports::mock().with([work]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
    let (ports, _) = world.wire();
    step_up(&ports, PRINCIPAL, code()).await.unwrap();

    let only = || MockWork::of_session(Some(awaiting_code()), vec![taro()]);
    let (ports, commits) = Ports::mock().with([only(), only(), only()]).wire();
    let refused = begin_enrolment(&ports, PRINCIPAL, phone()).await.map(drop);
    assert!(matches!(refused, Err(Error::NotSignedIn)));
    let refused = confirm_enrolment(&ports, PRINCIPAL, code()).await.map(drop);
    assert!(matches!(refused, Err(Error::NotSignedIn)));
    let on = DocumentCommand { document: sent(true).id, principal: PRINCIPAL };
    assert!(matches!(cancel_document(&ports, on).await, Err(Error::NotSignedIn)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// SF-07 EN-08
#[tokio::test]
async fn a_backup_code_completes_a_sign_in_that_awaits_a_code_as_a_weak_one() {
    let mut work = work(Some(awaiting_code()), vec![taro()]);
    let active = stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None });
    let mut answers = vec![vec![], vec![active]];
    work.factors.expect_active().times(2).returning(move |_| Ok(answers.pop().unwrap()));
    work.factors.expect_spend_backup_code().times(1).returning(|_, _| Ok(true));
    work.factors.expect_remove_all().times(1).returning(|_, _| Ok(()));
    work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    work.sessions.expect_add().times(1).returning(|session, events| {
        assert_eq!(kinds(&events), ["signed_in"]);
        assert_eq!(
            (session.sign_in.as_ref(), &session.awaiting_code),
            (Some(&by_password(&taro())), &None)
        );
        Ok(())
    });
    let mut world = Ports::mock().with([work]);
    world.tokens.expect_backup_code_hash().returning(|_: &BackupCode| CodeHash([1; 32]));
    let (ports, commits) = world.wire();
    use_backup_code(&ports, PRINCIPAL, code()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// O-39
#[tokio::test]
async fn a_wrong_password_is_counted_for_its_network_and_a_known_browser_has_a_count_of_its_own() {
    let client = Client::local();
    let (network, browser) =
        (TrySource::Network(client.network), TrySource::Browser(client.browser));
    let waits = (0..5).fold(Throttle::clear(), |t, _| t.failed_briefly(NOW));
    let recorded = (TryKind::RecordedRefusal, TrySource::AllNetworks, 0);
    let all = (TryKind::Password, TrySource::AllNetworks, 1);
    for (known, from_network, is_right, expected) in [
        (None, Throttle::clear(), false, vec![(TryKind::Password, network, 1), all, recorded]),
        (None, waits, true, vec![recorded]),
        (Some(Throttle::clear()), waits, false, vec![(TryKind::Password, browser, 1), recorded]),
        (Some(waits), Throttle::clear(), true, vec![recorded]),
    ] {
        let mut counts = MockWork::default();
        let kept = with_tries(&mut counts, known, from_network);
        counts
            .audit
            .expect_append()
            .times(1)
            .withf(|events| kinds(events) == ["sign_in_refused"])
            .returning(|_| Ok(()));
        let mut world = Ports::mock().with([stored(), counts]);
        world.passwords.expect_verify().times(1).returning(move |_, _| Ok(is_right));
        let (ports, commits) = world.wire();
        let refused = sign_in(&ports, attempt("taro@example.com")).await;
        assert!(matches!(refused, Err(Error::BadCredentials)), "as for an unknown address");
        assert_eq!(commits.load(Ordering::SeqCst), 1);
        assert_eq!(*kept.lock().unwrap(), expected);
    }
}

// O-39
#[tokio::test]
async fn a_known_browser_signs_in_while_strangers_guess_from_its_own_network() {
    let mut work = MockWork::default();
    let waits = (0..9).fold(Throttle::clear(), |t, _| t.failed_briefly(NOW));
    let _ = with_tries(&mut work, Some(Throttle::clear()), waits);
    work.sessions.expect_add().times(1).returning(|_, _| Ok(()));
    work.factors.expect_active().returning(|_| Ok(vec![]));
    work.idp_connections.expect_serving().returning(|_| Ok(None));
    let mut world = Ports::mock().with([stored(), work]);
    world.passwords.expect_verify().returning(|_, _| Ok(true));
    let (ports, _) = world.wire();
    assert!(sign_in(&ports, attempt("taro@example.com")).await.is_ok());
}
