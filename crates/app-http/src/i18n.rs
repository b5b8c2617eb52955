//! Messages, dates and amounts in the reader's language and time zone.
//!
//! The messages are in `locales`: those for every reader in four languages (`common`), those for
//! senders, document managers and admins in two (`office`).

pub(crate) mod labels;

use jiff::Zoned;
use jiff::tz::TimeZone;
use std::sync::LazyLock;
use wariin_domain::{Amount, CalendarDate, Language, TimeZoneName, Timestamp};

#[expect(
    dead_code,
    unreachable_pub,
    clippy::pedantic,
    clippy::derivable_impls,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "generated; a test sees to it that every message is used"
)]
mod messages {
    pub(super) mod common {
        include!(concat!(env!("OUT_DIR"), "/common.rs"));
    }
    pub(super) mod office {
        include!(concat!(env!("OUT_DIR"), "/office.rs"));
    }
}

pub(crate) use common::L10nLanguage as CommonMessages;
use messages::{common, office};
pub(crate) use office::L10nLanguage as OfficeMessages;

/// The languages of the messages for senders, document managers and admins.
pub(crate) const OFFICE_LANGUAGES: [Language; 2] = [Language::Japanese, Language::English];

/// The language and the time zone of one reader.
#[derive(Clone)]
pub(crate) struct Locale {
    /// The language.
    pub(crate) language: Language,
    /// The messages for every reader.
    pub(crate) common: &'static CommonMessages,
    /// The messages for senders, document managers and admins.
    pub(crate) office: &'static OfficeMessages,
    zone: TimeZone,
}

impl Locale {
    /// In this language and time zone; in UTC where there is no such zone.
    pub(crate) fn new(language: Language, zone: &TimeZoneName) -> Self {
        let zone = TimeZone::get(zone.as_str()).unwrap_or(TimeZone::UTC);
        Self {
            language,
            common: common_messages(language),
            office: office_messages(language),
            zone,
        }
    }

    /// A day and a time of day, with the name of the zone wherever the reader may be elsewhere:
    /// `2026年11月22日 14:05`, `22 November 2026, 14:05 JST`.
    pub(crate) fn at(&self, at: Timestamp) -> String {
        // Beyond the year 9999 the last instant of it.
        let instant = jiff::Timestamp::from_microsecond(at.as_micros());
        let instant = instant.unwrap_or(jiff::Timestamp::MAX);
        let local = instant.to_zoned(self.zone.clone());
        let is_home =
            self.language == Language::Japanese && self.zone.iana_name() == Some("Asia/Tokyo");
        let form = match self.language {
            Language::English => "%-d %B %Y, %H:%M %Z",
            _ if is_home => "%Y年%-m月%-d日 %H:%M",
            _ => "%Y年%-m月%-d日 %H:%M (%Z)",
        };
        written(&local, form)
    }

    /// A day: `2026年4月1日`, `1 April 2026`.
    pub(crate) fn day(&self, date: CalendarDate) -> String {
        let form = match self.language {
            Language::English => "%-d %B %Y",
            _ => "%Y年%-m月%-d日",
        };
        let read = date.to_string().parse::<jiff::civil::Date>();
        let midnight = read.ok().and_then(|day| day.to_zoned(TimeZone::UTC).ok());
        midnight.map_or_else(|| date.to_string(), |day| written(&day, form))
    }

    /// An amount in yen: `550,000円`, `¥550,000`.
    pub(crate) fn yen(&self, amount: Amount) -> String {
        let digits = amount.to_string();
        let mut grouped = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        match self.language {
            Language::Japanese => grouped + "円",
            Language::English => format!("¥{grouped}"),
            Language::SimplifiedChinese => grouped + "日元",
            Language::TraditionalChinese => grouped + "日圓",
        }
    }
}

impl Default for Locale {
    fn default() -> Self {
        Self::new(Language::Japanese, &TimeZoneName::default())
    }
}

impl std::fmt::Debug for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Locale({})", self.language.tag())
    }
}

/// A size in bytes: `318 KB`.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// Every time zone that instants can be written by.
pub(crate) fn time_zones() -> Vec<String> {
    let mut names: Vec<String> =
        jiff::tz::db().available().map(|name| name.as_str().to_owned()).collect();
    names.sort();
    names
}

/// Whether there is such a time zone.
pub(crate) fn is_time_zone(name: &TimeZoneName) -> bool {
    TimeZone::get(name.as_str()).is_ok()
}

fn written(instant: &Zoned, form: &str) -> String {
    jiff::fmt::strtime::format(form, instant).unwrap_or_default()
}

/// The messages for every reader, in this language.
pub(crate) fn common_messages(language: Language) -> &'static CommonMessages {
    static JA: LazyLock<CommonMessages> = LazyLock::new(|| common::L10n::Ja.load());
    static EN: LazyLock<CommonMessages> = LazyLock::new(|| common::L10n::En.load());
    static ZH_HANS: LazyLock<CommonMessages> = LazyLock::new(|| common::L10n::ZhHans.load());
    static ZH_HANT: LazyLock<CommonMessages> = LazyLock::new(|| common::L10n::ZhHant.load());
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
        Language::SimplifiedChinese => &ZH_HANS,
        Language::TraditionalChinese => &ZH_HANT,
    }
}

/// The messages for senders, document managers and admins: in Japanese, otherwise in English.
fn office_messages(language: Language) -> &'static OfficeMessages {
    static JA: LazyLock<OfficeMessages> = LazyLock::new(|| office::L10n::Ja.load());
    static EN: LazyLock<OfficeMessages> = LazyLock::new(|| office::L10n::En.load());
    match language {
        Language::Japanese => &JA,
        Language::English | Language::SimplifiedChinese | Language::TraditionalChinese => &EN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;
    use std::fs;
    use std::path::Path;

    const AT: Timestamp = Timestamp::from_micros(1_795_323_900_000_000);

    #[test]
    fn instants_are_written_in_the_readers_language_and_the_organisations_time_zone() {
        let tokyo = TimeZoneName::default();
        let at = |language, zone: &TimeZoneName| Locale::new(language, zone).at(AT);
        assert_eq!(at(Language::Japanese, &tokyo), "2026年11月22日 14:05");
        assert_eq!(at(Language::English, &tokyo), "22 November 2026, 14:05 JST");
        assert_eq!(at(Language::SimplifiedChinese, &tokyo), "2026年11月22日 14:05 (JST)");
        let berlin = TimeZoneName::parse("Europe/Berlin").unwrap();
        assert_eq!(at(Language::Japanese, &berlin), "2026年11月22日 06:05 (CET)");
        assert!(is_time_zone(&berlin) && time_zones().contains(&"Europe/Berlin".to_owned()));
        assert!(!is_time_zone(&TimeZoneName::parse("Asia/Edo").unwrap()));
    }

    /// The messages of one file of every kind: `(file, key)`.
    fn keys(folder: &Path) -> Vec<(String, String)> {
        let mut keys = Vec::new();
        for file in fs::read_dir(folder).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).unwrap();
            let mut message = String::new();
            for line in text.lines() {
                let key =
                    line.split_once(" =").or_else(|| line.split_once('=')).map(|(key, _)| key);
                match key {
                    Some(key) if line.starts_with("    .") => {
                        keys.push((name.clone(), format!("{message}_{}", &key[5..])));
                    }
                    Some(key) if line.starts_with(|c: char| c.is_ascii_lowercase()) => {
                        key.trim().clone_into(&mut message);
                        keys.push((name.clone(), message.clone()));
                    }
                    _ => {}
                }
            }
        }
        keys
    }

    fn texts(folder: &Path, into: &mut String) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                texts(&path, into);
            } else {
                into.push_str(&fs::read_to_string(&path).unwrap());
            }
        }
    }

    #[test]
    fn every_message_is_used_and_every_language_has_the_same_ones() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut used = String::new();
        texts(&root.join("src"), &mut used);
        texts(&root.join("templates"), &mut used);
        let words: HashSet<&str> =
            used.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
        let audiences: [(&str, &[&str]); 2] =
            [("common", &["en", "zh-Hans", "zh-Hant"]), ("office", &["en"])];
        for (audience, others) in audiences {
            let folder = root.join("locales").join(audience);
            let mut japanese = keys(&folder.join("ja"));
            japanese.sort();
            for (file, key) in &japanese {
                let method = key.replace('-', "_");
                // A message may also stand in another one, as a reference.
                let referred = format!("{{ {key} }}");
                let is_referred = fs::read_to_string(folder.join("ja").join(file)).unwrap();
                let is_used = words.contains(method.as_str()) || is_referred.contains(&referred);
                assert!(is_used, "{audience}/{file}: {key} is never said");
            }
            for other in others {
                let mut keys = keys(&folder.join(other));
                keys.sort();
                assert_eq!(keys, japanese, "{audience} in {other}");
            }
        }
    }

    #[test]
    fn days_and_amounts_are_written_as_people_write_them() {
        let ja = Locale::default();
        assert_eq!(ja.day(CalendarDate::parse("2026-04-01").unwrap()), "2026年4月1日");
        assert_eq!(ja.day(CalendarDate::parse("2026-12-31").unwrap()), "2026年12月31日");
        let en = Locale::new(Language::English, &TimeZoneName::default());
        assert_eq!(en.day(CalendarDate::parse("2026-04-01").unwrap()), "1 April 2026");
        for (typed, shown) in
            [("0", "0円"), ("999", "999円"), ("1000", "1,000円"), ("550000", "550,000円")]
        {
            assert_eq!(ja.yen(Amount::parse(typed).unwrap()), shown);
        }
        assert_eq!(en.yen(Amount::parse("550000").unwrap()), "¥550,000");
    }
}
