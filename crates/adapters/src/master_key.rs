//! The master key: one file outside the database, from which every other symmetric key is derived. It is a ring:
//! the newest key is written with, older ones are still read (ADR 82).

mod derived;
mod file;

use crate::new_file::make_new_file;
use file::{Entry, Use};
use rand::{TryRng, rngs::SysRng};
use std::fs;
use std::io;
use std::path::Path;
use zeroize::Zeroizing;

pub(crate) use derived::DerivedKey;
pub use file::{KeyId, KeyUse};

/// The keys of 256 random bits from which keys are derived, one for each purpose.
#[derive(Clone)]
pub struct MasterKey {
    /// In the order of the file, oldest first; one at least is in use.
    entries: Vec<Entry>,
    /// Which of them is written with.
    newest: usize,
}

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("the key file cannot be used")]
    File(#[from] io::Error),
    /// A line is no key.
    #[error(
        "line {0} of the key file is not 64 hexadecimal digits, alone or after \"next\" or \"retired\""
    )]
    Malformed(usize),
    /// A key stands there twice.
    #[error("line {0} of the key file repeats the key {1}")]
    Repeated(usize, KeyId),
    /// No key is to be written with.
    #[error("the key file holds no key that is in use: one line has to be 64 hexadecimal digits")]
    NoneInUse,
    /// The system has no randomness.
    #[error("the system has no randomness")]
    NoRandomness,
}

impl MasterKey {
    /// The keys in this file; when there is none, a new one is written there, readable by its owner
    /// only.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn load_or_create(path: &Path) -> Result<Self, KeyError> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Self::create(path),
            Err(error) => Err(error.into()),
        }
    }

    /// The keys in this file, which has to be there.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        Self::parse(&Zeroizing::new(fs::read_to_string(path)?))
    }

    /// The keys in a text of the file's form: a key a line, oldest first, as 64 hexadecimal digits. Before a key
    /// may stand `next`: it is read and not yet written with; or `retired`: nothing may rest on it any more. Empty
    /// lines and those that begin with `#` are passed over.
    ///
    /// # Errors
    /// [`KeyError`] names the line.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let entries = file::read(text)?;
        let newest = entries.iter().rposition(|entry| entry.state == Use::Used);
        newest.map(|newest| Self { entries, newest }).ok_or(KeyError::NoneInUse)
    }

    /// One key from 32 bytes, for tests.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self { entries: vec![Entry::new(Zeroizing::new(bytes), Use::Used)], newest: 0 }
    }

    /// A new key as a line of the file.
    ///
    /// # Errors
    /// [`KeyError::NoRandomness`].
    pub fn new_line() -> Result<Zeroizing<String>, KeyError> {
        let mut key = Zeroizing::new([0; 32]);
        SysRng.try_fill_bytes(key.as_mut()).map_err(|_| KeyError::NoRandomness)?;
        Ok(Zeroizing::new(hex::encode(*key)))
    }

    fn create(path: &Path) -> Result<Self, KeyError> {
        let text = Self::new_line()?;
        if make_new_file(path, text.as_bytes())? {
            return Self::parse(&text);
        }
        // Another node came first.
        Self::load(path)
    }

    /// The key that is written with.
    pub fn newest(&self) -> KeyId {
        self.entries[self.newest].id
    }

    /// Every key in the order of the file, and what it is used for.
    pub fn uses(&self) -> Vec<(KeyId, KeyUse)> {
        let told = |(place, entry): (usize, &Entry)| {
            let told = match entry.state {
                Use::Used if place == self.newest => KeyUse::Written,
                Use::Used => KeyUse::Read,
                Use::Next => KeyUse::Next,
                Use::Retired => KeyUse::Retired,
            };
            (entry.id, told)
        };
        self.entries.iter().enumerate().map(told).collect()
    }

    /// Which keys are read: all but the retired ones.
    pub fn read(&self) -> Vec<KeyId> {
        self.readable().map(|entry| entry.id).collect()
    }

    fn readable(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.state != Use::Retired)
    }

    /// The keys for one purpose: written with the newest, read with all that are not retired.
    pub(crate) fn derive(&self, purpose: &str) -> DerivedKey {
        let newest = &self.entries[self.newest];
        let others = self.readable().filter(|entry| entry.id != newest.id);
        DerivedKey::of(std::iter::once(newest).chain(others), purpose)
    }

    /// The key for a purpose whose values are made twice and compared, and live for minutes: that of the oldest key
    /// which is not retired, so that nodes on both sides of a change of the newest make the same.
    pub(crate) fn derive_oldest(&self, purpose: &str) -> DerivedKey {
        let used = |entry: &&Entry| entry.state == Use::Used;
        DerivedKey::of(self.entries.iter().filter(used).take(1), purpose)
    }

    /// The key for a purpose that outlives every change of the master key: that of the first key of the file, which
    /// never leaves it.
    pub(crate) fn derive_lasting(&self, purpose: &str) -> DerivedKey {
        DerivedKey::of(self.entries.iter().take(1), purpose)
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

#[cfg(test)]
mod tests;
