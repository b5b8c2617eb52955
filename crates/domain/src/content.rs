//! What a consent is given to, as one digest that can be recomputed from the files.

use crate::{Document, FileDigest};
use alloc::vec::Vec;
use core::fmt;
use sha2::{Digest, Sha256};

/// What a recipient consents to: the files as taken in, in order, and the input fields (入力項目) with
/// their values. There are no input fields yet, so both of their lists are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// The SHA-256 of each file, in order.
    pub files: Vec<FileDigest>,
}

/// The SHA-256 of [`Content::preimage`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentDigest([u8; 32]);

impl Content {
    /// The first bytes of every preimage: the name and version of the format.
    pub const TAG: &'static [u8; 16] = b"wariin-content-1";

    /// What the digest is taken of: [`Self::TAG`] ‖ number of files (4 bytes, big-endian) ‖ the SHA-256 of
    /// each file (32 bytes each) ‖ number of input fields (4 bytes) ‖ number of values (4 bytes).
    pub fn preimage(&self) -> Vec<u8> {
        let count = |items: usize| u32::try_from(items).unwrap_or(u32::MAX).to_be_bytes();
        let mut bytes = Vec::with_capacity(28 + 32 * self.files.len());
        bytes.extend(Self::TAG);
        bytes.extend(count(self.files.len()));
        for file in &self.files {
            bytes.extend(file.as_bytes());
        }
        bytes.extend(count(0));
        bytes.extend(count(0));
        bytes
    }

    /// The digest that a consent is bound to.
    pub fn digest(&self) -> ContentDigest {
        ContentDigest(Sha256::digest(self.preimage()).into())
    }
}

impl ContentDigest {
    /// Wraps the 32 bytes of a digest.
    pub const fn new(sha256: [u8; 32]) -> Self {
        Self(sha256)
    }

    /// The 32 bytes of the digest.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads 64 lower-case hexadecimal digits, as [`fmt::Display`] writes them.
    pub fn parse(hex: &str) -> Option<Self> {
        FileDigest::parse(hex).map(|digest| Self(*digest.as_bytes()))
    }
}

impl fmt::Display for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        FileDigest::new(self.0).fmt(f)
    }
}

impl fmt::Debug for ContentDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentDigest({self})")
    }
}

impl Document {
    /// What its recipients consent to.
    pub fn content(&self) -> Content {
        Content { files: self.file_digests() }
    }

    /// The digest of what its recipients consent to.
    pub fn content_digest(&self) -> ContentDigest {
        self.content().digest()
    }
}
