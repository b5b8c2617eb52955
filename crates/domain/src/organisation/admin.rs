//! What an admin does about the organisation and its members. No account changes its own rights.

use super::{Organisation, OrganisationSettings};
use crate::{
    Account, AccountId, Actor, Event, EventKind, Events, FileDigest, Identity, Membership,
    OrganisationId, Role, Subject, Timestamp, WeakSignIn,
};

/// Proof of the right to manage an organisation: held by one of its admins, strongly signed in.
#[derive(Clone, Copy, Debug)]
pub struct OrganisationAdmin {
    account: AccountId,
    organisation: OrganisationId,
}

/// Why a step with an organisation or its members was refused. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrganisationError {
    /// Only an admin of the organisation may.
    #[error("only an admin of the organisation may do this")]
    NotAdmin,
    /// The admin's sign-in is by password only.
    #[error(transparent)]
    WeakSignIn(#[from] WeakSignIn),
    /// No admin changes the own role, factor or membership.
    #[error("an admin cannot do this to the own account")]
    Oneself,
    /// Without this account the organisation would have no admin.
    #[error("an organisation needs an admin")]
    LastAdmin,
    /// The person does not belong to the organisation.
    #[error("the person does not belong to the organisation")]
    NotAMember,
    /// The person belongs to it already.
    #[error("the person belongs to the organisation already")]
    MemberAlready,
    /// The address has an open invitation already.
    #[error("the address is invited already")]
    InvitedAlready,
    /// Too many invitations are open.
    #[error("too many invitations are open")]
    TooManyInvitations,
    /// The invitation was accepted, withdrawn, or is too old.
    #[error("the invitation is no longer open")]
    InvitationEnded,
    /// The invitation was mailed only just now.
    #[error("the invitation was mailed only just now")]
    JustMailed,
    /// Fewer years than the stated duty to keep records demands.
    #[error("the law demands that documents are kept for {least} years at the least")]
    RetentionTooShort {
        /// The least number of years.
        least: u32,
    },
    /// The person's own organisation has documents or other members, which would be left behind.
    #[error("the person's own organisation is in use")]
    OwnOrganisationInUse,
}

impl Organisation {
    /// The proof for a signed-in account.
    ///
    /// # Errors
    /// [`OrganisationError::NotAdmin`] or [`OrganisationError::WeakSignIn`].
    pub fn administered_by(
        &self,
        identity: Identity<'_>,
    ) -> Result<OrganisationAdmin, OrganisationError> {
        let account = identity.account();
        if !account.membership.is_admin_of(self.id) {
            return Err(OrganisationError::NotAdmin);
        }
        identity.sign_in().strong()?;
        Ok(OrganisationAdmin { account: account.id, organisation: self.id })
    }

    /// Changes the settings. Documents that were sent keep theirs.
    pub fn configure(
        &mut self,
        settings: OrganisationSettings,
        by: OrganisationAdmin,
        now: Timestamp,
    ) -> Events {
        if self.settings == settings {
            return Events::none();
        }
        self.settings = settings.clone();
        Events::one(by.did(EventKind::OrganisationConfigured { settings }, now))
    }

    /// Sets or removes the image of the stamp. What was stamped before keeps the image it was stamped with.
    pub fn set_stamp(
        &mut self,
        stamp: Option<FileDigest>,
        by: OrganisationAdmin,
        now: Timestamp,
    ) -> Events {
        if self.stamp == stamp {
            return Events::none();
        }
        self.stamp = stamp;
        Events::one(by.did(EventKind::OrganisationStampSet { image: stamp }, now))
    }
}

impl Account {
    /// Gives a member another role.
    ///
    /// # Errors
    /// [`OrganisationError::NotAMember`], [`OrganisationError::Oneself`], or
    /// [`OrganisationError::LastAdmin`]; `admins` is how many the organisation has.
    pub fn assign(
        &mut self,
        role: Role,
        by: OrganisationAdmin,
        admins: u64,
        now: Timestamp,
    ) -> Result<Events, OrganisationError> {
        by.expect_over(self)?;
        if self.membership.has_role(role) {
            return Ok(Events::none());
        }
        self.expect_not_last_admin(admins)?;
        self.membership = Membership::Member { organisation: by.organisation, role };
        Ok(Events::one(by.did_to(self.id, EventKind::RoleAssigned { role }, now)))
    }

    /// Takes a member out of the organisation: the account goes on as a guest, who keeps what was received.
    /// `admins` is how many admins the organisation has.
    ///
    /// # Errors
    /// As [`Self::assign`].
    pub fn leave(
        &mut self,
        admins: u64,
        by: OrganisationAdmin,
        now: Timestamp,
    ) -> Result<Events, OrganisationError> {
        by.expect_over(self)?;
        self.expect_not_last_admin(admins)?;
        let organisation = by.organisation;
        self.membership = Membership::Guest;
        Ok(Events::one(by.did_to(self.id, EventKind::OrganisationLeft { organisation }, now)))
    }

    fn expect_not_last_admin(&self, admins: u64) -> Result<(), OrganisationError> {
        if self.membership.has_role(Role::Admin) && admins <= 1 {
            return Err(OrganisationError::LastAdmin);
        }
        Ok(())
    }
}

impl OrganisationAdmin {
    /// Whose proof it is.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The organisation.
    pub fn organisation(&self) -> OrganisationId {
        self.organisation
    }

    /// Whether this admin may do something to that person.
    ///
    /// # Errors
    /// [`OrganisationError::NotAMember`] or [`OrganisationError::Oneself`].
    pub fn expect_over(&self, member: &Account) -> Result<(), OrganisationError> {
        if !member.membership.is_in(self.organisation) {
            return Err(OrganisationError::NotAMember);
        }
        if member.id == self.account {
            return Err(OrganisationError::Oneself);
        }
        Ok(())
    }

    pub(crate) fn did(&self, kind: EventKind, at: Timestamp) -> Event {
        let subject = Subject::Organisation(self.organisation);
        Event { subject, at, actor: Actor::Account(self.account), kind }
    }

    fn did_to(&self, member: AccountId, kind: EventKind, at: Timestamp) -> Event {
        Event::of_account(member, at, Actor::Account(self.account), kind)
    }
}
