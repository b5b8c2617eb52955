//! A password as the bytes that go into a key.

use super::super::doc_encoding;

/// The longest password of revisions 5 and 6, in bytes.
const LONGEST: usize = 127;

/// What a password may be in bytes, the most likely first. Revisions 5 and 6 prepare it by RFC 4013 and write it in
/// UTF-8; those before use `PDFDocEncoding`. Programs that do neither take the text as it is, in UTF-8 or Latin 1.
pub(super) fn spellings(revision: u64, password: &str) -> Vec<Vec<u8>> {
    let plain = password.as_bytes().to_vec();
    let mut all = Vec::new();
    if revision >= 5 {
        all.extend(stringprep::saslprep(password).ok().map(|text| text.as_bytes().to_vec()));
        all.push(plain);
        for bytes in &mut all {
            bytes.truncate(LONGEST);
        }
    } else {
        let latin = password.chars().map(|char| u8::try_from(u32::from(char)).ok());
        all.extend(doc_encoding::encoded(password));
        all.extend(latin.collect::<Option<Vec<u8>>>());
        all.push(plain);
    }
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_prepared_as_the_revision_asks() {
        assert_eq!(spellings(6, ""), [b""]);
        assert_eq!(spellings(6, "割\u{3000}印"), ["割 印".as_bytes(), "割\u{3000}印".as_bytes()]);
        // A control character cannot be prepared.
        assert_eq!(spellings(6, "a\u{7}"), [b"a\x07"]);
        let long = spellings(5, &"印".repeat(50));
        assert_eq!(long, [&"印".repeat(50).as_bytes()[..127]]);
        assert_eq!(spellings(3, "é"), [&b"\xe9"[..], "é".as_bytes()]);
        assert_eq!(spellings(2, "€"), [&b"\xa0"[..], "€".as_bytes()]);
        assert_eq!(spellings(4, "\u{80}"), [&b"\x80"[..], "\u{80}".as_bytes()]);
    }
}
