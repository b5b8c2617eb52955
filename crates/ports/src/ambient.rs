//! The time and new ids: what a pure domain has to be given.

use wariin_domain::{CalendarDate, TimeZoneName, Timestamp, Uuid};

/// The time.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// Days.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Calendar: Send + Sync {
    /// The day of an instant in a time zone, in UTC where there is no such zone; `None` for an instant that no
    /// calendar has.
    fn day_of(&self, at: Timestamp, zone: &TimeZoneName) -> Option<CalendarDate>;
}

/// New ids.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Ids: Send + Sync {
    /// A new UUID, version 7 (RFC 9562), greater than every earlier one of this process.
    fn next(&self) -> Uuid;
}
