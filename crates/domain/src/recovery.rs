//! Recovery: what follows when the database is found to have been set back to an earlier state.
//!
//! What was acknowledged since is not known any more. So all that would let a person in again, or take an
//! answer, ends: sessions, codes, invitations and links. Documents that wait for a consent wait for their
//! sender first ([`crate::HoldReason::Restored`]).

use crate::{Actor, Event, EventKind, Events, Organisation, Subject, Timestamp};

/// A recovery, from when it was found to be due.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// Its number, which is greater than that of every one before, those that are not known any more too.
    pub number: u32,
    /// When it was found to be due.
    pub begun_at: Timestamp,
    /// How it was found.
    pub cause: RecoveryCause,
    /// How many events the log of the database holds.
    pub events: u64,
    /// How many events the log was known to have held, where that is known.
    pub witnessed: Option<u64>,
    /// When all of it was done.
    pub finished_at: Option<Timestamp>,
}

/// How a database was found to be set back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryCause {
    /// The operator restored a backup.
    Restore,
    /// The log of the database does not hold the events that were witnessed outside of it.
    OlderThanWitness,
}

impl RecoveryCause {
    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Restore => "restore",
            Self::OlderThanWitness => "older_than_witness",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Restore, Self::OlderThanWitness].into_iter().find(|cause| cause.name() == name)
    }
}

impl Recovery {
    /// How many acknowledged events are known to be missing; `None` when it is not known.
    pub fn missing(&self) -> Option<u64> {
        self.witnessed.map(|witnessed| witnessed.saturating_sub(self.events))
    }

    /// Who recovers: the operator who restored, or the service by itself.
    pub fn actor(&self) -> Actor {
        match self.cause {
            RecoveryCause::Restore => Actor::Operator,
            RecoveryCause::OlderThanWitness => Actor::Service,
        }
    }

    /// What is recorded for an organisation of the database.
    pub fn told_to(&self, organisation: &Organisation, now: Timestamp) -> Events {
        let subject = Subject::Organisation(organisation.id);
        let kind = EventKind::Restored { events: self.events, witnessed: self.witnessed };
        Events::one(Event { subject, at: now, actor: self.actor(), kind })
    }
}
