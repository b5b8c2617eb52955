//! Verification: a report on every signature and timestamp in a PDF, in types and in plain sentences.

mod canon;
mod changes;
mod check;
mod history;
mod permission;
mod report;
mod search;
mod status;
mod verdict;
mod words;

use crate::cms::certificate::Certificate;
use crate::cms::signed_data::SignedData;
use crate::cms::tsp;
use crate::lifetime::relied_until;
use crate::pdf::xref::Chain as Sections;
use crate::signatures::{Found, Kind};
use crate::{Error, Utc};
use check::{Checked, Token};
use history::History;
use permission::Permission;
use status::{Authorities, Evidence};

pub use changes::Added;
pub use report::{
    Chain, Coverage, Format, Integrity, Level, Report, Revocation, SignatureKind, SignatureReport,
    TimestampReport,
};
pub use verdict::{Indication, SubIndication, Verdict};

/// What the verifier trusts, and the present time.
#[derive(Clone, Debug)]
pub struct Trust {
    /// Certificates in DER that are trusted: roots, or a signer's own.
    pub roots: Vec<Vec<u8>>,
    /// The present time.
    pub now: Utc,
}

/// The greatest number of bytes of a PDF that is checked.
const MAX_BYTES: usize = 1 << 28;
/// The greatest number of signatures that are checked.
const MAX_SIGNATURES: usize = 1_000;

/// Checks every signature and document timestamp.
///
/// # Errors
/// [`Error`] when the PDF cannot be read as one; a broken signature is not an error: the report says so.
pub fn verify(pdf: Vec<u8>, trust: &Trust) -> Result<Report, Error> {
    if pdf.len() > MAX_BYTES {
        return Err(Error::Object("a file of that size"));
    }
    let sections = Sections::walk(&pdf)?;
    let history = History::of(&pdf, &sections.sections);
    let located = search::signatures(&history)?;
    if located.len() > MAX_SIGNATURES {
        return Err(Error::Object("so many signatures"));
    }
    if located.is_empty() && sections.is_encrypted {
        return Err(Error::Encrypted);
    }
    let checked: Vec<Checked> = located.iter().map(|one| check::check(&history, one)).collect();
    let steps = if located.is_empty() { Vec::new() } else { changes::steps(&history) };
    let evidence = Evidence::of(&history, &located, &checked, trust);
    let proven = evidence.times(&located, &checked, Authorities::Trusted);
    let stamped = evidence.times(&located, &checked, Authorities::Any);
    let times = proven.into_iter().zip(stamped);
    let signatures = located.iter().zip(&checked).zip(times).map(|((located, checked), times)| {
        let view = history.newest();
        let permission = Permission::of(view, &located.found.dictionary, &located.field);
        let added = match checked.integrity {
            Integrity::Broken { .. } => Added::Unreadable,
            Integrity::Intact | Integrity::Unchecked { .. } => {
                changes::after(&history, &steps, located, &permission)
            }
        };
        evidence.report((&located.found, checked), times, (added, permission.level))
    });
    Ok(Report { signatures: signatures.collect() })
}

/// A signature that was verified.
#[derive(Clone, Debug)]
pub struct Verified {
    /// Whether it is a signature or a document timestamp.
    pub kind: SignatureKind,
    /// The signer's certificate in DER.
    pub certificate: Vec<u8>,
    /// The time of its timestamp, if it has one.
    pub timestamp: Option<Utc>,
    /// When the certificate of the timestamp authority ends, as far as the timestamp holds it.
    pub authority_until: Option<Utc>,
    /// Until when its timestamp can be relied on: the earliest of the ends of the authority's certificates and of its
    /// algorithms ([`crate::PHASE_OUTS`]).
    pub relied_until: Option<Utc>,
    /// How many bytes the signature covers, without the gap for its own value.
    pub signed_bytes: usize,
}

/// When a certificate in DER ends; `None` when it is none.
pub fn certificate_until(der: &[u8]) -> Option<Utc> {
    Certificate::read(der).map(|certificate| certificate.not_after)
}

/// Checks that the form's last field is a signature or timestamp that is intact and covers the whole
/// file: the check of a new signature before the file is handed on. Nothing else in the file is checked, and
/// no trust is evaluated.
///
/// # Errors
/// [`Error::NotIntact`]; other errors when the structure cannot be read or there is no signature.
pub fn verify_last(pdf: &[u8]) -> Result<Verified, Error> {
    let sections = Sections::walk(pdf)?;
    let history = History::of(pdf, &sections.sections);
    let last = search::newest(&history).ok_or(Error::Object("a signature"))?;
    let checked = check::check(&history, &last);
    if checked.coverage != Coverage::Whole {
        return Err(Error::NotIntact("bytes outside the byte range"));
    }
    let is_stamped = |token: &Token| token.integrity == Integrity::Intact;
    if checked.integrity != Integrity::Intact || !checked.timestamp.iter().all(is_stamped) {
        return Err(Error::NotIntact("the last signature"));
    }
    let [_, first, _, rest] = last.found.range;
    let authority = checked.timestamp.as_ref().and_then(|token| token.certificates.first());
    let authority = authority.and_then(|der| Certificate::read(der));
    Ok(Verified {
        authority_until: authority.map(|certificate| certificate.not_after),
        relied_until: relied(&last.found),
        kind: SignatureKind::of(last.found.kind),
        certificate: checked.certificates.first().cloned().unwrap_or_default(),
        timestamp: checked.timestamp.map(|token| token.at),
        signed_bytes: first + rest,
    })
}

/// Checks that the form's last field is a signature that covers the whole file but for its value, which stands in its
/// own dictionary. What the value says is not looked at.
///
/// # Errors
/// [`Error::NotIntact`]; other errors when the structure cannot be read or there is no signature.
pub(crate) fn expect_last_in_place(pdf: &[u8]) -> Result<(), Error> {
    let sections = Sections::walk(pdf)?;
    let history = History::of(pdf, &sections.sections);
    let last = search::newest(&history).ok_or(Error::Object("a signature"))?;
    check::expect_in_place(&history, &last)
        .map_err(|_| Error::NotIntact("the place of the last signature"))
}

/// Until when the timestamp over a signature, or the document timestamp itself, can be relied on.
fn relied(found: &Found) -> Option<Utc> {
    let until = |der: &[u8]| relied_until(&tsp::Token::read(der).ok()?);
    match found.kind {
        Kind::Timestamp => until(&found.value),
        Kind::Signature => until(SignedData::read(&found.value).ok()?.timestamp()?),
    }
}
