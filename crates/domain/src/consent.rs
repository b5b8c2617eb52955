//! A consent (同意) and how sure we are who gave it.

mod statement;

use crate::{
    Account, AccountId, AuthorizationRequestId, CeremonyId, ContentDigest, FactorId, FactorMethod,
    IdpDemand, IdpIdentity, IdpProof, PasskeyProof, SignInMethod, StrongSignIn, Timestamp,
};
use alloc::{string::String, vec::Vec};

pub use statement::ConsentStatement;

/// A recipient's consent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// When it was given.
    pub at: Timestamp,
    /// How the person was authenticated.
    pub assurance: ConsentAssurance,
    /// What was consented to.
    pub content: ContentDigest,
    /// By which sentences; `None` in consents of releases that did not keep it.
    pub statement: Option<ConsentStatement>,
}

/// How the person was authenticated for a consent: as [`Assurance`] says, but a passkey signed an assertion for this
/// very consent. A passkey that was used to sign in says nothing of what is consented to, so there is no consent by
/// one without its assertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentAssurance(Assurance);

/// A passkey was used to sign in, and signed no assertion for the consent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the passkey signed no assertion for the consent")]
pub struct AssertionMissing;

impl ConsentAssurance {
    /// Takes what a consent was given by.
    ///
    /// # Errors
    /// [`AssertionMissing`].
    pub fn new(assurance: Assurance) -> Result<Self, AssertionMissing> {
        match assurance {
            Assurance::TwoFactor { method: FactorMethod::Passkey, assertion: None, .. } => {
                Err(AssertionMissing)
            }
            Assurance::TwoFactor { .. } | Assurance::Idp { .. } | Assurance::Mailbox { .. } => {
                Ok(Self(assurance))
            }
        }
    }
}

impl core::ops::Deref for ConsentAssurance {
    type Target = Assurance;

    fn deref(&self) -> &Assurance {
        &self.0
    }
}

/// How a person was authenticated when consenting: what was done, not what was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assurance {
    /// 2要素認証: a sign-in, by password or at a provider, and an authenticator's code.
    TwoFactor {
        /// The account.
        account: AccountId,
        /// The factor.
        factor: FactorId,
        /// Its kind.
        method: FactorMethod,
        /// When the factor was confirmed at its enrolment.
        enrolled_at: Timestamp,
        /// Whether a mailed code had proved the mailbox in the session that enrolled the factor; `None` for a factor of
        /// a release that did not keep it.
        behind_code: Option<bool>,
        /// What the enrolment is worth for this document.
        class: EnrolmentClass,
        /// When the factor was last used before the consent, or for it.
        authenticated_at: Timestamp,
        /// The ceremony whose assertion a passkey signed for this very consent and is kept.
        assertion: Option<CeremonyId>,
    },
    /// `IdP認証`.
    Idp {
        /// The account.
        account: AccountId,
        /// Who the person is to the provider.
        identity: IdpIdentity,
        /// When that identity was linked to the account.
        linked_at: Timestamp,
        /// Whether a mailed code had proved the mailbox in the session that linked it; `None` for a link of a release
        /// that did not keep it.
        behind_code: Option<bool>,
        /// What the link is worth for this document.
        class: EnrolmentClass,
        /// When the provider says it authenticated the person.
        authenticated_at: Timestamp,
        /// How, in the provider's words (`acr`).
        acr: Option<String>,
        /// By which methods (`amr`).
        amr: Vec<String>,
        /// The authorization request whose ID token was issued for this very consent and is kept.
        id_token: Option<AuthorizationRequestId>,
    },
    /// メール認証: the holder of the mailed link.
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

    /// The account of the person; `None` for the mailed link alone.
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::TwoFactor { account, .. } | Self::Idp { account, .. } => Some(*account),
            Self::Mailbox { .. } => None,
        }
    }

    /// The ceremony whose assertion was signed for this very consent.
    pub const fn assertion(&self) -> Option<CeremonyId> {
        match self {
            Self::TwoFactor { assertion, .. } => *assertion,
            Self::Idp { .. } | Self::Mailbox { .. } => None,
        }
    }

    /// The authorization request whose ID token was issued for this very consent.
    pub const fn id_token(&self) -> Option<AuthorizationRequestId> {
        match self {
            Self::Idp { id_token, .. } => *id_token,
            Self::TwoFactor { .. } | Self::Mailbox { .. } => None,
        }
    }

    /// The class of the enrolment behind it; `None` for the mailed link alone.
    pub const fn class(&self) -> Option<EnrolmentClass> {
        match self {
            Self::TwoFactor { class, .. } | Self::Idp { class, .. } => Some(*class),
            Self::Mailbox { .. } => None,
        }
    }

    /// Whether a mailed code had proved the mailbox in the session that enrolled the factor or linked the identity;
    /// `None` where this is not known, and for the mailed link alone.
    pub const fn behind_code(&self) -> Option<bool> {
        match self {
            Self::TwoFactor { behind_code, .. } | Self::Idp { behind_code, .. } => *behind_code,
            Self::Mailbox { .. } => None,
        }
    }

    /// When the factor was enrolled, or the identity at the provider linked; `None` for the mailed link
    /// alone.
    pub const fn enrolled_at(&self) -> Option<Timestamp> {
        match self {
            Self::TwoFactor { enrolled_at, .. } => Some(*enrolled_at),
            Self::Idp { linked_at, .. } => Some(*linked_at),
            Self::Mailbox { .. } => None,
        }
    }

    /// What the sign-in is worth for a document that was sent to the recipient's address at this instant. A factor
    /// counts as one of the account's present address only since the account has that address: one that was enrolled
    /// long ago, under another address, proves nothing about the person that the document was sent to.
    pub(crate) fn of(
        strong: StrongSignIn<'_>,
        owner: &Account,
        (sent_at, demand): (Timestamp, Option<&IdpDemand>),
        behind_access_code: &[FactorId],
    ) -> Option<Self> {
        let account = strong.account();
        let class_since = |enrolled_at: Timestamp, behind_code: Option<bool>| {
            let since = owner.email_since.map_or(enrolled_at, |at| at.max(enrolled_at));
            // An address that came to the account since was proved by a code mailed to it.
            let is_by_password = behind_code == Some(false)
                && EnrolmentClass::at(enrolled_at, sent_at) == EnrolmentClass::AfterSending;
            match EnrolmentClass::at(since, sent_at) {
                EnrolmentClass::AfterSending if is_by_password => EnrolmentClass::ByPassword,
                class => class,
            }
        };
        match strong.method() {
            SignInMethod::TwoFactor { at, factor, method, enrolled_at, behind_code } => {
                let class = class_since(*enrolled_at, *behind_code);
                let class = class.of_factor(*method, behind_access_code.contains(factor));
                Some(Self::TwoFactor {
                    account,
                    factor: *factor,
                    method: *method,
                    enrolled_at: *enrolled_at,
                    behind_code: *behind_code,
                    class,
                    authenticated_at: *at,
                    assertion: None,
                })
            }
            SignInMethod::Idp { at, login } => Some(Self::Idp {
                account,
                identity: login.identity.clone(),
                linked_at: login.linked_at,
                behind_code: login.behind_code,
                class: match demand {
                    Some(_) => EnrolmentClass::NamedIdp,
                    None => class_since(login.linked_at, login.behind_code),
                },
                authenticated_at: *at,
                acr: login.acr.clone(),
                amr: login.amr.clone(),
                id_token: None,
            }),
            SignInMethod::Password { .. } => None,
        }
    }

    /// The same with the assertion that a passkey of the account signed for this very consent; `None` when
    /// another factor was used.
    pub(crate) fn with_assertion(self, proof: &PasskeyProof) -> Option<Self> {
        match self {
            Self::TwoFactor {
                account,
                factor,
                method: method @ FactorMethod::Passkey,
                enrolled_at,
                behind_code,
                class,
                authenticated_at,
                assertion: _,
            } if factor == proof.factor && account == proof.account => Some(Self::TwoFactor {
                account,
                factor,
                method,
                enrolled_at,
                behind_code,
                class,
                authenticated_at,
                assertion: Some(proof.ceremony),
            }),
            Self::Idp { .. } | Self::TwoFactor { .. } | Self::Mailbox { .. } => None,
        }
    }

    /// The same with the ID token that the provider signed for this very consent; `None` when the token is
    /// about another person.
    pub(crate) fn with_id_token(self, proof: &IdpProof) -> Option<Self> {
        match self {
            Self::Idp { account, identity, linked_at, behind_code, class, .. }
                if identity == proof.identity && account == proof.account =>
            {
                Some(Self::Idp {
                    account,
                    identity,
                    linked_at,
                    behind_code,
                    class,
                    authenticated_at: proof.authenticated_at,
                    acr: proof.acr.clone(),
                    amr: proof.amr.clone(),
                    id_token: Some(proof.transaction),
                })
            }
            Self::Idp { .. } | Self::TwoFactor { .. } | Self::Mailbox { .. } => None,
        }
    }
}

/// What a factor's enrolment, or the link to a provider, is worth for one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrolmentClass {
    /// E0: enrolled or linked after the document was sent, by a password alone: no mailed code had proved the mailbox.
    ByPassword,
    /// E1: enrolled after the document was sent, behind a mailed code; also where it is not known whether behind one.
    AfterSending,
    /// E2: enrolled after the document was sent, behind the access code that the sender told by another
    /// channel.
    BehindAccessCode,
    /// E3: confirmed before the document was sent.
    BeforeSending,
    /// E4: the organisation's own provider, named by the sender.
    NamedIdp,
    /// E5 under E2: a passkey enrolled after the document was sent, behind the access code.
    PasskeyBehindAccessCode,
    /// E5 under E3: a passkey confirmed before the document was sent.
    PasskeyBeforeSending,
}

impl EnrolmentClass {
    /// Every class.
    pub const ALL: [Self; 7] = [
        Self::ByPassword,
        Self::AfterSending,
        Self::BehindAccessCode,
        Self::BeforeSending,
        Self::NamedIdp,
        Self::PasskeyBehindAccessCode,
        Self::PasskeyBeforeSending,
    ];

    /// The class of a factor confirmed at `enrolled_at` for a document sent to the recipient at `sent_at`.
    pub fn at(enrolled_at: Timestamp, sent_at: Timestamp) -> Self {
        if enrolled_at < sent_at { Self::BeforeSending } else { Self::AfterSending }
    }

    /// Whether these facts of an enrolment can have led to the class, for a recipient who is asked since `asked_at`.
    /// The verifiers of evidence ask this of each consent. It is no more than that: which address the account had, and
    /// behind which access code it enrolled, is not among the facts.
    pub fn is_possible(
        self,
        enrolled_at: Timestamp,
        behind_code: Option<bool>,
        asked_at: Timestamp,
    ) -> bool {
        let is_by_password = behind_code == Some(false) && enrolled_at >= asked_at;
        match self {
            Self::NamedIdp => true,
            Self::ByPassword => is_by_password,
            Self::BeforeSending | Self::PasskeyBeforeSending => enrolled_at < asked_at,
            Self::AfterSending | Self::BehindAccessCode | Self::PasskeyBehindAccessCode => {
                !is_by_password
            }
        }
    }

    /// Whether what was enrolled is younger than the document.
    pub const fn is_after_sending(self) -> bool {
        match self {
            Self::ByPassword
            | Self::AfterSending
            | Self::BehindAccessCode
            | Self::PasskeyBehindAccessCode => true,
            Self::BeforeSending | Self::NamedIdp | Self::PasskeyBeforeSending => false,
        }
    }

    /// Whether what was enrolled is younger than the document, and was enrolled behind its access code.
    pub const fn is_behind_access_code(self) -> bool {
        matches!(self, Self::BehindAccessCode | Self::PasskeyBehindAccessCode)
    }

    /// The class with what is known of the factor besides its age: whether it was enrolled behind the access
    /// code, and whether it is a passkey, which no look-alike site can use.
    const fn of_factor(self, method: FactorMethod, is_behind_access_code: bool) -> Self {
        let class = match self {
            Self::AfterSending if is_behind_access_code => Self::BehindAccessCode,
            class => class,
        };
        match (method, class) {
            (FactorMethod::Passkey, Self::BehindAccessCode) => Self::PasskeyBehindAccessCode,
            (FactorMethod::Passkey, Self::BeforeSending) => Self::PasskeyBeforeSending,
            (FactorMethod::Totp | FactorMethod::Passkey, class) => class,
        }
    }

    /// The short name that stands in evidence: `E0`, `E1`, `E2`, `E3`, `E4`, `E5/E2` or `E5/E3`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByPassword => "E0",
            Self::AfterSending => "E1",
            Self::BehindAccessCode => "E2",
            Self::BeforeSending => "E3",
            Self::NamedIdp => "E4",
            Self::PasskeyBehindAccessCode => "E5/E2",
            Self::PasskeyBeforeSending => "E5/E3",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }
}
