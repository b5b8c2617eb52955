//! How a signature was made, as its `AlgorithmIdentifier` says.

use super::der::{Element, INTEGER, NULL, Reader, SEQUENCE, context};
use super::hash::Hash;
use super::{names, oids};

/// A signature algorithm with its digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// RSASSA-PKCS1-v1_5.
    Pkcs1(Hash),
    /// RSASSA-PSS: the digest, that of the mask, and the salt's length in bytes.
    Pss {
        hash: Hash,
        mask: Hash,
        salt: usize,
    },
    Ecdsa(Hash),
    Dsa(Hash),
    Ed25519,
}

/// The salt's length where the parameters name none (RFC 4055, section 3.1).
const DEFAULT_SALT: usize = 20;

impl Scheme {
    /// Reads an identifier; `Err` with the name of an algorithm that is not known. `digest` is the hash that
    /// the surrounding structure names, for identifiers that name none.
    pub(crate) fn read(identifier: &Element<'_>, digest: Option<Hash>) -> Result<Self, String> {
        let mut parts = identifier.inside();
        let oid = parts.oid().unwrap_or_default();
        let own = |scheme: fn(Hash) -> Self| digest.map(scheme).ok_or_else(|| names::of(oid));
        let scheme = match oid {
            oids::RSA => own(Self::Pkcs1)?,
            oids::DSA => return own(Self::Dsa),
            // Some signers name the kind of their key (RFC 5480) instead of an algorithm.
            oids::EC_KEY => return own(Self::Ecdsa),
            oids::ECDSA_SPECIFIED => {
                let hash = parts.next().ok_or_else(|| names::of(oid))?;
                Self::Ecdsa(Hash::read(&hash)?)
            }
            oids::RSA_MD_5 => Self::Pkcs1(Hash::Md5),
            oids::RSA_SHA_1 | oids::RSA_SHA_1_OIW => Self::Pkcs1(Hash::Sha1),
            oids::RSA_SHA_224 => Self::Pkcs1(Hash::Sha224),
            oids::RSA_SHA_256 => Self::Pkcs1(Hash::Sha256),
            oids::RSA_SHA_384 => Self::Pkcs1(Hash::Sha384),
            oids::RSA_SHA_512 => Self::Pkcs1(Hash::Sha512),
            oids::RSA_SHA_512_256 => Self::Pkcs1(Hash::Sha512Short),
            oids::RSA_SHA_3_256 => Self::Pkcs1(Hash::Sha3Short),
            oids::RSA_SHA_3_384 => Self::Pkcs1(Hash::Sha3Middle),
            oids::RSA_SHA_3_512 => Self::Pkcs1(Hash::Sha3Long),
            oids::ECDSA_SHA_1 => Self::Ecdsa(Hash::Sha1),
            oids::ECDSA_SHA_224 => Self::Ecdsa(Hash::Sha224),
            oids::ECDSA_SHA_256 => Self::Ecdsa(Hash::Sha256),
            oids::ECDSA_SHA_384 => Self::Ecdsa(Hash::Sha384),
            oids::ECDSA_SHA_512 => Self::Ecdsa(Hash::Sha512),
            oids::ECDSA_SHA_3_256 => Self::Ecdsa(Hash::Sha3Short),
            oids::ECDSA_SHA_3_384 => Self::Ecdsa(Hash::Sha3Middle),
            oids::ECDSA_SHA_3_512 => Self::Ecdsa(Hash::Sha3Long),
            oids::DSA_SHA_1 => Self::Dsa(Hash::Sha1),
            oids::DSA_SHA_224 => Self::Dsa(Hash::Sha224),
            oids::DSA_SHA_256 => Self::Dsa(Hash::Sha256),
            oids::DSA_SHA_384 => Self::Dsa(Hash::Sha384),
            oids::DSA_SHA_512 => Self::Dsa(Hash::Sha512),
            oids::ED_25519 => Self::Ed25519,
            oids::RSA_PSS => return pss(parts),
            other => return Err(names::of(other)),
        };
        if let Self::Pkcs1(_) = scheme {
            expect_null(parts, &scheme.name())?;
        }
        Ok(scheme)
    }

    /// The digest of the message; `None` for an algorithm that has none of its own.
    pub(crate) fn hash(self) -> Option<Hash> {
        match self {
            Self::Pkcs1(hash) | Self::Ecdsa(hash) | Self::Dsa(hash) | Self::Pss { hash, .. } => {
                Some(hash)
            }
            Self::Ed25519 => None,
        }
    }

    /// What it is called.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Pkcs1(hash) => format!("RSA with {}", hash.name()),
            Self::Ecdsa(hash) => format!("ECDSA with {}", hash.name()),
            Self::Dsa(hash) => format!("DSA with {}", hash.name()),
            Self::Ed25519 => "Ed25519".to_owned(),
            Self::Pss { hash, mask, salt } => format!(
                "RSASSA-PSS with {}, MGF1 with {} and a salt of {salt} bytes",
                hash.name(),
                mask.name()
            ),
        }
    }
}

/// RSASSA-PKCS1-v1_5 has no parameters: there is null, or nothing (RFC 4055, section 5).
fn expect_null(mut parts: Reader<'_>, name: &str) -> Result<(), String> {
    match parts.next() {
        None => Ok(()),
        Some(null) if null.whole == NULL => Ok(()),
        Some(_) => Err(format!("{name} with parameters")),
    }
}

/// The parameters of RSASSA-PSS, each with its default (RFC 4055, section 3.1).
fn pss(mut parts: Reader<'_>) -> Result<Scheme, String> {
    let unreadable = || "RSASSA-PSS with parameters that cannot be read".to_owned();
    let (mut hash, mut mask, mut salt) = (Hash::Sha1, Hash::Sha1, DEFAULT_SALT);
    let Some(parameters) = parts.next().filter(|parameters| parameters.tag == SEQUENCE) else {
        return Ok(Scheme::Pss { hash, mask, salt });
    };
    let mut parts = parameters.inside();
    if let Some(named) = parts.optional(context(0)) {
        hash = Hash::read(&named.inside().expect(SEQUENCE).ok_or_else(unreadable)?)?;
    }
    if let Some(named) = parts.optional(context(1)) {
        let mut function = named.inside().sequence().ok_or_else(unreadable)?;
        let oid = function.oid().unwrap_or_default();
        if oid != oids::MGF_1 {
            return Err(format!("RSASSA-PSS with {}", names::of(oid)));
        }
        mask = Hash::read(&function.expect(SEQUENCE).ok_or_else(unreadable)?)?;
    }
    if let Some(named) = parts.optional(context(2)) {
        let number = named.inside().expect(INTEGER).ok_or_else(unreadable)?.contents;
        if number.len() > 3 || number.first().is_none_or(|first| first & 0x80 != 0) {
            return Err(unreadable());
        }
        salt = number.iter().fold(0, |n, byte| n << 8 | usize::from(*byte));
    }
    Ok(Scheme::Pss { hash, mask, salt })
}
