//! Reads the secret part of a link through the damage that mail programs do to it.
//!
//! The letters of a secret are those of base64url. What else stands in it was added on the way: a bracket or a
//! full stop behind it, a blank or a line break within it, escapes of quoted-printable (`=3D`, RFC 2045,
//! section 6.7), of addresses (`%20`) or of HTML (`&lt;`). Which reading is right is decided by the key, never here.

/// The longest text that is looked at: longer than any link, with every letter escaped.
const LONGEST: usize = 1_000;

/// What may have been meant, the likeliest first; each is at most `length` letters long where the length of
/// the secret is known.
pub(super) fn readings(text: &str, length: Option<usize>) -> Vec<String> {
    if text.len() > LONGEST {
        return Vec::new();
    }
    let first: String = text.chars().take_while(|c| is_letter(*c)).collect();
    let cut = |letters: String| match length {
        Some(length) => letters.chars().take(length).collect(),
        None => letters,
    };
    let plain = without_entities(text);
    vec![first, cut(letters(&without_escapes(&plain))), cut(letters(&plain)), cut(letters(text))]
}

/// The first letters of the secret, as many as are there up to this number.
pub(super) fn head(text: &str, length: usize) -> String {
    letters(&without_escapes(&without_entities(text))).chars().take(length).collect()
}

/// The letters of base64url in the text.
fn letters(text: &str) -> String {
    text.chars().filter(|c| is_letter(*c)).collect()
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// The text without `=` or `%` and the two hexadecimal digits behind it.
fn without_escapes(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let digits: Vec<char> = rest.clone().take(2).collect();
        let is_escape = matches!(c, '=' | '%')
            && digits.len() == 2
            && digits.iter().all(char::is_ascii_hexdigit);
        if is_escape {
            rest.nth(1);
        } else {
            kept.push(c);
        }
    }
    kept
}

/// What stands in HTML for the characters around a link and the blanks within it.
const ENTITIES: [&str; 8] = ["lt", "gt", "quot", "amp", "apos", "nbsp", "shy", "zwnj"];

/// The text without these entities and those with a number; the semicolon behind one may be gone.
fn without_entities(text: &str) -> String {
    let mut parts = text.split('&');
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let name = ENTITIES.iter().find_map(|name| part.strip_prefix(name));
        let number = part.strip_prefix('#').and_then(|digits| Some(digits.split_once(';')?.1));
        let rest = name.or(number).unwrap_or(part);
        kept.push_str(rest);
    }
    kept
}
