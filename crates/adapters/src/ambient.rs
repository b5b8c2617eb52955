//! The clocks of the system and of the database, days in time zones, and UUID version 7.

use jiff::tz::TimeZone;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use wariin_domain::{CalendarDate, Span, TimeZoneName, Timestamp, Uuid};
use wariin_ports::{Calendar, Clock, Ids, Storage, StorageError};

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
    }
}

/// The Gregorian calendar in the time zones of the IANA database.
#[derive(Clone, Copy, Debug, Default)]
pub struct ZoneCalendar;

impl Calendar for ZoneCalendar {
    fn day_of(&self, at: Timestamp, zone: &TimeZoneName) -> Option<CalendarDate> {
        let zone = TimeZone::get(zone.as_str()).unwrap_or(TimeZone::UTC);
        let at = jiff::Timestamp::from_microsecond(at.as_micros()).ok()?;
        CalendarDate::parse(&at.to_zoned(zone).date().to_string()).ok()
    }
}

/// The clock of the database that several nodes share: leases, codes and links end at the same instant
/// on all of them, however wrong a node's own clock is. Until it is set, the system's clock.
#[derive(Debug, Default)]
pub struct DatabaseClock(Mutex<Option<Reading>>);

/// A reading of the database's clock; the time goes on from it as the machine's monotonic clock does.
#[derive(Clone, Copy, Debug)]
struct Reading {
    time: Timestamp,
    at: Instant,
    /// What this machine's clock said then.
    machine: Timestamp,
}

impl DatabaseClock {
    /// Goes by what the database's clock says; returns how far this clock was from it, in either
    /// direction.
    ///
    /// # Errors
    /// [`StorageError`]; the clock then goes on from the last reading.
    pub async fn set(&self, storage: &dyn Storage) -> Result<Span, StorageError> {
        let asked = Instant::now();
        let Some(time) = storage.time().await? else {
            return Ok(Span::seconds(0));
        };
        // The database read its clock between the question and the answer.
        let half = asked.elapsed() / 2;
        let at = asked + half;
        let half = i64::try_from(half.as_micros()).unwrap_or_default();
        let machine = SystemClock.now().as_micros().saturating_sub(half);
        let machine = Timestamp::from_micros(machine);
        let before = self.now();
        let off = time.since(before).max(before.since(time));
        *self.reading() = Some(Reading { time, at, machine });
        Ok(off)
    }

    /// How many microseconds this machine's own clock was ahead of the database's at the last reading, below zero when it
    /// was behind; `None` before the first, and where the database has no clock.
    pub fn machine_is_ahead(&self) -> Option<i64> {
        let reading = *self.reading();
        reading.map(|Reading { time, machine, .. }| machine.as_micros() - time.as_micros())
    }

    fn reading(&self) -> MutexGuard<'_, Option<Reading>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for DatabaseClock {
    fn now(&self) -> Timestamp {
        match *self.reading() {
            Some(Reading { time, at, .. }) => {
                let gone = i64::try_from(at.elapsed().as_micros()).unwrap_or(i64::MAX);
                Timestamp::from_micros(time.as_micros().saturating_add(gone))
            }
            None => SystemClock.now(),
        }
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
