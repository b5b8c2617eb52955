//! Linking and unlinking, mandatory providers, logouts, and managing connections.

use crate::company::{
    active_factor, authorization, back, by_idp, connection, factor_id, identity, knows, link,
    notes, password_session, said, silent, takes, world,
};
use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, holds, kinds, membership, organisation, requested,
    sender, session, taro, with_tries, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, AuthorizationPurpose, Client, EmailAddress, EmailDomain, EnrolmentRule, HoldReason,
    IdpConnection, IdpDemand, IdpError, IdpRefusal, IdpSettings, IdpState, IdpStatement, Language,
    LoginRenewal, PersonName, Problem, Role, Session, SignIn, SignInMethod, Span, TestLogin,
    Throttle, Timestamp,
};
use wariin_ports::mock::KEY;
use wariin_ports::mock::MockWork;
use wariin_ports::{ClientSecret, IdpClient, IdpFault, LogoutNotice, PasswordHash, StorageError};
use wariin_usecases::{
    AccessCodeChange, AuthorizationCallback, AuthorizationOutcome, CallbackResult, DocumentCommand,
    Error, FailedAuthorization, FormKey, IdpConstraint, NewConnection, Ports, Principal,
    RecipientInput, SecretInput, SignInAttempt, UserAgent, add_idp_connection, add_recipient,
    approve_idp_domain, configure_idp_connection, handle_callback, log_out_by_idp,
    prove_idp_domain, remove_idp_connection, require_idp, send_document, sign_in,
    start_link_authorization, switch_idp_off, unlink,
};

fn linking() -> AuthorizationPurpose {
    AuthorizationPurpose::Link { account: taro().id, next: "documents".into() }
}

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

// EN-09
#[tokio::test]
async fn the_last_way_to_sign_in_is_not_taken_away() {
    for has_password in [true, false] {
        let mut work = knows(connection(), session(by_idp()), vec![taro()]);
        work.factors.expect_active().returning(|_| Ok(vec![]));
        work.idp_links.expect_of().returning(|_| Ok(vec![link()]));
        let stored = PasswordHash("h".into());
        work.accounts
            .expect_password()
            .returning(move |_| Ok(has_password.then(|| stored.clone())));
        if has_password {
            work.idp_links
                .expect_remove()
                .times(1)
                .withf(|_, events| kinds(events) == ["idp_unlinked"])
                .returning(|_, _| Ok(()));
            work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
            holds(&mut work, HoldReason::IdpUnlinked);
        }
        let (ports, commits) = Ports::mock().with([work]).wire();
        let outcome = unlink(&ports, PRINCIPAL, connection().id).await;
        assert_eq!(outcome.is_ok(), has_password, "{outcome:?}");
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(has_password));
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

// RP-08
#[tokio::test]
async fn another_issuer_is_not_told_the_secret_of_the_first() {
    for (issuer, is_other) in [("https://other.example", true), ("https://idp.example.com", false)]
    {
        let mut work = saves(connection());
        work.idp_connections
            .expect_forget_secret()
            .times(usize::from(is_other))
            .returning(|_| Ok(()));
        work.sessions.expect_remove_all_at().returning(|_| Ok(()));
        let mut world = Ports::mock().with([work]);
        world.idps.expect_admits().returning(|_, _| Ok(()));
        let (ports, _) = world.wire();
        let issuer = wariin_domain::Issuer::parse(issuer).unwrap();
        let settings = IdpSettings { issuer, ..settings() };
        let (by, id) = (Principal::Operator, connection().id);
        configure_idp_connection(&ports, by, id, settings).await.unwrap();
    }
}

#[tokio::test]
async fn making_it_mandatory_ends_the_sessions_that_began_another_way() {
    let mut work = saves(connection());
    work.sessions
        .expect_remove_others()
        .times(1)
        .withf(|id, domain| *id == connection().id && domain.as_str() == "example.com")
        .returning(|_, _| Ok(()));
    let (ports, commits) = Ports::mock().with([work]).wire();
    require_idp(&ports, Principal::Operator, connection().id).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_domain_proven_later_ends_the_sessions_that_began_another_way_where_it_is_mandatory() {
    for is_required in [true, false] {
        let mut known = connection();
        known.membership.is_required = is_required;
        let mut work = saves(known);
        work.sessions
            .expect_remove_others()
            .times(usize::from(is_required))
            .withf(|_, domain| domain.as_str() == "example.net")
            .returning(|_, _| Ok(()));
        let (ports, commits) = Ports::mock().with([work]).wire();
        let domain = EmailDomain::parse("example.net").unwrap();
        approve_idp_domain(&ports, connection().id, domain).await.unwrap();
        assert_eq!(commits.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn an_organisation_has_ten_connections_at_most() {
    let mut work = MockWork::default();
    work.idp_connections.expect_count().returning(|_| Ok(10));
    let mut world = Ports::mock().with([work]);
    world.idps.expect_admits().returning(|_, _| Ok(()));
    let (ports, _) = world.wire();
    let new = NewConnection {
        organisation: wariin_domain::Uuid::from_u128(1).into(),
        settings: settings(),
        secret: ClientSecret("s".into()),
    };
    let refused = add_idp_connection(&ports, Principal::Operator, new).await;
    assert!(matches!(refused, Err(Error::IdpSettings(IdpError::TooManyConnections))));
}

// T-011
#[tokio::test]
async fn a_password_is_not_taken_where_the_organisation_takes_its_provider_only() {
    let stored = PasswordHash("h".into());
    let with = |stored: PasswordHash| {
        let mut work = MockWork::default();
        work.accounts.expect_find_by_email().returning(|_| Ok(Some(taro())));
        work.accounts.expect_password().returning(move |_| Ok(Some(stored.clone())));
        work.idp_connections.expect_serving().returning(|_| {
            let mut connection = connection();
            connection.membership.is_required = true;
            Ok(Some(connection))
        });
        work.audit.expect_append().returning(|_| Ok(()));
        work
    };
    for (right, expected) in [(true, "idp_required"), (false, "bad_credentials")] {
        let mut counts = with(stored.clone());
        let _ = with_tries(&mut counts, None, Throttle::clear());
        let mut world = Ports::mock().with([with(stored.clone()), counts]);
        world.passwords.expect_verify().returning(move |_, _| Ok(right));
        let (ports, _) = world.wire();
        let authorization = SignInAttempt {
            email: "taro@example.com".into(),
            password: SecretInput("p".into()),
            client: Client::local(),
            session: None,
        };
        let refused = sign_in(&ports, authorization).await.unwrap_err();
        let got = match refused {
            Error::IdpRequired => "idp_required",
            Error::BadCredentials => "bad_credentials",
            _ => "other",
        };
        assert_eq!(got, expected, "only with the right password is it said that none is taken");
    }
}

#[tokio::test]
async fn a_logout_notice_ends_sessions_once() {
    for is_new in [true, false] {
        let client = takes(authorization(linking()));
        let mut ends = MockWork::default();
        ends.authorization_requests.expect_note_logout().returning(move |_, _, _| Ok(is_new));
        if is_new {
            ends.sessions
                .expect_find_logged_out()
                .times(1)
                .returning(|_, _| Ok(vec![session(by_idp())]));
            ends.sessions
                .expect_remove()
                .times(1)
                .withf(|key, events| *key == KEY && kinds(events) == ["signed_out_by_idp"])
                .returning(|_, _| Ok(()));
        }
        let mut world = silent([client, ends]);
        world.idps.expect_logout().returning(|_, _| {
            Ok(LogoutNotice { id: "n".into(), subject: Some(identity().subject), session: None })
        });
        let (ports, commits) = world.wire();
        log_out_by_idp(&ports, connection().id, "token").await.unwrap();
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(is_new));
    }
    let mut off = MockWork::default();
    off.idp_connections.expect_client().returning(|_| {
        let connection = IdpConnection { state: IdpState::Off, ..connection() };
        Ok(Some(IdpClient { connection, secret: ClientSecret("s".into()) }))
    });
    let (ports, commits) = silent([off]).wire();
    let refused = log_out_by_idp(&ports, connection().id, "token").await;
    assert!(matches!(refused, Err(Error::IdpRefused(IdpRefusal::SwitchedOff))));
    assert_eq!(commits.load(Ordering::SeqCst), 0, "a provider that is off is not even asked");

    let mut world = silent([takes(authorization(linking()))]);
    world.idps.expect_logout().returning(|_, _| Err(IdpFault::Untrusted("signature")));
    let (ports, commits) = world.wire();
    assert!(log_out_by_idp(&ports, connection().id, "token").await.is_err());
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

fn settings() -> IdpSettings {
    let known = connection();
    IdpSettings {
        name: known.name,
        issuer: known.issuer,
        hosts: known.hosts,
        client: known.client,
        tenant: None,
        strength: known.strength,
        creates_members: true,
    }
}

/// What a login of a connection's test comes to, when the provider says this or gives this error.
async fn test_login(
    login: TestLogin,
    outcome: std::result::Result<IdpStatement, &str>,
) -> Result<AuthorizationOutcome, FailedAuthorization> {
    let mut off = connection();
    off.state = IdpState::Off;
    let mut work = knows(off, session(by_totp(&taro(), NOW)), vec![taro()]);
    work.idp_connections.expect_save().times(..=1).returning(|connection, _| {
        assert_eq!(connection.test.as_ref().unwrap().renewal, LoginRenewal::Prompt);
        Ok(())
    });
    let testing = authorization(AuthorizationPurpose::Test { by: taro().id, login });
    // Where the provider gives no code, nothing about the connection is looked at.
    let works = match outcome {
        Ok(_) => vec![takes(testing), work, notes()],
        Err(_) => vec![takes(testing), notes()],
    };
    let (said, came_back) = match outcome {
        Ok(said) => (said, back()),
        Err(error) => {
            let denied = CallbackResult::Error(error.to_owned());
            (said(), AuthorizationCallback { outcome: denied, ..back() })
        }
    };
    let (ports, _) = world(works, said).wire();
    handle_callback(&ports, came_back).await
}

// CO-04 RP-06
#[tokio::test]
async fn a_test_goes_on_until_a_way_gives_a_newer_login_and_keeps_that_way() {
    let first = TestLogin::first(LoginRenewal::PromptAndMaxAge);
    let outcome = Box::pin(test_login(first, Ok(said()))).await.unwrap();
    let AuthorizationOutcome::TestAgain { login: second, .. } = outcome else {
        panic!("one login shows nothing");
    };
    assert_eq!((second.way, second.before), (first.way, Some(NOW)));
    let outcome = Box::pin(test_login(second, Err("invalid_request"))).await.unwrap();
    let AuthorizationOutcome::TestAgain { login: third, .. } = outcome else {
        panic!("another way is left");
    };
    assert_eq!((third.way, third.before), (LoginRenewal::Prompt, Some(NOW)));
    let newer = IdpStatement { authenticated_at: Some(NOW.plus(Span::seconds(3))), ..said() };
    let outcome = Box::pin(test_login(third, Ok(newer))).await.unwrap();
    assert!(matches!(outcome, AuthorizationOutcome::Tested { .. }));
}

// CO-04 RP-06
#[tokio::test]
async fn a_test_that_shows_what_no_sign_in_could_use_is_refused_with_the_reason() {
    let last = TestLogin { way: LoginRenewal::MaxAge, before: Some(NOW), count: 3 };
    for (seconds, expected) in [
        (24 * 60 * 60, IdpRefusal::Future),
        (-2 * 60 * 60, IdpRefusal::NotRenewed),
        (-(NOW.as_seconds()), IdpRefusal::NotRenewed),
    ] {
        let at = Timestamp::from_micros(NOW.as_micros() + seconds * 1_000_000);
        let odd = IdpStatement { authenticated_at: Some(at), ..said() };
        let failure = Box::pin(test_login(last, Ok(odd))).await.map(|_| ()).unwrap_err();
        assert!(matches!(failure.error, Error::IdpRefused(refusal) if refusal == expected));
        assert_eq!(failure.check.as_deref(), Some(expected.name()));
    }
    for (login, error) in [
        (TestLogin::first(LoginRenewal::PromptAndMaxAge), "access_denied"),
        (last, "login_required"),
    ] {
        let failure = Box::pin(test_login(login, Err(error))).await.map(|_| ()).unwrap_err();
        assert!(matches!(&failure.error, Error::IdpDenied(said) if said == error));
    }
}

fn by(session: &Session) -> Principal {
    Principal::Session(session.key)
}

/// Whether a refusal is the right one.
type IsExpected = fn(&Error) -> bool;

// AU-01
#[tokio::test]
async fn only_an_admin_of_the_organisation_strongly_signed_in_changes_a_connection() {
    let member = Account { membership: membership(1, Role::Member), ..taro() };
    let stranger = Account { membership: membership(2, Role::Admin), ..taro() };
    let strong = session(by_totp(&taro(), NOW));
    let cases: [(Account, Session, IsExpected); 3] = [
        (taro(), password_session(), |e| matches!(e, Error::IdpSettings(IdpError::WeakSignIn(_)))),
        (member, strong.clone(), |e| matches!(e, Error::IdpSettings(IdpError::NotAdmin))),
        (stranger, strong, |e| matches!(e, Error::NotFound)),
    ];
    for (caller, session, is_expected) in cases {
        let by = by(&session);
        let known = || knows(connection(), session.clone(), vec![caller.clone()]);
        let (ports, commits) = Ports::mock().with([known(), known()]).wire();
        let error = switch_idp_off(&ports, by, connection().id).await.unwrap_err();
        assert!(is_expected(&error), "{error}");
        let error = remove_idp_connection(&ports, by, connection().id).await.unwrap_err();
        assert!(is_expected(&error), "{error}");
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// RP-08
#[tokio::test]
async fn a_connection_to_a_forbidden_address_is_not_even_kept() {
    let mut world = Ports::mock();
    world.idps.expect_admits().returning(|_, _| Err(IdpFault::Forbidden("loopback".into())));
    let (ports, _) = world.wire();
    let new = NewConnection {
        organisation: wariin_domain::Uuid::from_u128(1).into(),
        settings: settings(),
        secret: ClientSecret("s".into()),
    };
    let refused = add_idp_connection(&ports, Principal::Operator, new).await;
    assert!(matches!(refused, Err(Error::Idp(IdpFault::Forbidden(_)))));
}

fn saves(connection: IdpConnection) -> MockWork {
    let mut work = MockWork::default();
    work.idp_connections.expect_find().returning(move |_| Ok(Some(connection.clone())));
    work.idp_connections.expect_save().times(..=1).returning(|_, _| Ok(()));
    work
}

// RP-11
#[tokio::test]
async fn a_domain_is_proven_by_its_own_txt_record_only() {
    let domain = || EmailDomain::parse("example.com").unwrap();
    let unproven = || {
        let mut connection = connection();
        connection.domains[0].proof = None;
        connection
    };
    for (texts, is_there) in [
        (vec!["v=spf1 -all".to_owned(), " wariin-verification=right ".to_owned()], true),
        (vec!["wariin-verification=another".to_owned()], false),
        (vec![], false),
    ] {
        let mut looks = MockWork::default();
        looks.idp_connections.expect_find().returning(move |_| Ok(Some(unproven())));
        let mut world = Ports::mock().with([looks, saves(unproven())]);
        world.tokens.expect_domain_challenge().returning(|_, _| "wariin-verification=right".into());
        world
            .dns
            .expect_texts()
            .withf(|name| name == "_wariin.example.com")
            .returning(move |_| Ok(texts.clone()));
        let (ports, commits) = world.wire();
        let id = connection().id;
        let outcome = prove_idp_domain(&ports, Principal::Operator, id, domain()).await;
        if is_there {
            outcome.unwrap();
        } else {
            assert!(matches!(outcome, Err(Error::IdpSettings(IdpError::NoRecord))));
        }
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(is_there));
    }
}

#[tokio::test]
async fn switching_off_ends_the_sessions_that_the_connection_began() {
    let mut work = saves(connection());
    work.sessions
        .expect_remove_all_at()
        .times(1)
        .withf(|id| *id == connection().id)
        .returning(|_| Ok(()));
    let (ports, commits) = Ports::mock().with([work]).wire();
    switch_idp_off(&ports, Principal::Operator, connection().id).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// EN-04
#[tokio::test]
async fn a_provider_is_demanded_by_the_address_and_only_where_one_is_connected() {
    let addressee = || RecipientInput {
        name: PersonName::parse("山田 太郎").unwrap(),
        email: taro().email,
        organisation: None,
        language: Language::Japanese,
        idp: IdpConstraint::OwnIdp,
        access_code: AccessCodeChange::Keep,
        enrolment: EnrolmentRule::Any,
    };
    let on = DocumentCommand { document: crate::world::draft().id, principal: PRINCIPAL };
    let mut work = work(Some(session(by_password(&sender()))), vec![sender()]);
    work.finds(&crate::world::draft());
    work.documents.expect_save().times(1).returning(|document, _| {
        let added = document.recipients.last().unwrap();
        assert_eq!(added.details.idp, Some(IdpDemand::of(&connection())));
        Ok(())
    });
    let mut world = Ports::mock().with([work]);
    world.views.expect_idp_serving().returning(|_| Ok(Some(connection())));
    let (ports, _) = world.wire();
    add_recipient(&ports, on, FormKey::none(), addressee()).await.unwrap();

    let mut world = Ports::mock();
    world.views.expect_idp_serving().returning(|_| Ok(None));
    let (ports, _) = world.wire();
    let refused = add_recipient(&ports, on, FormKey::none(), addressee()).await;
    assert!(matches!(refused, Err(Error::Document(e)) if e == Problem::NoIdpForAddress.into()));
}

// EN-04
#[tokio::test]
async fn a_document_is_not_sent_when_the_named_provider_is_no_longer_connected() {
    let mut demanding = requested();
    let mut details = demanding.recipients[0].details.clone();
    details.idp = Some(IdpDemand::of(&connection()));
    let by = by_totp(&sender(), NOW);
    let _ = demanding.change_recipient(demanding.recipients[0].id, details, &by, NOW).unwrap();
    let elsewhere =
        IdpConnection { id: wariin_domain::Uuid::from_u128(501).into(), ..connection() };
    for (serving, is_sent) in [(None, false), (Some(elsewhere), false), (Some(connection()), true)]
    {
        let mut work = MockWork::default();
        let session = session(by.clone());
        work.sessions.expect_find().returning(move |_| Ok(Some(session.clone())));
        work.accounts.expect_find().returning(|_| Ok(Some(sender())));
        work.accounts.expect_organisation().returning(|_| Ok(Some(organisation())));
        work.idp_connections.expect_serving().returning(move |_| Ok(serving.clone()));
        work.finds(&demanding);
        work.documents.expect_save().times(usize::from(is_sent)).returning(|_, _| Ok(()));
        let (ports, commits) = Ports::mock().with([work]).wire();
        let outcome =
            send_document(&ports, DocumentCommand { document: demanding.id, principal: PRINCIPAL })
                .await;
        assert_eq!(outcome.is_ok(), is_sent, "{outcome:?}");
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(is_sent));
    }
}
