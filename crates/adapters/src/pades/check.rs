//! Verification of a PDF's signatures, for the command line: in sentences and as JSON (`docs/verification.md`).

use crate::tls::certificates;
use serde_json::{Value, json};
use wariin_domain::Timestamp;
use wariin_pades::{
    Added, Chain, Coverage, Error, Integrity, Level, Report, Revocation, SignatureKind,
    SignatureReport, TimestampReport, Trust, Utc, Verdict, verify,
};

/// The version of the JSON: entries may be added to it, and are never changed or removed.
const JSON_VERSION: u32 = 2;

/// The result.
#[derive(Clone, Debug)]
pub struct SignatureCheck {
    /// What it comes to.
    pub outcome: SignatureOutcome,
    /// In plain sentences.
    pub text: String,
    /// For programs, as JSON.
    pub json: String,
    /// Whether all are intact by algorithms that are relied on, and nothing but what they allow was added: what is
    /// good where no trust is asked for.
    pub(crate) is_sound: bool,
}

/// What a check comes to, over all signatures of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureOutcome {
    /// Every one is intact, by algorithms that are relied on; nothing but what they allow was added; and, where
    /// trusted certificates are given, every signer is trusted.
    Good,
    /// One is wrong, or the document was changed after it: TOTAL-FAILED.
    Failed,
    /// Neither can be said: INDETERMINATE.
    Indeterminate,
    /// There is none.
    Unsigned,
    /// The file cannot be read as a PDF.
    Unreadable,
}

/// Checks every signature of a PDF. `roots` are certificates in DER that are trusted.
pub fn check_signatures(pdf: Vec<u8>, roots: Vec<Vec<u8>>, now: Timestamp) -> SignatureCheck {
    let asks_for_trust = !roots.is_empty();
    let trust = Trust { roots, now: Utc::from_unix(now.as_seconds()) };
    let report = match verify(pdf, &trust) {
        Ok(report) => report,
        Err(error) => return unreadable(&error),
    };
    let is_sound = report.is_intact() && !report.is_weak();
    let is_good = is_sound && (!asks_for_trust || report.is_trusted());
    let outcome = if report.signatures.is_empty() {
        SignatureOutcome::Unsigned
    } else if report.is_failed() {
        SignatureOutcome::Failed
    } else if is_good {
        SignatureOutcome::Good
    } else {
        SignatureOutcome::Indeterminate
    };
    SignatureCheck { outcome, text: report.to_string(), json: as_json(&report), is_sound }
}

fn unreadable(error: &Error) -> SignatureCheck {
    let json = json!({ "version": JSON_VERSION, "error": error.to_string(), "signatures": [] });
    SignatureCheck {
        outcome: SignatureOutcome::Unreadable,
        text: format!("The file cannot be read as a PDF: {error}.\n"),
        json: json.to_string(),
        is_sound: false,
    }
}

/// The certificates of a PEM text, in DER; there has to be one, otherwise no trust would be evaluated.
///
/// # Errors
/// What is wrong with the text.
pub fn trusted_certificates(text: &str) -> Result<Vec<Vec<u8>>, String> {
    let certificates = certificates(text)?;
    if certificates.is_empty() {
        return Err("there is no certificate in it (PEM, -----BEGIN CERTIFICATE-----)".into());
    }
    Ok(certificates.into_iter().map(|der| der.to_vec()).collect())
}

pub(crate) fn as_json(report: &Report) -> String {
    let signatures: Vec<Value> = report.signatures.iter().map(signature).collect();
    json!({
        "version": JSON_VERSION,
        "verdict": report.verdict().map(verdict),
        "intact": report.is_intact(),
        "trusted": report.is_trusted(),
        "signatures": signatures,
    })
    .to_string()
}

fn verdict(verdict: Verdict) -> Value {
    json!({
        "indication": verdict.indication.to_string(),
        "sub_indication": verdict.reason.map(|reason| reason.to_string()),
    })
}

fn signature(report: &SignatureReport) -> Value {
    json!({
        "kind": match report.kind {
            SignatureKind::Signature => "signature",
            SignatureKind::DocumentTimestamp => "document_timestamp",
        },
        "verdict": verdict(report.verdict()),
        "signer": report.signer,
        "certificate_sha256": report.fingerprint(),
        "name": report.name,
        "reason": report.reason,
        "claimed_at": report.claimed_at.map(Utc::rfc3339),
        "proven_at": report.proven_at.map(Utc::rfc3339),
        "intact": report.integrity == Integrity::Intact,
        "checked": !matches!(report.integrity, Integrity::Unchecked { .. }),
        "broken": why(&report.integrity),
        "weak": report.weak,
        "remarks": report.oddities,
        "covers": covers(report.coverage),
        "added_since": added(&report.added),
        "added_is_allowed": report.added.is_allowed(),
        "certifies": report.certifies,
        "timestamp": report.timestamp.as_ref().map(timestamp),
        "chain": chain(report.chain),
        "revocation": revocation(report.revocation),
        "form": report.format.sub_filter,
        "pades": report.level.is_some(),
        "not_pades": report.format.not_pades,
        "level": report.level.map(level),
    })
}

/// Why it is not intact, or could not be checked.
fn why(integrity: &Integrity) -> Value {
    match integrity {
        Integrity::Intact => Value::Null,
        Integrity::Broken { why, .. } | Integrity::Unchecked { why, .. } => json!(why),
    }
}

fn covers(coverage: Coverage) -> Value {
    match coverage {
        Coverage::Whole => json!("whole"),
        Coverage::Until { bytes } => json!({ "bytes": bytes }),
        Coverage::Unsound => json!("unsound"),
    }
}

fn added(added: &Added) -> Value {
    match added {
        Added::Nothing => json!("nothing"),
        Added::Bytes(count) => json!({ "bytes": count }),
        Added::Signatures => json!("signatures"),
        Added::Filled(fields) => json!({ "filled": fields }),
        Added::Changes(changes) => json!({ "changes": changes }),
        Added::Unreadable => json!("unreadable"),
    }
}

fn timestamp(timestamp: &TimestampReport) -> Value {
    json!({
        "at": timestamp.at.rfc3339(),
        "authority": timestamp.authority,
        "intact": timestamp.integrity == Integrity::Intact,
        "broken": why(&timestamp.integrity),
        "chain": chain(timestamp.chain),
    })
}

fn revocation(revocation: Revocation) -> Value {
    match revocation {
        Revocation::NotRevoked => json!("not_revoked"),
        Revocation::RevokedAt(at) => json!({ "revoked_at": at.rfc3339() }),
        Revocation::Unknown => json!("unknown"),
        Revocation::NoIssuer => json!("no_issuer"),
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Basic => "B-B",
        Level::Timed => "B-T",
        Level::LongTerm => "B-LT",
        Level::Archived => "B-LTA",
    }
}

fn chain(chain: Chain) -> &'static str {
    match chain {
        Chain::Trusted => "trusted",
        Chain::SelfSigned => "self_signed",
        Chain::UnknownRoot => "unknown_root",
        Chain::Incomplete => "incomplete",
        Chain::Expired => "expired",
        Chain::NotForSigning => "not_for_signing",
        Chain::Limited => "limited",
        Chain::Weak => "weak",
    }
}
