//! Names that people typed, as they stand in sentences and subjects of the service.

use std::fmt::Display;

/// Makes an email program show a word as it is instead of as a link (U+2060 WORD JOINER; nothing is seen of it).
const JOINER: char = '\u{2060}';

/// The name as it stands within the quotation marks of a sentence: it does not end the quotation, and no part of it
/// becomes a link. Marks of quotation within one are the inner ones, as each language writes them.
pub(super) fn name(typed: impl Display) -> String {
    let typed: Vec<char> = typed.to_string().chars().collect();
    let mut shown = String::new();
    for (at, &c) in typed.iter().enumerate() {
        shown.push(inner_mark(c));
        let around = at.checked_sub(1).and_then(|before| typed.get(before)).zip(typed.get(at + 1));
        let is_within = around.is_some_and(|(a, b)| !a.is_whitespace() && !b.is_whitespace());
        if is_within && joins_a_link(c) {
            shown.push(JOINER);
        }
    }
    shown
}

/// The most letters of a name in a salutation, and of one with letters that take the place of several Latin ones.
const GREETED: usize = 40;
const GREETED_WIDE: usize = 16;

/// The name for the salutation, which stands there without quotation marks; `None` for one that may be read as a
/// sentence or as the service: by its length, its punctuation, a number, or the service's name. The sender of a document
/// types the names of its recipients.
pub(super) fn greeted(typed: &str) -> Option<String> {
    let is_wide = typed.chars().any(|c| c >= '\u{2E80}');
    let letters = typed.chars().filter(|c| c.is_alphabetic()).count();
    let is_short = letters <= if is_wide { GREETED_WIDE } else { GREETED };
    let ends_a_word = |at: usize| {
        typed
            .get(at + 1..)
            .is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    };
    let is_of_names = |(at, c): (usize, char)| match c {
        '\'' | '’' | '-' | '‐' | '‑' | '・' | '·' | '＝' => true,
        '.' => ends_a_word(at),
        c => c.is_alphabetic() || c.is_whitespace() || is_unseen_mark(c),
    };
    let folded: String =
        typed.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let is_own = folded.contains("wariin") || folded.contains("ｗａｒｉｉｎ");
    (is_short && !is_own && typed.char_indices().all(is_of_names)).then(|| typed.to_owned())
}

/// Marks that choose or complete the form of the letter before them.
const fn is_unseen_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{3099}' | '\u{309A}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

const fn inner_mark(c: char) -> char {
    match c {
        '「' | '｢' => '『',
        '」' | '｣' => '』',
        '“' | '„' | '‟' => '‘',
        '”' => '’',
        '"' | '＂' => '\'',
        '【' => '〔',
        '】' => '〕',
        c => c,
    }
}

/// The characters that join the parts of a host name or an address; IDNA takes the other full stops for a dot
/// (RFC 3490, section 3.1).
const fn joins_a_link(c: char) -> bool {
    matches!(c, '.' | '．' | '。' | '｡' | '@' | '＠')
}

#[cfg(test)]
mod tests {
    use super::{greeted, name};

    // MA-02
    #[test]
    fn a_salutation_holds_a_name_and_nothing_that_reads_like_a_sentence_or_the_service() {
        for typed in [
            "山田 太郎",
            "髙\u{E0100}橋 𠮷子",
            "サルバドール・ダリ",
            "Taro Yamada",
            "Anne-Marie O’Neill",
            "John F. Kennedy Jr.",
            "Nguyễn Thị Minh Khai",
        ] {
            assert_eq!(greeted(typed).as_deref(), Some(typed));
        }
        for typed in [
            "Wariin サポート",
            "ｗａｒｉｉｎ",
            "Wari in",
            "至急ご確認ください。",
            "お客様のアカウントは停止されましたので至急",
            "Your account: call 0120123456",
            "Your account was suspended and you have to call us now",
            "evil.com",
            "a@evil",
            "山田」様「",
            "山田、次の",
            "口座 1234567",
        ] {
            assert_eq!(greeted(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_name_neither_ends_its_quotation_nor_becomes_a_link() {
        for (typed, shown) in [
            ("割印商事", "割印商事"),
            ("Alpha Ltd.", "Alpha Ltd."),
            ("山田」様より。至急「", "山田』様より。\u{2060}至急『"),
            ("a” and “b\"", "a’ and ‘b'"),
            ("A】至急【", "A〕至急〔"),
            ("evil.com/x", "evil.\u{2060}com/x"),
            ("😀.ws", "😀.\u{2060}ws"),
            ("ไม้.com", "ไม้.\u{2060}com"),
            ("evil。jp", "evil。\u{2060}jp"),
            ("a．b｡c", "a．\u{2060}b｡\u{2060}c"),
            ("a@evil.jp", "a@\u{2060}evil.\u{2060}jp"),
        ] {
            assert_eq!(name(typed), shown);
        }
    }
}
