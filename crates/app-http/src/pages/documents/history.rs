//! What happened to a document, line by line.

use crate::i18n::{Locale, labels};
use wariin_domain::{Actor, Document, EventKind};
use wariin_ports::{TimelineEntry, TimelineEvent};

/// What happened, the newest first: each line with the time, the event, the person.
pub(crate) struct History {
    /// From the sending on.
    pub(crate) since: Vec<Line>,
    /// Until the sending: the steps of the draft.
    pub(crate) before: Vec<Line>,
}

type Line = (String, String, String);

impl History {
    /// The document's history in words.
    pub(crate) fn of(locale: &Locale, timeline: &[TimelineEntry], document: &Document) -> Self {
        let is_sending = |entry: &TimelineEntry| {
            matches!(entry.what, TimelineEvent::Known(EventKind::Sent { .. }))
        };
        let (before, since) = timeline.split_at(timeline.iter().position(is_sending).unwrap_or(0));
        let lines = |part: &[TimelineEntry]| {
            part.iter().rev().map(|entry| line(locale, entry, document)).collect()
        };
        Self { since: lines(since), before: lines(before) }
    }
}

fn line(locale: &Locale, entry: &TimelineEntry, document: &Document) -> Line {
    let actor = match entry.actor.actor {
        Some(Actor::Service) => String::new(),
        Some(Actor::Operator) => locale.office.documents_actor_operator(),
        Some(Actor::LinkHolder(_)) => locale.office.documents_actor_link_holder(),
        Some(Actor::Account(_)) if names_its_actor(&entry.what) => String::new(),
        Some(Actor::Account(_) | Actor::Unidentified) | None => {
            entry.actor.name.clone().unwrap_or_else(|| "—".to_owned())
        }
    };
    (locale.at(entry.at), labels::event(locale, &entry.what, &document.recipients), actor)
}

/// Whether the sentence about such an event names the person who did it already.
fn names_its_actor(what: &TimelineEvent) -> bool {
    matches!(
        what,
        TimelineEvent::Known(
            EventKind::Opened { .. }
                | EventKind::Forwarded { .. }
                | EventKind::Consented { .. }
                | EventKind::ConsentWithdrawn { .. }
                | EventKind::Declined { .. }
                | EventKind::ConsentsEnded { .. }
                | EventKind::IdTokenKept { .. }
                | EventKind::PasskeyAssertionKept { .. }
        )
    )
}
