//! The part of an address before the `@`.

use alloc::string::String;

/// Hosts of Japanese carriers, with their subdomains, that gave out addresses which are no `Dot-string`.
const CARRIERS: [&str; 9] = [
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "au.com",
    "vodafone.ne.jp",
    "softbank.ne.jp",
    "disney.ne.jp",
    "pdx.ne.jp",
    "willcom.com",
    "wcm.ne.jp",
];

/// The local part in lower case and without quotes; `None` where no such address is taken at this host.
pub(super) fn canonical(local: &str, host: &str) -> Option<String> {
    let is_taken = |local: &str| is_dot_string(local) || is_old(local);
    let plain = if is_of_carrier(host) {
        let unquoted = local.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        Some(unquoted.unwrap_or(local)).filter(|local| is_taken(local))
    } else {
        Some(local).filter(|local| is_dot_string(local))
    };
    plain.map(str::to_ascii_lowercase)
}

/// RFC 5321, section 4.1.2.
pub(super) fn is_dot_string(local: &str) -> bool {
    local.len() <= 64 && local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atext))
}

/// Dots anywhere but at the beginning, which no carrier has given out.
fn is_old(local: &str) -> bool {
    // With its quotes it is as long as a local part may be.
    local.len() <= 62
        && local.bytes().next().is_some_and(is_atext)
        && local.bytes().all(|b| b == b'.' || is_atext(b))
}

/// RFC 5322, section 3.2.3.
fn is_atext(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b)
}

fn is_of_carrier(host: &str) -> bool {
    CARRIERS.iter().any(|carrier| {
        let rest = host.strip_suffix(carrier);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}
