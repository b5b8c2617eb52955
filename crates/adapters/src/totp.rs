//! Second factors by RFC 6238, the seeds encrypted and bound to their rows.

use crate::master_key::{DerivedKey, MasterKey};
use crate::typed::six_digits;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::{TryRng, rngs::SysRng};
use totp_rs::{Algorithm, Builder, Secret, Totp};
use wariin_domain::{EmailAddress, TimeStep, Timestamp, Uuid};
use wariin_ports::{Enrolment, SecondFactorError, SecondFactors, Seed, SeedOwner};
use zeroize::Zeroizing;

/// 160 bits: the length RFC 4226 recommends, section 4.
const SEED_BYTES: usize = 20;
/// The first byte of a stored seed: which key and cipher it was encrypted with.
const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 24;

/// Time-based one-time passwords: SHA-1, 6 digits, 30 seconds, one step of leeway.
pub struct TotpFactors {
    key: DerivedKey,
    issuer: String,
}

impl TotpFactors {
    /// Factors whose seeds are encrypted under a key derived from `master`, shown in apps under
    /// `issuer`.
    pub fn new(master: &MasterKey, issuer: impl Into<String>) -> Self {
        Self { key: master.derive("totp-seed"), issuer: issuer.into() }
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.key.bytes().into())
    }

    fn open(&self, seed: &Seed, owner: SeedOwner) -> Result<Zeroizing<Vec<u8>>, SecondFactorError> {
        let unreadable = || SecondFactorError("the seed was not encrypted for this row".into());
        let (&format, rest) = seed.0.split_first().ok_or_else(unreadable)?;
        let (nonce, encrypted) = rest.split_first_chunk::<NONCE_BYTES>().ok_or_else(unreadable)?;
        if format != FORMAT {
            return Err(unreadable());
        }
        let payload = Payload { msg: encrypted, aad: &associated(owner) };
        let clear = self.cipher().decrypt(&XNonce::from(*nonce), payload);
        clear.map(Zeroizing::new).map_err(|_| unreadable())
    }

    fn totp(&self, seed: &[u8], account: &str) -> Result<Totp, SecondFactorError> {
        Builder::new()
            .with_algorithm(Algorithm::SHA1)
            .with_digits(6)
            .with_skew(1)
            .with_step_duration(TimeStep::SECONDS.unsigned_abs())
            .with_secret(Secret::from(seed))
            .with_account_name(account)
            .with_issuer(Some(self.issuer.as_str()))
            .build()
            .map_err(|e| SecondFactorError(e.to_string().into()))
    }
}

impl SecondFactors for TotpFactors {
    fn new_seed(&self, owner: SeedOwner) -> Result<Seed, SecondFactorError> {
        let mut seed = Zeroizing::new([0; SEED_BYTES]);
        let mut nonce = [0; NONCE_BYTES];
        let random = |bytes: &mut [u8]| {
            SysRng.try_fill_bytes(bytes).map_err(|e| SecondFactorError(e.to_string().into()))
        };
        random(seed.as_mut())?;
        random(&mut nonce)?;
        let payload = Payload { msg: seed.as_ref(), aad: &associated(owner) };
        let encrypted = self.cipher().encrypt(&XNonce::from(nonce), payload);
        let encrypted = encrypted.map_err(|e| SecondFactorError(e.to_string().into()))?;
        Ok(Seed([&[FORMAT][..], &nonce, &encrypted].concat()))
    }

    fn enrolment(
        &self,
        seed: &Seed,
        owner: SeedOwner,
        account: &EmailAddress,
    ) -> Result<Enrolment, SecondFactorError> {
        let seed = self.open(seed, owner)?;
        let totp = self.totp(&seed, account.as_str())?;
        let uri = totp.to_url().map_err(|e| SecondFactorError(e.to_string().into()))?;
        Ok(Enrolment { uri, key: Secret::from(seed.as_slice()).to_base32() })
    }

    fn matching_step(
        &self,
        seed: &Seed,
        owner: SeedOwner,
        code: &str,
        now: Timestamp,
    ) -> Result<Option<TimeStep>, SecondFactorError> {
        let seed = self.open(seed, owner)?;
        let Some(code) = six_digits(code) else {
            return Ok(None);
        };
        let Ok(seconds) = u64::try_from(now.as_seconds()) else {
            return Ok(None);
        };
        Ok(self.totp(&seed, "any")?.check(&code, seconds).map(TimeStep::new))
    }
}

fn associated(owner: SeedOwner) -> [u8; 32] {
    let mut data = [0; 32];
    data[..16].copy_from_slice(Uuid::from(owner.account).as_bytes());
    data[16..].copy_from_slice(Uuid::from(owner.factor).as_bytes());
    data
}

/// An authenticator app that has scanned a QR code: what a person's phone does, for the demo and for
/// tests.
#[derive(Clone, Debug)]
pub struct Authenticator(Totp);

impl Authenticator {
    /// Takes an `otpauth://` URI.
    ///
    /// # Errors
    /// [`SecondFactorError`] when it is none.
    pub fn scan(uri: &str) -> Result<Self, SecondFactorError> {
        Totp::from_url(uri).map(Self).map_err(|e| SecondFactorError(e.to_string().into()))
    }

    /// The six digits that the app shows now.
    pub fn code(&self, now: Timestamp) -> String {
        let seconds = u64::try_from(now.as_seconds()).unwrap_or_default();
        self.0.generate(seconds).to_string()
    }
}
