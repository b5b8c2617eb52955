//! What a check of a pack has found, one line for each, in words and for programs.

use serde_json::{Value, json};
use wariin_domain::Language;

/// The same in English, Japanese, simplified and traditional Chinese.
pub(super) type Words = (&'static str, &'static str, &'static str, &'static str);

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Whether the file is a pack, written as packs are.
    Container,
    /// Whether its parts are those that the manifest lists.
    Manifest,
    /// Whether `evidence.json` and the parts belong together.
    Facts,
    /// The document's chain of events.
    Chain,
    /// The transparency log, in which every event has to be.
    Log,
    /// The cosignatures of witnesses under the log's head.
    Witnesses,
    /// The timestamp over the log's head.
    CheckpointTimestamp,
    /// Whether the facts are those of the events.
    Events,
    /// The digests that the consents were given to.
    Content,
    /// The ID tokens of the identity providers.
    IdTokens,
    /// The assertions of passkeys.
    Passkeys,
    /// Whether each sealed file begins with the bytes of the upload.
    Uploads,
    /// The seals.
    Seals,
    /// Whether the seals name the document and its parties as the events do.
    Reasons,
    /// The validation reports.
    Reports,
    /// The certificate of agreement.
    Certificate,
    /// Whether the key is the service's.
    Key,
    /// Whether the certificate of the seals leads to one that is trusted.
    Trust,
    /// The keys of the identity providers.
    ProviderKeys,
    /// What only the service's own signature says.
    Attested,
}

/// What a look came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Holds,
    Fails,
    Unknown,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceFinding {
    /// What was looked at.
    pub about: Finding,
    /// Which part, event, file or recipient; empty for all of them.
    pub place: String,
    outcome: Outcome,
    why: Option<Words>,
}

/// All lines.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<EvidenceFinding>);

impl Finding {
    /// The stable name in the JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Container => "container",
            Self::Manifest => "manifest",
            Self::Facts => "facts",
            Self::Chain => "chain",
            Self::Log => "log",
            Self::Witnesses => "witnesses",
            Self::CheckpointTimestamp => "checkpoint_timestamp",
            Self::Events => "events",
            Self::Content => "content",
            Self::IdTokens => "id_tokens",
            Self::Passkeys => "passkeys",
            Self::Uploads => "uploads",
            Self::Seals => "seals",
            Self::Reasons => "reasons",
            Self::Reports => "reports",
            Self::Certificate => "certificate",
            Self::Key => "key",
            Self::Trust => "trust",
            Self::ProviderKeys => "provider_keys",
            Self::Attested => "attested",
        }
    }

    #[expect(clippy::too_many_lines, reason = "a table in four languages")]
    const fn words(self) -> Words {
        match self {
            Self::Container => (
                "The pack is written as packs are",
                "パッケージの形式",
                "证据包的格式",
                "證據包的格式",
            ),
            Self::Manifest => (
                "Every part is as the signed list says",
                "すべてのファイルと、署名された一覧との一致",
                "所有文件与已签名清单一致",
                "所有檔案與已簽名清單一致",
            ),
            Self::Facts => (
                "evidence.json and the parts belong together",
                "evidence.jsonと各ファイルとの一致",
                "evidence.json与各文件一致",
                "evidence.json與各檔案一致",
            ),
            Self::Chain => (
                "The document's events are whole and in order",
                "書類の履歴が変更されず、欠けていないこと",
                "文件的历史记录完整且未被更改",
                "文件的歷程記錄完整且未被變更",
            ),
            Self::Log => (
                "Every event is in the signed log",
                "すべての履歴が署名されたログにあること",
                "所有历史记录均在已签名的日志中",
                "所有歷程記錄均在已簽名的記錄中",
            ),
            Self::Witnesses => (
                "A witness has cosigned the log's head",
                "ログの先頭に証人の署名があること",
                "日志的头部有见证方的签名",
                "記錄的頭部有見證方的簽名",
            ),
            Self::CheckpointTimestamp => (
                "The log's head has an intact timestamp",
                "ログの先頭に有効なタイムスタンプがあること",
                "日志的头部有有效的时间戳",
                "記錄的頭部有有效的時間戳記",
            ),
            Self::Events => (
                "evidence.json says what the events say",
                "evidence.jsonと履歴との一致",
                "evidence.json与历史记录一致",
                "evidence.json與歷程記錄一致",
            ),
            Self::Content => (
                "Each consent was given to these files, fields and values",
                "同意の対象が、このファイル・入力項目・値であること",
                "各项同意针对的是这些文件、填写项和值",
                "各項同意針對的是這些檔案、填寫欄位和值",
            ),
            Self::IdTokens => (
                "The ID tokens are signed and made for these consents",
                "IDトークンの署名と、同意との対応",
                "ID令牌的签名及其与同意的对应",
                "ID權杖的簽名及其與同意的對應",
            ),
            Self::Passkeys => (
                "The assertions of passkeys are signed and made for these consents",
                "パスキーの署名と、同意との対応",
                "通行密钥的签名及其与同意的对应",
                "通行金鑰的簽名及其與同意的對應",
            ),
            Self::Uploads => (
                "Each sealed file begins with the file that was consented to",
                "締結済みファイルが、同意したファイルで始まること",
                "已签订的文件以所同意的文件开头",
                "已締結的檔案以所同意的檔案開頭",
            ),
            Self::Seals => (
                "The seals are intact and nothing was changed after them",
                "電子署名と、その後に変更がないこと",
                "电子签名完好，且其后没有更改",
                "電子簽章完好，且其後沒有變更",
            ),
            Self::Reasons => (
                "The seals name the document and its parties as the events do",
                "電子署名の記載と履歴との一致",
                "电子签名的记载与历史记录一致",
                "電子簽章的記載與歷程記錄一致",
            ),
            Self::Reports => (
                "The validation reports say the same",
                "検証結果の記録との一致",
                "与验证结果的记录一致",
                "與驗證結果的記錄一致",
            ),
            Self::Certificate => (
                "The certificate of agreement is sealed, and the one of this document",
                "合意締結証明書の電子署名と、この書類のものであること",
                "合意签订证明书已签名，且属于此文件",
                "合意締結證明書已簽章，且屬於此文件",
            ),
            Self::Key => (
                "The key is the service's",
                "鍵がサービスのものであること",
                "密钥属于本服务",
                "金鑰屬於本服務",
            ),
            Self::Trust => (
                "The certificate of the seals is trusted",
                "電子署名の証明書の信頼",
                "电子签名的证书受信任",
                "電子簽章的憑證受信任",
            ),
            Self::ProviderKeys => (
                "The keys of the ID tokens are the providers'",
                "IDトークンの鍵がIdPのものであること",
                "ID令牌的密钥属于IdP",
                "ID權杖的金鑰屬於IdP",
            ),
            Self::Attested => (
                "Title, addresses, organisations and page counts",
                "タイトル・メールアドレス・組織名・ページ数",
                "标题、邮箱地址、组织名称、页数",
                "標題、電子郵件地址、組織名稱、頁數",
            ),
        }
    }
}

impl Findings {
    pub(super) fn holds(&mut self, about: Finding) {
        self.add(about, "", Outcome::Holds, None);
    }

    /// It holds of this part, party or time.
    pub(super) fn holds_at(&mut self, about: Finding, place: &str) {
        self.add(about, place, Outcome::Holds, None);
    }

    /// It holds, if nothing was found that does not.
    pub(super) fn holds_unless_failed(&mut self, about: Finding) {
        let is_found = self.0.iter().any(|finding| finding.about == about);
        if !is_found {
            self.holds(about);
        }
    }

    pub(super) fn fails(&mut self, about: Finding, place: &str, why: Words) {
        self.add(about, place, Outcome::Fails, Some(why));
    }

    pub(super) fn unknown(&mut self, about: Finding, place: &str, why: Words) {
        self.add(about, place, Outcome::Unknown, Some(why));
    }

    fn add(&mut self, about: Finding, place: &str, outcome: Outcome, why: Option<Words>) {
        self.0.push(EvidenceFinding { about, place: place.to_owned(), outcome, why });
    }

    pub(super) fn has_failed(&self) -> bool {
        self.0.iter().any(EvidenceFinding::has_failed)
    }

    pub(super) fn into_vec(self) -> Vec<EvidenceFinding> {
        self.0
    }
}

impl EvidenceFinding {
    /// Whether it holds.
    pub fn holds(&self) -> bool {
        self.outcome == Outcome::Holds
    }

    /// Whether it does not hold.
    pub fn has_failed(&self) -> bool {
        self.outcome == Outcome::Fails
    }

    /// Whether it holds; `None` where that cannot be known.
    pub(crate) fn known(&self) -> Option<bool> {
        match self.outcome {
            Outcome::Holds => Some(true),
            Outcome::Fails => Some(false),
            Outcome::Unknown => None,
        }
    }

    /// The line in a language.
    pub fn sentence(&self, language: Language) -> String {
        let of = |(english, japanese, simplified, traditional): Words| match language {
            Language::English => english,
            Language::Japanese => japanese,
            Language::SimplifiedChinese => simplified,
            Language::TraditionalChinese => traditional,
        };
        let about = of(self.about.words());
        let outcome = of(match self.outcome {
            Outcome::Holds => ("yes", "確認できました", "已确认", "已確認"),
            Outcome::Fails => ("NO", "一致しません", "不一致", "不一致"),
            Outcome::Unknown => ("cannot be known", "確認できません", "无法确认", "無法確認"),
        });
        let place =
            if self.place.is_empty() { String::new() } else { format!(" [{}]", self.place) };
        let why = self.why.map(|why| format!(": {}", of(why))).unwrap_or_default();
        format!("{about}{place}: {outcome}{why}")
    }

    pub(super) fn json(&self) -> Value {
        let outcome = match self.outcome {
            Outcome::Holds => "holds",
            Outcome::Fails => "fails",
            Outcome::Unknown => "unknown",
        };
        json!({
            "about": self.about.name(),
            "place": self.place,
            "outcome": outcome,
            "why": self.why.map(|(english, ..)| english),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // O-17
    #[test]
    fn what_was_found_is_said_in_the_language_of_the_page() {
        let said = |outcome: Outcome, language: Language| {
            let why = ("it is missing", "ありません", "缺失", "缺少");
            let (about, place) = (Finding::Seals, "a.pdf".to_owned());
            EvidenceFinding { about, place, outcome, why: Some(why) }.sentence(language)
        };
        assert_eq!(
            said(Outcome::Fails, Language::English),
            "The seals are intact and nothing was changed after them [a.pdf]: NO: it is missing"
        );
        assert_eq!(
            said(Outcome::Unknown, Language::SimplifiedChinese),
            "电子签名完好，且其后没有更改 [a.pdf]: 无法确认: 缺失"
        );
        assert_eq!(
            said(Outcome::Fails, Language::TraditionalChinese),
            "電子簽章完好，且其後沒有變更 [a.pdf]: 不一致: 缺少"
        );
        let japanese = said(Outcome::Holds, Language::Japanese);
        assert_eq!(
            japanese,
            "電子署名と、その後に変更がないこと [a.pdf]: 確認できました: ありません"
        );
    }
}
