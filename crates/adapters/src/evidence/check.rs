//! Checking a pack: no input and output but the bytes that are given, and every verdict is a line of the report.

mod checkpoint;
mod parts;
mod seals;

use super::finding::{EvidenceFinding, Finding, Findings};
use super::manifest::Manifest;
use super::{MANIFEST, container, reading};
use checkpoint::check_checkpoint;
use parts::{manifest, unreadable};
use seals::{Seen, check_seals};
use serde_json::{Value, json};
use wariin_domain::{Language, Timestamp};

/// The version of the JSON: members may be added to it, and are never changed or removed.
const JSON_VERSION: u32 = 1;

/// What the reader of a pack trusts, from elsewhere than from the pack.
#[derive(Clone, Debug, Default)]
pub struct EvidenceAnchors {
    /// The service's verifier key, as `wariin audit key` prints it.
    pub key: Option<String>,
    /// Certificates in DER that are trusted for the seals.
    pub roots: Vec<Vec<u8>>,
    /// Verifier keys of witnesses that are trusted.
    pub witnesses: Vec<String>,
}

/// The result.
#[derive(Clone, Debug)]
pub struct EvidenceCheck {
    /// What it comes to.
    pub outcome: EvidenceOutcome,
    /// The id of the document, as far as the pack can be read.
    pub document: Option<String>,
    /// Every line.
    pub findings: Vec<EvidenceFinding>,
    /// When the document was concluded, as the pack says.
    pub(crate) concluded_at: Option<Timestamp>,
    /// The reason of the first file's seal.
    pub(crate) reason: Option<String>,
}

/// What a check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceOutcome {
    /// All that can be checked holds; where certificates are given that are trusted, the seals lead to them, and where
    /// witnesses are, they have cosigned.
    Good,
    /// Something does not hold.
    Failed,
    /// Nothing is wrong, but a seal cannot be judged, or does not lead to a certificate that is trusted, or a witness
    /// that is trusted has not cosigned.
    Indeterminate,
    /// It cannot be read as a pack.
    Unreadable,
}

impl EvidenceOutcome {
    /// The stable name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Failed => "failed",
            Self::Indeterminate => "indeterminate",
            Self::Unreadable => "unreadable",
        }
    }
}

impl EvidenceCheck {
    /// For programs, as JSON.
    pub fn json(&self) -> String {
        let findings: Vec<Value> = self.findings.iter().map(EvidenceFinding::json).collect();
        json!({
            "version": JSON_VERSION,
            "outcome": self.outcome.name(),
            "document": self.document,
            "findings": findings,
        })
        .to_string()
    }

    /// In sentences, a line each.
    pub fn text(&self, language: Language) -> String {
        let lines =
            self.findings.iter().map(|finding| format!("- {}\n", finding.sentence(language)));
        lines.collect()
    }
}

/// Checks everything in a pack that can be checked with nothing but the pack and these anchors.
pub fn check_evidence(pack: &[u8], anchors: &EvidenceAnchors, now: Timestamp) -> EvidenceCheck {
    let mut findings = Findings::default();
    let parts = match container::open(pack) {
        Ok(parts) => parts,
        Err(fault) => {
            let outcome = unreadable(fault, &mut findings);
            return done(None, outcome, findings);
        }
    };
    findings.holds(Finding::Container);
    let Some((manifest, key)) = manifest(&parts, anchors, &mut findings) else {
        return done(None, EvidenceOutcome::Failed, findings);
    };
    let document = Some(manifest.document.to_string());
    let Some(evidence) = reading::evidence(&parts, &manifest, &mut findings) else {
        return done(document, EvidenceOutcome::Failed, findings);
    };
    let read = reading::read(&evidence, &parts, &mut findings);
    evidence.history.check(evidence.document.id, &key, &mut findings);
    let is_cosigned = check_checkpoint(&evidence, anchors, &mut findings);
    read.check_events(&mut findings);
    read.check_contents(&mut findings);
    read.check_id_tokens(&mut findings);
    read.check_passkeys(&mut findings);
    let Seen { is_judged, reason } = check_seals(&read, &manifest, anchors, now, &mut findings);
    findings.unknown(
        Finding::Attested,
        "",
        (
            "only the signed list of parts vouches for them",
            "署名された一覧だけが根拠です",
            "仅以已签名的清单为依据",
            "僅以已簽名的清單為依據",
        ),
    );
    let outcome = if findings.has_failed() {
        EvidenceOutcome::Failed
    } else if is_judged && is_cosigned {
        EvidenceOutcome::Good
    } else {
        EvidenceOutcome::Indeterminate
    };
    let concluded_at = Some(Timestamp::from_micros(evidence.document.concluded_at));
    EvidenceCheck { concluded_at, reason, ..done(document, outcome, findings) }
}

/// Whether the key with this text signed the list of the pack's parts.
pub(crate) fn is_packed_by(pack: &[u8], key: &str) -> bool {
    let parts = container::open(pack).unwrap_or_default();
    let note = parts.get(MANIFEST).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let read = note.and_then(Manifest::read);
    read.is_some_and(|(_, by, is_signed)| is_signed && by.to_string() == key)
}

fn done(document: Option<String>, outcome: EvidenceOutcome, findings: Findings) -> EvidenceCheck {
    let findings = findings.into_vec();
    EvidenceCheck { outcome, document, findings, concluded_at: None, reason: None }
}
