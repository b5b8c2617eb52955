//! Codes as people type them: full-width digits and blanks are accepted.

use unicode_normalization::UnicodeNormalization;

/// The digits of a typed code: NFKC, without blanks and hyphens. `None` unless exactly six ASCII
/// digits remain.
pub(crate) fn six_digits(typed: &str) -> Option<String> {
    let meant: String = typed
        .chars()
        .take(64)
        .nfkc()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
        .collect();
    (meant.len() == 6 && meant.bytes().all(|b| b.is_ascii_digit())).then_some(meant)
}
