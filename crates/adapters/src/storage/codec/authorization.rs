//! What is stored of authorization requests and of ID tokens that are kept as evidence.

use super::field::StoredField;
use super::idp::StoredIdentity;
use super::{JsonColumn, instant, micros};
use serde::{Deserialize, Serialize};
use wariin_domain::{
    AuthorizationPurpose, ConsentStatement, ConsentTransaction, Content, ContentDigest, FileDigest,
    IdTokenEvidence, LoginRenewal, TestLogin, Timestamp, Uuid,
};

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredTransaction {
    id: Uuid,
    account: Uuid,
    identity: StoredIdentity,
    recipient: Uuid,
    content: String,
    /// In hexadecimal.
    random: String,
    began_at: i64,
    /// Missing where a release that did not keep it began the consent.
    #[serde(default)]
    statement: Option<String>,
}

impl StoredTransaction {
    fn of(transaction: &ConsentTransaction) -> Self {
        Self {
            id: transaction.id.into(),
            account: transaction.account.into(),
            identity: StoredIdentity::of(&transaction.identity),
            recipient: transaction.recipient.into(),
            content: transaction.content.to_string(),
            random: hex::encode(transaction.random),
            began_at: transaction.began_at.as_micros(),
            statement: transaction.statement.map(|statement| statement.to_string()),
        }
    }

    fn restored(self) -> Option<ConsentTransaction> {
        let mut random = [0; 32];
        hex::decode_to_slice(&self.random, &mut random).ok()?;
        Some(ConsentTransaction {
            id: self.id.into(),
            account: self.account.into(),
            identity: self.identity.restored()?,
            recipient: self.recipient.into(),
            content: ContentDigest::parse(&self.content)?,
            random,
            began_at: Timestamp::from_micros(self.began_at),
            statement: self.statement.as_deref().and_then(ConsentStatement::parse),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredTestLogin {
    way: String,
    before: Option<i64>,
    count: u8,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "snake_case")]
pub(in crate::storage) enum StoredPurpose {
    SignIn { next: String },
    Link { account: Uuid, next: String },
    Test { by: Uuid, login: Option<StoredTestLogin> },
    Consent { transaction: StoredTransaction },
}

impl JsonColumn for AuthorizationPurpose {
    const COLUMN: &'static str = "authorization_request.purpose";
    type Stored = StoredPurpose;

    fn stored(&self) -> StoredPurpose {
        match self {
            Self::SignIn { next } => StoredPurpose::SignIn { next: next.clone() },
            Self::Link { account, next } => {
                StoredPurpose::Link { account: (*account).into(), next: next.clone() }
            }
            Self::Test { by, login } => StoredPurpose::Test {
                by: (*by).into(),
                login: Some(StoredTestLogin {
                    way: login.way.name().to_owned(),
                    before: micros(login.before),
                    count: login.count,
                }),
            },
            Self::Consent(transaction) => {
                StoredPurpose::Consent { transaction: StoredTransaction::of(transaction) }
            }
        }
    }

    fn restored(stored: StoredPurpose) -> Option<Self> {
        Some(match stored {
            StoredPurpose::SignIn { next } => Self::SignIn { next },
            StoredPurpose::Link { account, next } => Self::Link { account: account.into(), next },
            StoredPurpose::Test { by, login } => {
                let login = match login {
                    Some(login) => TestLogin {
                        way: LoginRenewal::parse(&login.way)?,
                        before: instant(login.before),
                        count: login.count,
                    },
                    // Begun by an earlier version.
                    None => TestLogin::first(LoginRenewal::PromptAndMaxAge),
                };
                Self::Test { by: by.into(), login }
            }
            StoredPurpose::Consent { transaction } => Self::Consent(transaction.restored()?),
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredContent {
    files: Vec<String>,
    /// Each with the place of its file.
    fields: Option<Vec<(usize, StoredField)>>,
}

impl StoredContent {
    pub(super) fn of(content: &Content) -> Self {
        let stored = |(place, field): &(usize, _)| (*place, StoredField::of(field));
        let fields = content.fields.iter().map(stored).collect::<Vec<_>>();
        Self {
            files: content.files.iter().map(ToString::to_string).collect(),
            fields: (!fields.is_empty()).then_some(fields),
        }
    }

    pub(super) fn restored(self) -> Option<Content> {
        let files = self.files.iter().map(|file| FileDigest::parse(file));
        let fields = self.fields.unwrap_or_default().into_iter();
        let fields = fields.map(|(place, field)| Some((place, field.restored()?)));
        Some(Content {
            files: files.collect::<Option<_>>()?,
            fields: fields.collect::<Option<_>>()?,
        })
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredIdToken {
    transaction: StoredTransaction,
    document: Uuid,
    #[serde(flatten)]
    content: StoredContent,
    id_token: String,
    key: String,
    received_at: i64,
}

/// Encrypted before it is stored.
impl JsonColumn for IdTokenEvidence {
    const COLUMN: &'static str = "id_token_evidence.ciphertext";
    type Stored = StoredIdToken;

    fn stored(&self) -> StoredIdToken {
        StoredIdToken {
            transaction: StoredTransaction::of(&self.transaction),
            document: self.document.into(),
            content: StoredContent::of(&self.content),
            id_token: self.id_token.clone(),
            key: self.key.clone(),
            received_at: self.received_at.as_micros(),
        }
    }

    fn restored(stored: StoredIdToken) -> Option<Self> {
        Some(Self {
            transaction: stored.transaction.restored()?,
            document: stored.document.into(),
            content: stored.content.restored()?,
            id_token: stored.id_token,
            key: stored.key,
            received_at: Timestamp::from_micros(stored.received_at),
        })
    }
}
