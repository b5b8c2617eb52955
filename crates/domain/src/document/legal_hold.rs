//! 保存の継続 (legal hold): while a document is held, it is not deleted, whatever the organisation's policy says.

use super::{Document, DocumentError};
use crate::{
    Account, AccountId, Actor, DocumentStatus, EventKind, Events, Identity, Reason, Role, Timestamp,
};

/// Why a document is not deleted although its time may have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalHold {
    /// Since when.
    pub since: Timestamp,
    /// Who held it.
    pub by: AccountId,
    /// Why, for the organisation to read.
    pub reason: Reason,
}

impl Document {
    /// Whether this person may hold the document, and release it: an admin or a document manager of the organisation
    /// that sent it.
    pub fn may_hold_legally(&self, account: &Account) -> bool {
        let membership = account.membership;
        let has_right = membership.has_role(Role::Admin) || membership.has_role(Role::Manager);
        has_right && membership.is_in(self.organisation) && self.status != DocumentStatus::Draft
    }

    /// Holds the document. Nothing happens when it is held for the same reason already; another reason takes the place
    /// of the former one. What was announced of its deletion counts no more.
    ///
    /// # Errors
    /// [`DocumentError::NotHolder`] when [`Self::may_hold_legally`] says no.
    pub fn hold_legally(
        &mut self,
        reason: Reason,
        by: &Account,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        if !self.may_hold_legally(by) {
            return Err(DocumentError::NotHolder);
        }
        if self.legal_hold.as_ref().is_some_and(|hold| hold.reason == reason) {
            return Ok(Events::none());
        }
        self.0.legal_hold = Some(LegalHold { since: now, by: by.id, reason });
        self.0.deletion_announced_at = None;
        Ok(Events::one(self.event(now, Actor::Account(by.id), EventKind::LegalHoldPlaced)))
    }

    /// Releases the document: its deletion is announced before it happens, also where its time came meanwhile. Nothing
    /// happens when it is not held.
    ///
    /// # Errors
    /// As [`Self::hold_legally`]; [`DocumentError::WeakSignIn`] when the person is signed in by a password alone.
    pub fn release_legal_hold(
        &mut self,
        by: Identity<'_>,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        if !self.may_hold_legally(by.account()) {
            return Err(DocumentError::NotHolder);
        }
        by.sign_in().strong()?;
        if self.0.legal_hold.take().is_none() {
            return Ok(Events::none());
        }
        let released = EventKind::LegalHoldReleased;
        Ok(Events::one(self.event(now, Actor::Account(by.id()), released)))
    }
}
