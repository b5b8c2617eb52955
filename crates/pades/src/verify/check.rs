//! What is known of a signature from its bytes alone.

use super::history::History;
use super::report::{Coverage, Format, Integrity, SignatureKind};
use super::search::Located;
use super::verdict::SubIndication;
use crate::Utc;
use crate::cms::algorithm::Hash;
use crate::cms::certificate::Certificate;
use crate::cms::der::Reader;
use crate::cms::fault::Fault;
use crate::cms::other::pkcs1_digest;
use crate::cms::signed_data::{Proven, SignedData};
use crate::cms::tsp;
use crate::pdf::object::body_at;
use crate::pdf::raw::{items, name};
use crate::pdf::sections::Place;
use crate::pdf::string::string;
use crate::signatures::{Found, Kind};

pub(super) struct Checked {
    pub(super) integrity: Integrity,
    pub(super) coverage: Coverage,
    pub(super) format: Format,
    /// The signer's certificate, then the others that the signature holds.
    pub(super) certificates: Vec<Vec<u8>>,
    /// Names of algorithms and keys that are too weak to rely on.
    pub(super) weak: Vec<String>,
    /// What is not as the standards have it, and changes nothing about the signature.
    pub(super) oddities: Vec<String>,
    /// The timestamp over the signature, or the document timestamp itself.
    pub(super) timestamp: Option<Token>,
}

/// A timestamp.
pub(super) struct Token {
    pub(super) at: Utc,
    pub(super) integrity: Integrity,
    pub(super) weak: Vec<String>,
    pub(super) certificates: Vec<Vec<u8>>,
}

pub(super) fn check(history: &History<'_>, located: &Located) -> Checked {
    let found = &located.found;
    let sub_filter = found.dictionary.get("SubFilter").and_then(name).unwrap_or_default();
    let mut checked = Checked {
        integrity: Integrity::Intact,
        coverage: coverage(history.pdf, found),
        format: Format {
            sub_filter: String::from_utf8_lossy(&sub_filter).into_owned(),
            not_pades: None,
        },
        certificates: Vec::new(),
        weak: Vec::new(),
        oddities: Vec::new(),
        timestamp: None,
    };
    // A field that cannot be read is one without a dictionary of its own.
    if located.field.is_empty() && !found.dictionary.is_empty() {
        checked.oddities.push("no field of the form has it as its value".to_owned());
    }
    if let Err(fault) = check_value(history, located, &mut checked) {
        checked.integrity = Integrity::of(fault);
    }
    checked
}

/// Its byte range covers the whole file but for the value of this signature, which stands in its own dictionary.
pub(super) fn expect_in_place(history: &History<'_>, located: &Located) -> Result<(), Fault> {
    if coverage(history.pdf, &located.found) != Coverage::Whole {
        return Err(Fault::Format("there are bytes outside of its byte range"));
    }
    expect_sound_gap(history.pdf, &located.found, &mut Vec::new())?;
    expect_own_gap(history, located)
}

fn check_value(
    history: &History<'_>,
    located: &Located,
    checked: &mut Checked,
) -> Result<(), Fault> {
    let found = &located.found;
    expect_sound_gap(history.pdf, found, &mut checked.oddities)?;
    expect_own_gap(history, located)?;
    let parts = parts(history.pdf, found);
    let digest = |hash: Hash| hash.of_parts(&parts);
    match (found.kind, checked.format.sub_filter.as_str()) {
        (Kind::Timestamp, _) => {
            let token = tsp::Token::read(&found.value)?;
            let read = Token::of(&token, &digest);
            checked.certificates.clone_from(&read.certificates);
            checked.weak.clone_from(&read.weak);
            add_oddities(&token.signed, &mut checked.oddities);
            let integrity = read.integrity.clone();
            checked.timestamp = Some(read);
            checked.integrity = integrity;
            Ok(())
        }
        (Kind::Signature, "adbe.x509.rsa_sha1") => check_bare(found, &digest, checked),
        (Kind::Signature, sub_filter) => {
            let signed = SignedData::read(&found.value)?;
            checked.certificates = certificates(&signed);
            add_oddities(&signed, &mut checked.oddities);
            let own = digest(signed.hash()?);
            let proven = match &signed.content {
                None => signed.verify(&own)?,
                // ISO 32000-1, section 12.8.3.3.1: what is signed is the SHA-1 of the document.
                Some(content) if sub_filter == "adbe.pkcs7.sha1" => {
                    if **content != *Hash::Sha1.of_parts(&parts) {
                        return Err(Fault::Digest);
                    }
                    let mut proven = signed.verify(&signed.hash()?.of(content))?;
                    proven.weak.push(Hash::Sha1.name().to_owned());
                    proven
                }
                Some(_) => return Err(Fault::Format("it brings contents of its own")),
            };
            if sub_filter == "adbe.pkcs7.sha1" && signed.content.is_none() {
                return Err(Fault::Format("it holds no digest of the document"));
            }
            if !proven.is_der {
                checked.oddities.push("its signed attributes are not in DER".to_owned());
            }
            checked.format.not_pades = departs(found, sub_filter, &proven);
            checked.weak = proven.weak;
            checked.weak.sort();
            checked.weak.dedup();
            checked.timestamp = signed.timestamp().map(|der| match tsp::Token::read(der) {
                Ok(token) => Token::of(&token, &|hash| hash.of(signed.signature())),
                Err(fault) => Token::unreadable(fault),
            });
            Ok(())
        }
    }
}

/// What is signed, in its two parts.
fn parts<'p>(pdf: &'p [u8], found: &Found) -> [&'p [u8]; 2] {
    let [_, first, second, rest] = found.range;
    [&pdf[..first], &pdf[second..second + rest]]
}

fn add_oddities(signed: &SignedData<'_>, oddities: &mut Vec<String>) {
    oddities.extend(signed.oddities.iter().map(|oddity| (*oddity).to_owned()));
}

/// A signature in PKCS#1 with its certificate beside it (`adbe.x509.rsa_sha1`, ISO 32000-1, section 12.8.3.2).
fn check_bare(
    found: &Found,
    digest: &dyn Fn(Hash) -> Vec<u8>,
    checked: &mut Checked,
) -> Result<(), Fault> {
    checked.format.not_pades = Some("it is in the form adbe.x509.rsa_sha1".to_owned());
    let raw = found.dictionary.get("Cert").ok_or(Fault::NoCertificate)?;
    let all = items(raw).unwrap_or_else(|| vec![raw]);
    checked.certificates = all.into_iter().filter_map(string).collect();
    let own = checked.certificates.first().ok_or(Fault::NoCertificate)?;
    let own = Certificate::read(own).ok_or(Fault::Format("the signer's certificate"))?;
    let key = own.key().ok_or(Fault::Format("the certificate's key"))?;
    let value = Reader(&found.value).next().and_then(|element| element.octets());
    let value = value.ok_or(Fault::Format("its structure (an octet string)"))?;
    let (hash, signed) = pkcs1_digest(&key, &value).ok_or(Fault::Value)?;
    if signed != digest(hash) {
        return Err(Fault::Digest);
    }
    if hash.is_weak() {
        checked.weak.push(hash.name().to_owned());
    }
    checked.weak.extend(key.weakness());
    Ok(())
}

/// Why a signature is not PAdES (ETSI EN 319 142-1, section 6.3), if it is not.
fn departs(found: &Found, sub_filter: &str, proven: &Proven<'_>) -> Option<String> {
    let has = |key: &str| found.dictionary.get(key).is_some();
    let why = if sub_filter != "ETSI.CAdES.detached" {
        return Some(match sub_filter {
            "" => "it does not say its form".to_owned(),
            other => format!("it is in the form {other}"),
        });
    } else if !proven.names_certificate {
        "what is signed does not name the signer's certificate"
    } else if proven.has_time {
        "a signing time is among its signed attributes"
    } else if proven.has_adobe_revocation {
        "revocation data are among its signed attributes"
    } else if !proven.is_der {
        "its signed attributes are not in DER"
    } else if has("Cert") {
        "a certificate is beside it"
    } else if !has("M") {
        "its dictionary has no time"
    } else {
        return None;
    };
    Some(why.to_owned())
}

impl Token {
    fn of(token: &tsp::Token<'_>, digest: &dyn Fn(Hash) -> Vec<u8>) -> Self {
        let checked = token.hash().and_then(|hash| token.check(&digest(hash)));
        let (integrity, weak) = match checked {
            Ok(proven) => (Integrity::Intact, proven.weak),
            Err(fault) => (Integrity::of(fault), Vec::new()),
        };
        Self { at: token.at, integrity, weak, certificates: certificates(&token.signed) }
    }

    fn unreadable(fault: Fault) -> Self {
        let integrity = Integrity::of(fault);
        Self { at: Utc::from_unix(0), integrity, weak: Vec::new(), certificates: Vec::new() }
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

/// The byte range has to leave out the value of this very signature and nothing else.
fn expect_sound_gap(pdf: &[u8], found: &Found, oddities: &mut Vec<String>) -> Result<(), Fault> {
    if found.dictionary.get("ByteRange").is_none() || found.value.is_empty() {
        return Err(Fault::Format("its dictionary cannot be read"));
    }
    if coverage(pdf, found) == Coverage::Unsound {
        return Err(Fault::Format("its byte range is not one of this file"));
    }
    let [_, first, second, _] = found.range;
    let gap = &pdf[first..second];
    let is_string = gap.first() == Some(&b'<') && gap.last() == Some(&b'>');
    let digits = gap.get(1..gap.len().saturating_sub(1)).unwrap_or_default();
    if !is_string
        || !digits.iter().all(u8::is_ascii_hexdigit)
        || string(gap).as_deref() != Some(&found.value[..])
    {
        let why = "its byte range leaves out more than its value, or something else";
        return Err(Fault::Format(why));
    }
    if digits.iter().any(u8::is_ascii_lowercase) && digits.iter().any(u8::is_ascii_uppercase) {
        oddities.push("its value is written in capital and small letters".to_owned());
    }
    let value = Reader(&found.value).next();
    let value = value.ok_or(Fault::Format("its structure"))?;
    // A value of indefinite length ends with zeros that belong to it.
    if found.value[value.whole.len()..].iter().any(|byte| *byte != 0) {
        oddities.push("there are bytes after its value".to_owned());
    }
    Ok(())
}

/// The name, reason and time in a signature dictionary count only where the signature covers them: the gap has
/// to be in this very dictionary. One added later may carry the same value with other claims.
fn expect_own_gap(history: &History<'_>, located: &Located) -> Result<(), Fault> {
    let [_, first, second, _] = located.found.range;
    let own = history.revisions_of(located.holder).any(|view| {
        let Some(Place::At(offset, _)) = view.place(located.holder) else {
            return false;
        };
        let value = body_at(history.pdf, offset).and_then(|mut lexer| lexer.value());
        value.is_some_and(|value| value.start < first && second <= value.end)
    });
    let why = "its name, reason and time are not part of what was signed";
    if own { Ok(()) } else { Err(Fault::Format(why)) }
}

impl Integrity {
    pub(super) fn of(fault: Fault) -> Self {
        let indication = match &fault {
            Fault::Format(_) | Fault::Imprint => SubIndication::FormatFailure,
            Fault::Digest => SubIndication::HashFailure,
            Fault::Value => SubIndication::SigCryptoFailure,
            Fault::NoCertificate | Fault::OtherCertificate => {
                SubIndication::NoSigningCertificateFound
            }
            Fault::OtherAlgorithms => SubIndication::SigConstraintsFailure,
            Fault::Unknown(_) => SubIndication::CryptoConstraintsFailureNoPoe,
        };
        let why = fault.to_string();
        match fault {
            Fault::NoCertificate | Fault::Unknown(_) => Self::Unchecked { why, indication },
            Fault::Format(_)
            | Fault::Imprint
            | Fault::Digest
            | Fault::Value
            | Fault::OtherCertificate
            | Fault::OtherAlgorithms => Self::Broken { why, indication },
        }
    }
}

impl SignatureKind {
    pub(super) fn of(kind: Kind) -> Self {
        match kind {
            Kind::Signature => Self::Signature,
            Kind::Timestamp => Self::DocumentTimestamp,
        }
    }
}
