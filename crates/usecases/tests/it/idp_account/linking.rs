//! Linking an identity to an account, and removing the link.

use super::linking;
use crate::company::{
    active_factor, authorization, back, by_idp, connection, factor_id, identity, knows, link,
    notes, password_session, said, silent, takes, world,
};
use crate::world::{
    NOW, PRINCIPAL, by_totp, holds, kinds, organisation, recipient_id, sender, sent, session, taro,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, EmailAddress, HoldReason, IdpStatement, ProvenMailbox, Session, SignIn, SignInMethod,
    Timestamp,
};
use wariin_ports::mock::{KEY, MockWork};
use wariin_ports::{PasswordHash, StorageError};
use wariin_usecases::{
    AuthorizationOutcome, Error, FailedAuthorization, Ports, UserAgent, handle_callback,
    start_link_authorization, unlink,
};

/// A unit of work in which Taro comes back to link.
fn links(session: Session, has_factor: bool) -> MockWork {
    let mut work = knows(connection(), session, vec![taro()]);
    work.factors
        .expect_active()
        .returning(move |_| Ok(has_factor.then(active_factor).into_iter().collect()));
    work.documents.expect_awaits_advanced_auth().returning(|_| Ok(false));
    work
}

async fn comes_back(
    work: MockWork,
    said: IdpStatement,
) -> Result<AuthorizationOutcome, FailedAuthorization> {
    let (ports, _) = world([takes(authorization(linking())), work, notes()], said).wire();
    Box::pin(handle_callback(&ports, back())).await
}

// RP-11 EN-06
#[tokio::test]
async fn a_fresh_session_of_the_account_links_an_identity_and_every_other_session_ends() {
    let mut work = links(session(by_totp(&taro(), NOW)), true);
    work.idp_links.expect_owner().returning(|_| Ok(None));
    work.idp_links.expect_add().times(1).returning(|link, _| {
        assert_eq!((link.account, &link.identity), (taro().id, &identity()));
        assert_eq!(link.behind_code, Some(false), "no mailed code proved the mailbox here");
        Ok(())
    });
    work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    work.sessions.expect_remove().returning(|_, _| Ok(()));
    work.sessions.expect_add().times(1).returning(|_, _| Ok(()));
    work.audit.expect_append().returning(|_| Ok(()));
    assert!(matches!(comes_back(work, said()).await, Ok(AuthorizationOutcome::Linked { .. })));
}

// RP-11
#[tokio::test]
async fn an_identity_with_another_address_or_another_owner_is_not_linked() {
    let strong = || session(by_totp(&taro(), NOW));
    let other =
        IdpStatement { email: Some(EmailAddress::parse("jiro@example.com").unwrap()), ..said() };
    let error = comes_back(links(strong(), true), other).await.map(|_| ()).unwrap_err().error;
    assert!(matches!(error, Error::OtherAddress), "{error}");
    let weak = IdpStatement { amr: vec!["pwd".into()], ..said() };
    let error = comes_back(links(strong(), true), weak).await.map(|_| ()).unwrap_err().error;
    assert!(matches!(error, Error::IdpRefused(_)), "{error}");
    let mut work = links(strong(), true);
    work.idp_links
        .expect_owner()
        .returning(|_| Ok(Some(wariin_domain::IdpLink { account: sender().id, ..link() })));
    let error = comes_back(work, said()).await.map(|_| ()).unwrap_err().error;
    assert!(matches!(error, Error::IdentityTaken), "{error}");
    let mut work = links(strong(), true);
    work.idp_links.expect_owner().returning(|_| Ok(None));
    work.idp_links.expect_add().returning(|_, _| Err(StorageError::Duplicate));
    let error = comes_back(work, said()).await.map(|_| ()).unwrap_err().error;
    assert!(matches!(error, Error::IdentityTaken), "{error}");
}

// EN-06 RP-11
#[tokio::test]
async fn an_old_or_weaker_session_links_no_provider() {
    let long_ago = Timestamp::from_micros(NOW.as_micros() - 301_000_000);
    let stale = |method| session(SignIn::new(taro().id, method));
    let totp = SignInMethod::TwoFactor {
        at: long_ago,
        factor: factor_id(),
        method: wariin_domain::FactorMethod::Totp,
        enrolled_at: NOW,
        behind_code: Some(true),
    };
    for (session, has_factor) in [
        (stale(SignInMethod::Password { at: long_ago }), false),
        (stale(totp), true),
        (password_session(), true),
    ] {
        let (ports, commits) = silent([links(session, has_factor)]).wire();
        let user_agent = UserAgent { browser: "browser", session: Some(KEY) };
        let refused = start_link_authorization(&ports, user_agent, String::new()).await;
        assert!(matches!(refused, Err(Error::SignInAgain)), "{refused:?}");
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// EN-01 EN-13
#[tokio::test]
async fn a_password_session_links_while_a_document_waits_only_if_it_proved_the_mailbox() {
    let mut work = knows(connection(), password_session(), vec![taro()]);
    work.factors.expect_active().returning(|_| Ok(vec![]));
    work.documents.expect_awaits_advanced_auth().returning(|_| Ok(true));
    let (ports, _) = silent([work]).wire();
    let user_agent = UserAgent { browser: "browser", session: Some(KEY) };
    let refused = start_link_authorization(&ports, user_agent, String::new()).await;
    assert!(matches!(refused, Err(Error::MailboxNotProven)), "{refused:?}");
    let unproven = Account { mailbox_proven_at: None, ..taro() };
    let mut work = knows(connection(), password_session(), vec![unproven]);
    work.factors.expect_active().returning(|_| Ok(vec![]));
    let (ports, _) = silent([work]).wire();
    let refused = start_link_authorization(&ports, user_agent, String::new()).await;
    assert!(matches!(refused, Err(Error::MailboxNotProven)), "{refused:?}");
}

// EN-01 E1
#[tokio::test]
async fn a_link_keeps_whether_a_mailed_code_had_proved_the_mailbox_in_the_session_that_made_it() {
    for is_proved in [true, false] {
        let mut session = password_session();
        let proof = ProvenMailbox { recipient: recipient_id(), address: taro().email, at: NOW };
        session.mailbox = is_proved.then_some(proof);
        let mut work = links(session, false);
        work.documents.expect_keeps_advanced_auth().returning(|_| Ok(false));
        work.documents.expect_find_by_recipient().returning(|_| Ok(Some(sent(false))));
        work.idp_links.expect_owner().returning(|_| Ok(None));
        work.idp_links.expect_add().times(1).returning(move |link, events| {
            assert_eq!(link.behind_code, Some(is_proved));
            assert_eq!(kinds(&events), ["idp_linked"]);
            Ok(())
        });
        work.sessions.expect_remove_all_of().returning(|_| Ok(()));
        work.sessions.expect_remove().returning(|_, _| Ok(()));
        work.sessions.expect_add().times(1).returning(move |session, _| {
            let method = session.sign_in.as_ref().unwrap().method().clone();
            let SignInMethod::Idp { login, .. } = method else { panic!("{method:?}") };
            assert_eq!(login.behind_code, Some(is_proved), "and the session knows it");
            Ok(())
        });
        work.audit.expect_append().returning(|_| Ok(()));
        let outcome = comes_back(work, said()).await;
        assert!(matches!(outcome, Ok(AuthorizationOutcome::Linked { .. })));
    }
}

// EN-09
#[tokio::test]
async fn the_last_way_to_sign_in_is_not_taken_away() {
    for (has_password, has_passkey) in [(true, false), (false, true), (false, false)] {
        let stays = has_password || has_passkey;
        let mut work = knows(connection(), session(by_idp()), vec![taro()]);
        work.passkeys.expect_of().returning(move |_| {
            Ok(if has_passkey { vec![crate::passkey::stored()] } else { Vec::new() })
        });
        work.factors.expect_active().returning(|_| Ok(vec![]));
        work.idp_links.expect_of().returning(|_| Ok(vec![link()]));
        let stored = PasswordHash("h".into());
        work.accounts
            .expect_password()
            .returning(move |_| Ok(has_password.then(|| stored.clone())));
        if stays {
            work.idp_links
                .expect_remove()
                .times(1)
                .withf(|_, events| kinds(events) == ["idp_unlinked"])
                .returning(|_, _| Ok(()));
            work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
            holds(&mut work, HoldReason::IdpUnlinked);
        }
        let mut world = Ports::mock().with([work]);
        world.passkeys.expect_are_available().return_const(true);
        let (ports, commits) = world.wire();
        let outcome = unlink(&ports, PRINCIPAL, connection().id).await;
        assert_eq!(outcome.is_ok(), stays, "{outcome:?}");
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(stays));
    }
}

#[tokio::test]
async fn a_link_is_not_removed_where_the_organisation_takes_nothing_else() {
    let mut work = MockWork::default();
    work.sessions.expect_find().returning(|_| Ok(Some(session(by_idp()))));
    work.accounts.expect_find().returning(|_| Ok(Some(taro())));
    work.accounts.expect_organisation().returning(|_| Ok(Some(organisation())));
    work.factors.expect_active().returning(|_| Ok(vec![]));
    work.idp_links.expect_of().returning(|_| Ok(vec![link()]));
    work.idp_connections.expect_serving().returning(|_| {
        let mut connection = connection();
        connection.membership.is_required = true;
        Ok(Some(connection))
    });
    let (ports, commits) = Ports::mock().with([work]).wire();
    assert!(matches!(unlink(&ports, PRINCIPAL, connection().id).await, Err(Error::IdpRequired)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}
