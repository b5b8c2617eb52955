//! How often a secret may be guessed: counted in storage, cleared by success only.

use crate::{Span, Timestamp};

/// Consecutive failures against one secret (a factor, a password, a mailbox).
///
/// The first five cost nothing. After the fifth the next try waits one minute, doubling with every
/// further failure; after the tenth the secret is locked until it is replaced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Throttle {
    failures: u32,
    blocked_until: Option<Timestamp>,
}

/// Why no try is allowed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Throttled {
    /// Too many failures in a row: wait.
    #[error("too many wrong tries; try again later")]
    Wait {
        /// The first instant at which a try is allowed again.
        until: Timestamp,
    },
    /// Far too many failures in a row: this secret is not accepted any more.
    #[error("too many wrong tries; this secret is locked")]
    Locked,
}

impl Throttle {
    /// Failures that cost nothing.
    pub const FREE: u32 = 5;
    /// Failures after which a secret that can be replaced is locked.
    pub const LOCK: u32 = 10;
    /// Failures after which not even a recovery code is tried.
    pub const CEILING: u32 = 100;

    /// No failure yet.
    pub const fn clear() -> Self {
        Self { failures: 0, blocked_until: None }
    }

    /// What was stored.
    pub const fn restore(failures: u32, blocked_until: Option<Timestamp>) -> Self {
        Self { failures, blocked_until }
    }

    /// Consecutive failures so far.
    pub const fn failures(&self) -> u32 {
        self.failures
    }

    /// Until when no try is allowed.
    pub const fn blocked_until(&self) -> Option<Timestamp> {
        self.blocked_until
    }

    /// Whether a secret that locks may be tried now.
    ///
    /// # Errors
    /// [`Throttled`] when it must not even be evaluated.
    pub fn admit(&self, now: Timestamp) -> Result<(), Throttled> {
        if self.failures >= Self::LOCK {
            return Err(Throttled::Locked);
        }
        self.admit_after_waiting(now)
    }

    /// Whether a recovery code may be tried now: also while the factor is locked, since it
    /// unlocks it, but never after [`Self::CEILING`] failures.
    ///
    /// # Errors
    /// [`Throttled`].
    pub fn admit_recovery(&self, now: Timestamp) -> Result<(), Throttled> {
        if self.failures >= Self::CEILING {
            return Err(Throttled::Locked);
        }
        self.admit_after_waiting(now)
    }

    /// Whether a secret that never locks, such as a password, may be tried now: otherwise
    /// knowing the address would be enough to lock the owner out.
    ///
    /// # Errors
    /// [`Throttled::Wait`].
    pub fn admit_after_waiting(&self, now: Timestamp) -> Result<(), Throttled> {
        match self.blocked_until {
            Some(until) if now < until => Err(Throttled::Wait { until }),
            _ => Ok(()),
        }
    }

    /// The count after one more failure at `now`.
    #[must_use]
    pub fn failed(self, now: Timestamp) -> Self {
        let failures = self.failures.saturating_add(1);
        let blocked_until = failures
            .checked_sub(Self::FREE)
            .map(|beyond| now.plus(Span::minutes(1 << beyond.min(6))));
        Self { failures, blocked_until }
    }

    /// The count after one more failure of a secret that never locks: the wait stays one minute, so
    /// that another person's guesses hardly keep the owner out.
    #[must_use]
    pub fn failed_briefly(self, now: Timestamp) -> Self {
        let failures = self.failures.saturating_add(1);
        let blocked_until = (failures >= Self::FREE).then(|| now.plus(Span::minutes(1)));
        Self { failures, blocked_until }
    }
}
