//! Two people who share a mailbox (O-22): the one who does not own its account takes the turn along to an address of the
//! own, and answers by an account of the own.

use super::{Document, DocumentError, Problem};
use crate::{
    Actor, EmailAddress, EnrolmentRule, Events, GateRefusal, InvitedBy, ProvenMailbox, Recipient,
    RecipientDetails, RecipientId, RecipientState, Timestamp,
};

/// Where the turn is taken along to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnAddress {
    /// The id of the recipient that is asked there.
    pub id: RecipientId,
    /// The person's own address. All else stays as the sender wrote it.
    pub email: EmailAddress,
}

/// What a session has proved that may take the turn along.
#[derive(Clone, Copy, Debug)]
pub struct MailboxReader<'a> {
    /// The mailbox that a mailed code proved in the session.
    pub mailbox: &'a ProvenMailbox,
    /// The recipient, if the access code was typed for this one in the session.
    pub unlocked: Option<RecipientId>,
}

impl Document {
    /// Whether this recipient's turn may be taken along to another address of the same person: the recipient has to
    /// sign in strongly, and the sender told an access code by another channel, which tells the one reader of the
    /// mailbox from the other. Not where the factor has to be older than the document, since another account's factor
    /// says nothing of that, and not once the gate was passed or an answer given.
    pub fn may_move_to_own_address(&self, recipient: &Recipient) -> bool {
        let requirement = self.requirement_for(recipient);
        let rule = requirement.enrolment_in_effect().map(|rule| rule.value);
        self.is_awaiting_consent()
            && matches!(recipient.state, RecipientState::Invited { .. })
            && recipient.is_before_gate()
            && requirement.is_gated()
            && requirement.access_code.is_some()
            && rule != Some(EnrolmentRule::BeforeSending)
    }

    /// Takes the turn of this recipient along to another address of the same person, who shares the mailbox with the
    /// owner of its account (O-22). It is a forwarding whose requirements stay, by the reader of the mailbox who knows
    /// the access code: name and organisation stay as the sender wrote them, and the access code is asked for again at
    /// the other address. Where the organisation holds consents by factors that are younger than the document, the
    /// consent to come is held.
    ///
    /// # Errors
    /// [`GateRefusal::AccessCode`], [`GateRefusal::ProveMailbox`], [`DocumentError::Held`],
    /// [`Problem::ForwardToOneself`], [`Problem::TooManyRecipients`], or [`Problem::StaysAtAddress`] where
    /// [`Self::may_move_to_own_address`] says no, or no strong sign-in would be demanded at the other address.
    pub fn move_to_own_address(
        &mut self,
        recipient: RecipientId,
        reader: MailboxReader<'_>,
        to: OwnAddress,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_awaiting("take a turn of")?;
        let from = self.recipient(recipient).ok_or(DocumentError::NotYourTurn)?;
        self.requirement_for(from).expect_unlocked(recipient, reader.unlocked)?;
        if !reader.mailbox.is_of(from) {
            return Err(GateRefusal::ProveMailbox.into());
        }
        if from.held.is_some() {
            return Err(DocumentError::Held);
        }
        let OwnAddress { id, email } = to;
        if from.details.email == email {
            return Err(Problem::ForwardToOneself.into());
        }
        let next = Recipient::new(id, RecipientDetails { email, ..from.details.clone() });
        if !self.may_move_to_own_address(from) || !self.is_gated_for(&next) {
            return Err(Problem::StaysAtAddress.into());
        }
        let actor = Actor::LinkHolder(recipient);
        let forwarded = self.hand_on(recipient, next, actor, now)?;
        let held = self.hold_after_unknown_factor(id, now);
        Ok(forwarded.and(held).and(self.invite(id, InvitedBy::Forwarding, actor, now)))
    }

    /// When the turn was taken along to this recipient's address, if it was: the recipient before has to sign in strongly
    /// and no account had passed the gate there. The sender who corrects the address since vouches for it.
    pub(crate) fn moved_at(&self, addressee: &Recipient) -> Option<Timestamp> {
        let handed_on = self.recipients.iter().find_map(|from| match from.state {
            RecipientState::Forwarded { at, to } if to == addressee.id => Some((from, at)),
            _ => None,
        });
        let moved = handed_on.filter(|(from, _)| from.account.is_none() && self.is_gated_for(from));
        moved.filter(|_| addressee.corrected.is_none()).map(|(_, at)| at)
    }
}
