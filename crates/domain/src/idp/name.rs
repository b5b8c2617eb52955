//! The names by which an identity provider, its client, its users and their mail domains are known.

use crate::{EmailAddress, TextError};
use alloc::{string::String, vec::Vec};
use core::fmt;

macro_rules! shown {
    ($($name:ident)+) => {$(
        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

/// An issuer identifier (OpenID Connect Core, section 2): a URL without query, fragment or user, kept
/// and compared to the letter, its last slash included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Issuer(String);

/// Another origin (`scheme://host[:port]`) on which a provider's endpoints may stand, beside its issuer's: an
/// admin has named it for one connection.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EndpointOrigin(String);

/// The identifier that the provider gave this service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientId(String);

/// The provider's identifier of a person (`sub`): at most 255 ASCII characters, compared to the letter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdpSubject(String);

/// The domain of mail addresses, in lower case: what stands behind the `@`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EmailDomain(String);

/// What people call a connection: the organisation whose provider it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdpName(String);

/// A claim that names the organisation behind a provider that serves many: `hd` with a domain at
/// Google, `tid` with a tenant's id at Microsoft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// The claim's name.
    pub claim: String,
    /// The value that it must have.
    pub value: String,
}

shown! { Issuer EndpointOrigin ClientId IdpSubject EmailDomain IdpName }

/// Google serves every organisation under one issuer, its endpoints on these origins.
const GOOGLE: &str = "https://accounts.google.com";
const GOOGLE_ORIGINS: [&str; 3] = [
    "https://oauth2.googleapis.com",
    "https://www.googleapis.com",
    "https://openidconnect.googleapis.com",
];

impl Issuer {
    /// Reads `https://host[:port][/path]`; `http` is read too; the HTTP client refuses it.
    ///
    /// # Errors
    /// [`TextError::Malformed`] for anything else, [`TextError::TooLong`] beyond 255 characters.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = checked(text, 255)?;
        let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let rest = rest.ok_or(TextError::Malformed)?;
        let host = rest.split('/').next().unwrap_or_default();
        let is_host = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.:[]".contains(&b);
        let is_path = |b: u8| b.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:/%".contains(&b);
        let rest_is_path = rest[host.len()..].bytes().all(is_path);
        if host.is_empty() || !host.bytes().all(is_host) || !rest_is_path {
            return Err(TextError::Malformed);
        }
        Ok(Self(text.into()))
    }

    /// `scheme://host[:port]`.
    pub fn origin(&self) -> &str {
        let scheme = self.0.find("://").map_or(0, |at| at + 3);
        let end = self.0[scheme..].find('/').map_or(self.0.len(), |at| scheme + at);
        &self.0[..end]
    }

    /// The origins that are its own: that of its address and, for Google, those that Google uses.
    pub fn origins(&self) -> impl Iterator<Item = &str> {
        let more: &[&str] = if self.0 == GOOGLE { &GOOGLE_ORIGINS } else { &[] };
        core::iter::once(self.origin()).chain(more.iter().copied())
    }

    /// Whether the issuer serves many organisations, so that only a claim tells which one.
    pub fn is_shared(&self) -> bool {
        self.0 == GOOGLE
    }
}

impl EndpointOrigin {
    /// The most origins of one connection.
    pub const MOST: usize = 5;

    /// Reads `https://host[:port]` or, for `https`, the host alone.
    ///
    /// # Errors
    /// [`TextError::Malformed`] for anything else, such as an address with a path.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = checked(text, 255)?.to_ascii_lowercase();
        let text = text.strip_suffix('/').unwrap_or(&text);
        let issuer = if text.contains("://") {
            Issuer::parse(text)?
        } else {
            let mut address = String::from("https://");
            address.push_str(text);
            Issuer::parse(&address)?
        };
        if issuer.origin() != issuer.as_str() {
            return Err(TextError::Malformed);
        }
        Ok(Self(issuer.0))
    }

    /// Reads several, separated by blanks or commas; each counts once.
    ///
    /// # Errors
    /// As [`Self::parse`], and [`TextError::Malformed`] beyond [`Self::MOST`].
    pub fn parse_list(text: &str) -> Result<Vec<Self>, TextError> {
        let separators = |c: char| c.is_whitespace() || c == ',' || c == '、';
        let parts = text.split(separators).filter(|part| !part.is_empty());
        let mut origins = parts.map(Self::parse).collect::<Result<Vec<_>, _>>()?;
        origins.sort();
        origins.dedup();
        if origins.len() > Self::MOST {
            return Err(TextError::Malformed);
        }
        Ok(origins)
    }
}

impl ClientId {
    /// Takes printable ASCII without blanks, up to 255 characters.
    ///
    /// # Errors
    /// [`TextError`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        checked(text, 255).map(|text| Self(text.into()))
    }
}

impl IdpSubject {
    /// Takes up to 255 ASCII characters (OpenID Connect Core, section 2), none of them a control
    /// character; blanks are kept.
    ///
    /// # Errors
    /// [`TextError`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        if text.len() > 255 {
            return Err(TextError::TooLong { limit: 255 });
        }
        if !text.bytes().all(|b| (0x20..0x7f).contains(&b)) {
            return Err(TextError::ForbiddenCharacter);
        }
        Ok(Self(text.into()))
    }
}

impl EmailDomain {
    /// Reads a domain as it stands behind the `@`; upper case is lowered.
    ///
    /// # Errors
    /// As [`EmailAddress::parse`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(TextError::Empty);
        }
        // What an admin proves is written as DNS has it, and as nothing that only looks like it.
        if !text.is_ascii() {
            return Err(TextError::Malformed);
        }
        let mut address = String::from("a@");
        address.push_str(text);
        EmailAddress::parse(&address).map(|address| address.domain())
    }
}

impl EmailAddress {
    /// What stands behind the `@`.
    pub fn domain(&self) -> EmailDomain {
        let (_, domain) = self.as_str().rsplit_once('@').unwrap_or_default();
        EmailDomain(domain.into())
    }
}

impl IdpName {
    /// The greatest number of characters.
    pub const LIMIT: usize = crate::OrganisationName::LIMIT;

    /// Takes what an organisation's name may be.
    ///
    /// # Errors
    /// As [`crate::OrganisationName::parse`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        crate::OrganisationName::parse(text).map(|name| Self(name.as_str().into()))
    }
}

impl Tenant {
    /// Reads `claim=value`, such as `hd=example.co.jp`.
    ///
    /// # Errors
    /// [`TextError::Malformed`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let (claim, value) = checked(text, 255)?.split_once('=').ok_or(TextError::Malformed)?;
        let is_name = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
        if claim.is_empty() || value.is_empty() || !claim.bytes().all(is_name) {
            return Err(TextError::Malformed);
        }
        Ok(Self { claim: claim.into(), value: value.into() })
    }
}

impl fmt::Display for Tenant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.claim, self.value)
    }
}

/// The text without its surrounding blanks, when it is printable ASCII without others.
fn checked(text: &str, limit: usize) -> Result<&str, TextError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.len() > limit {
        return Err(TextError::TooLong { limit });
    }
    if !text.bytes().all(|b| b.is_ascii_graphic()) {
        return Err(TextError::Malformed);
    }
    Ok(text)
}
