//! What a report of an account's owner (「身に覚えがない」) means for a document.

use super::{Document, DocumentStatus, HoldReason};
use crate::{
    Account, Actor, EventKind, Events, Recipient, RecipientId, RecipientState, Requester, Timestamp,
};
use alloc::vec::Vec;

impl Document {
    /// The owner of the account did not make a change of `since`. Consents that the account has given from
    /// then on are disputed, and taken back while others still have to answer; those that are still to come,
    /// of the account and of recipients to which it has forwarded from then on, are held.
    pub fn report(&mut self, account: &Account, since: Timestamp, now: Timestamp) -> Events {
        let disputed = self.dispute(account, since, now);
        disputed.and(self.hold_reported(account, since, now))
    }

    fn dispute(&mut self, account: &Account, since: Timestamp, now: Timestamp) -> Events {
        let is_open = self.is_awaiting_consent();
        let is_agreed = match self.status {
            DocumentStatus::AwaitingConsent { .. }
            | DocumentStatus::Sealing { .. }
            | DocumentStatus::Concluded { .. } => true,
            DocumentStatus::Draft
            | DocumentStatus::Cancelled { .. }
            | DocumentStatus::Declined { .. } => false,
        };
        let is_disputed = |recipient: &&Recipient| {
            recipient.account == Some(account.id)
                && recipient.consent().is_some_and(|consent| consent.at >= since)
        };
        let disputed = self.recipients.iter().filter(|_| is_agreed).filter(is_disputed);
        let disputed: Vec<RecipientId> = disputed.map(|recipient| recipient.id).collect();
        disputed.into_iter().fold(Events::none(), |events, recipient| {
            let actor = Actor::Unidentified;
            let dispute = self.event(now, actor, EventKind::ConsentDisputed { recipient });
            let events = events.and(Events::one(dispute));
            if is_open { events.and(self.take_back_consent(recipient, actor, now)) } else { events }
        })
    }

    fn hold_reported(&mut self, account: &Account, since: Timestamp, now: Timestamp) -> Events {
        if !self.is_awaiting_consent() {
            return Events::none();
        }
        let concerned: Vec<RecipientId> = self
            .recipients
            .iter()
            .filter(|r| r.is_for(account))
            .map(|recipient| self.last_of_forwarding(recipient, account, since))
            .filter(|r| r.may_answer() && self.is_gated_for(r))
            .map(|r| r.id)
            .collect();
        concerned.into_iter().fold(Events::none(), |events, recipient| {
            let why = HoldReason::Reported;
            events.and(self.hold_one(recipient, why, Actor::Unidentified, now))
        })
    }

    /// Who answers in the place of this recipient, where the account has forwarded it since then.
    fn last_of_forwarding<'a>(
        &'a self,
        recipient: &'a Recipient,
        account: &Account,
        since: Timestamp,
    ) -> &'a Recipient {
        let mut last = recipient;
        let is_concerned = last.account == Some(account.id);
        while let RecipientState::Forwarded { at, to } = last.state
            && is_concerned
            && at >= since
            && let Some(next) = self.recipient(to)
        {
            last = next;
        }
        last
    }

    /// Whether this recipient's consent has to be held because the account that opens the document is under
    /// a report of its owner.
    pub(super) fn is_to_hold_for(&self, recipient: &Recipient, requester: Requester<'_>) -> bool {
        match requester {
            Requester::SignedIn(identity) => {
                identity.account().is_under_report()
                    && recipient.held.is_none()
                    && recipient.may_answer()
                    && self.is_awaiting_consent()
                    && self.is_gated_for(recipient)
            }
            Requester::LinkHolder { .. } | Requester::Anonymous => false,
        }
    }
}
