//! The second factor (2要素認証) of an account: an RFC 6238 authenticator, its state and its spent codes.

use crate::{AccountId, FactorId, SessionKey, Throttle, Throttled, Timestamp};
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

    /// The step's number.
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// One authenticator of an account. The seed itself is not here: it stays encrypted in storage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// Its id.
    pub id: FactorId,
    /// Whose it is.
    pub account: AccountId,
    /// Whether it counts yet.
    pub state: FactorState,
    /// The newest step of which a code was accepted; codes of it and of older ones are spent.
    pub last_step: Option<TimeStep>,
    /// Wrong codes in a row.
    pub throttle: Throttle,
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
    /// When the factor was confirmed, if it counts.
    pub fn confirmed_at(&self) -> Option<Timestamp> {
        match self.state {
            FactorState::Pending { .. } => None,
            FactorState::Active { confirmed_at } => Some(confirmed_at),
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
        self.last_step.is_some_and(|last| step <= last)
    }
}

/// A backup code (バックアップコード): lets its owner enrol a new factor, once; never a consent.
///
/// 80 bits as 16 letters and digits of RFC 4648 base32, shown in groups of four.
#[derive(Clone, PartialEq, Eq)]
pub struct BackupCode(String);

impl BackupCode {
    /// How many codes an enrolment hands out.
    pub const PER_ENROLMENT: usize = 10;

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

    /// Reads what somebody typed: blanks, hyphens and case do not matter.
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

impl core::fmt::Debug for BackupCode {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("BackupCode(..)")
    }
}
