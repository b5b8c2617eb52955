//! What readiness says of the renewal of archive timestamps.

use std::sync::{Mutex, PoisonError};
use wariin_domain::{Span, Timestamp};
use wariin_ports::RenewalSchedule;

/// How long a renewal may fail before readiness says so.
const PATIENCE: Span = Span::days(1);

/// What is due, and how renewing goes.
#[derive(Debug, Default)]
pub(crate) struct RenewalNote(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    due: u64,
    ended: u64,
    /// Since when something was due at every count; that of the first such count.
    due_since: Option<Timestamp>,
    now: Option<Timestamp>,
    why: Option<String>,
}

impl RenewalNote {
    /// What was counted now. Says in the log when proofs have ended.
    pub(crate) fn counted(&self, schedule: &RenewalSchedule, now: Timestamp) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if schedule.ended > state.ended {
            tracing::error!(
                files = schedule.ended,
                "archive timestamps have ended without having been renewed"
            );
        }
        (state.due, state.ended, state.now) = (schedule.due, schedule.ended, Some(now));
        state.due_since = if schedule.due > 0 { state.due_since.or(Some(now)) } else { None };
        state.why = schedule.failure.as_ref().map(|failure| failure.why.clone());
    }

    /// How many sealed files are due, and how many of them can no longer be relied on.
    pub(crate) fn numbers(&self) -> (u64, u64) {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (state.due, state.ended)
    }

    /// Whether all that is due gets renewed.
    ///
    /// # Errors
    /// What does not.
    pub(crate) fn check(&self) -> Result<(), String> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_late = state.now.zip(state.due_since);
        let is_late = is_late.is_some_and(|(now, since)| now.since(since) >= PATIENCE);
        if state.ended == 0 && !is_late {
            return Ok(());
        }
        let why = state.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
        Err(format!(
            "{} sealed files wait for another archive timestamp, {} of them with one that has ended{why}; see \
             `wariin seal status`",
            state.due, state.ended
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_domain::RenewalFailure;

    // O-46
    #[test]
    fn what_is_due_for_a_day_and_what_has_ended_is_told() {
        let at = |hours: i64| Timestamp::from_micros(hours * 3_600_000_000);
        let failure = Some(RenewalFailure { at: at(0), why: "no answer".into() });
        let due = RenewalSchedule { due: 3, failure, ..RenewalSchedule::default() };
        let note = RenewalNote::default();
        assert_eq!(note.check(), Ok(()));
        note.counted(&due, at(0));
        note.counted(&due, at(23));
        assert_eq!(note.check(), Ok(()), "they are being renewed");
        note.counted(&due, at(24));
        let told = note.check().unwrap_err();
        assert!(told.starts_with("3 sealed files wait") && told.contains("no answer"), "{told}");
        note.counted(&RenewalSchedule::default(), at(25));
        assert_eq!((note.check(), note.numbers()), (Ok(()), (0, 0)));
        note.counted(&RenewalSchedule { ended: 1, ..due }, at(26));
        assert!(note.check().unwrap_err().contains("1 of them with one that has ended"));
    }
}
