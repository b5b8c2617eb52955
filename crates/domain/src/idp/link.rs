//! The link between an identity at a provider and an account.

use super::IdpIdentity;
use crate::{AccountId, Actor, Event, EventKind, Events, Timestamp};

/// An identity of a provider that belongs to an account (`IdP連携`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdpLink {
    /// The account.
    pub account: AccountId,
    /// The identity.
    pub identity: IdpIdentity,
    /// When it was linked.
    pub linked_at: Timestamp,
    /// Whether a mailed code had proved the mailbox in the session that linked it; `None` for a link of a release that
    /// did not keep it.
    pub behind_code: Option<bool>,
}

/// How an identity came to be linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkedBy {
    /// By the account's owner, signed in to it.
    Owner {
        /// Whether a mailed code had proved the mailbox in that session.
        behind_code: bool,
    },
    /// At a first login, behind a mailed code.
    FirstLogin,
}

impl IdpLink {
    /// Links an identity to an account.
    pub fn create(
        account: AccountId,
        identity: IdpIdentity,
        by: LinkedBy,
        now: Timestamp,
    ) -> (Self, Events) {
        let at_first_login = by == LinkedBy::FirstLogin;
        let behind_code = match by {
            LinkedBy::Owner { behind_code } => behind_code,
            LinkedBy::FirstLogin => true,
        };
        let behind_code = Some(behind_code);
        let linked =
            EventKind::IdpLinked { identity: identity.clone(), at_first_login, behind_code };
        let link = Self { account, identity, linked_at: now, behind_code };
        let events = link.happened(linked, now);
        (link, events)
    }

    /// The account's owner takes the link away.
    pub fn removed(&self, now: Timestamp) -> Events {
        self.happened(EventKind::IdpUnlinked { identity: self.identity.clone() }, now)
    }

    fn happened(&self, kind: EventKind, now: Timestamp) -> Events {
        Events::one(Event::of_account(self.account, now, Actor::Account(self.account), kind))
    }
}
