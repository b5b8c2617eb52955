//! PDF strings and the text in them (ISO 32000-1, sections 7.3.4 and 7.9.2).

use super::doc_encoding;
use super::lexer::is_blank;

/// Text as a PDF string: UTF-16BE with a byte order mark, in hexadecimal digits.
pub(crate) fn text_string(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("{unit:04X}"));
    format!("<FEFF{}>", units.collect::<String>())
}

/// The bytes of a string, literal or in hexadecimal digits (ISO 32000-1, section 7.3.4).
pub(crate) fn string(raw: &[u8]) -> Option<Vec<u8>> {
    if let Some(digits) = raw.strip_prefix(b"<").and_then(|raw| raw.strip_suffix(b">")) {
        let mut digits: Vec<u8> = digits.iter().copied().filter(|byte| !is_blank(*byte)).collect();
        if digits.len() % 2 == 1 {
            digits.push(b'0');
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
        return digits
            .chunks_exact(2)
            .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
            .collect();
    }
    literal(raw.strip_prefix(b"(")?.strip_suffix(b")")?)
}

fn literal(raw: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        match rest.next()? {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\n' => {}
            b'\r' => {
                rest.next_if_eq(&b'\n');
            }
            first @ b'0'..=b'7' => {
                let mut code = u32::from(first - b'0');
                for _ in 0..2 {
                    match rest.next_if(|digit| (b'0'..=b'7').contains(digit)) {
                        Some(digit) => code = code * 8 + u32::from(digit - b'0'),
                        None => break,
                    }
                }
                out.push(u8::try_from(code & 0xff).ok()?);
            }
            other => out.push(other),
        }
    }
    Some(out)
}

/// A text string as text: UTF-16BE or UTF-8 after their byte order marks, otherwise as Latin 1, which agrees with
/// `PDFDocEncoding` in the characters that names usually have.
pub(crate) fn text(raw: &[u8]) -> Option<String> {
    let bytes = string(raw)?;
    if let Some(utf16) = bytes.strip_prefix(&[0xfe, 0xff]) {
        let units = utf16.chunks_exact(2).map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
        return Some(char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect());
    }
    if let Some(utf8) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return Some(String::from_utf8_lossy(utf8).into_owned());
    }
    Some(bytes.into_iter().map(char::from).collect())
}

/// A text string as people read it (ISO 32000-2, section 7.9.2.2).
pub(crate) fn legible(raw: &[u8]) -> Option<String> {
    string(raw).map(|bytes| decoded(&bytes))
}

/// The text of a string or a stream of text: UTF-16 or UTF-8 behind their byte order marks, otherwise
/// `PDFDocEncoding`.
pub(crate) fn decoded(bytes: &[u8]) -> String {
    let units = |bytes: &[u8], unit: fn([u8; 2]) -> u16| {
        let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units).map(|it| it.unwrap_or('\u{fffd}')).collect::<String>()
    };
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => units(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => units(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|byte| doc_encoding::decoded(*byte)).collect(),
    };
    // Between two ESC stands the language of what follows; some writers end text by a zero.
    let shown: String = text.split('\u{1b}').step_by(2).collect();
    shown.trim_end_matches('\0').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_shown_whatever_its_encoding() {
        for raw in [
            "<FEFF 7532 20AC>",
            "<FFFE 3275 AC20>",
            "<EFBBBF E794B2 E282AC>",
            "<FEFF 001B 006A 0061 001B 7532 20AC 0000>",
        ] {
            assert_eq!(legible(raw.as_bytes()).unwrap(), "甲€", "{raw}");
        }
        assert_eq!(legible(b"<A0 C4 85>").unwrap(), "€Ä–");
        assert_eq!(legible(b"(open"), None);
    }

    #[test]
    fn strings_are_read_literal_and_in_hexadecimal() {
        assert_eq!(string(b"<48 65 6C6>").unwrap(), b"Hel`");
        assert_eq!(string(b"(a\\(b\\)\\101\\7x\\\n)").unwrap(), b"a(b)A\x07x");
        assert_eq!(text(text_string("割印 𠮷").as_bytes()).unwrap(), "割印 𠮷");
        assert_eq!(string(b"(open"), None);
        assert_eq!(string(b"<4G>"), None);
    }
}
