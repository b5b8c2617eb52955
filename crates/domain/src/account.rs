//! Who may sign in: organisations and the accounts that belong to them.

use crate::{AccountId, EmailAddress, OrganisationId, OrganisationName, PersonName, Timestamp};

/// An organisation (組織): what documents and accounts belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organisation {
    /// Its id.
    pub id: OrganisationId,
    /// Its name.
    pub name: OrganisationName,
}

/// A person's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The organisation it belongs to.
    pub organisation: OrganisationId,
    /// The person's name.
    pub name: PersonName,
    /// The address the person signs in with; one account per address.
    pub email: EmailAddress,
    /// When the person first proved to read that mailbox; `None` for an account that somebody else
    /// made and whose mailbox nobody has proved yet.
    pub mailbox_proven_at: Option<Timestamp>,
}
