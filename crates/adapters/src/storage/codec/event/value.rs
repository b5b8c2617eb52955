//! Single values of the domain as JSON values.

use serde::{Serialize, de::DeserializeOwned};
use wariin_domain::{
    AccountChange, AccountId, AddressChangeId, Amount, AuthorizationRequestId, BookkeepingDuty,
    CalendarDate, CeremonyId, CompletionFiles, ContentDigest, CopyId, Counterparty, DocumentId,
    EmailDomain, EndpointOrigin, EnrolmentClass, FactorId, FactorMethod, FactorRemoval, FileDigest,
    FileId, HoldReason, IdpConnectionId, IdpSubject, InvitationId, InvitedBy, Issuer, LinkLife,
    MailRefusal, MailboxCodeId, OrganisationId, PasswordResetId, ProvenBy, RecipientId, Refusal,
    RequestLanguages, Role, SealLevel, SealMark, SecondFactorRule, StepUpAge, TemplateId, Tenant,
    TimeZoneName, Timestamp, Uuid,
};

/// A value of the domain that is stored as a value of another type.
pub(super) trait Stored: Sized {
    /// What it is stored as.
    type As: Serialize + DeserializeOwned;

    /// The value as it is stored.
    fn to_stored(&self) -> Self::As;

    /// The stored value; `None` when it is none that this version of the program knows.
    fn from_stored(stored: Self::As) -> Option<Self>;
}

macro_rules! as_they_are {
    ($($type:ty)+) => {$(
        impl Stored for $type {
            type As = Self;

            fn to_stored(&self) -> Self {
                self.clone()
            }

            fn from_stored(stored: Self) -> Option<Self> {
                Some(stored)
            }
        }
    )+};
}

as_they_are! { bool u32 u64 String }

macro_rules! ids {
    ($($type:ty)+) => {$(
        impl Stored for $type {
            type As = Uuid;

            fn to_stored(&self) -> Uuid {
                (*self).into()
            }

            fn from_stored(stored: Uuid) -> Option<Self> {
                Some(stored.into())
            }
        }
    )+};
}

ids! {
    AccountId AddressChangeId AuthorizationRequestId CeremonyId CopyId DocumentId FactorId FileId IdpConnectionId
    InvitationId MailboxCodeId OrganisationId PasswordResetId RecipientId TemplateId
}

macro_rules! names {
    ($($type:ty)+) => {$(
        impl Stored for $type {
            type As = String;

            fn to_stored(&self) -> String {
                self.name().to_owned()
            }

            fn from_stored(stored: String) -> Option<Self> {
                Self::parse(&stored)
            }
        }
    )+};
}

names! {
    AccountChange BookkeepingDuty CompletionFiles EnrolmentClass FactorMethod FactorRemoval HoldReason InvitedBy MailRefusal
    ProvenBy Refusal RequestLanguages Role SealLevel SecondFactorRule
}

macro_rules! texts {
    ($($type:ty)+) => {$(
        impl Stored for $type {
            type As = String;

            fn to_stored(&self) -> String {
                self.to_string()
            }

            fn from_stored(stored: String) -> Option<Self> {
                Self::parse(&stored).ok()
            }
        }
    )+};
}

texts! { CalendarDate Counterparty EmailDomain EndpointOrigin IdpSubject Issuer Tenant }

macro_rules! numbers {
    ($($type:ty)+) => {$(
        impl Stored for $type {
            type As = u32;

            fn to_stored(&self) -> u32 {
                self.number()
            }

            fn from_stored(stored: u32) -> Option<Self> {
                Self::new(stored).ok()
            }
        }
    )+};
}

numbers! { LinkLife StepUpAge }

macro_rules! digests {
    ($($type:ty)+) => {$(
        impl Stored for $type {
            type As = String;

            fn to_stored(&self) -> String {
                self.to_string()
            }

            fn from_stored(stored: String) -> Option<Self> {
                Self::parse(&stored)
            }
        }
    )+};
}

digests! { ContentDigest FileDigest }

/// Settings of releases that had no mark say nothing of it.
impl Stored for SealMark {
    type As = Option<String>;

    fn to_stored(&self) -> Option<String> {
        Some(self.name().to_owned())
    }

    fn from_stored(stored: Option<String>) -> Option<Self> {
        stored.map_or(Some(Self::Hidden), |name| Self::parse(&name))
    }
}

/// An amount in yen.
impl Stored for Amount {
    type As = i64;

    fn to_stored(&self) -> i64 {
        self.yen()
    }

    fn from_stored(stored: i64) -> Option<Self> {
        Self::parse(&stored.to_string()).ok()
    }
}

impl Stored for TimeZoneName {
    type As = String;

    fn to_stored(&self) -> String {
        self.as_str().to_owned()
    }

    fn from_stored(stored: String) -> Option<Self> {
        Self::parse(&stored).ok()
    }
}

impl Stored for Timestamp {
    type As = i64;

    fn to_stored(&self) -> i64 {
        self.as_micros()
    }

    fn from_stored(stored: i64) -> Option<Self> {
        Some(Self::from_micros(stored))
    }
}

impl<T: Stored> Stored for Option<T> {
    type As = Option<T::As>;

    fn to_stored(&self) -> Self::As {
        self.as_ref().map(T::to_stored)
    }

    fn from_stored(stored: Self::As) -> Option<Self> {
        match stored {
            None => Some(None),
            Some(stored) => T::from_stored(stored).map(Some),
        }
    }
}

impl<T: Stored> Stored for Vec<T> {
    type As = Vec<T::As>;

    fn to_stored(&self) -> Self::As {
        self.iter().map(T::to_stored).collect()
    }

    fn from_stored(stored: Self::As) -> Option<Self> {
        stored.into_iter().map(T::from_stored).collect()
    }
}
