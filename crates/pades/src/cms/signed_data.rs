//! `SignedData` (RFC 5652) for detached PAdES signatures (ETSI EN 319 122-1, EN 319 142-1) and, read
//! only, for timestamp tokens.

use super::algorithm::{Hash, KeyKind, octets, sha_1};
use super::certificate::Certificate;
use super::der::{
    Element, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE, SET, context, element,
    oid, primitive, sequence, set_of,
};
use super::oids;
use crate::{Error, KeyError};
use std::borrow::Cow;

/// The attributes that a signature signs: content type, digest, and which certificate signs
/// (`signing-certificate-v2`, RFC 5035). No signing-time: in PAdES the time is in the signature dictionary.
pub(crate) fn signed_attributes(message_digest: &[u8], certificate: &Certificate<'_>) -> Vec<u8> {
    set_of(vec![
        attribute(oids::CONTENT_TYPE, &oid(oids::DATA)),
        attribute(oids::MESSAGE_DIGEST, &octets(message_digest)),
        attribute(oids::SIGNING_CERTIFICATE_V2, &signing_certificate(certificate)),
    ])
}

/// What a finished signature consists of.
pub(crate) struct Signed<'a> {
    pub(crate) kind: KeyKind,
    /// The signer's certificate, then those that lead to its root.
    pub(crate) certificates: &'a [Vec<u8>],
    /// What [`signed_attributes`] made.
    pub(crate) attributes: Vec<u8>,
    pub(crate) signature: Vec<u8>,
    /// An RFC 3161 token over the signature (PAdES B-T).
    pub(crate) timestamp: Option<&'a [u8]>,
}

/// The signature as a `ContentInfo`.
pub(crate) fn assemble(signed: &Signed<'_>) -> Result<Vec<u8>, Error> {
    let certificate = signed.certificates.first().and_then(|der| Certificate::read(der));
    let certificate = certificate.ok_or(KeyError::MalformedCertificate)?;
    let hash = signed.kind.hash().identifier();
    let mut implicit = signed.attributes.clone();
    implicit[0] = context(0);
    let unsigned = signed
        .timestamp
        .map(|token| element(context(1), &attribute(oids::SIGNATURE_TIMESTAMP, token)));
    let signer_info = sequence(&[
        &element(INTEGER, &[1]),
        &sequence(&[certificate.issuer, certificate.serial]),
        &hash,
        &implicit,
        &signed.kind.identifier(),
        &octets(&signed.signature),
        unsigned.as_deref().unwrap_or_default(),
    ]);
    let mut certificates = signed.certificates.to_vec();
    certificates.sort();
    let signed_data = sequence(&[
        &element(INTEGER, &[1]),
        &element(SET, &hash),
        &sequence(&[&oid(oids::DATA)]),
        &element(context(0), &certificates.concat()),
        &element(SET, &signer_info),
    ]);
    Ok(sequence(&[&oid(oids::SIGNED_DATA), &element(context(0), &signed_data)]))
}

fn attribute(kind: &[u8], value: &[u8]) -> Vec<u8> {
    sequence(&[&oid(kind), &element(SET, value)])
}

/// `SigningCertificateV2` (RFC 5035) with the default SHA-256, naming issuer and serial number.
fn signing_certificate(certificate: &Certificate<'_>) -> Vec<u8> {
    let general_names = element(SEQUENCE, &element(context(4), certificate.issuer));
    let issuer_serial = sequence(&[&general_names, certificate.serial]);
    let identifier = sequence(&[&octets(&certificate.fingerprint()), &issuer_serial]);
    sequence(&[&sequence(&[&identifier])])
}

/// A `SignedData` with one signer, as it was read.
#[derive(Debug)]
pub(crate) struct SignedData<'a> {
    /// The type of what is signed.
    pub(crate) content_type: &'a [u8],
    /// What is signed; `None` where it is detached.
    pub(crate) content: Option<Cow<'a, [u8]>>,
    pub(crate) certificates: Vec<Certificate<'a>>,
    signer: Signer<'a>,
}

#[derive(Debug)]
struct Signer<'a> {
    identifier: Element<'a>,
    hash: Hash,
    /// The attributes that are signed, as a set.
    attributes: Vec<u8>,
    algorithm: Element<'a>,
    signature: Cow<'a, [u8]>,
    unsigned: &'a [u8],
}

impl<'a> SignedData<'a> {
    /// Reads a `ContentInfo`; what follows it (the padding of `/Contents`) is left.
    pub(crate) fn read(cms: &'a [u8]) -> Option<Self> {
        let mut info = Reader(cms).sequence()?;
        (info.oid()? == oids::SIGNED_DATA).then_some(())?;
        let mut wrapped = info.expect(context(0))?.inside();
        let mut data = wrapped.sequence()?;
        let version = data.expect(INTEGER)?.contents;
        let hashes = data.expect(SET)?;
        let mut encapsulated = data.sequence()?;
        let content_type = encapsulated.oid()?;
        let content = match encapsulated.optional(context(0)) {
            Some(wrapped) => {
                let mut wrapped = wrapped.inside();
                let octets = wrapped.next().filter(Element::is_octets)?.octets()?;
                wrapped.is_empty().then_some(Some(octets))?
            }
            None => None,
        };
        let certificates = data.optional(context(0)).map_or(Reader(&[]), |set| set.inside());
        let certificates: Option<Vec<Certificate<'a>>> =
            certificates.all().map(|certificate| Certificate::read(certificate.whole)).collect();
        data.optional(context(1));
        let mut infos = data.expect(SET)?.inside();
        let signer = Signer::read(&infos.expect(SEQUENCE)?)?;
        let names_hash = hashes.inside().all().any(|hash| Hash::read(&hash) == Some(signer.hash));
        // RFC 5652, section 5.1: of contents other than data, and of signers named by key, it is 3.
        let is_plain = content_type == oids::DATA && signer.identifier.tag == SEQUENCE;
        let is_sound = version == [if is_plain { 1 } else { 3 }]
            && names_hash
            && [info, wrapped, data, encapsulated, infos].iter().all(Reader::is_empty);
        let certificates = certificates.filter(|known| are_sound(known))?;
        is_sound.then_some(Self { content_type, content, certificates, signer })
    }

    /// The digest algorithm that the signer names.
    pub(crate) fn hash(&self) -> Hash {
        self.signer.hash
    }

    /// The signature value: what a signature timestamp is over.
    pub(crate) fn signature(&self) -> &[u8] {
        &self.signer.signature
    }

    /// The token over the signature value.
    pub(crate) fn timestamp(&self) -> Option<&'a [u8]> {
        let value = find_attribute(self.signer.unsigned, oids::SIGNATURE_TIMESTAMP)?;
        Some(Reader(value).next()?.whole)
    }

    /// Checks the signature over content with this digest; returns the signer's certificate.
    pub(crate) fn verify(&self, digest: &[u8]) -> Result<Certificate<'a>, Error> {
        let broken = |what| move || Error::NotIntact(what);
        let attributes = Reader(&self.signer.attributes).expect(SET);
        let attributes = attributes.ok_or_else(broken("the signed attributes"))?.contents;
        let value = |kind| find_attribute(attributes, kind);
        let content_type = value(oids::CONTENT_TYPE).and_then(|der| Reader(der).oid());
        if content_type != Some(self.content_type) {
            return Err(Error::NotIntact("the type of the signed content"));
        }
        let signed = value(oids::MESSAGE_DIGEST).and_then(|der| Reader(der).expect(OCTET_STRING));
        if signed.is_none_or(|signed| signed.contents != digest) {
            return Err(Error::NotIntact("the digest of the signed bytes"));
        }
        let certificate =
            self.signer_certificate().ok_or_else(broken("the signer's certificate"))?;
        if !names(attributes, &certificate) {
            return Err(Error::NotIntact("the certificate named by the signature"));
        }
        let key = certificate.key().ok_or_else(broken("the certificate's key"))?;
        let Signer { algorithm, hash, attributes, signature, .. } = &self.signer;
        if key.verifies(algorithm, Some(*hash), attributes, signature) {
            Ok(certificate)
        } else {
            Err(Error::NotIntact("the signature value"))
        }
    }

    /// The certificate that the signer's identifier names.
    pub(crate) fn signer_certificate(&self) -> Option<Certificate<'a>> {
        let identifier = self.signer.identifier;
        let mut parts = identifier.inside();
        let (issuer, serial) = (parts.expect(SEQUENCE), parts.expect(INTEGER));
        self.certificates.iter().copied().find(|certificate| match identifier.tag {
            SEQUENCE => {
                Some(certificate.issuer) == issuer.map(|e| e.whole)
                    && Some(certificate.serial) == serial.map(|e| e.whole)
            }
            _ => certificate
                .extension(oids::SUBJECT_KEY_IDENTIFIER)
                .and_then(|(der, _)| Reader(der).expect(OCTET_STRING))
                .is_some_and(|own| own.contents == identifier.contents),
        })
    }
}

impl<'a> Signer<'a> {
    fn read(info: &Element<'a>) -> Option<Self> {
        let mut parts = info.inside();
        let version = parts.expect(INTEGER)?.contents;
        let identifier = parts.next()?;
        let expected = match identifier.tag {
            SEQUENCE => 1,
            tag if tag == primitive(0) => 3,
            _ => return None,
        };
        (version == [expected]).then_some(())?;
        let hash = Hash::read(&parts.expect(SEQUENCE)?)?;
        let signed = parts.expect(context(0))?;
        let algorithm = parts.expect(SEQUENCE)?;
        let signature = parts.expect(OCTET_STRING)?.octets()?;
        let unsigned = parts.optional(context(1)).map(|set| set.contents).unwrap_or_default();
        parts.is_empty().then_some(())?;
        // What is signed is the DER of the set, however it was written (RFC 5652, section 5.4).
        let attributes = element(SET, signed.contents);
        Some(Self { identifier, hash, attributes, algorithm, signature, unsigned })
    }
}

/// Whether the certificates in it are unchanged, as far as they prove each other: the signature does not
/// cover them.
fn are_sound(certificates: &[Certificate<'_>]) -> bool {
    certificates.iter().all(|certificate| {
        let mut issuers = certificates.iter().filter(|other| other.subject == certificate.issuer);
        issuers.clone().next().is_none() || issuers.any(|issuer| certificate.is_signed_by(issuer))
    })
}

/// Whether the attributes name this certificate as the signer's (RFC 5035; RFC 2634 in older tokens).
fn names(attributes: &[u8], certificate: &Certificate<'_>) -> bool {
    let first = |der| Reader(der).sequence()?.sequence()?.sequence();
    if let Some(mut id) = find_attribute(attributes, oids::SIGNING_CERTIFICATE_V2).and_then(first) {
        let hash = match id.optional(SEQUENCE) {
            Some(identifier) => Hash::read(&identifier),
            None => Some(Hash::Sha256),
        };
        let named = id.expect(OCTET_STRING);
        return hash
            .zip(named)
            .is_some_and(|(hash, named)| named.contents == hash.of(certificate.der));
    }
    let old = find_attribute(attributes, oids::SIGNING_CERTIFICATE).and_then(first);
    let named = old.and_then(|mut id| id.expect(OCTET_STRING));
    named.is_some_and(|named| named.contents == sha_1(certificate.der))
}

fn find_attribute<'a>(attributes: &'a [u8], kind: &[u8]) -> Option<&'a [u8]> {
    Reader(attributes).all().find_map(|attribute| {
        let mut parts = attribute.inside();
        (parts.expect(OBJECT_IDENTIFIER)?.contents == kind)
            .then(|| parts.expect(SET))
            .flatten()
            .map(|set| set.contents)
    })
}
