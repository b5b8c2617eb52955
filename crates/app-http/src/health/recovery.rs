//! What readiness says of a database that was set back to an earlier state.

use std::sync::{Mutex, PoisonError};
use wariin_domain::Recovery;
use wariin_usecases::RecoveryReport;

/// What is known of recoveries.
#[derive(Debug, Default)]
pub(crate) struct RecoveryNote(Mutex<State>);

#[derive(Clone, Debug, Default)]
enum State {
    #[default]
    Never,
    /// Before this process was started.
    Before(String),
    /// By this process.
    Now(String),
    /// The database was set back beneath this process.
    WhileRunning,
}

impl RecoveryNote {
    /// The process recovered the database at its start.
    pub(crate) fn now(&self, report: &RecoveryReport) {
        let documents = report.documents;
        let events = missing(&report.recovery);
        let text = format!(
            "the database was set back ({events}); {documents} documents waited for their senders at the start"
        );
        self.set(State::Now(text));
    }

    /// The database was recovered before.
    pub(crate) fn before(&self, recovery: &Recovery) {
        let (number, events) = (recovery.number, missing(recovery));
        self.set(State::Before(format!("set back {number} times; the last time {events}")));
    }

    /// The log of the database no longer holds what was witnessed.
    pub(crate) fn set_back_while_running(&self) {
        let is_new = !matches!(self.get(), State::WhileRunning);
        if is_new {
            tracing::error!(
                "the database was set back while the service runs: restart it, so that it recovers"
            );
        }
        self.set(State::WhileRunning);
    }

    /// Whether all is well, and what there is to know.
    pub(crate) fn check(&self) -> (Result<(), String>, Option<String>) {
        match self.get() {
            State::Never => (Ok(()), None),
            State::Before(text) => (Ok(()), Some(text)),
            State::Now(text) => (Err(text), None),
            State::WhileRunning => {
                (Err("the database was set back while the service runs; restart it".into()), None)
            }
        }
    }

    fn get(&self) -> State {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, state: State) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }
}

fn missing(recovery: &Recovery) -> String {
    match recovery.missing() {
        Some(events) => format!("{events} acknowledged events are missing"),
        None => "it is not known how much is missing".to_owned(),
    }
}
