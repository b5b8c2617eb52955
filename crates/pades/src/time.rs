//! An instant in UTC, in the formats of PDF, of certificates and of RFC 3339.

use std::fmt;
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

/// An instant in UTC, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Utc(OffsetDateTime);

impl Utc {
    /// The instant this many seconds after 1970-01-01T00:00:00Z; the epoch itself when the number is
    /// out of range (the years −9999 to 9999).
    pub fn from_unix(seconds: i64) -> Self {
        Self(OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH))
    }

    /// Seconds after 1970-01-01T00:00:00Z.
    pub fn as_unix(self) -> i64 {
        self.0.unix_timestamp()
    }

    /// This many seconds later; the same instant when that is out of range.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        OffsetDateTime::from_unix_timestamp(self.as_unix().saturating_add(seconds))
            .map_or(self, Self)
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

    /// Reads a PDF date, whose later parts may be missing and whose zone may be any.
    pub(crate) fn from_pdf(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        let text = text.strip_prefix("D:").unwrap_or(text);
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (stamp, zone) = text.split_at(digits.min(14));
        let padded = format!("{stamp}{}", "00000101000000".get(stamp.len()..)?);
        let zone: String = zone.chars().filter(|c| *c != '\'').collect();
        Self::from_digits(&padded, 4, &zone)
    }

    /// Reads the contents of a `UTCTime` (two digits of the year) or `GeneralizedTime` (RFC 5280,
    /// section 4.1.2.5), with seconds left out, fractions of a second, and other zones than UTC as well.
    pub(crate) fn from_asn1(contents: &[u8], is_generalized: bool) -> Option<Self> {
        let text = std::str::from_utf8(contents).ok()?;
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (stamp, rest) = text.split_at(digits);
        let rest = match rest.strip_prefix(['.', ',']) {
            Some(fraction) => fraction.trim_start_matches(|c: char| c.is_ascii_digit()),
            None => rest,
        };
        let year_digits = if is_generalized { 4 } else { 2 };
        let without_seconds = year_digits + 8;
        let padded = match stamp.len() {
            length if length == without_seconds => format!("{stamp}00"),
            length if length == without_seconds + 2 => stamp.to_owned(),
            _ => return None,
        };
        Self::from_digits(&padded, year_digits, rest)
    }

    fn from_digits(stamp: &str, year_digits: usize, zone: &str) -> Option<Self> {
        let part = |from: usize, length: usize| stamp.get(from..from + length)?.parse::<u8>().ok();
        let year: i32 = stamp.get(..year_digits)?.parse().ok()?;
        let year = match year_digits {
            2 if year < 50 => 2000 + year,
            2 => 1900 + year,
            _ => year,
        };
        let at = |n: usize| part(year_digits + 2 * n, 2);
        let date = Date::from_calendar_date(year, Month::try_from(at(0)?).ok()?, at(1)?).ok()?;
        let time = Time::from_hms(at(2)?, at(3)?, at(4)?).ok()?;
        let local = date.with_time(time).assume_offset(offset(zone)?);
        local.checked_to_offset(UtcOffset::UTC).map(Self)
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

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rfc3339())
    }
}

/// `Z`, nothing, or a sign with hours and minutes.
fn offset(zone: &str) -> Option<UtcOffset> {
    if zone.is_empty() || zone.starts_with('Z') {
        return Some(UtcOffset::UTC);
    }
    let sign = match zone.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let hours: i8 = zone.get(1..3)?.parse().ok()?;
    let minutes: i8 = zone.get(3..5).unwrap_or("00").parse().ok()?;
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_read_in_every_format() {
        let instant = Utc::from_unix(1_795_323_900);
        let expected = Some(instant);
        for text in
            ["20261122050500Z", "20261122050500.123Z", "202611220505Z", "20261122140500+0900"]
        {
            assert_eq!(Utc::from_asn1(text.as_bytes(), true), expected, "{text}");
        }
        for text in ["261122050500Z", "2611220505Z"] {
            assert_eq!(Utc::from_asn1(text.as_bytes(), false), expected, "{text}");
        }
        for text in ["D:20261122140500+09'00'", "D:20261122050500Z", "20261122050500"] {
            assert_eq!(Utc::from_pdf(text.as_bytes()), expected, "{text}");
        }
        assert_eq!(Utc::from_pdf(b"D:2026"), Some(Utc::from_unix(1_767_225_600)));
        assert_eq!(instant.pdf(), "D:20261122050500Z");
        assert_eq!(Utc::from_pdf(b"D:99991231235959-01'00'"), None);
        for text in ["", "2026", "20261322050500Z", "20261122050500x", "２０２６"] {
            assert_eq!(Utc::from_asn1(text.as_bytes(), true), None, "{text}");
        }
    }
}
