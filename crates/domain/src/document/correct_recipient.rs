//! 宛先の訂正: another address, or another name, for a recipient of a sent document who has not passed the gate.

use super::{Document, DocumentError, Problem};
use crate::{
    Actor, AddressCorrection, EmailAddress, EventKind, Events, Excluded, IdpConnection, IdpDemand,
    InvitedBy, PersonName, Recipient, RecipientDetails, RecipientId, RecipientState, SignIn,
    Timestamp,
};

/// What a recipient is called and where the recipient is reached, as the sender writes it now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorrectedRecipient {
    /// 氏名
    pub name: PersonName,
    /// メールアドレス
    pub email: EmailAddress,
}

impl Document {
    /// Whether the sender may correct this recipient: the document waits, and this person neither passed the gate nor
    /// answered. A report of the wrong recipient is no answer of the right one.
    pub fn may_correct_recipient(&self, recipient: &Recipient) -> bool {
        self.is_awaiting_consent() && recipient.is_before_gate() && !recipient.awaits_confirmation()
    }

    /// Whether the correction needs the provider that serves the new address, if there is one: the organisation's
    /// settings demand that this recipient signs in there, and none is demanded yet.
    pub fn needs_own_idp_for(&self, id: RecipientId, to: &CorrectedRecipient) -> bool {
        self.recipient(id).is_some_and(|recipient| {
            recipient.details.email != to.email && self.has_no_own_idp(&recipient.called(to))
        })
    }

    /// Corrects name and address of a recipient who has not passed the gate (O-09). With another address the links
    /// that were mailed open nothing any more, what was proved at the former address is dropped, and a recipient whose
    /// turn has come is mailed a new link; what is demanded of the recipient stays. Where the organisation's settings
    /// demand the provider of the recipient's own organisation and none is demanded yet
    /// ([`Self::needs_own_idp_for`]), `serving`, the connection that serves the new address, is demanded from now on, as
    /// at the sending. The same values change nothing.
    ///
    /// # Errors
    /// When `by` is not the sender, or not strongly signed in while the request is set or the organisation demands it
    /// for the new address; that demand excludes the recipient's language; the document does not await a
    /// consent, or has no such recipient; [`DocumentError::Held`] while the sender has to confirm the document after a
    /// restore; [`Problem::PassedGate`]; or [`Problem::NoAccessCode`] where the new address is one of those that have
    /// to enrol behind an access code and there is none.
    pub fn correct_recipient(
        &mut self,
        id: RecipientId,
        to: CorrectedRecipient,
        serving: Option<&IdpConnection>,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_sender(by)?;
        self.expect_awaiting("correct a recipient of")?;
        if self.is_requested() {
            by.strong()?;
        }
        let recipient = self.recipient(id).ok_or(Problem::NoSuchRecipient)?;
        if recipient.awaits_confirmation() {
            return Err(DocumentError::Held);
        }
        if !recipient.is_before_gate() {
            return Err(Problem::PassedGate.into());
        }
        let before = &recipient.details;
        let is_moved = before.email != to.email;
        if !is_moved && before.name == to.name {
            return Ok(Events::none());
        }
        let corrected = EventKind::RecipientCorrected {
            recipient: id,
            from_name: before.name.as_str().into(),
            from_email: before.email.as_str().into(),
            to_name: to.name.as_str().into(),
            to_email: to.email.as_str().into(),
        };
        let mut next = recipient.called(&to);
        if self.needs_own_idp_for(id, &to) {
            next.details.idp = serving.map(IdpDemand::of);
        }
        if self.lacks_access_code(&next) {
            return Err(Problem::NoAccessCode(id).into());
        }
        if self.is_gated_for(&next) && !self.is_gated_for(recipient) {
            by.strong()?;
            if let Some(excluded) = Excluded::among([&next.details], &self.policy) {
                return Err(excluded.into());
            }
        }
        if is_moved {
            next.preflight = None;
            next.behind_access_code.clear();
            next.corrected = Some(AddressCorrection { at: now, first_link: next.generation + 1 });
        }
        let is_asked = next.was_invited();
        if let Some(place) = self.0.recipients.iter_mut().find(|one| one.id == id) {
            *place = next;
        }
        let events = self.noted(by, now, corrected);
        if !is_moved || !is_asked {
            return Ok(events);
        }
        let actor = Actor::Account(by.account());
        Ok(events.and(self.invite(id, InvitedBy::Correction, actor, now)))
    }
}

impl Recipient {
    /// The recipient with this name and address.
    fn called(&self, to: &CorrectedRecipient) -> Self {
        let CorrectedRecipient { name, email } = to.clone();
        let details = RecipientDetails { name, email, ..self.details.clone() };
        Self { details, ..self.clone() }
    }

    /// Whether this person was not let in yet, and has not answered.
    fn is_before_gate(&self) -> bool {
        let is_open = match self.state {
            RecipientState::Waiting
            | RecipientState::Invited { .. }
            | RecipientState::WrongRecipient { .. } => true,
            RecipientState::Consented(_)
            | RecipientState::Declined { .. }
            | RecipientState::Forwarded { .. } => false,
        };
        is_open && self.account.is_none() && self.opened_at.is_none()
    }
}
