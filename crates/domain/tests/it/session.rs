//! What goes over when a session changes hands, and what it keeps of how it began.

use wariin_domain::fixtures::{
    NOW, after, by_idp, by_password, by_totp, factor_id, hanako, id, login, taro,
};
use wariin_domain::{
    Actor, EventKind, Events, FactorId, FactorMethod, IdpStrength, ProvenMailbox, RecipientId,
    Session, SessionKey, SignIn, SignInMethod, UsedFactor, Uuid,
};

const KEY: SessionKey = SessionKey::new([1; 32]);
const NEW: SessionKey = SessionKey::new([2; 32]);

fn proved() -> Session {
    let mut session = Session::begin(KEY, NOW);
    session.mailbox = Some(ProvenMailbox { recipient: id(1), address: taro().email, at: NOW });
    session.opened = Some((id(1), 1));
    session
}

// WE-01 EN-13
#[test]
fn what_another_account_proved_in_a_session_does_not_go_over() {
    let (first, _) = proved().signed_in(NEW, by_password(&taro()), false, NOW);
    assert!(first.mailbox.is_some() && first.opened.is_some(), "there was no sign-in before");
    let (same, _) = first.clone().signed_in(NEW, by_totp(&taro(), NOW), true, after(1));
    assert!(same.mailbox.is_some() && same.opened.is_some());
    for other in [by_password(&hanako()), by_idp(&hanako(), NOW)] {
        let (session, _) = first.clone().signed_in(NEW, other, false, after(1));
        assert_eq!((session.mailbox, session.opened), (None, None));
    }
}

#[test]
fn a_session_remembers_the_idp_login_with_which_it_began_whatever_is_proved_later() {
    let used = UsedFactor {
        factor: FactorId::from(Uuid::from_u128(99)),
        method: FactorMethod::Totp,
        enrolled_at: NOW,
        behind_code: Some(true),
    };
    let (began, _) = Session::begin(KEY, NOW).signed_in(KEY, by_idp(&taro(), NOW), true, NOW);
    let origin = began.idp.clone();
    assert!(origin.is_some());
    let (stepped_up, _) = began.stepped_up(NEW, used, after(1));
    assert!(matches!(
        stepped_up.sign_in.as_ref().unwrap().method(),
        SignInMethod::TwoFactor { .. }
    ));
    assert_eq!(stepped_up.idp, origin);
    let (back, _) = stepped_up.without_factor(KEY, taro().id, false, after(2));
    assert_eq!(back.sign_in, Some(by_idp(&taro(), NOW)), "no password is made up");
    assert_eq!(back.idp, origin);
    let (by_password, _) =
        Session::begin(KEY, NOW).signed_in(KEY, by_password(&taro()), false, NOW);
    let back = by_password.stepped_up(NEW, used, NOW).0;
    let (back, _) = back.without_factor(KEY, taro().id, false, after(2));
    assert!(matches!(back.sign_in.as_ref().unwrap().method(), SignInMethod::Password { .. }));
}

// T-085 E2
#[test]
fn a_session_remembers_each_access_code_until_another_account_signs_in() {
    let recipient = |number| RecipientId::from(Uuid::from_u128(number));
    let mut session = Session::begin(KEY, NOW).signed_in(KEY, by_password(&taro()), false, NOW).0;
    for number in [1, 2, 1] {
        session.unlock(recipient(number));
    }
    assert_eq!(session.unlocked, [recipient(2), recipient(1)]);
    let asked = [1, 2, 3].map(|number| session.unlocked_for(recipient(number)));
    assert_eq!(asked, [Some(recipient(1)), Some(recipient(2)), None]);

    let (same, _) = session.clone().signed_in(NEW, by_idp(&taro(), NOW), true, after(1));
    assert_eq!(same.unlocked, session.unlocked);
    let (other, _) = session.clone().signed_in(NEW, by_password(&hanako()), false, after(1));
    assert_eq!(other.unlocked, []);

    for number in 0..=Session::MOST_UNLOCKED as u128 {
        session.unlock(recipient(100 + number));
    }
    assert_eq!(
        (session.unlocked.len(), session.unlocked[0]),
        (Session::MOST_UNLOCKED, recipient(101))
    );
}

#[test]
fn a_session_that_began_by_a_passkey_alone_is_signed_out_with_its_factor() {
    let method = SignInMethod::TwoFactor {
        at: NOW,
        factor: used().factor,
        method: FactorMethod::Passkey,
        enrolled_at: NOW,
        behind_code: Some(true),
    };
    let alone = SignIn::new(taro().id, method);
    let (began, _) = Session::begin(KEY, NOW).signed_in(KEY, alone, true, NOW);
    let (stepped_up, _) = began.clone().stepped_up(NEW, used(), after(1));
    for session in [began, stepped_up] {
        for has_factor in [false, true] {
            let (left, events) =
                session.clone().without_factor(KEY, taro().id, has_factor, after(2));
            assert_eq!(left, Session::begin(KEY, after(2)), "no password is made up");
            assert!(events.iter().any(|event| event.kind == EventKind::SignedOut));
        }
    }
}

fn used() -> UsedFactor {
    UsedFactor {
        factor: factor_id(),
        method: FactorMethod::Totp,
        enrolled_at: NOW,
        behind_code: Some(true),
    }
}

// SF-07
#[test]
fn a_weak_sign_in_of_an_account_with_a_factor_counts_only_with_a_code() {
    let by_weak_idp =
        SignIn::new(taro().id, SignInMethod::Idp { at: NOW, login: login(IdpStrength::Unproven) });
    for (weak, recorded) in [(by_password(&taro()), "signed_in"), (by_weak_idp, "signed_in_by_idp")]
    {
        let (waits, events) = Session::begin(KEY, NOW).signed_in(NEW, weak.clone(), true, NOW);
        assert_eq!((&waits.sign_in, &waits.awaiting_code), (&None, &Some(weak.clone())));
        assert_eq!((waits.owner(), events), (Some(taro().id), Events::none()));
        let (complete, events) = waits.stepped_up(KEY, used(), after(1));
        assert!(complete.sign_in.as_ref().unwrap().is_strong());
        assert_eq!((complete.awaiting_code, complete.key), (None, KEY));
        let kinds: Vec<_> = events.iter().map(|event| event.kind.name()).collect();
        assert_eq!(kinds, [recorded, "stepped_up"]);

        let (counts, _) = Session::begin(KEY, NOW).signed_in(NEW, weak.clone(), false, NOW);
        assert_eq!((counts.sign_in, counts.awaiting_code), (Some(weak), None));
    }
    for strong in [by_totp(&taro(), NOW), by_idp(&taro(), NOW)] {
        let (counts, _) = Session::begin(KEY, NOW).signed_in(NEW, strong.clone(), true, NOW);
        assert_eq!((counts.sign_in, counts.awaiting_code), (Some(strong), None));
    }
}

// SF-07
#[test]
fn a_session_whose_factor_was_removed_awaits_a_code_of_another_factor_if_there_is_one() {
    let (session, _) = Session::begin(KEY, NOW).signed_in(KEY, by_totp(&taro(), NOW), true, NOW);
    let (waits, events) = session.clone().without_factor(NEW, taro().id, true, after(1));
    assert_eq!(events, Events::none());
    assert!(waits.sign_in.is_none() && waits.awaiting_code.is_some());
    let (counts, events) = session.without_factor(NEW, taro().id, false, after(1));
    assert_eq!(events, Events::none(), "it was recorded when it began");
    assert!(counts.sign_in.is_some() && counts.awaiting_code.is_none());
}

// SF-07 EN-08
#[test]
fn a_sign_in_that_awaited_a_code_is_recorded_when_a_backup_code_takes_the_factor_away() {
    let (waits, _) = Session::begin(KEY, NOW).signed_in(KEY, by_password(&taro()), true, NOW);
    let (counts, events) = waits.clone().without_factor(NEW, taro().id, false, after(1));
    assert!(counts.sign_in.is_some() && counts.awaiting_code.is_none());
    assert!(events.iter().map(|event| event.kind.name()).eq(["signed_in"]));
    let (still, events) = waits.without_factor(NEW, taro().id, true, after(1));
    assert!(still.sign_in.is_none() && events == Events::none());
}

// WE-01 EN-13
#[test]
fn what_was_proved_before_a_sign_in_that_awaits_a_code_does_not_go_over_to_another_account() {
    let (waits, _) = proved().signed_in(NEW, by_password(&taro()), true, NOW);
    assert!(waits.mailbox.is_some());
    let (other, _) = waits.signed_in(NEW, by_password(&hanako()), false, after(1));
    assert_eq!((other.mailbox, other.opened), (None, None));
}

// WE-04
#[test]
fn the_end_of_a_session_is_recorded_for_the_account_that_was_signed_in() {
    let kinds = |events: Events| -> Vec<_> {
        events.iter().map(|event| (event.actor, event.kind.name())).collect()
    };
    let (session, _) = Session::begin(KEY, NOW).signed_in(KEY, by_totp(&taro(), NOW), true, NOW);
    assert_eq!(kinds(session.ended(after(1))), [(Actor::Account(taro().id), "signed_out")]);
    assert_eq!(kinds(session.ended_by_provider(after(1))), [(Actor::Service, "signed_out_by_idp")]);
    let anonymous = Session::begin(KEY, NOW);
    assert_eq!(
        (kinds(anonymous.ended(NOW)), kinds(anonymous.ended_by_provider(NOW))),
        (vec![], vec![])
    );
}

// RP-05
#[test]
fn a_fresh_authentication_at_the_provider_renews_a_login_there_and_no_other_sign_in() {
    for sign_in in [by_idp(&taro(), NOW), by_totp(&taro(), NOW)] {
        let (mut session, _) = Session::begin(KEY, NOW).signed_in(KEY, sign_in.clone(), true, NOW);
        session.idp_authenticated(after(5));
        let is_idp = matches!(sign_in.method(), SignInMethod::Idp { .. });
        let expected = if is_idp { by_idp(&taro(), after(5)) } else { sign_in };
        assert_eq!(session.sign_in, Some(expected));
    }
}
