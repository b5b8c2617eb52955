//! The own account: its name, password, sessions and address.

use crate::company::active_factor;
use crate::world::{
    NOW, PRINCIPAL, after, by_password, by_totp, kinds, recipient_id, sent, session, taro,
    with_tries, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::consent_to;
use wariin_domain::{
    Account, AddressChange, AddressChangeError, Client, Document, EmailAddress, FactorName,
    GateRefusal, Identity, IdpConnection, IdpDemand, IdpMembership, NewPassword, PersonName,
    Session, SessionKey, SignIn, Span, Throttle, Uuid,
};
use wariin_ports::mock::{KEY, MockPorts, MockWork, NEW_KEY};
use wariin_ports::{PasswordHash, StorageError};
use wariin_usecases::{
    AddressCodes, AskAddressChange, Caller, ChangePassword, Error, Ports, SecretInput,
    ask_address_change, change_address, change_password, end_other_sessions, end_session,
    own_consents, rename_account, rename_factor,
};

const OLD: &str = "old";

fn typed(text: &str) -> SecretInput {
    SecretInput(text.into())
}

fn new_address() -> EmailAddress {
    EmailAddress::parse("new@example.com").unwrap()
}

/// Taro, signed in like this, with or without a password and a factor.
fn owner(sign_in: SignIn, password: Option<&'static str>, has_factor: bool) -> MockWork {
    let mut work = work(Some(session(sign_in)), vec![taro()]);
    work.accounts
        .expect_password()
        .returning(move |_| Ok(password.map(|hash| PasswordHash(hash.into()))));
    work.factors
        .expect_active()
        .returning(move |_| Ok(has_factor.then(active_factor).into_iter().collect()));
    work
}

/// Ports that hand out these units of work; only the password `old` is right.
fn world(works: Vec<MockWork>) -> MockPorts {
    let mut world = Ports::mock().with(works);
    world.passwords.expect_verify().returning(|typed, _| Ok(typed == OLD));
    world.passwords.expect_hash().returning(|_| Ok(PasswordHash("new".into())));
    world
}

#[tokio::test]
async fn another_name_is_kept_with_its_event() {
    let mut work = owner(by_password(&taro()), None, false);
    work.accounts.expect_save().times(1).returning(|account, events| {
        assert_eq!((account.name.as_str(), kinds(&events)), ("山田 次郎", vec!["account_renamed"]));
        Ok(())
    });
    let (ports, commits) = world(vec![work]).wire();
    let name = PersonName::parse("山田 次郎").unwrap();
    rename_account(&ports, PRINCIPAL, name).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn only_a_factor_of_the_own_account_is_renamed() {
    let mut renames = owner(by_password(&taro()), None, true);
    renames.factors.expect_save().times(1).returning(|factor, events| {
        assert_eq!((factor.name.as_str(), kinds(&events)), ("会社のPC", vec!["factor_renamed"]));
        Ok(())
    });
    let (ports, commits) = world(vec![renames, owner(by_password(&taro()), None, true)]).wire();
    let name = || FactorName::parse("会社のPC").unwrap();
    rename_factor(&ports, PRINCIPAL, active_factor().factor.id, name()).await.unwrap();
    let foreign = rename_factor(&ports, PRINCIPAL, Uuid::from_u128(7).into(), name()).await;
    assert!(matches!(foreign, Err(Error::NoFactor)));
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

fn password_command(present: &str) -> ChangePassword {
    let new = NewPassword::parse("ひとりずつ違う長い合言葉").unwrap();
    ChangePassword { present: typed(present), new, client: Client::local() }
}

fn expect_end_of_others(work: &mut MockWork) {
    work.password_resets.expect_end_all_of().times(1).returning(|_, _| Ok(()));
    work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    work.sessions.expect_add().times(1).returning(|session, _| {
        assert_eq!(session.key, NEW_KEY, "the session goes on under a new key");
        Ok(())
    });
}

// WE-01, WE-04
#[tokio::test]
async fn another_password_needs_the_present_one_and_ends_every_other_session() {
    let mut work = owner(by_password(&taro()), Some(OLD), false);
    with_tries(&mut work, None, Throttle::clear());
    work.accounts.expect_save_with_password().times(1).returning(|_, password, events| {
        assert_eq!((password.0.as_str(), kinds(&events)), ("new", vec!["password_changed"]));
        Ok(())
    });
    expect_end_of_others(&mut work);
    let before = owner(by_password(&taro()), Some(OLD), false);
    let (ports, commits) = world(vec![before, work]).wire();
    change_password(&ports, PRINCIPAL, password_command(OLD)).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// EN-06
#[tokio::test]
async fn a_wrong_present_password_is_counted_and_a_throttled_one_is_not_looked_at() {
    let mut work = owner(by_totp(&taro(), NOW), Some(OLD), true);
    let tries = with_tries(&mut work, None, Throttle::clear());
    work.audit.expect_append().times(1).returning(|events| {
        assert_eq!(kinds(&events), ["sign_in_refused"]);
        Ok(())
    });
    let before = || owner(by_totp(&taro(), NOW), Some(OLD), true);
    let mut throttled = before();
    with_tries(&mut throttled, Some(Throttle::restore(5, Some(after(1)))), Throttle::clear());
    let (ports, commits) = world(vec![before(), work, before(), throttled]).wire();
    let refused = change_password(&ports, PRINCIPAL, password_command("wrong")).await;
    assert!(matches!(refused, Err(Error::WrongPassword)));
    assert_eq!(commits.load(Ordering::SeqCst), 1, "the wrong password is counted");
    assert!(!tries.lock().unwrap().is_empty());
    let refused = change_password(&ports, PRINCIPAL, password_command(OLD)).await;
    assert!(matches!(refused, Err(Error::Throttled(_))));
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// EN-06
#[tokio::test]
async fn an_account_without_a_password_sets_one_only_behind_a_fresh_sign_in() {
    let stale = by_totp(&taro(), NOW.minus(Span::minutes(6)));
    for (sign_in, is_fresh) in [(stale, false), (by_totp(&taro(), NOW), true)] {
        let mut work = owner(sign_in.clone(), None, true);
        if is_fresh {
            work.accounts.expect_save_with_password().times(1).returning(|_, _, _| Ok(()));
            expect_end_of_others(&mut work);
        }
        let (ports, _) = world(vec![owner(sign_in, None, true), work]).wire();
        let set = change_password(&ports, PRINCIPAL, password_command("")).await;
        assert_eq!(set.is_ok(), is_fresh);
        assert!(is_fresh || matches!(set, Err(Error::SignInAgain)));
    }
}

fn other(key: u8) -> Session {
    let sign_in = Some(by_password(&taro()));
    Session { sign_in, ..Session::begin(SessionKey::new([key; 32]), NOW) }
}

fn with_sessions(ended: &'static [u8]) -> MockWork {
    let mut work = owner(by_password(&taro()), None, false);
    work.sessions
        .expect_all_of()
        .returning(|_| Ok(vec![session(by_password(&taro())), other(8), other(9)]));
    for key in ended {
        work.sessions
            .expect_remove()
            .withf(move |ended, _| *ended == SessionKey::new([*key; 32]))
            .times(1)
            .returning(|_, _| Ok(()));
    }
    if !ended.is_empty() {
        work.audit.expect_append().times(1).returning(|events| {
            assert_eq!(kinds(&events), ["sessions_ended"]);
            Ok(())
        });
    }
    work
}

// WE-04
#[tokio::test]
async fn one_other_session_or_all_others_end_and_never_this_one_or_a_foreign_one() {
    let handle = |key: u8| SessionKey::new([key; 32]).handle();
    let works =
        vec![with_sessions(&[8]), with_sessions(&[8, 9]), with_sessions(&[]), with_sessions(&[])];
    let (ports, commits) = world(works).wire();
    end_session(&ports, PRINCIPAL, handle(8)).await.unwrap();
    end_other_sessions(&ports, PRINCIPAL).await.unwrap();
    let own = end_session(&ports, PRINCIPAL, KEY.handle()).await;
    assert!(matches!(own, Err(Error::NotFound)));
    let foreign = end_session(&ports, PRINCIPAL, handle(7)).await;
    assert!(matches!(foreign, Err(Error::NotFound)));
    assert_eq!(commits.load(Ordering::SeqCst), 2);
}

fn ask(password: &str) -> AskAddressChange {
    AskAddressChange { to: new_address(), password: typed(password), client: Client::local() }
}

// EN-06
#[tokio::test]
async fn codes_are_asked_for_behind_a_fresh_factor_and_end_earlier_ones() {
    let mut work = owner(by_totp(&taro(), NOW), Some(OLD), true);
    with_tries(&mut work, None, Throttle::clear());
    work.address_changes.expect_asked_since().times(1).returning(|_, to, since| {
        assert_eq!((to, since), (&new_address(), NOW.minus(Span::days(1))));
        Ok(vec![])
    });
    work.address_changes.expect_end_all_of().times(1).returning(|_, _| Ok(()));
    work.address_changes.expect_add().times(1).returning(|change, events| {
        assert_eq!((change.session, &change.to), (KEY, &new_address()));
        assert_eq!(kinds(&events), ["address_change_asked"]);
        Ok(())
    });
    let stale = || by_totp(&taro(), NOW.minus(Span::minutes(6)));
    let mut refused = owner(stale(), Some(OLD), true);
    with_tries(&mut refused, None, Throttle::clear());
    let before = || owner(stale(), Some(OLD), true);
    let (ports, commits) = world(vec![before(), work, before(), refused]).wire();
    ask_address_change(&ports, PRINCIPAL, ask("")).await.unwrap();
    let stale = ask_address_change(&ports, PRINCIPAL, ask(OLD)).await;
    assert!(matches!(stale, Err(Error::SignInAgain)), "the password does not replace the factor");
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// EN-06
#[tokio::test]
async fn an_address_that_a_provider_has_to_serve_is_refused() {
    let mut work = owner(by_password(&taro()), Some(OLD), false);
    with_tries(&mut work, None, Throttle::clear());
    work.idp_connections.checkpoint();
    work.idp_connections.expect_serving().returning(|_| {
        let membership = IdpMembership { is_required: true, creates_members: false };
        Ok(Some(IdpConnection { membership, ..crate::company::connection() }))
    });
    let before = owner(by_password(&taro()), Some(OLD), false);
    let (ports, commits) = world(vec![before, work]).wire();
    let refused = ask_address_change(&ports, PRINCIPAL, ask(OLD)).await;
    assert!(matches!(refused, Err(Error::Address(AddressChangeError::ServedByIdp))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

fn wish(session: SessionKey) -> AddressChange {
    AddressChange {
        id: Uuid::from_u128(1).into(),
        account: taro().id,
        from: taro().email,
        to: new_address(),
        session,
        present_code: Uuid::from_u128(2).into(),
        new_code: Uuid::from_u128(3).into(),
        asked_at: NOW,
        ended_at: None,
    }
}

fn wishing(session: SessionKey) -> MockWork {
    let mut work = owner(by_password(&taro()), Some(OLD), false);
    with_tries(&mut work, None, Throttle::clear());
    work.address_changes.expect_newest_of().returning(move |_| Ok(Some(wish(session))));
    work
}

fn codes(present: &str, new: &str) -> AddressCodes {
    AddressCodes { present: typed(present), new: typed(new), client: Client::local() }
}

/// Only `present` and `new` are right, each for its own mailbox.
fn with_codes(works: Vec<MockWork>) -> MockPorts {
    let mut world = world(works);
    world.tokens.expect_is_mailbox_code().returning(|code, typed| {
        let right = if code == Uuid::from_u128(2).into() { "present" } else { "new" };
        typed == right
    });
    world
}

// EN-06, EN-11, WE-01
#[tokio::test]
async fn both_codes_change_the_address_and_end_every_other_session_and_link() {
    let mut work = wishing(KEY);
    work.accounts.expect_save_address().times(1).returning(|account: &Account, events| {
        assert_eq!((&account.email, account.email_since), (&new_address(), Some(NOW)));
        assert_eq!(kinds(&events), ["address_changed"]);
        Ok(())
    });
    work.address_changes.expect_end_all_of().times(1).returning(|_, _| Ok(()));
    expect_end_of_others(&mut work);
    let (ports, commits) = with_codes(vec![work]).wire();
    change_address(&ports, PRINCIPAL, codes("present", "new")).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// EN-06
#[tokio::test]
async fn one_right_code_is_counted_as_wrong_whichever_it_is() {
    for (present, new) in [("present", "x"), ("x", "new"), ("new", "present"), ("", "")] {
        let mut work = wishing(KEY);
        work.audit.expect_append().times(1).returning(|events| {
            assert_eq!(kinds(&events), ["sign_in_refused"]);
            Ok(())
        });
        let (ports, commits) = with_codes(vec![work]).wire();
        let refused = change_address(&ports, PRINCIPAL, codes(present, new)).await;
        assert!(matches!(refused, Err(Error::WrongCode)));
        assert_eq!(commits.load(Ordering::SeqCst), 1);
    }
}

// EN-06, EN-11
#[tokio::test]
async fn codes_of_another_session_and_an_address_taken_meanwhile_change_nothing() {
    let mut taken = wishing(KEY);
    taken.accounts.expect_save_address().returning(|_, _| Err(StorageError::Duplicate));
    let other = wishing(SessionKey::new([9; 32]));
    let (ports, commits) = with_codes(vec![other, taken]).wire();
    let refused = change_address(&ports, PRINCIPAL, codes("present", "new")).await;
    assert!(matches!(refused, Err(Error::Address(AddressChangeError::OtherSession))));
    let refused = change_address(&ports, PRINCIPAL, codes("present", "new")).await;
    assert!(matches!(refused, Err(Error::AccountExists)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// EN-06, SF-05
#[tokio::test]
async fn codes_are_not_looked_at_while_wrong_ones_make_the_client_wait() {
    let mut throttled = owner(by_password(&taro()), Some(OLD), false);
    with_tries(&mut throttled, Some(Throttle::restore(5, Some(after(1)))), Throttle::clear());
    throttled.address_changes.expect_newest_of().returning(|_| Ok(Some(wish(KEY))));
    let (ports, commits) = with_codes(vec![throttled]).wire();
    let refused = change_address(&ports, PRINCIPAL, codes("present", "new")).await;
    assert!(matches!(refused, Err(Error::Throttled(_))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// EN-06
#[tokio::test]
async fn an_address_that_a_provider_has_to_serve_meanwhile_is_not_taken() {
    let mut work = wishing(KEY);
    work.idp_connections.checkpoint();
    work.idp_connections.expect_serving().returning(|_| {
        let membership = IdpMembership { is_required: true, creates_members: false };
        Ok(Some(IdpConnection { membership, ..crate::company::connection() }))
    });
    let (ports, commits) = with_codes(vec![work]).wire();
    let refused = change_address(&ports, PRINCIPAL, codes("present", "new")).await;
    assert!(matches!(refused, Err(Error::Address(AddressChangeError::ServedByIdp))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// EN-06
#[tokio::test]
async fn a_password_that_was_replaced_while_it_was_compared_counts_for_nothing() {
    let compared = || owner(by_password(&taro()), Some(OLD), false);
    let mut replaced = owner(by_password(&taro()), Some("another"), false);
    with_tries(&mut replaced, None, Throttle::clear());
    let mut works = vec![compared(), replaced];
    // The second attempt finds the new password, of which the typed one is not.
    let mut again = compared();
    let tries = with_tries(&mut again, None, Throttle::clear());
    again.audit.expect_append().times(1).returning(|_| Ok(()));
    works.extend([compared(), again]);
    let mut world = Ports::mock().with(works);
    let mut is_first = true;
    world.passwords.expect_verify().returning(move |_, _| Ok(std::mem::take(&mut is_first)));
    world.passwords.expect_hash().returning(|_| Ok(PasswordHash("new".into())));
    let (ports, _) = world.wire();
    let refused = change_password(&ports, PRINCIPAL, password_command(OLD)).await;
    assert!(matches!(refused, Err(Error::WrongPassword)));
    assert!(!tries.lock().unwrap().is_empty());
}

#[tokio::test]
async fn nothing_is_told_of_consents_without_an_account() {
    let (ports, _) = Ports::mock().wire();
    assert!(matches!(own_consents(&ports, None, 0).await, Err(Error::NotSignedIn)));
}

// EN-03 EN-04 O-22
#[tokio::test]
async fn the_title_of_an_own_consent_is_told_as_the_gate_tells_it() {
    let (account, totp) = (taro(), by_totp(&taro(), NOW));
    let as_taro = Identity::new(&account, &totp).unwrap();
    let mut document = sent(true);
    let request = consent_to(document.content_digest());
    let _ = document.consent(recipient_id(), as_taro, request, NOW).unwrap();
    let mut parts = (*document).clone();
    parts.recipients[0].details.idp = Some(IdpDemand::of(&crate::company::connection()));
    let named = Document::restore(parts).unwrap();
    let title = document.details.title.clone();
    for (document, by, told) in [
        (&document, by_totp(&taro(), NOW), Ok(title)),
        (&document, by_password(&taro()), Err(GateRefusal::SecondFactor)),
        (&named, by_totp(&taro(), NOW), Err(GateRefusal::NamedIdp)),
    ] {
        let mut world = Ports::mock();
        let consent = document.recipients[0].consent().unwrap().clone();
        let given = wariin_ports::GivenConsent {
            recipient: recipient_id(),
            document: document.id,
            at: consent.at,
            assurance: (*consent.assurance).clone(),
        };
        world.views.expect_consents().returning(move |_, _, _| Ok(vec![given.clone()]));
        let document = document.clone();
        world.views.expect_document().returning(move |_| Ok(Some(document.clone())));
        let (ports, _) = world.wire();
        let caller = Caller { session: session(by), account: Some(taro()), organisation: None };
        let own = own_consents(&ports, Some(&caller), 0).await.unwrap();
        assert_eq!(own.consents[0].title, told);
    }
}
