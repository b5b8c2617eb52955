//! The limits that certificates set for the certificates below them (RFC 5280, section 6.1). Limits that are not
//! evaluated here, name and policy constraints among them, count as violated, never as absent.

use super::certificate::{Certificate, find_extension};
use super::der::{BOOLEAN, INTEGER, Reader};
use super::oids;

/// Extensions that are evaluated, or that never count against a certificate.
const KNOWN: [&[u8]; 10] = [
    oids::KEY_USAGE,
    oids::BASIC_CONSTRAINTS,
    oids::EXTENDED_KEY_USAGE,
    oids::CRL_DISTRIBUTION_POINTS,
    oids::SUBJECT_KEY_IDENTIFIER,
    oids::AUTHORITY_KEY_IDENTIFIER,
    oids::SUBJECT_ALTERNATIVE_NAME,
    oids::ISSUER_ALTERNATIVE_NAME,
    oids::CERTIFICATE_POLICIES,
    oids::QUALIFIED_STATEMENTS,
];

impl Certificate<'_> {
    /// Whether it may lead to an end entity over so many further authorities (`pathLenConstraint`, RFC 5280,
    /// section 4.2.1.9).
    pub(crate) fn allows_below(&self, authorities: usize) -> bool {
        let limit = || {
            let (der, _) = self.extension(oids::BASIC_CONSTRAINTS)?;
            let mut constraints = Reader(der).sequence()?;
            constraints.optional(BOOLEAN);
            constraints.optional(INTEGER)
        };
        limit().is_none_or(|limit| {
            let significant: Vec<u8> =
                limit.contents.iter().copied().skip_while(|byte| *byte == 0).collect();
            match significant[..] {
                [] => authorities == 0,
                [limit] => authorities <= usize::from(limit),
                _ => true,
            }
        })
    }

    /// Whether it has a critical extension that is not known here (RFC 5280, section 4.2).
    pub(crate) fn is_limited_otherwise(&self) -> bool {
        let is_known = |oid: &[u8]| KNOWN.contains(&oid);
        Reader(self.extensions()).all().any(|extension| {
            let oid = extension.inside().oid().unwrap_or_default();
            let found = find_extension(extension.whole, oid);
            !is_known(oid) && found.is_none_or(|(_, is_critical)| is_critical)
        })
    }
}
