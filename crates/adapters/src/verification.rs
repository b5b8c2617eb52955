//! What a file of a visitor is worth: looked at in the worker, told to the server as the JSON of the command line with
//! a little beside it.

mod report;

use crate::evidence::{
    EvidenceAnchors, EvidenceCheck, EvidenceFinding, Finding, check_evidence, is_packed_by,
};
use crate::pades::{SignatureOutcome, check_signatures};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use wariin_domain::{Language, Timestamp, Uuid};
use wariin_ports::FileOutcome;

/// What the worker has to know besides the file.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Question {
    key: String,
    /// The certificates of the own seals, in hexadecimal digits.
    certificates: Vec<String>,
    now: i64,
    language: String,
}

/// What the worker has found.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Found {
    is_pack: bool,
    digest: [u8; 32],
    /// A name of [`FileOutcome`].
    outcome: String,
    /// The JSON of the command line.
    report: String,
    /// Of a pack: the document, when it was concluded if the own key signed that, and the reason of the first seal.
    document: Option<Uuid>,
    packed_here: Option<i64>,
    reason: Option<String>,
    /// Of a pack: whether each line holds, and the line.
    lines: Vec<(Option<bool>, String)>,
}

impl Question {
    pub(crate) fn new(
        key: &str,
        certificates: &[Vec<u8>],
        now: Timestamp,
        language: Language,
    ) -> Self {
        let certificates = certificates.iter().map(hex::encode).collect();
        let (key, language) = (key.to_owned(), language.tag().to_owned());
        Self { key, certificates, now: now.as_micros(), language }
    }
}

impl Found {
    pub(crate) fn read(json: &[u8]) -> Option<Self> {
        serde_json::from_slice(json).ok()
    }
}

/// Looks at a PDF or a pack: at what begins as a ZIP does as a pack, at everything else as a PDF.
pub(crate) fn look(file: Vec<u8>, question: &Question) -> Found {
    let now = Timestamp::from_micros(question.now);
    let digest = Sha256::digest(&file).into();
    if file.starts_with(b"PK") {
        pack(&file, digest, question)
    } else {
        pdf(file, digest, question, now)
    }
}

fn pdf(file: Vec<u8>, digest: [u8; 32], question: &Question, now: Timestamp) -> Found {
    let roots = question.certificates.iter().filter_map(|hex| hex::decode(hex).ok()).collect();
    let check = check_signatures(file, roots, now);
    let outcome = match check.outcome {
        SignatureOutcome::Good => FileOutcome::Good,
        SignatureOutcome::Failed => FileOutcome::Failed,
        // Only the own certificates are trusted here, and a signer need not be this service.
        SignatureOutcome::Indeterminate if check.is_sound => FileOutcome::Good,
        SignatureOutcome::Indeterminate => FileOutcome::Indeterminate,
        SignatureOutcome::Unsigned => FileOutcome::Unsigned,
        SignatureOutcome::Unreadable => FileOutcome::Unreadable,
    };
    Found {
        is_pack: false,
        digest,
        outcome: outcome.name().to_owned(),
        report: check.json,
        document: None,
        packed_here: None,
        reason: None,
        lines: Vec::new(),
    }
}

fn pack(file: &[u8], digest: [u8; 32], question: &Question) -> Found {
    let is_own = is_packed_by(file, &question.key);
    let key = is_own.then(|| question.key.clone());
    let anchors = EvidenceAnchors { key, roots: Vec::new(), witnesses: Vec::new() };
    let check = check_evidence(file, &anchors, Timestamp::from_micros(question.now));
    let language = Language::parse(&question.language).unwrap_or(Language::English);
    let (json, outcome) = (check.json(), check.outcome.name().to_owned());
    let EvidenceCheck { document, findings, concluded_at, reason, .. } = check;
    let told = findings.iter().filter(|finding| is_told(finding));
    Found {
        is_pack: true,
        digest,
        outcome,
        report: json,
        document: document.and_then(|id| Uuid::parse_str(&id).ok()),
        packed_here: concluded_at.filter(|_| is_own).map(Timestamp::as_micros),
        reason,
        lines: told.map(|finding| (finding.known(), finding.sentence(language))).collect(),
    }
}

/// Whose key and certificate it is, the page says in words of its own.
fn is_told(finding: &EvidenceFinding) -> bool {
    finding.has_failed() || !matches!(finding.about, Finding::Key | Finding::Trust)
}
