//! The bytes that a revision is appended to, hashed once (SHA-256): for names that they cannot contain, and for the
//! signature over them and what follows.

use aws_lc_rs::digest::{Context, SHA256};
use std::fmt;

/// So many bytes at the beginning of a file, hashed.
pub(crate) struct Hashed {
    length: usize,
    state: Context,
}

impl Hashed {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let mut state = Context::new(&SHA256);
        state.update(bytes);
        Self { length: bytes.len(), state }
    }

    /// How many bytes these are.
    pub(crate) fn length(&self) -> usize {
        self.length
    }

    /// The SHA-256 of these bytes followed by others.
    pub(crate) fn followed_by(&self, parts: &[&[u8]]) -> Vec<u8> {
        let mut state = self.state.clone();
        for part in parts {
            state.update(part);
        }
        state.finish().as_ref().to_vec()
    }
}

impl fmt::Debug for Hashed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hashed").field("length", &self.length).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cms::algorithm::Hash;

    #[test]
    fn bytes_and_what_follows_them_have_the_digest_of_the_whole() {
        let hashed = Hashed::of(b"base");
        assert_eq!(hashed.length(), 4);
        for parts in [&[&b"one"[..], b"two"][..], &[b""], &[]] {
            let whole = [b"base", &parts.concat()[..]].concat();
            assert_eq!(hashed.followed_by(parts), Hash::Sha256.of_parts(&[&whole]));
        }
    }
}
