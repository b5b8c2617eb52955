//! The system's clock and UUID version 7.

use std::time::{SystemTime, UNIX_EPOCH};
use wariin_domain::{Timestamp, Uuid};
use wariin_ports::{Clock, Ids};

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// UUIDs of version 7, strictly increasing within a process.
#[derive(Clone, Copy, Debug, Default)]
pub struct UuidV7Ids;

impl Ids for UuidV7Ids {
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
