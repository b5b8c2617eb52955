//! The second factor (2要素認証) of an account: an RFC 6238 authenticator, its state and its spent codes.

use crate::{
    AccountId, Actor, Event, EventKind, Events, FactorId, FactorName, OrganisationAdmin, Refusal,
    SessionKey, Throttle, Throttled, Timestamp, UsedFactor,
};
use alloc::string::String;

/// A 30-second step of RFC 6238, counted from the Unix epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeStep(u64);

impl TimeStep {
    /// The length of a step in seconds.
    pub const SECONDS: i64 = 30;

    /// The step with this number.
    pub const fn new(step: u64) -> Self {
        Self(step)
    }

    /// The newest step of which a code is taken at this instant, with the leeway of one step.
    pub const fn newest_taken(now: Timestamp) -> Self {
        let steps = now.as_seconds().div_euclid(Self::SECONDS) + 1;
        Self(if steps < 0 { 0 } else { steps.cast_unsigned() })
    }

    /// The step's number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// One second factor of an account, which may have several. The seed of an authenticator app is not here: it
/// stays encrypted in storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Its id.
    pub id: FactorId,
    /// The account.
    pub account: AccountId,
    /// What its owner calls it.
    pub name: FactorName,
    /// What it is.
    pub kind: FactorKind,
    /// Whether it counts yet.
    pub state: FactorState,
    /// Wrong codes in a row.
    pub throttle: Throttle,
    /// When it was last used to sign in or for a step, if it was.
    pub last_used_at: Option<Timestamp>,
}

/// What a factor is, with what has to be remembered of its use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorKind {
    /// An authenticator app (認証アプリ, RFC 6238).
    Totp {
        /// The newest step of which a code was accepted; codes of it and of older ones are spent.
        last_step: Option<TimeStep>,
    },
    /// A passkey (パスキー, Web Authentication).
    Passkey,
}

/// The kind of a factor as sign-ins and evidence name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorMethod {
    /// An authenticator app (認証アプリ).
    Totp,
    /// A passkey (パスキー), with the user verified by it.
    Passkey,
}

impl FactorMethod {
    /// Every method.
    pub const ALL: [Self; 2] = [Self::Totp, Self::Passkey];

    /// The stable name: `totp` or `passkey`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Totp => "totp",
            Self::Passkey => "passkey",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// What a new factor begins with.
#[derive(Clone, Debug)]
pub struct NewFactor {
    /// Its id.
    pub id: FactorId,
    /// The account.
    pub account: AccountId,
    /// What its owner calls it.
    pub name: FactorName,
    /// The session that begins the enrolment; no other may confirm it.
    pub session: SessionKey,
}

/// Where a factor is in its life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactorState {
    /// Its seed was shown, no code came back yet. Only the session that began may confirm it.
    Pending {
        /// When the seed was shown.
        since: Timestamp,
        /// The session that began the enrolment.
        session: SessionKey,
    },
    /// A code proved that its owner holds the seed.
    Active {
        /// When.
        confirmed_at: Timestamp,
        /// Whether a mailed code had proved the mailbox of the account in the session that enrolled it; `None` for a
        /// factor that was enrolled before this was kept.
        behind_code: Option<bool>,
    },
}

/// By what an active factor was removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorRemoval {
    /// By its owner, with a fresh code of it.
    OwnCode,
    /// By a backup code, in the place of the factor's own.
    BackupCode,
    /// By an admin of the organisation.
    Admin,
}

impl FactorRemoval {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::OwnCode, Self::BackupCode, Self::Admin];

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.name() == name)
    }

    /// The stable name that stands in the audit log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OwnCode => "own_code",
            Self::BackupCode => "backup_code",
            Self::Admin => "admin",
        }
    }
}

impl Factor {
    /// How many factors an account may have.
    pub const MAX_PER_ACCOUNT: usize = 10;

    /// Begins the enrolment of an authenticator app. It does not count before a code confirms it.
    pub fn begin_totp(new: NewFactor, now: Timestamp) -> Self {
        Self {
            id: new.id,
            account: new.account,
            name: new.name,
            kind: FactorKind::Totp { last_step: None },
            state: FactorState::Pending { since: now, session: new.session },
            throttle: Throttle::clear(),
            last_used_at: None,
        }
    }

    /// A passkey that was registered in this session; it counts from now on. `behind_code` as for
    /// [`Self::confirm`].
    pub fn enrol_passkey(new: NewFactor, behind_code: bool, now: Timestamp) -> (Self, Events) {
        let mut factor = Self {
            id: new.id,
            account: new.account,
            name: new.name,
            kind: FactorKind::Passkey,
            state: FactorState::Pending { since: now, session: new.session },
            throttle: Throttle::clear(),
            last_used_at: None,
        };
        let enrolled = factor.confirm(behind_code, now);
        (factor, enrolled)
    }

    /// The owner calls it by another name.
    pub fn rename(&mut self, name: FactorName, now: Timestamp) -> Events {
        if self.name == name {
            return Events::none();
        }
        self.name = name;
        self.happened(EventKind::FactorRenamed { factor: self.id }, now)
    }

    /// Confirms the factor after a first code; `behind_code` says whether a mailed code had proved the
    /// mailbox in the same session.
    pub fn confirm(&mut self, behind_code: bool, now: Timestamp) -> Events {
        self.state = FactorState::Active { confirmed_at: now, behind_code: Some(behind_code) };
        let method = self.method();
        self.happened(EventKind::FactorEnrolled { factor: self.id, method, behind_code }, now)
    }

    /// Backup codes of the account were shown. Where it had others, these no longer count, and its owner is told.
    pub fn backup_codes_shown(&self, are_there_others: bool, now: Timestamp) -> Events {
        let kind = if are_there_others {
            EventKind::BackupCodesReplaced
        } else {
            EventKind::BackupCodesShown
        };
        self.happened(kind, now)
    }

    /// When the factor was confirmed, if it counts.
    pub fn confirmed_at(&self) -> Option<Timestamp> {
        match self.state {
            FactorState::Pending { .. } => None,
            FactorState::Active { confirmed_at, .. } => Some(confirmed_at),
        }
    }

    /// Whether a mailed code had proved the mailbox in the session that enrolled it; `None` where this is not known.
    pub fn behind_code(&self) -> Option<bool> {
        match self.state {
            FactorState::Pending { .. } => None,
            FactorState::Active { behind_code, .. } => behind_code,
        }
    }

    /// The kind of the factor, as evidence names it.
    pub fn method(&self) -> FactorMethod {
        match self.kind {
            FactorKind::Totp { .. } => FactorMethod::Totp,
            FactorKind::Passkey => FactorMethod::Passkey,
        }
    }

    /// Whether a code may be evaluated at all now.
    ///
    /// # Errors
    /// [`Throttled`] after too many wrong ones.
    pub fn admit(&self, now: Timestamp) -> Result<(), Throttled> {
        self.throttle.admit(now)
    }

    /// Whether a code of this step has already been used, or an even newer one has.
    pub fn has_spent(&self, step: TimeStep) -> bool {
        match self.kind {
            FactorKind::Totp { last_step } => last_step.is_some_and(|last| step <= last),
            FactorKind::Passkey => false,
        }
    }

    /// Whether a code of a step that is still to come was used: the clock of the service went back.
    pub fn is_ahead_of(&self, now: Timestamp) -> bool {
        match self.kind {
            FactorKind::Totp { last_step } => {
                last_step.is_some_and(|last| last > TimeStep::newest_taken(now))
            }
            FactorKind::Passkey => false,
        }
    }

    /// What a session remembers of the factor after its use.
    pub fn used(&self, now: Timestamp) -> UsedFactor {
        let enrolled_at = self.confirmed_at().unwrap_or(now);
        let behind_code = self.behind_code();
        UsedFactor { factor: self.id, method: self.method(), enrolled_at, behind_code }
    }

    /// Counts a wrong code.
    pub fn mistyped(&mut self, now: Timestamp) {
        self.throttle = self.throttle.failed(now);
    }

    /// A code was refused.
    pub fn refused(&self, refusal: Refusal, now: Timestamp) -> Events {
        self.happened(EventKind::SignInRefused { refusal }, now)
    }

    /// The factor is removed by its owner, with a fresh code of a factor of the account.
    pub fn removed_by_owner(&self, now: Timestamp) -> Events {
        self.removed(FactorRemoval::OwnCode, Actor::Account(self.account), now)
    }

    /// A backup code removes every factor of the account.
    pub fn removed_by_backup_code(factors: &[Self], now: Timestamp) -> Events {
        let Some(first) = factors.first() else {
            return Events::none();
        };
        let used = first.happened(EventKind::BackupCodeUsed, now);
        let owner = Actor::Account(first.account);
        factors.iter().fold(used, |events, factor| {
            events.and(factor.removed(FactorRemoval::BackupCode, owner, now))
        })
    }

    /// An admin of the owner's organisation removes every factor of the account.
    pub fn removed_by_admin(factors: &[Self], by: OrganisationAdmin, now: Timestamp) -> Events {
        Self::reset(factors, Actor::Account(by.account()), now)
    }

    /// The operator removes every factor of the account, for an owner who lost them.
    pub fn removed_by_operator(factors: &[Self], now: Timestamp) -> Events {
        Self::reset(factors, Actor::Operator, now)
    }

    fn reset(factors: &[Self], by: Actor, now: Timestamp) -> Events {
        factors.iter().fold(Events::none(), |events, factor| {
            events.and(factor.removed(FactorRemoval::Admin, by, now))
        })
    }

    fn removed(&self, by: FactorRemoval, actor: Actor, now: Timestamp) -> Events {
        let removed = EventKind::FactorRemoved { factor: self.id, by };
        Events::one(Event::of_account(self.account, now, actor, removed))
    }

    fn happened(&self, kind: EventKind, now: Timestamp) -> Events {
        let owner = Actor::Account(self.account);
        Events::one(Event::of_account(self.account, now, owner, kind))
    }
}

/// A backup code (バックアップコード): lets its owner enrol a new factor, once; never a consent.
///
/// 80 bits as 16 letters and digits of RFC 4648 base32, shown in groups of four.
#[derive(Clone, PartialEq, Eq)]
pub struct BackupCode(String);

impl BackupCode {
    /// How many codes are made at once.
    pub const AT_ONCE: usize = 10;

    const LETTERS: &'static [u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// The code made of 80 random bits.
    pub fn from_entropy(entropy: [u8; 10]) -> Self {
        let bits = entropy.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        let message = |place: u32| {
            let five = (bits >> (75 - 5 * place)) & 31;
            char::from(Self::LETTERS[five as usize % 32])
        };
        Self((0..16).map(message).collect())
    }

    /// Reads what was typed: blanks, hyphens and case do not matter.
    pub fn typed(text: &str) -> Self {
        let meant = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
        Self(meant.flat_map(char::to_uppercase).take(64).collect())
    }

    /// The code without its hyphens, to be hashed and compared.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The code as it is shown, once: `XXXX-XXXX-XXXX-XXXX`.
    pub fn shown(&self) -> String {
        let mut shown = String::new();
        for (place, message) in self.0.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                shown.push('-');
            }
            shown.push(message);
        }
        shown
    }
}

/// The backup codes that an account has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BackupCodeStock {
    /// How many of them were not used yet.
    pub left: u64,
    /// Whether their owner said that they are saved.
    pub are_saved: bool,
}

impl BackupCodeStock {
    /// Whether the owner of a factor has to be reminded to save backup codes: there are none, or they were
    /// shown and may never have been saved.
    pub const fn is_reminder_due(self) -> bool {
        self.left == 0 || !self.are_saved
    }
}

impl core::fmt::Debug for BackupCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("BackupCode(..)")
    }
}
