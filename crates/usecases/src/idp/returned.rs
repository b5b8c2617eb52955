//! A browser comes back from a provider.

use super::begin::nonce;
use super::{consent, link, sign_in};
use crate::{Error, Ports, Result};
use wariin_domain::{
    Actor, BrowserKey, Event, EventKind, Events, IdpAttempt, IdpAttemptId, IdpConnectionId,
    IdpPurpose, IdpRefusal, RecipientId, SessionKey, Subject, Timestamp,
};
use wariin_ports::{IdpAnswer, IdpClient, IdpFault, RedeemedLogin, SessionCookie};

/// What a browser brings back.
#[derive(Clone)]
pub struct IdpReturn {
    /// The connection whose address it came to.
    pub connection: IdpConnectionId,
    /// `state`
    pub state: String,
    /// `iss` (RFC 9207)
    pub issuer: Option<String>,
    /// The code, or why there is none.
    pub outcome: Returned,
    /// What ties forms to the browser.
    pub browser: String,
    /// Its session, if there is one.
    pub session: Option<SessionKey>,
}

/// What a provider gave a browser.
#[derive(Clone)]
pub enum Returned {
    /// `code`
    Code(String),
    /// `error`
    Error(String),
}

impl std::fmt::Debug for IdpReturn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IdpReturn({})", self.connection)
    }
}

/// Where a browser that came back goes on.
#[derive(Clone, Debug)]
pub enum Arrived {
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
        first: IdpAttemptId,
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

/// A visit that came back, and the provider's word in it.
pub(super) struct Answered {
    pub(super) attempt: IdpAttempt,
    pub(super) login: RedeemedLogin,
    pub(super) session: Option<SessionKey>,
    pub(super) browser: BrowserKey,
    pub(super) now: Timestamp,
}

/// A visit that came to nothing.
#[derive(Debug)]
pub struct IdpFailure {
    /// Why.
    pub error: Error,
    /// What it was for, as far as that is known.
    pub purpose: Option<IdpPurpose>,
    /// The claim, parameter or fault that the log names as well, for an admin.
    pub check: Option<String>,
}

/// Takes what a browser brings back, once.
///
/// # Errors
/// [`Error::UnknownVisit`], [`Error::Attempt`], [`Error::IdpDenied`], [`Error::Idp`],
/// [`Error::IdpRefused`], and whatever refuses what the visit was for.
pub async fn return_from_idp(
    ports: &Ports,
    back: IdpReturn,
) -> std::result::Result<Arrived, IdpFailure> {
    let connection = back.connection;
    if ports.tokens.read_idp_state(&back.state).is_none() {
        // Anybody can make one up: it is answered, but fills no chain.
        return Err(IdpFailure { error: Error::UnknownVisit, purpose: None, check: None });
    }
    let mut purpose = None;
    let error = match arrive(ports, back, &mut purpose).await {
        Ok(arrived) => return Ok(arrived),
        Err(error) => error,
    };
    let check = check(&error);
    let failure = |error| IdpFailure { error, purpose, check: check.clone() };
    if let Some(check) = check.clone() {
        tracing::warn!(%connection, check = %check, "what came back from a provider was refused");
        if let Err(error) = keep_refusal(ports, connection, check).await {
            return Err(failure(error));
        }
    }
    Err(failure(error))
}

async fn arrive(
    ports: &Ports,
    back: IdpReturn,
    purpose: &mut Option<IdpPurpose>,
) -> Result<Arrived> {
    let (attempt, client) = take(ports, &back, purpose).await?;
    let code = match back.outcome {
        Returned::Code(code) => code,
        Returned::Error(error) => return Err(Error::IdpDenied(tamed(&error))),
    };
    let answer = IdpAnswer {
        code,
        issuer: back.issuer,
        nonce: nonce(ports, &attempt),
        verifier: ports.tokens.pkce_verifier(attempt.id),
    };
    let login = ports.idps.redeem(&client, &answer).await?;
    let answered = Answered {
        login,
        session: back.session,
        browser: attempt.browser,
        now: ports.clock.now(),
        attempt,
    };
    match answered.attempt.purpose.clone() {
        IdpPurpose::SignIn { next } => sign_in::sign_in(ports, answered, next).await,
        IdpPurpose::Link { account, next } => link::link(ports, answered, account, next).await,
        IdpPurpose::Test { by } => super::manage::tested(ports, answered, by).await,
        IdpPurpose::Consent(transaction) => consent::consent(ports, answered, transaction).await,
    }
}

/// The visit, which is spent by looking at it, when it belongs to this browser and connection.
async fn take(
    ports: &Ports,
    back: &IdpReturn,
    purpose: &mut Option<IdpPurpose>,
) -> Result<(IdpAttempt, IdpClient)> {
    let now = ports.clock.now();
    let id = ports.tokens.read_idp_state(&back.state).ok_or(Error::UnknownVisit)?;
    let mut tx = ports.storage.begin().await?;
    let attempt = tx.idp_attempts().take(id).await?.ok_or(Error::UnknownVisit)?;
    let client = tx.idp_connections().client(attempt.connection).await?;
    tx.commit().await?;
    if attempt.connection != back.connection {
        return Err(IdpRefusal::OtherIssuer.into());
    }
    let browser = ports.tokens.browser_key(&back.browser);
    // Only the browser that was sent away learns what for.
    *purpose = (browser == attempt.browser).then(|| attempt.purpose.clone());
    attempt.admit(browser, back.session, now)?;
    Ok((attempt, client.ok_or(Error::NotFound)?))
}

/// An error code as a provider sends it (RFC 6749, section 4.1.2.1), without anything else.
fn tamed(error: &str) -> String {
    error.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(64).collect()
}

/// What the audit chain and the log say about a refusal that is the provider's or the browser's part.
fn check(error: &Error) -> Option<String> {
    match error {
        Error::UnknownVisit => Some("state: unknown or used".to_owned()),
        Error::Attempt(refusal) => Some(refusal.to_string()),
        Error::IdpDenied(denied) => Some(format!("error: {denied}")),
        Error::Idp(IdpFault::Untrusted(claim)) => Some((*claim).to_owned()),
        Error::Idp(fault) => Some(fault.to_string()),
        Error::IdpRefused(refusal) => Some(refusal.name().to_owned()),
        Error::FirstLogin(refusal) => Some(refusal.to_string()),
        Error::LinkFirst => Some("first login: the address has an account".to_owned()),
        Error::NotAMember => Some("first login: the address has no account".to_owned()),
        Error::OtherAddress => Some("link: the address is another one".to_owned()),
        Error::IdentityTaken => Some("link: the identity belongs to somebody else".to_owned()),
        _ => None,
    }
}

async fn keep_refusal(ports: &Ports, connection: IdpConnectionId, check: String) -> Result<()> {
    let mut tx = ports.storage.begin().await?;
    if tx.idp_connections().find(connection).await?.is_none() {
        return Ok(());
    }
    let refused = Event {
        subject: Subject::IdpConnection(connection),
        at: ports.clock.now(),
        actor: Actor::Anyone,
        kind: EventKind::IdpRefused { check },
    };
    tx.audit().append(Events::one(refused)).await?;
    Ok(tx.commit().await?)
}
