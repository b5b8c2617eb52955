//! Texts for searching: what a reader would not tell apart is the same text.

mod han;

use alloc::string::String;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words that are written in one character or in brackets, and in full.
const COMPANIES: [(&str, &str); 12] = [
    ("(株)", "株式会社"),
    ("(有)", "有限会社"),
    ("(合)", "合同会社"),
    ("(同)", "合同会社"),
    ("(名)", "合名会社"),
    ("(資)", "合資会社"),
    ("(社)", "社団法人"),
    ("(財)", "財団法人"),
    ("(学)", "学校法人"),
    ("(医)", "医療法人"),
    ("(福)", "社会福祉法人"),
    ("(宗)", "宗教法人"),
];

/// A text as it is compared in a search. Folded are widths and compatibility characters (NFKC), case, accents,
/// variation selectors and invisible characters, katakana (to hiragana), old and variant forms of Han characters,
/// dashes and quotation marks, short forms of company types, and blanks between Japanese characters. Line breaks
/// stay. Folding a folded text changes nothing.
pub fn fold(text: &str) -> String {
    let mut folded = pass(text);
    // One fold can make room for another: a blank of NFKC, a letter whose accent goes.
    for _ in 0..MOST_PASSES {
        let again = pass(&folded);
        if again == folded {
            break;
        }
        folded = again;
    }
    folded
}

const MOST_PASSES: usize = 8;

/// The words of a query, each folded by itself; all of them have to be found.
pub fn words(query: &str) -> impl Iterator<Item = String> {
    query.split_whitespace().map(fold).filter(|word| !word.is_empty())
}

fn pass(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_invisible(*c)).collect::<String>();
    let letters: String = seen.nfkc().flat_map(char::to_lowercase).nfd().collect();
    let plain: String = letters.chars().filter(|c| !is_accent(*c)).nfc().collect();
    let mut folded = String::with_capacity(plain.len());
    for c in plain.chars() {
        match spelled_out(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(form(kana(mark(c)))),
        }
    }
    without_blanks(&in_full(folded))
}

/// Variation selectors, and characters that have no width.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// The accents of European scripts. The voicing marks of kana (U+3099, U+309A) and the vowels of other scripts
/// are no accents: they make another letter.
fn is_accent(c: char) -> bool {
    let is_general = matches!(c,
        '\u{0300}'..='\u{036F}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}');
    is_general && is_combining_mark(c)
}

/// Letters that are no accented ones to Unicode.
fn spelled_out(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŧ' => "t",
        'þ' => "th",
        'ς' => "σ",
        _ => return None,
    })
}

/// Dashes, apostrophes and quotation marks. The prolonged sound mark of katakana is a letter.
fn mark(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{00AF}' => '-',
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '`' | '´' => '\'',
        '\u{201C}'..='\u{201F}' | '\u{2033}' => '"',
        '\u{301C}' => '~',
        _ => c,
    }
}

/// Katakana as hiragana; the small ヵ and ヶ of place names as large ones.
fn kana(c: char) -> char {
    let hiragana = match c {
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        _ => c,
    };
    match hiragana {
        'ゕ' => 'か',
        'ゖ' => 'け',
        other => other,
    }
}

fn form(c: char) -> char {
    let place = han::FORMS.binary_search_by_key(&c, |(form, _)| *form);
    place.map_or(c, |place| han::FORMS[place].1)
}

fn in_full(text: String) -> String {
    if !text.contains('(') {
        return text;
    }
    COMPANIES.iter().fold(text, |text, (short, full)| text.replace(short, full))
}

/// A name is one word with and without a blank between its parts. Other blanks become one.
fn without_blanks(text: &str) -> String {
    let line = |line: &str| {
        let mut folded = String::with_capacity(line.len());
        for word in line.split_whitespace() {
            let joins = |end: Option<char>, start: Option<char>| {
                end.is_some_and(is_japanese) && start.is_some_and(is_japanese)
            };
            if !folded.is_empty() && !joins(folded.chars().next_back(), word.chars().next()) {
                folded.push(' ');
            }
            folded.push_str(word);
        }
        folded
    };
    let mut lines = text.split('\n').map(line);
    let first = lines.next().unwrap_or_default();
    lines.fold(first, |mut text, line| {
        text.push('\n');
        text.push_str(&line);
        text
    })
}

fn is_japanese(c: char) -> bool {
    matches!(c,
        'ぁ'..='ゖ' | 'ゝ'..='ゟ' | 'ァ'..='ヿ' | '々' | '〆' | '〇'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}
