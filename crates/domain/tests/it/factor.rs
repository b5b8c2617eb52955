//! Codes, throttles, mailed codes and sessions.

use uuid::Uuid;
use wariin_domain::fixtures::{NOW, after, by_password, id, taro};
use wariin_domain::{
    AccountId, BackupCode, BackupCodeStock, Client, EventKind, Events, Factor, FactorId,
    FactorKind, FactorMethod, FactorName, MailboxCode, MailboxCodeError, MailboxCodeId, NewFactor,
    Session, SessionKey, SignInMethod, Span, Throttle, Throttled, TimeStep, UsedFactor,
};

const SESSION: SessionKey = SessionKey::new([1; 32]);
const OTHER: SessionKey = SessionKey::new([2; 32]);

// SF-05 T-089
#[test]
fn five_wrong_codes_cost_nothing_then_waits_double_and_the_tenth_locks() {
    let mut throttle = Throttle::clear();
    for _ in 0..4 {
        throttle = throttle.failed(NOW);
        assert_eq!(throttle.admit(NOW), Ok(()));
    }
    for (failure, minutes) in (5..10).zip([1, 2, 4, 8, 16]) {
        throttle = throttle.failed(NOW);
        let until = NOW.plus(Span::minutes(minutes));
        assert_eq!(throttle.failures(), failure);
        assert_eq!(throttle.admit(NOW), Err(Throttled::Wait { until }));
        assert_eq!(throttle.admit(until), Ok(()));
    }
    throttle = throttle.failed(NOW);
    assert_eq!(throttle.admit(after(600)), Err(Throttled::Locked));
    assert_eq!(throttle.admit_recovery(after(600)), Ok(()), "a recovery code is the cure");
    for _ in 10..100 {
        throttle = throttle.failed(NOW);
    }
    assert_eq!(throttle.admit_recovery(after(6000)), Err(Throttled::Locked));
}

// SF-07
#[test]
fn a_password_never_locks_and_waits_a_minute_at_most() {
    let mut throttle = Throttle::clear();
    for _ in 0..1_000 {
        throttle = throttle.failed_briefly(NOW);
    }
    assert!(throttle.admit_after_waiting(NOW).is_err());
    assert_eq!(throttle.admit_after_waiting(after(1)), Ok(()));
}

// SF-01 SF-04
#[test]
fn a_step_and_every_older_one_is_spent() {
    let mut factor = totp();
    factor.kind = FactorKind::Totp { last_step: Some(TimeStep::new(100)) };
    assert!(factor.has_spent(TimeStep::new(99)) && factor.has_spent(TimeStep::new(100)));
    assert!(!factor.has_spent(TimeStep::new(101)));
}

// SF-04
#[test]
fn a_step_that_is_still_to_come_tells_that_the_clock_went_back() {
    let mut factor = totp();
    assert!(!factor.is_ahead_of(NOW), "no code was used yet");
    let newest = TimeStep::newest_taken(NOW);
    for (last, is_ahead) in [(newest.number(), false), (newest.number() + 1, true)] {
        factor.kind = FactorKind::Totp { last_step: Some(TimeStep::new(last)) };
        assert_eq!(factor.is_ahead_of(NOW), is_ahead);
    }
    factor.kind = FactorKind::Passkey;
    assert!(!factor.is_ahead_of(NOW));
}

// EN-02
#[test]
fn a_mailed_code_is_for_the_session_that_asked_once_and_for_ten_minutes() {
    let code = MailboxCode {
        id: MailboxCodeId::from(Uuid::from_u128(1)),
        recipient: id(1),
        address: taro().email,
        session: SESSION,
        issued_at: NOW,
        used_at: None,
        network: Client::local().network,
    };
    assert_eq!(code.admit(SESSION, after(10)), Ok(()));
    assert_eq!(code.admit(SESSION, after(11)), Err(MailboxCodeError::Expired));
    assert_eq!(code.admit(OTHER, NOW), Err(MailboxCodeError::OtherSession));
    let used = MailboxCode { used_at: Some(NOW), ..code };
    assert_eq!(used.admit(SESSION, NOW), Err(MailboxCodeError::Expired));
}

// EN-08
#[test]
fn a_backup_code_is_read_as_it_was_shown_and_shows_nothing_in_logs() {
    let code = BackupCode::from_entropy([0xab; 10]);
    let other = BackupCode::from_entropy([0xac; 10]);
    assert_ne!(code.expose(), other.expose());
    assert_eq!(code.expose().len(), 16);
    let typed = format!("  {} ", code.shown().to_lowercase());
    assert_eq!(BackupCode::typed(&typed), code);
    assert_eq!(format!("{code:?}"), "BackupCode(..)");
    let distinct = (0..=255_u8).map(|n| BackupCode::from_entropy([n; 10]).expose().to_owned());
    assert_eq!(distinct.collect::<std::collections::BTreeSet<_>>().len(), 256);
}

// O-11
#[test]
fn the_reminder_of_backup_codes_is_due_until_there_are_some_and_they_are_saved() {
    for (left, are_saved, is_due) in
        [(0, true, true), (0, false, true), (10, false, true), (10, true, false), (1, true, false)]
    {
        assert_eq!(BackupCodeStock { left, are_saved }.is_reminder_due(), is_due, "{left}");
    }
}

// WE-04
#[test]
fn a_session_ends_by_idling_and_by_age() {
    let mut session = Session::begin(SESSION, NOW);
    assert!(session.is_live(after(59)) && !session.is_live(after(60)));
    session.seen_at = after(24 * 60 - 1);
    assert!(!session.is_live(after(24 * 60)));
}

// WE-01
#[test]
fn every_rise_of_privilege_changes_the_sessions_key() {
    let session = Session::begin(SESSION, NOW);
    let (session, signed_in) = session.signed_in(OTHER, by_password(&taro()), false, NOW);
    assert_eq!((session.key, kinds(&signed_in)), (OTHER, vec!["signed_in"]));
    let used = UsedFactor {
        factor: FactorId::from(Uuid::from_u128(1)),
        method: FactorMethod::Totp,
        enrolled_at: NOW,
        behind_code: Some(true),
    };
    let (session, stepped_up) = session.stepped_up(SESSION, used, after(1));
    assert_eq!((session.key, kinds(&stepped_up)), (SESSION, vec!["stepped_up"]));
    let method = session.sign_in.unwrap().method().clone();
    assert!(matches!(method, SignInMethod::TwoFactor { at, .. } if at == after(1)));
}

#[test]
fn a_code_spent_without_a_sign_in_makes_none() {
    let mut session = Session::begin(SESSION, NOW);
    let used = UsedFactor {
        factor: FactorId::from(Uuid::from_u128(1)),
        method: FactorMethod::Totp,
        enrolled_at: NOW,
        behind_code: Some(true),
    };
    session.factor_used(used, NOW);
    assert_eq!(session.sign_in, None);
}

fn totp() -> Factor {
    let new = NewFactor {
        id: FactorId::from(Uuid::from_u128(1)),
        account: AccountId::from(Uuid::from_u128(2)),
        name: FactorName::parse("phone").unwrap(),
        session: SESSION,
    };
    Factor::begin_totp(new, NOW)
}

fn kinds(events: &Events) -> Vec<&'static str> {
    events.iter().map(|event| event.kind.name()).collect()
}

// EN-06
#[test]
fn a_factor_counts_once_it_is_confirmed_and_says_what_it_is() {
    let mut factor = totp();
    assert_eq!(factor.confirmed_at(), None);
    let events = factor.confirm(true, after(1));
    assert_eq!(factor.confirmed_at(), Some(after(1)));
    let enrolled = EventKind::FactorEnrolled {
        factor: factor.id,
        method: FactorMethod::Totp,
        behind_code: true,
    };
    assert_eq!(events.iter().map(|event| event.kind.clone()).collect::<Vec<_>>(), [enrolled]);
    let used = factor.used(after(2));
    assert_eq!((used.method, used.enrolled_at), (FactorMethod::Totp, after(1)));
}

// EN-06 EN-09
#[test]
fn every_removed_factor_is_recorded_with_what_removed_it() {
    let factors = [totp(), Factor { id: FactorId::from(Uuid::from_u128(3)), ..totp() }];
    assert_eq!(kinds(&factors[0].removed_by_owner(NOW)), ["factor_removed"]);
    let by_code = Factor::removed_by_backup_code(&factors, NOW);
    assert_eq!(kinds(&by_code), ["backup_code_used", "factor_removed", "factor_removed"]);
    assert!(Factor::removed_by_backup_code(&[], NOW).is_empty());
}
