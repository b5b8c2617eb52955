//! Verification: a report on every signature and timestamp in a PDF, in types and in plain sentences.

mod changes;
mod report;
mod status;

use crate::cms::algorithm::Hash;
use crate::cms::certificate::Certificate;
use crate::cms::der::Reader;
use crate::cms::signed_data::SignedData;
use crate::cms::tsp::Token;
use crate::pdf::file::File;
use crate::pdf::string::{string, text};
use crate::signatures::{Found, Kind, newest_field, signatures_in};
use crate::{Error, Utc};
use status::{Authorities, Evidence};
use std::sync::Arc;

pub use changes::Added;
pub use report::{
    Chain, Coverage, Integrity, Level, Report, Revocation, SignatureKind, SignatureReport,
    TimestampReport,
};

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
const MAX_SIGNATURES: usize = 100;

/// Checks every signature and document timestamp.
///
/// # Errors
/// [`Error`] when the PDF cannot be read as one; a broken signature is not an error: the report says so.
pub fn verify(pdf: Vec<u8>, trust: &Trust) -> Result<Report, Error> {
    if pdf.len() > MAX_BYTES {
        return Err(Error::Object("a file of that size"));
    }
    let bytes = Arc::new(pdf);
    let file = File::open(&bytes)?;
    let found = signatures_in(&file)?;
    if found.len() > MAX_SIGNATURES {
        return Err(Error::Object("so many signatures"));
    }
    let checked: Vec<Checked> = found.iter().map(|found| check(&bytes, found)).collect();
    let evidence = Evidence::of(&bytes, &file, &found, &checked, trust);
    let proven = evidence.times(&found, &checked, Authorities::Trusted);
    let stamped = evidence.times(&found, &checked, Authorities::Any);
    let times = proven.into_iter().zip(stamped);
    let signatures = found.iter().zip(&checked).zip(times).map(|((found, checked), times)| {
        let added = changes::after(&bytes, &file, found, &checked.integrity);
        evidence.report((found, checked), times, added)
    });
    Ok(Report { signatures: signatures.collect() })
}

/// What is known of a signature from the bytes alone.
pub(crate) struct Checked {
    pub(crate) integrity: Integrity,
    pub(crate) coverage: Coverage,
    /// The signer's certificate, then the others that the signature holds.
    pub(crate) certificates: Vec<Vec<u8>>,
    /// The timestamp over the signature, or the document timestamp itself.
    pub(crate) timestamp: Option<CheckedToken>,
}

pub(crate) struct CheckedToken {
    pub(crate) at: Utc,
    pub(crate) integrity: Integrity,
    pub(crate) certificates: Vec<Vec<u8>>,
}

fn check(pdf: &[u8], found: &Found) -> Checked {
    let coverage = coverage(pdf, found);
    let mut checked = Checked {
        integrity: Integrity::Intact,
        coverage,
        certificates: Vec::new(),
        timestamp: None,
    };
    if let Err(broken) = check_value(pdf, found, &mut checked) {
        checked.integrity = broken;
    }
    checked
}

fn check_value(pdf: &[u8], found: &Found, checked: &mut Checked) -> Result<(), Integrity> {
    expect_sound_gap(pdf, found)?;
    expect_signed_dictionary(pdf, found)?;
    let broken = Integrity::broken;
    let [_, first, second, rest] = found.range;
    let digest = |hash: Hash| hash.of_parts(&[&pdf[..first], &pdf[second..second + rest]]);
    match found.kind {
        Kind::Signature => {
            let signed = SignedData::read(&found.value).ok_or_else(|| broken("its structure"))?;
            checked.certificates = certificates(&signed);
            if signed.content.is_some() {
                return Err(broken("it brings contents of its own"));
            }
            signed.verify(&digest(signed.hash())).map_err(|e| Integrity::of(&e))?;
            checked.timestamp = signed.timestamp().map(|der| {
                let token = Token::read(der);
                token.map_or_else(CheckedToken::unreadable, |token| {
                    CheckedToken::of(&token, &token.hash().of(signed.signature()))
                })
            });
            Ok(())
        }
        Kind::Timestamp => {
            let token = Token::read(&found.value).ok_or_else(|| broken("its structure"))?;
            let read = CheckedToken::of(&token, &digest(token.hash()));
            checked.certificates.clone_from(&read.certificates);
            let integrity = read.integrity.clone();
            checked.timestamp = Some(read);
            if integrity == Integrity::Intact { Ok(()) } else { Err(integrity) }
        }
    }
}

impl CheckedToken {
    fn of(token: &Token<'_>, digest: &[u8]) -> Self {
        let integrity = match token.verify(digest) {
            Ok(_) => Integrity::Intact,
            Err(error) => Integrity::Broken(error.to_string()),
        };
        Self { at: token.at, integrity, certificates: certificates(&token.signed) }
    }

    fn unreadable() -> Self {
        let integrity = Integrity::broken("its timestamp cannot be read");
        Self { at: Utc::from_unix(0), integrity, certificates: Vec::new() }
    }
}

/// The signer's certificate first.
fn certificates(signed: &SignedData<'_>) -> Vec<Vec<u8>> {
    let own = signed.signer_certificate().map(|certificate| certificate.der.to_vec());
    let others = signed.certificates.iter().map(|certificate| certificate.der.to_vec());
    let mut all: Vec<Vec<u8>> = own.into_iter().collect();
    others.for_each(|other| crate::proof::add(&mut all, other));
    all
}

/// How far the byte range reaches.
fn coverage(pdf: &[u8], found: &Found) -> Coverage {
    let [start, first, second, rest] = found.range;
    let end = second.checked_add(rest).filter(|end| *end <= pdf.len());
    match end {
        Some(end) if start == 0 && first < second => {
            if end == pdf.len() {
                Coverage::Whole
            } else {
                Coverage::Until { bytes: end }
            }
        }
        _ => Coverage::Unsound,
    }
}

/// The byte range has to leave out the value of this very signature and nothing else, and only zeros may
/// follow the signature in it: no signature would cover anything else there.
fn expect_sound_gap(pdf: &[u8], found: &Found) -> Result<(), Integrity> {
    let broken = Integrity::broken;
    if coverage(pdf, found) == Coverage::Unsound {
        return Err(broken("its byte range is not one of this file"));
    }
    let [_, first, second, _] = found.range;
    let gap = &pdf[first..second];
    let is_string = gap.first() == Some(&b'<') && gap.last() == Some(&b'>');
    let digits = gap.get(1..gap.len().saturating_sub(1)).unwrap_or_default();
    let is_digits = |is: fn(&u8) -> bool| digits.iter().all(|b| b.is_ascii_digit() || is(b));
    let is_one_case =
        is_digits(|b| (b'A'..=b'F').contains(b)) || is_digits(|b| (b'a'..=b'f').contains(b));
    if !is_string || !is_one_case || string(gap).as_deref() != Some(&found.value[..]) {
        return Err(broken("its byte range leaves out more than its value, or something else"));
    }
    let mut reader = Reader(&found.value);
    let value = reader.next().ok_or_else(|| broken("its structure"))?;
    let behind = &found.value[value.whole.len()..];
    // A value of indefinite length ends with zeros that belong to it.
    if behind.iter().any(|byte| *byte != 0) {
        return Err(broken("there are bytes after its value"));
    }
    Ok(())
}

/// The name, reason and time in a signature dictionary count only where the signature covers them: a
/// dictionary added later may carry the same value with other claims.
fn expect_signed_dictionary(pdf: &[u8], found: &Found) -> Result<(), Integrity> {
    let end = found.range[2] + found.range[3];
    let covered = Arc::new(pdf[..end].to_vec());
    let is_there = File::open(&covered).and_then(|file| signatures_in(&file)).is_ok_and(|signed| {
        let said = found.dictionary.clone().sorted();
        signed
            .iter()
            .any(|other| other.range == found.range && other.dictionary.clone().sorted() == said)
    });
    let why = "its name, reason and time are not part of what was signed";
    if is_there { Ok(()) } else { Err(Integrity::broken(why)) }
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
    /// How many bytes the signature covers, without the gap for its own value.
    pub signed_bytes: usize,
}

/// Checks that the form's last field is a signature or timestamp that is intact and covers the whole
/// file: the check of a new signature before the file is handed on. Nothing else in the file is checked, and
/// no trust is evaluated.
///
/// # Errors
/// [`Error::NotIntact`]; other errors when the structure cannot be read or there is no signature.
pub fn verify_last(pdf: &[u8]) -> Result<Verified, Error> {
    let bytes = Arc::new(pdf.to_vec());
    let last = newest_field(&File::open(&bytes)?)?;
    let checked = check(pdf, &last);
    if checked.coverage != Coverage::Whole {
        return Err(Error::NotIntact("bytes outside the byte range"));
    }
    let is_stamped = |token: &CheckedToken| token.integrity == Integrity::Intact;
    if checked.integrity != Integrity::Intact || !checked.timestamp.iter().all(is_stamped) {
        return Err(Error::NotIntact("the last signature"));
    }
    let [_, first, _, rest] = last.range;
    Ok(Verified {
        kind: SignatureKind::of(last.kind),
        certificate: checked.certificates.first().cloned().unwrap_or_default(),
        timestamp: checked.timestamp.map(|token| token.at),
        signed_bytes: first + rest,
    })
}

/// A text entry of the signature dictionary.
fn entry(found: &Found, key: &str) -> Option<String> {
    found.dictionary.get(key).and_then(text)
}

/// The subject of a certificate in readable form.
fn subject(der: Option<&Vec<u8>>) -> String {
    der.and_then(|der| Certificate::read(der)).map(|c| c.subject_text()).unwrap_or_default()
}
