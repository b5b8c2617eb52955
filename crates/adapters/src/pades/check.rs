//! Verification of a PDF's signatures, for the command line.

use crate::tls::certificates;
use serde_json::{Value, json};
use wariin_domain::Timestamp;
use wariin_pades::{
    Added, Chain, Coverage, Integrity, Level, Report, Revocation, SignatureKind, SignatureReport,
    Trust, Utc, verify,
};

/// The result.
#[derive(Clone, Debug)]
pub struct SignatureCheck {
    /// Whether there is a signature, every one is intact, nothing but signatures, timestamps and proofs
    /// was added, and, where trusted certificates are given, every signer is trusted.
    pub is_intact: bool,
    /// In plain sentences.
    pub text: String,
    /// For programs, as JSON.
    pub json: String,
}

/// Checks every signature of a PDF. `roots` are certificates in DER that are trusted.
///
/// # Errors
/// Why the file cannot be read as a PDF.
pub fn check_signatures(
    pdf: Vec<u8>,
    roots: Vec<Vec<u8>>,
    now: Timestamp,
) -> Result<SignatureCheck, String> {
    let asks_for_trust = !roots.is_empty();
    let trust = Trust { roots, now: Utc::from_unix(now.as_seconds()) };
    let report = verify(pdf, &trust).map_err(|e| e.to_string())?;
    let is_intact = report.is_intact() && (!asks_for_trust || report.is_trusted());
    Ok(SignatureCheck { is_intact, text: report.to_string(), json: as_json(&report) })
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

fn as_json(report: &Report) -> String {
    let signatures: Vec<Value> = report.signatures.iter().map(signature).collect();
    json!({ "intact": report.is_intact(), "trusted": report.is_trusted(), "signatures": signatures }).to_string()
}

fn signature(report: &SignatureReport) -> Value {
    let added = match &report.added {
        Added::Nothing => json!("nothing"),
        Added::Signatures => json!("signatures"),
        Added::Changes(changes) => json!({ "changes": changes }),
        Added::Unreadable => json!("unreadable"),
    };
    let covers = match report.coverage {
        Coverage::Whole => json!("whole"),
        Coverage::Until { bytes } => json!({ "bytes": bytes }),
        Coverage::Unsound => json!("unsound"),
    };
    json!({
        "kind": match report.kind {
            SignatureKind::Signature => "signature",
            SignatureKind::DocumentTimestamp => "document_timestamp",
        },
        "signer": report.signer,
        "certificate_sha256": report.fingerprint(),
        "name": report.name,
        "reason": report.reason,
        "claimed_at": report.claimed_at.map(Utc::rfc3339),
        "proven_at": report.proven_at.map(Utc::rfc3339),
        "intact": report.integrity == Integrity::Intact,
        "broken": match &report.integrity {
            Integrity::Intact => Value::Null,
            Integrity::Broken(why) => json!(why),
        },
        "covers": covers,
        "added_since": added,
        "timestamp": report.timestamp.as_ref().map(|timestamp| json!({
            "at": timestamp.at.rfc3339(),
            "authority": timestamp.authority,
            "intact": timestamp.integrity == Integrity::Intact,
            "chain": chain(timestamp.chain),
        })),
        "chain": chain(report.chain),
        "revocation": match report.revocation {
            Revocation::NotRevoked => json!("not_revoked"),
            Revocation::RevokedAt(at) => json!({ "revoked_at": at.rfc3339() }),
            Revocation::Unknown => json!("unknown"),
            Revocation::NoIssuer => json!("no_issuer"),
        },
        "level": report.level.map(|level| match level {
            Level::Basic => "B-B",
            Level::Timed => "B-T",
            Level::LongTerm => "B-LT",
            Level::Archived => "B-LTA",
        }),
    })
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
    }
}
