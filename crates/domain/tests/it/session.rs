//! What goes over when a session changes hands, and what it keeps of how it began.

use wariin_domain::fixtures::{NOW, after, by_idp, by_password, by_totp, hanako, id, taro};
use wariin_domain::{
    FactorId, FactorMethod, ProvenMailbox, Session, SessionKey, SignInMethod, UsedFactor, Uuid,
};

const KEY: SessionKey = SessionKey::new([1; 32]);
const NEW: SessionKey = SessionKey::new([2; 32]);

fn proved() -> Session {
    let mut session = Session::begin(KEY, NOW);
    session.mailbox = Some(ProvenMailbox { recipient: id(1), at: NOW });
    session.opened = Some((id(1), 1));
    session
}

// WE-01 EN-13
#[test]
fn what_another_account_proved_in_a_session_does_not_go_over() {
    let (first, _) = proved().signed_in(NEW, by_password(&taro()), NOW);
    assert!(first.mailbox.is_some() && first.opened.is_some(), "there was no sign-in before");
    let (same, _) = first.clone().signed_in(NEW, by_totp(&taro(), NOW), after(1));
    assert!(same.mailbox.is_some() && same.opened.is_some());
    for other in [by_password(&hanako()), by_idp(&hanako(), NOW)] {
        let (session, _) = first.clone().signed_in(NEW, other, after(1));
        assert_eq!((session.mailbox, session.opened), (None, None));
    }
}

#[test]
fn a_session_remembers_the_idp_login_with_which_it_began_whatever_is_proved_later() {
    let used = UsedFactor {
        factor: FactorId::from(Uuid::from_u128(99)),
        method: FactorMethod::Totp,
        enrolled_at: NOW,
    };
    let (began, _) = Session::begin(KEY, NOW).signed_in(KEY, by_idp(&taro(), NOW), NOW);
    let origin = began.idp.clone();
    assert!(origin.is_some());
    let (stepped_up, _) = began.stepped_up(NEW, used, after(1));
    assert!(matches!(
        stepped_up.sign_in.as_ref().unwrap().method(),
        SignInMethod::TwoFactor { .. }
    ));
    assert_eq!(stepped_up.idp, origin);
    let back = stepped_up.without_factor(KEY, taro().id, after(2));
    assert_eq!(back.sign_in, Some(by_idp(&taro(), NOW)), "no password is made up");
    assert_eq!(back.idp, origin);
    let (by_password, _) = Session::begin(KEY, NOW).signed_in(KEY, by_password(&taro()), NOW);
    let back = by_password.stepped_up(NEW, used, NOW).0.without_factor(KEY, taro().id, after(2));
    assert!(matches!(back.sign_in.as_ref().unwrap().method(), SignInMethod::Password { .. }));
}
