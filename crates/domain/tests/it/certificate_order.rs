//! When a certificate is ordered, and when again.

use wariin_domain::fixtures::NOW;
use wariin_domain::{OrderFailure, Span, order_again_after, renewal_due};

#[test]
fn a_certificate_is_renewed_after_two_thirds_of_its_life_and_not_within_an_hour() {
    assert_eq!(renewal_due(NOW, NOW.plus(Span::days(90))), NOW.plus(Span::days(60)));
    assert_eq!(renewal_due(NOW, NOW.plus(Span::days(6))), NOW.plus(Span::days(4)));
    for until in [NOW, NOW.plus(Span::minutes(30)), NOW.minus(Span::days(3))] {
        assert_eq!(renewal_due(NOW, until), NOW.plus(Span::hours(1)));
    }
}

#[test]
fn an_order_that_failed_is_tried_again_after_growing_times() {
    let waits = [1, 2, 3, 8, 9, 1000, u32::MAX].map(order_again_after);
    let expected = [5, 10, 20, 640, 720, 720, 720].map(Span::minutes);
    assert_eq!(waits, expected);
}

#[test]
fn a_failure_is_read_as_it_is_named() {
    for failure in OrderFailure::ALL {
        assert_eq!(OrderFailure::parse(failure.name()), Some(failure));
    }
    assert_eq!(OrderFailure::parse(""), None);
}
