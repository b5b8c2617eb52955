//! The ciphers of strings and streams (ISO 32000-2, section 7.6.3, algorithms 1 and 1.A).

use aes::{Aes128, Aes256};
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use md5::{Digest, Md5};
use rc4::{KeyInit, Rc4, StreamCipher};

const BLOCK: usize = 16;

/// How strings or streams are encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cipher {
    /// Not at all.
    Identity,
    Rc4,
    Aes128,
    Aes256,
}

impl Cipher {
    /// The data of the object `id`, decrypted; `None` where the file key does not suit the cipher.
    pub(super) fn undo(self, file_key: &[u8], id: (u32, u16), data: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Identity => Some(data.to_vec()),
            Self::Rc4 => rc4(&object_key(file_key, id, b""), data),
            Self::Aes128 => {
                // A shorter key is filled up with zeros, as other viewers do.
                let mut key = file_key.to_vec();
                key.resize(key.len().max(BLOCK), 0);
                unpadded::<cbc::Decryptor<Aes128>>(&object_key(&key, id, b"sAlT"), data)
            }
            Self::Aes256 => unpadded::<cbc::Decryptor<Aes256>>(file_key, data),
        }
    }
}

/// Algorithm 1, steps a to d.
fn object_key(file_key: &[u8], (number, generation): (u32, u16), salt: &[u8]) -> Vec<u8> {
    let (number, generation) = (number.to_le_bytes(), generation.to_le_bytes());
    let mut md5 = Md5::new();
    for part in [file_key, &number[..3], &generation, salt] {
        md5.update(part);
    }
    let digest = md5.finalize();
    digest[..digest.len().min(file_key.len() + 5)].to_vec()
}

pub(super) fn rc4(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let mut out = data.to_vec();
    Rc4::new_from_slice(key).ok()?.apply_keystream(&mut out);
    Some(out)
}

/// AES in CBC mode; the data begin with the initialization vector. What is cut off or wrongly padded is kept as
/// far as it goes, as viewers do.
fn unpadded<C: KeyIvInit + BlockModeDecrypt>(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let Some((vector, data)) = data.split_at_checked(BLOCK) else {
        return Some(Vec::new());
    };
    let mut out = decrypted::<C>(key, vector, data)?;
    let padding = usize::from(out.last().copied().unwrap_or_default());
    let kept = out.len().saturating_sub(padding);
    let is_padded = (1..=BLOCK).contains(&padding)
        && out[kept..].iter().all(|byte| usize::from(*byte) == padding);
    if is_padded {
        out.truncate(kept);
    }
    Some(out)
}

/// Whole blocks of AES in CBC mode, without padding.
pub(super) fn decrypted<C: KeyIvInit + BlockModeDecrypt>(
    key: &[u8],
    vector: &[u8],
    data: &[u8],
) -> Option<Vec<u8>> {
    let mut out = data[..data.len() - data.len() % BLOCK].to_vec();
    let cipher = C::new_from_slices(key, vector).ok()?;
    cipher.decrypt_padded::<NoPadding>(&mut out).ok()?;
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cbc::cipher::BlockModeEncrypt;

    fn encrypted(blocks: &[u8]) -> Vec<u8> {
        let mut out = blocks.to_vec();
        let cipher = cbc::Encryptor::<Aes256>::new_from_slices(&[7; 32], &[9; 16]).unwrap();
        cipher.encrypt_padded::<NoPadding>(&mut out, blocks.len()).unwrap();
        [&[9; 16][..], &out].concat()
    }

    #[test]
    fn data_of_aes_are_kept_as_far_as_they_go() {
        let undo = |data: &[u8]| Cipher::Aes256.undo(&[7; 32], (1, 0), data).unwrap();
        let text = *b"sixteen bytes...and 12 more.\x04\x04\x04\x04";
        assert_eq!(undo(&encrypted(&text)), text[..28]);
        // Wrong padding: nothing is taken away.
        for last in [0, 3, 17, 255] {
            let mut wrong = text;
            wrong[31] = last;
            assert_eq!(undo(&encrypted(&wrong)), wrong, "{last}");
        }
        assert_eq!(undo(&encrypted(&[17; 32])), [17; 32]);
        // A whole block of padding.
        assert_eq!(undo(&encrypted(&[16; 16])), b"");
        // Cut off within the last block, within the vector, and nothing at all.
        assert_eq!(undo(&encrypted(&text)[..47]), text[..16]);
        assert_eq!(undo(&encrypted(&text)[..16]), b"");
        assert_eq!(undo(&encrypted(&text)[..15]), b"");
        assert_eq!(undo(b""), b"");
        assert_eq!(Cipher::Aes256.undo(&[7; 16], (1, 0), &encrypted(&text)), None);
    }

    #[test]
    fn a_short_key_of_aes_is_filled_up_with_zeros() {
        let whole = [&[1; 7][..], &[0; 9]].concat();
        let undo = |key: &[u8]| Cipher::Aes128.undo(key, (3, 0), &[5; 48]).unwrap();
        assert_eq!(undo(&[1; 7]), undo(&whole));
        assert_ne!(undo(&[1; 8]), undo(&whole));
    }

    #[test]
    fn the_key_of_an_object_depends_on_number_generation_and_cipher() {
        let keys = [
            object_key(&[1; 5], (1, 0), b""),
            object_key(&[1; 5], (2, 0), b""),
            object_key(&[1; 5], (1, 1), b""),
            object_key(&[1; 5], (1, 0), b"sAlT"),
        ];
        assert!(keys.iter().all(|key| key.len() == 10));
        assert!((1..4).all(|other| keys[0] != keys[other]));
        assert_eq!(object_key(&[1; 16], (1, 0), b"").len(), 16);
    }
}
