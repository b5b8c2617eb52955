//! What readiness says of this machine's clock.

use std::sync::atomic::{AtomicI64, Ordering};

/// From how many seconds on the clock of a machine is told of: certificates and timestamps of others are checked by it.
const FAR_OFF: i64 = 3;

/// How far this machine's clock is from the database's, which counts.
#[derive(Debug, Default)]
pub(crate) struct ClockNote {
    /// In microseconds; above zero when this machine is ahead.
    ahead: AtomicI64,
}

impl ClockNote {
    /// It is so many microseconds ahead of the database's.
    pub(crate) fn heard(&self, ahead: i64) {
        self.ahead.store(ahead, Ordering::Relaxed);
    }

    /// How many seconds this machine's clock is ahead of the database's; below zero when it is behind.
    pub(crate) fn seconds(&self) -> f64 {
        let ahead = self.ahead.load(Ordering::Relaxed);
        let magnitude = std::time::Duration::from_micros(ahead.unsigned_abs()).as_secs_f64();
        if ahead < 0 { -magnitude } else { magnitude }
    }

    /// Whether both clocks say about the same.
    ///
    /// # Errors
    /// How far they are apart, and what cures it.
    pub(crate) fn check(&self) -> Result<(), String> {
        let ahead = self.ahead.load(Ordering::Relaxed);
        let seconds = ahead / 1_000_000;
        if seconds.abs() < FAR_OFF {
            return Ok(());
        }
        let direction = if ahead > 0 { "ahead of" } else { "behind" };
        Err(format!(
            "this machine's clock is {} s {direction} the database's, by which the service goes: let both machines keep \
             their time by NTP",
            seconds.abs()
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_told_of_from_three_seconds_on_in_either_direction() {
        let note = ClockNote::default();
        assert_eq!(note.check(), Ok(()));
        for (ahead, words) in [
            (2_900_000, None),
            (-2_900_000, None),
            (3_100_000, Some("3 s ahead of the database's")),
            (-120_000_000, Some("120 s behind the database's")),
        ] {
            note.heard(ahead);
            let found = note.check().err();
            assert_eq!(found.is_some(), words.is_some(), "{ahead}: {found:?}");
            assert!(words.is_none_or(|words| found.unwrap().contains(words)), "{ahead}");
        }
        assert!((note.seconds() + 120.0).abs() < 0.001);
    }
}
