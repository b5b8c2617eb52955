//! Mailed links: sent by the sender once more (リマインド), or made anew at the request of a visitor with a
//! link that has ended. Either way the link before stops working.

use super::{Document, DocumentError, Problem};
use crate::{
    Actor, Event, EventKind, Events, InvitedBy, Recipient, RecipientId, RecipientState, SignIn,
    Span, Timestamp,
};

/// How long after one link the next may be mailed, so that no mailbox is flooded.
pub const LINK_INTERVAL: Span = Span::minutes(60);

impl Document {
    /// Reminds a recipient whose turn it is: a new link is mailed.
    ///
    /// # Errors
    /// When `by` is not the sender, the document does not wait for this recipient, or
    /// [`Problem::LinkJustMailed`].
    pub fn remind(
        &mut self,
        recipient: RecipientId,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_sender(by)?;
        self.expect_awaiting("remind a recipient of")?;
        self.expect_mailable(recipient, now)?;
        let why = InvitedBy::Reminder;
        Ok(self.invite(recipient, why, Actor::Account(by.account()), now))
    }

    /// Mails a new link to the recipient's own address, at the request of a visitor with an older one.
    /// A link that still leads here is left as it is.
    ///
    /// # Errors
    /// As [`Self::remind`], except that `by` is not asked for.
    pub fn renew_link(
        &mut self,
        recipient: RecipientId,
        held: u32,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_awaiting("renew a link to")?;
        if self.recipient_by_link(recipient, held, now).is_some() {
            return Ok(Events::none());
        }
        if self.recipient(recipient).is_some_and(|r| r.is_of_former_address(held)) {
            return Err(DocumentError::NotYourTurn);
        }
        self.expect_mailable(recipient, now)?;
        Ok(self.invite(recipient, InvitedBy::Renewal, Actor::LinkHolder(recipient), now))
    }

    /// Mails a new link to the recipient's own address, at the request of a visitor with a damaged one, however
    /// lately another was mailed: that one came damaged. `last` is when a visitor was last mailed one.
    ///
    /// # Errors
    /// When the document does not wait for this recipient, or [`Problem::LinkJustMailed`] within
    /// [`LINK_INTERVAL`] of `last`. A damaged link does not say to which address it was mailed, so nothing is mailed to
    /// an address that the sender has corrected.
    pub fn replace_damaged_link(
        &mut self,
        recipient: RecipientId,
        last: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_awaiting("renew a link to")?;
        let is_corrected = self.recipient(recipient).is_some_and(|r| r.corrected.is_some());
        if is_corrected || !self.can_renew_link(recipient, None) {
            return Err(DocumentError::NotYourTurn);
        }
        if last.is_some_and(|at| now < at.plus(LINK_INTERVAL)) {
            return Err(Problem::LinkJustMailed.into());
        }
        Ok(self.invite(recipient, InvitedBy::Renewal, Actor::LinkHolder(recipient), now))
    }

    /// Whether a visitor with a link that has ended can have a new one mailed to the recipient. `held` is which link it
    /// was, where that is known: one that went to an address which the sender has corrected since renews nothing.
    pub fn can_renew_link(&self, recipient: RecipientId, held: Option<u32>) -> bool {
        self.expect_awaiting("renew a link to").is_ok()
            && self
                .recipient(recipient)
                .filter(|r| r.mailed_at().is_some() && !r.awaits_confirmation())
                .is_some_and(|r| !held.is_some_and(|link| r.is_of_former_address(link)))
    }

    /// Whether a link of this generation is not the newest of the recipient: what becomes of its email says nothing of
    /// the address that the recipient has now.
    pub fn has_newer_link(&self, recipient: RecipientId, generation: u32) -> bool {
        self.recipient(recipient).is_some_and(|newest| newest.generation > generation)
    }

    /// From when on the recipient may be mailed another link; `None` while the document does not wait for
    /// that person, or waits for its sender first.
    pub fn next_link_at(&self, recipient: &Recipient) -> Option<Timestamp> {
        self.expect_awaiting("mail a link of").ok()?;
        if recipient.awaits_confirmation() {
            return None;
        }
        recipient.mailed_at().map(|at| at.plus(LINK_INTERVAL))
    }

    fn expect_mailable(&self, recipient: RecipientId, now: Timestamp) -> Result<(), DocumentError> {
        let next = self.recipient(recipient).and_then(|recipient| self.next_link_at(recipient));
        if now < next.ok_or(DocumentError::NotYourTurn)? {
            return Err(Problem::LinkJustMailed.into());
        }
        Ok(())
    }

    /// Makes this recipient's next link, to be mailed.
    pub(super) fn invite(
        &mut self,
        recipient: RecipientId,
        why: InvitedBy,
        actor: Actor,
        now: Timestamp,
    ) -> Events {
        let id = self.id;
        let Some(next) = self.recipient_mut(recipient) else {
            return Events::none();
        };
        next.state = RecipientState::Invited { at: now };
        next.consent_held = None;
        next.generation += 1;
        next.undelivered = None;
        let email = next.details.email.as_str().into();
        let invited = EventKind::Invited { recipient, generation: next.generation, email, why };
        Events::one(Event::of_document(id, now, actor, invited))
    }
}
