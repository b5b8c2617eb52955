//! Whether a certificate was revoked: answers to OCSP requests (RFC 6960) and lists (CRL, RFC 5280,
//! section 5), each with the signature of an authorized responder or issuer.

use super::algorithm::{Hash, sha_1};
use super::certificate::{Certificate, KeyUsage, find_extension, time, uris_of_point};
use super::der::{
    BIT_STRING, ENUMERATED, Element, INTEGER, NULL, OCTET_STRING, Reader, SEQUENCE, context,
    element, oid, primitive, sequence,
};
use super::oids;
use crate::Utc;

/// The revocation status of a certificate, and the period in which it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Status {
    /// When it was revoked; `None` for a certificate that was not.
    pub(crate) revoked_at: Option<Utc>,
    /// When this was known to be so.
    pub(crate) from: Utc,
    /// When newer information will be available at the latest.
    pub(crate) until: Option<Utc>,
}

/// An OCSP request for one certificate. Its issuer is named by SHA-1, as every responder understands
/// (RFC 5019, section 2.1.1); the hash only identifies the certificate, security does not depend on it.
pub(crate) fn ocsp_request(certificate: &Certificate<'_>, issuer: &Certificate<'_>) -> Vec<u8> {
    let id = sequence(&[
        &sequence(&[&oid(oids::SHA_1), NULL]),
        &element(OCTET_STRING, &sha_1(issuer.subject)),
        &element(OCTET_STRING, &sha_1(issuer.key_bits)),
        certificate.serial,
    ]);
    let requests = sequence(&[&sequence(&[&id])]);
    sequence(&[&sequence(&[&requests])])
}

/// A successful OCSP response.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OcspResponse<'a> {
    /// The signed part.
    signed: &'a [u8],
    responder: Element<'a>,
    /// When the answer was made.
    pub(crate) produced_at: Utc,
    answers: Reader<'a>,
    algorithm: Element<'a>,
    signature: &'a [u8],
    certificates: Reader<'a>,
}

impl<'a> OcspResponse<'a> {
    /// Reads a response with the status `successful`.
    pub(crate) fn read(der: &'a [u8]) -> Option<Self> {
        let mut response = Reader(der).sequence()?;
        (response.expect(ENUMERATED)?.contents == [0]).then_some(())?;
        let mut bytes = response.expect(context(0))?.inside().sequence()?;
        (bytes.oid()? == oids::OCSP_BASIC).then_some(())?;
        let mut basic = Reader(bytes.expect(OCTET_STRING)?.contents).sequence()?;
        let data = basic.expect(SEQUENCE)?;
        let algorithm = basic.expect(SEQUENCE)?;
        let signature = basic.expect(BIT_STRING)?.contents.strip_prefix(&[0])?;
        let certificates = match basic.optional(context(0)) {
            Some(wrapped) => wrapped.inside().sequence()?,
            None => Reader(&[]),
        };
        let mut parts = data.inside();
        parts.optional(context(0));
        let responder = parts.next()?;
        let produced_at = time(&parts.next()?)?;
        let answers = parts.sequence()?;
        let signed = data.whole;
        Some(Self { signed, responder, produced_at, answers, algorithm, signature, certificates })
    }

    /// The certificates that it holds.
    pub(crate) fn certificates(&self) -> impl Iterator<Item = Certificate<'a>> + use<'a> {
        self.certificates.all().filter_map(|der| Certificate::read(der.whole))
    }

    /// The certificate that signed the response, if it is the issuer's or that of a responder that the
    /// issuer authorized (RFC 6960, section 4.2.2.2).
    pub(crate) fn signer(&self, issuer: &Certificate<'a>) -> Option<Certificate<'a>> {
        let appointed = |candidate: &Certificate<'a>| {
            candidate.der == issuer.der
                || (candidate.is_signed_by(issuer)
                    && candidate.is_valid_at(self.produced_at)
                    && candidate.purpose(oids::FOR_OCSP_SIGNING).is_some())
        };
        let named = |candidate: &Certificate<'a>| match self.responder.tag {
            tag if tag == context(1) => candidate.subject == self.responder.contents,
            _ => self
                .responder
                .inside()
                .expect(OCTET_STRING)
                .is_some_and(|hash| hash.contents == sha_1(candidate.key_bits)),
        };
        self.certificates().chain([*issuer]).filter(named).filter(appointed).find(|candidate| {
            candidate
                .key()
                .is_some_and(|key| key.verifies(&self.algorithm, None, self.signed, self.signature))
        })
    }

    /// The status of this certificate; the signature is checked by [`Self::signer`].
    pub(crate) fn status(
        &self,
        certificate: &Certificate<'_>,
        issuer: &Certificate<'_>,
    ) -> Option<Status> {
        self.answers.all().find_map(|answer| {
            let mut parts = answer.inside();
            if !is_about(&parts.expect(SEQUENCE)?, certificate, issuer)? {
                return None;
            }
            let status = parts.next()?;
            let from = time(&parts.next()?)?;
            let until = match parts.optional(context(0)) {
                Some(wrapped) => Some(time(&wrapped.inside().next()?)?),
                None => None,
            };
            let revoked_at = match status.tag {
                tag if tag == primitive(0) => None,
                tag if tag == context(1) => Some(time(&status.inside().next()?)?),
                _ => return None,
            };
            Some(Status { revoked_at, from, until })
        })
    }
}

/// Whether a `CertID` means this certificate.
fn is_about(
    id: &Element<'_>,
    certificate: &Certificate<'_>,
    issuer: &Certificate<'_>,
) -> Option<bool> {
    let mut parts = id.inside();
    let algorithm = parts.expect(SEQUENCE)?;
    let hash = |bytes: &[u8]| match algorithm.inside().oid()? {
        oids::SHA_1 => Some(sha_1(bytes)),
        other => Some(Hash::of_oid(other)?.of(bytes)),
    };
    let name = parts.expect(OCTET_STRING)?.contents;
    let key = parts.expect(OCTET_STRING)?.contents;
    let serial = parts.expect(INTEGER)?.whole;
    Some(
        name == hash(issuer.subject)?
            && key == hash(issuer.key_bits)?
            && serial == certificate.serial,
    )
}

/// A list of revoked certificates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crl<'a> {
    signed: &'a [u8],
    issuer: &'a [u8],
    from: Utc,
    until: Option<Utc>,
    revoked: Reader<'a>,
    extensions: &'a [u8],
    algorithm: Element<'a>,
    signature: &'a [u8],
}

impl<'a> Crl<'a> {
    pub(crate) fn read(der: &'a [u8]) -> Option<Self> {
        let mut list = Reader(der).sequence()?;
        let tbs = list.expect(SEQUENCE)?;
        let algorithm = list.expect(SEQUENCE)?;
        let signature = list.expect(BIT_STRING)?.contents.strip_prefix(&[0])?;
        let mut parts = tbs.inside();
        parts.optional(INTEGER);
        parts.expect(SEQUENCE)?;
        let issuer = parts.expect(SEQUENCE)?.whole;
        let from = time(&parts.next()?)?;
        let until = {
            let mut ahead = parts;
            let until = ahead.next().as_ref().and_then(time);
            if until.is_some() {
                parts = ahead;
            }
            until
        };
        let revoked = parts.optional(SEQUENCE).map_or(Reader(&[]), |list| list.inside());
        let extensions = match parts.optional(context(0)) {
            Some(wrapped) => wrapped.inside().expect(SEQUENCE)?.contents,
            None => &[],
        };
        let signed = tbs.whole;
        Some(Self { signed, issuer, from, until, revoked, extensions, algorithm, signature })
    }

    /// Whether this issuer made the list, for all of its certificates.
    pub(crate) fn is_signed_by(&self, issuer: &Certificate<'_>) -> bool {
        self.issuer == issuer.subject
            && issuer.allows(KeyUsage::CrlSign)
            && !self.is_partial()
            && issuer
                .key()
                .is_some_and(|key| key.verifies(&self.algorithm, None, self.signed, self.signature))
    }

    /// Whether it covers only some reasons or some kinds of certificates, or is a delta; such lists prove
    /// nothing by themselves.
    fn is_partial(&self) -> bool {
        let is_delta = find_extension(self.extensions, oids::DELTA_CRL_INDICATOR).is_some();
        let scope = find_extension(self.extensions, oids::ISSUING_DISTRIBUTION_POINT);
        let narrows = |der: &[u8]| {
            // Anything but the point's own name, or the restriction to one kind of certificates.
            Reader(der).sequence().is_none_or(|parts| parts.all().any(|p| p.tag != context(0)))
        };
        is_delta || scope.is_some_and(|(der, _)| narrows(der))
    }

    /// The status of a certificate of its issuer; `None` when it is a part of the whole list (RFC 5280,
    /// section 5.2.5) to which the certificate does not point.
    pub(crate) fn status(&self, certificate: &Certificate<'_>) -> Option<Status> {
        let own = self.names();
        let pointed = certificate.crl_addresses();
        if !own.is_empty() && !own.iter().any(|name| pointed.contains(name)) {
            return None;
        }
        let revoked_at = self.revoked.all().find_map(|entry| {
            let mut parts = entry.inside();
            (parts.expect(INTEGER)?.whole == certificate.serial)
                .then(|| time(&parts.next()?))
                .flatten()
        });
        Some(Status { revoked_at, from: self.from, until: self.until })
    }

    /// The addresses at which it is published, as it says itself.
    fn names(&self) -> Vec<String> {
        let scope = find_extension(self.extensions, oids::ISSUING_DISTRIBUTION_POINT);
        let point = scope.and_then(|(der, _)| Reader(der).sequence()?.optional(context(0)));
        point.map(|point| uris_of_point(&point)).unwrap_or_default()
    }
}
