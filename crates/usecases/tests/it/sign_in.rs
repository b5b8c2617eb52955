//! Signing in, stepping up, enrolling.

use crate::company::totp;
use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, factor_id, holds, kinds, phone, sent, session, taro,
    with_tries, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    BackupCode, Client, FactorId, FactorState, HoldReason, NewPassword, Session, SessionKey,
    SignIn, SignInMethod, Throttle, TimeStep, TryKind, TrySource, Uuid,
};
use wariin_ports::mock::MockWork;
use wariin_ports::mock::{KEY, NEW_KEY};
use wariin_ports::{CodeHash, Enrolment, PasswordHash, Seed, StorageError, StoredFactor};
use wariin_usecases::{
    DocumentCommand, Error, Ports, Principal, SecretInput, SignInAttempt, begin_enrolment,
    cancel_document, confirm_enrolment, remove_factor, reset_factor_as_operator,
    reset_password_as_operator, sign_in, step_up, use_backup_code,
};

fn attempt(email: &str) -> SignInAttempt {
    SignInAttempt {
        email: email.into(),
        password: SecretInput("合言葉".into()),
        client: Client::local(),
        session: None,
    }
}

fn stored() -> MockWork {
    let mut work = MockWork::default();
    work.accounts.expect_find_by_email().returning(|_| Ok(Some(taro())));
    work.accounts.expect_password().returning(|_| Ok(Some(PasswordHash("hash".into()))));
    work
}

fn code() -> SecretInput {
    SecretInput("123456".into())
}

/// A factor of Taro's account in this state.
pub(crate) fn stored_factor(state: FactorState) -> StoredFactor {
    StoredFactor { factor: totp(state), seed: Seed(vec![]) }
}

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
    let active = stored_factor(FactorState::Active { confirmed_at: NOW });
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
    let active = stored_factor(FactorState::Active { confirmed_at: NOW });
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
    let active = stored_factor(FactorState::Active { confirmed_at: NOW });
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

// WE-01 T-038
#[tokio::test]
async fn a_code_raises_the_session_under_a_new_key() {
    let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
    let active = stored_factor(FactorState::Active { confirmed_at: NOW });
    work.factors.expect_active().returning(move |_| Ok(vec![active.clone()]));
    work.factors.expect_spend().times(1).returning(|_, _, _| Ok(true));
    work.sessions.expect_replace().times(1).returning(|old, session, _| {
        assert_eq!((old, session.key), (KEY, NEW_KEY));
        assert!(session.sign_in.as_ref().unwrap().is_strong());
        Ok(())
    });
    let mut world = Ports::mock().with([work]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
    let (ports, _) = world.wire();
    step_up(&ports, PRINCIPAL, code()).await.unwrap();
}

// WE-03
#[tokio::test]
async fn a_step_up_in_flight_does_not_bring_back_a_session_that_was_ended() {
    let mut work = work(Some(session(by_password(&taro()))), vec![taro()]);
    let active = stored_factor(FactorState::Active { confirmed_at: NOW });
    work.factors.expect_active().returning(move |_| Ok(vec![active.clone()]));
    work.factors.expect_spend().returning(|_, _, _| Ok(true));
    work.sessions.expect_replace().returning(|_, _, _| Err(StorageError::Conflict));
    let mut world = Ports::mock().with([work]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
    let (ports, commits) = world.wire();
    assert!(step_up(&ports, PRINCIPAL, code()).await.is_err());
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

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
    let active = stored_factor(FactorState::Active { confirmed_at: NOW });
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
                factor.confirmed_at() == Some(NOW) && kinds(events) == ["factor_enrolled"]
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
        let mut counted = stored_factor(FactorState::Active { confirmed_at: NOW });
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
    let active = stored_factor(FactorState::Active { confirmed_at: NOW });
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
    let active = stored_factor(FactorState::Active { confirmed_at: NOW });
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
    let active = stored_factor(FactorState::Active { confirmed_at: NOW });
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
