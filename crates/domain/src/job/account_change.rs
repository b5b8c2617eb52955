//! What the owner of an account is told about it.

use crate::{Actor, Event, EventKind, FactorMethod, FactorRemoval};

/// What changed about signing in to an account, or about the account's role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountChange {
    /// The account was made behind a mailed code, or handed over to the person who proved its mailbox.
    Registered,
    /// A factor was enrolled.
    FactorEnrolled,
    /// A passkey was registered as a factor.
    PasskeyEnrolled,
    /// The factor was removed.
    FactorRemoved,
    /// A backup code was used, which removed the factor.
    BackupCodeUsed,
    /// New backup codes were made in place of others.
    BackupCodesReplaced,
    /// The password was replaced behind a mailed code or link, or by the operator.
    PasswordReset,
    /// The owner set another password.
    PasswordChanged,
    /// The account has another address.
    AddressChanged,
    /// An identity at a provider was linked.
    IdpLinked,
    /// It was unlinked.
    IdpUnlinked,
    /// An admin removed the factor.
    FactorReset,
    /// An admin gave the person another role.
    RoleAssigned,
    /// An admin took the person out of the organisation.
    OrganisationLeft,
    /// The operator disabled the account.
    AccountDisabled,
    /// The operator enabled it again.
    AccountEnabled,
    /// The reader of the mailbox reported a change that the owner did not make.
    Reported,
}

impl AccountChange {
    /// Every change.
    pub const ALL: [Self; 17] = [
        Self::Registered,
        Self::FactorEnrolled,
        Self::PasskeyEnrolled,
        Self::FactorRemoved,
        Self::BackupCodeUsed,
        Self::BackupCodesReplaced,
        Self::PasswordReset,
        Self::PasswordChanged,
        Self::AddressChanged,
        Self::IdpLinked,
        Self::IdpUnlinked,
        Self::FactorReset,
        Self::RoleAssigned,
        Self::OrganisationLeft,
        Self::AccountDisabled,
        Self::AccountEnabled,
        Self::Reported,
    ];

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|change| change.name() == name)
    }

    /// Whether the email about it has a link to report that the owner did not make it
    /// ([`crate::AccountReport`]). A new password has none: setting another one ends what came with it, and an
    /// owner who sets one after a report would have to fear the next.
    pub const fn may_be_reported(self) -> bool {
        match self {
            Self::Registered
            | Self::FactorEnrolled
            | Self::PasskeyEnrolled
            | Self::FactorRemoved
            | Self::BackupCodeUsed
            | Self::BackupCodesReplaced
            | Self::AddressChanged
            | Self::IdpLinked
            | Self::FactorReset => true,
            Self::PasswordReset
            | Self::PasswordChanged
            | Self::IdpUnlinked
            | Self::RoleAssigned
            | Self::OrganisationLeft
            | Self::AccountDisabled
            | Self::AccountEnabled
            | Self::Reported => false,
        }
    }

    /// The stable name by which it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::FactorEnrolled => "factor_enrolled",
            Self::PasskeyEnrolled => "passkey_enrolled",
            Self::FactorRemoved => "factor_removed",
            Self::BackupCodeUsed => "backup_code_used",
            Self::BackupCodesReplaced => "backup_codes_replaced",
            Self::PasswordReset => "password_reset",
            Self::PasswordChanged => "password_changed",
            Self::AddressChanged => "address_changed",
            Self::IdpLinked => "idp_linked",
            Self::IdpUnlinked => "idp_unlinked",
            Self::FactorReset => "factor_reset",
            Self::RoleAssigned => "role_assigned",
            Self::OrganisationLeft => "organisation_left",
            Self::AccountDisabled => "account_disabled",
            Self::AccountEnabled => "account_enabled",
            Self::Reported => "reported",
        }
    }

    /// What the owner of the account is told, at once: a stranger who reads the mailbox can register and
    /// enrol, and the owner, who reads it too, has to know.
    pub(super) fn of(event: &Event) -> Option<Self> {
        match &event.kind {
            EventKind::AccountCreated if matches!(event.actor, Actor::LinkHolder(_)) => {
                Some(Self::Registered)
            }
            EventKind::MailboxConfirmed => Some(Self::Registered),
            EventKind::FactorEnrolled { method, .. } => Some(match method {
                FactorMethod::Totp => Self::FactorEnrolled,
                FactorMethod::Passkey => Self::PasskeyEnrolled,
            }),
            EventKind::FactorRemoved { by: FactorRemoval::OwnCode, .. } => {
                Some(Self::FactorRemoved)
            }
            EventKind::FactorRemoved { by: FactorRemoval::Admin, .. } => Some(Self::FactorReset),
            EventKind::BackupCodeUsed => Some(Self::BackupCodeUsed),
            EventKind::BackupCodesReplaced => Some(Self::BackupCodesReplaced),
            EventKind::PasswordReset => Some(Self::PasswordReset),
            EventKind::PasswordChanged => Some(Self::PasswordChanged),
            EventKind::AddressChanged { .. } => Some(Self::AddressChanged),
            EventKind::IdpLinked { .. } => Some(Self::IdpLinked),
            EventKind::IdpUnlinked { .. } => Some(Self::IdpUnlinked),
            EventKind::RoleAssigned { .. } => Some(Self::RoleAssigned),
            EventKind::OrganisationLeft { .. } => Some(Self::OrganisationLeft),
            // Disabled by a report, it is told with the report.
            EventKind::AccountDisabled if event.actor == Actor::Operator => {
                Some(Self::AccountDisabled)
            }
            EventKind::AccountEnabled => Some(Self::AccountEnabled),
            EventKind::AccountReported { .. } => Some(Self::Reported),
            _ => None,
        }
    }
}
