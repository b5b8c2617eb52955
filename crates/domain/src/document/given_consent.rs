//! A consent that was given with a factor younger than the document: every reader of the recipient's mailbox may
//! have enrolled it. The sender, or the organisation's policy, holds it until the sender has made sure. The same goes
//! for the consent of a person to which the document was forwarded with such a factor.

use super::{Document, DocumentError, Hold, HoldReason, Problem};
use crate::{
    Actor, Assurance, EnrolmentClass, EventKind, Events, FactorMethod, InvitedBy, NewFactorRule,
    Recipient, RecipientId, SignIn, Timestamp,
};

impl Document {
    /// Whether the sender may hold what this recipient answers: a consent that was given with a factor younger than
    /// the document, or one that is still to come from a recipient who has opened the document by an account.
    pub fn may_hold(&self, recipient: &Recipient) -> bool {
        let is_doubtful = match recipient.consent() {
            Some(consent) => consent.assurance.is_after_sending(),
            None => recipient.mailed_at().is_some() && recipient.account.is_some(),
        };
        self.is_awaiting_consent() && is_doubtful && !recipient.is_held()
    }

    /// The sender holds the consent of a recipient, to make sure first who that is.
    ///
    /// # Errors
    /// When `by` is not the sender, or [`Self::may_hold`] says no.
    pub fn hold_by_sender(
        &mut self,
        recipient: RecipientId,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_sender(by)?;
        self.expect_awaiting("hold a consent to")?;
        let addressee = self.recipient(recipient).ok_or(Problem::NoSuchRecipient)?;
        if addressee.is_held() {
            return Ok(Events::none());
        }
        if !self.may_hold(addressee) {
            let (status, attempted) = (self.status.name(), "hold a consent to");
            return Err(DocumentError::NotPossible { status, attempted });
        }
        let actor = Actor::Account(by.account());
        if addressee.consent().is_some() {
            return Ok(self.hold_given(recipient, HoldReason::BySender, actor, now));
        }
        Ok(self.hold_one(recipient, HoldReason::BySender, actor, now))
    }

    /// The sender does not take a held consent: the recipient is mailed a new link and asked anew. What the
    /// recipient had filled in goes, and with it the consents that were given to it.
    ///
    /// # Errors
    /// When `by` is not the sender, the document does not await a consent, or the recipient has given none that is
    /// held.
    pub fn ask_anew(
        &mut self,
        recipient: RecipientId,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_sender(by)?;
        self.expect_awaiting("ask anew for a consent to")?;
        let addressee = self.recipient(recipient).ok_or(Problem::NoSuchRecipient)?;
        if addressee.consent_held.is_none() {
            let (status, attempted) = (self.status.name(), "ask anew for a consent to");
            return Err(DocumentError::NotPossible { status, attempted });
        }
        let actor = Actor::Account(by.account());
        let refused = EventKind::ConsentNotTaken { recipient };
        let refused = self.end_consent(recipient, refused, actor, now);
        Ok(refused.and(self.invite(recipient, InvitedBy::Reminder, actor, now)))
    }

    /// Holds a consent that was just given, where the organisation's policy says so.
    pub(super) fn hold_new_factor(&mut self, recipient: RecipientId, now: Timestamp) -> Events {
        let consent = self.recipient(recipient).and_then(Recipient::consent);
        if consent.is_some_and(|consent| self.policy_holds(&consent.assurance)) {
            return self.hold_given(recipient, HoldReason::NewFactor, Actor::Service, now);
        }
        Events::none()
    }

    /// Holds the consent to come of the person to which a recipient has forwarded the document by such a factor.
    pub(super) fn hold_after_new_factor(
        &mut self,
        next: RecipientId,
        by: &Assurance,
        now: Timestamp,
    ) -> Events {
        if self.policy_holds(by) {
            let why = HoldReason::ForwardedByNewFactor;
            return self.hold_one(next, why, Actor::Service, now);
        }
        Events::none()
    }

    fn policy_holds(&self, assurance: &Assurance) -> bool {
        match self.policy.recipients.new_factor {
            NewFactorRule::Hold => assurance.is_after_sending(),
            NewFactorRule::Mark => false,
        }
    }

    fn hold_given(
        &mut self,
        recipient: RecipientId,
        why: HoldReason,
        by: Actor,
        now: Timestamp,
    ) -> Events {
        if let Some(addressee) = self.recipient_mut(recipient) {
            addressee.consent_held = Some(Hold { since: now, why });
        }
        Events::one(self.event(now, by, EventKind::ConsentHeld { recipient, why }))
    }
}

/// A factor, or a link to a provider, that is younger than the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LateFactor {
    /// What it is; `None` for an identity at a provider.
    pub method: Option<FactorMethod>,
    /// What its enrolment is worth: E1, or E2 behind the access code.
    pub class: EnrolmentClass,
    /// When it was enrolled, or linked.
    pub made_at: Timestamp,
    /// Whether it is older than that, and counts as younger because the account got the recipient's address only after
    /// the recipient was asked there.
    pub is_address_newer: bool,
}

impl Document {
    /// The factor, or the link to a provider, where it counts as younger than the document for this recipient.
    pub fn late_factor(&self, recipient: &Recipient, assurance: &Assurance) -> Option<LateFactor> {
        let class = assurance.class().filter(|class| class.is_after_sending())?;
        let made_at = assurance.enrolled_at()?;
        let method = match assurance {
            Assurance::TwoFactor { method, .. } => Some(*method),
            Assurance::Idp { .. } | Assurance::Mailbox { .. } => None,
        };
        let asked_at = self.asked_since(recipient, self.status.sent_at()?);
        Some(LateFactor { method, class, made_at, is_address_newer: made_at < asked_at })
    }
}

impl Assurance {
    /// Whether the factor, or the identity at the provider, is younger than the document.
    pub fn is_after_sending(&self) -> bool {
        self.class().is_some_and(EnrolmentClass::is_after_sending)
    }
}
