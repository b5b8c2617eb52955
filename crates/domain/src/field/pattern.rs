//! The form that a text field asks for.

use crate::CalendarDate;
use alloc::{format, string::String};

/// The form of a text. Full-width digits and signs count as their ASCII forms; the text is kept as typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextPattern {
    /// Anything.
    Any,
    /// 数字: digits with an optional sign, commas between them and one decimal point.
    Number,
    /// 日付: `2026-11-27`, `2026/11/27`, `2026.11.27` or 「2026年11月27日」; a day that exists.
    Date,
    /// 郵便番号: seven digits, optionally 「〒」 before them and a hyphen behind the third.
    PostalCode,
    /// 電話番号: 6 to 15 digits, optionally `+` before them, with hyphens, blanks and parentheses.
    Phone,
}

impl TextPattern {
    /// Every form.
    pub const ALL: [Self; 5] = [Self::Any, Self::Number, Self::Date, Self::PostalCode, Self::Phone];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Number => "number",
            Self::Date => "date",
            Self::PostalCode => "postal_code",
            Self::Phone => "phone",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|pattern| pattern.name() == name)
    }

    /// Whether the text has this form.
    pub fn fits(self, text: &str) -> bool {
        let text: String = text.trim().chars().map(narrow).collect();
        match self {
            Self::Any => true,
            Self::Number => is_number(&text),
            Self::Date => is_date(&text),
            Self::PostalCode => is_postal_code(&text),
            Self::Phone => is_phone(&text),
        }
    }
}

/// The ASCII form of a full-width digit or sign, and of the signs that are typed as hyphens.
fn narrow(c: char) -> char {
    match c {
        'ー' | '−' | '‐' | '–' | '―' => '-',
        '、' | '，' => ',',
        '　' => ' ',
        '！'..='～' => char::from_u32(c as u32 - '！' as u32 + '!' as u32).unwrap_or(c),
        c => c,
    }
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let is_grouped = whole.split(',').all(is_digits);
    is_grouped && fraction.is_none_or(is_digits)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn is_date(text: &str) -> bool {
    let plain = match text.strip_suffix('日') {
        Some(japanese) => japanese.replacen('年', "-", 1).replacen('月', "-", 1),
        None => text.replace(['/', '.'], "-"),
    };
    let mut parts = plain.split('-');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(year), Some(month), Some(day), None) => {
            CalendarDate::parse(&format!("{year}-{month:0>2}-{day:0>2}")).is_ok()
        }
        _ => false,
    }
}

fn is_postal_code(text: &str) -> bool {
    let code = text.strip_prefix('〒').unwrap_or(text).trim_start();
    match code.split_once('-') {
        Some((area, town)) => {
            area.len() == 3 && town.len() == 4 && is_digits(area) && is_digits(town)
        }
        None => code.len() == 7 && is_digits(code),
    }
}

fn is_phone(text: &str) -> bool {
    let number = text.strip_prefix('+').unwrap_or(text);
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (6..=15).contains(&digits)
        && number.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b' ' | b'(' | b')'))
}
