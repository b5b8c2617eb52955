//! Links that an admin has mailed, and accounts that the operator disables.

use super::asked_before;
use crate::world::{
    NOW, PRINCIPAL, by_totp, kinds, membership, organisation, sender, session, taro, with_tries,
    work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, AccountId, Actor, Client, EmailAddress, OrganisationError, Role, Session, Span,
    Throttle,
};
use wariin_ports::mock::{KEY, MockWork};
use wariin_ports::{PasswordHash, SessionCookie};
use wariin_usecases::{
    Error, Ports, Principal, SecretInput, SignInAttempt, disable_account, enable_account,
    known_accounts, mail_password_reset, resolve_session, sign_in, sweep_sessions,
};

/// A unit of work in which the sender, an admin, is strongly signed in and Taro is a member.
fn administers(member: Account) -> MockWork {
    let mut work = work(Some(session(by_totp(&sender(), NOW))), vec![sender(), member]);
    work.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    work
}

// O-40 MA-04
#[tokio::test]
async fn an_admin_has_a_link_mailed_to_another_member_who_is_enabled_three_times_an_hour() {
    let member = || Account { membership: membership(1, Role::Member), ..taro() };
    let mut mails = administers(member());
    asked_before(&mut mails, 2);
    mails.password_resets.expect_add().times(1).returning(|reset, events| {
        assert_eq!((reset.account, reset.asked_by), (Some(taro().id), Some(sender().id)));
        assert_eq!(events.iter().next().unwrap().actor, Actor::Account(sender().id));
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([mails]).wire();
    mail_password_reset(&ports, PRINCIPAL, taro().id).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let mut often = administers(member());
    asked_before(&mut often, 3);
    let (ports, _) = Ports::mock().with([often]).wire();
    let refused = mail_password_reset(&ports, PRINCIPAL, taro().id).await;
    assert!(matches!(refused, Err(Error::TooManyCodes(_))));

    let disabled = Account { disabled_at: Some(NOW), ..member() };
    let (ports, _) = Ports::mock().with([administers(disabled)]).wire();
    let refused = mail_password_reset(&ports, PRINCIPAL, taro().id).await;
    assert!(matches!(refused, Err(Error::AccountDisabled)));

    let foreign = Account { membership: membership(2, Role::Member), ..member() };
    for (other, target) in [(foreign, taro().id), (member(), sender().id)] {
        let (ports, _) = Ports::mock().with([administers(other)]).wire();
        let refused = mail_password_reset(&ports, PRINCIPAL, target).await;
        let is_refused = matches!(
            refused,
            Err(Error::Organisation(OrganisationError::NotAMember | OrganisationError::Oneself))
        );
        assert!(is_refused, "{refused:?}");
    }
}

fn operates(account: Account) -> MockWork {
    let mut work = MockWork::default();
    work.accounts.expect_find_by_email().returning(move |_| Ok(Some(account.clone())));
    work
}

// WE-04 O-40
#[tokio::test]
async fn the_operator_disables_an_account_whose_sessions_and_links_end_and_enables_it_again() {
    let mut disables = operates(taro());
    disables.accounts.expect_save().times(1).returning(|account, events| {
        assert_eq!(account.disabled_at, Some(NOW));
        assert_eq!(kinds(&events), ["account_disabled"]);
        Ok(())
    });
    disables.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    disables.password_resets.expect_end_all_of().times(1).returning(|_: AccountId, _| Ok(()));
    let mut enables = operates(Account { disabled_at: Some(NOW), ..taro() });
    enables.accounts.expect_save().times(1).returning(|account, events| {
        assert!(account.is_enabled());
        assert_eq!(kinds(&events), ["account_enabled"]);
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([disables, enables, operates(taro())]).wire();
    let email = taro().email;
    disable_account(&ports, Principal::Operator, &email).await.unwrap();
    enable_account(&ports, Principal::Operator, &email).await.unwrap();
    let again = enable_account(&ports, Principal::Operator, &email).await;
    assert!(matches!(again, Err(Error::AccountState(_))));
    assert_eq!(commits.load(Ordering::SeqCst), 2);

    let (ports, _) = Ports::mock().wire();
    let of = |address: &str| EmailAddress::parse(address).unwrap();
    let refused = disable_account(&ports, PRINCIPAL, &of("taro@example.com")).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let refused = enable_account(&ports, PRINCIPAL, &of("taro@example.com")).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    assert!(matches!(known_accounts(&ports, PRINCIPAL).await, Err(Error::NotFound)));
}

// WE-04 WE-08
#[tokio::test]
async fn a_disabled_account_answers_as_to_a_wrong_password_and_its_sessions_count_for_nothing() {
    let disabled = || Account { disabled_at: Some(NOW), ..taro() };
    let mut candidate = operates(disabled());
    candidate.accounts.expect_password().returning(|_| Ok(Some(PasswordHash("hash".into()))));
    let mut denies = MockWork::default();
    let tries = with_tries(&mut denies, None, Throttle::clear());
    denies.sessions.expect_add().never();
    denies.audit.expect_append().times(1).returning(|events| {
        assert_eq!(kinds(&events), ["sign_in_refused"]);
        Ok(())
    });
    let mut world = Ports::mock().with([candidate, denies]);
    world.passwords.expect_verify().returning(|_, _| Ok(true));
    world.views.expect_session().returning(|_| {
        let sign_in = Some(by_totp(&taro(), NOW));
        Ok(Some(Session { sign_in, ..Session::begin(KEY, NOW) }))
    });
    world.views.expect_account().returning(move |_| Ok(Some(disabled())));
    let (ports, _) = world.wire();
    let attempt = SignInAttempt {
        email: "taro@example.com".into(),
        password: SecretInput("合言葉".into()),
        client: Client::local(),
        session: None,
    };
    assert!(matches!(sign_in(&ports, attempt).await, Err(Error::BadCredentials)));
    assert!(tries.lock().unwrap().iter().any(|(_, _, failures)| *failures == 1), "it is counted");
    let caller = resolve_session(&ports, &SessionCookie("cookie".into())).await.unwrap().unwrap();
    assert!(matches!(caller.signed_in(), Err(Error::NotSignedIn)));
    let work = work(
        Some(session(by_totp(&sender(), NOW))),
        vec![Account { disabled_at: Some(NOW), ..sender() }],
    );
    let (ports, _) = Ports::mock().with([work]).wire();
    let refused = mail_password_reset(&ports, PRINCIPAL, taro().id).await;
    assert!(matches!(refused, Err(Error::NotSignedIn)), "{refused:?}");
}

#[tokio::test]
async fn wishes_for_a_new_password_are_forgotten_after_two_days() {
    let mut work = MockWork::default();
    work.sessions.expect_remove_expired().returning(|_, _| Ok(()));
    work.passkeys.expect_forget_before().returning(|_| Ok(()));
    work.authorization_requests.expect_forget_before().returning(|_| Ok(()));
    work.tries.expect_forget().returning(|_, _| Ok(()));
    work.address_changes.expect_forget_before().times(1).returning(|_| Ok(()));
    work.password_resets.expect_forget_before().times(1).returning(|before| {
        assert_eq!(before, NOW.minus(Span::days(2)));
        Ok(())
    });
    let (ports, _) = Ports::mock().with([work]).wire();
    sweep_sessions(&ports).await.unwrap();
}
