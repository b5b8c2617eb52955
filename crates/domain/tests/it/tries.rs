//! Wrong tries, counted by where they come from.

use core::net::IpAddr;
use wariin_domain::fixtures::{NOW, after, taro};
use wariin_domain::{
    BrowserKey, ClientNetwork, EventKind, Events, Refusal, Span, Throttle, Throttled, Timestamp,
    Tries, TryKind, TrySource, tries_without_account,
};

fn network(address: &str) -> ClientNetwork {
    ClientNetwork::of(Some(address.parse::<IpAddr>().unwrap()))
}

fn strangers(own: Throttle, all: Throttle) -> Tries {
    Tries::of_unknown(TryKind::Password, network("203.0.113.9"), own, all)
}

/// The counts of a network and of all networks after so many wrong tries, one a second.
fn after_tries(tries: u32) -> (Throttle, Throttle, Timestamp) {
    let (mut own, mut all, mut now) = (Throttle::clear(), Throttle::clear(), NOW);
    for _ in 0..tries {
        now = now.plus(Span::seconds(1));
        for (source, count) in strangers(own, all).failed(now).counts() {
            match source {
                TrySource::Network(_) => own = count,
                TrySource::AllNetworks => all = count,
                TrySource::Browser(_) | TrySource::Address(_) => panic!("{source:?}"),
            }
        }
    }
    (own, all, now)
}

// O-39 SF-07
#[test]
fn a_network_that_guesses_waits_and_neither_another_network_nor_a_known_browser_does() {
    let (own, all, now) = after_tries(5);
    assert!(matches!(strangers(own, all).admit(now), Err(Throttled::Wait { .. })));
    assert_eq!(strangers(own, all).admit(now.plus(Span::minutes(1))), Ok(()));
    assert_eq!(strangers(Throttle::clear(), all).admit(now), Ok(()), "another network");
    let browser = BrowserKey::new([7; 32]);
    let known = Tries::of_known(TryKind::Password, browser, Throttle::clear());
    assert_eq!(known.admit(now), Ok(()));
    let waits = Tries::of_known(TryKind::Password, browser, own);
    assert!(waits.admit(now).is_err(), "a known browser has a count of its own");
    assert_eq!(waits.succeeded().admit(now), Ok(()));
    assert_eq!(waits.succeeded().counts().count(), 1);
}

// O-39 SF-05
#[test]
fn all_unknown_networks_together_have_a_hundred_tries_and_then_one_a_minute_until_an_hour_is_quiet()
{
    let fresh = Throttle::clear();
    let (_, all, now) = after_tries(100);
    assert_eq!(strangers(fresh, all).admit(now), Ok(()));
    let (_, all, now) = after_tries(101);
    assert!(strangers(fresh, all).admit(now).is_err());
    assert_eq!(strangers(fresh, all).admit(now.plus(Span::minutes(1))), Ok(()));
    let later = now.plus(Span::minutes(63));
    let counts: Vec<_> = strangers(fresh, all).failed(later).counts().collect();
    assert_eq!(counts[1].1.failures(), 1, "it begins anew");
    assert_eq!(strangers(fresh, all).succeeded().admit(now), Ok(()));
}

// T-089
#[test]
fn what_an_access_code_waits_grows_and_what_other_secrets_wait_stays_a_minute() {
    for (kind, minutes) in
        [(TryKind::AccessCode, 4), (TryKind::Password, 1), (TryKind::MailboxCode, 1)]
    {
        let mut tries =
            Tries::of_unknown(kind, network("::1"), Throttle::clear(), Throttle::clear());
        for _ in 0..7 {
            tries = tries.failed(NOW);
        }
        let until = after(minutes);
        assert_eq!(tries.admit(NOW), Err(Throttled::Wait { until }), "{kind:?}");
    }
}

// WE-09 O-44
#[test]
fn a_site_is_the_first_48_bits_of_an_ipv6_address_and_ipv4_has_none() {
    let site = |address: &str| ClientNetwork::site_of(Some(address.parse::<IpAddr>().unwrap()));
    assert_eq!(site("2001:db8:1:1::1"), site("2001:db8:1:ffff:2::"));
    assert_ne!(site("2001:db8:1::"), site("2001:db8:2::"));
    assert_eq!(site("203.0.113.1"), None);
    assert_eq!(site("::ffff:203.0.113.1"), None, "an IPv4 address in other words");
    assert_eq!(ClientNetwork::site_of(None), None);
}

// WE-09
#[test]
fn a_network_is_an_ipv4_address_or_the_64_bits_of_an_ipv6_address() {
    assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff:1:2:3"));
    assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    assert_ne!(network("203.0.113.9"), network("203.0.113.10"));
    assert_eq!(network("203.0.113.9"), network("::ffff:203.0.113.9"));
    assert_eq!(ClientNetwork::new(*network("::1").as_bytes()), network("::1"));
}

// O-39
#[test]
fn refused_sign_ins_are_recorded_once_an_hour_with_their_number() {
    let kinds = |events: &Events| events.iter().map(|event| event.kind.clone()).collect::<Vec<_>>();
    let refusal = Refusal::WrongPassword;
    let (mut count, events) = taro().sign_in_refused(refusal, Throttle::clear(), NOW);
    assert_eq!(kinds(&events), [EventKind::SignInRefused { refusal }]);
    for minute in 1..60 {
        let (next, events) = taro().sign_in_refused(refusal, count, after(minute));
        assert_eq!(kinds(&events), [], "{minute}");
        count = next;
    }
    let (count, events) = taro().sign_in_refused(refusal, count, after(60));
    assert_eq!(kinds(&events), [EventKind::SignInsRefused { tries: 60 }]);
    let (_, events) = taro().sign_in_refused(refusal, count, after(120));
    assert_eq!(kinds(&events), [EventKind::SignInRefused { refusal }]);
}

// WE-08
#[test]
fn tries_without_an_account_share_few_counts_that_are_no_accounts() {
    let subjects: std::collections::BTreeSet<_> =
        (0..5_000).map(|n| tries_without_account(&format!("a{n}@example.com"))).collect();
    assert_eq!(subjects.len(), 256);
    // Ids of accounts are UUIDs with a version.
    assert!(subjects.iter().all(|subject| subject.get_version_num() == 0));
    assert_eq!(tries_without_account("b"), tries_without_account("b"));
}
