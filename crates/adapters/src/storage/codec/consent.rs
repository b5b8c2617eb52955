//! What is stored of a consent: how the person was authenticated.

use super::JsonColumn;
use super::idp::StoredIdentity;
use serde::{Deserialize, Serialize};
use wariin_domain::{Assurance, ConsentAssurance, EnrolmentClass, FactorMethod, Timestamp, Uuid};

#[derive(Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub(in crate::storage) enum StoredAssurance {
    TwoFactor {
        account: Uuid,
        factor: Uuid,
        factor_kind: String,
        enrolled_at: i64,
        /// Missing in consents of releases that did not keep it.
        #[serde(default)]
        behind_code: Option<bool>,
        class: String,
        authenticated_at: i64,
        /// Missing in consents from before there were passkeys.
        #[serde(default)]
        assertion: Option<Uuid>,
    },
    Idp {
        account: Uuid,
        identity: StoredIdentity,
        linked_at: i64,
        /// Missing in consents of releases that did not keep it.
        #[serde(default)]
        behind_code: Option<bool>,
        class: String,
        authenticated_at: i64,
        acr: Option<String>,
        amr: Vec<String>,
        id_token: Option<Uuid>,
    },
    Mailbox {
        generation: u32,
    },
}

impl JsonColumn for Assurance {
    const COLUMN: &'static str = "recipient.assurance";
    type Stored = StoredAssurance;

    fn stored(&self) -> StoredAssurance {
        match self {
            Self::TwoFactor {
                account,
                factor,
                method,
                enrolled_at,
                behind_code,
                class,
                authenticated_at,
                assertion,
            } => StoredAssurance::TwoFactor {
                account: (*account).into(),
                factor: (*factor).into(),
                factor_kind: method.name().to_owned(),
                enrolled_at: enrolled_at.as_micros(),
                behind_code: *behind_code,
                class: class.name().to_owned(),
                authenticated_at: authenticated_at.as_micros(),
                assertion: assertion.map(Uuid::from),
            },
            Self::Idp {
                account,
                identity,
                linked_at,
                behind_code,
                class,
                authenticated_at,
                acr,
                amr,
                id_token,
            } => StoredAssurance::Idp {
                account: (*account).into(),
                identity: StoredIdentity::of(identity),
                linked_at: linked_at.as_micros(),
                behind_code: *behind_code,
                class: class.name().to_owned(),
                authenticated_at: authenticated_at.as_micros(),
                acr: acr.clone(),
                amr: amr.clone(),
                id_token: id_token.map(Uuid::from),
            },
            Self::Mailbox { generation } => StoredAssurance::Mailbox { generation: *generation },
        }
    }

    fn restored(stored: StoredAssurance) -> Option<Self> {
        Some(match stored {
            StoredAssurance::TwoFactor {
                account,
                factor,
                factor_kind,
                enrolled_at,
                behind_code,
                class,
                authenticated_at,
                assertion,
            } => Self::TwoFactor {
                account: account.into(),
                factor: factor.into(),
                method: FactorMethod::parse(&factor_kind)?,
                enrolled_at: Timestamp::from_micros(enrolled_at),
                behind_code,
                class: EnrolmentClass::parse(&class)?,
                authenticated_at: Timestamp::from_micros(authenticated_at),
                assertion: assertion.map(Into::into),
            },
            StoredAssurance::Idp {
                account,
                identity,
                linked_at,
                behind_code,
                class,
                authenticated_at,
                acr,
                amr,
                id_token,
            } => Self::Idp {
                account: account.into(),
                identity: identity.restored()?,
                linked_at: Timestamp::from_micros(linked_at),
                behind_code,
                class: EnrolmentClass::parse(&class)?,
                authenticated_at: Timestamp::from_micros(authenticated_at),
                acr,
                amr,
                id_token: id_token.map(Into::into),
            },
            StoredAssurance::Mailbox { generation } => Self::Mailbox { generation },
        })
    }
}

impl JsonColumn for ConsentAssurance {
    const COLUMN: &'static str = Assurance::COLUMN;
    type Stored = StoredAssurance;

    fn stored(&self) -> StoredAssurance {
        (**self).stored()
    }

    fn restored(stored: StoredAssurance) -> Option<Self> {
        Self::new(Assurance::restored(stored)?).ok()
    }
}
