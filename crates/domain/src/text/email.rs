//! A mail address in one canonical spelling, so that equal means equal and look-alikes never are.

use super::TextError;
use alloc::string::String;
use core::fmt;

/// A mail address: an RFC 5321 `Dot-string` local part and an ASCII host name, all in lower case.
///
/// Canonical form: surrounding blanks dropped, ASCII letters lowered. Nothing else is folded: a
/// `+tag` is part of the address, full-width and non-ASCII letters, quoted local parts, address
/// literals and a trailing dot are refused. Internationalised domains are written as `xn--…`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address.
    ///
    /// # Errors
    /// [`TextError::Empty`], [`TextError::TooLong`] (254 characters, RFC 5321 section 4.5.3.1), or
    /// [`TextError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        if text.chars().count() > 254 {
            return Err(TextError::TooLong { limit: 254 });
        }
        let (local, host) = text.rsplit_once('@').ok_or(TextError::Malformed)?;
        if is_dot_string(local) && is_host_name(host) {
            Ok(Self(text.to_ascii_lowercase()))
        } else {
            Err(TextError::Malformed)
        }
    }

    /// The canonical address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether mail can be delivered to such an address anywhere on the Internet: its top-level domain is
    /// none that is reserved for other uses (RFC 2606, RFC 6761, RFC 6762, RFC 7686) and no number
    /// (RFC 3696, section 2).
    pub fn can_be_delivered(&self) -> bool {
        const RESERVED: [&str; 9] = [
            "test",
            "example",
            "invalid",
            "localhost",
            "local",
            "onion",
            "internal",
            "home",
            "lan",
        ];
        let top = self.0.rsplit(['.', '@']).next().unwrap_or_default();
        !RESERVED.contains(&top) && !top.bytes().all(|b| b.is_ascii_digit())
    }

    /// The address with all but its first character and its domain hidden: `t***@example.co.jp`.
    ///
    /// It always shows three stars, so that the length of the local part is not told.
    pub fn masked(&self) -> String {
        let (local, host) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let first: String = local.chars().take(1).collect();
        first + "***@" + host
    }
}

fn is_dot_string(local: &str) -> bool {
    local.len() <= 64
        && local.split('.').all(|atom| {
            !atom.is_empty()
                && atom
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b))
        })
}

fn is_host_name(host: &str) -> bool {
    let labels = host.split('.').count();
    (labels >= 2 || host.eq_ignore_ascii_case("localhost"))
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows the masked form, so that an address never reaches a log by way of `{:?}`.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress({})", self.masked())
    }
}
