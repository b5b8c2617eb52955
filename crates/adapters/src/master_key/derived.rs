//! Keys for one purpose.

use super::file::{Entry, KeyId};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The least bytes of a code that may be compared: 128 bits.
const LEAST_CODE: usize = 16;

/// The keys for one purpose, one of each master key: HMAC-SHA256 of the purpose's name under it. The first is
/// written with.
#[derive(Clone)]
pub(crate) struct DerivedKey(Vec<(KeyId, Zeroizing<[u8; 32]>)>);

impl DerivedKey {
    /// Of at least one master key.
    pub(super) fn of<'a>(entries: impl Iterator<Item = &'a Entry>, purpose: &str) -> Self {
        let derived = |entry: &Entry| {
            let key = mac(entry.key.as_ref(), &[b"wariin/", purpose.as_bytes()]);
            (entry.id, Zeroizing::new(key))
        };
        Self(entries.map(derived).collect())
    }

    /// What is written with, and of which master key.
    pub(crate) fn newest(&self) -> (KeyId, &[u8; 32]) {
        let (id, key) = &self.0[0];
        (*id, key)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        self.newest().1
    }

    /// Each key, that which is written with first.
    pub(crate) fn all(&self) -> impl ExactSizeIterator<Item = (KeyId, &[u8; 32])> {
        self.0.iter().map(|(id, key)| (*id, &**key))
    }

    /// HMAC-SHA256 of the parts, one after the other; the parts have fixed lengths or there is one.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        mac(self.bytes(), parts)
    }

    /// The same under each key.
    pub(crate) fn macs(&self, parts: &[&[u8]]) -> impl Iterator<Item = (KeyId, [u8; 32])> {
        self.all().map(move |(id, key)| (id, mac(key, parts)))
    }

    /// Under which master key this code, or its beginning of at least 128 bits, is the code of the parts.
    pub(crate) fn maker(&self, parts: &[&[u8]], code: &[u8]) -> Option<KeyId> {
        let is_code = |made: &[u8; 32]| {
            code.len() >= LEAST_CODE
                && made.get(..code.len()).is_some_and(|made| made.ct_eq(code).into())
        };
        self.macs(parts).find(|(_, made)| is_code(made)).map(|(id, _)| id)
    }

    /// Whether this is the code of the parts under one of the keys.
    pub(crate) fn has_made(&self, parts: &[&[u8]], code: &[u8]) -> bool {
        self.maker(parts, code).is_some()
    }
}

pub(super) fn mac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        unreachable!("HMAC takes a key of any length")
    };
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
