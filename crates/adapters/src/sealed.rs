//! Secrets at rest: XChaCha20-Poly1305 under a key derived from the master key, bound to their rows.

use crate::master_key::DerivedKey;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::{TryRng, rngs::SysRng};
use zeroize::Zeroizing;

/// The first byte of what is stored: which key and cipher it was encrypted with.
const FORMAT: u8 = 1;
const NONCE_BYTES: usize = 24;

/// Nothing could be encrypted, or what was stored was not encrypted for this row.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct SealedError(&'static str);

/// Encrypts for the row that `row` names.
pub(crate) fn seal(key: &DerivedKey, row: &[u8], clear: &[u8]) -> Result<Vec<u8>, SealedError> {
    let mut nonce = [0; NONCE_BYTES];
    let no_randomness = |_| SealedError("the system has no randomness");
    SysRng.try_fill_bytes(&mut nonce).map_err(no_randomness)?;
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    let encrypted = cipher.encrypt(&XNonce::from(nonce), Payload { msg: clear, aad: row });
    let encrypted = encrypted.map_err(|_| SealedError("it is too long to encrypt"))?;
    Ok([&[FORMAT][..], &nonce, &encrypted].concat())
}

/// Decrypts what was encrypted for this row.
pub(crate) fn open(
    key: &DerivedKey,
    row: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealedError> {
    let unreadable = || SealedError("it was not encrypted for this row");
    let (&format, rest) = sealed.split_first().ok_or_else(unreadable)?;
    let (nonce, encrypted) = rest.split_first_chunk::<NONCE_BYTES>().ok_or_else(unreadable)?;
    if format != FORMAT {
        return Err(unreadable());
    }
    let cipher = XChaCha20Poly1305::new(key.bytes().into());
    let clear = cipher.decrypt(&XNonce::from(*nonce), Payload { msg: encrypted, aad: row });
    clear.map(Zeroizing::new).map_err(|_| unreadable())
}
