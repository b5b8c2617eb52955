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
    use super::name;

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
