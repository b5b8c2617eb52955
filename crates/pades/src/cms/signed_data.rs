//! `SignedData` (RFC 5652) for detached PAdES signatures (ETSI EN 319 122-1, EN 319 142-1); read only, for any
//! signature in a PDF and for timestamp tokens.

use super::algorithm::{Hash, KeyKind, Outcome, octets};
use super::attributes::Attributes;
use super::certificate::Certificate;
use super::der::{
    Element, INTEGER, OCTET_STRING, Reader, SEQUENCE, SET, context, element, is_der, oid,
    primitive, sequence, set_of,
};
use super::scheme::Scheme;
use super::{fault::Fault, oids};
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
    /// The certificates that can be read; attribute certificates are none.
    pub(crate) certificates: Vec<Certificate<'a>>,
    /// What is not as RFC 5652 has it, and changes nothing about the signature.
    pub(crate) oddities: Vec<&'static str>,
    signer: Signer<'a>,
}

#[derive(Debug)]
struct Signer<'a> {
    version: &'a [u8],
    identifier: Element<'a>,
    /// `Err` with the name of an algorithm that is not known.
    hash: Result<Hash, String>,
    hash_identifier: Element<'a>,
    /// The attributes that are signed, as a set; `None` where the content itself is signed.
    attributes: Option<Vec<u8>>,
    algorithm: Element<'a>,
    signature: Cow<'a, [u8]>,
    unsigned: &'a [u8],
    /// What follows the last part that RFC 5652 knows.
    rest: Reader<'a>,
}

/// What was found out about a signature that is intact.
#[derive(Clone, Debug)]
pub(crate) struct Proven<'a> {
    pub(crate) certificate: Certificate<'a>,
    /// Names of algorithms and keys that are too weak to rely on today.
    pub(crate) weak: Vec<String>,
    /// Whether the signer's certificate is named by what is signed (RFC 5035, RFC 2634).
    pub(crate) names_certificate: bool,
    /// Whether a signing time is among what is signed.
    pub(crate) has_time: bool,
    /// Whether revocation data in Adobe's form are among what is signed.
    pub(crate) has_adobe_revocation: bool,
    /// Whether the signed attributes are in DER.
    pub(crate) is_der: bool,
}

impl<'a> SignedData<'a> {
    /// Reads a `ContentInfo`; what follows it (the padding of `/Contents`) is left.
    pub(crate) fn read(cms: &'a [u8]) -> Result<Self, Fault> {
        Self::parts(cms).unwrap_or(Err(Fault::Format("its structure (CMS SignedData)")))
    }

    fn parts(cms: &'a [u8]) -> Option<Result<Self, Fault>> {
        let mut content_info = Reader(cms).sequence()?;
        (content_info.oid()? == oids::SIGNED_DATA).then_some(())?;
        let mut explicit = content_info.expect(context(0))?.inside();
        let mut data = explicit.sequence()?;
        let version = data.expect(INTEGER)?.contents;
        let hashes = data.expect(SET)?;
        let mut encapsulated = data.sequence()?;
        let content_type = encapsulated.oid()?;
        let content = match encapsulated.optional(context(0)) {
            Some(wrapped) => Some(wrapped.inside().next().filter(Element::is_octets)?.octets()?),
            None => None,
        };
        let carried = data.optional(context(0)).map_or(Reader(&[]), |set| set.inside());
        data.optional(context(1));
        let mut infos = data.expect(SET)?.inside();
        if infos.is_empty() {
            return Some(Err(Fault::Format("it has no signer")));
        }
        let info = infos.expect(SEQUENCE)?;
        if !infos.is_empty() {
            return Some(Err(Fault::Format("it has more than one signer")));
        }
        let signer = Signer::read(&info)?;
        let is_certificate = |element: &Element<'a>| element.tag == SEQUENCE;
        let all: Vec<Element<'a>> = carried.all().filter(is_certificate).collect();
        let certificates: Vec<Certificate<'a>> =
            all.iter().filter_map(|element| Certificate::read(element.whole)).collect();
        let mut oddities = Vec::new();
        let levels = [&content_info, &explicit, &data, &encapsulated, &signer.rest];
        if !levels.into_iter().all(Reader::is_empty) {
            oddities.push("its CMS holds bytes that belong to none of its parts");
        }
        if certificates.len() < all.len() || !are_sound(&certificates) {
            oddities.push("a certificate that it carries was changed or cannot be read");
        }
        if !matches!(version, [1 | 3 | 4 | 5]) || !matches!(signer.version, [1 | 3]) {
            oddities.push("its CMS has an unknown version");
        }
        let named = signer.hash_identifier.inside().oid();
        let lists = |hash: Element<'_>| hash.tag == SEQUENCE && hash.inside().oid() == named;
        if !hashes.inside().all().any(lists) {
            oddities.push("its CMS does not list its digest algorithm");
        }
        if signer.mixes_digests() {
            oddities.push("what it signs names another digest algorithm than its value (RFC 8933)");
        }
        Some(Ok(Self { content_type, content, certificates, oddities, signer }))
    }

    /// The digest algorithm that the signer names; where it is not known, its name stands behind that of a signature
    /// algorithm that is not known either (Ed448 goes with SHAKE256: RFC 8419, section 3.1).
    pub(crate) fn hash(&self) -> Result<Hash, Fault> {
        self.signer.hash.clone().map_err(|hash| {
            // The digest does not matter: algorithms of keys need one.
            let scheme = Scheme::read(&self.signer.algorithm, Some(Hash::Sha256));
            Fault::Unknown(match scheme {
                Ok(_) => hash,
                Err(scheme) if scheme.contains(&hash) => scheme,
                Err(scheme) => format!("{scheme} with {hash}"),
            })
        })
    }

    /// The signature value: what a signature timestamp is over.
    pub(crate) fn signature(&self) -> &[u8] {
        &self.signer.signature
    }

    /// The token over the signature value.
    pub(crate) fn timestamp(&self) -> Option<&'a [u8]> {
        let unsigned = Attributes::read(self.signer.unsigned)?;
        Some(Reader(unsigned.first(oids::SIGNATURE_TIMESTAMP)?).next()?.whole)
    }

    /// Checks the signature over content with this digest.
    pub(crate) fn verify(&self, digest: &[u8]) -> Result<Proven<'a>, Fault> {
        let hash = self.hash()?;
        let certificate = self.signer_certificate().ok_or(Fault::NoCertificate)?;
        let Signer { algorithm, attributes, signature, .. } = &self.signer;
        let key = certificate.key().ok_or(Fault::Format("the certificate's key"))?;
        let mut proven = Proven {
            certificate,
            weak: Vec::new(),
            names_certificate: false,
            has_time: false,
            has_adobe_revocation: false,
            is_der: true,
        };
        let Some(signed) = attributes else {
            if self.content_type != oids::DATA {
                return Err(Fault::Format("it has no signed attributes"));
            }
            let outcome = key.check_digest(algorithm, hash, digest, signature);
            proven.weak = made(outcome)?;
            return Ok(proven);
        };
        let set = Reader(signed).expect(SET).ok_or(Fault::Format("its signed attributes"))?;
        let read = Attributes::read(set.contents).ok_or(Fault::Format("its signed attributes"))?;
        self.expect_content(&read, digest)?;
        read.expect_algorithms(&self.signer.hash_identifier, algorithm)?;
        proven.names_certificate = read.names(&certificate)?;
        proven.has_time = read.first(oids::SIGNING_TIME).is_some();
        proven.has_adobe_revocation = read.first(oids::ADBE_REVOCATION).is_some();
        proven.is_der = is_der(signed);
        // What is signed is the DER of the set, however it was written (RFC 5652, section 5.4); many signers
        // signed what they wrote.
        let mut outcome = key.check(algorithm, Some(hash), signed, signature);
        if outcome == Outcome::NotMade && !proven.is_der {
            let sorted = set_of(set.inside().all().map(|it| it.whole.to_vec()).collect());
            outcome = key.check(algorithm, Some(hash), &sorted, signature);
        }
        proven.weak = made(outcome)?;
        if hash.is_weak() && !proven.weak.iter().any(|weak| weak == hash.name()) {
            proven.weak.push(hash.name().to_owned());
        }
        Ok(proven)
    }

    fn expect_content(&self, read: &Attributes<'_>, digest: &[u8]) -> Result<(), Fault> {
        let content_type = read.only(oids::CONTENT_TYPE).and_then(|der| Reader(der).oid());
        if content_type != Some(self.content_type) {
            return Err(Fault::Format("the type of the signed content"));
        }
        let signed = read.only(oids::MESSAGE_DIGEST).and_then(|der| Reader(der).next()?.octets());
        let signed = signed.ok_or(Fault::Format("it has no digest of what is signed"))?;
        if *signed == *digest { Ok(()) } else { Err(Fault::Digest) }
    }

    /// The certificate that the signer's identifier names; of several, the one that what is signed names.
    pub(crate) fn signer_certificate(&self) -> Option<Certificate<'a>> {
        let identifier = self.signer.identifier;
        let mut parts = identifier.inside();
        let (issuer, serial) = (parts.expect(SEQUENCE), parts.expect(INTEGER));
        let is_named = |certificate: &&Certificate<'a>| match identifier.tag {
            SEQUENCE => {
                issuer.is_some_and(|issuer| same_name(certificate.issuer, issuer.whole))
                    && Some(certificate.serial) == serial.map(|e| e.whole)
            }
            _ => certificate
                .extension(oids::SUBJECT_KEY_IDENTIFIER)
                .and_then(|(der, _)| Reader(der).expect(OCTET_STRING))
                .is_some_and(|own| Some(own.contents) == identifier.octets().as_deref()),
        };
        let named: Vec<Certificate<'a>> =
            self.certificates.iter().filter(is_named).copied().collect();
        let set = self.signer.attributes.as_deref().and_then(|set| Reader(set).expect(SET));
        let read = set.and_then(|set| Attributes::read(set.contents));
        let is_meant = |certificate: &&Certificate<'a>| {
            read.as_ref().is_some_and(|read| read.names(certificate).is_ok())
        };
        named.iter().find(is_meant).or(named.first()).copied()
    }
}

/// The weaknesses of a signature that was made with the key.
pub(crate) fn made(outcome: Outcome) -> Result<Vec<String>, Fault> {
    match outcome {
        Outcome::Made { weak } => Ok(weak),
        Outcome::NotMade => Err(Fault::Value),
        Outcome::Unknown(name) => Err(Fault::Unknown(name)),
    }
}

/// Whether two names are the same, as far as their bytes say; the kinds of strings may differ (RFC 5280, section
/// 7.1).
fn same_name(one: &[u8], other: &[u8]) -> bool {
    one == other
        || (one.len() == other.len()
            && super::certificate::name_text(one) == super::certificate::name_text(other))
}

impl<'a> Signer<'a> {
    fn read(info: &Element<'a>) -> Option<Self> {
        let mut parts = info.inside();
        let version = parts.expect(INTEGER)?.contents;
        let identifier = parts.next()?;
        let is_known = matches!(identifier.tag, SEQUENCE)
            || identifier.tag == primitive(0)
            || identifier.tag == context(0);
        is_known.then_some(())?;
        let hash_identifier = parts.expect(SEQUENCE)?;
        let hash = Hash::read(&hash_identifier);
        let attributes = parts.optional(context(0)).map(|set| element(SET, set.contents));
        let algorithm = parts.expect(SEQUENCE)?;
        let signature = parts.next().filter(Element::is_octets)?.octets()?;
        let unsigned = parts.optional(context(1)).map(|set| set.contents).unwrap_or_default();
        Some(Self {
            version,
            identifier,
            hash,
            hash_identifier,
            attributes,
            algorithm,
            signature,
            unsigned,
            rest: parts,
        })
    }

    /// Whether the digest of the content is by another algorithm than that of the signed attributes.
    fn mixes_digests(&self) -> bool {
        let Ok(own) = self.hash else { return false };
        let value = Scheme::read(&self.algorithm, Some(own)).ok().and_then(Scheme::hash);
        self.attributes.is_some() && value.is_some_and(|value| value != own)
    }
}

/// Whether the carried certificates are unchanged, as far as they prove each other: the signature does not cover
/// them. A root's own signature, and an issuer that only has the same name, prove nothing.
fn are_sound(certificates: &[Certificate<'_>]) -> bool {
    certificates.iter().filter(|certificate| !certificate.is_self_issued()).all(|certificate| {
        let is_issuer = |other: &&Certificate<'_>| certificate.names_key_of(other);
        let mut issuers = certificates.iter().filter(is_issuer);
        issuers.clone().next().is_none()
            || issuers.any(|issuer| certificate.outcome_by(issuer) != Outcome::NotMade)
    })
}
