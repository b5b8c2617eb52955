//! An authorization request: begun in one browser, answered once, in the same browser.

use super::{ConsentTransaction, IdpStatement, TestLogin};
use crate::{
    AccountId, Actor, AuthorizationRequestId, ClientNetwork, Content, DocumentId, EmailAddress,
    Event, EventKind, Events, IdpConnectionId, MAILBOX_CODE_LIFE, SessionKey, Span, Subject,
    Throttle, Throttled, Timestamp,
};
use alloc::string::String;

/// The SHA-256 of what ties forms to a browser.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BrowserKey([u8; 32]);

impl BrowserKey {
    /// Wraps the digest of a cookie.
    pub const fn new(sha256: [u8; 32]) -> Self {
        Self(sha256)
    }

    /// The digest.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl core::fmt::Debug for BrowserKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("BrowserKey(..)")
    }
}

/// An authorization request that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorizationRequest {
    /// Its id, from which `state`, PKCE verifier and, but for a consent, `nonce` are derived.
    pub id: AuthorizationRequestId,
    /// Where to.
    pub connection: IdpConnectionId,
    /// What for.
    pub purpose: AuthorizationPurpose,
    /// In which browser.
    pub browser: BrowserKey,
    /// In which session; the same one has to come back when there was one.
    pub session: Option<SessionKey>,
    /// When.
    pub began_at: Timestamp,
}

/// What an authorization request is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthorizationPurpose {
    /// Signing in, then going on to a place of ours.
    SignIn {
        /// The place, by its name.
        next: String,
    },
    /// Linking the identity to the account that is signed in.
    Link {
        /// The account.
        account: AccountId,
        /// The place to go on to.
        next: String,
    },
    /// Testing the connection.
    Test {
        /// The admin.
        by: AccountId,
        /// Which login of the test it is.
        login: TestLogin,
    },
    /// Getting a signed ID token for a consent.
    Consent(ConsentTransaction),
}

/// Why an answer is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallbackRefusal {
    /// It took too long.
    #[error("state: the authorization request began too long ago")]
    Expired,
    /// It came to another browser than the one that began the authorization request.
    #[error("state: another browser began the authorization request")]
    OtherBrowser,
    /// The session has changed since: another account is signed in, or none.
    #[error("state: another session began the authorization request")]
    OtherSession,
}

impl AuthorizationRequest {
    /// How long an authorization request may take.
    pub const LIFE: Span = Span::minutes(10);

    /// Whether the answer comes to the browser that the authorization request belongs to.
    ///
    /// # Errors
    /// [`CallbackRefusal`].
    pub fn admit(
        &self,
        browser: BrowserKey,
        session: Option<SessionKey>,
        now: Timestamp,
    ) -> Result<(), CallbackRefusal> {
        if browser != self.browser {
            return Err(CallbackRefusal::OtherBrowser);
        }
        if now > self.began_at.plus(Self::LIFE) {
            return Err(CallbackRefusal::Expired);
        }
        let is_bound = !matches!(self.purpose, AuthorizationPurpose::SignIn { .. });
        if is_bound && session != self.session {
            return Err(CallbackRefusal::OtherSession);
        }
        Ok(())
    }
}

/// The first login of an identity that no account is linked to: it waits for a mailed code, typed into the
/// browser that logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstLogin {
    /// The authorization request, and the id of the code.
    pub id: AuthorizationRequestId,
    /// The browser.
    pub browser: BrowserKey,
    /// The network that it asked from.
    pub network: ClientNetwork,
    /// What the provider said.
    pub said: IdpStatement,
    /// The address whose mailbox is to be confirmed.
    pub address: EmailAddress,
    /// The place to go on to.
    pub next: String,
    /// When it came in.
    pub at: Timestamp,
    /// Wrong codes so far.
    pub throttle: Throttle,
}

impl FirstLogin {
    /// The code was asked for, to be mailed.
    pub fn asked(&self) -> Events {
        self.happened(EventKind::IdpCodeAsked { authorization: self.id }, self.at)
    }

    /// Counts a wrong code.
    pub fn mistyped(&mut self, now: Timestamp) -> Events {
        self.throttle = self.throttle.failed(now);
        self.happened(EventKind::IdpRefused { check: "first login: wrong code".into() }, now)
    }

    fn happened(&self, kind: EventKind, at: Timestamp) -> Events {
        let subject = Subject::IdpConnection(self.said.identity.connection);
        Events::one(Event { subject, at, actor: Actor::Unidentified, kind })
    }

    /// Whether a code may be tried now; after five wrong ones the login has to begin again.
    ///
    /// # Errors
    /// [`FirstLoginError`].
    pub fn admit(&self, browser: BrowserKey, now: Timestamp) -> Result<(), FirstLoginError> {
        if browser != self.browser {
            return Err(FirstLoginError::OtherBrowser);
        }
        if now > self.at.plus(MAILBOX_CODE_LIFE) {
            return Err(FirstLoginError::Expired);
        }
        if self.throttle.failures() >= Throttle::FREE {
            return Err(Throttled::Locked.into());
        }
        Ok(())
    }
}

/// Why the code of a first login must not even be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FirstLoginError {
    /// Another browser logged in.
    #[error("another browser logged in")]
    OtherBrowser,
    /// Too late.
    #[error("the code is no longer valid")]
    Expired,
    /// Too many wrong codes.
    #[error(transparent)]
    Throttled(#[from] Throttled),
}

/// The ID token of a consent with all that is needed to verify it again: the digest of the preimage is the
/// `nonce` in the ID token, which the provider's key signed.
#[derive(Clone, PartialEq, Eq)]
pub struct IdTokenEvidence {
    /// The consent that was asked for.
    pub transaction: ConsentTransaction,
    /// The document.
    pub document: DocumentId,
    /// What was consented to; its digest is part of the preimage.
    pub content: Content,
    /// The ID token as it came in (JWS, compact).
    pub id_token: String,
    /// The key that signed it (JWK, as JSON).
    pub key: String,
    /// When it came in.
    pub received_at: Timestamp,
}

impl core::fmt::Debug for IdTokenEvidence {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "IdTokenEvidence({})", self.transaction.id)
    }
}
