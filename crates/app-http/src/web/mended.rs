//! Addresses with something behind them that mail programs took for a part of a link: a full stop, a bracket.

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What no segment of a path may hold as it is (RFC 3986, section 3.3).
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Where a reader who follows this path means to go; `None` for a path as it should be. None of ours ends in
/// anything but a letter, a digit, `-` or `_`.
pub(crate) fn mended_path(path: &str) -> Option<String> {
    // Another host may stand behind two slashes.
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    // What is no UTF-8 was added by a program that writes another encoding.
    let readable = decoded.split(char::REPLACEMENT_CHARACTER).next().unwrap_or_default();
    let is_whole = readable.len() == decoded.len() && readable.ends_with(is_end);
    if path == "/" || path.starts_with("//") || is_whole {
        return None;
    }
    let mut meant = readable;
    loop {
        let rest = without_escape(meant.trim_end_matches(|c| !is_end(c)));
        if rest == meant {
            break;
        }
        meant = rest;
    }
    let meant = if meant.is_empty() { "/" } else { meant };
    let is_inside = meant.starts_with('/') && !meant.starts_with("//");
    is_inside.then(|| utf8_percent_encode(meant, UNSAFE).to_string())
}

fn is_end(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_'
}

/// The text without one escape of quoted-printable at its end (RFC 2045, section 6.7).
fn without_escape(text: &str) -> &str {
    let Some((rest, digits)) = text.rsplit_once('=') else {
        return text;
    };
    let is_escape = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    if is_escape { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_mail_programs_add_to_an_address_is_taken_off() {
        for tail in [
            ".",
            "%3E",
            ">",
            "=",
            ")",
            "%E3%80%8D",
            "%E3%80%82",
            "%20",
            "%E3%80%80",
            "%0D%0A",
            "/",
            "=3D.",
            ".=",
            "%81%76",
            "),",
            "%E3%80%8D%E3%80%82",
        ] {
            let bent = format!("/documents/0197{tail}");
            assert_eq!(mended_path(&bent).as_deref(), Some("/documents/0197"), "{tail}");
        }
        assert_eq!(mended_path("/l/").as_deref(), Some("/l"));
        assert_eq!(mended_path("/%E3%80%8D").as_deref(), Some("/"));
        assert_eq!(mended_path("/a%3Cb%3E.").as_deref(), Some("/a%3Cb"));
    }

    #[test]
    fn an_address_as_it_should_be_stays_and_none_leads_to_another_host() {
        for path in ["/", "/l/a-_", "/documents", "/assets/style.css", "//evil.example/", "//."] {
            assert_eq!(mended_path(path), None, "{path}");
        }
        for path in ["/%2Fevil.example/", "/.%2F/evil.example."] {
            let meant = mended_path(path);
            assert!(meant.is_none_or(|path| !path.starts_with("//")), "{path}");
        }
    }
}
