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
        ContainerFault::TooLarge => (
            EvidenceOutcome::Unreadable,
            ("it is too large", "大きすぎます", "文件过大", "檔案過大"),
        ),
        ContainerFault::Unreadable => (
            EvidenceOutcome::Unreadable,
            (
                "it cannot be read as a ZIP",
                "ZIPとして読めません",
                "无法作为ZIP读取",
                "無法作為ZIP讀取",
            ),
        ),
        ContainerFault::TooMany => (
            EvidenceOutcome::Failed,
            ("it holds too many parts", "ファイルが多すぎます", "文件数量过多", "檔案數量過多"),
        ),
        ContainerFault::Name => (
            EvidenceOutcome::Failed,
            (
                "it holds a part whose name no part of a pack has",
                "パッケージにないはずの名前のファイルがあります",
                "含有证据包中不应有的名称的文件",
                "含有證據包中不應有的名稱的檔案",
            ),
        ),
        ContainerFault::Link => (
            EvidenceOutcome::Failed,
            (
                "it holds a link or a folder",
                "リンクまたはフォルダーがあります",
                "含有链接或文件夹",
                "含有連結或資料夾",
            ),
        ),
        ContainerFault::Encrypted => (
            EvidenceOutcome::Failed,
            (
                "a part is encrypted",
                "暗号化されたファイルがあります",
                "含有加密的文件",
                "含有加密的檔案",
            ),
        ),
        ContainerFault::Compressed => (
            EvidenceOutcome::Failed,
            (
                "a part is compressed",
                "圧縮されたファイルがあります",
                "含有压缩的文件",
                "含有壓縮的檔案",
            ),
        ),
        ContainerFault::Overlapping => (
            EvidenceOutcome::Failed,
            (
                "a part reaches over its end",
                "ファイルの範囲が不正です",
                "文件的范围不正确",
                "檔案的範圍不正確",
            ),
        ),
        ContainerFault::NotCanonical => (
            EvidenceOutcome::Failed,
            (
                "it is not as it was made: the same parts, packed anew, give other bytes",
                "作成されたままではありません（同じファイルをまとめ直すと、別の内容になります）",
                "不是制作时的原样（将相同的文件重新打包，会得到不同的内容）",
                "不是製作時的原樣（將相同的檔案重新打包，會得到不同的內容）",
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
        findings.fails(
            Finding::Manifest,
            MANIFEST,
            ("it cannot be read", "読めません", "无法读取", "無法讀取"),
        );
        return None;
    };
    if !is_signed {
        findings.fails(
            Finding::Manifest,
            MANIFEST,
            (
                "the key that it names did not sign it",
                "記載された鍵による署名ではありません",
                "不是由所记载的密钥签名的",
                "不是由所記載的金鑰簽名的",
            ),
        );
    }
    let mut listed = 0;
    for (name, digest) in &manifest.parts {
        match parts.get(name) {
            Some(bytes) if sha256(bytes) == *digest => listed += 1,
            Some(_) => {
                findings.fails(
                    Finding::Manifest,
                    name,
                    ("it was changed", "変更されています", "已被更改", "已被變更"),
                );
            }
            None => findings.fails(
                Finding::Manifest,
                name,
                ("it is missing", "ありません", "缺失", "缺少"),
            ),
        }
    }
    if listed + 1 != parts.len() {
        findings.fails(
            Finding::Manifest,
            "",
            (
                "there are other parts than the list has",
                "一覧にないファイルがあります",
                "有清单中没有的文件",
                "有清單中沒有的檔案",
            ),
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
                "不是由指定的密钥签名的",
                "不是由指定的金鑰簽名的",
            ),
        ),
        None => findings.unknown(
            Finding::Key,
            "",
            (
                "compare it with one that you have from elsewhere, or give --key",
                "別に入手した鍵と比べるか、--key で指定してください",
                "请与从其他途径取得的密钥比较，或用 --key 指定",
                "請與從其他途徑取得的金鑰比較，或用 --key 指定",
            ),
        ),
    }
    Some((manifest, key))
}
