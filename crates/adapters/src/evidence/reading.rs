//! `evidence.json` against everything else in the pack: its parts, the events, the seals.

mod content;
mod enrolment;
mod events;
mod proofs;
mod seal;

use super::file::{EvidenceFile, FORMAT, FileFacts, PartFacts, RecipientFacts};
use super::finding::{Finding, Findings};
use super::history::ToldEvent;
use super::manifest::{Manifest, sha256};
use super::{
    CERTIFICATE, CERTIFICATE_REPORT, EVIDENCE, GUIDE, MANIFEST, report_path, sealed_path,
    upload_path,
};
use crate::openid::is_object_of_unique_names;
use std::collections::BTreeMap;
use wariin_domain::{Consent, EventKind, Uuid};

/// A file with its bytes.
pub(super) struct ReadFile<'a> {
    pub(super) facts: &'a FileFacts,
    upload: &'a [u8],
    pub(super) sealed: &'a [u8],
    pub(super) report: &'a [u8],
}

/// The certificate of agreement.
pub(super) struct ReadCertificate<'a> {
    pub(super) sealed: &'a [u8],
    pub(super) report: &'a [u8],
}

/// What is said, and what there is to hold it against.
pub(super) struct Read<'a> {
    evidence: &'a EvidenceFile,
    events: Vec<ToldEvent>,
    pub(super) files: Vec<ReadFile<'a>>,
    pub(super) certificate: Option<ReadCertificate<'a>>,
}

/// Reads `evidence.json`, which has to be about the document of the manifest.
pub(super) fn evidence(
    parts: &BTreeMap<String, &[u8]>,
    manifest: &Manifest,
    findings: &mut Findings,
) -> Option<EvidenceFile> {
    let bytes = parts.get(EVIDENCE).copied().unwrap_or_default();
    let read =
        is_object_of_unique_names(bytes).then(|| serde_json::from_slice(bytes).ok()).flatten();
    let read = read.filter(|evidence: &EvidenceFile| evidence.format == FORMAT);
    let Some(evidence) = read else {
        findings.fails(
            Finding::Facts,
            EVIDENCE,
            (
                "it is not evidence of the format wariin/evidence/v1",
                "wariin/evidence/v1 の形式ではありません",
                "不是 wariin/evidence/v1 格式",
                "不是 wariin/evidence/v1 格式",
            ),
        );
        return None;
    };
    if evidence.document.id != Uuid::from(manifest.document) {
        findings.fails(
            Finding::Facts,
            EVIDENCE,
            ("it is of another document", "別の書類のものです", "属于其他文件", "屬於其他文件"),
        );
    }
    Some(evidence)
}

/// Finds the parts that `evidence.json` names.
pub(super) fn read<'a>(
    evidence: &'a EvidenceFile,
    parts: &BTreeMap<String, &'a [u8]>,
    findings: &mut Findings,
) -> Read<'a> {
    let mut found = |part: &PartFacts, path: &str| {
        let bytes = parts.get(&part.path).copied();
        let bytes = bytes.filter(|bytes| part.path == path && sha256(bytes) == part.sha256);
        if bytes.is_none() {
            findings.fails(
                Finding::Facts,
                path,
                (
                    "the part is missing or another one",
                    "ファイルがないか、別のものです",
                    "文件缺失，或是其他文件",
                    "檔案缺少，或是其他檔案",
                ),
            );
        }
        bytes
    };
    let mut files = Vec::new();
    for (facts, number) in evidence.files.iter().zip(1..) {
        let upload = found(&facts.upload, &upload_path(number));
        let sealed = found(&facts.sealed, &sealed_path(number));
        let report = found(&facts.report, &report_path(number));
        if let (Some(upload), Some(sealed), Some(report)) = (upload, sealed, report) {
            files.push(ReadFile { facts, upload, sealed, report });
        }
    }
    let certificate = found(&evidence.certificate.sealed, CERTIFICATE);
    let report = found(&evidence.certificate.report, CERTIFICATE_REPORT);
    let certificate =
        certificate.zip(report).map(|(sealed, report)| ReadCertificate { sealed, report });
    let own = [EVIDENCE, GUIDE, MANIFEST, CERTIFICATE, CERTIFICATE_REPORT].len();
    if own + 3 * evidence.files.len() != parts.len() || evidence.files.is_empty() {
        findings.fails(
            Finding::Facts,
            EVIDENCE,
            (
                "it names other parts",
                "ほかのファイルを挙げています",
                "列出了其他文件",
                "列出了其他檔案",
            ),
        );
    }
    findings.holds_unless_failed(Finding::Facts);
    Read { evidence, events: evidence.history.told(), files, certificate }
}

impl Read<'_> {
    fn is_whole(&self) -> bool {
        self.evidence.view.is_none()
    }

    /// The newest event that this finds something in, with its time.
    fn newest<'e, T>(
        &'e self,
        find: impl Fn(&'e EventKind) -> Option<T>,
    ) -> Option<(T, &'e ToldEvent)> {
        self.events.iter().rev().find_map(|event| Some((find(&event.kind)?, event)))
    }

    fn consent_of(&self, recipient: Uuid) -> Option<(&Consent, &ToldEvent)> {
        self.newest(|kind| match kind {
            EventKind::Consented { recipient: by, consent } if Uuid::from(*by) == recipient => {
                Some(consent)
            }
            _ => None,
        })
    }

    fn is_told(&self, recipient: &RecipientFacts) -> bool {
        self.evidence.view.is_none_or(|own| own == recipient.id)
    }
}
