//! A person's account and what that person may do in the organisation.

use crate::{AccountId, EmailAddress, Language, OrganisationId, PersonName, Timestamp};

/// What a person may do in the organisation. One of these, given by somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// 管理者: manages the organisation; whoever founded it.
    Admin,
    /// 書類管理者: sees the documents of everybody in the organisation, and does nothing else with them.
    Manager,
    /// メンバー
    Member,
}

impl Role {
    /// Every role, in the order in which one is chosen.
    pub const ALL: [Self; 3] = [Self::Member, Self::Manager, Self::Admin];

    /// The stable name: `admin`, `manager` or `member`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Manager => "manager",
            Self::Member => "member",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
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
    /// The language of mails to the person, and of pages where the browser has chosen none.
    pub language: Language,
}
