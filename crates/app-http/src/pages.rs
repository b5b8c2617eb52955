//! The pages: each reads a request, calls one use case, and shows the result.

pub(crate) mod account;
pub(crate) mod account_report;
pub(crate) mod dev;
pub(crate) mod documents;
pub(crate) mod fill;
pub(crate) mod forgotten_password;
pub(crate) mod health;
pub(crate) mod idp;
pub(crate) mod invitation;
pub(crate) mod keeping;
pub(crate) mod kept;
pub(crate) mod language;
pub(crate) mod listing;
pub(crate) mod log;
pub(crate) mod managed;
pub(crate) mod members;
pub(crate) mod organisation;
pub(crate) mod passkey;
pub(crate) mod received;
pub(crate) mod recipient;
pub(crate) mod security;
pub(crate) mod setup;
pub(crate) mod sign_in;
pub(crate) mod templates;
pub(crate) mod verify;
pub(crate) mod viewer;
pub(crate) mod wizard;

/// Whether this word was typed, in whatever case and with the quotation marks in which it is shown.
fn is_typed_word(typed: &str, word: &str) -> bool {
    typed.trim().trim_matches(['「', '」', '“', '”', '"']).to_lowercase() == word.to_lowercase()
}
