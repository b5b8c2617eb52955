//! What happened: the only thing a transition returns, and what the audit log is made of.

mod kind;
mod name;
mod refusal;

use crate::{AccountId, DocumentId, IdpConnectionId, OrganisationId, RecipientId, Timestamp};
use alloc::{vec, vec::Vec};

pub use kind::EventKind;
pub use refusal::Refusal;

/// The events of one step, to be saved together with what they changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "events that are not saved are lost evidence"]
pub struct Events(Vec<Event>);

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it happened to.
    pub subject: Subject,
    /// When.
    pub at: Timestamp,
    /// Who did it.
    pub actor: Actor,
    /// What it was.
    pub kind: EventKind,
}

/// What an event happened to. The events of one subject form a chain of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A document.
    Document(DocumentId),
    /// An account.
    Account(AccountId),
    /// A connection to an identity provider.
    IdpConnection(IdpConnectionId),
    /// An organisation.
    Organisation(OrganisationId),
}

/// Why a link was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvitedBy {
    /// The recipient's turn came.
    Turn,
    /// The sender reminded (リマインド).
    Reminder,
    /// The holder of an older link asked for a new one.
    Renewal,
    /// Another recipient forwarded.
    Forwarding,
    /// A recipient took back a consent, and with it values that this recipient had consented to.
    Lapse,
    /// The sender corrected the recipient's address.
    Correction,
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The person signed in to this account.
    Account(AccountId),
    /// The holder of this recipient's mailed link.
    LinkHolder(RecipientId),
    /// The service itself.
    Service,
    /// The operator, at the command line of the server.
    Operator,
    /// A caller who is not signed in and holds no link.
    Unidentified,
}

impl Events {
    /// Nothing happened.
    pub fn none() -> Self {
        Self::default()
    }

    /// One event.
    pub fn one(event: Event) -> Self {
        Self(vec![event])
    }

    /// These events and then those.
    pub fn and(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }

    /// The events in the order in which they happened.
    pub fn iter(&self) -> core::slice::Iter<'_, Event> {
        self.0.iter()
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Events {
    type Item = &'a Event;
    type IntoIter = core::slice::Iter<'a, Event>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Event {
    /// Something that happened to an account.
    pub fn of_account(account: AccountId, at: Timestamp, actor: Actor, kind: EventKind) -> Self {
        Self { subject: Subject::Account(account), at, actor, kind }
    }

    /// Something that happened to a document.
    pub fn of_document(document: DocumentId, at: Timestamp, actor: Actor, kind: EventKind) -> Self {
        Self { subject: Subject::Document(document), at, actor, kind }
    }
}
