//! What is stored of identity providers: demands, logins, rules, tests and statements.

use super::{JsonColumn, instant, micros, parsed};
use serde::{Deserialize, Serialize};
use wariin_domain::{
    EmailAddress, EmailVerified, IdpDemand, IdpIdentity, IdpLogin, IdpName, IdpStatement,
    IdpStrength, IdpSubject, IdpTest, Issuer, LoginRenewal, StrengthRule, Timestamp, Uuid,
};

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredIdentity {
    connection: Uuid,
    issuer: String,
    subject: String,
}

impl StoredIdentity {
    pub(super) fn of(identity: &IdpIdentity) -> Self {
        Self {
            connection: identity.connection.into(),
            issuer: identity.issuer.to_string(),
            subject: identity.subject.to_string(),
        }
    }

    pub(super) fn restored(self) -> Option<IdpIdentity> {
        Some(IdpIdentity {
            connection: self.connection.into(),
            issuer: Issuer::parse(&self.issuer).ok()?,
            subject: IdpSubject::parse(&self.subject).ok()?,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredDemand {
    connection: Uuid,
    issuer: String,
    name: String,
}

impl JsonColumn for IdpDemand {
    const COLUMN: &'static str = "recipient.idp";
    type Stored = StoredDemand;

    fn stored(&self) -> StoredDemand {
        StoredDemand {
            connection: self.connection.into(),
            issuer: self.issuer.to_string(),
            name: self.name.to_string(),
        }
    }

    fn restored(stored: StoredDemand) -> Option<Self> {
        Some(Self {
            connection: stored.connection.into(),
            issuer: Issuer::parse(&stored.issuer).ok()?,
            name: IdpName::parse(&stored.name).ok()?,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredLogin {
    identity: StoredIdentity,
    session: Option<String>,
    is_strong: bool,
    acr: Option<String>,
    amr: Vec<String>,
    linked_at: i64,
    /// Missing in what releases have stored that did not keep it.
    #[serde(default)]
    behind_code: Option<bool>,
}

impl JsonColumn for IdpLogin {
    const COLUMN: &'static str = "session.idp_login";
    type Stored = StoredLogin;

    fn stored(&self) -> StoredLogin {
        StoredLogin {
            identity: StoredIdentity::of(&self.identity),
            session: self.session.clone(),
            is_strong: self.strength == IdpStrength::Proven,
            acr: self.acr.clone(),
            amr: self.amr.clone(),
            linked_at: self.linked_at.as_micros(),
            behind_code: self.behind_code,
        }
    }

    fn restored(stored: StoredLogin) -> Option<Self> {
        let strength = if stored.is_strong { IdpStrength::Proven } else { IdpStrength::Unproven };
        Some(Self {
            identity: stored.identity.restored()?,
            session: stored.session,
            strength,
            acr: stored.acr,
            amr: stored.amr,
            linked_at: Timestamp::from_micros(stored.linked_at),
            behind_code: stored.behind_code,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "rule", rename_all = "snake_case")]
pub(in crate::storage) enum StoredStrengthRule {
    Acr { values: Vec<String> },
    Amr { values: Vec<String> },
    TrustEveryLogin,
}

impl JsonColumn for StrengthRule {
    const COLUMN: &'static str = "idp_connection.strength";
    type Stored = StoredStrengthRule;

    fn stored(&self) -> StoredStrengthRule {
        match self {
            Self::Acr(values) => StoredStrengthRule::Acr { values: values.clone() },
            Self::Amr(values) => StoredStrengthRule::Amr { values: values.clone() },
            Self::TrustEveryLogin => StoredStrengthRule::TrustEveryLogin,
        }
    }

    fn restored(stored: StoredStrengthRule) -> Option<Self> {
        Some(match stored {
            StoredStrengthRule::Acr { values } => Self::Acr(values),
            StoredStrengthRule::Amr { values } => Self::Amr(values),
            StoredStrengthRule::TrustEveryLogin => Self::TrustEveryLogin,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredTest {
    at: i64,
    acr: Option<String>,
    amr: Vec<String>,
    authenticated_at: Option<i64>,
    gave_address: bool,
    /// By name; tests of earlier versions have none.
    renewal: Option<String>,
}

impl JsonColumn for IdpTest {
    const COLUMN: &'static str = "idp_connection.test";
    type Stored = StoredTest;

    fn stored(&self) -> StoredTest {
        StoredTest {
            at: self.at.as_micros(),
            acr: self.acr.clone(),
            amr: self.amr.clone(),
            authenticated_at: micros(self.authenticated_at),
            gave_address: self.gave_address,
            renewal: Some(self.renewal.name().to_owned()),
        }
    }

    fn restored(stored: StoredTest) -> Option<Self> {
        Some(Self {
            at: Timestamp::from_micros(stored.at),
            acr: stored.acr,
            amr: stored.amr,
            authenticated_at: instant(stored.authenticated_at),
            gave_address: stored.gave_address,
            renewal: match stored.renewal {
                Some(way) => LoginRenewal::parse(&way)?,
                None => LoginRenewal::PromptAndMaxAge,
            },
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredStatement {
    identity: StoredIdentity,
    session: Option<String>,
    authenticated_at: Option<i64>,
    acr: Option<String>,
    amr: Vec<String>,
    tenant: Option<String>,
    email: Option<String>,
    /// `null` when the provider did not say.
    email_verified: Option<bool>,
    name: Option<String>,
}

impl JsonColumn for IdpStatement {
    const COLUMN: &'static str = "idp_first_login.statement";
    type Stored = StoredStatement;

    fn stored(&self) -> StoredStatement {
        StoredStatement {
            identity: StoredIdentity::of(&self.identity),
            session: self.session.clone(),
            authenticated_at: micros(self.authenticated_at),
            acr: self.acr.clone(),
            amr: self.amr.clone(),
            tenant: self.tenant.clone(),
            email: self.email.as_ref().map(ToString::to_string),
            email_verified: match self.email_verified {
                EmailVerified::Yes => Some(true),
                EmailVerified::No => Some(false),
                EmailVerified::Unsaid => None,
            },
            name: self.name.clone(),
        }
    }

    fn restored(stored: StoredStatement) -> Option<Self> {
        Some(Self {
            identity: stored.identity.restored()?,
            session: stored.session,
            authenticated_at: instant(stored.authenticated_at),
            acr: stored.acr,
            amr: stored.amr,
            tenant: stored.tenant,
            email: parsed(stored.email.as_deref(), EmailAddress::parse)?,
            email_verified: match stored.email_verified {
                Some(true) => EmailVerified::Yes,
                Some(false) => EmailVerified::No,
                None => EmailVerified::Unsaid,
            },
            name: stored.name,
        })
    }
}
