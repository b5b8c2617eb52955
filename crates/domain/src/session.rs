//! A browser session: what has been proved in it so far, and until when it counts.

use crate::{
    AccountId, Actor, EmailAddress, Event, EventKind, Events, FactorId, FactorMethod, IdpLogin,
    Recipient, RecipientId, SeenFrom, SignIn, SignInMethod, Span, Timestamp, Uuid,
};
use alloc::vec::Vec;

/// The SHA-256 of the session cookie: what storage knows of a session, never the cookie itself.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SessionKey([u8; 32]);

impl SessionKey {
    /// Wraps the digest of a cookie.
    pub const fn new(sha256: [u8; 32]) -> Self {
        Self(sha256)
    }

    /// The digest.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first half of the digest, by which the owner's list names the session. No cookie follows from it.
    pub fn handle(&self) -> Uuid {
        let mut half = [0; 16];
        half.copy_from_slice(&self.0[..16]);
        Uuid::from_bytes(half)
    }
}

impl core::fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("SessionKey(..)")
    }
}

/// What a browser session has proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its key in storage.
    pub key: SessionKey,
    /// When it began, under this or an earlier key.
    pub began_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// Who is signed in.
    pub sign_in: Option<SignIn>,
    /// A weak sign-in of an account that has a second factor: it counts for nothing until a code of that
    /// factor, or a backup code, completes it.
    pub awaiting_code: Option<SignIn>,
    /// The mailbox that a mailed code proved in this session (class E1).
    pub mailbox: Option<ProvenMailbox>,
    /// The login at a provider with which the session began, whatever was proved in it since: when the
    /// provider ends that login, the session ends.
    pub idp: Option<IdpOrigin>,
    /// Whether the session began by a passkey alone: no password was typed in it, whatever was proved since.
    pub by_passkey: bool,
    /// The recipient whose mailed link opened a document without the request, by pressing its
    /// button (メール認証), and the generation of that link.
    pub opened: Option<(RecipientId, u32)>,
    /// The recipients whose access codes were typed, in this order: one person may read several documents beside each
    /// other. See [`Self::unlock`].
    pub unlocked: Vec<RecipientId>,
    /// From where it was used last; `None` before its first page.
    pub seen_from: Option<SeenFrom>,
}

/// The login at a provider with which a session began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdpOrigin {
    /// The login.
    pub login: IdpLogin,
    /// When the provider had authenticated the person.
    pub at: Timestamp,
}

/// A mailbox proved in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProvenMailbox {
    /// The recipient whose address it is.
    pub recipient: RecipientId,
    /// The address to which the code was mailed: the sender of a draft may give the recipient another one since.
    pub address: EmailAddress,
    /// When.
    pub at: Timestamp,
}

impl ProvenMailbox {
    /// Whether it is the mailbox that the sender has written for this recipient.
    pub fn is_of(&self, recipient: &Recipient) -> bool {
        self.recipient == recipient.id && self.address == recipient.details.email
    }
}

impl Session {
    /// A session ends when nothing happened in it for this long.
    pub const IDLE: Span = Span::minutes(60);
    /// A session ends this long after it began.
    pub const LIFE: Span = Span::hours(24);
    /// Of so many recipients at most a session remembers that their access codes were typed.
    pub const MOST_UNLOCKED: usize = 50;

    /// A new session in which nothing is proved.
    pub fn begin(key: SessionKey, now: Timestamp) -> Self {
        Self {
            key,
            began_at: now,
            seen_at: now,
            sign_in: None,
            awaiting_code: None,
            mailbox: None,
            idp: None,
            by_passkey: false,
            opened: None,
            unlocked: Vec::new(),
            seen_from: None,
        }
    }

    /// The access code of this recipient was typed. Of more than [`Self::MOST_UNLOCKED`] the first one is forgotten.
    pub fn unlock(&mut self, recipient: RecipientId) {
        self.unlocked.retain(|unlocked| *unlocked != recipient);
        self.unlocked.push(recipient);
        let too_many = self.unlocked.len().saturating_sub(Self::MOST_UNLOCKED);
        self.unlocked.drain(..too_many);
    }

    /// The recipient, if the access code was typed for this one.
    pub fn unlocked_for(&self, recipient: RecipientId) -> Option<RecipientId> {
        self.unlocked.contains(&recipient).then_some(recipient)
    }

    /// Whether the session still counts.
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.seen_at.plus(Self::IDLE) && now < self.began_at.plus(Self::LIFE)
    }

    /// The session after a sign-in: under a new key and with a new life. What another account proved in it
    /// before does not go over. A weak sign-in of an account that has a second factor awaits its code and is
    /// recorded when the code completes it.
    pub fn signed_in(
        mut self,
        key: SessionKey,
        sign_in: SignIn,
        has_factor: bool,
        now: Timestamp,
    ) -> (Self, Events) {
        if self.owner().is_some_and(|before| before != sign_in.account()) {
            self.mailbox = None;
            self.opened = None;
            self.unlocked.clear();
        }
        self.idp = match sign_in.method() {
            SignInMethod::Idp { at, login } => Some(IdpOrigin { login: login.clone(), at: *at }),
            SignInMethod::Password { .. } | SignInMethod::TwoFactor { .. } => None,
        };
        self.by_passkey = match sign_in.method() {
            SignInMethod::TwoFactor { method, .. } => *method == FactorMethod::Passkey,
            SignInMethod::Password { .. } | SignInMethod::Idp { .. } => false,
        };
        self.key = key;
        self.began_at = now;
        self.seen_at = now;
        self.set(sign_in, has_factor);
        let events = self.sign_in.as_ref().map(|sign_in| signed_in_event(sign_in, now));
        (self, events.unwrap_or_default())
    }

    /// Whose session it is: the account that is signed in, or that would be with a code.
    pub fn owner(&self) -> Option<AccountId> {
        self.sign_in.as_ref().or(self.awaiting_code.as_ref()).map(SignIn::account)
    }

    /// The sign-in counts, or awaits a code where it is weak and the account has a factor.
    fn set(&mut self, sign_in: SignIn, has_factor: bool) {
        let awaits_code = has_factor && !sign_in.is_strong();
        (self.sign_in, self.awaiting_code) =
            if awaits_code { (None, Some(sign_in)) } else { (Some(sign_in), None) };
    }

    /// The session after the factor used in it was taken away: under a new key, and as it began, by
    /// password or by the provider's login; it awaits a code where the account has another factor. A sign-in
    /// that awaited a code of the factor counts from now on, and is recorded. A session that began by a passkey
    /// alone has nothing to go back to: it is signed out.
    pub fn without_factor(
        mut self,
        key: SessionKey,
        account: AccountId,
        has_factor: bool,
        now: Timestamp,
    ) -> (Self, Events) {
        if self.by_passkey {
            let ended = self.ended(now);
            return (Self { seen_from: self.seen_from, ..Self::begin(key, now) }, ended);
        }
        let awaited = self.awaiting_code.is_some();
        let method = match &self.idp {
            Some(origin) => SignInMethod::Idp { at: origin.at, login: origin.login.clone() },
            None => SignInMethod::Password { at: now },
        };
        self.key = key;
        self.seen_at = now;
        self.set(SignIn::new(account, method), has_factor);
        let completed = self.sign_in.as_ref().filter(|_| awaited);
        let events = completed.map(|sign_in| signed_in_event(sign_in, now)).unwrap_or_default();
        (self, events)
    }

    /// The session after a code was spent in it: strong, under a new key. A sign-in that awaited the code is
    /// complete with it.
    pub fn stepped_up(
        mut self,
        key: SessionKey,
        used: UsedFactor,
        now: Timestamp,
    ) -> (Self, Events) {
        let stepped_up = EventKind::SteppedUp { factor: used.factor };
        let account = self.owner();
        let completed = self.awaiting_code.take();
        let signed_in = completed.as_ref().map(|sign_in| signed_in_event(sign_in, now));
        self.sign_in = completed.or(self.sign_in);
        let stepped_up = account.map(|account| happened(account, stepped_up, now));
        self.renew(key, now);
        self.factor_used(used, now);
        (self, signed_in.unwrap_or_default().and(stepped_up.unwrap_or_default()))
    }

    /// The session after it enrolled the account's first factor: strong, under a new key.
    #[must_use]
    pub fn enrolled(mut self, key: SessionKey, used: UsedFactor, now: Timestamp) -> Self {
        self.renew(key, now);
        self.factor_used(used, now);
        self
    }

    /// The session after its account got another address: under a new key, and without what it had proved of
    /// mailboxes.
    #[must_use]
    pub fn readdressed(mut self, key: SessionKey, now: Timestamp) -> Self {
        self.renew(key, now);
        self.mailbox = None;
        self.opened = None;
        self.unlocked.clear();
        self
    }

    /// The session goes on under a new key.
    pub fn renew(&mut self, key: SessionKey, now: Timestamp) {
        self.key = key;
        self.seen_at = now;
    }

    /// The session ends because the person signed out.
    pub fn ended(&self, now: Timestamp) -> Events {
        let account = self.sign_in.as_ref().map(SignIn::account);
        account.map(|account| happened(account, EventKind::SignedOut, now)).unwrap_or_default()
    }

    /// The session ends because the provider said that its login has ended.
    pub fn ended_by_provider(&self, now: Timestamp) -> Events {
        let Some(account) = self.owner() else {
            return Events::none();
        };
        let ended = EventKind::SignedOutByIdp;
        Events::one(Event::of_account(account, now, Actor::Service, ended))
    }

    /// Notes that the provider has authenticated the person anew, within a session that stays as it is
    /// otherwise.
    pub fn idp_authenticated(&mut self, authenticated_at: Timestamp) {
        if let Some(sign_in) = &self.sign_in
            && let SignInMethod::Idp { login, .. } = sign_in.method()
        {
            let method = SignInMethod::Idp { at: authenticated_at, login: login.clone() };
            self.sign_in = Some(SignIn::new(sign_in.account(), method));
        }
    }

    /// Notes that a code of `factor` was spent, within a session that stays as it is otherwise.
    pub fn factor_used(&mut self, used: UsedFactor, now: Timestamp) {
        if let Some(sign_in) = &self.sign_in {
            let method = SignInMethod::TwoFactor {
                at: now,
                factor: used.factor,
                method: used.method,
                enrolled_at: used.enrolled_at,
                behind_code: used.behind_code,
            };
            self.sign_in = Some(SignIn::new(sign_in.account(), method));
        }
    }
}

/// What a sign-in is recorded as, once it counts.
fn signed_in_event(sign_in: &SignIn, now: Timestamp) -> Events {
    let kind = match sign_in.method() {
        SignInMethod::Idp { login, .. } => EventKind::SignedInByIdp { login: login.clone() },
        SignInMethod::Password { .. } => EventKind::SignedIn { two_factor: false },
        SignInMethod::TwoFactor { .. } => EventKind::SignedIn { two_factor: true },
    };
    happened(sign_in.account(), kind, now)
}

fn happened(account: AccountId, kind: EventKind, now: Timestamp) -> Events {
    Events::one(Event::of_account(account, now, Actor::Account(account), kind))
}

/// The factor whose code was just spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedFactor {
    /// The factor.
    pub factor: FactorId,
    /// Its kind.
    pub method: FactorMethod,
    /// When it was confirmed at its enrolment.
    pub enrolled_at: Timestamp,
    /// Whether it was enrolled behind a mailed code; `None` where this is not known.
    pub behind_code: Option<bool>,
}
