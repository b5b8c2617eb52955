//! The hash of passwords of revisions 5 and 6 (ISO 32000-2, algorithm 2.B).

use aes::Aes128;
use aws_lc_rs::digest::{SHA256, SHA384, SHA512, digest};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeEncrypt, KeyIvInit};

/// The hash of a password with a salt; for the owner's, `user` are the 48 bytes of `U`.
pub(super) fn hash(revision: u64, password: &[u8], salt: &[u8], user: &[u8]) -> Option<Vec<u8>> {
    let mut key = digest(&SHA256, &[password, salt, user].concat()).as_ref().to_vec();
    if revision < 6 {
        return Some(key);
    }
    // It ends by round 287, because no byte is greater than 255.
    for round in 1_u16.. {
        let mut data = [password, &key, user].concat().repeat(64);
        let length = data.len();
        let (secret, vector) = key.get(..32)?.split_at(16);
        let cipher = cbc::Encryptor::<Aes128>::new_from_slices(secret, vector).ok()?;
        cipher.encrypt_padded::<NoPadding>(&mut data, length).ok()?;
        // The remainder of 16 bytes by 3 is that of their sum, because 256 leaves 1.
        let algorithm = match data.iter().take(16).map(|byte| u16::from(*byte)).sum::<u16>() % 3 {
            0 => &SHA256,
            1 => &SHA384,
            _ => &SHA512,
        };
        key = digest(algorithm, &data).as_ref().to_vec();
        if round >= 64 && data.last().is_none_or(|last| u16::from(*last) + 32 <= round) {
            break;
        }
    }
    key.truncate(32);
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by another implementation; the last byte is as large as it may be.
    #[test]
    fn it_ends_with_the_first_byte_that_is_small_enough() {
        let salt = 12_u64.to_be_bytes();
        let expected = "14996dcb818b2a8520ffb3f25505e23c9f28a2e9e942fc024dba606d626d8d7f";
        let made = hash(6, b"pass", &salt, b"").unwrap();
        assert_eq!(made.iter().map(|byte| format!("{byte:02x}")).collect::<String>(), expected);
    }
}
