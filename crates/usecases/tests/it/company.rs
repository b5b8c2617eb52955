//! Taro's company and its provider.

use crate::world::{
    NOW, by_password, draft, organisation, phone, recipient_id, session, taro, work,
};
use wariin_domain::fixtures::STATEMENT;
use wariin_domain::{
    Account, AuthorizationPurpose, AuthorizationRequest, AuthorizationRequestId, BrowserKey,
    ClientId, ClientNetwork, ConsentTransaction, DomainProof, EmailDomain, EmailVerified, Factor,
    FactorId, FactorKind, FactorState, FirstLogin, IdpConnection, IdpConnectionId, IdpDomain,
    IdpIdentity, IdpLink, IdpLogin, IdpMembership, IdpName, IdpState, IdpStatement, IdpStrength,
    IdpSubject, Issuer, ProvenBy, Session, SignIn, SignInMethod, StrengthRule, Throttle, Uuid,
};
use wariin_ports::mock::MockWork;
use wariin_ports::mock::{KEY, MockPorts};
use wariin_ports::{ClientSecret, IdpClient, RedeemedLogin, Seed, StoredFactor};
use wariin_usecases::{AuthorizationCallback, CallbackResult, Ports};

pub(crate) const BROWSER: BrowserKey = BrowserKey::new([7; 32]);

pub(crate) fn authorization_id() -> AuthorizationRequestId {
    AuthorizationRequestId::from(Uuid::from_u128(777))
}

/// The company's connection, on for `example.com`; makes no accounts.
pub(crate) fn connection() -> IdpConnection {
    IdpConnection {
        id: IdpConnectionId::from(Uuid::from_u128(500)),
        version: 1,
        organisation: organisation().id,
        name: IdpName::parse("例示商事").unwrap(),
        issuer: Issuer::parse("https://idp.example.com").unwrap(),
        hosts: Vec::new(),
        client: ClientId::parse("wariin").unwrap(),
        tenant: None,
        strength: StrengthRule::Amr(vec!["mfa".into()]),
        domains: vec![IdpDomain {
            domain: EmailDomain::parse("example.com").unwrap(),
            proof: Some(DomainProof { at: NOW, by: ProvenBy::Dns }),
        }],
        membership: IdpMembership { is_required: false, creates_members: false },
        state: IdpState::On { since: NOW },
        test: None,
    }
}

pub(crate) fn identity() -> IdpIdentity {
    IdpIdentity {
        connection: connection().id,
        issuer: connection().issuer,
        subject: IdpSubject::parse("taro-at-the-idp").unwrap(),
    }
}

/// Taro, just authenticated there with two factors.
pub(crate) fn said() -> IdpStatement {
    IdpStatement {
        identity: identity(),
        session: Some("idp-session".into()),
        authenticated_at: Some(NOW),
        acr: None,
        amr: vec!["pwd".into(), "mfa".into()],
        tenant: None,
        email: Some(taro().email),
        email_verified: EmailVerified::Yes,
        name: Some("山田 太郎".into()),
    }
}

pub(crate) fn link() -> IdpLink {
    IdpLink { account: taro().id, identity: identity(), linked_at: NOW, behind_code: Some(true) }
}

pub(crate) fn by_idp() -> SignIn {
    let login = IdpLogin {
        identity: identity(),
        session: None,
        strength: IdpStrength::Proven,
        acr: None,
        amr: vec!["mfa".into()],
        linked_at: NOW,
        behind_code: Some(true),
    };
    SignIn::new(taro().id, SignInMethod::Idp { at: NOW, login })
}

pub(crate) fn transaction() -> ConsentTransaction {
    ConsentTransaction {
        statement: Some(STATEMENT),
        id: authorization_id(),
        account: taro().id,
        identity: identity(),
        recipient: recipient_id(),
        content: draft().content_digest(),
        random: [3; 32],
        began_at: NOW,
    }
}

pub(crate) fn authorization(purpose: AuthorizationPurpose) -> AuthorizationRequest {
    AuthorizationRequest {
        id: authorization_id(),
        connection: connection().id,
        purpose,
        browser: BROWSER,
        session: Some(KEY),
        began_at: NOW,
    }
}

/// The network that the browser comes from.
pub(crate) const NETWORK: ClientNetwork = ClientNetwork::new([9; 16]);

pub(crate) fn signing_in() -> AuthorizationPurpose {
    AuthorizationPurpose::SignIn { next: "documents".into() }
}

pub(crate) fn back() -> AuthorizationCallback {
    AuthorizationCallback {
        connection: connection().id,
        state: "state".into(),
        issuer: None,
        outcome: CallbackResult::Code("code".into()),
        browser: "browser".into(),
        network: NETWORK,
        session: Some(KEY),
    }
}

/// A first login that waits for its code.
pub(crate) fn first_login() -> FirstLogin {
    FirstLogin {
        id: authorization_id(),
        browser: BROWSER,
        network: NETWORK,
        said: said(),
        address: taro().email,
        next: "documents".into(),
        at: NOW,
        throttle: Throttle::clear(),
    }
}

/// The unit of work that takes the authorization request.
pub(crate) fn takes(attempt: AuthorizationRequest) -> MockWork {
    let mut work = MockWork::default();
    work.authorization_requests.expect_take().returning(move |_| Ok(Some(attempt.clone())));
    work.idp_connections.expect_client().returning(|_| {
        Ok(Some(IdpClient { connection: connection(), secret: ClientSecret("s".into()) }))
    });
    work
}

/// A unit of work that knows the company's connection as `connection`, this session and these people.
pub(crate) fn knows(connection: IdpConnection, session: Session, people: Vec<Account>) -> MockWork {
    let mut work = work(Some(session), people);
    work.idp_connections.expect_find().returning(move |_| Ok(Some(connection.clone())));
    work
}

/// A unit of work that keeps a refusal, if there is one.
pub(crate) fn notes() -> MockWork {
    let mut work = MockWork::default();
    work.idp_connections.expect_find().returning(|_| Ok(Some(connection())));
    work.audit.expect_append().times(..=1).returning(|events| {
        assert!(events.iter().all(|event| event.kind.name() == "idp_refused"));
        Ok(())
    });
    work
}

/// A session in which Taro is signed in by password.
pub(crate) fn password_session() -> Session {
    session(by_password(&taro()))
}

pub(crate) fn factor_id() -> FactorId {
    FactorId::from(Uuid::from_u128(99))
}

/// Taro's second factor.
pub(crate) fn active_factor() -> StoredFactor {
    StoredFactor {
        factor: totp(FactorState::Active { confirmed_at: NOW, behind_code: None }),
        seed: Seed(vec![]),
    }
}

/// An authenticator app of Taro's in this state.
pub(crate) fn totp(state: FactorState) -> Factor {
    Factor {
        id: factor_id(),
        account: taro().id,
        name: phone(),
        kind: FactorKind::Totp { last_step: None },
        state,
        throttle: Throttle::clear(),
        last_used_at: None,
    }
}

/// A world whose provider says this.
pub(crate) fn world(works: impl IntoIterator<Item = MockWork>, said: IdpStatement) -> MockPorts {
    let mut world = silent(works);
    world.idps.expect_redeem().returning(move |_, answer| {
        assert_eq!(answer.verifier, "verifier");
        let (said, id_token) = (said.clone(), "an.id.token".to_owned());
        Ok(RedeemedLogin { said, id_token, key: "{}".into() })
    });
    world
}

/// A world whose provider is asked nothing.
pub(crate) fn silent(works: impl IntoIterator<Item = MockWork>) -> MockPorts {
    let mut world = Ports::mock().with(works);
    world.views.expect_document_of().returning(|_| Ok(None));
    world
        .tokens
        .expect_read_idp_state()
        .returning(|state| (state == "state").then(authorization_id));
    world
        .tokens
        .expect_browser_key()
        .returning(|browser| if browser == "browser" { BROWSER } else { BrowserKey::new([8; 32]) });
    world.tokens.expect_idp_state().returning(|_| "state".into());
    world.tokens.expect_pkce_verifier().returning(|_| "verifier".into());
    world.tokens.expect_idp_nonce().returning(|_| "nonce".into());
    world.tokens.expect_form_id().returning(|_, key| key);
    world.tokens.expect_random().returning(|| [3; 32]);
    world
        .tokens
        .expect_consent_nonce()
        .returning(|preimage| format!("nonce of {}", preimage.len()));
    world.tokens.expect_text_digest().returning(|_| draft().file_digests()[0]);
    world
}
