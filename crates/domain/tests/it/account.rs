//! What the owner of an account changes about it: the name, a factor's name, sessions, where they are used.

use std::net::IpAddr;
use wariin_domain::fixtures::{NOW, after, draft, sender, taro};
use wariin_domain::{
    Account, Browser, ClientPlace, Device, Event, EventKind, Factor, FactorName, NewFactor,
    OrganisationName, PersonName, SenderNames, Session, SessionKey, System, Uuid,
};

fn names(account: &Account, person: &str) -> SenderNames {
    SenderNames {
        account: account.id,
        person: PersonName::parse(person).unwrap(),
        organisation: OrganisationName::parse("割印商事").unwrap(),
    }
}

#[test]
fn another_name_is_recorded_once_and_tells_no_mail() {
    let mut account = taro();
    let name = PersonName::parse("山田 次郎").unwrap();
    let events = account.rename(name.clone(), NOW);
    let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
    assert_eq!(kinds, [EventKind::AccountRenamed { name: "山田 次郎".into() }]);
    assert!(events.iter().all(|event: &Event| event.jobs().is_empty()));
    assert!(account.rename(name, after(1)).is_empty());
}

#[test]
fn a_document_keeps_the_names_that_its_sender_had_when_it_was_sent() {
    let mut document = draft();
    document.name_sender(names(&taro(), "他人"));
    assert_eq!(document.sender_name(), None, "a name of another account is not the sender's");
    document.name_sender(names(&sender(), "送信 花子"));
    let _ = document.send(&wariin_domain::fixtures::by_password(&sender()), NOW).unwrap();
    document.name_sender(names(&sender(), "別名"));
    assert_eq!(document.sender_name().unwrap().as_str(), "送信 花子");
    assert_eq!(document.organisation_name().unwrap().as_str(), "割印商事");
}

#[test]
fn a_factor_takes_another_name_and_says_so_once() {
    let new = NewFactor {
        id: Uuid::from_u128(1).into(),
        account: taro().id,
        name: FactorName::parse("電話").unwrap(),
        session: SessionKey::new([1; 32]),
    };
    let mut factor = Factor::begin_totp(new, NOW);
    let name = FactorName::parse("会社のPC").unwrap();
    assert_eq!(factor.rename(name.clone(), NOW).iter().count(), 1);
    assert!(factor.rename(name, NOW).is_empty());
}

// WE-04
#[test]
fn ended_sessions_are_recorded_with_their_number_and_none_is_no_event() {
    let kinds: Vec<_> =
        taro().sessions_ended(2, NOW).iter().map(|event| event.kind.clone()).collect();
    assert_eq!(kinds, [EventKind::SessionsEnded { sessions: 2 }]);
    assert!(taro().sessions_ended(0, NOW).is_empty());
}

#[test]
fn a_device_is_named_by_the_most_particular_mark_in_the_header() {
    let told = |header: &str| {
        let Device { browser, system } = Device::of_user_agent(header);
        (browser, system)
    };
    let webkit = "AppleWebKit/537.36 (KHTML, like Gecko)";
    let cases = [
        (format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) {webkit} Chrome/140.0.0.0 Safari/537.36 Edg/140.0"), (Browser::Edge, System::Windows)),
        (format!("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {webkit} Chrome/140.0.0.0 Safari/537.36"), (Browser::Chrome, System::MacOs)),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1".into(), (Browser::Safari, System::IPhone)),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile/15E148 Safari/604.1".into(), (Browser::Chrome, System::IPhone)),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".into(), (Browser::Firefox, System::Linux)),
        (format!("Mozilla/5.0 (Linux; Android 16; SM-S931B) {webkit} SamsungBrowser/29.0 Chrome/130.0.0.0 Mobile Safari/537.36"), (Browser::Samsung, System::Android)),
        ("curl/8.9".into(), (Browser::Other, System::Other)),
        (String::new(), (Browser::Other, System::Other)),
    ];
    for (header, expected) in cases {
        assert_eq!(told(&header), expected, "{header}");
    }
    let long = format!("{}Firefox/1", "割".repeat(400));
    assert_eq!(told(&long).0, Browser::Other, "what comes late in a long header is not read");
}

#[test]
fn a_place_is_the_network_and_not_the_address() {
    let place = |text: &str| ClientPlace::of(text.parse::<IpAddr>().unwrap());
    assert_eq!(place("203.0.113.77").text(), "203.0.113.0/24");
    assert_eq!(place("::ffff:203.0.113.77").text(), "203.0.113.0/24");
    assert_eq!(place("2001:db8:1:2:3::4").text(), "2001:db8:1::/48");
    for text in ["203.0.113.0/24", "2001:db8:1::/48"] {
        assert_eq!(ClientPlace::parse(text).unwrap().text(), text);
    }
    for text in ["203.0.113.7/24", "203.0.113.0/16", "203.0.113.0", "x/24", ""] {
        assert_eq!(ClientPlace::parse(text), None, "{text}");
    }
}

#[test]
fn names_of_browsers_and_systems_are_read_as_they_are_written() {
    for browser in Browser::ALL {
        assert_eq!(Browser::parse(browser.name()), Some(*browser));
    }
    for system in System::ALL {
        assert_eq!(System::parse(system.name()), Some(*system));
    }
    assert_eq!((Browser::parse("x"), System::parse("x")), (None, None));
}

// WE-02
#[test]
fn a_session_is_named_in_lists_by_half_of_its_digest() {
    let mut key = [7; 32];
    key[16..].fill(9);
    let handle = Session::begin(SessionKey::new(key), NOW).key.handle();
    assert_eq!(handle.as_bytes(), &[7; 16]);
}
