//! A mail address in one canonical spelling, so that equal means equal and look-alikes never are.

mod domain;
mod local;

use super::TextError;
use alloc::string::String;
use core::fmt;

/// A mail address: a local part of ASCII and a host name, all in lower case.
///
/// Canonical form: surrounding blanks dropped, ASCII letters lowered, an internationalised domain as A-labels
/// (UTS 46, non-transitional), so that `日本語.jp` and `xn--wgv71a119e.jp` are one. Nothing else is folded: a
/// `+tag` is part of the address; full-width and non-ASCII letters of a local part, address literals and a
/// trailing dot are refused.
///
/// The local part is an RFC 5321 `Dot-string`. Japanese carriers once gave out others, with dots that follow
/// each other or stand before the `@`: these are taken at the carriers' hosts, with or without the quotes
/// that RFC 5321 wants around them, and are one address either way.
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
        let host = domain::canonical(host).ok_or(TextError::Malformed)?;
        let local = local::canonical(local, &host).ok_or(TextError::Malformed)?;
        let address = local + "@" + &host;
        if address.len() > 254 {
            return Err(TextError::TooLong { limit: 254 });
        }
        Ok(Self(address))
    }

    /// The canonical address: what is compared and stored. For readers there is `Display`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address as mail servers take it (RFC 5321, section 4.1.2): the local part in quotes where it is no
    /// `Dot-string`.
    pub fn mailbox(&self) -> String {
        let (local, host) = self.parts();
        if local::is_dot_string(local) {
            return self.0.clone();
        }
        ["\"", local, "\"@", host].concat()
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
        let (local, host) = self.parts();
        let first: String = local.chars().take(1).collect();
        first + "***@" + &domain::shown(host)
    }

    fn parts(&self) -> (&str, &str) {
        self.0.rsplit_once('@').unwrap_or((&self.0, ""))
    }
}

/// The address as its owner writes it: with an internationalised domain in its own script.
impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (local, host) = self.parts();
        f.write_str(&[local, "@", &domain::shown(host)].concat())
    }
}

/// Shows the masked form, so that an address never reaches a log by way of `{:?}`.
impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EmailAddress({})", self.masked())
    }
}
