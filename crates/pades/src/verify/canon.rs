//! One form for values that are written differently and mean the same.

use crate::pdf::lexer::Lexer;
use crate::pdf::raw::{RawDict, items, name, reference};
use crate::pdf::string::string;

/// How deep values may be nested.
const MAX_DEPTH: usize = 64;

/// The value with its dictionaries sorted, its blanks, comments and spellings of numbers, names and strings gone.
pub(super) fn canon(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    write(raw, &mut out, 0);
    out
}

fn write(raw: &[u8], out: &mut Vec<u8>, depth: usize) {
    let mut lexer = Lexer { bytes: raw, at: 0 };
    lexer.blank();
    let raw = raw.get(lexer.at..).unwrap_or_default();
    if depth > MAX_DEPTH {
        out.extend_from_slice(raw);
    } else if raw.starts_with(b"<<") {
        match RawDict::parse(raw) {
            Some(dict) => {
                out.extend_from_slice(b"<<");
                for (key, value) in dict.sorted().into_iter().filter(|(_, value)| value != b"null")
                {
                    write_bytes(b'/', &key, out);
                    write(&value, out, depth + 1);
                }
                out.extend_from_slice(b">>");
            }
            None => out.extend_from_slice(raw),
        }
    } else if let Some(items) = items(raw) {
        out.push(b'[');
        for item in items {
            write(item, out, depth + 1);
        }
        out.push(b']');
    } else if let Some((number, generation)) = reference(raw) {
        out.extend_from_slice(format!("{number} {generation} R ").as_bytes());
    } else if let Some(name) = name(raw) {
        write_bytes(b'/', &name, out);
    } else if let Some(bytes) = string(raw) {
        write_bytes(b'(', &bytes, out);
    } else if let Some(number) = number(raw) {
        out.extend_from_slice(format!("{number} ").as_bytes());
    } else {
        out.extend_from_slice(raw);
        out.push(b' ');
    }
}

/// Bytes with their number before them, so that none of them can be read as something else.
fn write_bytes(kind: u8, bytes: &[u8], out: &mut Vec<u8>) {
    out.push(kind);
    out.extend_from_slice(format!("{}:", bytes.len()).as_bytes());
    out.extend_from_slice(bytes);
}

/// A number; only what PDF writes as one.
pub(super) fn number(raw: &[u8]) -> Option<f64> {
    let is_plain = raw.iter().all(|byte| byte.is_ascii_digit() || b"+-.".contains(byte));
    let text = std::str::from_utf8(raw).ok().filter(|_| is_plain)?;
    // The negative zero is zero.
    text.parse::<f64>().ok().map(|number| number + 0.0)
}

/// Whether two dictionaries differ in any key but these.
pub(super) fn differ_beyond(old: &RawDict, new: &RawDict, but: &[&str]) -> bool {
    let rest = |dict: &RawDict| {
        let mut dict = dict.clone();
        for key in but {
            dict.remove(key);
        }
        canon(&dict.write())
    };
    rest(old) != rest(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_value_are_one() {
        let one = b"<</B[1.0 2 0 R (ab)] /A#20/x /C null/D -0>>";
        let other = b"<< /A#20 /#78 % note\n/D 0/B [ 1 2  0 R <6162> ]>>";
        assert_eq!(canon(one), canon(other));
        for different in [&b"<</B[1 2 0 R (ab)]/A#20/x/D 1>>"[..], b"[1 2]", b"<</B 1", b"true"] {
            assert_ne!(canon(one), canon(different));
        }
        assert_ne!(canon(b"[/a/b]"), canon(b"[/a#2Fb]"));
        assert_ne!(canon(b"(1:a)"), canon(b"[(a)]"));
    }
}
