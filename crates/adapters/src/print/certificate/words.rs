//! Instants, spans and reasons in two languages.

use jiff::tz::TimeZone;
use wariin_domain::{
    ConsentStatement, EnrolmentClass, HoldReason, Language, TimeZoneName, Timestamp,
};

/// Japanese, then English.
pub(super) type Words = (String, String);

/// `2026年11月27日 22:05:31` where the clocks of the zone stand, and the same instant in UTC as RFC 3339 writes it.
pub(super) fn instant(at: Timestamp, zone: &TimeZoneName) -> Words {
    let zone = TimeZone::get(zone.as_str()).unwrap_or(TimeZone::UTC);
    let at = jiff::Timestamp::from_microsecond(at.as_micros()).unwrap_or_default();
    let local = at.to_zoned(zone).strftime("%Y年%-m月%-d日 %H:%M:%S（UTC%:z）").to_string();
    (local, at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// What an enrolment is worth, for readers who do not know the classes; `None` is the mailed link alone.
pub(super) fn class(class: Option<EnrolmentClass>) -> Words {
    let (japanese, english) = match class {
        Some(EnrolmentClass::ByPassword) => (
            "E0　書類の送信後に、パスワードのみで登録した手段（宛先のメールを受け取った人の登録とは確認されていません）",
            "enrolled after the sending, by a password alone; it is not known to be by the person who received the mail",
        ),
        Some(EnrolmentClass::AfterSending) => (
            "E1　書類の送信後に、宛先のメールを受け取った人が登録した手段、または宛先のアドレスに変更したアカウントの手段",
            "enrolled after the sending by the person who received the mail, or of an account that changed to the address \
             then",
        ),
        Some(EnrolmentClass::BehindAccessCode) => (
            "E2　書類の送信後に、送信者がメール以外で伝えたアクセスコードの入力を経て登録した手段",
            "enrolled after the sending, behind the access code that the sender told by another channel",
        ),
        Some(EnrolmentClass::BeforeSending) => (
            "E3　この宛先への送信前に登録を終えていた手段",
            "enrolled before the document was sent to this address",
        ),
        Some(EnrolmentClass::NamedIdp) => (
            "E4　送信者が指定した組織の認証基盤（IdP）による手段",
            "the identity provider of the organisation that the sender named",
        ),
        Some(EnrolmentClass::PasskeyBehindAccessCode) => (
            "E5/E2　書類の送信後に、送信者がメール以外で伝えたアクセスコードの入力を経て登録したパスキー（偽のサイトでは使えません）",
            "a passkey, enrolled after the sending behind the access code that the sender told by another channel; \
             bound to the address of this service",
        ),
        Some(EnrolmentClass::PasskeyBeforeSending) => (
            "E5/E3　この宛先への送信前に登録を終えていたパスキー（偽のサイトでは使えません）",
            "a passkey, enrolled before the document was sent to this address; bound to the address of this service",
        ),
        None => (
            "宛先のメールに届いたリンクのみ（2要素認証・IdP認証は行われていません）",
            "the mailed link alone; no second factor and no identity provider",
        ),
    };
    (japanese.to_owned(), english.to_owned())
}

/// What had proved the mailbox when a factor was enrolled.
pub(super) fn behind(is_behind_code: bool) -> Words {
    let (japanese, english) = if is_behind_code {
        ("メールで届いた確認コードとパスワード等", "a code mailed to the address")
    } else {
        ("パスワード等のみ（メールの確認コードなし）", "a sign-in alone, without a mailed code")
    };
    (japanese.to_owned(), english.to_owned())
}

/// How long before or after the sending something was enrolled.
pub(super) fn age(enrolled_at: Timestamp, sent_at: Timestamp) -> Words {
    let (is_before, span) = if enrolled_at < sent_at {
        (true, sent_at.since(enrolled_at))
    } else {
        (false, enrolled_at.since(sent_at))
    };
    let seconds = span.as_seconds_up();
    let (japanese, english) = match seconds {
        0..60 => (format!("{seconds}秒"), format!("{seconds} s")),
        60..3_600 => (format!("{}分", seconds / 60), format!("{} min", seconds / 60)),
        3_600..86_400 => (format!("{}時間", seconds / 3_600), format!("{} h", seconds / 3_600)),
        _ => (format!("{}日", seconds / 86_400), format!("{} d", seconds / 86_400)),
    };
    if is_before {
        (format!("送信の{japanese}前"), format!("{english} before the sending"))
    } else {
        (format!("送信の{japanese}後"), format!("{english} after the sending"))
    }
}

/// Which sentences were agreed to.
pub(super) fn statement(read: ConsentStatement) -> Words {
    let version = read.version();
    let (japanese, english) = match read.language() {
        Language::Japanese => ("日本語", "Japanese"),
        Language::English => ("英語", "English"),
        Language::SimplifiedChinese => ("中国語（簡体字）", "Chinese (simplified)"),
        Language::TraditionalChinese => ("中国語（繁体字）", "Chinese (traditional)"),
    };
    (format!("第{version}版、{japanese}で表示"), format!("version {version}, read in {english}"))
}

/// Why a consent was held.
pub(super) fn hold(why: HoldReason) -> Words {
    let (japanese, english) = match why {
        HoldReason::BackupCode => {
            ("バックアップコードで認証手段が解除された", "factor removed by a backup code")
        }
        HoldReason::AdminReset => ("管理者が認証手段を解除した", "factor removed by an admin"),
        HoldReason::IdpUnlinked => ("IdPとの連携が解除された", "identity provider unlinked"),
        HoldReason::LeftOrganisation => ("組織から外れた", "left the organisation"),
        HoldReason::Reported => {
            ("本人の操作ではないとの申告があった", "reported by the owner of the address")
        }
        HoldReason::NewFactor => {
            ("書類より新しい認証手段による同意であった", "the factor is younger than the document")
        }
        HoldReason::ForwardedByNewFactor => (
            "書類より新しい認証手段で転送された",
            "forwarded with a factor younger than the document",
        ),
        HoldReason::BySender => {
            ("送信者が本人を確認する", "the sender makes sure who the person is")
        }
        HoldReason::Restored => ("データベースが以前の状態に戻された", "database set back"),
    };
    (japanese.to_owned(), english.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_domain::Span;
    use wariin_domain::fixtures::NOW;

    // CO-07
    #[test]
    fn instants_stand_in_local_time_and_in_utc() {
        let tokyo = TimeZoneName::parse("Asia/Tokyo").unwrap();
        let (local, utc) = instant(NOW, &tokyo);
        assert_eq!(local, "2026年11月18日 20:06:40（UTC+09:00）");
        assert_eq!(utc, "2026-11-18T11:06:40Z");
    }

    // CO-07
    #[test]
    fn an_age_is_told_from_the_sending() {
        assert_eq!(age(NOW.minus(Span::days(12)), NOW).0, "送信の12日前");
        assert_eq!(age(NOW.plus(Span::minutes(5)), NOW).0, "送信の5分後");
        assert_eq!(age(NOW, NOW).1, "0 s after the sending");
    }
}
