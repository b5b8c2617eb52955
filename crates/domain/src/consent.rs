//! A consent (同意) and how sure we are who gave it.

use crate::{AccountId, FactorId, FileDigest, SignInMethod, Span, StrongSignIn, Timestamp};
use alloc::{string::String, vec::Vec};

/// How old the last use of the factor may be when somebody consents; older, and it is asked again.
pub const STEP_UP_AGE: Span = Span::minutes(15);

/// A recipient's consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// When it was given.
    pub at: Timestamp,
    /// How the person was authenticated.
    pub assurance: Assurance,
    /// The files that were shown, by digest, in order.
    pub files: Vec<FileDigest>,
}

/// How a person was authenticated when consenting: what was done, not what was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assurance {
    /// 2要素認証: password and an authenticator's code.
    TwoFactor {
        /// The account.
        account: AccountId,
        /// The factor.
        factor: FactorId,
        /// When the factor was confirmed at its enrolment.
        enrolled_at: Timestamp,
        /// What the enrolment is worth for this document.
        class: EnrolmentClass,
        /// When the factor was last used before the consent, or for it.
        authenticated_at: Timestamp,
    },
    /// `IdP認証`.
    Idp {
        /// The account.
        account: AccountId,
        /// The provider's issuer identifier.
        issuer: String,
        /// When the provider says it authenticated the person.
        authenticated_at: Timestamp,
    },
    /// メール認証: whoever held the mailed link.
    Mailbox {
        /// The generation of the link.
        generation: u32,
    },
}

impl Assurance {
    /// The stable name of the method: `two_factor`, `idp` or `mailbox`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TwoFactor { .. } => "two_factor",
            Self::Idp { .. } => "idp",
            Self::Mailbox { .. } => "mailbox",
        }
    }

    pub(crate) fn of(strong: StrongSignIn<'_>, sent_at: Timestamp) -> Option<Self> {
        let account = strong.account();
        match strong.method() {
            SignInMethod::TwoFactor { at, factor, enrolled_at } => Some(Self::TwoFactor {
                account,
                factor: *factor,
                enrolled_at: *enrolled_at,
                class: EnrolmentClass::at(*enrolled_at, sent_at),
                authenticated_at: *at,
            }),
            SignInMethod::Idp { at, issuer } => {
                Some(Self::Idp { account, issuer: issuer.clone(), authenticated_at: *at })
            }
            SignInMethod::Password { .. } => None,
        }
    }
}

/// What a factor's enrolment is worth for one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EnrolmentClass {
    /// E1: enrolled after the document was sent, behind a code mailed separately from the link.
    MailedCode,
    /// E3: confirmed before the document was sent.
    BeforeSending,
}

impl EnrolmentClass {
    /// The class of a factor confirmed at `enrolled_at` for a document sent at `sent_at`.
    pub fn at(enrolled_at: Timestamp, sent_at: Timestamp) -> Self {
        if enrolled_at < sent_at { Self::BeforeSending } else { Self::MailedCode }
    }

    /// The short name that stands in evidence: `E1` or `E3`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::MailedCode => "E1",
            Self::BeforeSending => "E3",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::MailedCode, Self::BeforeSending].into_iter().find(|c| c.name() == name)
    }
}
