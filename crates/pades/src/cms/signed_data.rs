//! `SignedData` for a detached PAdES signature (ETSI EN 319 122-1, EN 319 142-1).

use super::der::{
    self, BIT_STRING, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE, SET, context,
    element, oid, sequence, set_of,
};
use crate::{Error, SealKey};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};

/// 1.2.840.113549.1.7.2
const SIGNED_DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02];
/// 1.2.840.113549.1.7.1
const DATA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01];
/// 1.2.840.113549.1.9.3
const CONTENT_TYPE: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x03];
/// 1.2.840.113549.1.9.4
const MESSAGE_DIGEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x04];
/// 1.2.840.113549.1.9.16.2.47
const SIGNING_CERTIFICATE_V2: &[u8] =
    &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x02, 0x2f];
/// 2.16.840.1.101.3.4.2.1
const SHA_256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
/// 1.2.840.10045.4.3.2
const ECDSA_WITH_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];

/// Signs a SHA-256 digest of content that stays outside. No signing-time attribute: in PAdES the time
/// is in the signature dictionary.
pub(crate) fn sign(message_digest: &[u8], key: &SealKey) -> Result<Vec<u8>, Error> {
    let certificate = key.certificate();
    let names = CertificateNames::read(certificate)?;
    let attributes = set_of(vec![
        attribute(CONTENT_TYPE, &oid(DATA)),
        attribute(MESSAGE_DIGEST, &element(OCTET_STRING, message_digest)),
        attribute(SIGNING_CERTIFICATE_V2, &signing_certificate(certificate, &names)),
    ]);
    let signature = key.sign(&attributes)?;

    let mut implicit = attributes;
    implicit[0] = context(0);
    let signer_info = sequence(&[
        &element(INTEGER, &[1]),
        &sequence(&[names.issuer, names.serial]),
        &sequence(&[&oid(SHA_256)]),
        &implicit,
        &sequence(&[&oid(ECDSA_WITH_SHA256)]),
        &element(OCTET_STRING, &signature),
    ]);
    let signed_data = sequence(&[
        &element(INTEGER, &[1]),
        &element(SET, &sequence(&[&oid(SHA_256)])),
        &sequence(&[&oid(DATA)]),
        &element(context(0), certificate),
        &element(SET, &signer_info),
    ]);
    Ok(sequence(&[&oid(SIGNED_DATA), &element(context(0), &signed_data)]))
}

/// Checks a signature of [`sign`]'s kind over this digest; returns the signer's certificate.
pub(crate) fn verify<'a>(cms: &'a [u8], message_digest: &[u8]) -> Result<&'a [u8], Error> {
    let parts = Parts::read(cms).ok_or(Error::NotIntact("the signature's structure"))?;
    if parts.message_digest != message_digest {
        return Err(Error::NotIntact("the digest of the signed bytes"));
    }
    let mut attributes = parts.attributes.to_vec();
    attributes[0] = SET;
    let point = public_key(parts.certificate).ok_or(Error::NotIntact("the certificate's key"))?;
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point)
        .verify(&attributes, parts.signature)
        .map_err(|_| Error::NotIntact("the signature value"))?;
    let named = digest(&SHA256, parts.certificate);
    if !parts.signing_certificate.windows(32).any(|w| w == named.as_ref()) {
        return Err(Error::NotIntact("the certificate named by the signature"));
    }
    Ok(parts.certificate)
}

fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    sequence(&[&oid(kind), &element(SET, value)])
}

/// `SigningCertificateV2` (RFC 5035) with the default SHA-256, naming issuer and serial number.
fn signing_certificate(certificate: &[u8], names: &CertificateNames<'_>) -> Vec<u8> {
    let hash = digest(&SHA256, certificate);
    let general_names = element(SEQUENCE, &element(context(4), names.issuer));
    let issuer_serial = sequence(&[&general_names, names.serial]);
    let identifier = sequence(&[&element(OCTET_STRING, hash.as_ref()), &issuer_serial]);
    sequence(&[&sequence(&[&identifier])])
}

struct CertificateNames<'a> {
    issuer: &'a [u8],
    serial: &'a [u8],
}

impl<'a> CertificateNames<'a> {
    fn read(certificate: &'a [u8]) -> Result<Self, Error> {
        Self::find(certificate).ok_or_else(|| Error::Key("the certificate is malformed".into()))
    }

    fn find(certificate: &'a [u8]) -> Option<Self> {
        let mut tbs = tbs_certificate(certificate)?;
        let serial = tbs.expect(INTEGER)?.whole;
        tbs.expect(SEQUENCE)?;
        let issuer = tbs.expect(SEQUENCE)?.whole;
        Some(Self { issuer, serial })
    }
}

/// The elements of the certificate's signed part, from the serial number on.
fn tbs_certificate(certificate: &[u8]) -> Option<Reader<'_>> {
    let mut outer = Reader(Reader(certificate).expect(SEQUENCE)?.contents);
    let mut tbs = Reader(outer.expect(SEQUENCE)?.contents);
    tbs.optional(context(0));
    Some(tbs)
}

/// The certificate's public key bits.
fn public_key(certificate: &[u8]) -> Option<&[u8]> {
    let mut tbs = tbs_certificate(certificate)?;
    tbs.expect(INTEGER)?;
    for _ in 0..4 {
        tbs.expect(SEQUENCE)?;
    }
    let mut key = Reader(tbs.expect(SEQUENCE)?.contents);
    key.expect(SEQUENCE)?;
    key.expect(BIT_STRING)?.contents.strip_prefix(&[0])
}

struct Parts<'a> {
    certificate: &'a [u8],
    attributes: &'a [u8],
    message_digest: &'a [u8],
    signing_certificate: &'a [u8],
    signature: &'a [u8],
}

impl<'a> Parts<'a> {
    fn read(cms: &'a [u8]) -> Option<Self> {
        let mut content_info = Reader(Reader(cms).expect(SEQUENCE)?.contents);
        (content_info.expect(OBJECT_IDENTIFIER)?.contents == SIGNED_DATA).then_some(())?;
        let explicit = content_info.expect(context(0))?;
        let mut signed_data = Reader(Reader(explicit.contents).expect(SEQUENCE)?.contents);
        signed_data.expect(INTEGER)?;
        signed_data.expect(SET)?;
        signed_data.expect(SEQUENCE)?;
        let certificate = Reader(signed_data.expect(context(0))?.contents).next()?.whole;
        let signer_infos = signed_data.expect(SET)?;
        let mut signer = Reader(Reader(signer_infos.contents).expect(SEQUENCE)?.contents);
        signer.expect(INTEGER)?;
        signer.expect(SEQUENCE)?;
        signer.expect(SEQUENCE)?;
        let attributes = signer.expect(context(0))?;
        signer.expect(SEQUENCE)?;
        let signature = signer.expect(OCTET_STRING)?.contents;
        let value = |kind| find_attribute(attributes.contents, kind);
        (value(CONTENT_TYPE)? == oid(DATA)).then_some(())?;
        let message_digest = Reader(value(MESSAGE_DIGEST)?).expect(OCTET_STRING)?.contents;
        let signing_certificate = value(SIGNING_CERTIFICATE_V2)?;
        Some(Self {
            certificate,
            attributes: attributes.whole,
            message_digest,
            signing_certificate,
            signature,
        })
    }
}

fn find_attribute<'a>(attributes: &'a [u8], kind: &[u8]) -> Option<&'a [u8]> {
    let mut all = Reader(attributes);
    while let Some(attribute) = all.expect(der::SEQUENCE) {
        let mut attribute = Reader(attribute.contents);
        if attribute.expect(OBJECT_IDENTIFIER)?.contents == kind {
            return Some(attribute.expect(SET)?.contents);
        }
    }
    None
}
