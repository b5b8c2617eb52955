//! The way to a provider and back, for identities that are known.

use super::{arrives, refused, wish};
use crate::company::{
    BROWSER, authorization, back, connection, knows, link, notes, password_session, said,
    signing_in, silent, takes,
};
use crate::sign_in::stored_factor;
use crate::world::{NOW, kinds, taro};
use std::sync::atomic::Ordering;
use wariin_domain::{
    AuthorizationRequest, BrowserKey, FactorState, IdpRefusal, IdpStatement, IdpStrength,
    SessionKey, SignInMethod,
};
use wariin_ports::mock::{KEY, MockWork, NEW_KEY};
use wariin_ports::{ClientSecret, IdpClient, IdpFault};
use wariin_usecases::{
    AuthorizationCallback, AuthorizationOutcome, CallbackResult, Error, IdpDestination, UserAgent,
    handle_callback, start_sign_in_authorization,
};

// RP-04
#[tokio::test]
async fn a_browser_is_redirected_with_state_nonce_and_challenge_once_the_request_is_kept() {
    let mut work = takes(authorization(signing_in()));
    work.authorization_requests.expect_begin().times(1).returning(|authorization| {
        assert_eq!((authorization.browser, authorization.session), (BROWSER, Some(KEY)));
        assert_eq!(authorization.purpose, signing_in());
        Ok(())
    });
    let mut world = silent([work]);
    world.views.expect_idp_serving().returning(|_| Ok(Some(connection())));
    world.idps.expect_authorization_url().times(1).returning(|_, parameters| {
        assert_eq!((parameters.state.as_str(), parameters.nonce.as_str()), ("state", "nonce"));
        assert_eq!(parameters.hint, Some(taro().email));
        Ok("https://idp.example.com/authorize?…".into())
    });
    let (ports, commits) = world.wire();
    let user_agent = UserAgent { browser: "browser", session: Some(KEY) };
    let to = IdpDestination::Of(taro().email);
    let address = start_sign_in_authorization(&ports, wish(to), user_agent).await.unwrap();
    assert!(address.starts_with("https://idp.example.com/"));
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn no_browser_is_redirected_to_a_provider_that_is_off_or_unknown() {
    let mut off = MockWork::default();
    off.idp_connections.expect_client().returning(|_| {
        let mut connection = connection();
        connection.state = wariin_domain::IdpState::Off;
        Ok(Some(IdpClient { connection, secret: ClientSecret("s".into()) }))
    });
    let (ports, _) = silent([off]).wire();
    let user_agent = UserAgent { browser: "browser", session: None };
    let to = IdpDestination::Connection(connection().id);
    let refused = start_sign_in_authorization(&ports, wish(to), user_agent).await;
    assert!(matches!(refused, Err(Error::IdpRefused(IdpRefusal::SwitchedOff))));
    let mut world = silent([]);
    world.views.expect_idp_serving().returning(|_| Ok(None));
    let (ports, _) = world.wire();
    let to = IdpDestination::Of(taro().email);
    let refused = start_sign_in_authorization(&ports, wish(to), user_agent).await;
    assert!(matches!(refused, Err(Error::NoIdp)));
}

// RP-04 RP-07
#[tokio::test]
async fn an_answer_to_another_browser_connection_state_or_time_redeems_nothing() {
    let old = AuthorizationRequest { began_at: NOW, ..authorization(signing_in()) };
    let late = AuthorizationRequest {
        began_at: wariin_domain::Timestamp::from_micros(NOW.as_micros() - 601_000_000),
        ..authorization(signing_in())
    };
    let other_browser = AuthorizationRequest { browser: BrowserKey::new([9; 32]), ..old.clone() };
    let elsewhere =
        AuthorizationRequest { connection: wariin_domain::Uuid::from_u128(501).into(), ..old };
    for authorization in [late, other_browser, elsewhere] {
        let (ports, _) = silent([takes(authorization.clone()), notes()]).wire();
        let error = refused(handle_callback(&ports, back()).await);
        assert!(
            matches!(error, Error::Callback(_) | Error::IdpRefused(IdpRefusal::OtherIssuer)),
            "{authorization:?}: {error}"
        );
    }
    let mut used = MockWork::default();
    used.authorization_requests.expect_take().returning(|_| Ok(None));
    let mut looks = MockWork::default();
    looks.authorization_requests.expect_consented().returning(|_| Ok(None));
    let (ports, _) = silent([used, looks, notes()]).wire();
    assert!(matches!(refused(handle_callback(&ports, back()).await), Error::UnknownAuthorization));
    let (ports, commits) = silent([notes()]).wire();
    let forged = AuthorizationCallback { state: "forged".into(), ..back() };
    assert!(matches!(refused(handle_callback(&ports, forged).await), Error::UnknownAuthorization));
    assert_eq!(commits.load(Ordering::SeqCst), 0, "what any visitor can make up adds no event");
}

// RP-04
#[tokio::test]
async fn a_link_a_test_or_a_consent_comes_back_to_the_session_that_began_it() {
    let purposes = [
        wariin_domain::AuthorizationPurpose::Link { account: taro().id, next: String::new() },
        wariin_domain::AuthorizationPurpose::Test {
            by: taro().id,
            login: wariin_domain::TestLogin::first(wariin_domain::LoginRenewal::Prompt),
        },
        wariin_domain::AuthorizationPurpose::Consent(crate::company::transaction()),
    ];
    for purpose in purposes {
        for session in [None, Some(SessionKey::new([9; 32]))] {
            let (ports, _) = silent([takes(authorization(purpose.clone())), notes()]).wire();
            let error =
                refused(handle_callback(&ports, AuthorizationCallback { session, ..back() }).await);
            assert!(matches!(error, Error::Callback(_)), "{error}");
        }
    }
}

// RP-13
#[tokio::test]
async fn a_login_that_the_provider_refuses_or_does_not_answer_makes_no_session_and_is_recorded() {
    let (ports, commits) = silent([takes(authorization(signing_in())), notes()]).wire();
    let denied = CallbackResult::Error("access_denied<script>".into());
    let failure =
        handle_callback(&ports, AuthorizationCallback { outcome: denied, ..back() }).await;
    let failure = failure.map(|_| ()).unwrap_err();
    assert!(matches!(&failure.error, Error::IdpDenied(error) if error == "access_deniedscript"));
    assert_eq!(failure.check.as_deref(), Some("error: access_deniedscript"));
    assert_eq!(commits.load(Ordering::SeqCst), 2, "the request is spent, the refusal kept");
    for fault in [IdpFault::Unreachable("down".into()), IdpFault::Untrusted("nonce")] {
        let mut world = silent([takes(authorization(signing_in())), notes()]);
        let said = fault.clone();
        world.idps.expect_redeem().returning(move |_, _| Err(said.clone()));
        let (ports, _) = world.wire();
        let error = refused(handle_callback(&ports, back()).await);
        assert!(matches!(error, Error::Idp(known) if known == fault));
    }
}

// T-002 WE-01 RP-05
#[tokio::test]
async fn a_known_identity_begins_a_new_session_as_strong_as_its_proof() {
    for (amr, expected) in [("mfa", IdpStrength::Proven), ("pwd", IdpStrength::Unproven)] {
        let mut work = knows(connection(), password_session(), vec![taro()]);
        work.idp_links.expect_owner().returning(|_| Ok(Some(link())));
        work.sessions.expect_remove().times(1).withf(|key, _| *key == KEY).returning(|_, _| Ok(()));
        work.factors.expect_active().returning(|_| Ok(vec![]));
        work.sessions.expect_add().times(1).returning(move |session, events| {
            assert_eq!((session.key, kinds(&events)), (NEW_KEY, vec!["signed_in_by_idp"]));
            let method = session.sign_in.as_ref().unwrap().method();
            let SignInMethod::Idp { at, login } = method else { unreachable!("not by IdP") };
            assert_eq!((*at, login.strength), (NOW, expected));
            Ok(())
        });
        let said = IdpStatement { amr: vec![amr.into()], ..said() };
        let (ports, commits) = arrives(work, said).wire();
        let arrived = handle_callback(&ports, back()).await.unwrap();
        assert!(
            matches!(arrived, AuthorizationOutcome::SignedIn { next, .. } if next == "documents")
        );
        assert_eq!(commits.load(Ordering::SeqCst), 2);
    }
}

// SF-07
#[tokio::test]
async fn a_weak_login_at_a_provider_awaits_the_code_of_an_account_with_a_factor() {
    for (amr, awaits_code) in [("mfa", false), ("pwd", true)] {
        let mut work = knows(connection(), password_session(), vec![taro()]);
        work.idp_links.expect_owner().returning(|_| Ok(Some(link())));
        work.sessions.expect_remove().times(1).returning(|_, _| Ok(()));
        let active = stored_factor(FactorState::Active { confirmed_at: NOW, behind_code: None });
        work.factors.expect_active().returning(move |_| Ok(vec![active.clone()]));
        work.sessions.expect_add().times(1).returning(move |session, events| {
            assert_eq!(session.owner(), Some(taro().id));
            assert_eq!((session.sign_in.is_none(), events.is_empty()), (awaits_code, awaits_code));
            Ok(())
        });
        let said = IdpStatement { amr: vec![amr.into()], ..said() };
        let (ports, _) = arrives(work, said).wire();
        handle_callback(&ports, back()).await.map(drop).unwrap();
    }
}
