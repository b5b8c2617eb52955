//! The parts of events that have fields of their own.

use super::super::change::StoredChange;
use super::super::policy::StoredRecipientPolicy;
use super::value::Stored;
use serde::{Deserialize, Serialize};
use wariin_domain::{
    AccountId, Amount, Assurance, AuthorizationRequestId, CalendarDate, CeremonyId,
    CompletionFiles, Consent, ConsentAssurance, ConsentStatement, ContentDigest, CopyId,
    Counterparty, DocumentPolicy, EnrolmentClass, FactorId, FactorMethod, FileChange, FileDigest,
    FileId, IdpConnectionId, IdpIdentity, IdpLogin, IdpMembership, IdpStrength, IdpSubject, Issuer,
    Language, LinkLife, ManagerLook, OrganisationSettings, Party, RecipientId, RecipientPolicy,
    RequestLanguages, Seal, SealLevel, SealMark, SealedFile, SearchFields, SecondFactorRule,
    SignInMethod, StepUpAge, StrengthRule, TimeZoneName, Timestamp,
};

/// The storage type of a struct whose fields all are stored, and both conversions.
macro_rules! stored_structs {
    ($($type:ident as $stored:ident { $($field:ident: $of:ty),+ })+) => {$(
        #[derive(Debug, Serialize, Deserialize)]
        pub(super) struct $stored {
            $($field: <$of as Stored>::As),+
        }

        impl Stored for $type {
            type As = $stored;

            fn to_stored(&self) -> $stored {
                $stored { $($field: self.$field.to_stored()),+ }
            }

            fn from_stored(stored: $stored) -> Option<Self> {
                Some(Self { $($field: <$of>::from_stored(stored.$field)?),+ })
            }
        }
    )+};
}

stored_structs! {
    Consent as StoredConsent {
        at: Timestamp,
        assurance: ConsentAssurance,
        content: ContentDigest,
        statement: Option<ConsentStatement>
    }
    SearchFields as StoredSearchFields {
        contract_date: Option<CalendarDate>,
        amount: Option<Amount>,
        counterparty: Option<Counterparty>
    }
    SealedFile as StoredSealedFile { file: FileId, seal: Seal }
    Seal as StoredSeal { digest: FileDigest, level: SealLevel }
    IdpIdentity as StoredIdentity {
        connection: IdpConnectionId,
        issuer: Issuer,
        subject: IdpSubject
    }
    IdpLogin as StoredLogin {
        identity: IdpIdentity,
        session: Option<String>,
        strength: IdpStrength,
        acr: Option<String>,
        amr: Vec<String>,
        linked_at: Timestamp,
        behind_code: Option<bool>
    }
    IdpMembership as StoredMembership { is_required: bool, creates_members: bool }
    OrganisationSettings as StoredSettings {
        second_factor: SecondFactorRule,
        policy: DocumentPolicy,
        time_zone: TimeZoneName
    }
    DocumentPolicy as StoredPolicy {
        link_life: LinkLife,
        step_up_age: StepUpAge,
        request_languages: RequestLanguages,
        completion: CompletionFiles,
        seal_mark: SealMark,
        recipients: RecipientPolicy
    }
}

/// The sentences stand in the event itself, so that the chain commits to the words.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredStatement {
    version: u32,
    language: String,
    text: String,
}

impl Stored for ConsentStatement {
    type As = StoredStatement;

    fn to_stored(&self) -> StoredStatement {
        StoredStatement {
            version: self.version(),
            language: self.language().tag().to_owned(),
            text: self.text().to_owned(),
        }
    }

    fn from_stored(stored: StoredStatement) -> Option<Self> {
        Self::of(stored.version, Language::parse(&stored.language).ok()?)
    }
}

impl Stored for ConsentAssurance {
    type As = <Assurance as Stored>::As;

    fn to_stored(&self) -> Self::As {
        (**self).to_stored()
    }

    fn from_stored(stored: Self::As) -> Option<Self> {
        Self::new(Assurance::from_stored(stored)?).ok()
    }
}

/// Settings of releases that demanded nothing of recipients say nothing of it.
impl Stored for RecipientPolicy {
    type As = Option<StoredRecipientPolicy>;

    fn to_stored(&self) -> Option<StoredRecipientPolicy> {
        Some(StoredRecipientPolicy::of(self))
    }

    fn from_stored(stored: Option<StoredRecipientPolicy>) -> Option<Self> {
        stored.map_or_else(|| Some(Self::default()), StoredRecipientPolicy::read)
    }
}

impl Stored for FileChange {
    type As = StoredChange;

    fn to_stored(&self) -> StoredChange {
        StoredChange::of(self)
    }

    fn from_stored(stored: StoredChange) -> Option<Self> {
        stored.restored()
    }
}

/// The storage type of an enum whose variants have fields, and both conversions.
macro_rules! stored_enums {
    ($($type:ident as $stored:ident by $tag:literal {
        $($variant:ident { $($field:ident: $of:ty),* })+
    })+) => {$(
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(tag = $tag, rename_all = "snake_case")]
        pub(super) enum $stored {
            $($variant { $($field: <$of as Stored>::As),* },)+
        }

        impl Stored for $type {
            type As = $stored;

            fn to_stored(&self) -> $stored {
                match self {
                    $(Self::$variant { $($field),* } => {
                        $stored::$variant { $($field: $field.to_stored()),* }
                    })+
                }
            }

            fn from_stored(stored: $stored) -> Option<Self> {
                Some(match stored {
                    $($stored::$variant { $($field),* } => {
                        Self::$variant { $($field: <$of>::from_stored($field)?),* }
                    })+
                })
            }
        }
    )+};
}

stored_enums! {
    Assurance as StoredAssurance by "kind" {
        TwoFactor {
            account: AccountId,
            factor: FactorId,
            method: FactorMethod,
            enrolled_at: Timestamp,
            behind_code: Option<bool>,
            class: EnrolmentClass,
            authenticated_at: Timestamp,
            assertion: Option<CeremonyId>
        }
        Idp {
            account: AccountId,
            identity: IdpIdentity,
            linked_at: Timestamp,
            behind_code: Option<bool>,
            class: EnrolmentClass,
            authenticated_at: Timestamp,
            acr: Option<String>,
            amr: Vec<String>,
            id_token: Option<AuthorizationRequestId>
        }
        Mailbox { generation: u32 }
    }
    SignInMethod as StoredSignInMethod by "kind" {
        Password { at: Timestamp }
        TwoFactor {
            at: Timestamp,
            factor: FactorId,
            method: FactorMethod,
            enrolled_at: Timestamp,
            behind_code: Option<bool>
        }
        Idp { at: Timestamp, login: IdpLogin }
    }
}

/// What a document manager looked at: `page`, `certificate`, `export`, or one file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "snake_case")]
pub(super) enum StoredLook {
    Page,
    File { file: <FileId as Stored>::As },
    Certificate,
    Export,
}

impl Stored for ManagerLook {
    type As = StoredLook;

    fn to_stored(&self) -> StoredLook {
        match self {
            Self::Page => StoredLook::Page,
            Self::File(file) => StoredLook::File { file: file.to_stored() },
            Self::Certificate => StoredLook::Certificate,
            Self::Export => StoredLook::Export,
        }
    }

    fn from_stored(stored: StoredLook) -> Option<Self> {
        Some(match stored {
            StoredLook::Page => Self::Page,
            StoredLook::File { file } => Self::File(FileId::from_stored(file)?),
            StoredLook::Certificate => Self::Certificate,
            StoredLook::Export => Self::Export,
        })
    }
}

/// A party of a document: `sender`, `recipient` or `copy`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "party", rename_all = "snake_case")]
pub(super) enum StoredParty {
    Sender,
    Recipient { id: <RecipientId as Stored>::As },
    Copy { id: <CopyId as Stored>::As },
}

impl Stored for Party {
    type As = StoredParty;

    fn to_stored(&self) -> StoredParty {
        match self {
            Self::Sender => StoredParty::Sender,
            Self::Recipient(id) => StoredParty::Recipient { id: id.to_stored() },
            Self::Copy(id) => StoredParty::Copy { id: id.to_stored() },
        }
    }

    fn from_stored(stored: StoredParty) -> Option<Self> {
        Some(match stored {
            StoredParty::Sender => Self::Sender,
            StoredParty::Recipient { id } => Self::Recipient(RecipientId::from_stored(id)?),
            StoredParty::Copy { id } => Self::Copy(CopyId::from_stored(id)?),
        })
    }
}

/// When a login at a provider counts as strong.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum StoredStrengthRule {
    Acr(Vec<String>),
    Amr(Vec<String>),
    TrustEveryLogin,
}

impl Stored for StrengthRule {
    type As = StoredStrengthRule;

    fn to_stored(&self) -> StoredStrengthRule {
        match self {
            Self::Acr(values) => StoredStrengthRule::Acr(values.clone()),
            Self::Amr(values) => StoredStrengthRule::Amr(values.clone()),
            Self::TrustEveryLogin => StoredStrengthRule::TrustEveryLogin,
        }
    }

    fn from_stored(stored: StoredStrengthRule) -> Option<Self> {
        Some(match stored {
            StoredStrengthRule::Acr(values) => Self::Acr(values),
            StoredStrengthRule::Amr(values) => Self::Amr(values),
            StoredStrengthRule::TrustEveryLogin => Self::TrustEveryLogin,
        })
    }
}

/// Whether a login was proved to be strong.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum StoredStrength {
    Proven,
    Unproven,
}

impl Stored for IdpStrength {
    type As = StoredStrength;

    fn to_stored(&self) -> StoredStrength {
        match self {
            Self::Proven => StoredStrength::Proven,
            Self::Unproven => StoredStrength::Unproven,
        }
    }

    fn from_stored(stored: StoredStrength) -> Option<Self> {
        Some(match stored {
            StoredStrength::Proven => Self::Proven,
            StoredStrength::Unproven => Self::Unproven,
        })
    }
}
