//! Languages, calendar dates and amounts of money.

use super::TextError;
use alloc::string::String;
use core::fmt;

/// The language in which a recipient is written to and shown the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// 日本語
    Japanese,
    /// English
    English,
    /// 简体中文
    SimplifiedChinese,
    /// 繁體中文
    TraditionalChinese,
}

impl Language {
    /// Every language, in the order in which a person chooses among them.
    pub const ALL: [Self; 4] =
        [Self::Japanese, Self::English, Self::SimplifiedChinese, Self::TraditionalChinese];

    /// The BCP 47 tag: `ja`, `en`, `zh-Hans`, `zh-Hant`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::English => "en",
            Self::SimplifiedChinese => "zh-Hans",
            Self::TraditionalChinese => "zh-Hant",
        }
    }

    /// The language's name in itself.
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Japanese => "日本語",
            Self::English => "English",
            Self::SimplifiedChinese => "简体中文",
            Self::TraditionalChinese => "繁體中文",
        }
    }

    /// Reads a tag as [`Self::tag`] writes it.
    ///
    /// # Errors
    /// [`TextError::Malformed`] for any other text.
    pub fn parse(tag: &str) -> Result<Self, TextError> {
        Self::ALL.into_iter().find(|l| l.tag() == tag).ok_or(TextError::Malformed)
    }
}

/// The name of a time zone in the IANA database (RFC 6557), such as `Asia/Tokyo`, by which instants are
/// written for people. Whether there is such a zone is known where instants are written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TimeZoneName(String);

impl TimeZoneName {
    /// The greatest number of characters.
    pub const LIMIT: usize = 64;

    /// Reads parts of ASCII letters, digits, `_`, `+` and `-`, with `/` between them.
    ///
    /// # Errors
    /// [`TextError`] for any other text.
    pub fn parse(name: &str) -> Result<Self, TextError> {
        if name.len() > Self::LIMIT {
            return Err(TextError::TooLong { limit: Self::LIMIT });
        }
        let is_part = |part: &str| {
            part.starts_with(|first: char| first.is_ascii_alphabetic())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
        };
        if name.split('/').all(is_part) { Ok(Self(name.into())) } else { Err(TextError::Malformed) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for TimeZoneName {
    /// Japan Standard Time.
    fn default() -> Self {
        Self("Asia/Tokyo".into())
    }
}

/// A day of the Gregorian calendar, without a time zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarDate {
    year: u16,
    month: u8,
    day: u8,
}

impl CalendarDate {
    /// Reads `YYYY-MM-DD` (ISO 8601), years 1900 to 9999, days that exist.
    ///
    /// # Errors
    /// [`TextError::Malformed`] otherwise.
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let mut parts = text.trim().splitn(3, '-');
        let mut part = |digits: usize| {
            let part = parts.next().filter(|p| p.len() == digits)?;
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<u16>().ok())?
        };
        let (year, month, day) = (part(4), part(2), part(2));
        let (Some(year), Some(month), Some(day)) = (year, month, day) else {
            return Err(TextError::Malformed);
        };
        if year < 1900 || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
            return Err(TextError::Malformed);
        }
        let small = |n: u16| u8::try_from(n).map_err(|_| TextError::Malformed);
        Ok(Self { year, month: small(month)?, day: small(day)? })
    }
}

impl CalendarDate {
    /// The number of days since 1970-01-01 in the Gregorian calendar.
    pub(crate) fn days_since_epoch(self) -> i64 {
        days_of(i64::from(self.year), i64::from(self.month), i64::from(self.day))
    }
}

/// The day so many months behind a day, both as days since 1970-01-01. Where that month has no such day, it is the
/// first day of the next one.
pub(crate) fn months_after(day: i64, months: u32) -> i64 {
    let (year, month, day) = date_of(day);
    let month = year * 12 + (month - 1) + i64::from(months);
    let (first, next) = (first_of(month), first_of(month + 1));
    (first + day - 1).min(next)
}

/// The first day of a month, counted from the year 0.
fn first_of(month: i64) -> i64 {
    days_of(month.div_euclid(12), month.rem_euclid(12) + 1, 1)
}

/// The days since 1970-01-01: years are counted from March, so that the leap day is the last one of a year, in eras of
/// 400 years with the same number of days each.
fn days_of(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day: the inverse of [`days_of`].
fn date_of(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = (from_march + 2) % 12 + 1;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

fn days_in(year: u16, month: u16) -> u16 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// An amount of money (取引金額) in whole Japanese yen, zero or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(i64);

impl Amount {
    /// The greatest amount: 9,999,999,999,999 yen.
    pub const LIMIT: i64 = 9_999_999_999_999;

    /// Reads ASCII or full-width digits; commas, 「円」, 「¥」 and blanks around them are ignored.
    ///
    /// # Errors
    /// [`TextError::Empty`] without a digit, [`TextError::Malformed`] for anything else or more
    /// than [`Self::LIMIT`].
    pub fn parse(text: &str) -> Result<Self, TextError> {
        let mut yen: Option<i64> = None;
        for c in text.chars() {
            let digit = match c {
                ',' | '，' | '円' | '¥' | '￥' => continue,
                c if c.is_whitespace() => continue,
                '０'..='９' => i64::from(c as u32 - '０' as u32),
                c => i64::from(c.to_digit(10).ok_or(TextError::Malformed)?),
            };
            let sum = yen.unwrap_or(0) * 10 + digit;
            if sum > Self::LIMIT {
                return Err(TextError::Malformed);
            }
            yen = Some(sum);
        }
        yen.map(Self).ok_or(TextError::Empty)
    }

    /// The amount in yen.
    pub const fn yen(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
