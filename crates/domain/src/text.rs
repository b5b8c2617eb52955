//! Words and values that people type, checked once where they come in and never again.

mod email;
mod salutation;
mod value;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

pub use email::EmailAddress;
pub(crate) use value::months_after;
pub use value::{Amount, CalendarDate, Language, TimeZoneName};

/// Why a typed value was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but blanks was typed where something is needed.
    #[error("is empty")]
    Empty,
    /// More characters (Unicode scalar values) than the limit.
    #[error("is longer than {limit} characters")]
    TooLong {
        /// The greatest number of characters that is taken.
        limit: usize,
    },
    /// Fewer characters than are needed.
    #[error("is shorter than {least} characters")]
    TooShort {
        /// The least number of characters that is taken.
        least: usize,
    },
    /// A control character, or one that reorders the text around it (U+202A–U+202E, U+2066–U+2069).
    #[error("contains a character that is not allowed")]
    ForbiddenCharacter,
    /// Not of the form that is needed: an address, a date, a number.
    #[error("is not in the expected form")]
    Malformed,
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident up to $limit:literal $(, $lines:ident)?;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The greatest number of characters (Unicode scalar values).
            pub const LIMIT: usize = $limit;

            /// Takes the text without its surrounding blanks.
            ///
            /// # Errors
            /// When it is empty, longer than [`Self::LIMIT`], or holds a forbidden character.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                let line_breaks = false $(|| texts!(@$lines))?;
                checked(text, Self::LIMIT, line_breaks).map(Self)
            }

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
    (@lines) => { true };
}

/// Names open emails, so they hold no address of a web page: a name cannot speak for the service.
macro_rules! names {
    ($($(#[$doc:meta])* $name:ident up to $limit:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The greatest number of characters (Unicode scalar values).
            pub const LIMIT: usize = $limit;

            /// Takes the name without its surrounding blanks.
            ///
            /// # Errors
            /// When it is empty, longer than [`Self::LIMIT`], or holds a forbidden character or the
            /// address of a web page.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                let name = checked(text, Self::LIMIT, false)?;
                if tells_a_page(&name) || name.chars().any(is_unseen) {
                    return Err(TextError::ForbiddenCharacter);
                }
                Ok(Self(name))
            }

            /// The name.
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

texts! {
    /// A document's title (タイトル).
    Title up to 500;
    /// The sender's message (メッセージ) to the recipients; may have several lines.
    Message up to 16_000, lines;
    /// Why a recipient declined (却下の理由); may have several lines.
    Reason up to 1_000, lines;
    /// The other party's name as the sender files it (契約相手の名称).
    Counterparty up to 200;
    /// The sender's own number for a contract (管理番号).
    ControlNumber up to 64;
    /// What the owner of a factor calls it, such as "phone" (認証アプリの名前).
    FactorName up to 40;
    /// What an input field asks for.
    FieldLabel up to 100;
    /// What a text field shows while nothing is filled in.
    Placeholder up to 100;
    /// One of the options of a choice.
    ChoiceOption up to 100;
    /// What was typed into a text field; may have several lines.
    FieldText up to 2_000, lines;
    /// A name typed as a signature.
    SignatureName up to 64;
    /// What a stamp shows.
    StampText up to 8;
}

names! {
    /// A person's name (氏名).
    PersonName up to 64;
    /// An organisation's name (会社名・組織名).
    OrganisationName up to 64;
    /// An organisation's postal address (住所) in one line.
    PostalAddress up to 200;
}

/// A person without an organisation gets one with the person's own name.
impl From<PersonName> for OrganisationName {
    fn from(name: PersonName) -> Self {
        Self(name.0)
    }
}

/// The name of an uploaded file, without any folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(String);

impl FileName {
    /// The greatest length in characters.
    pub const LIMIT: usize = 120;

    /// Keeps what follows the last `/` or `\`, drops forbidden characters and shortens the stem, so that no
    /// upload fails because of an odd name. Every name ends in `.pdf`, also in place of a foreign extension
    /// (`.exe`, `.html`: up to five letters and digits, not only digits). An empty name becomes `document.pdf`.
    pub fn sanitized(name: &str) -> Self {
        let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let clean: String = base.chars().filter(|c| !is_forbidden(*c, false)).collect();
        let stem = without_extension(clean.trim_start_matches(is_blank_or_dot));
        let stem: String = stem.chars().take(Self::LIMIT - 4).collect();
        let stem = stem.trim_end_matches(is_blank_or_dot);
        Self(if stem.is_empty() { "document".to_string() } else { stem.to_string() } + ".pdf")
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name before its extension; a foreign one may stand behind `.pdf`.
fn without_extension(name: &str) -> &str {
    let name = name.trim_end_matches(is_blank_or_dot);
    match name.rsplit_once('.') {
        Some((stem, extension)) if is_extension(extension) => {
            if extension.eq_ignore_ascii_case("pdf") { stem } else { without_extension(stem) }
        }
        Some(_) | None => name,
    }
}

/// Up to five letters and digits, or up to twelve letters of one case: `command`, `desktop`, `application`.
fn is_extension(text: &str) -> bool {
    let is_short = (1..=5).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text.chars().any(|c| c.is_ascii_alphabetic());
    let is_long = (6..=12).contains(&text.len())
        && (text.chars().all(|c| c.is_ascii_lowercase())
            || text.chars().all(|c| c.is_ascii_uppercase()));
    is_short || is_long
}

fn is_blank_or_dot(c: char) -> bool {
    c == '.' || c.is_whitespace()
}

impl fmt::Display for FileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A code that the sender tells a recipient by another channel (アクセスコード): 6 to 64 characters. Its
/// `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessCode(String);

impl AccessCode {
    /// The least number of characters.
    pub const LEAST: usize = 6;
    /// The greatest number of characters.
    pub const LIMIT: usize = 64;

    /// Takes the code without its surrounding blanks.
    ///
    /// # Errors
    /// When it is empty, shorter than [`Self::LEAST`], longer than [`Self::LIMIT`], or holds a
    /// forbidden character.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let code = checked(text, Self::LIMIT, false)?;
        if code.chars().count() < Self::LEAST {
            return Err(TextError::TooShort { least: Self::LEAST });
        }
        Ok(Self(code))
    }

    /// The code in clear, to be hashed and forgotten.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AccessCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessCode(..)")
    }
}

/// What is kept of an access code: a slow hash. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessCodeHash(pub String);

impl fmt::Debug for AccessCodeHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessCodeHash(..)")
    }
}

/// A new password: at least 12 characters, no rules about which ones
/// (NIST SP 800-63B, section 5.1.1). Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl NewPassword {
    /// The least number of characters.
    pub const LEAST: usize = 12;
    /// The greatest number of characters.
    pub const LIMIT: usize = 256;

    /// Takes the password exactly as typed, blanks included.
    ///
    /// # Errors
    /// When it is shorter than [`Self::LEAST`] or longer than [`Self::LIMIT`] characters, or one
    /// character repeated.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let count = text.chars().count();
        let mut distinct = text.chars();
        let first = distinct.next();
        if count < Self::LEAST {
            Err(TextError::TooShort { least: Self::LEAST })
        } else if count > Self::LIMIT {
            Err(TextError::TooLong { limit: Self::LIMIT })
        } else if distinct.all(|c| Some(c) == first) {
            Err(TextError::Malformed)
        } else {
            Ok(Self(text.to_string()))
        }
    }

    /// The password in clear, to be hashed and forgotten.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(..)")
    }
}

/// Whether an address of a web page stands in the text: with its scheme, with `www`, or as a host and a path. A host
/// alone may be a company's name.
fn tells_a_page(text: &str) -> bool {
    let is_joiner = |c: &char| matches!(c, '\u{200C}' | '\u{200D}');
    let plain = text.to_lowercase();
    let plain: String = plain.chars().filter(|c| !is_joiner(c)).map(plain_form).collect();
    let mut before_paths: Vec<&str> = plain.split(['/', '?', '#']).collect();
    before_paths.pop();
    plain.contains("://") || plain.contains("www.") || before_paths.into_iter().any(ends_in_a_host)
}

/// Characters of which nothing is seen and that no name needs: browsers drop them from a host (Unicode TR 46), and a name
/// of them alone would be none. Joiners (U+200C, U+200D) and variation selectors stay.
const fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}' | '\u{2060}'
            ..='\u{2065}' | '\u{2800}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
    )
}

/// Whether a name and a top-level domain, which has letters only, stand at the end.
fn ends_in_a_host(text: &str) -> bool {
    let Some((before, top)) = text.rsplit_once('.') else { return false };
    let is_of_top = |c: char| c.is_alphabetic() || !c.is_ascii() && !c.is_whitespace();
    let is_top = top.chars().count() >= 2 && top.chars().all(is_of_top);
    is_top && before.ends_with(|c: char| !c.is_whitespace() && c != '.')
}

/// What browsers take for the same character in the address of a page (RFC 3490, section 3.1; Unicode TR 46).
fn plain_form(c: char) -> char {
    match c {
        '。' | '｡' => '.',
        // The full-width forms stand in the order of the ASCII ones.
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

fn checked(text: &str, limit: usize, line_breaks: bool) -> Result<String, TextError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.chars().any(|c| is_forbidden(c, line_breaks)) {
        return Err(TextError::ForbiddenCharacter);
    }
    if text.chars().count() > limit {
        return Err(TextError::TooLong { limit });
    }
    Ok(text.to_string())
}

pub(crate) fn is_forbidden(c: char, line_breaks: bool) -> bool {
    let is_line_break = matches!(c, '\n' | '\r');
    (c.is_control() && !(line_breaks && is_line_break))
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
