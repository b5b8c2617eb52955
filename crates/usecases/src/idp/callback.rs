//! A browser comes back from a provider.

use super::authorize::nonce;
use super::{consent, link, sign_in};
use crate::{Error, Ports, Result};
use wariin_domain::{
    AuthorizationPurpose, AuthorizationRequest, AuthorizationRequestId, BrowserKey, ClientNetwork,
    IdpConnectionId, IdpRefusal, RecipientId, SessionKey, TestLogin, Timestamp,
};
use wariin_ports::{AuthorizationCodeGrant, IdpClient, IdpFault, RedeemedLogin, SessionCookie};

/// What a browser brings back.
#[derive(Clone)]
pub struct AuthorizationCallback {
    /// The connection whose address it came to.
    pub connection: IdpConnectionId,
    /// `state`
    pub state: String,
    /// `iss` (RFC 9207)
    pub issuer: Option<String>,
    /// The code, or why there is none.
    pub outcome: CallbackResult,
    /// What ties forms to the browser.
    pub browser: String,
    /// The network that it comes from.
    pub network: ClientNetwork,
    /// Its session, if there is one.
    pub session: Option<SessionKey>,
}

/// What a provider gave a browser.
#[derive(Clone)]
pub enum CallbackResult {
    /// `code`
    Code(String),
    /// `error`
    Error(String),
}

impl std::fmt::Debug for AuthorizationCallback {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AuthorizationCallback({})", self.connection)
    }
}

/// Where a browser that came back goes on.
#[derive(Clone, Debug)]
pub enum AuthorizationOutcome {
    /// Signed in: to this place, with a new session.
    SignedIn {
        /// The session's cookie.
        cookie: SessionCookie,
        /// The place.
        next: String,
    },
    /// Linked, and signed in by it: to this place, with a new session.
    Linked {
        /// The session's cookie.
        cookie: SessionCookie,
        /// The place.
        next: String,
    },
    /// A code was mailed; it confirms the mailbox of a first login.
    ConfirmMailbox {
        /// The first login.
        first: AuthorizationRequestId,
    },
    /// The test of the connection needs another login.
    TestAgain {
        /// The connection.
        connection: IdpConnectionId,
        /// The next login.
        login: TestLogin,
    },
    /// The connection was tested.
    Tested {
        /// The connection.
        connection: IdpConnectionId,
    },
    /// The recipient has consented.
    Consented {
        /// The recipient.
        recipient: RecipientId,
    },
}

/// An authorization request that came back, and the provider's statement.
pub(super) struct AuthenticatedCallback {
    pub(super) authorization: AuthorizationRequest,
    pub(super) login: RedeemedLogin,
    pub(super) session: Option<SessionKey>,
    pub(super) browser: BrowserKey,
    pub(super) network: ClientNetwork,
    pub(super) now: Timestamp,
}

/// A failed authorization request.
#[derive(Debug)]
pub struct FailedAuthorization {
    /// Why.
    pub error: Error,
    /// What it was for, as far as that is known.
    pub purpose: Option<AuthorizationPurpose>,
    /// The claim, parameter or fault that the log names as well, for an admin.
    pub check: Option<String>,
}

/// Takes what a browser brings back, once.
///
/// # Errors
/// [`Error::UnknownAuthorization`], [`Error::Callback`], [`Error::IdpDenied`], [`Error::Idp`],
/// [`Error::IdpRefused`], and whatever refuses what the authorization request was for.
pub async fn handle_callback(
    ports: &Ports,
    back: AuthorizationCallback,
) -> std::result::Result<AuthorizationOutcome, FailedAuthorization> {
    let connection = back.connection;
    if ports.tokens.read_idp_state(&back.state).is_none() {
        // Any visitor can make one up: it is answered, but adds no event to a chain.
        return Err(FailedAuthorization {
            error: Error::UnknownAuthorization,
            purpose: None,
            check: None,
        });
    }
    let mut purpose = None;
    let error = match arrive(ports, back, &mut purpose).await {
        Ok(arrived) => return Ok(arrived),
        Err(error) => error,
    };
    let check = check(&error);
    let failure = |error| FailedAuthorization { error, purpose, check: check.clone() };
    if let Some(check) = check.clone() {
        tracing::warn!(%connection, check = %check, "what came back from a provider was refused");
        if let Err(error) = audit_refusal(ports, connection, check).await {
            return Err(failure(error));
        }
    }
    Err(failure(error))
}

async fn arrive(
    ports: &Ports,
    back: AuthorizationCallback,
    purpose: &mut Option<AuthorizationPurpose>,
) -> Result<AuthorizationOutcome> {
    let (authorization, client) = match take(ports, &back, purpose).await {
        Err(Error::UnknownAuthorization) => return consent::given_before(ports, &back).await,
        taken => taken?,
    };
    let code = match back.outcome {
        CallbackResult::Code(code) => code,
        CallbackResult::Error(error) => return denied(&authorization, sanitized(&error)),
    };
    let answer = AuthorizationCodeGrant {
        code,
        issuer: back.issuer,
        nonce: nonce(ports, &authorization),
        verifier: ports.tokens.pkce_verifier(authorization.id),
    };
    let login = ports.idps.redeem(&client, &answer).await?;
    let answered = AuthenticatedCallback {
        login,
        session: back.session,
        browser: authorization.browser,
        network: back.network,
        now: ports.clock.now(),
        authorization,
    };
    match answered.authorization.purpose.clone() {
        AuthorizationPurpose::SignIn { next } => sign_in::sign_in(ports, answered, next).await,
        AuthorizationPurpose::Link { account, next } => {
            link::link(ports, answered, account, next).await
        }
        AuthorizationPurpose::Test { by, login } => {
            super::manage::tested(ports, answered, by, login).await
        }
        AuthorizationPurpose::Consent(transaction) => {
            consent::consent(ports, answered, transaction).await
        }
    }
}

/// The provider gave no code. A test goes on by another way, unless the person at the provider refused.
fn denied(authorization: &AuthorizationRequest, error: String) -> Result<AuthorizationOutcome> {
    let connection = authorization.connection;
    match &authorization.purpose {
        AuthorizationPurpose::Test { login, .. } if error != "access_denied" => {
            match login.refused() {
                Ok(login) => Ok(AuthorizationOutcome::TestAgain { connection, login }),
                Err(_) => Err(Error::IdpDenied(error)),
            }
        }
        AuthorizationPurpose::Test { .. }
        | AuthorizationPurpose::SignIn { .. }
        | AuthorizationPurpose::Link { .. }
        | AuthorizationPurpose::Consent(_) => Err(Error::IdpDenied(error)),
    }
}

/// The authorization request, which is spent by looking at it, when it belongs to this browser and connection.
async fn take(
    ports: &Ports,
    back: &AuthorizationCallback,
    purpose: &mut Option<AuthorizationPurpose>,
) -> Result<(AuthorizationRequest, IdpClient)> {
    let now = ports.clock.now();
    let id = ports.tokens.read_idp_state(&back.state).ok_or(Error::UnknownAuthorization)?;
    let mut tx = ports.storage.begin().await?;
    let authorization =
        tx.authorization_requests().take(id).await?.ok_or(Error::UnknownAuthorization)?;
    let client = tx.idp_connections().client(authorization.connection).await?;
    tx.commit().await?;
    if authorization.connection != back.connection {
        return Err(IdpRefusal::OtherIssuer.into());
    }
    let browser = ports.tokens.browser_key(&back.browser);
    // Only the browser that began the request learns what it was for.
    *purpose = (browser == authorization.browser).then(|| authorization.purpose.clone());
    authorization.admit(browser, back.session, now)?;
    Ok((authorization, client.ok_or(Error::NotFound)?))
}

/// An error code as a provider sends it (RFC 6749, section 4.1.2.1), without anything else.
fn sanitized(error: &str) -> String {
    error.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(64).collect()
}

/// What the audit log and the log say about a refusal that is the provider's or the browser's part.
fn check(error: &Error) -> Option<String> {
    match error {
        Error::UnknownAuthorization => Some("state: unknown or used".to_owned()),
        Error::Callback(refusal) => Some(refusal.to_string()),
        Error::IdpDenied(denied) => Some(format!("error: {denied}")),
        Error::Idp(IdpFault::Untrusted(claim)) => Some((*claim).to_owned()),
        Error::Idp(fault) => Some(fault.to_string()),
        Error::IdpRefused(refusal) => Some(refusal.name().to_owned()),
        Error::FirstLogin(refusal) => Some(refusal.to_string()),
        Error::AccountDisabled => Some("the account is disabled".to_owned()),
        Error::LinkFirst => Some("first login: the address has an account".to_owned()),
        Error::NotAMember => Some("first login: the address has no account".to_owned()),
        Error::OtherAddress => Some("link: the address is another one".to_owned()),
        Error::IdentityTaken => Some("link: the identity belongs to another account".to_owned()),
        _ => None,
    }
}

async fn audit_refusal(ports: &Ports, connection: IdpConnectionId, check: String) -> Result<()> {
    let mut tx = ports.storage.begin().await?;
    let Some(connection) = tx.idp_connections().find(connection).await? else {
        return Ok(());
    };
    tx.audit().append(connection.refused(check, ports.clock.now())).await?;
    Ok(tx.commit().await?)
}
