//! What others attest of the log's head that the events are in: witnesses, and a timestamp authority.

use super::EvidenceAnchors;
use crate::cosignature::CosignatureVerifier;
use crate::evidence::file::EvidenceFile;
use crate::evidence::finding::{Finding, Findings};
use wariin_pades::verify_timestamp;

/// Checks cosignatures by the keys of witnesses that are known, and the timestamp. Whether every one of these witnesses
/// has cosigned.
pub(super) fn check_checkpoint(
    evidence: &EvidenceFile,
    anchors: &EvidenceAnchors,
    findings: &mut Findings,
) -> bool {
    let note = &evidence.history.checkpoint;
    let attested = evidence.checkpoint.as_ref();
    let lines = attested.map_or(&[][..], |attested| &attested.cosignatures);
    if let Some(token) = attested.and_then(|attested| attested.timestamp.as_ref()) {
        check_timestamp(note, token, findings);
    }
    if anchors.witnesses.is_empty() && !lines.is_empty() {
        findings.unknown(
            Finding::Witnesses,
            "",
            (
                "give --witness with the key of each witness, from elsewhere than the pack",
                "別に入手した証人の鍵を --witness で指定してください",
                "请用 --witness 指定从其他途径取得的见证方密钥",
                "請用 --witness 指定從其他途徑取得的見證方金鑰",
            ),
        );
    }
    let mut all_have = true;
    for key in &anchors.witnesses {
        let Some(witness) = CosignatureVerifier::parse(key) else {
            let why = ("the key cannot be read", "鍵を読めません", "无法读取密钥", "無法讀取金鑰");
            findings.fails(Finding::Witnesses, key, why);
            continue;
        };
        let start = format!("— {} ", witness.name());
        if lines.iter().any(|line| witness.cosigned_at(note, line).is_some()) {
            findings.holds_at(Finding::Witnesses, witness.name());
        } else if lines.iter().any(|line| line.starts_with(&start)) {
            findings.fails(
                Finding::Witnesses,
                witness.name(),
                (
                    "the cosignature is not by the key",
                    "署名が証人の鍵と合いません",
                    "签名与见证方的密钥不符",
                    "簽名與見證方的金鑰不符",
                ),
            );
        } else {
            all_have = false;
            findings.unknown(
                Finding::Witnesses,
                witness.name(),
                (
                    "it has not cosigned this one",
                    "この証人の署名はありません",
                    "没有此见证方的签名",
                    "沒有此見證方的簽名",
                ),
            );
        }
    }
    all_have
}

fn check_timestamp(note: &str, token: &str, findings: &mut Findings) {
    let token = hex::decode(token).unwrap_or_default();
    match verify_timestamp(&token, note.as_bytes()) {
        Ok(at) => findings.holds_at(Finding::CheckpointTimestamp, &at.to_string()),
        Err(_) => findings.fails(
            Finding::CheckpointTimestamp,
            "",
            (
                "the token is not an intact one over this head",
                "このログに対する正しいタイムスタンプではありません",
                "不是针对此日志的有效时间戳",
                "不是針對此記錄的有效時間戳記",
            ),
        ),
    }
}
