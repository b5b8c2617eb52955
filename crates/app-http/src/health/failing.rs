//! Since when something fails.

use std::sync::{Mutex, PoisonError};
use wariin_domain::{Span, Timestamp};

/// Remembers since when something fails, until it goes well once.
#[derive(Debug, Default)]
pub(super) struct Failing(Mutex<Option<Timestamp>>);

impl Failing {
    /// It went like this at that time.
    pub(super) fn note(&self, fails: bool, now: Timestamp) {
        let mut since = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *since = if fails { since.or(Some(now)) } else { None };
    }

    /// For how long it has failed; `None` when it went well the last time, or was never tried.
    pub(super) fn lasts(&self, now: Timestamp) -> Option<Span> {
        let since = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        since.map(|since| now.since(since))
    }
}
