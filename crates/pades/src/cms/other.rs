//! Signatures by algorithms that the provider lacks, for verification only: old RSA keys and digests, PSS with any
//! salt, ECDSA with any digest and on Brainpool curves, DSA. The arithmetic is that of `RustCrypto`.

use super::algorithm::{PublicKey, PublicKeyKind};
use super::der::{INTEGER, NULL, Reader, element, oid, sequence};
use super::hash::Hash;
use super::scheme::Scheme;
use dsa::pkcs8::DecodePublicKey;
use ecdsa::signature::hazmat::PrehashVerifier;
use rsa::hazmat::rsa_encrypt;
use rsa::traits::PublicKeyParts;
use rsa::{BigUint, RsaPublicKey};

/// The longest RSA key that is taken, in bits.
const MOST_RSA_BITS: usize = 16_384;

/// Whether the key made the signature over a message with this digest; `None` where the algorithm is not known or
/// does not go with the key.
pub(super) fn verifies(
    key: &PublicKey<'_>,
    scheme: Scheme,
    digest: &dyn Fn(Hash) -> Vec<u8>,
    signature: &[u8],
) -> Option<bool> {
    /// A point, a signature in DER, and a digest as wide as the curve's numbers.
    macro_rules! on_curve {
        ($curve:ty, $width:literal, $hash:expr) => {{
            let key = ecdsa::VerifyingKey::<$curve>::from_sec1_bytes(key.bits).ok();
            let signature = ecdsa::Signature::<$curve>::from_der(signature).ok();
            let digest = widened(digest($hash), $width);
            let made = key.zip(signature);
            Some(made.is_some_and(|(key, it)| key.verify_prehash(&digest, &it).is_ok()))
        }};
    }
    match (key.kind, scheme) {
        (PublicKeyKind::Rsa, Scheme::Pkcs1(hash)) => {
            let message = recovered(key.bits, signature);
            Some(message.is_some_and(|message| is_pkcs1(&message, hash, &digest(hash))))
        }
        (PublicKeyKind::Rsa, Scheme::Pss { hash, mask, salt }) => {
            let message = recovered(key.bits, signature);
            let digest = digest(hash);
            Some(message.is_some_and(|em| is_pss(&em, key.bits, (hash, mask), salt, &digest)))
        }
        (PublicKeyKind::P256, Scheme::Ecdsa(hash)) => on_curve!(p256::NistP256, 32, hash),
        (PublicKeyKind::P384, Scheme::Ecdsa(hash)) => on_curve!(p384::NistP384, 48, hash),
        (PublicKeyKind::P521, Scheme::Ecdsa(hash)) => on_curve!(p521::NistP521, 66, hash),
        (PublicKeyKind::Brainpool256, Scheme::Ecdsa(hash)) => {
            on_curve!(bp256::BrainpoolP256r1, 32, hash)
        }
        (PublicKeyKind::Brainpool384, Scheme::Ecdsa(hash)) => {
            on_curve!(bp384::BrainpoolP384r1, 48, hash)
        }
        (PublicKeyKind::Dsa, Scheme::Dsa(hash)) => {
            let key = dsa::VerifyingKey::from_public_key_der(key.info).ok();
            let signature = dsa::Signature::try_from(signature).ok();
            let made = key.zip(signature);
            Some(made.is_some_and(|(key, it)| key.verify_prehash(&digest(hash), &it).is_ok()))
        }
        _ => None,
    }
}

/// A digest with zeros before it: the same number, as wide as the curve's.
fn widened(digest: Vec<u8>, width: usize) -> Vec<u8> {
    let zeros = width.saturating_sub(digest.len());
    [vec![0; zeros], digest].concat()
}

fn rsa_key(pkcs1: &[u8]) -> Option<RsaPublicKey> {
    let mut parts = Reader(pkcs1).sequence()?;
    let mut number = || Some(BigUint::from_bytes_be(parts.expect(INTEGER)?.contents));
    let (modulus, exponent) = (number()?, number()?);
    RsaPublicKey::new_with_max_size(modulus, exponent, MOST_RSA_BITS).ok()
}

/// The encoded message of an RSA signature, as long as the modulus (RFC 8017, section 5.2.2).
fn recovered(pkcs1: &[u8], signature: &[u8]) -> Option<Vec<u8>> {
    let key = rsa_key(pkcs1)?;
    let number = BigUint::from_bytes_be(signature);
    (signature.len() == key.size() && number < *key.n()).then_some(())?;
    let message = rsa_encrypt(&key, &number).ok()?.to_bytes_be();
    Some(widened(message, key.size()))
}

/// EMSA-PKCS1-v1_5 (RFC 8017, section 9.2), with the parameters of the digest left out as well.
fn is_pkcs1(message: &[u8], hash: Hash, digest: &[u8]) -> bool {
    let digest = element(super::der::OCTET_STRING, digest);
    let named = sequence(&[&oid(hash.oid()), NULL]);
    [named, hash.identifier()].iter().any(|identifier| {
        let info = sequence(&[identifier, &digest]);
        let Some(padding) = message.len().checked_sub(info.len() + 3).filter(|n| *n >= 8) else {
            return false;
        };
        message == [&[0, 1][..], &vec![0xff; padding], &[0], &info].concat()
    })
}

/// The digest in an RSA signature, whichever algorithm made it (RFC 8017, section 9.2).
pub(crate) fn pkcs1_digest(key: &PublicKey<'_>, signature: &[u8]) -> Option<(Hash, Vec<u8>)> {
    (key.kind == PublicKeyKind::Rsa).then_some(())?;
    let message = recovered(key.bits, signature)?;
    let padded = message.strip_prefix(&[0, 1])?;
    let ones = padded.iter().take_while(|byte| **byte == 0xff).count();
    let info = padded.get(ones..)?.strip_prefix(&[0]).filter(|_| ones >= 8)?;
    let mut parts = Reader(info).sequence()?;
    let hash = Hash::read(&parts.next()?).ok()?;
    let digest = parts.next()?.contents.to_vec();
    is_pkcs1(&message, hash, &digest).then_some((hash, digest))
}

/// EMSA-PSS (RFC 8017, section 9.1.2).
fn is_pss(
    message: &[u8],
    pkcs1: &[u8],
    (hash, mask): (Hash, Hash),
    salt: usize,
    digest: &[u8],
) -> bool {
    let check = || {
        let bits = rsa_key(pkcs1)?.n().bits() - 1;
        let length = bits.div_ceil(8);
        let (lead, message) = message.split_at_checked(message.len().checked_sub(length)?)?;
        lead.iter().all(|byte| *byte == 0).then_some(())?;
        let body = message.strip_suffix(&[0xbc])?;
        let (masked, expected) = body.split_at_checked(body.len().checked_sub(digest.len())?)?;
        let unused = 8 * length - bits;
        let keep = 0xff_u8 >> unused;
        (masked.first()? & !keep == 0).then_some(())?;
        let mut block: Vec<u8> =
            masked.iter().zip(mgf1(mask, expected, masked.len())).map(|(a, b)| a ^ b).collect();
        *block.first_mut()? &= keep;
        let (padding, found) = block.split_at_checked(block.len().checked_sub(salt)?)?;
        let zeros = padding.strip_suffix(&[1])?;
        zeros.iter().all(|byte| *byte == 0).then_some(())?;
        Some(hash.of_parts(&[&[0; 8], digest, found]) == expected)
    };
    check() == Some(true)
}

/// MGF1 (RFC 8017, appendix B.2.1).
fn mgf1(hash: Hash, seed: &[u8], length: usize) -> Vec<u8> {
    let blocks = (0_u32..).map(|counter| hash.of_parts(&[seed, &counter.to_be_bytes()]));
    blocks.flatten().take(length).collect()
}
