//! The file encryption key that a password opens (ISO 32000-2, sections 7.6.4.3 and 7.6.4.4).

use super::cipher::{decrypted, rc4};
use super::handler::Handler;
use super::hash::hash;
use super::password::spellings;
use aes::Aes256;
use md5::{Digest, Md5};

/// What fills up short passwords (ISO 32000-2, algorithm 2, step a).
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

/// The key, if the password is the user's or the owner's.
pub(super) fn find(handler: &Handler, id: &[u8], password: &str) -> Option<Vec<u8>> {
    spellings(handler.revision, password).iter().find_map(|password| {
        if handler.revision >= 5 {
            return newer(handler, password);
        }
        let older = Older { handler, id };
        handler.key_lengths.iter().find_map(|length| {
            let padded = padded(password);
            older.by_user(&padded, *length).or_else(|| older.by_owner(&padded, *length))
        })
    })
}

/// Revisions 5 and 6 (algorithm 2.A). `O` and `U` are a hash, the salt of this hash, and the salt of a key by which
/// the file key is encrypted; what follows is filling.
fn newer(handler: &Handler, password: &[u8]) -> Option<Vec<u8>> {
    let (owner, user) = (handler.owner.get(..48)?, handler.user.get(..48)?);
    let parts = [(owner, &handler.owner_key, user), (user, &handler.user_key, &[])];
    parts.into_iter().find_map(|(entry, encrypted, with)| {
        let hash = |salt| hash(handler.revision, password, salt, with);
        (hash(&entry[32..40])? == entry[..32]).then_some(())?;
        let key = hash(&entry[40..48])?;
        decrypted::<cbc::Decryptor<Aes256>>(&key, &[0; 16], encrypted.get(..32)?)
    })
}

/// Revisions 2 to 4.
struct Older<'a> {
    handler: &'a Handler,
    id: &'a [u8],
}

impl Older<'_> {
    /// Algorithms 2 and 6.
    fn by_user(&self, padded: &[u8], length: usize) -> Option<Vec<u8>> {
        let handler = self.handler;
        let is_marked = handler.revision >= 4 && !handler.encrypts_metadata;
        let mark: &[u8] = if is_marked { &[0xff; 4] } else { &[] };
        let owner = handler.owner.get(..32).unwrap_or(&handler.owner);
        let digest = md5(&[padded, owner, &handler.permissions, self.id, mark]);
        let key = self.strengthened(digest, length);
        self.is_right(&key).then_some(key)
    }

    /// Algorithm 7: the owner's password opens the user's.
    fn by_owner(&self, padded: &[u8], length: usize) -> Option<Vec<u8>> {
        let key = self.strengthened(md5(&[padded]), length);
        let mut password = self.handler.owner.get(..32)?.to_vec();
        for round in (0..self.rounds()).rev() {
            password = rc4(&mixed(&key, round), &password)?;
        }
        self.by_user(&password, length)
    }

    /// The first bytes of a digest, which from revision 3 on is taken 50 times more.
    fn strengthened(&self, mut digest: [u8; 16], length: usize) -> Vec<u8> {
        let times = if self.handler.revision >= 3 { 50 } else { 0 };
        for _ in 0..times {
            digest = md5(&[&digest[..length]]);
        }
        digest[..length].to_vec()
    }

    /// Whether the key makes what stands in `U` (algorithms 4 and 5).
    fn is_right(&self, key: &[u8]) -> bool {
        let is_strong = self.handler.revision >= 3;
        let mut made =
            if is_strong { md5(&[&PADDING, self.id]).to_vec() } else { PADDING.to_vec() };
        for round in 0..self.rounds() {
            made = rc4(&mixed(key, round), &made).unwrap_or_default();
        }
        self.handler.user.get(..made.len()) == Some(&made[..])
    }

    fn rounds(&self) -> u8 {
        if self.handler.revision >= 3 { 20 } else { 1 }
    }
}

fn padded(password: &[u8]) -> Vec<u8> {
    [password, &PADDING].concat().into_iter().take(32).collect()
}

fn mixed(key: &[u8], round: u8) -> Vec<u8> {
    key.iter().map(|byte| byte ^ round).collect()
}

fn md5(parts: &[&[u8]]) -> [u8; 16] {
    let mut md5 = Md5::new();
    for part in parts {
        md5.update(part);
    }
    md5.finalize().into()
}
