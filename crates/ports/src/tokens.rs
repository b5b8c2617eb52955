//! Secrets that are handed out and known again: cookies, links, mailed codes.
//!
//! Links and mailed codes are derived from ids with a key outside the database, so that neither the
//! database nor the outbox ever holds one.

use wariin_domain::{
    AccountReport, AuthorizationRequestId, BackupCode, BrowserKey, EmailDomain, FileDigest,
    IdpConnectionId, MailboxCodeId, PasswordResetId, RecipientId, SessionKey, Timestamp, Uuid,
};

/// The secret of a browser session.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionCookie(pub String);

impl std::fmt::Debug for SessionCookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionCookie(..)")
    }
}

/// What a genuine link says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinkClaim {
    /// The recipient it was made for.
    pub recipient: RecipientId,
    /// Which of the recipient's links it is.
    pub generation: u32,
}

/// What a genuine link of a preflight (事前確認) says. It opens no document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreflightClaim {
    /// The recipient who is asked.
    pub recipient: RecipientId,
    /// Which of the recipient's preflights it belongs to: when it was asked.
    pub asked_at: Timestamp,
}

/// The keyed digest of a backup code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CodeHash(pub [u8; 32]);

impl std::fmt::Debug for CodeHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeHash(..)")
    }
}

/// Makes and recognises secrets.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Tokens: Send + Sync {
    /// A new session cookie of 256 random bits.
    fn new_session(&self) -> SessionCookie;

    /// The key under which a session is stored.
    fn session_key(&self, cookie: &SessionCookie) -> SessionKey;

    /// The secret part of a mailed link.
    fn link(&self, claim: LinkClaim) -> String;

    /// What a link says, if it is one of ours.
    fn read_link(&self, token: &str) -> Option<LinkClaim>;

    /// What a link says that came with what mail programs add to it or leave of it: brackets, blanks, line
    /// breaks, escapes. A link that is not whole says nothing.
    fn read_damaged_link(&self, text: &str) -> Option<LinkClaim>;

    /// Which recipient a link names whose end was cut off. Nothing proves it.
    fn recipient_of_cut_link(&self, text: &str) -> Option<RecipientId>;

    /// The secret part of the mailed link of a preflight.
    fn preflight_link(&self, claim: PreflightClaim) -> String;

    /// What such a link says, if it is one of ours; read as a damaged link.
    fn read_preflight_link(&self, token: &str) -> Option<PreflightClaim>;

    /// The secret part of a mailed link that lets a new password be set.
    fn password_reset_link(&self, reset: PasswordResetId) -> String;

    /// Which wish for a new password a link belongs to, if it is one of ours; read as a damaged link.
    fn read_password_reset_link(&self, token: &str) -> Option<PasswordResetId>;

    /// The secret part of the link in the email about a change of an account.
    fn report_link(&self, report: AccountReport) -> String;

    /// What such a link says, if it is one of ours; read as a damaged link.
    fn read_report_link(&self, token: &str) -> Option<AccountReport>;

    /// The six digits of a mailed code.
    fn mailbox_code(&self, code: MailboxCodeId) -> String;

    /// Whether these are the digits of the code; takes as long for a near miss. Full-width digits
    /// and blanks are read as meant.
    fn is_mailbox_code(&self, code: MailboxCodeId, typed: &str) -> bool;

    /// Ten new backup codes.
    fn new_backup_codes(&self) -> Vec<BackupCode>;

    /// What is stored of a backup code.
    fn backup_code_hash(&self, code: &BackupCode) -> CodeHash;

    /// The `state` of an authorization request.
    fn idp_state(&self, authorization: AuthorizationRequestId) -> String;

    /// Which authorization request a `state` belongs to, if it is one of ours.
    fn read_idp_state(&self, state: &str) -> Option<AuthorizationRequestId>;

    /// The PKCE verifier of an authorization request: 43 characters (RFC 7636, section 4.1).
    fn pkce_verifier(&self, authorization: AuthorizationRequestId) -> String;

    /// The `nonce` of an authorization request that is for no consent.
    fn idp_nonce(&self, authorization: AuthorizationRequestId) -> String;

    /// The `nonce` that commits to a consent: the SHA-256 of its preimage in base64url.
    fn consent_nonce(&self, preimage: &[u8]) -> String;

    /// SHA-256 of a text.
    fn text_digest(&self, text: &str) -> FileDigest;

    /// 256 random bits.
    fn random(&self) -> [u8; 32];

    /// The key under which a browser is known.
    fn browser_key(&self, browser: &str) -> BrowserKey;

    /// What the TXT record of a domain has to say.
    fn domain_challenge(&self, connection: IdpConnectionId, domain: &EmailDomain) -> String;

    /// The id of what a form makes: the same whenever the same form (`key`) comes again from the same place
    /// (`scope`: the account, or the document, that the thing is made for), and the id of nothing else.
    fn form_id(&self, scope: Uuid, key: Uuid) -> Uuid;

    /// The token that proves a form to come from a page that was shown to this browser.
    fn form_token(&self, browser: &str) -> String;

    /// Whether this is such a token for this browser.
    fn is_form_token(&self, browser: &str, token: &str) -> bool;
}
