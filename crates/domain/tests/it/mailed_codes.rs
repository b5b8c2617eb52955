//! How many codes a mailbox is mailed, and which sessions get them.

use wariin_domain::{AskedCodes, Span, Timestamp, TooManyCodes, fixtures::NOW};

fn ago(seconds: u32) -> Timestamp {
    NOW.minus(Span::seconds(seconds))
}

/// What one who asks now gets after these codes: how long ago, whether the own session and whether the own network asked.
fn asks(before: &[(usize, u32, bool, bool)]) -> Result<(), u32> {
    let asked = before.iter().flat_map(|&(count, seconds, is_own, is_of_network)| {
        (0..count).map(move |_| (ago(seconds), is_own, is_of_network))
    });
    AskedCodes::of(asked).admit(NOW).map_err(|TooManyCodes { a_day }| a_day)
}

const OWN: (bool, bool) = (true, true);
const COLLEAGUE: (bool, bool) = (false, true);
const STRANGER: (bool, bool) = (false, false);

fn codes(count: usize, seconds: u32, (is_own, here): (bool, bool)) -> (usize, u32, bool, bool) {
    (count, seconds, is_own, here)
}

// EN-02 MA-04 WE-04
#[test]
fn a_session_is_mailed_ten_codes_a_day_half_a_minute_apart() {
    assert_eq!(asks(&[]), Ok(()));
    assert_eq!(asks(&[codes(1, 29, OWN)]), Err(10));
    assert_eq!(asks(&[codes(1, 30, OWN)]), Ok(()));
    assert_eq!(asks(&[codes(9, 30, OWN)]), Ok(()));
    assert_eq!(asks(&[codes(10, 30, OWN)]), Err(10));
    assert_eq!(asks(&[codes(9, 60, OWN), codes(20, 1, COLLEAGUE)]), Ok(()), "has asked before");
}

// MA-04
#[test]
fn sessions_that_cost_nothing_wait_for_each_other_in_their_network() {
    assert_eq!(asks(&[codes(1, 29, COLLEAGUE)]), Err(30));
    assert_eq!(asks(&[codes(29, 30, COLLEAGUE)]), Ok(()));
    assert_eq!(asks(&[codes(9, 1, STRANGER)]), Ok(()), "of another network");
}

// MA-04 O-39
#[test]
fn when_limits_are_met_a_network_gets_one_code_an_hour_until_the_mailbox_has_had_a_hundred() {
    assert_eq!(asks(&[codes(1, 60, OWN), codes(29, 60, COLLEAGUE)]), Err(30));
    assert_eq!(asks(&[codes(30, 3_599, COLLEAGUE)]), Err(30));
    assert_eq!(asks(&[codes(30, 3_600, COLLEAGUE)]), Ok(()));
    assert_eq!(asks(&[codes(50, 1, STRANGER)]), Ok(()));
    assert_eq!(asks(&[codes(50, 1, STRANGER), codes(1, 3_599, COLLEAGUE)]), Err(50));
    assert_eq!(asks(&[codes(49, 1, STRANGER), codes(1, 60, OWN)]), Err(50));
    assert_eq!(asks(&[codes(49, 1, STRANGER), codes(1, 3_600, OWN)]), Ok(()), "asked before");
    assert_eq!(asks(&[codes(48, 1, STRANGER), codes(1, 60, OWN)]), Ok(()));
    assert_eq!(asks(&[codes(99, 1, STRANGER)]), Ok(()));
    assert_eq!(asks(&[codes(100, 1, STRANGER)]), Err(100), "a mailbox has a limit of its own");
}
