//! Checking a pack: no input and output but the bytes that are given, and every verdict is a line of the report.

use super::container::{self, ContainerFault};
use super::file::EvidenceFile;
use super::finding::{EvidenceFinding, Finding, Findings};
use super::manifest::{Manifest, sha256};
use super::reading::{Read, read};
use super::seals::{Judgement, SealedReport};
use super::{CERTIFICATE, reading};
use crate::pades::as_json;
use crate::signed_note::NoteVerifier;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use wariin_domain::{Language, Timestamp};
use wariin_pades::Chain;

/// The version of the JSON: members may be added to it, and are never changed or removed.
const JSON_VERSION: u32 = 1;

/// What the reader of a pack trusts, from elsewhere than from the pack.
#[derive(Clone, Debug, Default)]
pub struct EvidenceAnchors {
    /// The service's verifier key, as `wariin audit key` prints it.
    pub key: Option<String>,
    /// Certificates in DER that are trusted for the seals.
    pub roots: Vec<Vec<u8>>,
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
}

/// What a check comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvidenceOutcome {
    /// All that can be checked holds; and, where certificates are given that are trusted, the seals lead to them.
    Good,
    /// Something does not hold.
    Failed,
    /// Nothing is wrong, but a seal cannot be judged, or does not lead to a certificate that is trusted.
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
        Err(fault) => return unreadable(fault, findings),
    };
    findings.holds(Finding::Container);
    let Some((manifest, key)) = manifest(&parts, anchors, &mut findings) else {
        return done(None, EvidenceOutcome::Failed, findings);
    };
    let document = Some(manifest.document.to_string());
    let Some(evidence) = reading::evidence(&parts, &manifest, &mut findings) else {
        return done(document, EvidenceOutcome::Failed, findings);
    };
    let read = read(&evidence, &parts, &mut findings);
    evidence.history.check(evidence.document.id, &key, &mut findings);
    read.check_events(&mut findings);
    read.check_contents(&mut findings);
    read.check_id_tokens(&mut findings);
    let is_judged = check_seals(&read, &manifest, anchors, now, &mut findings);
    check_certificate(&evidence, &parts, manifest.at, &mut findings);
    findings.unknown(
        Finding::Attested,
        "",
        ("only the signed list of parts vouches for them", "署名された一覧だけが根拠です"),
    );
    let outcome = if findings.has_failed() {
        EvidenceOutcome::Failed
    } else if is_judged {
        EvidenceOutcome::Good
    } else {
        EvidenceOutcome::Indeterminate
    };
    done(document, outcome, findings)
}

fn done(document: Option<String>, outcome: EvidenceOutcome, findings: Findings) -> EvidenceCheck {
    EvidenceCheck { outcome, document, findings: findings.into_vec() }
}

fn unreadable(fault: ContainerFault, mut findings: Findings) -> EvidenceCheck {
    let (outcome, why) = match fault {
        ContainerFault::TooLarge => {
            (EvidenceOutcome::Unreadable, ("it is too large", "大きすぎます"))
        }
        ContainerFault::Unreadable => {
            (EvidenceOutcome::Unreadable, ("it cannot be read as a ZIP", "ZIPとして読めません"))
        }
        ContainerFault::TooMany => {
            (EvidenceOutcome::Failed, ("it holds too many parts", "ファイルが多すぎます"))
        }
        ContainerFault::Name => (
            EvidenceOutcome::Failed,
            (
                "it holds a part whose name no part of a pack has",
                "パッケージにないはずの名前のファイルがあります",
            ),
        ),
        ContainerFault::Link => (
            EvidenceOutcome::Failed,
            ("it holds a link or a folder", "リンクまたはフォルダーがあります"),
        ),
        ContainerFault::Encrypted => {
            (EvidenceOutcome::Failed, ("a part is encrypted", "暗号化されたファイルがあります"))
        }
        ContainerFault::Compressed => {
            (EvidenceOutcome::Failed, ("a part is compressed", "圧縮されたファイルがあります"))
        }
        ContainerFault::Overlapping => {
            (EvidenceOutcome::Failed, ("a part reaches over its end", "ファイルの範囲が不正です"))
        }
        ContainerFault::NotCanonical => (
            EvidenceOutcome::Failed,
            (
                "it is not as it was made: the same parts, packed anew, give other bytes",
                "作成されたままではありません（同じファイルをまとめ直すと、別の内容になります）",
            ),
        ),
    };
    findings.fails(Finding::Container, "", why);
    done(None, outcome, findings)
}

/// The manifest and the key that signed it, if it can be read.
fn manifest(
    parts: &BTreeMap<String, &[u8]>,
    anchors: &EvidenceAnchors,
    findings: &mut Findings,
) -> Option<(Manifest, NoteVerifier)> {
    let note = parts.get(super::MANIFEST).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some((manifest, key, is_signed)) = note.and_then(Manifest::read) else {
        findings.fails(Finding::Manifest, super::MANIFEST, ("it cannot be read", "読めません"));
        return None;
    };
    if !is_signed {
        findings.fails(
            Finding::Manifest,
            super::MANIFEST,
            ("the key that it names did not sign it", "記載された鍵による署名ではありません"),
        );
    }
    let mut listed = 0;
    for (name, digest) in &manifest.parts {
        match parts.get(name) {
            Some(bytes) if sha256(bytes) == *digest => listed += 1,
            Some(_) => {
                findings.fails(Finding::Manifest, name, ("it was changed", "変更されています"))
            }
            None => findings.fails(Finding::Manifest, name, ("it is missing", "ありません")),
        }
    }
    if listed + 1 != parts.len() {
        findings.fails(
            Finding::Manifest,
            "",
            ("there are other parts than the list has", "一覧にないファイルがあります"),
        );
    }
    findings.holds_unless_failed(Finding::Manifest);
    match &anchors.key {
        Some(known) if NoteVerifier::parse(known).as_ref() == Some(&key) => {
            findings.holds(Finding::Key);
        }
        Some(_) => findings.fails(
            Finding::Key,
            "",
            (
                "another key signed it than the one that was given",
                "指定された鍵による署名ではありません",
            ),
        ),
        None => findings.unknown(
            Finding::Key,
            "",
            (
                "compare it with one that you have from elsewhere, or give --key",
                "別に入手した鍵と比べるか、--key で指定してください",
            ),
        ),
    }
    Some((manifest, key))
}

/// Whether every seal was judged: it is intact by algorithms that are relied on, and trusted where that is asked.
fn check_seals(
    read: &Read<'_>,
    manifest: &Manifest,
    anchors: &EvidenceAnchors,
    now: Timestamp,
    findings: &mut Findings,
) -> bool {
    let (mut is_judged, mut is_trusted) = (true, !anchors.roots.is_empty());
    for file in &read.files {
        let path = &file.facts.sealed.path;
        let Some(then) = SealedReport::of(file.sealed, Vec::new(), manifest.at) else {
            findings.fails(
                Finding::Seals,
                path,
                ("it cannot be read as a PDF", "PDFとして読めません"),
            );
            continue;
        };
        if as_json(then.report()).as_bytes() != file.report {
            findings.unknown(
                Finding::Reports,
                &file.facts.report.path,
                (
                    "this version of the program words the report in another way",
                    "このバージョンのプログラムの記載と異なります",
                ),
            );
        }
        match then.judgement() {
            Judgement::Intact => {}
            Judgement::Failed => findings.fails(
                Finding::Seals,
                path,
                (
                    "the seal is not intact, or the file was changed after it",
                    "電子署名が壊れているか、署名の後に変更されています",
                ),
            ),
            Judgement::Open => {
                is_judged = false;
                findings.unknown(
                    Finding::Seals,
                    path,
                    ("the seal cannot be judged here", "電子署名をここでは判断できません"),
                );
            }
        }
        read.check_seal(file, &then, findings);
        if !anchors.roots.is_empty() {
            let today = SealedReport::of(file.sealed, anchors.roots.clone(), now);
            let chain = today.as_ref().and_then(SealedReport::seal).map(|seal| seal.chain);
            is_trusted &= chain == Some(Chain::Trusted);
        }
    }
    for about in [Finding::Seals, Finding::Reasons, Finding::Uploads, Finding::Reports] {
        findings.holds_unless_failed(about);
    }
    if anchors.roots.is_empty() {
        findings.unknown(
            Finding::Trust,
            "",
            (
                "no certificate was given that is trusted (--trust)",
                "信頼する証明書が指定されていません（--trust）",
            ),
        );
        return is_judged;
    }
    if is_trusted {
        findings.holds(Finding::Trust);
    } else {
        findings.unknown(
            Finding::Trust,
            "",
            ("it leads to none of those that were given", "指定された証明書につながりません"),
        );
    }
    is_judged && is_trusted
}

/// The certificate of agreement is a sealed PDF of the same service.
fn check_certificate(
    evidence: &EvidenceFile,
    parts: &BTreeMap<String, &[u8]>,
    at: Timestamp,
    findings: &mut Findings,
) {
    let Some(certificate) = &evidence.certificate else {
        return;
    };
    let bytes = parts.get(CERTIFICATE).filter(|_| certificate.path == CERTIFICATE);
    let report = bytes.filter(|bytes| sha256(bytes) == certificate.sha256);
    let report = report.and_then(|bytes| SealedReport::of(bytes, Vec::new(), at));
    let is_whole = report.is_some_and(|report| {
        report.judgement() == Judgement::Intact
            && report.certificate_pem().as_deref() == Some(evidence.seal_certificate.as_str())
    });
    if is_whole {
        findings.holds(Finding::Certificate);
    } else {
        findings.fails(
            Finding::Certificate,
            CERTIFICATE,
            (
                "it is missing, not intact, or not sealed by the same service",
                "ないか、壊れているか、同じサービスの電子署名ではありません",
            ),
        );
    }
}
