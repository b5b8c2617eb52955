//! X.509 certificates (RFC 5280), as far as signing and checking need them: read as slices, never
//! written again.

use super::algorithm::{Hash, Outcome, PublicKey};
use super::der::{
    BIT_STRING, BOOLEAN, Element, GENERALIZED_TIME, INTEGER, OCTET_STRING, Reader, SEQUENCE, SET,
    UTC_TIME, context, primitive,
};
use super::oids;
use crate::Utc;

/// A certificate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Certificate<'a> {
    /// The whole of it in DER.
    pub(crate) der: &'a [u8],
    /// The signed part.
    tbs: &'a [u8],
    /// The serial number as an element.
    pub(crate) serial: &'a [u8],
    /// The issuer's name as an element.
    pub(crate) issuer: &'a [u8],
    pub(crate) not_before: Utc,
    pub(crate) not_after: Utc,
    /// The subject's name as an element.
    pub(crate) subject: &'a [u8],
    /// The public key's bits, by which OCSP identifies an issuer (RFC 6960, section 4.1.1).
    pub(crate) key_bits: &'a [u8],
    key_info: Element<'a>,
    extensions: &'a [u8],
    signature_algorithm: Element<'a>,
    signature: &'a [u8],
}

/// What a key may be used for (RFC 5280, section 4.2.1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyUsage {
    DigitalSignature = 0,
    ContentCommitment = 1,
    KeyCertSign = 5,
    CrlSign = 6,
}

impl<'a> Certificate<'a> {
    pub(crate) fn read(der: &'a [u8]) -> Option<Self> {
        let mut outer = Reader(der);
        let whole = outer.expect(SEQUENCE)?;
        let mut parts = whole.inside();
        let signed = parts.expect(SEQUENCE)?;
        let signature_algorithm = parts.expect(SEQUENCE)?;
        let signature = parts.expect(BIT_STRING)?.contents.strip_prefix(&[0])?;
        let mut tbs = signed.inside();
        tbs.optional(context(0));
        let serial = tbs.expect(INTEGER)?.whole;
        // RFC 5280, section 4.1.1.2: both algorithm fields have to be the same.
        let is_sound = tbs.expect(SEQUENCE)?.whole == signature_algorithm.whole && parts.is_empty();
        is_sound.then_some(())?;
        let issuer = tbs.expect(SEQUENCE)?.whole;
        let mut validity = tbs.sequence()?;
        let (not_before, not_after) = (time(&validity.next()?)?, time(&validity.next()?)?);
        let subject = tbs.expect(SEQUENCE)?.whole;
        let key_info = tbs.expect(SEQUENCE)?;
        let key_bits = {
            let mut info = key_info.inside();
            info.expect(SEQUENCE)?;
            info.expect(BIT_STRING)?.contents.strip_prefix(&[0])?
        };
        tbs.optional(primitive(1));
        tbs.optional(primitive(2));
        let extensions = match tbs.optional(context(3)) {
            Some(wrapped) => wrapped.inside().expect(SEQUENCE)?.contents,
            None => &[],
        };
        Some(Self {
            der: whole.whole,
            tbs: signed.whole,
            serial,
            issuer,
            not_before,
            not_after,
            subject,
            key_bits,
            key_info,
            extensions,
            signature_algorithm,
            signature,
        })
    }

    pub(crate) fn key(&self) -> Option<PublicKey<'a>> {
        PublicKey::read(&self.key_info)
    }

    pub(crate) fn is_self_issued(&self) -> bool {
        self.subject == self.issuer
    }

    pub(crate) fn is_valid_at(&self, at: Utc) -> bool {
        self.not_before <= at && at <= self.not_after
    }

    /// Whether `issuer` is named as the issuer and its key made the signature, by whatever algorithm.
    pub(crate) fn is_signed_by(&self, issuer: &Certificate<'_>) -> bool {
        self.issuer == issuer.subject && matches!(self.outcome_by(issuer), Outcome::Made { .. })
    }

    /// Whether its signature by `issuer` relies on an algorithm that is too weak.
    pub(crate) fn is_weak(&self, issuer: &Certificate<'_>) -> bool {
        matches!(self.outcome_by(issuer), Outcome::Made { weak } if !weak.is_empty())
    }

    /// Whether the key of `issuer` made the signature.
    pub(crate) fn outcome_by(&self, issuer: &Certificate<'_>) -> Outcome {
        issuer.key().map_or(Outcome::NotMade, |key| {
            key.check(&self.signature_algorithm, None, self.tbs, self.signature)
        })
    }

    /// Whether it names `issuer` and that very key of it as its issuer's (RFC 5280, section 4.2.1.1).
    pub(crate) fn names_key_of(&self, issuer: &Certificate<'_>) -> bool {
        let named = self.extension(oids::AUTHORITY_KEY_IDENTIFIER);
        let named = named.and_then(|(der, _)| Reader(der).sequence()?.optional(primitive(0)));
        let own = issuer.extension(oids::SUBJECT_KEY_IDENTIFIER);
        let own = own.and_then(|(der, _)| Reader(der).expect(OCTET_STRING));
        self.issuer == issuer.subject
            && named.zip(own).is_some_and(|(named, own)| named.contents == own.contents)
    }

    /// All extensions in sequence.
    pub(crate) fn extensions(&self) -> &'a [u8] {
        self.extensions
    }

    /// The contents of an extension, and whether it is critical.
    pub(crate) fn extension(&self, oid: &[u8]) -> Option<(&'a [u8], bool)> {
        find_extension(self.extensions, oid)
    }

    /// Whether the key may be used so; a certificate that says nothing allows everything.
    pub(crate) fn allows(&self, usage: KeyUsage) -> bool {
        let Some((bits, _)) = self.extension(oids::KEY_USAGE) else {
            return true;
        };
        let place = usage as usize;
        let bits = Reader(bits).expect(BIT_STRING).map(|bits| bits.contents).unwrap_or_default();
        bits.get(1 + place / 8).is_some_and(|byte| byte & (0x80 >> (place % 8)) != 0)
    }

    /// Whether it may sign documents.
    pub(crate) fn may_sign(&self) -> bool {
        self.allows(KeyUsage::DigitalSignature) || self.allows(KeyUsage::ContentCommitment)
    }

    /// Whether it may sign other certificates.
    pub(crate) fn is_ca(&self) -> bool {
        let constraints = self.extension(oids::BASIC_CONSTRAINTS).map(|(der, _)| der);
        let is_ca = constraints
            .and_then(|der| Reader(der).sequence()?.optional(BOOLEAN))
            .is_some_and(|flag| flag.contents != [0]);
        is_ca && self.allows(KeyUsage::KeyCertSign)
    }

    /// Whether `purpose` is among the extended key usages, and whether the extension is critical and
    /// names nothing else.
    pub(crate) fn purpose(&self, purpose: &[u8]) -> Option<Purpose> {
        let (der, is_critical) = self.extension(oids::EXTENDED_KEY_USAGE)?;
        let purposes: Vec<&[u8]> =
            Reader(der).sequence()?.all().map(|element| element.contents).collect();
        purposes
            .contains(&purpose)
            .then_some(Purpose { is_exclusive: is_critical && purposes.len() == 1 })
    }

    /// The addresses of the issuer's certificate and of the OCSP responder.
    pub(crate) fn access(&self, method: &[u8]) -> Vec<String> {
        let Some((der, _)) = self.extension(oids::AUTHORITY_INFORMATION) else {
            return Vec::new();
        };
        let descriptions = Reader(der).sequence().unwrap_or(Reader(&[]));
        let uri = |description: Element<'_>| {
            let mut parts = description.inside();
            (parts.oid()? == method).then(|| parts.expect(primitive(6))).flatten().and_then(text)
        };
        descriptions.all().filter_map(uri).collect()
    }

    /// Where the lists of revoked certificates are (RFC 5280, section 4.2.1.13).
    pub(crate) fn crl_addresses(&self) -> Vec<String> {
        let Some((der, _)) = self.extension(oids::CRL_DISTRIBUTION_POINTS) else {
            return Vec::new();
        };
        let points = Reader(der).sequence().unwrap_or(Reader(&[]));
        let uris = |point: Element<'a>| Some(uris_of_point(&point.inside().optional(context(0))?));
        points.all().filter_map(uris).flatten().collect()
    }

    /// Whether the revocation status of this responder's certificate need not be checked (`id-pkix-ocsp-nocheck`,
    /// RFC 6960, section 4.2.2.2.1).
    pub(crate) fn needs_no_check(&self) -> bool {
        self.extension(oids::OCSP_NO_CHECK).is_some()
    }

    /// The subject's name in readable form: `CN=…, O=…`.
    pub(crate) fn subject_text(&self) -> String {
        name_text(self.subject)
    }

    /// The SHA-256 of the whole certificate.
    pub(crate) fn fingerprint(&self) -> Vec<u8> {
        Hash::Sha256.of(self.der)
    }
}

/// What an extended key usage says of one purpose.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Purpose {
    /// Whether it is the only one, and critically so (RFC 3161, section 2.3).
    pub(crate) is_exclusive: bool,
}

/// An extension in a list of them: its contents, and whether it is critical.
pub(crate) fn find_extension<'a>(extensions: &'a [u8], oid: &[u8]) -> Option<(&'a [u8], bool)> {
    Reader(extensions).all().find_map(|extension| {
        let mut parts = extension.inside();
        if parts.oid()? != oid {
            return None;
        }
        let is_critical = parts.optional(BOOLEAN).is_some_and(|flag| flag.contents != [0]);
        Some((parts.expect(OCTET_STRING)?.contents, is_critical))
    })
}

/// The addresses of a `DistributionPointName` by its full name.
pub(crate) fn uris_of_point(name: &Element<'_>) -> Vec<String> {
    let full = name.inside().optional(context(0)).map_or(Reader(&[]), |full| full.inside());
    full.all().filter(|name| name.tag == primitive(6)).filter_map(text).collect()
}

/// A `UTCTime` or `GeneralizedTime`.
pub(crate) fn time(element: &Element<'_>) -> Option<Utc> {
    match element.tag {
        UTC_TIME => Utc::from_asn1(element.contents, false),
        GENERALIZED_TIME => Utc::from_asn1(element.contents, true),
        _ => None,
    }
}

fn text(element: Element<'_>) -> Option<String> {
    String::from_utf8(element.contents.to_vec()).ok()
}

/// A name in readable form, its most specific part first.
pub(crate) fn name_text(name: &[u8]) -> String {
    let part = |set: Element<'_>| {
        let mut pair = (set.tag == SET).then(|| set.inside().sequence()).flatten()?;
        let kind = oids::attribute_name(pair.oid()?)?;
        let value = pair.next()?;
        let value = match value.tag {
            // BMPString
            0x1e => {
                let units =
                    value.contents.chunks_exact(2).map(|u| u16::from_be_bytes([u[0], u[1]]));
                char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
            }
            _ => String::from_utf8_lossy(value.contents).into_owned(),
        };
        Some(format!("{kind}={value}"))
    };
    let Some(sets) = Reader(name).sequence() else {
        return String::new();
    };
    let mut parts: Vec<String> = sets.all().filter_map(part).collect();
    parts.reverse();
    parts.join(", ")
}
