//! How many codes a mailbox is mailed, and which sessions get them.

use wariin_domain::TooManyCodes::{JustMailed, OfBrowser, OfMailbox, OfNetwork};
use wariin_domain::{AskedCodes, ClientNetwork, Span, Timestamp, TooManyCodes, fixtures::NOW};

fn ago(seconds: u32) -> Timestamp {
    NOW.minus(Span::seconds(seconds))
}

fn network(address: &str) -> ClientNetwork {
    ClientNetwork::of(Some(address.parse().unwrap()))
}

const HERE: &str = "2001:db8:1:1::1";
/// Of the same customer.
const NEXT_DOOR: &str = "2001:db8:1:2::1";
const ELSEWHERE: &str = "2001:db8:2:1::1";

/// What one who asks now gets after these codes: how many, how long ago, whether the own session asked, and from where.
fn asks(before: &[(usize, u32, bool, &str)]) -> Result<(), TooManyCodes> {
    let asked = before.iter().flat_map(|&(count, seconds, is_own, from)| {
        (0..count).map(move |_| (ago(seconds), is_own, network(from)))
    });
    AskedCodes::of(asked, network(HERE)).admit(NOW)
}

const OWN: (bool, &str) = (true, HERE);
const COLLEAGUE: (bool, &str) = (false, HERE);
const NEIGHBOUR: (bool, &str) = (false, NEXT_DOOR);
const STRANGER: (bool, &str) = (false, ELSEWHERE);

fn codes(count: usize, seconds: u32, (is_own, from): (bool, &str)) -> (usize, u32, bool, &str) {
    (count, seconds, is_own, from)
}

// EN-02 MA-04 WE-04
#[test]
fn a_session_is_mailed_ten_codes_a_day_half_a_minute_apart() {
    assert_eq!(asks(&[]), Ok(()));
    assert_eq!(asks(&[codes(1, 29, OWN)]), Err(JustMailed));
    assert_eq!(asks(&[codes(1, 30, OWN)]), Ok(()));
    assert_eq!(asks(&[codes(9, 30, OWN)]), Ok(()));
    assert_eq!(asks(&[codes(10, 30, OWN)]), Err(OfBrowser(10)));
    assert_eq!(asks(&[codes(9, 60, OWN), codes(20, 1, COLLEAGUE)]), Ok(()), "has asked before");
}

// MA-04
#[test]
fn sessions_that_cost_nothing_wait_for_each_other_in_their_network() {
    assert_eq!(asks(&[codes(1, 29, COLLEAGUE)]), Err(JustMailed));
    assert_eq!(asks(&[codes(29, 30, COLLEAGUE)]), Ok(()));
    assert_eq!(asks(&[codes(9, 1, STRANGER)]), Ok(()), "of another network");
}

// MA-04 O-39
#[test]
fn when_limits_are_met_a_network_gets_one_code_an_hour_until_the_mailbox_has_had_a_hundred() {
    assert_eq!(asks(&[codes(1, 60, OWN), codes(29, 60, COLLEAGUE)]), Err(OfNetwork(30)));
    assert_eq!(asks(&[codes(30, 3_599, COLLEAGUE)]), Err(OfNetwork(30)));
    assert_eq!(asks(&[codes(30, 3_600, COLLEAGUE)]), Ok(()));
    assert_eq!(asks(&[codes(50, 1, STRANGER)]), Ok(()));
    assert_eq!(asks(&[codes(50, 1, STRANGER), codes(1, 3_599, COLLEAGUE)]), Err(OfMailbox(50)));
    assert_eq!(asks(&[codes(49, 1, STRANGER), codes(1, 60, OWN)]), Err(OfMailbox(50)));
    assert_eq!(asks(&[codes(49, 1, STRANGER), codes(1, 3_600, OWN)]), Ok(()), "asked before");
    assert_eq!(asks(&[codes(48, 1, STRANGER), codes(1, 60, OWN)]), Ok(()));
    assert_eq!(asks(&[codes(99, 1, STRANGER)]), Ok(()));
    assert_eq!(
        asks(&[codes(100, 1, STRANGER)]),
        Err(OfMailbox(100)),
        "a mailbox has a limit of its own"
    );
}

// MA-04 WE-09
#[test]
fn above_the_limits_all_networks_of_one_ipv6_site_together_get_one_code_an_hour() {
    let full = codes(50, 1, STRANGER);
    assert_eq!(asks(&[full, codes(1, 3_599, NEIGHBOUR)]), Err(OfMailbox(50)));
    assert_eq!(asks(&[full, codes(1, 3_600, NEIGHBOUR)]), Ok(()));
    assert_eq!(asks(&[codes(49, 1, NEIGHBOUR)]), Ok(()), "below the limits a network is one's own");
    let mapped = |last: u8| ClientNetwork::of(Some([203, 0, 113, last].into()));
    let asked = std::iter::repeat_n((ago(1), false, mapped(1)), 50);
    assert_eq!(AskedCodes::of(asked, mapped(2)).admit(NOW), Ok(()), "IPv4 has no sites");
    let unknown = ClientNetwork::of(None);
    assert_eq!([mapped(1).site(), unknown.site()], [None, None]);
    assert_eq!(network(HERE).site(), network(NEXT_DOOR).site());
    assert_ne!(network(HERE).site(), network(ELSEWHERE).site());
    let first = network("2001:db8:1::1");
    assert_ne!(first.site(), Some(first), "a site is counted apart from its first network");
}
