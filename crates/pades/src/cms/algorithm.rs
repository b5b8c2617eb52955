//! Keys, and which of them made a signature: by the provider where it knows the algorithm, otherwise by
//! [`super::other`].

use super::der::{BIT_STRING, Element, INTEGER, NULL, OCTET_STRING, Reader, oid, sequence};
pub(crate) use super::hash::{Hash, sha_1};
use super::scheme::Scheme;
use super::{names, oids, other};
use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};

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
    pub(super) kind: PublicKeyKind<'a>,
    /// An RSA key in PKCS#1, a point, or the raw key of Ed25519.
    pub(super) bits: &'a [u8],
    /// The whole of it.
    pub(super) info: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PublicKeyKind<'a> {
    Rsa,
    P256,
    P384,
    P521,
    Brainpool256,
    Brainpool384,
    Dsa,
    Ed25519,
    /// An algorithm or curve that is not known here.
    Other(&'a [u8]),
}

/// Whether a key made a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did; with the names of what is too weak to rely on today.
    Made {
        /// Names of digests and keys.
        weak: Vec<String>,
    },
    /// It did not.
    NotMade,
    /// It could not be found out: the name of an algorithm that is not known here.
    Unknown(String),
}

/// The least length of an RSA modulus that is relied on, in bits (ETSI TS 119 312, section 7.3).
const LEAST_RELIABLE_BITS: usize = 2_048;
/// The greatest that the provider takes.
const MOST_BITS: usize = 8_192;

impl<'a> PublicKey<'a> {
    pub(crate) fn read(info: &Element<'a>) -> Option<Self> {
        let mut parts = info.inside();
        let mut algorithm = parts.sequence()?;
        let bits = parts.expect(BIT_STRING)?.contents.strip_prefix(&[0])?;
        let kind = match algorithm.oid()? {
            oids::RSA | oids::RSA_PSS => PublicKeyKind::Rsa,
            oids::ED_25519 => PublicKeyKind::Ed25519,
            oids::DSA => PublicKeyKind::Dsa,
            oids::EC_KEY => match algorithm.oid().unwrap_or(oids::EC_KEY) {
                oids::P_256 => PublicKeyKind::P256,
                oids::P_384 => PublicKeyKind::P384,
                oids::P_521 => PublicKeyKind::P521,
                oids::BRAINPOOL_256 => PublicKeyKind::Brainpool256,
                oids::BRAINPOOL_384 => PublicKeyKind::Brainpool384,
                other => PublicKeyKind::Other(other),
            },
            other => PublicKeyKind::Other(other),
        };
        Some(Self { kind, bits, info: info.whole })
    }

    /// How a seal key with this public key signs; `None` for keys that do not seal, RSA keys that are too
    /// short among them.
    pub(crate) fn seals_as(&self) -> Option<KeyKind> {
        match self.kind {
            PublicKeyKind::Rsa => (self.modulus_bits()? >= LEAST_RSA_BITS).then_some(KeyKind::Rsa),
            PublicKeyKind::P256 => Some(KeyKind::P256),
            PublicKeyKind::P384 => Some(KeyKind::P384),
            PublicKeyKind::P521
            | PublicKeyKind::Brainpool256
            | PublicKeyKind::Brainpool384
            | PublicKeyKind::Dsa
            | PublicKeyKind::Ed25519
            | PublicKeyKind::Other(_) => None,
        }
    }

    /// The length of an RSA key's modulus in bits.
    pub(super) fn modulus_bits(&self) -> Option<usize> {
        let modulus = Reader(self.bits).sequence()?.expect(INTEGER)?.contents;
        let mut significant = modulus.iter().skip_while(|byte| **byte == 0);
        let first = significant.next()?;
        Some(significant.count() * 8 + (8 - first.leading_zeros() as usize))
    }

    /// Whether `signature` over `message` was made with this key, by an algorithm that is relied on.
    /// `digest` is the hash that the surrounding structure names, for identifiers that name none.
    pub(crate) fn verifies(
        &self,
        identifier: &Element<'_>,
        digest: Option<Hash>,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let outcome = self.check(identifier, digest, message, signature);
        matches!(outcome, Outcome::Made { weak } if weak.is_empty())
    }

    /// The same with any algorithm that is known here, and with a word on its strength.
    pub(crate) fn check(
        &self,
        identifier: &Element<'_>,
        digest: Option<Hash>,
        message: &[u8],
        signature: &[u8],
    ) -> Outcome {
        let scheme = match Scheme::read(identifier, digest) {
            Ok(scheme) => scheme,
            Err(name) => return Outcome::Unknown(name),
        };
        if let PublicKeyKind::Other(oid) = self.kind {
            return Outcome::Unknown(names::of(oid));
        }
        let made = match self.by_provider(scheme) {
            Some(algorithm) => {
                let key = UnparsedPublicKey::new(algorithm, self.bits);
                Some(key.verify(message, signature).is_ok())
            }
            None => other::verifies(self, scheme, &|hash| hash.of(message), signature),
        };
        self.outcome(made, scheme)
    }

    /// The same over a message of which only the digest is known (RFC 5652, section 5.4: signers without
    /// signed attributes).
    pub(crate) fn check_digest(
        &self,
        identifier: &Element<'_>,
        hash: Hash,
        digest: &[u8],
        signature: &[u8],
    ) -> Outcome {
        let scheme = match Scheme::read(identifier, Some(hash)) {
            Ok(scheme) => scheme,
            Err(name) => return Outcome::Unknown(name),
        };
        if let PublicKeyKind::Other(oid) = self.kind {
            return Outcome::Unknown(names::of(oid));
        }
        let made = match scheme.hash() {
            Some(named) if named == hash => {
                other::verifies(self, scheme, &|_| digest.to_vec(), signature)
            }
            Some(_) => Some(false),
            None => None,
        };
        self.outcome(made, scheme)
    }

    fn outcome(&self, made: Option<bool>, scheme: Scheme) -> Outcome {
        match made {
            Some(true) => Outcome::Made { weak: self.weaknesses(scheme) },
            Some(false) => Outcome::NotMade,
            None => Outcome::Unknown(scheme.name()),
        }
    }

    fn weaknesses(&self, scheme: Scheme) -> Vec<String> {
        let hash = scheme.hash().filter(|hash| hash.is_weak()).map(|hash| hash.name().to_owned());
        hash.into_iter().chain(self.weakness()).collect()
    }

    /// What it is called, if it is too weak to rely on.
    pub(crate) fn weakness(&self) -> Option<String> {
        match self.kind {
            PublicKeyKind::Rsa => {
                let bits = self.modulus_bits().unwrap_or_default();
                (bits < LEAST_RELIABLE_BITS).then(|| format!("RSA-{bits}"))
            }
            PublicKeyKind::Dsa => Some("DSA".to_owned()),
            PublicKeyKind::P256
            | PublicKeyKind::P384
            | PublicKeyKind::P521
            | PublicKeyKind::Brainpool256
            | PublicKeyKind::Brainpool384
            | PublicKeyKind::Ed25519
            | PublicKeyKind::Other(_) => None,
        }
    }

    fn by_provider(&self, scheme: Scheme) -> Option<&'static dyn VerificationAlgorithm> {
        use Hash::{Sha256, Sha384, Sha512};
        use PublicKeyKind::{Ed25519, P256, P384, P521, Rsa};
        let bits = self.modulus_bits().unwrap_or_default();
        Some(match (self.kind, scheme) {
            (Rsa, Scheme::Pkcs1(_)) if !(LEAST_RELIABLE_BITS..=MOST_BITS).contains(&bits) => {
                return None;
            }
            (Rsa, Scheme::Pkcs1(Sha256)) => &signature::RSA_PKCS1_2048_8192_SHA256,
            (Rsa, Scheme::Pkcs1(Sha384)) => &signature::RSA_PKCS1_2048_8192_SHA384,
            (Rsa, Scheme::Pkcs1(Sha512)) => &signature::RSA_PKCS1_2048_8192_SHA512,
            (Ed25519, Scheme::Ed25519) => &signature::ED25519,
            (P256, Scheme::Ecdsa(Sha256)) => &signature::ECDSA_P256_SHA256_ASN1,
            (P256, Scheme::Ecdsa(Sha384)) => &signature::ECDSA_P256_SHA384_ASN1,
            (P256, Scheme::Ecdsa(Sha512)) => &signature::ECDSA_P256_SHA512_ASN1,
            (P384, Scheme::Ecdsa(Sha256)) => &signature::ECDSA_P384_SHA256_ASN1,
            (P384, Scheme::Ecdsa(Sha384)) => &signature::ECDSA_P384_SHA384_ASN1,
            (P384, Scheme::Ecdsa(Sha512)) => &signature::ECDSA_P384_SHA512_ASN1,
            (P521, Scheme::Ecdsa(Sha256)) => &signature::ECDSA_P521_SHA256_ASN1,
            (P521, Scheme::Ecdsa(Sha384)) => &signature::ECDSA_P521_SHA384_ASN1,
            (P521, Scheme::Ecdsa(Sha512)) => &signature::ECDSA_P521_SHA512_ASN1,
            _ => return None,
        })
    }
}

/// An octet string holding this digest.
pub(crate) fn octets(bytes: &[u8]) -> Vec<u8> {
    super::der::element(OCTET_STRING, bytes)
}
