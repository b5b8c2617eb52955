//! What is stored of ceremonies of passkeys, and of the assertions of consents.

use super::JsonColumn;
use super::authorization::StoredContent;
use serde::{Deserialize, Serialize};
use wariin_domain::{
    CeremonyPurpose, ConsentStatement, ContentDigest, FactorName, PasskeyAssertion, PasskeyConsent,
    PasskeyEvidence, PersonName, Timestamp, Uuid,
};

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredConsent {
    id: Uuid,
    account: Uuid,
    recipient: Uuid,
    document: Uuid,
    content: String,
    /// In hexadecimal.
    random: String,
    began_at: i64,
    /// Missing where a release that did not keep it began the consent.
    #[serde(default)]
    statement: Option<String>,
}

impl StoredConsent {
    fn of(consent: &PasskeyConsent) -> Self {
        Self {
            id: consent.id.into(),
            account: consent.account.into(),
            recipient: consent.recipient.into(),
            document: consent.document.into(),
            content: consent.content.to_string(),
            random: hex::encode(consent.random),
            began_at: consent.began_at.as_micros(),
            statement: consent.statement.map(|statement| statement.to_string()),
        }
    }

    fn restored(self) -> Option<PasskeyConsent> {
        let mut random = [0; 32];
        hex::decode_to_slice(&self.random, &mut random).ok()?;
        Some(PasskeyConsent {
            id: self.id.into(),
            account: self.account.into(),
            recipient: self.recipient.into(),
            document: self.document.into(),
            content: ContentDigest::parse(&self.content)?,
            random,
            began_at: Timestamp::from_micros(self.began_at),
            statement: self.statement.as_deref().and_then(ConsentStatement::parse),
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub(in crate::storage) enum StoredCeremony {
    Enrol { account: Uuid, name: String },
    Register { recipient: Uuid, account: Uuid, name: String },
    Join { invitation: Uuid, account: Uuid, name: String },
    SignIn,
    StepUp { account: Uuid },
    Remove { account: Uuid, factor: Uuid },
    NewPassword { reset: Uuid, account: Uuid },
    Consent { consent: StoredConsent },
}

impl JsonColumn for CeremonyPurpose {
    const COLUMN: &'static str = "passkey_ceremony.purpose";
    type Stored = StoredCeremony;

    fn stored(&self) -> StoredCeremony {
        match self {
            Self::Enrol { account, name } => {
                StoredCeremony::Enrol { account: (*account).into(), name: name.to_string() }
            }
            Self::Register { recipient, account, name } => StoredCeremony::Register {
                recipient: (*recipient).into(),
                account: (*account).into(),
                name: name.to_string(),
            },
            Self::Join { invitation, account, name } => StoredCeremony::Join {
                invitation: (*invitation).into(),
                account: (*account).into(),
                name: name.to_string(),
            },
            Self::SignIn => StoredCeremony::SignIn,
            Self::StepUp { account } => StoredCeremony::StepUp { account: (*account).into() },
            Self::Remove { account, factor } => {
                StoredCeremony::Remove { account: (*account).into(), factor: (*factor).into() }
            }
            Self::NewPassword { reset, account } => {
                StoredCeremony::NewPassword { reset: (*reset).into(), account: (*account).into() }
            }
            Self::Consent(consent) => {
                StoredCeremony::Consent { consent: StoredConsent::of(consent) }
            }
        }
    }

    fn restored(stored: StoredCeremony) -> Option<Self> {
        Some(match stored {
            StoredCeremony::Enrol { account, name } => {
                Self::Enrol { account: account.into(), name: FactorName::parse(&name).ok()? }
            }
            StoredCeremony::Register { recipient, account, name } => Self::Register {
                recipient: recipient.into(),
                account: account.into(),
                name: PersonName::parse(&name).ok()?,
            },
            StoredCeremony::Join { invitation, account, name } => Self::Join {
                invitation: invitation.into(),
                account: account.into(),
                name: PersonName::parse(&name).ok()?,
            },
            StoredCeremony::SignIn => Self::SignIn,
            StoredCeremony::StepUp { account } => Self::StepUp { account: account.into() },
            StoredCeremony::Remove { account, factor } => {
                Self::Remove { account: account.into(), factor: factor.into() }
            }
            StoredCeremony::NewPassword { reset, account } => {
                Self::NewPassword { reset: reset.into(), account: account.into() }
            }
            StoredCeremony::Consent { consent } => Self::Consent(consent.restored()?),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredEvidence {
    consent: StoredConsent,
    factor: Uuid,
    content: StoredContent,
    /// The bytes in hexadecimal.
    credential: String,
    key: String,
    authenticator_data: String,
    client_data: String,
    signature: String,
    received_at: i64,
}

impl JsonColumn for PasskeyEvidence {
    const COLUMN: &'static str = "passkey_assertion.evidence";
    type Stored = StoredEvidence;

    fn stored(&self) -> StoredEvidence {
        let PasskeyAssertion { credential, key, authenticator_data, client_data, signature } =
            &self.assertion;
        StoredEvidence {
            consent: StoredConsent::of(&self.consent),
            factor: self.factor.into(),
            content: StoredContent::of(&self.content),
            credential: hex::encode(credential),
            key: key.clone(),
            authenticator_data: hex::encode(authenticator_data),
            client_data: hex::encode(client_data),
            signature: hex::encode(signature),
            received_at: self.received_at.as_micros(),
        }
    }

    fn restored(stored: StoredEvidence) -> Option<Self> {
        Some(Self {
            consent: stored.consent.restored()?,
            factor: stored.factor.into(),
            content: stored.content.restored()?,
            assertion: PasskeyAssertion {
                credential: hex::decode(stored.credential).ok()?,
                key: stored.key,
                authenticator_data: hex::decode(stored.authenticator_data).ok()?,
                client_data: hex::decode(stored.client_data).ok()?,
                signature: hex::decode(stored.signature).ok()?,
            },
            received_at: Timestamp::from_micros(stored.received_at),
        })
    }
}
