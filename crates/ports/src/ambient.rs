//! The time and new ids: what a pure domain has to be given.

use wariin_domain::{Timestamp, Uuid};

/// The time.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// New ids.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Ids: Send + Sync {
    /// A new UUID, version 7 (RFC 9562), greater than every earlier one of this process.
    fn next(&self) -> Uuid;
}
