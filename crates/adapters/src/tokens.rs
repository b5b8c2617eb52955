//! Links, mailed codes and form tokens, derived with keys that are not in the database.

mod damaged;

use crate::master_key::{DerivedKey, MasterKey};
use crate::typed::six_digits;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::Rng;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use wariin_domain::{
    AccountChange, AccountId, AccountReport, AuthorizationRequestId, BackupCode, BrowserKey,
    EmailDomain, FileDigest, IdpConnectionId, MailboxCodeId, PasswordResetId, RecipientId,
    SessionKey, Timestamp, Uuid,
};
use wariin_ports::{CodeHash, LinkClaim, PreflightClaim, SessionCookie, Tokens};

const MAC_BYTES: usize = 20;
const LINK_BYTES: usize = 16 + 4 + MAC_BYTES;
const PREFLIGHT_BYTES: usize = 16 + 8 + MAC_BYTES;
const FORM_BYTES: usize = 24;

/// Secrets under keys derived from the master key: made with its newest key, and recognised when any key of the ring
/// that is not retired has made them.
pub struct KeyedTokens {
    link: DerivedKey,
    preflight: DerivedKey,
    mailbox: DerivedKey,
    password_reset: DerivedKey,
    report: DerivedKey,
    backup: DerivedKey,
    form: DerivedKey,
    form_id: DerivedKey,
    state: DerivedKey,
    pkce: DerivedKey,
    nonce: DerivedKey,
    domain: DerivedKey,
}

impl KeyedTokens {
    /// Secrets of the service that holds this key.
    pub fn new(master: &MasterKey) -> Self {
        Self {
            link: master.derive("link"),
            preflight: master.derive("preflight"),
            mailbox: master.derive("mailbox-code"),
            password_reset: master.derive("password-reset"),
            report: master.derive("account-report"),
            backup: master.derive_lasting("backup-code"),
            form: master.derive("form"),
            form_id: master.derive_oldest("form-id"),
            state: master.derive("idp-state"),
            pkce: master.derive_oldest("idp-pkce"),
            nonce: master.derive_oldest("idp-nonce"),
            domain: master.derive_lasting("idp-domain"),
        }
    }

    /// What the set-up page asks for on a service that other machines can reach: the same at every node, and after
    /// each start.
    pub fn set_up_token(master: &MasterKey) -> String {
        let mac = master.derive_lasting("set-up-token").mac(&[b"first account"]);
        URL_SAFE_NO_PAD.encode(&mac[..FORM_BYTES])
    }

    /// 160 bits over recipient and generation.
    fn link_mac(&self, head: &[u8]) -> [u8; MAC_BYTES] {
        let mut short = [0; MAC_BYTES];
        short.copy_from_slice(&self.link.mac(&[head])[..MAC_BYTES]);
        short
    }

    /// What the link of a report says that is ours to the letter.
    fn genuine_report(&self, token: &str) -> Option<AccountReport> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (head, mac) = bytes.split_last_chunk::<MAC_BYTES>()?;
        let genuine = self.report.has_made(&[head], mac);
        let (account, rest) = head.split_first_chunk::<16>()?;
        let (at, change) = rest.split_first_chunk::<8>()?;
        let change = AccountChange::parse(std::str::from_utf8(change).ok()?)?;
        genuine.then(|| AccountReport {
            account: AccountId::from(Uuid::from_bytes(*account)),
            change,
            at: Timestamp::from_micros(i64::from_be_bytes(*at)),
        })
    }

    /// What the link of a preflight says that is ours to the letter.
    fn genuine_preflight(&self, token: &str) -> Option<PreflightClaim> {
        let bytes: [u8; PREFLIGHT_BYTES] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
        let (head, mac) = bytes.split_last_chunk::<MAC_BYTES>()?;
        let genuine = self.preflight.has_made(&[head], mac);
        let (recipient, asked_at) = head.split_first_chunk::<16>()?;
        genuine.then_some(PreflightClaim {
            recipient: RecipientId::from(Uuid::from_bytes(*recipient)),
            asked_at: Timestamp::from_micros(i64::from_be_bytes(asked_at.try_into().ok()?)),
        })
    }

    /// What a token says that is ours to the letter.
    fn genuine_link(&self, token: &str) -> Option<LinkClaim> {
        let bytes: [u8; LINK_BYTES] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
        let (head, mac) = bytes.split_at(LINK_BYTES - MAC_BYTES);
        let (recipient, generation) = head.split_first_chunk::<16>()?;
        self.link.has_made(&[head], mac).then_some(LinkClaim {
            recipient: RecipientId::from(Uuid::from_bytes(*recipient)),
            generation: u32::from_be_bytes(generation.try_into().ok()?),
        })
    }
}

impl Tokens for KeyedTokens {
    fn new_session(&self) -> SessionCookie {
        let mut bytes = [0; 32];
        rand::rng().fill_bytes(&mut bytes);
        SessionCookie(URL_SAFE_NO_PAD.encode(bytes))
    }

    fn session_key(&self, cookie: &SessionCookie) -> SessionKey {
        SessionKey::new(Sha256::digest(cookie.0.as_bytes()).into())
    }

    fn link(&self, claim: LinkClaim) -> String {
        let mut token = Vec::with_capacity(LINK_BYTES);
        token.extend_from_slice(Uuid::from(claim.recipient).as_bytes());
        token.extend_from_slice(&claim.generation.to_be_bytes());
        token.extend_from_slice(&self.link_mac(&token));
        URL_SAFE_NO_PAD.encode(token)
    }

    fn read_link(&self, token: &str) -> Option<LinkClaim> {
        self.genuine_link(token)
    }

    fn read_damaged_link(&self, text: &str) -> Option<LinkClaim> {
        let readings = damaged::readings(text, Some(letters_for(LINK_BYTES)));
        readings.iter().find_map(|token| self.genuine_link(token))
    }

    fn recipient_of_cut_link(&self, text: &str) -> Option<RecipientId> {
        // 22 letters hold the 16 bytes of the id and 4 bits of what follows; with two more they are whole bytes.
        let head = damaged::head(text, 22);
        if head.len() < 22 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(head + "AA").ok()?;
        let id: [u8; 16] = bytes.first_chunk().copied()?;
        Some(RecipientId::from(Uuid::from_bytes(id)))
    }

    fn preflight_link(&self, claim: PreflightClaim) -> String {
        let asked_at = claim.asked_at.as_micros().to_be_bytes();
        let head = [&Uuid::from(claim.recipient).as_bytes()[..], &asked_at[..]].concat();
        let mac = self.preflight.mac(&[&head]);
        URL_SAFE_NO_PAD.encode([&head[..], &mac[..MAC_BYTES]].concat())
    }

    fn read_preflight_link(&self, token: &str) -> Option<PreflightClaim> {
        let readings = damaged::readings(token, Some(letters_for(PREFLIGHT_BYTES)));
        readings.iter().find_map(|token| self.genuine_preflight(token))
    }

    fn password_reset_link(&self, reset: PasswordResetId) -> String {
        signed_id(&self.password_reset, reset.into())
    }

    fn read_password_reset_link(&self, token: &str) -> Option<PasswordResetId> {
        let readings = damaged::readings(token, Some(letters_for(16 + MAC_BYTES)));
        let id = readings.iter().find_map(|token| read_signed_id(&self.password_reset, token));
        id.map(PasswordResetId::from)
    }

    fn report_link(&self, report: AccountReport) -> String {
        let head = report_head(report);
        let mac = self.report.mac(&[&head]);
        URL_SAFE_NO_PAD.encode([&head[..], &mac[..MAC_BYTES]].concat())
    }

    fn read_report_link(&self, token: &str) -> Option<AccountReport> {
        damaged::readings(token, None).iter().find_map(|token| self.genuine_report(token))
    }

    fn mailbox_code(&self, code: MailboxCodeId) -> String {
        number_of(&self.mailbox.mac(&[Uuid::from(code).as_bytes()]))
    }

    fn is_mailbox_code(&self, code: MailboxCodeId, typed: &str) -> bool {
        let Some(typed) = six_digits(typed) else {
            return false;
        };
        let id = Uuid::from(code);
        let is_it = |mac: [u8; 32]| number_of(&mac).as_bytes().ct_eq(typed.as_bytes()).into();
        self.mailbox.macs(&[id.as_bytes()]).any(|(_, mac)| is_it(mac))
    }

    fn new_backup_codes(&self) -> Vec<BackupCode> {
        let mut random = rand::rng();
        std::iter::repeat_with(|| {
            let mut entropy = [0; 10];
            random.fill_bytes(&mut entropy);
            BackupCode::from_entropy(entropy)
        })
        .take(BackupCode::AT_ONCE)
        .collect()
    }

    fn backup_code_hash(&self, code: &BackupCode) -> CodeHash {
        CodeHash(self.backup.mac(&[code.expose().as_bytes()]))
    }

    fn idp_state(&self, authorization: AuthorizationRequestId) -> String {
        signed_id(&self.state, authorization.into())
    }

    fn read_idp_state(&self, state: &str) -> Option<AuthorizationRequestId> {
        read_signed_id(&self.state, state).map(AuthorizationRequestId::from)
    }

    fn pkce_verifier(&self, authorization: AuthorizationRequestId) -> String {
        URL_SAFE_NO_PAD.encode(self.pkce.mac(&[Uuid::from(authorization).as_bytes()]))
    }

    fn idp_nonce(&self, authorization: AuthorizationRequestId) -> String {
        URL_SAFE_NO_PAD.encode(self.nonce.mac(&[Uuid::from(authorization).as_bytes()]))
    }

    fn consent_nonce(&self, preimage: &[u8]) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(preimage))
    }

    fn text_digest(&self, text: &str) -> FileDigest {
        FileDigest::new(Sha256::digest(text.as_bytes()).into())
    }

    fn random(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        rand::rng().fill_bytes(&mut bytes);
        bytes
    }

    fn browser_key(&self, browser: &str) -> BrowserKey {
        BrowserKey::new(Sha256::digest(browser.as_bytes()).into())
    }

    fn domain_challenge(&self, connection: IdpConnectionId, domain: &EmailDomain) -> String {
        let id = Uuid::from(connection);
        let mac = self.domain.mac(&[id.as_bytes(), domain.as_str().as_bytes()]);
        format!("wariin-verification={}", hex::encode(&mac[..MAC_BYTES]))
    }

    fn form_id(&self, scope: Uuid, key: Uuid) -> Uuid {
        let mac = self.form_id.mac(&[scope.as_bytes(), key.as_bytes()]);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&mac[..16]);
        // Version 8 (RFC 9562, section 5.8): no other id of the service has it.
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        Uuid::from_bytes(bytes)
    }

    fn form_token(&self, browser: &str) -> String {
        URL_SAFE_NO_PAD.encode(&self.form.mac(&[browser.as_bytes()])[..FORM_BYTES])
    }

    fn is_form_token(&self, browser: &str, token: &str) -> bool {
        let code = URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
        code.len() == FORM_BYTES && self.form.has_made(&[browser.as_bytes()], &code)
    }
}

/// Six digits of a code.
fn number_of(mac: &[u8; 32]) -> String {
    let number = mac.iter().take(8).fold(0_u64, |n, b| n << 8 | u64::from(*b));
    format!("{:06}", number % 1_000_000)
}

/// How many letters of base64url so many bytes take.
const fn letters_for(bytes: usize) -> usize {
    (bytes * 8).div_ceil(6)
}

/// Account, time and the name of the change.
fn report_head(report: AccountReport) -> Vec<u8> {
    let AccountReport { account, change, at } = report;
    let (account, at) = (Uuid::from(account), at.as_micros().to_be_bytes());
    [&account.as_bytes()[..], &at[..], change.name().as_bytes()].concat()
}

/// An id with 160 bits that prove it to be ours.
fn signed_id(key: &DerivedKey, id: Uuid) -> String {
    let id = id.as_bytes();
    URL_SAFE_NO_PAD.encode([&id[..], &key.mac(&[id])[..MAC_BYTES]].concat())
}

fn read_signed_id(key: &DerivedKey, text: &str) -> Option<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let (id, mac) = bytes.split_first_chunk::<16>()?;
    let is_genuine = mac.len() == MAC_BYTES && key.has_made(&[id], mac);
    is_genuine.then(|| Uuid::from_bytes(*id))
}
