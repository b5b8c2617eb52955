//! The email that tells a recipient of the conclusion (完了メール), when it is refused for good (不達).

use super::{Document, DocumentError};
use crate::{
    Actor, DocumentStatus, EventKind, Events, MailRefusal, Party, Recipient, RecipientId, SignIn,
    Timestamp, Undelivered,
};

impl Document {
    /// The email that tells this party of the conclusion was refused for good. Of a recipient it is kept until the
    /// sender sees to it; a second refusal before that is not reported.
    pub fn conclusion_mail_refused(
        &mut self,
        to: Party,
        why: MailRefusal,
        now: Timestamp,
    ) -> Events {
        if let Party::Recipient(id) = to
            && let Some(told) = self.recipient(id)
        {
            if self.refused_conclusion_mail(told).is_some() {
                return Events::none();
            }
            self.set_undelivered(id, Some(Undelivered { at: now, why }));
        }
        Events::one(self.event(now, Actor::Service, EventKind::MailRefused { to, why }))
    }

    /// Has that email mailed to the recipient once more. Nothing happens where it is not the last that was refused, so
    /// that a form which comes twice mails once.
    ///
    /// # Errors
    /// When `by` is not the sender.
    pub fn mail_conclusion_again(
        &mut self,
        recipient: RecipientId,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.see_to_conclusion(by, now, EventKind::ConclusionMailAsked { recipient }, recipient)
    }

    /// The sender told the recipient of the conclusion by other means. Nothing happens where that was seen to already.
    ///
    /// # Errors
    /// When `by` is not the sender.
    pub fn conclusion_was_told(
        &mut self,
        recipient: RecipientId,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.see_to_conclusion(by, now, EventKind::ConclusionTold { recipient }, recipient)
    }

    /// That this recipient could not be told of the conclusion. What was refused before it says nothing of that.
    pub(super) fn refused_conclusion_mail(&self, recipient: &Recipient) -> Option<Undelivered> {
        let DocumentStatus::Concluded { concluded_at, .. } = self.status else {
            return None;
        };
        recipient.undelivered.filter(|refused| refused.at >= concluded_at)
    }

    fn see_to_conclusion(
        &mut self,
        by: &SignIn,
        now: Timestamp,
        seen_to: EventKind,
        recipient: RecipientId,
    ) -> Result<Events, DocumentError> {
        self.expect_sender(by)?;
        if self.recipient(recipient).and_then(|told| self.refused_conclusion_mail(told)).is_none() {
            return Ok(Events::none());
        }
        self.set_undelivered(recipient, None);
        Ok(self.noted(by, now, seen_to))
    }

    fn set_undelivered(&mut self, recipient: RecipientId, refused: Option<Undelivered>) {
        if let Some(told) = self.recipient_mut(recipient) {
            told.undelivered = refused;
        }
    }
}
