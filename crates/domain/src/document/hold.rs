//! Held consents: a recipient whose way to sign in was replaced while a document waits may read it, but
//! consents only once the sender has made sure who that is. After a restore from a backup all consents are
//! held, until the sender has confirmed that the document still waits.

use super::{Document, DocumentError, DocumentStatus, Problem};
use crate::{
    Account, Actor, Event, EventKind, Events, InvitedBy, Recipient, RecipientId, RecipientState,
    SignIn, Timestamp,
};
use alloc::vec::Vec;

/// How many links a recipient may have been mailed after the backup that was restored: at one an hour
/// ([`crate::LINK_INTERVAL`]), those of a year. None of them opens the document.
const LINKS_NOT_KNOWN: u32 = 10_000;

/// Why a recipient's consent is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Since when.
    pub since: Timestamp,
    /// What happened to the way to sign in.
    pub why: HoldReason,
}

/// What happened to a recipient's way to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldReason {
    /// A backup code removed the factor.
    BackupCode,
    /// An admin of the recipient's organisation removed it.
    AdminReset,
    /// The identity at a provider was unlinked.
    IdpUnlinked,
    /// The person was taken out of the organisation.
    LeftOrganisation,
    /// By a mailed link, the reader of the mailbox said that the owner did not make it.
    Reported,
    /// The database was set back to an earlier state: what was answered, cancelled or mailed since is not
    /// known.
    Restored,
    /// The consent was given with a factor, or an identity at a provider, that is younger than the document, and
    /// the organisation holds such consents.
    NewFactor,
    /// The document was forwarded to the recipient with such a factor, under the same policy.
    ForwardedByNewFactor,
    /// The sender wants to make sure first who the recipient is.
    BySender,
}

impl HoldReason {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::BackupCode,
        Self::AdminReset,
        Self::IdpUnlinked,
        Self::LeftOrganisation,
        Self::Reported,
        Self::Restored,
        Self::NewFactor,
        Self::ForwardedByNewFactor,
        Self::BySender,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BackupCode => "backup_code",
            Self::AdminReset => "admin_reset",
            Self::IdpUnlinked => "idp_unlinked",
            Self::LeftOrganisation => "left_organisation",
            Self::Reported => "reported",
            Self::Restored => "restored",
            Self::NewFactor => "new_factor",
            Self::ForwardedByNewFactor => "forwarded_by_new_factor",
            Self::BySender => "by_sender",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.name() == name)
    }
}

impl Document {
    /// Holds the consents of the recipients that this account is for, because its way to sign in was
    /// replaced. Nothing happens to a document that does not wait for a consent of theirs behind the gate.
    pub fn hold(&mut self, account: &Account, why: HoldReason, now: Timestamp) -> Events {
        if !matches!(self.status, DocumentStatus::AwaitingConsent { .. }) {
            return Events::none();
        }
        let concerned: Vec<RecipientId> = self
            .recipients
            .iter()
            .filter(|r| r.is_for(account) && r.may_answer() && self.is_gated_for(r))
            .map(|r| r.id)
            .collect();
        let mut events = Events::none();
        for recipient in concerned {
            events = events.and(self.hold_one(recipient, why, Actor::Account(account.id), now));
        }
        events
    }

    /// Holds the consent of one recipient.
    pub(super) fn hold_one(
        &mut self,
        recipient: RecipientId,
        why: HoldReason,
        by: Actor,
        now: Timestamp,
    ) -> Events {
        if let Some(addressee) = self.recipient_mut(recipient) {
            addressee.held = Some(Hold { since: now, why });
        }
        let held = EventKind::ConsentHeld { recipient, why };
        Events::one(Event::of_document(self.id, now, by, held))
    }

    /// Holds the consents of all recipients, because the database was set back to an earlier state. Their
    /// links open nothing until the sender confirms, and those that were mailed before then never again.
    /// Nothing happens to a document that waits for no consent, or is held for this reason already.
    pub fn hold_after_restore(&mut self, by: Actor, now: Timestamp) -> Events {
        if !self.is_awaiting_consent() {
            return Events::none();
        }
        let id = self.id;
        let mut events = Events::none();
        for recipient in self.0.recipients.iter_mut().filter(|r| r.may_answer()) {
            if recipient.awaits_confirmation() {
                continue;
            }
            if recipient.mailed_at().is_some() {
                recipient.generation = recipient.generation.saturating_add(LINKS_NOT_KNOWN);
            }
            // A hold for another reason stays: it is released by a strong sign-in only.
            if recipient.held.is_some() {
                continue;
            }
            let why = HoldReason::Restored;
            recipient.held = Some(Hold { since: now, why });
            let held = EventKind::ConsentHeld { recipient: recipient.id, why };
            events = events.and(Events::one(Event::of_document(id, now, by, held)));
        }
        events
    }

    /// Whether the sender has to confirm after a restore that the document still waits.
    pub fn awaits_confirmation(&self) -> bool {
        self.is_awaiting_consent() && self.recipients.iter().any(Recipient::awaits_confirmation)
    }

    /// The recipient whose release stands for the whole document, while it waits for its sender's
    /// confirmation after a restore.
    pub fn to_confirm(&self) -> Option<RecipientId> {
        let mut held = self.recipients.iter().filter(|r| r.awaits_confirmation());
        held.next().map(|r| r.id).filter(|_| self.is_awaiting_consent())
    }

    /// Why this recipient's consent is held, while the sender has to see to that and may not know of it. After a
    /// restore the sender is told once of the document, and not once for each recipient.
    pub fn hold_to_see_to(&self, recipient: &Recipient) -> Option<HoldReason> {
        let hold = recipient.consent_held.or(recipient.held)?;
        let is_due = match hold.why {
            HoldReason::Restored => self.to_confirm() == Some(recipient.id),
            HoldReason::NewFactor => self.is_awaiting_consent(),
            HoldReason::BySender => false,
            HoldReason::BackupCode
            | HoldReason::AdminReset
            | HoldReason::IdpUnlinked
            | HoldReason::LeftOrganisation
            | HoldReason::Reported
            | HoldReason::ForwardedByNewFactor => {
                !self.status.is_final() && recipient.consent().is_none()
            }
        };
        is_due.then_some(hold.why)
    }

    /// The sender has made sure who the recipient is: the consent is held no longer, and the document goes on
    /// where it was given already. After a restore this confirms the whole document, and those whose turn it is
    /// are mailed new links. A recipient who is not held is left alone.
    ///
    /// # Errors
    /// When `by` is not the sender, or not strongly signed in (after a restore only with the request), the
    /// document does not await a consent, or has no such recipient.
    pub fn release(
        &mut self,
        recipient: RecipientId,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_sender(by)?;
        let addressee = self.recipient(recipient).ok_or(Problem::NoSuchRecipient)?;
        if !addressee.is_held() {
            return Ok(Events::none());
        }
        let is_restored = addressee.awaits_confirmation();
        if !is_restored || self.advanced_auth.is_requested() {
            by.strong()?;
        }
        self.expect_awaiting("release a recipient of")?;
        if is_restored {
            return Ok(self.confirm(by, now));
        }
        let addressee = self.recipient_mut(recipient).ok_or(Problem::NoSuchRecipient)?;
        addressee.held = None;
        let is_given = addressee.consent_held.take().is_some();
        let released = self.noted(by, now, EventKind::ConsentReleased { recipient });
        Ok(if is_given { released.and(self.invite_next(now)) } else { released })
    }

    fn confirm(&mut self, by: &SignIn, now: Timestamp) -> Events {
        let held = self.recipients.iter().filter(|r| r.awaits_confirmation());
        let held: Vec<RecipientId> = held.map(|r| r.id).collect();
        let mut events = Events::none();
        for recipient in held {
            let Some(addressee) = self.recipient_mut(recipient) else {
                continue;
            };
            addressee.held = None;
            let is_mailed = addressee.mailed_at().is_some();
            events = events.and(self.noted(by, now, EventKind::ConsentReleased { recipient }));
            if is_mailed {
                let actor = Actor::Account(by.account());
                events = events.and(self.invite(recipient, InvitedBy::Reminder, actor, now));
            }
        }
        events
    }
}

impl Recipient {
    /// Whether the sender has to make sure who this is, before the recipient can consent or the consent counts.
    pub fn is_held(&self) -> bool {
        self.held.is_some() || self.consent_held.is_some()
    }

    /// Whether the sender has to confirm the document after a restore before this recipient goes on.
    pub fn awaits_confirmation(&self) -> bool {
        self.held.is_some_and(|hold| hold.why == HoldReason::Restored)
    }

    pub(super) fn may_answer(&self) -> bool {
        match self.state {
            // A consent may still be taken back, and be given anew.
            RecipientState::Waiting
            | RecipientState::Invited { .. }
            | RecipientState::Consented(_) => true,
            RecipientState::Declined { .. }
            | RecipientState::Forwarded { .. }
            | RecipientState::WrongRecipient { .. } => false,
        }
    }
}
