//! What people type.

use proptest::prelude::*;
use wariin_domain::{
    Amount, CalendarDate, DocumentId, EmailAddress, FileDigest, FileName, Language, Message,
    NewPassword, PersonName, ReferenceNumber, TextError, Title, Uuid,
};

// EN-12
#[test]
fn an_address_has_one_canonical_spelling_and_look_alikes_are_refused() {
    let canonical = EmailAddress::parse(" Taro.Yamada+x@Example.CO.JP ").unwrap();
    assert_eq!(canonical.as_str(), "taro.yamada+x@example.co.jp");
    assert_ne!(canonical, EmailAddress::parse("taro.yamada@example.co.jp").unwrap());
    for bad in [
        "taro",
        "taro@",
        "@example.com",
        "ta ro@example.com",
        "tаro@example.com",
        "ｔaro@example.com",
        "tаro@例え.jp",
        "taro@exa mple.jp",
        "taro@例_え.jp",
        "taro@例え。jp。",
        "taro@xn--a.jp",
        "taro@example.com.",
        "\"taro\"@example.com",
        "taro@[127.0.0.1]",
        "taro@-example.com",
        ".taro@example.com",
        "taro.@example.com",
        "ta..ro@example.com",
        "\"ta..ro\"@example.com",
        "taro.@docomo.ne.jp.example.com",
        "taro.@notdocomo.ne.jp",
        ".taro@docomo.ne.jp",
        "\"ta ro\"@docomo.ne.jp",
        "\"ta\"ro\"@docomo.ne.jp",
        "\"\"@docomo.ne.jp",
        "taro@example",
        "a@b.com\r\nBcc: c@d.com",
    ] {
        assert_eq!(EmailAddress::parse(bad), Err(TextError::Malformed), "{bad}");
    }
    assert_eq!(EmailAddress::parse(" "), Err(TextError::Empty));
    assert_eq!(EmailAddress::parse("xn--r8jz45g@xn--r8jz45g.jp").unwrap().masked(), "x***@例え.jp");
    assert_eq!(format!("{canonical:?}"), "EmailAddress(t***@example.co.jp)");
}

// EN-12
#[test]
fn old_addresses_of_carriers_are_taken_as_they_are_and_quoted_for_servers_only() {
    for (typed, canonical, mailbox) in [
        ("Taro..Y@DoCoMo.ne.jp", "taro..y@docomo.ne.jp", "\"taro..y\"@docomo.ne.jp"),
        ("\"taro..y\"@docomo.ne.jp", "taro..y@docomo.ne.jp", "\"taro..y\"@docomo.ne.jp"),
        ("taro.@ezweb.ne.jp", "taro.@ezweb.ne.jp", "\"taro.\"@ezweb.ne.jp"),
        ("a-b_c...@t.vodafone.ne.jp", "a-b_c...@t.vodafone.ne.jp", "\"a-b_c...\"@t.vodafone.ne.jp"),
        ("taro@docomo.ne.jp", "taro@docomo.ne.jp", "taro@docomo.ne.jp"),
        ("\"taro\"@docomo.ne.jp", "taro@docomo.ne.jp", "taro@docomo.ne.jp"),
    ] {
        let address = EmailAddress::parse(typed).unwrap();
        assert_eq!((address.as_str(), address.mailbox().as_str()), (canonical, mailbox));
        assert_eq!(address.to_string(), canonical);
        assert_eq!(EmailAddress::parse(mailbox).unwrap(), address);
    }
}

// EN-12
#[test]
fn an_international_domain_is_kept_as_a_labels_and_shown_in_its_script() {
    for (typed, canonical, shown) in [
        ("taro@日本語.jp", "taro@xn--wgv71a119e.jp", "taro@日本語.jp"),
        ("taro@日本語。ＪＰ", "taro@xn--wgv71a119e.jp", "taro@日本語.jp"),
        ("taro@XN--WGV71A119E.jp", "taro@xn--wgv71a119e.jp", "taro@日本語.jp"),
        ("taro@ﾄﾞﾒｲﾝ.jp", "taro@xn--eckwd4c7c.jp", "taro@ドメイン.jp"),
        ("taro@mail.Bücher.example", "taro@mail.xn--bcher-kva.example", "taro@mail.bücher.example"),
        ("taro@ｅｘａｍｐｌｅ.com", "taro@example.com", "taro@example.com"),
        ("taro@почта.рф", "taro@xn--80a1acny.xn--p1ai", "taro@почта.рф"),
        // Cyrillic letters that look like others.
        ("taro@аррӏе.com", "taro@xn--80ak6aa92e.com", "taro@xn--80ak6aa92e.com"),
        ("taro@ex\u{430}mple.com", "taro@xn--exmple-4nf.com", "taro@xn--exmple-4nf.com"),
    ] {
        let address = EmailAddress::parse(typed).unwrap();
        assert_eq!(address.as_str(), canonical);
        assert_eq!(address.to_string(), shown);
        assert_eq!(EmailAddress::parse(shown).unwrap(), address);
        assert_eq!(EmailAddress::parse(canonical).unwrap(), address);
    }
    let long = "あ".repeat(60) + "." + &"い".repeat(60);
    assert!(EmailAddress::parse(&format!("taro@{long}.jp")).is_err(), "a label is too long");
}

// O-49
#[test]
fn a_reference_number_is_eight_digits_that_follow_from_the_random_part_of_the_id() {
    let of = |id: u128| ReferenceNumber::of(DocumentId::from(Uuid::from_u128(id))).to_string();
    assert_eq!(of(0), "0000-0000");
    assert_eq!(of(12_345_678), "1234-5678");
    assert_eq!(of(100_000_007), "0000-0007");
    let (time, variant) = (0x019a_c3f2_1b7a_7e3d_u128 << 64, 0b10_u128 << 62);
    assert_eq!(of(time | variant | 0x2a), "0000-0042", "neither time nor variant has a part in it");
}

// DO-08 MA-01
#[test]
fn control_and_reordering_characters_are_refused_and_only_messages_have_lines() {
    for bad in ["a\u{0}b", "a\u{202E}b", "a\nb", "a\r\nBcc: x", "a\u{2028}b", "a\u{85}b"] {
        assert_eq!(Title::parse(bad), Err(TextError::ForbiddenCharacter), "{bad:?}");
        assert_eq!(PersonName::parse(bad), Err(TextError::ForbiddenCharacter), "{bad:?}");
    }
    assert!(Message::parse("一行目\n二行目").is_ok());
    assert!(Message::parse("a\u{0}b").is_err());
    assert_eq!(Title::parse(&"あ".repeat(501)), Err(TextError::TooLong { limit: 500 }));
    assert!(Title::parse(&"𠮷".repeat(500)).is_ok());
    assert_eq!(Title::parse(" \u{3000} "), Err(TextError::Empty));
}

// MA-02
#[test]
fn a_name_holds_no_address_of_a_web_page() {
    for bad in ["重要 https://evil.example 山田", "WWW.evil.example"] {
        assert_eq!(PersonName::parse(bad), Err(TextError::ForbiddenCharacter));
    }
    assert!(PersonName::parse("山田 太郎（営業部）").is_ok());
}

// DO-08
#[test]
fn a_file_name_is_sanitized_and_never_refused() {
    for (odd, tame) in [
        ("../../etc/passwd", "passwd.pdf"),
        ("contract.exe", "contract.pdf"),
        ("contract.command", "contract.pdf"),
        ("contract.DESKTOP", "contract.pdf"),
        ("contract.application", "contract.pdf"),
        ("contract.pdf.workflow", "contract.pdf"),
        ("Agreement of 1.December", "Agreement of 1.December.pdf"),
        ("contract.pdf.html", "contract.pdf"),
        ("contract.exe. .", "contract.pdf"),
        ("契約書.PDF", "契約書.pdf"),
        ("契約書 v1.2", "契約書 v1.2.pdf"),
        ("株式会社A.B 御中", "株式会社A.B 御中.pdf"),
        (".pdf", "pdf.pdf"),
        ("C:\\契約\\書.pdf", "書.pdf"),
        ("a\r\nb\u{202E}fdp.exe", "abfdp.pdf"),
        ("...", "document.pdf"),
        ("", "document.pdf"),
    ] {
        assert_eq!(FileName::sanitized(odd).as_str(), tame);
    }
    assert_eq!(FileName::sanitized(&"長".repeat(300)).as_str().chars().count(), FileName::LIMIT);
}

#[test]
fn a_password_is_long_and_not_one_character_and_never_shown() {
    assert_eq!(NewPassword::parse("短い"), Err(TextError::TooShort { least: 12 }));
    assert_eq!(NewPassword::parse(&"あ".repeat(12)), Err(TextError::Malformed));
    let good = NewPassword::parse("correct horse").unwrap();
    assert_eq!(format!("{good:?}"), "NewPassword(..)");
}

#[test]
fn dates_exist_and_amounts_are_read_as_people_write_them() {
    assert_eq!(CalendarDate::parse("2024-02-29").unwrap().to_string(), "2024-02-29");
    for bad in ["2023-02-29", "2100-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-04-31", ""]
    {
        assert_eq!(CalendarDate::parse(bad), Err(TextError::Malformed), "{bad}");
    }
    assert_eq!(Amount::parse("￥５５０，０００円").unwrap().yen(), 550_000);
    assert_eq!(Amount::parse("9,999,999,999,999").unwrap().yen(), Amount::LIMIT);
    for bad in ["-1", "1.5", "10000000000000", "99999999999999999999999", "千円"] {
        assert_eq!(Amount::parse(bad), Err(TextError::Malformed), "{bad}");
    }
    for language in Language::ALL {
        assert_eq!(Language::parse(language.tag()), Ok(language));
    }
}

proptest! {
    #[test]
    fn reading_an_address_never_panics_and_is_idempotent(text in ".{0,80}") {
        if let Ok(address) = EmailAddress::parse(&text) {
            prop_assert_eq!(EmailAddress::parse(address.as_str()), Ok(address.clone()));
            prop_assert!(address.as_str().is_ascii());
        }
    }

    #[test]
    fn a_digest_is_read_back_as_it_is_written(bytes in any::<[u8; 32]>()) {
        let digest = FileDigest::new(bytes);
        prop_assert_eq!(FileDigest::parse(&digest.to_string()), Some(digest));
    }

    #[test]
    fn a_sanitized_name_has_no_folder_and_no_control_character(name in ".{0,300}") {
        let tame = FileName::sanitized(&name);
        prop_assert!(tame.as_str().strip_suffix(".pdf").is_some() && tame.as_str().chars().count() <= FileName::LIMIT);
        prop_assert_eq!(FileName::sanitized(tame.as_str()), tame.clone());
        prop_assert!(!tame.as_str().contains(['/', '\\']));
        prop_assert!(!tame.as_str().chars().any(char::is_control));
    }
}

// T-031
#[test]
fn an_address_under_a_reserved_or_numeric_top_level_domain_is_known_to_be_undeliverable() {
    let can = |text: &str| EmailAddress::parse(text).unwrap().can_be_delivered();
    for text in ["a@example.co.jp", "a@xn--wgv71a.jp", "a@example.com", "a@test.jp", "a@local.dev"]
    {
        assert!(can(text), "{text}");
    }
    for text in
        ["a@b.test", "a@localhost", "a@printer.local", "a@b.invalid", "a@1.2.3.4", "a@b.LAN"]
    {
        assert!(!can(text), "{text}");
    }
}
