//! Secrets at rest: XChaCha20-Poly1305 under a key derived from the master key, bound to their rows.
//!
//! ```text
//! 1 nonce ciphertext           under a key that is not named
//! 2 key nonce ciphertext       under the master key with this id (4 bytes)
//! ```
//!
//! While the ring holds one key, what is written names none, as releases write that know no ring.

use crate::master_key::{DerivedKey, KeyId};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::{TryRng, rngs::SysRng};
use zeroize::Zeroizing;

/// The first byte of what is stored.
const UNNAMED: u8 = 1;
const NAMED: u8 = 2;
const NONCE_BYTES: usize = 24;

/// Nothing could be encrypted, or what was stored cannot be decrypted.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SealedError {
    /// There is no key or no randomness to encrypt with.
    #[error("{0}")]
    Cannot(&'static str),
    /// It was encrypted for another row, or by another service, or was changed.
    #[error("it was not encrypted for this row")]
    Foreign,
    /// The ring does not hold its key.
    #[error("it was encrypted under the master key {0}, which this node's key file does not hold")]
    NoKey(KeyId),
}

/// Encrypts for the row that `row` names.
pub(crate) fn seal(key: &DerivedKey, row: &[u8], clear: &[u8]) -> Result<Vec<u8>, SealedError> {
    let mut nonce = [0; NONCE_BYTES];
    let no_randomness = |_| SealedError::Cannot("the system has no randomness");
    SysRng.try_fill_bytes(&mut nonce).map_err(no_randomness)?;
    let (id, bytes) = key.newest();
    let cipher = XChaCha20Poly1305::new(bytes.into());
    let encrypted = cipher.encrypt(&XNonce::from(nonce), Payload { msg: clear, aad: row });
    let encrypted = encrypted.map_err(|_| SealedError::Cannot("it is too long to encrypt"))?;
    let is_only = key.all().len() == 1;
    let head = if is_only { vec![UNNAMED] } else { [&[NAMED][..], id.as_bytes()].concat() };
    Ok([&head[..], &nonce, &encrypted].concat())
}

/// Decrypts what was encrypted for this row.
pub(crate) fn open(
    key: &DerivedKey,
    row: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, SealedError> {
    opened(key, row, sealed).map(|(_, clear)| clear)
}

/// Encrypts anew under the newest key what is not under it; `None` when there is nothing to do.
pub(crate) fn renewed(
    key: &DerivedKey,
    row: &[u8],
    sealed: &[u8],
) -> Result<Option<Vec<u8>>, SealedError> {
    let (id, clear) = opened(key, row, sealed)?;
    let names_it = key.all().len() == 1 || sealed.first() == Some(&NAMED);
    if id == key.newest().0 && names_it {
        return Ok(None);
    }
    seal(key, row, &clear).map(Some)
}

/// Under which key it was encrypted, and what.
fn opened(
    key: &DerivedKey,
    row: &[u8],
    sealed: &[u8],
) -> Result<(KeyId, Zeroizing<Vec<u8>>), SealedError> {
    let (&format, rest) = sealed.split_first().ok_or(SealedError::Foreign)?;
    let (named, rest) = match format {
        UNNAMED => (None, rest),
        NAMED => {
            let (id, rest) =
                rest.split_first_chunk::<{ KeyId::BYTES }>().ok_or(SealedError::Foreign)?;
            (Some(KeyId::new(*id)), rest)
        }
        _ => return Err(SealedError::Foreign),
    };
    let (nonce, encrypted) = rest.split_first_chunk::<NONCE_BYTES>().ok_or(SealedError::Foreign)?;
    let mut keys = key.all().filter(|(id, _)| named.is_none_or(|named| named == *id)).peekable();
    if let (None, Some(named)) = (keys.peek(), named) {
        return Err(SealedError::NoKey(named));
    }
    let decrypted = keys.find_map(|(id, bytes)| {
        let cipher = XChaCha20Poly1305::new(bytes.into());
        let clear = cipher.decrypt(&XNonce::from(*nonce), Payload { msg: encrypted, aad: row });
        clear.ok().map(|clear| (id, Zeroizing::new(clear)))
    });
    decrypted.ok_or(SealedError::Foreign)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::master_key::MasterKey;

    fn ring(lines: &[(&str, u8)]) -> DerivedKey {
        let lines =
            lines.iter().map(|(state, key)| format!("{state} {}\n", hex::encode([*key; 32])));
        MasterKey::parse(&lines.collect::<String>()).unwrap().derive("test")
    }

    // EV-02
    #[test]
    fn what_is_encrypted_names_its_key_and_is_encrypted_anew_under_the_newest() {
        let (old, both) = (ring(&[("", 1)]), ring(&[("", 1), ("", 2)]));
        let new = ring(&[("retired", 1), ("", 2)]);
        let unnamed = seal(&old, b"row", b"clear").unwrap();
        assert_eq!(unnamed[0], UNNAMED, "as the release before reads it");
        assert_eq!(open(&both, b"row", &unnamed).unwrap().as_slice(), b"clear");
        assert_eq!(open(&new, b"row", &unnamed), Err(SealedError::Foreign));

        let renewed_row = renewed(&both, b"row", &unnamed).unwrap().unwrap();
        let id = both.newest().0;
        assert_eq!((renewed_row[0], &renewed_row[1..5]), (NAMED, &id.as_bytes()[..]));
        assert_eq!(open(&new, b"row", &renewed_row).unwrap().as_slice(), b"clear");
        assert_eq!(renewed(&both, b"row", &renewed_row), Ok(None));
        assert_eq!(renewed(&old, b"row", &unnamed), Ok(None));
        assert_eq!(open(&old, b"row", &renewed_row), Err(SealedError::NoKey(id)));
        assert!(SealedError::NoKey(id).to_string().contains(&id.to_string()));

        // Under the newest already, but without a name: another rotation could not tell.
        let alone = seal(&ring(&[("", 2)]), b"row", b"clear").unwrap();
        assert!(renewed(&both, b"row", &alone).unwrap().is_some());
    }

    // EV-02
    #[test]
    fn what_was_encrypted_for_another_row_or_was_changed_is_not_read() {
        let both = ring(&[("", 1), ("", 2)]);
        let sealed = seal(&both, b"row", b"clear").unwrap();
        assert_eq!(open(&both, b"other", &sealed), Err(SealedError::Foreign));
        for place in 5..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert_eq!(open(&both, b"row", &changed), Err(SealedError::Foreign), "{place}");
        }
        for short in 0..sealed.len() {
            assert!(open(&both, b"row", &sealed[..short]).is_err(), "{short}");
        }
    }
}
