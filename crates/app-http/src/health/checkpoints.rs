//! What readiness says of the published checkpoints of the log.

use std::sync::{Mutex, PoisonError};
use wariin_ports::Publication;
use wariin_usecases::Unattested;

/// How the last publication went, and what other parties have not attested of the newest checkpoint.
#[derive(Debug, Default)]
pub(crate) struct CheckpointNote(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Why nothing is published any more.
    alarm: Option<String>,
    lacking: Unattested,
}

impl CheckpointNote {
    /// What publishing came to.
    pub(crate) fn published(&self, publication: &Publication) {
        let alarm = match publication {
            Publication::New(_) | Publication::Unchanged => None,
            Publication::Inconsistent { published, events } => Some(format!(
                "the log of {events} events does not extend the published checkpoint of {published}; nothing is \
                 published any more: run `wariin audit verify`"
            )),
        };
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(alarm) = alarm.as_ref().filter(|_| state.alarm.is_none()) {
            tracing::error!("{alarm}");
        }
        state.alarm = alarm;
    }

    /// What is not attested of the newest checkpoint. Says so in the log when it is another thing than before.
    pub(crate) fn attested(&self, lacking: Unattested) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.lacking != lacking {
            for (witness, why) in &lacking.witnesses {
                tracing::warn!(witness, why, "a checkpoint is not cosigned yet");
            }
            if let Some(why) = &lacking.timestamp {
                tracing::warn!(why, "a checkpoint is not timestamped yet");
            }
        }
        state.lacking = lacking;
    }

    /// Whether all is well, without addresses of other machines.
    pub(crate) fn check(&self) -> Result<(), String> {
        let state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let witnesses = state.lacking.witnesses.iter();
        let mut told: Vec<String> = state.alarm.iter().cloned().collect();
        told.extend(witnesses.map(|(witness, why)| format!("not cosigned by {witness}: {why}")));
        if state.lacking.timestamp.is_some() {
            told.push("the newest checkpoint is not timestamped".to_owned());
        }
        if told.is_empty() { Ok(()) } else { Err(told.join("; ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // EV-01
    #[test]
    fn a_log_that_does_not_extend_what_was_published_is_told_until_it_does_again() {
        let note = CheckpointNote::default();
        assert_eq!(note.check(), Ok(()));
        note.published(&Publication::Inconsistent { published: 9, events: 7 });
        assert!(
            note.check().unwrap_err().contains("does not extend the published checkpoint of 9")
        );
        note.attested(Unattested {
            witnesses: vec![("w.example".to_owned(), "away".to_owned())],
            timestamp: Some("the address of the authority".to_owned()),
        });
        let told = note.check().unwrap_err();
        assert!(told.ends_with(
            "not cosigned by w.example: away; the newest checkpoint is not timestamped"
        ));
        note.published(&Publication::Unchanged);
        note.attested(Unattested::default());
        assert_eq!(note.check(), Ok(()));
    }
}
