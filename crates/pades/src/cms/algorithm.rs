//! The digests and signature algorithms that are accepted, and none older: SHA-1 identifies certificates in
//! old tokens only, a signature with it is refused.

use super::der::{Element, INTEGER, NULL, OCTET_STRING, Reader, SEQUENCE, context, oid, sequence};
use super::oids;
use aws_lc_rs::digest::{self, Context};
use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};

/// A digest algorithm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    const ALL: [Self; 3] = [Self::Sha256, Self::Sha384, Self::Sha512];

    pub(crate) fn of_oid(oid: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|hash| hash.oid() == oid)
    }

    /// Reads an `AlgorithmIdentifier`.
    pub(crate) fn read(identifier: &Element<'_>) -> Option<Self> {
        let mut parts = identifier.inside();
        let hash = Self::of_oid(parts.oid()?)?;
        has_no_parameters(parts).then_some(hash)
    }

    fn oid(self) -> &'static [u8] {
        match self {
            Self::Sha256 => oids::SHA_256,
            Self::Sha384 => oids::SHA_384,
            Self::Sha512 => oids::SHA_512,
        }
    }

    /// The `AlgorithmIdentifier`, without parameters (RFC 5754, section 2).
    pub(crate) fn identifier(self) -> Vec<u8> {
        sequence(&[&oid(self.oid())])
    }

    fn algorithm(self) -> &'static digest::Algorithm {
        match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }

    pub(crate) fn of(self, bytes: &[u8]) -> Vec<u8> {
        digest::digest(self.algorithm(), bytes).as_ref().to_vec()
    }

    /// The digest of these parts in sequence.
    pub(crate) fn of_parts(self, parts: &[&[u8]]) -> Vec<u8> {
        let mut context = Context::new(self.algorithm());
        for part in parts {
            context.update(part);
        }
        context.finish().as_ref().to_vec()
    }
}

/// Whether nothing follows but `NULL`, if anything.
fn has_no_parameters(rest: Reader<'_>) -> bool {
    rest.is_empty() || rest.0 == NULL
}

/// SHA-1, for identifying certificates only.
pub(crate) fn sha_1(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref().to_vec()
}

/// The least length of the modulus of an RSA key that seals, in bits.
const LEAST_RSA_BITS: usize = 3_072;

/// How a seal key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rsa,
    /// ECDSA on P-256 with SHA-256.
    P256,
    /// ECDSA on P-384 with SHA-384.
    P384,
}

impl KeyKind {
    pub(crate) fn hash(self) -> Hash {
        match self {
            Self::Rsa | Self::P256 => Hash::Sha256,
            Self::P384 => Hash::Sha384,
        }
    }

    /// The signature's `AlgorithmIdentifier`.
    pub(crate) fn identifier(self) -> Vec<u8> {
        match self {
            Self::Rsa => sequence(&[&oid(oids::RSA_SHA_256), NULL]),
            Self::P256 => sequence(&[&oid(oids::ECDSA_SHA_256)]),
            Self::P384 => sequence(&[&oid(oids::ECDSA_SHA_384)]),
        }
    }
}

/// A public key as certificates carry it (`SubjectPublicKeyInfo`, RFC 5280, section 4.1.2.7).
#[derive(Clone, Copy, Debug)]
pub(crate) struct PublicKey<'a> {
    kind: PublicKeyKind,
    /// An RSA key in PKCS#1, a point, or the raw key of Ed25519.
    bits: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PublicKeyKind {
    Rsa,
    P256,
    P384,
    P521,
    Ed25519,
}

impl<'a> PublicKey<'a> {
    pub(crate) fn read(info: &Element<'a>) -> Option<Self> {
        let mut parts = info.inside();
        let mut algorithm = parts.sequence()?;
        let bits = parts.expect(super::der::BIT_STRING)?.contents.strip_prefix(&[0])?;
        let kind = match algorithm.oid()? {
            oids::RSA | oids::RSA_PSS => PublicKeyKind::Rsa,
            oids::ED_25519 => PublicKeyKind::Ed25519,
            oids::EC_KEY => match algorithm.oid()? {
                oids::P_256 => PublicKeyKind::P256,
                oids::P_384 => PublicKeyKind::P384,
                oids::P_521 => PublicKeyKind::P521,
                _ => return None,
            },
            _ => return None,
        };
        Some(Self { kind, bits })
    }

    /// How a seal key with this public key signs; `None` for keys that do not seal, RSA keys that are too
    /// short among them.
    pub(crate) fn seals_as(&self) -> Option<KeyKind> {
        match self.kind {
            PublicKeyKind::Rsa => (self.modulus_bits()? >= LEAST_RSA_BITS).then_some(KeyKind::Rsa),
            PublicKeyKind::P256 => Some(KeyKind::P256),
            PublicKeyKind::P384 => Some(KeyKind::P384),
            PublicKeyKind::P521 | PublicKeyKind::Ed25519 => None,
        }
    }

    /// The length of an RSA key's modulus in bits, rounded up to whole bytes.
    fn modulus_bits(&self) -> Option<usize> {
        let modulus = Reader(self.bits).sequence()?.expect(INTEGER)?.contents;
        Some(modulus.iter().skip_while(|byte| **byte == 0).count() * 8)
    }

    /// Whether `signature` over `message` was made with this key by the algorithm of this identifier.
    /// `digest` is the hash that the surrounding structure names, for identifiers that name none.
    pub(crate) fn verifies(
        &self,
        identifier: &Element<'_>,
        digest: Option<Hash>,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let chosen = self.algorithm(identifier, digest);
        chosen.is_some_and(|algorithm| {
            UnparsedPublicKey::new(algorithm, self.bits).verify(message, signature).is_ok()
        })
    }

    fn algorithm(
        &self,
        identifier: &Element<'_>,
        digest: Option<Hash>,
    ) -> Option<&'static dyn VerificationAlgorithm> {
        use Hash::{Sha256, Sha384, Sha512};
        use PublicKeyKind::{Ed25519, P256, P384, P521, Rsa};
        let mut parts = identifier.inside();
        let name = parts.oid()?;
        let hash = match name {
            oids::RSA => digest?,
            oids::RSA_SHA_256 | oids::ECDSA_SHA_256 => Sha256,
            oids::RSA_SHA_384 | oids::ECDSA_SHA_384 => Sha384,
            oids::RSA_SHA_512 | oids::ECDSA_SHA_512 | oids::ED_25519 => Sha512,
            oids::RSA_PSS => pss_hash(&parts.next()?)?,
            _ => return None,
        };
        if !has_no_parameters(parts) {
            return None;
        }
        let is_ecdsa =
            matches!(name, oids::ECDSA_SHA_256 | oids::ECDSA_SHA_384 | oids::ECDSA_SHA_512);
        Some(match (self.kind, hash) {
            (Rsa, Sha256) if name == oids::RSA_PSS => &signature::RSA_PSS_2048_8192_SHA256,
            (Rsa, Sha384) if name == oids::RSA_PSS => &signature::RSA_PSS_2048_8192_SHA384,
            (Rsa, Sha512) if name == oids::RSA_PSS => &signature::RSA_PSS_2048_8192_SHA512,
            (Rsa, _) if is_ecdsa || name == oids::ED_25519 => return None,
            (Rsa, Sha256) => &signature::RSA_PKCS1_2048_8192_SHA256,
            (Rsa, Sha384) => &signature::RSA_PKCS1_2048_8192_SHA384,
            (Rsa, Sha512) => &signature::RSA_PKCS1_2048_8192_SHA512,
            (Ed25519, _) if name == oids::ED_25519 => &signature::ED25519,
            _ if !is_ecdsa => return None,
            (P256, Sha256) => &signature::ECDSA_P256_SHA256_ASN1,
            (P256, Sha384) => &signature::ECDSA_P256_SHA384_ASN1,
            (P256, Sha512) => &signature::ECDSA_P256_SHA512_ASN1,
            (P384, Sha256) => &signature::ECDSA_P384_SHA256_ASN1,
            (P384, Sha384) => &signature::ECDSA_P384_SHA384_ASN1,
            (P384, Sha512) => &signature::ECDSA_P384_SHA512_ASN1,
            (P521, Sha256) => &signature::ECDSA_P521_SHA256_ASN1,
            (P521, Sha384) => &signature::ECDSA_P521_SHA384_ASN1,
            (P521, Sha512) => &signature::ECDSA_P521_SHA512_ASN1,
            (Ed25519, _) => return None,
        })
    }
}

/// The hash of RSASSA-PSS parameters (RFC 4055, section 3.1): the same for the message and the mask, and
/// a salt of its length.
fn pss_hash(parameters: &Element<'_>) -> Option<Hash> {
    if parameters.tag != SEQUENCE {
        return None;
    }
    let mut parts = parameters.inside();
    let hash = Hash::read(&parts.optional(context(0))?.inside().expect(SEQUENCE)?)?;
    let mut mask = parts.optional(context(1))?.inside().sequence()?;
    let masked = (mask.oid()? == oids::MGF_1).then(|| mask.expect(SEQUENCE)).flatten()?;
    let salt = parts.optional(context(2))?.inside().expect(INTEGER)?;
    let length = hash.of(b"").len();
    let is_plain = Hash::read(&masked)? == hash && salt.contents == [u8::try_from(length).ok()?];
    is_plain.then_some(hash)
}

/// An octet string holding this digest.
pub(crate) fn octets(bytes: &[u8]) -> Vec<u8> {
    super::der::element(OCTET_STRING, bytes)
}
