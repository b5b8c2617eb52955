//! An instant in UTC, in the three spellings that PDF, certificates and people use.

use time::OffsetDateTime;

/// An instant in UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Utc(OffsetDateTime);

impl Utc {
    /// The instant this many seconds after 1970-01-01T00:00:00Z; the epoch itself when the number is
    /// out of range (the years −9999 to 9999).
    pub fn from_unix(seconds: i64) -> Self {
        Self(OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH))
    }

    /// A PDF date (ISO 32000-1, section 7.9.4): `D:20261122140500Z`.
    pub(crate) fn pdf(self) -> String {
        let t = self.0;
        format!(
            "D:{:04}{:02}{:02}{:02}{:02}{:02}Z",
            t.year(),
            u8::from(t.month()),
            t.day(),
            t.hour(),
            t.minute(),
            t.second()
        )
    }

    /// RFC 3339: `2026-11-22T14:05:00Z`.
    pub fn rfc3339(self) -> String {
        let t = self.0;
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            t.year(),
            u8::from(t.month()),
            t.day(),
            t.hour(),
            t.minute(),
            t.second()
        )
    }

    pub(crate) fn offset_date_time(self) -> OffsetDateTime {
        self.0
    }
}
