//! Whether an account belongs to an organisation, and what the person may do there; what a recipient who
//! registers becomes.

use crate::{OrganisationId, Role};

/// Whether an account belongs to an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// To none: the person reads and signs what others send, keeps it, and sends nothing.
    Guest,
    /// To one, with one role.
    Member {
        /// The organisation.
        organisation: OrganisationId,
        /// What the person may do in it.
        role: Role,
    },
}

impl Membership {
    /// The membership of an organisation's first account.
    pub const fn of_founder(organisation: OrganisationId) -> Self {
        Self::Member { organisation, role: Role::Admin }
    }

    /// Whether the account belongs to no organisation.
    pub const fn is_guest(self) -> bool {
        matches!(self, Self::Guest)
    }

    /// The organisation, if there is one.
    pub const fn organisation(self) -> Option<OrganisationId> {
        match self {
            Self::Guest => None,
            Self::Member { organisation, .. } => Some(organisation),
        }
    }

    /// The role in the organisation, if there is one.
    pub const fn role(self) -> Option<Role> {
        match self {
            Self::Guest => None,
            Self::Member { role, .. } => Some(role),
        }
    }

    /// Whether the account belongs to this organisation.
    pub fn is_in(self, organisation: OrganisationId) -> bool {
        self.organisation() == Some(organisation)
    }

    /// Whether the account has this role in its organisation.
    pub fn has_role(self, role: Role) -> bool {
        self.role() == Some(role)
    }

    /// Whether the account is an admin of this organisation.
    pub fn is_admin_of(self, organisation: OrganisationId) -> bool {
        self == Self::of_founder(organisation)
    }
}

/// What a recipient who registers becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Registration {
    /// A guest, who sends nothing; members come by invitation.
    #[default]
    Invited,
    /// The admin of a new organisation, who may send at once.
    Open,
}

impl Registration {
    /// The stable name: `invited` or `open`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Open => "open",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Invited, Self::Open].into_iter().find(|one| one.name() == name)
    }
}
