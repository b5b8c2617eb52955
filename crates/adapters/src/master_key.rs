//! The master key: one file outside the database, from which every other symmetric key is derived.

use crate::new_file::make_new_file;
use hmac::{Hmac, KeyInit, Mac};
use rand::{TryRng, rngs::SysRng};
use sha2::Sha256;
use std::fs;
use std::io;
use std::path::Path;
use zeroize::Zeroizing;

/// 256 random bits from which keys are derived, one for each purpose.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; 32]>);

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the key file cannot be used")]
    File(#[from] io::Error),
    /// The file does not hold 64 hexadecimal digits.
    #[error("the key file does not hold 64 hexadecimal digits")]
    Malformed,
    /// The system has no randomness.
    #[error("the system has no randomness")]
    NoRandomness,
}

impl MasterKey {
    /// The key in this file; when there is none, a new one is written there, readable by its owner
    /// only.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn load_or_create(path: &Path) -> Result<Self, KeyError> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(text.trim()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::create(path),
            Err(error) => Err(error.into()),
        }
    }

    /// The key in this file, which has to be there.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        Self::parse(fs::read_to_string(path)?.trim())
    }

    /// A key from 32 bytes, for tests.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    fn parse(text: &str) -> Result<Self, KeyError> {
        let mut key = Zeroizing::new([0; 32]);
        hex::decode_to_slice(text, key.as_mut()).map_err(|_| KeyError::Malformed)?;
        Ok(Self(key))
    }

    fn create(path: &Path) -> Result<Self, KeyError> {
        let mut key = Zeroizing::new([0; 32]);
        SysRng.try_fill_bytes(key.as_mut()).map_err(|_| KeyError::NoRandomness)?;
        let text = Zeroizing::new(hex::encode(*key));
        if make_new_file(path, text.as_bytes())? {
            return Ok(Self(key));
        }
        // Another node came first.
        Self::parse(fs::read_to_string(path)?.trim())
    }

    /// The key for one purpose: HMAC-SHA256 of the purpose's name under the master key.
    pub(crate) fn derive(&self, purpose: &str) -> DerivedKey {
        DerivedKey(mac(self.0.as_ref(), &[b"wariin/", purpose.as_bytes()]))
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// A key for one purpose.
#[derive(Clone)]
pub(crate) struct DerivedKey([u8; 32]);

impl DerivedKey {
    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// HMAC-SHA256 of the parts, one after the other; the parts have fixed lengths or there is one.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        mac(&self.0, parts)
    }
}

fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes a key of any length")
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
