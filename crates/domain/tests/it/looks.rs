//! What an organisation shows of itself: a name, an address, a logo, a colour that words can be read on.

use proptest::prelude::*;
use wariin_domain::fixtures::{NOW, by_totp, organisation, sender};
use wariin_domain::{
    AccentColour, ColourError, EventKind, FileDigest, Identity, OrganisationAdmin,
    OrganisationLooks, OrganisationName, PostalAddress, TextError,
};

fn admin() -> OrganisationAdmin {
    let (account, sign_in) = (sender(), by_totp(&sender(), NOW));
    organisation().administered_by(Identity::new(&account, &sign_in).unwrap()).unwrap()
}

#[test]
fn a_colour_is_taken_when_white_words_on_it_have_a_contrast_of_four_and_a_half() {
    // The published examples of WCAG: #767676 is the palest grey that passes, #777777 does not.
    assert!(AccentColour::parse("#767676").is_ok());
    assert_eq!(AccentColour::parse("#777777"), Err(ColourError::TooPale));
    for (text, contrast) in [("#000000", 21.0), ("#ff0000", 3.998), ("#0000ff", 8.592)] {
        let colour = AccentColour::parse(text);
        match colour {
            Ok(colour) => assert!((colour.contrast_to_white() - contrast).abs() < 0.01, "{text}"),
            Err(error) => assert_eq!((error, contrast < 4.5), (ColourError::TooPale, true)),
        }
    }
    assert_eq!(AccentColour::parse(" #0F3BA8 "), Ok(AccentColour::default()));
    assert_eq!(AccentColour::default().to_string(), "#0f3ba8");
    for malformed in ["", "0f3ba8", "#0f3ba", "#0f3ba80", "#0f3bag", "red", "#+f3ba8"] {
        assert_eq!(AccentColour::parse(malformed), Err(ColourError::Malformed), "{malformed}");
    }
}

#[test]
fn an_address_has_one_line_and_no_address_of_a_web_page() {
    let address = PostalAddress::parse(" 東京都千代田区丸の内1-1 ").unwrap();
    assert_eq!(address.as_str(), "東京都千代田区丸の内1-1");
    let refused = |text: &str| PostalAddress::parse(text).unwrap_err();
    assert_eq!(refused(" "), TextError::Empty);
    assert_eq!(refused(&"割".repeat(201)), TextError::TooLong { limit: 200 });
    for text in [
        "東京都\n千代田区",
        "https://evil.example",
        "ｈｔｔｐｓ：／／evil.example",
        "www.evil.example",
        "www。evil.example",
        "至急 evil.com/x へ",
        "evil.co.jp?x",
        "evil。jp/x",
        "evil．jp／x",
        "例え.テスト/x",
        "evil\u{ad}.com/x",
        "evil\u{200b}.com",
        "evil\u{200d}.com/x",
        "😀.ws/x",
        "ไม้.com/x",
        "\u{3164}",
        "\u{2800}",
    ] {
        assert_eq!(refused(text), TextError::ForbiddenCharacter, "{text}");
    }
    for text in
        ["No.12/3", "Wariin A/S", "c/o Alpha Ltd.", "Booking.com株式会社", "12.5/3F", "A.B/C"]
    {
        assert_eq!(PostalAddress::parse(text).unwrap().as_str(), text);
    }
}

#[test]
fn name_and_looks_are_recorded_when_they_change_and_only_then() {
    let mut own = organisation();
    let name = OrganisationName::parse("割印ホールディングス").unwrap();
    let kinds = |events: wariin_domain::Events| -> Vec<EventKind> {
        events.iter().map(|event| event.kind.clone()).collect()
    };
    let renamed = EventKind::OrganisationRenamed { name: name.to_string() };
    assert_eq!(kinds(own.rename(name.clone(), admin(), NOW)), [renamed]);
    assert!(own.rename(name, admin(), NOW).is_empty());

    let looks = OrganisationLooks {
        address: Some(PostalAddress::parse("東京都").unwrap()),
        logo: Some(FileDigest::new([7; 32])),
        colour: AccentColour::parse("#8b0000").unwrap(),
    };
    let set = EventKind::OrganisationLooksSet {
        address: Some("東京都".to_owned()),
        logo: looks.logo,
        colour: "#8b0000".to_owned(),
    };
    assert_eq!(kinds(own.set_looks(looks.clone(), admin(), NOW)), [set]);
    assert!(own.set_looks(looks, admin(), NOW).is_empty());
}

proptest! {
    #[test]
    fn every_colour_is_written_as_it_is_read_and_a_taken_one_can_be_read_on(
        (red, green, blue) in any::<(u8, u8, u8)>()
    ) {
        let text = format!("#{red:02x}{green:02x}{blue:02x}");
        if let Ok(colour) = AccentColour::parse(&text) {
            prop_assert_eq!(colour.to_string(), text);
            prop_assert!(colour.contrast_to_white() >= 4.5);
        }
    }
}
