//! The container and the signed list of its parts.

use super::{EvidenceAnchors, EvidenceOutcome};
use crate::evidence::MANIFEST;
use crate::evidence::container::ContainerFault;
use crate::evidence::finding::{Finding, Findings};
use crate::evidence::manifest::{Manifest, sha256};
use crate::signed_note::NoteVerifier;
use std::collections::BTreeMap;

/// Why the file is not a pack, and what that comes to.
pub(super) fn unreadable(fault: ContainerFault, findings: &mut Findings) -> EvidenceOutcome {
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
    outcome
}

/// The manifest and the key that signed it, if it can be read.
pub(super) fn manifest(
    parts: &BTreeMap<String, &[u8]>,
    anchors: &EvidenceAnchors,
    findings: &mut Findings,
) -> Option<(Manifest, NoteVerifier)> {
    let note = parts.get(MANIFEST).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some((manifest, key, is_signed)) = note.and_then(Manifest::read) else {
        findings.fails(Finding::Manifest, MANIFEST, ("it cannot be read", "読めません"));
        return None;
    };
    if !is_signed {
        findings.fails(
            Finding::Manifest,
            MANIFEST,
            ("the key that it names did not sign it", "記載された鍵による署名ではありません"),
        );
    }
    let mut listed = 0;
    for (name, digest) in &manifest.parts {
        match parts.get(name) {
            Some(bytes) if sha256(bytes) == *digest => listed += 1,
            Some(_) => {
                findings.fails(Finding::Manifest, name, ("it was changed", "変更されています"));
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
