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

/// What a person may do in the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// 管理者: manages the organisation; whoever founded it.
    Admin,
    /// メンバー
    Member,
}

impl Role {
    /// The stable name: `admin` or `member`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Member => "member",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Admin, Self::Member].into_iter().find(|role| role.name() == name)
    }
}

/// A person's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The organisation it belongs to.
    pub organisation: OrganisationId,
    /// What the person may do in it.
    pub role: Role,
    /// The person's name.
    pub name: PersonName,
    /// The address the person signs in with; one account per address.
    pub email: EmailAddress,
    /// When the person first proved to read that mailbox; `None` for an account that somebody else
    /// made and whose mailbox nobody has proved yet.
    pub mailbox_proven_at: Option<Timestamp>,
}
