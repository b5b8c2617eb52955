//! When a certificate is ordered from an authority that issues by ACME (RFC 8555), and when again after a failure.

use crate::{Span, Timestamp};

/// How soon after an order the next one is, whatever the certificate says.
const SOONEST: Span = Span::hours(1);
/// How long after the first failure it is tried again, doubled with each further one up to the longest.
const FIRST_RETRY_MINUTES: u32 = 5;
const LONGEST_RETRY: Span = Span::hours(12);

/// When a certificate that was issued at `issued_at` and ends at `until` is to be renewed: after two thirds of the
/// time between, and an hour after it was issued at the soonest.
pub fn renewal_due(issued_at: Timestamp, until: Timestamp) -> Timestamp {
    let lifetime = until.as_micros().saturating_sub(issued_at.as_micros()).max(0);
    let after = issued_at.as_micros().saturating_add(lifetime / 3 * 2);
    Timestamp::from_micros(after).max(issued_at.plus(SOONEST))
}

/// How long to wait after this many failures in a row: 5 minutes, then twice as long each time up to 12 hours.
/// Authorities allow few failures an hour.
pub fn order_again_after(failures: u32) -> Span {
    let doublings = failures.saturating_sub(1).min(16);
    Span::minutes(FIRST_RETRY_MINUTES << doublings).min(LONGEST_RETRY)
}

/// Why an order brought no certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderFailure {
    /// The authority's directory does not answer, or not as RFC 8555 says.
    Unreachable,
    /// The authority could not find out that the host is this service's.
    NotValidated,
    /// The authority refused the account or the order.
    Refused,
}

impl OrderFailure {
    /// Every failure.
    pub const ALL: [Self; 3] = [Self::Unreachable, Self::NotValidated, Self::Refused];

    /// The stable name: `unreachable`, `not_validated` or `refused`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::NotValidated => "not_validated",
            Self::Refused => "refused",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|failure| failure.name() == name)
    }
}
