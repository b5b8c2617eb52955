//! Whether a typed name may stand in the salutation of an email, where no quotation marks part it from the service's own
//! words. The sender of a document types the names of its recipients, so a name may be a sentence.

use crate::PersonName;
use crate::search::fold;
use alloc::string::String;

/// The most letters of a name in a salutation, and of one with letters that take the place of several Latin ones.
const LETTERS: usize = 40;
const WIDE_LETTERS: usize = 16;

/// The service's own name.
const OWN_NAME: &str = "wariin";

/// What no name ends in: predicates, in hiragana as they are written. In katakana they end names (フェルナンデス).
const ENDINGS: &[&str] =
    &["なさい", "ません", "ます", "ました", "ましょう", "です", "せよ", "願い", "ほしい", "欲しい"];

/// What stands in no name, and in what a service would write. Where a real name has one of these, its bearer is greeted
/// without it.
const OF_SERVICES: &[&str] = &[
    "ください",
    "下さい",
    "お願い",
    "を",
    "至急",
    "緊急",
    "重要",
    "警告",
    "電話",
    "連絡",
    "確認",
    "停止",
    "凍結",
    "口座",
    "振込",
    "入金",
    "支払",
    "公式",
    "事務局",
    "運営",
    "管理者",
    "お客様",
    "お知らせ",
    "銀行",
    "警察",
    "サポート",
    "サービス",
    "センター",
    "セキュリティ",
    "ヘルプ",
    "カスタマー",
    "アカウント",
    "パスワード",
    "クリック",
    "ログイン",
    "メール",
    "リンク",
    "ドット",
    "アットマーク",
    "请",
    "請您",
    "請立即",
    "請致電",
    "立即",
    "馬上",
    "马上",
    "尽快",
    "盡快",
    "联系",
    "聯絡",
    "聯繫",
    "点击",
    "點擊",
    "客服",
    "官方",
    "账户",
    "帳戶",
];

/// Whole words of the same kind.
const WORDS_OF_SERVICES: &[&str] = &[
    "support",
    "security",
    "admin",
    "administrator",
    "helpdesk",
    "service",
    "services",
    "customer",
    "urgent",
    "urgently",
    "immediately",
    "verify",
    "confirm",
    "account",
    "password",
    "please",
    "click",
    "login",
    "official",
    "notice",
    "notification",
    "alert",
    "warning",
    "team",
    "your",
    "www",
    "http",
    "https",
    "com",
    "net",
    "org",
];

impl PersonName {
    /// Whether the name reads like one, and neither like a sentence nor like the service: by its length, its punctuation,
    /// numbers, the endings of requests, words of services, and letters of several scripts in one word, which are
    /// look-alikes. A name that does not is left out of the salutation, and is whole everywhere else.
    pub fn reads_like_a_name(&self) -> bool {
        let typed = self.as_str();
        is_short(typed)
            && typed.char_indices().all(|(at, c)| is_of_names(typed, at, c))
            && typed.split(is_between).all(is_of_one_script)
            && !speaks_for_a_service(typed)
    }
}

fn is_short(typed: &str) -> bool {
    let is_wide = typed.chars().any(|c| c >= '\u{2E80}');
    let letters = typed.chars().filter(|c| c.is_alphabetic()).count();
    letters <= if is_wide { WIDE_LETTERS } else { LETTERS }
}

fn is_of_names(typed: &str, at: usize, c: char) -> bool {
    let ends_a_word = || {
        let rest = typed.get(at + c.len_utf8()..).unwrap_or_default();
        rest.is_empty() || rest.starts_with(char::is_whitespace)
    };
    match c {
        '\'' | '’' | '＝' => true,
        '.' => ends_a_word(),
        c => c.is_alphabetic() || c.is_whitespace() || is_between(c) || is_unseen_mark(c),
    }
}

/// What parts the words of a name: blanks, hyphens, middle dots.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '‐' | '‑' | '・' | '･' | '·' | '‧')
}

/// Marks that choose or complete the form of the letter before them.
const fn is_unseen_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// The scripts whose letters look like one another's (Unicode TR 39, section 5.1): a word has letters of one of them.
/// Han, Kana and Hangul go with each of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Georgian,
    Cherokee,
    Coptic,
    Lisu,
}

fn is_of_one_script(word: &str) -> bool {
    let mut scripts = word.chars().filter_map(script);
    let first = scripts.next();
    scripts.all(|script| Some(script) == first) && !word.chars().any(is_styled)
}

const fn script(c: char) -> Option<Script> {
    Some(match c {
        'a'..='z'
        | 'A'..='Z'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '\u{AA}'
        | '\u{BA}'
        | '\u{C0}'..='\u{2B8}'
        | '\u{1E00}'..='\u{1EFF}'
        | '\u{2C60}'..='\u{2C7F}'
        | '\u{A722}'..='\u{A7FF}'
        | '\u{AB30}'..='\u{AB64}' => Script::Latin,
        '\u{370}'..='\u{3E1}' | '\u{3F0}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}' => Script::Greek,
        '\u{400}'..='\u{52F}'
        | '\u{1C80}'..='\u{1C8F}'
        | '\u{2DE0}'..='\u{2DFF}'
        | '\u{A640}'..='\u{A69F}' => Script::Cyrillic,
        '\u{531}'..='\u{588}' => Script::Armenian,
        '\u{10A0}'..='\u{10FF}' | '\u{1C90}'..='\u{1CBF}' | '\u{2D00}'..='\u{2D2F}' => {
            Script::Georgian
        }
        '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}' => Script::Cherokee,
        '\u{3E2}'..='\u{3EF}' | '\u{2C80}'..='\u{2CFF}' => Script::Coptic,
        '\u{A4D0}'..='\u{A4FF}' => Script::Lisu,
        _ => return None,
    })
}

/// Letters that stand for others in another style: phonetic small capitals, letters in circles and squares, letters of
/// mathematics.
const fn is_styled(c: char) -> bool {
    matches!(c, '\u{250}'..='\u{2AF}' | '\u{1D00}'..='\u{1DBF}' | '\u{2100}'..='\u{214F}' | '\u{2460}'..='\u{24FF}'
        | '\u{1D400}'..='\u{1D7FF}' | '\u{1F100}'..='\u{1F1FF}')
}

/// Compared without regard to case, width and whatever else a reader would not tell apart, and to blanks between letters.
fn speaks_for_a_service(typed: &str) -> bool {
    let folded = fold(typed);
    let letters: String = folded.chars().filter(|c| c.is_alphabetic()).collect();
    let written: String = typed.chars().filter(|c| c.is_alphabetic()).collect();
    let is_word = |word: &str| WORDS_OF_SERVICES.contains(&word);
    letters.contains(OWN_NAME)
        || OF_SERVICES.iter().any(|said| letters.contains(&fold(said)))
        || ENDINGS.iter().any(|end| written.ends_with(end))
        || folded.split(is_between).any(|word| is_word(word.trim_matches('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_greeted(name: &str) -> bool {
        PersonName::parse(name).unwrap().reads_like_a_name()
    }

    // MA-02
    #[test]
    fn names_of_every_kind_are_greeted() {
        for name in [
            "山田 太郎",
            "山田　花子",
            "髙\u{E0100}橋 𠮷子",
            "佐々木 のぞみ",
            "田中 ますみ",
            "こと",
            "請川 要",
            "山田 John",
            "John 山田",
            "陳 Peter",
            "山田John",
            "Ｔａｒｏ ＹＡＭＡＤＡ",
            "サルバドール・ダリ",
            "ガブリエル・ガルシア＝マルケス",
            "ﾀﾞﾆｴﾙ･ｶｰﾙ",
            "李·明",
            "José·García",
            "Taro Yamada",
            "Anne-Marie O’Neill",
            "John F. Kennedy Jr.",
            "Nguyễn Thị Minh Khai",
            "Callum Dotson",
            "James You",
            "カルロス フェルナンデス",
            "ましろ",
            "ケン マセ",
            "Иван Петров",
            "Γιώργος Παπαδόπουλος",
            "김민준",
            "王小明",
            "歐陽 娜娜",
            "Ivan Петров",
            "אבי כהן",
        ] {
            assert!(is_greeted(name), "{name}");
        }
    }

    // MA-02
    #[test]
    fn requests_and_sentences_are_not_greeted() {
        for typed in [
            "至急お電話ください",
            "すぐに折り返して下さい",
            "ご対応 お願い",
            "返信 お願いいたします",
            "払い込みなさい",
            "いますぐ ご覧くださいませ",
            "口座が凍結されました",
            "これを見て",
            "本日までに払い込みます",
            "詐欺です",
            "ク ダ サ イ くだ さい",
            "请马上付款",
            "請您立即付款",
            "Please call us",
            "CLICK here",
            "Verify now",
            "至急ご確認ください。",
            "お客様のアカウントは停止されましたので至急",
            "Your account was suspended and you have to call us now",
            "口座 1234567",
        ] {
            assert!(!is_greeted(typed), "{typed}");
        }
    }

    // MA-02
    #[test]
    fn the_service_and_those_who_serve_are_not_greeted() {
        for typed in [
            "Wariin サポート",
            "ｗａｒｉｉｎ",
            "Wari in",
            "W-a-r-i-i-n",
            "サポート",
            "ｻﾎﾟｰﾄ窓口",
            "サ ポ ー ト",
            "運営事務局",
            "セキュリティ センター",
            "システム管理者",
            "みなと銀行",
            "客服中心",
            "Security Team",
            "Customer Service",
            "admin",
            "Ｓｕｐｐｏｒｔ",
        ] {
            assert!(!is_greeted(typed), "{typed}");
        }
    }

    // MA-02
    #[test]
    fn addresses_of_pages_are_not_greeted_in_words_either() {
        for typed in [
            "evil.com",
            "a@evil",
            "evil com",
            "www evil",
            "evil ドット コム",
            "イービルドットコム",
            "https evil",
            "evil．com",
            "evil アットマーク jp",
            "ev.il",
        ] {
            assert!(PersonName::parse(typed).is_err() || !is_greeted(typed), "{typed}");
        }
    }

    // MA-02
    #[test]
    fn look_alike_letters_of_several_scripts_in_one_word_are_not_greeted() {
        for typed in [
            "Pаypal",
            "Wаriin",
            "Miсrosoft",
            "Аmazon",
            "Ρaypal",
            "Gοogle",
            "Apple Inс",
            "Իnstagram",
            "ᏢayPal",
            "𝐖𝐚𝐫𝐢𝐢𝐧",
            "ᴡᴀʀɪɪɴ",
            "Ⓢupport",
            "ＰаｙＰａｌ",
            "山田Иvan",
        ] {
            assert!(!is_greeted(typed), "{typed}");
        }
    }

    // MA-02
    #[test]
    fn what_ends_a_quotation_or_is_no_letter_is_not_greeted() {
        for typed in ["山田」様「", "山田、次の", "山田（至急）", "山田!", "Bob #1", "😀"]
        {
            assert!(!is_greeted(typed), "{typed}");
        }
    }
}
