//! The seals of the files and of the certificate, and the reports about them.

use super::EvidenceAnchors;
use crate::evidence::finding::{Finding, Findings};
use crate::evidence::manifest::Manifest;
use crate::evidence::reading::Read;
use crate::evidence::seals::{Judgement, SealedReport};
use crate::evidence::{CERTIFICATE, CERTIFICATE_REPORT};
use crate::pades::as_json;
use wariin_domain::Timestamp;
use wariin_pades::Chain;

/// A sealed PDF of the pack, with the report about it.
struct Sealed<'a> {
    path: &'a str,
    pdf: &'a [u8],
    report: (&'a str, &'a [u8]),
    /// What is said of the seal.
    about: Finding,
}

/// How all seals were judged so far.
struct Seals<'a> {
    anchors: &'a EvidenceAnchors,
    packed_at: Timestamp,
    now: Timestamp,
    is_judged: bool,
    is_trusted: bool,
}

/// What was seen of all seals.
pub(super) struct Seen {
    /// Whether every one was judged: it is intact by algorithms that are relied on, and trusted where that is asked.
    pub(super) is_judged: bool,
    /// The reason of the first file's.
    pub(super) reason: Option<String>,
}

/// Judges every seal.
pub(super) fn check_seals(
    read: &Read<'_>,
    manifest: &Manifest,
    anchors: &EvidenceAnchors,
    now: Timestamp,
    findings: &mut Findings,
) -> Seen {
    let is_trusted = !anchors.roots.is_empty();
    let mut reason = None;
    let mut seals = Seals { anchors, packed_at: manifest.at, now, is_judged: true, is_trusted };
    for file in &read.files {
        let sealed = Sealed {
            path: &file.facts.sealed.path,
            pdf: file.sealed,
            report: (&file.facts.report.path, file.report),
            about: Finding::Seals,
        };
        if let Some(report) = seals.judge(&sealed, findings) {
            read.check_seal(file, &report, findings);
            reason.get_or_insert_with(|| report.reason().to_owned());
        }
    }
    if let Some(certificate) = &read.certificate {
        let sealed = Sealed {
            path: CERTIFICATE,
            pdf: certificate.sealed,
            report: (CERTIFICATE_REPORT, certificate.report),
            about: Finding::Certificate,
        };
        if let Some(report) = seals.judge(&sealed, findings) {
            read.check_certificate(&report, findings);
        }
    }
    for about in
        [Finding::Seals, Finding::Reasons, Finding::Uploads, Finding::Certificate, Finding::Reports]
    {
        findings.holds_unless_failed(about);
    }
    Seen { is_judged: seals.tell_trust(findings), reason }
}

impl Seals<'_> {
    /// What a PDF says of its signatures; `None` when it cannot be read.
    fn judge(&mut self, sealed: &Sealed<'_>, findings: &mut Findings) -> Option<SealedReport> {
        let Sealed { path, pdf, report: (report_path, report), about } = *sealed;
        let Some(then) = SealedReport::of(pdf, Vec::new(), self.packed_at) else {
            findings.fails(
                about,
                path,
                (
                    "it cannot be read as a PDF",
                    "PDFとして読めません",
                    "无法作为PDF读取",
                    "無法作為PDF讀取",
                ),
            );
            return None;
        };
        if as_json(then.report()).as_bytes() != report {
            findings.unknown(
                Finding::Reports,
                report_path,
                (
                    "this version of the program words the report in another way",
                    "このバージョンのプログラムの記載と異なります",
                    "与此版本程序的记载不同",
                    "與此版本程式的記載不同",
                ),
            );
        }
        match then.judgement() {
            Judgement::Intact => {}
            Judgement::Failed => findings.fails(
                about,
                path,
                (
                    "the seal is not intact, or the file was changed after it",
                    "電子署名が壊れているか、署名の後に変更されています",
                    "电子签名已损坏，或文件在签名后被更改",
                    "電子簽章已損壞，或檔案在簽章後被變更",
                ),
            ),
            Judgement::Open => {
                self.is_judged = false;
                findings.unknown(
                    about,
                    path,
                    (
                        "the seal cannot be judged here",
                        "電子署名をここでは判断できません",
                        "此处无法判断该电子签名",
                        "此處無法判斷該電子簽章",
                    ),
                );
            }
        }
        if !self.anchors.roots.is_empty() {
            let today = SealedReport::of(pdf, self.anchors.roots.clone(), self.now);
            let chain = today.as_ref().and_then(SealedReport::seal).map(|seal| seal.chain);
            self.is_trusted &= chain == Some(Chain::Trusted);
        }
        Some(then)
    }

    /// Whether the seals are judged as far as the reader of the pack asked.
    fn tell_trust(&self, findings: &mut Findings) -> bool {
        if self.anchors.roots.is_empty() {
            findings.unknown(
                Finding::Trust,
                "",
                (
                    "no certificate was given that is trusted (--trust)",
                    "信頼する証明書が指定されていません（--trust）",
                    "未指定受信任的证书（--trust）",
                    "未指定受信任的憑證（--trust）",
                ),
            );
            return self.is_judged;
        }
        if self.is_trusted {
            findings.holds(Finding::Trust);
        } else {
            findings.unknown(
                Finding::Trust,
                "",
                (
                    "it leads to none of those that were given",
                    "指定された証明書につながりません",
                    "不能追溯到指定的证书",
                    "無法追溯到指定的憑證",
                ),
            );
        }
        self.is_judged && self.is_trusted
    }
}
