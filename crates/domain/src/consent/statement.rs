//! The sentences that a recipient agrees to (同意の文言), by version and language.

use crate::Language;
use core::fmt;

/// The sentences above the button by which a recipient consents, in the language in which the recipient read them. A
/// version never changes: other sentences are a new version, and the texts of every version stay here, so that a consent
/// says for ever what was agreed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsentStatement {
    version: u32,
    language: Language,
}

/// The sentences of one version, in the order of [`Language::ALL`].
type Texts = [&'static str; Language::ALL.len()];

/// Every version, the first one first.
const VERSIONS: &[Texts] = &[[
    "次のファイルの内容に同意します。全員が同意すると契約が締結され、変更や取り消しはできなくなります。同意の日時と認証の方法が記録されます。",
    "You agree to the content of the files below. Once everyone has agreed, the contract is concluded and can no longer be changed or cancelled. The time of your consent and the way you authenticated are recorded.",
    "您将同意以下 PDF 文件的内容。所有人都同意后，合同即告签订，无法再更改或取消。同意的日期时间和认证方式将被记录。",
    "您將同意以下檔案的內容。所有人都同意後，合約即告簽訂，無法再變更或取消。同意的日期時間和驗證方式將被記錄。",
]];

impl ConsentStatement {
    /// The newest version, in this language.
    pub const fn newest(language: Language) -> Self {
        // The constant's length is a handful.
        #[expect(clippy::cast_possible_truncation, reason = "there are a few versions")]
        Self { version: VERSIONS.len() as u32, language }
    }

    /// This version in this language; `None` for a version that this release does not know.
    pub fn of(version: u32, language: Language) -> Option<Self> {
        let known = Self { version, language };
        known.texts().map(|_| known)
    }

    /// Reads what is written by its `Display`: `1/ja`. `None` for anything else, and for a version that this release does
    /// not know.
    pub fn parse(text: &str) -> Option<Self> {
        let (version, language) = text.split_once('/')?;
        let is_number = version.bytes().all(|digit| digit.is_ascii_digit());
        let is_written_so = is_number && !version.starts_with('0');
        Self::of(version.parse().ok().filter(|_| is_written_so)?, Language::parse(language).ok()?)
    }

    /// The version, from 1.
    pub const fn version(self) -> u32 {
        self.version
    }

    /// The language in which it was read.
    pub const fn language(self) -> Language {
        self.language
    }

    /// The sentences.
    pub fn text(self) -> &'static str {
        self.in_language(self.language)
    }

    /// The same version in another language, for a reader of that language.
    pub fn in_language(self, language: Language) -> &'static str {
        let place = Language::ALL.iter().position(|one| *one == language);
        let text = self.texts().zip(place).and_then(|(texts, place)| texts.get(place));
        text.copied().unwrap_or_default()
    }

    fn texts(self) -> Option<&'static Texts> {
        let place = usize::try_from(self.version).ok()?.checked_sub(1)?;
        VERSIONS.get(place)
    }
}

/// The version and the BCP 47 tag of the language: `1/ja`.
impl fmt::Display for ConsentStatement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.version, self.language.tag())
    }
}
