//! Time-based one-time passwords (RFC 6238): making seeds and matching codes.

use wariin_domain::{AccountId, EmailAddress, FactorId, TimeStep, Timestamp};

/// An encrypted seed, as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(pub Vec<u8>);

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(..)")
    }
}

/// The row a seed belongs to; a seed moved to another row cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeedOwner {
    /// The account.
    pub account: AccountId,
    /// The factor.
    pub factor: FactorId,
}

/// What an authenticator app needs.
#[derive(Clone)]
pub struct Enrolment {
    /// The `otpauth://totp/…` URI for a QR code.
    pub uri: String,
    /// The same seed as text (RFC 4648 base32), for typing (セットアップキー).
    pub key: String,
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Enrolment(..)")
    }
}

/// Second factors: SHA-1, 6 digits, 30 seconds, one step of leeway either way.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait TotpAuthenticator: Send + Sync {
    /// A new encrypted seed of 160 random bits.
    ///
    /// # Errors
    /// [`TotpError`].
    fn new_seed(&self, owner: SeedOwner) -> Result<Seed, TotpError>;

    /// What to show to the person who enrols.
    ///
    /// # Errors
    /// [`TotpError`].
    fn enrolment(
        &self,
        seed: &Seed,
        owner: SeedOwner,
        account: &EmailAddress,
    ) -> Result<Enrolment, TotpError>;

    /// The time step whose code this is, if it is one of the accepted steps. Full-width digits and
    /// blanks are read as meant. The caller spends the step.
    ///
    /// # Errors
    /// [`TotpError`] when the seed cannot be read: never a "no".
    fn matching_step(
        &self,
        seed: &Seed,
        owner: SeedOwner,
        code: &str,
        now: Timestamp,
    ) -> Result<Option<TimeStep>, TotpError>;
}

/// The seed cannot be read or made.
#[derive(Debug, thiserror::Error)]
#[error("the factor's seed cannot be used")]
pub struct TotpError(#[source] pub Box<dyn std::error::Error + Send + Sync>);
