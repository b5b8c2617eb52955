//! The content digests of the consents.

use super::Read;
use crate::evidence::finding::{Finding, Findings};
use crate::evidence::manifest::sha256;
use wariin_domain::{Content, FileDigest};

impl Read<'_> {
    /// Whether each consent was given to these files, fields and values: its digest is recomputed.
    pub(in crate::evidence) fn check_contents(&self, findings: &mut Findings) {
        let digests = self.evidence.files.iter().map(|file| FileDigest::parse(&file.upload.sha256));
        let files = digests.collect::<Option<Vec<_>>>().unwrap_or_default();
        let bare = Content { files, fields: Vec::new() }.preimage();
        let head = hex::decode(&self.evidence.content.head).unwrap_or_default();
        // The last eight bytes count no fields and no values.
        if !head.starts_with(&bare[..bare.len() - 8]) {
            findings.fails(
                Finding::Content,
                "",
                (
                    "it is not that of these files",
                    "このファイルのものではありません",
                    "不属于这些文件",
                    "不屬於這些檔案",
                ),
            );
        }
        for recipient in &self.evidence.recipients {
            let Some(consent) = recipient.consent.as_ref().filter(|_| self.is_told(recipient))
            else {
                continue;
            };
            let place = format!("recipient {}", recipient.id);
            match (self.evidence.preimage_of(consent), &consent.content) {
                (Some(preimage), Some(said)) if sha256(&preimage) == *said => {}
                (None, _) if consent.values.is_none() => findings.unknown(
                    Finding::Content,
                    &place,
                    (
                        "what stands in the database does not give the digest any more",
                        "保存されている内容からは計算できません",
                        "无法从所保存的内容计算得出",
                        "無法從所儲存的內容計算得出",
                    ),
                ),
                (Some(_) | None, _) => findings.fails(
                    Finding::Content,
                    &place,
                    (
                        "the digest is not that of these files, fields and values",
                        "このファイル・入力項目・値のダイジェストではありません",
                        "不是这些文件、填写项和值的摘要",
                        "不是這些檔案、填寫欄位和值的摘要",
                    ),
                ),
            }
        }
        findings.holds_unless_failed(Finding::Content);
    }
}
