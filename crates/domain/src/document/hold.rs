//! Held consents: a recipient whose way to sign in was replaced while a document waits may read it, but
//! consents only once the sender has made sure who that is.

use super::{Document, DocumentError, DocumentStatus, Problem};
use crate::{
    Account, Actor, Event, EventKind, Events, Recipient, RecipientId, RecipientState, SignIn,
    Timestamp,
};
use alloc::vec::Vec;

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
}

impl HoldReason {
    /// Every reason.
    pub const ALL: [Self; 4] =
        [Self::BackupCode, Self::AdminReset, Self::IdpUnlinked, Self::LeftOrganisation];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BackupCode => "backup_code",
            Self::AdminReset => "admin_reset",
            Self::IdpUnlinked => "idp_unlinked",
            Self::LeftOrganisation => "left_organisation",
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
            if let Some(addressee) = self.recipient_mut(recipient) {
                addressee.held = Some(Hold { since: now, why });
            }
            let held = EventKind::ConsentHeld { recipient, why };
            let actor = Actor::Account(account.id);
            events = events.and(Events::one(Event::of_document(self.id, now, actor, held)));
        }
        events
    }

    /// The sender has made sure who the recipient is: the consent is held no longer.
    ///
    /// # Errors
    /// When `by` is not the sender or not strongly signed in, the document does not await a consent,
    /// or nothing is held.
    pub fn release(
        &mut self,
        recipient: RecipientId,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_sender(by)?;
        by.strong()?;
        self.expect_awaiting("release a recipient of")?;
        let addressee = self.recipient_mut(recipient).filter(|r| r.held.is_some());
        addressee.ok_or(Problem::NoSuchRecipient)?.held = None;
        Ok(self.noted(by, now, EventKind::ConsentReleased { recipient }))
    }
}

impl Recipient {
    fn may_answer(&self) -> bool {
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
