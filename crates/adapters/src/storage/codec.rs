//! Every JSON column: how its value is written and read, in one place.
//!
//! The structs that are stored are private to this module and carry a version; what is read is parsed
//! into values of the domain again, and what cannot be is [`StorageError::Corrupt`] with the column's
//! name. A field may be added as an `Option` without raising the version; any other change raises it.

mod authorization;
mod change;
mod consent;
mod document;
pub(crate) mod event;
mod field;
mod idp;
mod invitation;
mod job;
mod passkey;
mod policy;
mod sign_in;
mod surface;
mod template;
#[cfg(test)]
mod tests;

use super::error::corrupt;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wariin_domain::Timestamp;
use wariin_ports::StorageError;

pub(super) use change::Changes;
pub(super) use document::Copies;
pub(super) use field::{Fields, PreparedFields};
pub(super) use invitation::InvitationCodes;
pub(super) use job::{PAYLOAD_VERSION, job, job_payload, job_payload_version, job_summary};
pub(super) use policy::DemandsOfDocument;
pub(super) use template::TemplateContents;

/// A value that one column holds as JSON.
pub(super) trait JsonColumn: Sized {
    /// The column, as `table.column`.
    const COLUMN: &'static str;
    /// The version of [`Self::Stored`].
    const VERSION: u32 = 1;
    /// What is written.
    type Stored: Serialize + DeserializeOwned;

    /// The value as it is written.
    fn stored(&self) -> Self::Stored;

    /// The value as it was written; `None` when a part of it is no value of the domain.
    fn restored(stored: Self::Stored) -> Option<Self>;
}

/// The value as JSON.
///
/// # Errors
/// [`StorageError::Unavailable`] when the value has no form in JSON.
pub(super) fn encode<C: JsonColumn>(value: &C) -> Result<String, StorageError> {
    let versioned = Versioned { v: C::VERSION, value: value.stored() };
    serde_json::to_string(&versioned).map_err(|error| StorageError::Unavailable(error.into()))
}

/// What [`encode`] has written.
///
/// # Errors
/// [`StorageError::Corrupt`] names the column.
pub(super) fn decode<C: JsonColumn>(json: &str) -> Result<C, StorageError> {
    let read: Option<Versioned<C::Stored>> = serde_json::from_str(json).ok();
    let current = read.filter(|read| read.v == C::VERSION);
    current.and_then(|read| C::restored(read.value)).ok_or_else(|| corrupt(C::COLUMN))
}

/// A column that may be empty.
///
/// # Errors
/// As [`encode`].
pub(super) fn encode_option<C: JsonColumn>(
    value: Option<&C>,
) -> Result<Option<String>, StorageError> {
    value.map(encode).transpose()
}

/// What [`encode_option`] has written.
///
/// # Errors
/// As [`decode`].
pub(super) fn decode_option<C: JsonColumn>(json: Option<&str>) -> Result<Option<C>, StorageError> {
    json.map(decode).transpose()
}

#[derive(Serialize, Deserialize)]
struct Versioned<T> {
    v: u32,
    #[serde(flatten)]
    value: T,
}

/// An instant in microseconds.
fn micros(at: Option<Timestamp>) -> Option<i64> {
    at.map(Timestamp::as_micros)
}

fn instant(micros: Option<i64>) -> Option<Timestamp> {
    micros.map(Timestamp::from_micros)
}

/// A text that may be missing; `None` when it is there and is no value of the domain.
fn parsed<T, E>(text: Option<&str>, parse: impl Fn(&str) -> Result<T, E>) -> Option<Option<T>> {
    text.map(parse).transpose().ok()
}
