//! Digest algorithms. What seals is SHA-2; older and rarer ones are known for verification only.

use super::der::{Element, sequence};
use super::{names, oids};
use aws_lc_rs::digest::{self, Context};
use md5::{Digest as _, Md5};

/// A digest algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Md5,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Sha512Short,
    Sha3Short,
    Sha3Middle,
    Sha3Long,
}

impl Hash {
    const ALL: [Self; 10] = [
        Self::Md5,
        Self::Sha1,
        Self::Sha224,
        Self::Sha256,
        Self::Sha384,
        Self::Sha512,
        Self::Sha512Short,
        Self::Sha3Short,
        Self::Sha3Middle,
        Self::Sha3Long,
    ];

    pub(crate) fn of_oid(oid: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|hash| hash.oid() == oid)
    }

    /// Reads an `AlgorithmIdentifier`; `Err` with the name of an algorithm that is not known. Digests have
    /// no parameters; what stands there does not matter.
    pub(crate) fn read(identifier: &Element<'_>) -> Result<Self, String> {
        let oid = identifier.inside().oid().unwrap_or_default();
        Self::of_oid(oid).ok_or_else(|| names::of(oid))
    }

    pub(crate) fn oid(self) -> &'static [u8] {
        match self {
            Self::Md5 => oids::MD_5,
            Self::Sha1 => oids::SHA_1,
            Self::Sha224 => oids::SHA_224,
            Self::Sha256 => oids::SHA_256,
            Self::Sha384 => oids::SHA_384,
            Self::Sha512 => oids::SHA_512,
            Self::Sha512Short => oids::SHA_512_256,
            Self::Sha3Short => oids::SHA_3_256,
            Self::Sha3Middle => oids::SHA_3_384,
            Self::Sha3Long => oids::SHA_3_512,
        }
    }

    /// Its usual name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha224 => "SHA-224",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
            Self::Sha512Short => "SHA-512/256",
            Self::Sha3Short => "SHA3-256",
            Self::Sha3Middle => "SHA3-384",
            Self::Sha3Long => "SHA3-512",
        }
    }

    /// Whether two different contents with one digest can be made (ETSI TS 119 312, section 5.2).
    pub(crate) fn is_weak(self) -> bool {
        matches!(self, Self::Md5 | Self::Sha1)
    }

    /// The `AlgorithmIdentifier`, without parameters (RFC 5754, section 2).
    pub(crate) fn identifier(self) -> Vec<u8> {
        sequence(&[&super::der::oid(self.oid())])
    }

    /// `None` for MD5, which the provider does not have.
    fn algorithm(self) -> Option<&'static digest::Algorithm> {
        Some(match self {
            Self::Md5 => return None,
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha224 => &digest::SHA224,
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
            Self::Sha512Short => &digest::SHA512_256,
            Self::Sha3Short => &digest::SHA3_256,
            Self::Sha3Middle => &digest::SHA3_384,
            Self::Sha3Long => &digest::SHA3_512,
        })
    }

    pub(crate) fn of(self, bytes: &[u8]) -> Vec<u8> {
        self.of_parts(&[bytes])
    }

    /// The digest of these parts in sequence.
    pub(crate) fn of_parts(self, parts: &[&[u8]]) -> Vec<u8> {
        let Some(algorithm) = self.algorithm() else {
            let mut context = Md5::new();
            for part in parts {
                context.update(part);
            }
            return context.finalize().to_vec();
        };
        let mut context = Context::new(algorithm);
        for part in parts {
            context.update(part);
        }
        context.finish().as_ref().to_vec()
    }
}

/// SHA-1, for identifying certificates only.
pub(crate) fn sha_1(bytes: &[u8]) -> Vec<u8> {
    Hash::Sha1.of(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_of_nothing_are_those_of_the_standards() {
        let hex =
            |hash: Hash| hash.of(b"").iter().fold(String::new(), |s, b| format!("{s}{b:02x}"));
        assert_eq!(hex(Hash::Md5), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!(hex(Hash::Sha1), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert!(hex(Hash::Sha3Short).starts_with("a7ffc6f8bf1ed766"));
        assert!(hex(Hash::Sha512Short).starts_with("c672b8d1ef56ed28"));
    }
}
