//! A forgotten password: who may set a new one by a mailed link, how often, how long, and once.

use wariin_domain::fixtures::{NOW, after, taro};
use wariin_domain::{
    Account, AccountId, AccountStateError, Actor, EventKind, NewPasswordReset, PasswordReset,
    PasswordResetError, PasswordResetId, Span, Timestamp, Uuid,
};

fn id(number: u128) -> PasswordResetId {
    PasswordResetId::from(Uuid::from_u128(number))
}

fn asked(number: u128, at: Timestamp) -> PasswordReset {
    PasswordReset::ask(NewPasswordReset { id: id(number), email: taro().email }, at)
}

// EN-07
#[test]
fn a_link_sets_a_password_for_thirty_minutes_and_only_for_an_account_that_was_found() {
    let mut reset = asked(1, NOW);
    assert_eq!(reset.admit(NOW), Err(PasswordResetError::Ended), "it was never mailed");
    let events = reset.found(&taro(), NOW);
    let event = events.iter().next().unwrap();
    assert_eq!(event.actor, Actor::Unidentified);
    assert_eq!(event.kind, EventKind::PasswordResetAsked { reset: id(1) });
    assert!(reset.found(&taro(), NOW).is_empty(), "it is recorded once");
    assert_eq!(reset.admit(after(29)), Ok(taro().id));
    assert_eq!(reset.admit(after(30)), Err(PasswordResetError::Ended));
    reset.ended_at = Some(after(1));
    assert_eq!(reset.admit(after(2)), Err(PasswordResetError::Ended), "it works once");
}

// EN-07
#[test]
fn a_link_that_an_admin_asks_for_is_recorded_with_the_admin_as_the_actor() {
    let admin = AccountId::from(Uuid::from_u128(9));
    let new = NewPasswordReset { id: id(1), email: taro().email };
    let (reset, events) = PasswordReset::ask_for(new, &taro(), admin, NOW);
    assert_eq!((reset.asked_by, reset.admit(NOW)), (Some(admin), Ok(taro().id)));
    assert_eq!(events.iter().next().unwrap().actor, Actor::Account(admin));
}

// MA-04
#[test]
fn an_address_is_mailed_three_links_an_hour_and_ten_a_day() {
    let minutes = |minutes: u32| NOW.plus(Span::minutes(minutes));
    let mailed = |times: &[u32]| -> Vec<bool> {
        let others: Vec<_> = (0..).zip(times).map(|(n, at)| (minutes(*at), id(n))).collect();
        let resets = others.iter().map(|(at, id)| PasswordReset { id: *id, ..asked(0, *at) });
        resets.map(|reset| reset.admit_mail(&others, reset.asked_at).is_ok()).collect()
    };
    assert_eq!(mailed(&[0, 0, 0, 0, 59, 60]), [true, true, true, false, false, true]);
    let every_half_hour: Vec<u32> = (0..12).map(|n| n * 30).collect();
    let ten = [vec![true; 10], vec![false; 2]].concat();
    assert_eq!(mailed(&every_half_hour), ten);
    let late = asked(1, NOW).admit_mail(&[], after(30));
    assert_eq!(late, Err(PasswordResetError::Ended), "a link is not mailed after its end");
}

// EN-07
#[test]
fn a_mailbox_that_a_reset_proves_for_the_first_time_ends_earlier_links_to_providers() {
    let names = |account: &mut Account| -> Vec<_> {
        account.reset_password_by_link(NOW).iter().map(|event| event.kind.name()).collect()
    };
    assert_eq!(names(&mut taro()), ["password_reset"]);
    let mut unproven = Account { mailbox_proven_at: None, ..taro() };
    assert_eq!(names(&mut unproven), ["credentials_purged", "password_reset"]);
    assert_eq!(unproven.mailbox_proven_at, Some(NOW));
}

// WE-04
#[test]
fn an_account_is_disabled_and_enabled_by_the_operator_once_each() {
    let mut account = taro();
    assert_eq!(account.enable(NOW).unwrap_err(), AccountStateError);
    let disabled = account.disable(NOW).unwrap();
    let event = disabled.iter().next().unwrap();
    assert_eq!((event.actor, &event.kind), (Actor::Operator, &EventKind::AccountDisabled));
    assert!(!account.is_enabled());
    assert_eq!(account.disable(NOW).unwrap_err(), AccountStateError);
    assert_eq!(account.enable(NOW).unwrap().iter().next().unwrap().kind, EventKind::AccountEnabled);
    assert_eq!(account, taro());
}
