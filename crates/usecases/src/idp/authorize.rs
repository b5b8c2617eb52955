//! Beginning an authorization request: it is kept before the browser leaves.

use crate::account::EnrolmentStep;
use crate::account::session::resolve_principal;
use crate::{ConsentByIdp, Error, Ports, Result};
use wariin_domain::{
    AuthorizationPurpose, AuthorizationRequest, AuthorizationRequestId, EmailAddress,
    IdpConnectionId, IdpError, IdpRefusal, SessionKey, TestLogin,
};
use wariin_ports::{AuthorizationParameters, Freshness, IdpClient};

/// Whose browser is sent to a provider.
#[derive(Clone, Copy)]
pub struct UserAgent<'a> {
    /// What ties forms to the browser.
    pub browser: &'a str,
    /// Its session, if there is one.
    pub session: Option<SessionKey>,
}

impl std::fmt::Debug for UserAgent<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UserAgent(..)")
    }
}

/// Which provider to sign in at.
#[derive(Clone, Debug)]
pub enum IdpDestination {
    /// The one of this address's organisation.
    Of(EmailAddress),
    /// This one.
    Connection(IdpConnectionId),
}

/// A wish to sign in at a provider.
#[derive(Clone, Debug)]
pub struct IdpSignIn {
    /// Where.
    pub to: IdpDestination,
    /// The place to go on to afterwards.
    pub next: String,
    /// Whether a session at the provider is enough: after a refusal another person may have to log in.
    pub freshness: Freshness,
}

/// Where to send a browser that signs in.
///
/// # Errors
/// [`Error::NoIdp`] when no connected provider serves the address; [`Error::Idp`] when the provider
/// cannot be asked.
pub async fn start_sign_in_authorization(
    ports: &Ports,
    wish: IdpSignIn,
    user_agent: UserAgent<'_>,
) -> Result<String> {
    let IdpSignIn { to, next, freshness } = wish;
    let (id, hint) = match to {
        IdpDestination::Of(address) => {
            let serving = ports.views.idp_serving(&address.domain()).await?;
            (serving.ok_or(Error::NoIdp)?.id, Some(address))
        }
        IdpDestination::Connection(id) => (id, None),
    };
    let authorization = NewAuthorization {
        connection: id,
        purpose: AuthorizationPurpose::SignIn { next },
        freshness,
        hint,
    };
    start_authorization(ports, authorization, user_agent).await
}

/// Where to send a browser whose account is to be linked to the provider of its organisation.
///
/// # Errors
/// [`Error::NotSignedIn`], [`Error::SignInAgain`] when the sign-in is not fresh or not strong although
/// the account has a second factor, [`Error::MailboxNotProven`], [`Error::NoIdp`] or [`Error::Idp`].
pub async fn start_link_authorization(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    next: String,
) -> Result<String> {
    let now = ports.clock.now();
    let key = user_agent.session.ok_or(Error::NotSignedIn)?;
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, key, now).await?;
    super::link::expect_may_link(&mut *tx, &caller, EnrolmentStep::Begin, now).await?;
    let account = caller.signed_in()?.account();
    let serving = tx.idp_connections().serving(&account.email.domain()).await?;
    let connection = serving.ok_or(Error::NoIdp)?.id;
    drop(tx);
    let purpose = AuthorizationPurpose::Link { account: account.id, next };
    let (freshness, hint) = (Freshness::Now, Some(account.email.clone()));
    start_authorization(
        ports,
        NewAuthorization { connection, purpose, freshness, hint },
        user_agent,
    )
    .await
}

/// Where to send an admin's browser for this login of a connection's test.
///
/// # Errors
/// [`Error::IdpSettings`] when the visitor is no admin of it, or [`Error::Idp`].
pub async fn start_test_authorization(
    ports: &Ports,
    connection: IdpConnectionId,
    login: TestLogin,
    user_agent: UserAgent<'_>,
) -> Result<String> {
    let now = ports.clock.now();
    let key = user_agent.session.ok_or(Error::NotSignedIn)?;
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, key, now).await?;
    let identity = caller.signed_in()?;
    let tested = tx.idp_connections().find(connection).await?.ok_or(Error::NotFound)?;
    wariin_domain::IdpAdmin::of(tested.organisation, identity)?;
    drop(tx);
    let purpose = AuthorizationPurpose::Test { by: identity.id(), login };
    let freshness = Freshness::Now;
    start_authorization(
        ports,
        NewAuthorization { connection, purpose, freshness, hint: None },
        user_agent,
    )
    .await
}

/// Where to send a recipient's browser so that the provider signs an ID token for a consent.
///
/// # Errors
/// As a consent is refused, [`Error::NoIdp`] when the visitor is not signed in by a provider, or
/// [`Error::Idp`].
pub async fn start_consent_authorization(
    ports: &Ports,
    consent: ConsentByIdp,
    user_agent: UserAgent<'_>,
) -> Result<String> {
    let key = user_agent.session.ok_or(Error::NotSignedIn)?;
    let (transaction, hint) = super::consent::begin(ports, &consent, key.into()).await?;
    let authorization = NewAuthorization {
        connection: transaction.identity.connection,
        purpose: AuthorizationPurpose::Consent(transaction),
        freshness: Freshness::Now,
        hint: Some(hint),
    };
    start_authorization(ports, authorization, user_agent).await
}

/// An authorization request in the making.
struct NewAuthorization {
    connection: IdpConnectionId,
    purpose: AuthorizationPurpose,
    freshness: Freshness,
    hint: Option<EmailAddress>,
}

async fn start_authorization(
    ports: &Ports,
    authorization: NewAuthorization,
    user_agent: UserAgent<'_>,
) -> Result<String> {
    let NewAuthorization { connection, purpose, freshness, hint } = authorization;
    let test = match &purpose {
        AuthorizationPurpose::Test { login, .. } => Some(*login),
        AuthorizationPurpose::SignIn { .. }
        | AuthorizationPurpose::Link { .. }
        | AuthorizationPurpose::Consent(_) => None,
    };
    let authorization = AuthorizationRequest {
        id: match &purpose {
            AuthorizationPurpose::Consent(transaction) => transaction.id,
            AuthorizationPurpose::SignIn { .. }
            | AuthorizationPurpose::Link { .. }
            | AuthorizationPurpose::Test { .. } => AuthorizationRequestId::from(ports.ids.next()),
        },
        connection,
        purpose,
        browser: ports.tokens.browser_key(user_agent.browser),
        session: user_agent.session,
        began_at: ports.clock.now(),
    };
    let mut tx = ports.storage.begin().await?;
    let client = tx.idp_connections().client(connection).await?.ok_or(IdpError::NoSecret)?;
    if test.is_none() && !client.connection.is_on() {
        return Err(IdpRefusal::SwitchedOff.into());
    }
    tx.authorization_requests().begin(&authorization).await?;
    tx.commit().await?;
    let parameters = AuthorizationParameters {
        state: ports.tokens.idp_state(authorization.id),
        nonce: nonce(ports, &authorization),
        verifier: ports.tokens.pkce_verifier(authorization.id),
        freshness,
        renewal: match test {
            Some(login) => login.way,
            None => client.connection.renewal(),
        },
        hint,
    };
    address(ports, &client, &parameters).await
}

async fn address(
    ports: &Ports,
    client: &IdpClient,
    parameters: &AuthorizationParameters,
) -> Result<String> {
    ports.idps.authorization_url(client, parameters).await.map_err(|fault| {
        let connection = client.connection.id;
        tracing::warn!(%connection, fault = %fault, "the provider cannot be reached, so no login can begin");
        fault.into()
    })
}

/// The nonce of an authorization request: for a consent the digest of what is consented to.
pub(super) fn nonce(ports: &Ports, authorization: &AuthorizationRequest) -> String {
    match &authorization.purpose {
        AuthorizationPurpose::Consent(transaction) => {
            ports.tokens.consent_nonce(&transaction.preimage())
        }
        AuthorizationPurpose::SignIn { .. }
        | AuthorizationPurpose::Link { .. }
        | AuthorizationPurpose::Test { .. } => ports.tokens.idp_nonce(authorization.id),
    }
}
