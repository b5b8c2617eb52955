//! Second factors by RFC 6238, the seeds encrypted and bound to their rows.

use crate::master_key::{DerivedKey, MasterKey};
use crate::sealed;
use crate::typed::six_digits;
use rand::{TryRng, rngs::SysRng};
use totp_rs::{Algorithm, Builder, Secret, Totp};
use wariin_domain::{EmailAddress, TimeStep, Timestamp, Uuid};
use wariin_ports::{Enrolment, Seed, SeedOwner, TotpAuthenticator, TotpError};
use zeroize::Zeroizing;

/// 160 bits: the length RFC 4226 recommends, section 4.
const SEED_BYTES: usize = 20;

/// From which the key of seeds is derived.
pub(crate) const SEEDS: &str = "totp-seed";

/// Time-based one-time passwords: SHA-1, 6 digits, 30 seconds, one step of leeway.
pub struct TotpFactors {
    key: DerivedKey,
    issuer: String,
    next_code: NextCode,
}

/// Whether the code of the next step counts, which an app shows whose clock is ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NextCode {
    /// It counts, as the one of the step before.
    #[default]
    Accepted,
    /// It does not: codes of this step and the one before alone.
    Refused,
}

impl TotpFactors {
    /// Factors whose seeds are encrypted under a key derived from `master`, shown in apps under
    /// `issuer`.
    pub fn new(master: &MasterKey, issuer: impl Into<String>) -> Self {
        Self { key: master.derive(SEEDS), issuer: issuer.into(), next_code: NextCode::Accepted }
    }

    /// The same with another rule for codes of the next step.
    #[must_use]
    pub fn with_next_code(self, next_code: NextCode) -> Self {
        Self { next_code, ..self }
    }

    fn open(&self, seed: &Seed, owner: SeedOwner) -> Result<Zeroizing<Vec<u8>>, TotpError> {
        let clear = sealed::open(&self.key, &associated(owner), &seed.0);
        clear.map_err(|error| TotpError(error.into()))
    }

    fn totp(&self, seed: &[u8], account: &str) -> Result<Totp, TotpError> {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(TimeStep::SECONDS.unsigned_abs())
            .with_secret(Secret::from(seed))
            .with_account_name(account)
            .with_issuer(Some(self.issuer.as_str()))
            .build()
            .map_err(|e| TotpError(e.to_string().into()))
    }
}

impl TotpAuthenticator for TotpFactors {
    fn new_seed(&self, owner: SeedOwner) -> Result<Seed, TotpError> {
        let mut seed = Zeroizing::new([0; SEED_BYTES]);
        let no_randomness = |e: rand::rngs::SysError| TotpError(e.to_string().into());
        SysRng.try_fill_bytes(seed.as_mut()).map_err(no_randomness)?;
        let sealed = sealed::seal(&self.key, &associated(owner), seed.as_ref());
        sealed.map(Seed).map_err(|error| TotpError(error.into()))
    }

    fn enrolment(
        &self,
        seed: &Seed,
        owner: SeedOwner,
        account: &EmailAddress,
    ) -> Result<Enrolment, TotpError> {
        let seed = self.open(seed, owner)?;
        let totp = self.totp(&seed, account.as_str())?;
        let uri = totp.to_url().map_err(|e| TotpError(e.to_string().into()))?;
        Ok(Enrolment { uri, key: Secret::from(seed.as_slice()).to_base32() })
    }

    fn matching_step(
        &self,
        seed: &Seed,
        owner: SeedOwner,
        code: &str,
        now: Timestamp,
    ) -> Result<Option<TimeStep>, TotpError> {
        let seed = self.open(seed, owner)?;
        let Some(code) = six_digits(code) else {
            return Ok(None);
        };
        let Ok(seconds) = u64::try_from(now.as_seconds()) else {
            return Ok(None);
        };
        let step = self.totp(&seed, "any")?.check(&code, seconds).map(TimeStep::new);
        let now = seconds / TimeStep::SECONDS.unsigned_abs();
        Ok(step.filter(|step| self.next_code == NextCode::Accepted || step.number() <= now))
    }
}

/// The associated data that binds a seed to its row.
pub(crate) fn associated(owner: SeedOwner) -> [u8; 32] {
    let mut data = [0; 32];
    data[..16].copy_from_slice(Uuid::from(owner.account).as_bytes());
    data[16..].copy_from_slice(Uuid::from(owner.factor).as_bytes());
    data
}

/// An authenticator app that has scanned a QR code: the part of a person's phone, for the demo and for
/// tests.
#[derive(Clone, Debug)]
pub struct Authenticator(Totp);

impl Authenticator {
    /// Takes an `otpauth://` URI.
    ///
    /// # Errors
    /// [`TotpError`] when it is none.
    pub fn scan(uri: &str) -> Result<Self, TotpError> {
        Totp::from_url(uri).map(Self).map_err(|e| TotpError(e.to_string().into()))
    }

    /// The six digits that the app shows now.
    pub fn code(&self, now: Timestamp) -> String {
        let seconds = u64::try_from(now.as_seconds()).unwrap_or_default();
        self.0.generate(seconds).to_string()
    }
}
