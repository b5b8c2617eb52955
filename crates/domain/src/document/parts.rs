//! What a document consists of, for reading and for storage.

use super::{Confirmation, FileChange, LegalHold};
use crate::{
    AccountId, AdvancedAuthPolicy, Amount, CalendarDate, ControlNumber, CopyId, Counterparty,
    DocumentId, DocumentPolicy, EmailAddress, FieldDefinition, FileDigest, FileId, FileName,
    InputField, Message, OrganisationId, OrganisationName, PersonName, Recipient, RecipientId,
    SignIn, Surface, Timestamp, Title,
};
use alloc::vec::Vec;

/// Everything a document consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentParts {
    /// Its id.
    pub id: DocumentId,
    /// How often it was saved; two writers of the same version conflict.
    pub version: i64,
    /// The sender's organisation.
    pub organisation: OrganisationId,
    /// The sender.
    pub sender: crate::AccountId,
    /// Who sent it, and how that person was signed in then. `None` while it is a draft, and where an earlier
    /// release, which did not keep it, sent the document.
    pub sent_by: Option<SignIn>,
    /// What sender and organisation were called when it was sent. `None` while it is a draft.
    pub sender_names: Option<SenderNames>,
    /// When the draft was begun.
    pub drafted_at: Timestamp,
    /// Title and attributes.
    pub details: Details,
    /// The PDFs, in order; only a draft may have none.
    pub files: Vec<DocumentFile>,
    /// The recipients, in routing order.
    pub recipients: Vec<Recipient>,
    /// The input fields (入力項目), in the order of the pages, each page from its upper left corner.
    pub fields: Vec<InputField>,
    /// Who is told of the conclusion and never asked for anything (共有先).
    pub copies: Vec<CopyRecipient>,
    /// The advanced authentication request.
    pub advanced_auth: AdvancedAuthPolicy,
    /// The sender's message to the recipients.
    pub message: Option<Message>,
    /// What it is sent under: the organisation's settings, as of now while it is a draft.
    pub policy: DocumentPolicy,
    /// Where it stands.
    pub status: DocumentStatus,
    /// The sealed certificate of agreement (合意締結証明書), once it is made.
    pub certificate: Option<Seal>,
    /// Why it is not deleted when its time ends (保存の継続).
    pub legal_hold: Option<LegalHold>,
    /// When its deletion was announced.
    pub deletion_announced_at: Option<Timestamp>,
}

/// What a document calls its sender, from when it is sent: a later name is not that of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderNames {
    /// Which account has this name; a sender who took the document over has another.
    pub account: AccountId,
    /// The person's name.
    pub person: PersonName,
    /// The organisation's name.
    pub organisation: OrganisationName,
}

/// Title and attributes: what step 01 of the wizard asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// タイトル
    pub title: Title,
    /// What it can be searched by.
    pub attributes: Attributes,
}

/// What a document can be searched by (電子帳簿保存法).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// 契約相手の名称
    pub counterparty: Option<Counterparty>,
    /// 契約締結日
    pub contract_date: Option<CalendarDate>,
    /// 契約開始日
    pub starts_on: Option<CalendarDate>,
    /// 契約終了日
    pub ends_on: Option<CalendarDate>,
    /// 取引金額
    pub amount: Option<Amount>,
    /// 管理番号
    pub control_number: Option<ControlNumber>,
}

/// One PDF of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentFile {
    /// Its id.
    pub id: FileId,
    /// Its name.
    pub name: FileName,
    /// Its size in bytes.
    pub bytes: u64,
    /// How many pages it has.
    pub pages: u32,
    /// What was changed about the upload when it was taken in, or found in it.
    pub changes: Vec<FileChange>,
    /// The sender's word for the changes that need it, once it is given.
    pub confirmed: Option<Confirmation>,
    /// The digest of the bytes as they were taken in.
    pub digest: FileDigest,
    /// Whether input fields can be placed on it.
    pub surface: Surface,
    /// The empty form fields that the upload had, where it showed them (PDFのフォームの欄).
    pub prepared: Vec<FieldDefinition>,
    /// The file as it was sealed, once concluded.
    pub sealed: Option<Seal>,
}

/// A file after sealing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedFile {
    /// Which file.
    pub file: FileId,
    /// What it became.
    pub seal: Seal,
}

/// A file with the service's signature behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The digest of the sealed bytes.
    pub digest: FileDigest,
    /// How long the seal can be checked.
    pub level: SealLevel,
}

/// The level of a seal (`PAdES`, ETSI EN 319 142-1, section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealLevel {
    /// B-B: signed; when is only claimed, and the seal is worth as much as its certificate lives.
    Basic,
    /// B-LTA: the time is proven by a timestamp authority, and the seal can be checked after its
    /// certificate has ended.
    Archived,
}

impl SealLevel {
    /// The stable name: `b_b` or `b_lta`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Basic => "b_b",
            Self::Archived => "b_lta",
        }
    }

    /// Reads what [`Self::name`] writes.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Basic, Self::Archived].into_iter().find(|level| level.name() == name)
    }

    /// The level's name in the standard.
    pub const fn standard_name(self) -> &'static str {
        match self {
            Self::Basic => "PAdES B-B",
            Self::Archived => "PAdES B-LTA",
        }
    }
}

/// A person who is told of the conclusion (共有先): asked for no authentication and no consent, and shown
/// nothing of a document that recipients have to sign in strongly for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyRecipient {
    /// Its id.
    pub id: CopyId,
    /// 氏名
    pub name: PersonName,
    /// メールアドレス
    pub email: EmailAddress,
}

/// Where a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentStatus {
    /// 下書き
    Draft,
    /// 先方確認中
    AwaitingConsent {
        /// When it was sent.
        sent_at: Timestamp,
    },
    /// Every recipient has consented; the seal is being made. Shown as 先方確認中 until it is.
    Sealing {
        /// When it was sent.
        sent_at: Timestamp,
        /// When the last consent came in.
        agreed_at: Timestamp,
    },
    /// 締結済
    Concluded {
        /// When it was sent.
        sent_at: Timestamp,
        /// When the last consent came in.
        agreed_at: Timestamp,
        /// When it was sealed.
        concluded_at: Timestamp,
    },
    /// 取り消し
    Cancelled {
        /// When it was sent.
        sent_at: Timestamp,
        /// When it was cancelled.
        at: Timestamp,
        /// The sender's account.
        by: AccountId,
    },
    /// 却下
    Declined {
        /// When it was sent.
        sent_at: Timestamp,
        /// When it was declined.
        at: Timestamp,
        /// The recipient who declined.
        by: RecipientId,
    },
}

impl DocumentStatus {
    /// The stable name of the status.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::AwaitingConsent { .. } => "awaiting_consent",
            Self::Sealing { .. } => "sealing",
            Self::Concluded { .. } => "concluded",
            Self::Cancelled { .. } => "cancelled",
            Self::Declined { .. } => "declined",
        }
    }

    /// When the document was sent.
    pub const fn sent_at(&self) -> Option<Timestamp> {
        match self {
            Self::Draft => None,
            Self::AwaitingConsent { sent_at }
            | Self::Sealing { sent_at, .. }
            | Self::Concluded { sent_at, .. }
            | Self::Cancelled { sent_at, .. }
            | Self::Declined { sent_at, .. } => Some(*sent_at),
        }
    }

    /// Whether nothing can happen to the document any more.
    pub const fn is_final(&self) -> bool {
        match self {
            Self::Draft | Self::AwaitingConsent { .. } | Self::Sealing { .. } => false,
            Self::Concluded { .. } | Self::Cancelled { .. } | Self::Declined { .. } => true,
        }
    }
}
