//! A report that the mailed link reached the wrong person (この宛先は私ではありません), and taking it back.

use super::{Document, DocumentError};
use crate::{Actor, EventKind, Events, RecipientId, RecipientState, Timestamp};

impl Document {
    /// The holder of the mailed link says not to be this recipient (この宛先は私ではありません). Needs no
    /// factor and shows nothing; the link stops working and the sender is told.
    ///
    /// # Errors
    /// When the document no longer waits for this recipient, or it was already opened.
    pub fn report_wrong_recipient(
        &mut self,
        recipient: RecipientId,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_awaiting("report_wrong_recipient")?;
        let addressee = self.recipient_mut(recipient).filter(|r| r.opened_at.is_none());
        let addressee = addressee.ok_or(DocumentError::NotYourTurn)?;
        let invited_at = addressee.mailed_at().ok_or(DocumentError::NotYourTurn)?;
        addressee.state = RecipientState::WrongRecipient { at: now, invited_at };
        let wrong_recipient = EventKind::WrongRecipient { recipient };
        Ok(Events::one(self.event(now, Actor::LinkHolder(recipient), wrong_recipient)))
    }

    /// Whether the holder of this link may take back the report that it reached the wrong person: while the
    /// document waits and the link would still live.
    pub fn may_take_back_report(&self, recipient: RecipientId, link: u32, now: Timestamp) -> bool {
        let reported = self.recipient(recipient).filter(|r| r.generation == link);
        let invited_at = reported.and_then(|recipient| match recipient.state {
            RecipientState::WrongRecipient { invited_at, .. } => Some(invited_at),
            RecipientState::Waiting
            | RecipientState::Invited { .. }
            | RecipientState::Consented(_)
            | RecipientState::Declined { .. }
            | RecipientState::Forwarded { .. } => None,
        });
        let life = self.policy.link_life.span();
        self.is_awaiting_consent() && invited_at.is_some_and(|at| now < at.plus(life))
    }

    /// The holder of the mailed link takes back the report to be the wrong person: the link works again,
    /// for as long as it would have, and the sender is told.
    ///
    /// # Errors
    /// [`DocumentError::NotYourTurn`] as [`Self::may_take_back_report`] says.
    pub fn take_back_report(
        &mut self,
        recipient: RecipientId,
        link: u32,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        if !self.may_take_back_report(recipient, link, now) {
            return Err(DocumentError::NotYourTurn);
        }
        let addressee = self.recipient_mut(recipient).ok_or(DocumentError::NotYourTurn)?;
        if let RecipientState::WrongRecipient { invited_at, .. } = addressee.state {
            addressee.state = RecipientState::Invited { at: invited_at };
        }
        let taken_back = EventKind::ReportTakenBack { recipient };
        Ok(Events::one(self.event(now, Actor::LinkHolder(recipient), taken_back)))
    }
}
