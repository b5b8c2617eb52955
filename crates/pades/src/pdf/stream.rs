//! Where the data of a stream begin and end (ISO 32000-2, section 7.3.8), also where its dictionary is wrong.

use super::lexer::{Lexer, is_blank};
use std::ops::Range;

/// What follows a dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Data {
    /// No stream.
    None,
    /// A stream whose end is not in the file.
    Cut,
    /// The data.
    Is {
        /// Where they are.
        range: Range<usize>,
        /// Whether the stated length is true.
        is_measured: bool,
    },
}

/// The data after a dictionary, at whose end the lexer stands; it is moved behind `endstream`.
pub(crate) fn data_of(
    pdf: &[u8],
    lexer: &mut Lexer<'_>,
    length: impl FnOnce() -> Option<usize>,
) -> Data {
    lexer.blank();
    if lexer.expect(b"stream").is_none() {
        return Data::None;
    }
    // Some programs write blanks before the line end, or a carriage return only.
    let mut start = lexer.at;
    while matches!(pdf.get(start), Some(b' ' | b'\t')) && !is_data(pdf, start) {
        start += 1;
    }
    match (pdf.get(start), pdf.get(start + 1)) {
        (Some(b'\r'), Some(b'\n')) => start += 2,
        (Some(b'\r' | b'\n'), _) => start += 1,
        _ => start = lexer.at,
    }
    let stated = length().and_then(|length| start.checked_add(length));
    if let Some(end) = stated.filter(|end| *end <= pdf.len())
        && let Some(behind) = end_at(pdf, end)
    {
        lexer.at = behind;
        return Data::Is { range: start..end, is_measured: true };
    }
    let Some(found) = find(pdf, start, b"endstream") else {
        return Data::Cut;
    };
    let mut end = found;
    if end > start && pdf[end - 1] == b'\n' {
        end -= 1;
    }
    if end > start && pdf[end - 1] == b'\r' {
        end -= 1;
    }
    lexer.at = found + b"endstream".len();
    Data::Is { range: start..end, is_measured: false }
}

/// Whether blanks at this place belong to the data: no line end follows them.
fn is_data(pdf: &[u8], at: usize) -> bool {
    let rest = pdf.get(at..).unwrap_or_default();
    let end = rest.iter().find(|byte| !matches!(byte, b' ' | b'\t'));
    !matches!(end, Some(b'\r' | b'\n'))
}

/// The position behind `endstream`, where that follows after blanks only.
fn end_at(pdf: &[u8], end: usize) -> Option<usize> {
    let blanks = pdf.get(end..)?.iter().take_while(|byte| is_blank(**byte)).count();
    let rest = pdf.get(end + blanks..)?;
    let keyword = b"endstream";
    if rest.starts_with(keyword) {
        return Some(end + blanks + keyword.len());
    }
    // Some programs leave `endstream` out.
    rest.starts_with(b"endobj").then_some(end + blanks)
}

/// The next place of these bytes.
pub(crate) fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let first = *what.first()?;
    let mut at = 0;
    while let Some(next) = rest.get(at..)?.iter().position(|byte| *byte == first) {
        at += next;
        if rest[at..].starts_with(what) {
            return Some(from + at);
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pdf: &[u8], length: Option<usize>) -> Option<(&[u8], bool)> {
        let mut lexer = Lexer { bytes: pdf, at: 0 };
        match data_of(pdf, &mut lexer, || length) {
            Data::Is { range, is_measured } => Some((&pdf[range], is_measured)),
            Data::None | Data::Cut => None,
        }
    }

    #[test]
    fn data_end_where_the_length_says_if_the_keyword_follows_after_blanks() {
        assert_eq!(of(b" stream\r\nab\n\tendstream", Some(2)), Some((&b"ab"[..], true)));
        assert_eq!(of(b"stream\nab\nendobj", Some(2)), Some((&b"ab"[..], true)));
        assert_eq!(of(b"stream  \r\nab\nendstream", Some(2)), Some((&b"ab"[..], true)));
        assert_eq!(of(b"stream\n  ab endstream", Some(4)), Some((&b"  ab"[..], true)));
    }

    #[test]
    fn data_end_before_the_keyword_where_the_length_is_wrong_or_missing() {
        for length in [None, Some(0), Some(1), Some(7), Some(99), Some(usize::MAX)] {
            assert_eq!(of(b"stream\nabc\r\nendstream", length), Some((&b"abc"[..], false)));
        }
        assert_eq!(of(b"stream\nabc", Some(9)), None);
        assert_eq!(of(b"endobj", Some(9)), None);
    }
}
