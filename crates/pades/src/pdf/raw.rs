//! Dictionaries and arrays as raw bytes: an entry is changed, everything else stays as it was written.

use super::lexer::{Lexer, is_delimiter};

/// A dictionary as `(key, raw value)` in the order in which it was written; the last of equal keys
/// counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawDict {
    entries: Vec<(Vec<u8>, Vec<u8>)>,
}

impl RawDict {
    /// The greatest number of entries: no catalog, page or trailer has more, and reading takes quadratic time.
    const MAX_ENTRIES: usize = 1_000;

    /// Reads `<< … >>`.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut lexer = Lexer { bytes, at: 0 };
        lexer.blank();
        lexer.expect(b"<<")?;
        let mut entries: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        loop {
            lexer.blank();
            if lexer.expect(b">>").is_some() {
                return Some(Self { entries });
            }
            let key = lexer.token()?;
            if bytes.get(key.start) != Some(&b'/') {
                return None;
            }
            lexer.blank();
            let value = lexer.value()?;
            let key = unescape(bytes.get(key.start + 1..key.end)?);
            if entries.len() >= Self::MAX_ENTRIES {
                return None;
            }
            entries.retain(|(k, _)| *k != key);
            entries.push((key, bytes.get(value)?.to_vec()));
        }
    }

    /// The raw value of a key, unless it is `null`.
    pub(crate) fn get(&self, key: impl AsRef<[u8]>) -> Option<&[u8]> {
        let found = self.entries.iter().find(|(k, _)| k == key.as_ref())?;
        (found.1 != b"null").then_some(&found.1)
    }

    /// Sets a key to a raw value.
    pub(crate) fn set(&mut self, key: &str, value: impl Into<Vec<u8>>) {
        let value = value.into();
        match self.entries.iter_mut().find(|(k, _)| k == key.as_bytes()) {
            Some(entry) => entry.1 = value,
            None => self.entries.push((key.as_bytes().to_vec(), value)),
        }
    }

    /// Whether it has no entry.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Removes a key.
    pub(crate) fn remove(&mut self, key: &str) {
        self.entries.retain(|(k, _)| k != key.as_bytes());
    }

    /// The reference under a key: object number and generation.
    pub(crate) fn reference(&self, key: impl AsRef<[u8]>) -> Option<(u32, u16)> {
        reference(self.get(key)?)
    }

    /// The whole number under a key.
    pub(crate) fn integer(&self, key: &str) -> Option<u64> {
        std::str::from_utf8(self.get(key)?).ok()?.trim().parse().ok()
    }

    /// The entries in the order of their keys, for comparing.
    pub(crate) fn sorted(mut self) -> Vec<(Vec<u8>, Vec<u8>)> {
        self.entries.sort();
        self.entries
    }

    /// The dictionary as it is written.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = b"<<".to_vec();
        for (key, value) in &self.entries {
            out.push(b'/');
            escape(key, &mut out);
            out.push(b' ');
            out.extend_from_slice(value);
            out.push(b'\n');
        }
        out.extend_from_slice(b">>");
        out
    }
}

/// A name with its escapes undone (ISO 32000-2, section 7.3.5).
pub(crate) fn name(raw: &[u8]) -> Option<Vec<u8>> {
    raw.strip_prefix(b"/").map(unescape)
}

/// `12 0 R` as object number and generation.
pub(crate) fn reference(raw: &[u8]) -> Option<(u32, u16)> {
    let mut lexer = Lexer { bytes: raw, at: 0 };
    let number = u32::try_from(lexer.number()?).ok()?;
    let generation = u16::try_from(lexer.number()?).ok()?;
    lexer.blank();
    let keyword = lexer.token()?;
    lexer.blank();
    (raw.get(keyword) == Some(b"R") && lexer.at >= raw.len()).then_some((number, generation))
}

/// Every object that a raw value refers to; `None` where it cannot be read.
pub(crate) fn references(raw: &[u8]) -> Option<Vec<u32>> {
    let mut found = Vec::new();
    with_references(raw, |(number, _)| {
        found.push(number);
        String::new()
    })?;
    Some(found)
}

/// A raw value with other references; text in strings that looks like a reference is kept.
pub(crate) fn with_references(
    raw: &[u8],
    mut other: impl FnMut((u32, u16)) -> String,
) -> Option<Vec<u8>> {
    let mut lexer = Lexer { bytes: raw, at: 0 };
    let mut out = Vec::with_capacity(raw.len());
    loop {
        let from = lexer.at;
        lexer.blank();
        out.extend_from_slice(&raw[from..lexer.at]);
        let from = lexer.at;
        match lexer.peek() {
            None => return Some(out),
            Some(b'[' | b']') => lexer.at += 1,
            Some(b'<' | b'>') if raw.get(from) == raw.get(from + 1) => lexer.at += 2,
            Some(_) => {
                let value = &raw[lexer.value()?];
                if let Some(id) = reference(value) {
                    out.extend_from_slice(other(id).as_bytes());
                    continue;
                }
            }
        }
        out.extend_from_slice(&raw[from..lexer.at]);
    }
}

/// A raw array with one more item at its end.
pub(crate) fn appended(array: &[u8], item: &[u8]) -> Option<Vec<u8>> {
    let inner = array.strip_prefix(b"[")?.strip_suffix(b"]")?;
    Some([b"[", inner, b" ", item, b"]"].concat())
}

/// The raw items of an array.
pub(crate) fn items(array: &[u8]) -> Option<Vec<&[u8]>> {
    let mut lexer = Lexer { bytes: array, at: 0 };
    lexer.blank();
    lexer.expect(b"[")?;
    let mut items = Vec::new();
    loop {
        lexer.blank();
        if lexer.expect(b"]").is_some() {
            return Some(items);
        }
        items.push(array.get(lexer.value()?)?);
    }
}

fn unescape(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some((&byte, tail)) = rest.split_first() {
        let hex = || u8::from_str_radix(std::str::from_utf8(tail.get(..2)?).ok()?, 16).ok();
        match (byte == b'#').then(hex).flatten() {
            Some(escaped) => {
                out.push(escaped);
                rest = &tail[2..];
            }
            None => {
                out.push(byte);
                rest = tail;
            }
        }
    }
    out
}

fn escape(name: &[u8], out: &mut Vec<u8>) {
    for &byte in name {
        if byte.is_ascii_graphic() && !is_delimiter(byte) && byte != b'#' {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("#{byte:02X}").as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dictionary_keeps_the_raw_bytes_of_what_is_not_changed() {
        let raw =
            b"<< /A (x\\)(y)) /B [1 2 0 R << /C#20D 3.1400 >>] % note\n/E<0aF>/F null/G 7 0 R>>";
        let mut dict = RawDict::parse(raw).unwrap();
        assert_eq!(dict.get("A"), Some(&b"(x\\)(y))"[..]));
        assert_eq!(dict.get("B"), Some(&b"[1 2 0 R << /C#20D 3.1400 >>]"[..]));
        assert_eq!(dict.get("F"), None);
        assert_eq!(dict.reference("G"), Some((7, 0)));
        dict.set("E", "true");
        let again = RawDict::parse(&dict.write()).unwrap();
        assert_eq!(again.get("E"), Some(&b"true"[..]));
        assert_eq!(again.get("B"), dict.get("B"));
    }

    #[test]
    fn references_are_replaced_at_every_depth_but_not_in_text() {
        let raw = b"<</A 1 0 R/B[2 0 R(3 0 R)<34>% 4 0 R\n5 6]/C<</D 7 1 R>> >>";
        let mut seen = Vec::new();
        let out = with_references(raw, |id| {
            seen.push(id);
            "9 0 R".to_owned()
        });
        let expected = b"<</A 9 0 R/B[9 0 R(3 0 R)<34>% 4 0 R\n5 6]/C<</D 9 0 R>> >>";
        assert_eq!(out.unwrap(), expected);
        assert_eq!(seen, [(1, 0), (2, 0), (7, 1)]);
        assert_eq!(with_references(b"<</A (open", |_| String::new()), None);
    }

    #[test]
    fn references_are_found_in_every_spelling_and_text_that_looks_like_one_is_not() {
        let bytes =
            b"<</A 12 0 R/B[3%x\n1 R 4\0 0  R]/Box[0 0 595]/Rotate 90/C 70R/D(5 0 R)/E 8 0 Rx>>";
        assert_eq!(references(bytes).unwrap(), [12, 3, 4]);
        assert_eq!(reference(b"8%x\n0 R"), Some((8, 0)));
        assert_eq!((reference(b"8 0 R 1"), reference(b"8 0")), (None, None));
        assert_eq!(references(b"<</A (open"), None);
    }

    #[test]
    fn items_of_an_array_are_whole_values() {
        assert_eq!(items(b"[1 0 R 5 /N (a b)]").unwrap(), [&b"1 0 R"[..], b"5", b"/N", b"(a b)"]);
        assert_eq!(appended(b"[]", b"9 0 R").unwrap(), b"[ 9 0 R]");
    }

    #[test]
    fn a_broken_or_too_deeply_nested_value_is_refused() {
        assert!(RawDict::parse(b"<< /A (never closed").is_none());
        assert!(RawDict::parse(b"<< /A 1").is_none());
        let deep = [b"<</A ".to_vec(), b"[".repeat(500), b"]".repeat(500), b">>".to_vec()].concat();
        assert!(RawDict::parse(&deep).is_none());
        let many: String = (0..100_000).map(|n| format!("/K{n} {n} ")).collect();
        assert!(RawDict::parse(format!("<<{many}>>").as_bytes()).is_none());
    }
}
