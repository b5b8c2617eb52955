//! The file of the master key, line by line.

use super::KeyError;
use super::derived::mac;
use std::fmt;
use std::str::FromStr;
use zeroize::Zeroizing;

/// Which master key: the first four bytes of a code under it, which tell nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 4]);

impl KeyId {
    pub(crate) const BYTES: usize = 4;

    pub(crate) const fn new(bytes: [u8; Self::BYTES]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; Self::BYTES] {
        &self.0
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl FromStr for KeyId {
    type Err = hex::FromHexError;

    /// Eight hexadecimal digits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; Self::BYTES];
        hex::decode_to_slice(text, &mut bytes).map(|()| Self(bytes))
    }
}

/// What a key of the file is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyUse {
    /// It is written with, and read.
    Written,
    /// It is read.
    Read,
    /// It is read; once it is written with, `next` is taken away.
    Next,
    /// Nothing that is written or read may rest on it. Of the first key the log's identity still does.
    Retired,
}

/// What the file says of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Used,
    Next,
    Retired,
}

/// A key of the file.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) id: KeyId,
    pub(super) key: Zeroizing<[u8; 32]>,
    pub(super) state: Use,
}

impl Entry {
    pub(super) fn new(key: Zeroizing<[u8; 32]>, state: Use) -> Self {
        let [a, b, c, d, ..] = mac(key.as_ref(), &[b"wariin/", b"key-id"]);
        Self { id: KeyId([a, b, c, d]), key, state }
    }
}

/// The keys of a file, in its order.
pub(super) fn read(text: &str) -> Result<Vec<Entry>, KeyError> {
    let mut entries: Vec<Entry> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (state, digits) = match line.split_once(char::is_whitespace) {
            None => (Use::Used, line),
            Some(("next", digits)) => (Use::Next, digits.trim_start()),
            Some(("retired", digits)) => (Use::Retired, digits.trim_start()),
            Some(_) => return Err(KeyError::Malformed(number)),
        };
        let mut key = Zeroizing::new([0; 32]);
        hex::decode_to_slice(digits, key.as_mut()).map_err(|_| KeyError::Malformed(number))?;
        let entry = Entry::new(key, state);
        if entries.iter().any(|earlier| earlier.id == entry.id) {
            return Err(KeyError::Repeated(number, entry.id));
        }
        entries.push(entry);
    }
    Ok(entries)
}
