//! Reading for pages, apart from units of work: what is read here decides nothing that is written.

use crate::{
    AuditReport, DocumentPage, DocumentQuery, KeptCursor, KeptQuery, PartyMail, ReceivedLine,
    ReceivedQuery, StorageError, StoredFile,
};
use async_trait::async_trait;
use wariin_domain::{
    Account, AccountId, Actor, AddressChange, AddressChangeId, Assurance, AuthorizationRequestId,
    BackupCodeStock, BrowserKey, DeletedDocument, Document, DocumentId, EmailAddress, EmailDomain,
    EventKind, Factor, FileDigest, FileId, FirstLogin, IdTokenEvidence, IdpConnection, IdpLink,
    Invitation, InvitationId, Job, KeptProof, MailboxCode, MailboxCodeId, Organisation,
    OrganisationId, OrganisationName, PasskeyEvidence, PasswordReset, PasswordResetId, RecipientId,
    Recovery, RenewalFailure, Session, SessionKey, ShownPages, Template, Timestamp,
};

/// Reads for pages.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Views: Send + Sync {
    /// Whether there is no account yet.
    async fn is_first_run(&self) -> Result<bool, StorageError>;

    /// The newest recovery of the database.
    async fn newest_recovery(&self) -> Result<Option<Recovery>, StorageError>;

    /// A session, dead ones too.
    async fn session(&self, key: SessionKey) -> Result<Option<Session>, StorageError>;

    /// An account.
    async fn account(&self, id: AccountId) -> Result<Option<Account>, StorageError>;

    /// The account with this address, where its password was typed right in this browser before.
    async fn known_owner(
        &self,
        address: &EmailAddress,
        browser: BrowserKey,
    ) -> Result<Option<AccountId>, StorageError>;

    /// The documents that are marked because of a damaged file.
    async fn damaged_documents(&self) -> Result<Vec<DocumentId>, StorageError>;

    /// Whether the document is marked because of a damaged file.
    async fn is_marked_damaged(&self, document: DocumentId) -> Result<bool, StorageError>;

    /// An organisation.
    async fn organisation(&self, id: OrganisationId) -> Result<Option<Organisation>, StorageError>;

    /// The people of an organisation, by name.
    async fn members(&self, of: OrganisationId) -> Result<Vec<Member>, StorageError>;

    /// The organisation's open invitations, newest first.
    async fn invitations(&self, of: OrganisationId) -> Result<Vec<Invitation>, StorageError>;

    /// An invitation.
    async fn invitation(&self, id: InvitationId) -> Result<Option<Invitation>, StorageError>;

    /// The account's active factors, oldest first.
    async fn factors(&self, account: AccountId) -> Result<Vec<Factor>, StorageError>;

    /// The backup codes that the account has left.
    async fn backup_codes(&self, account: AccountId) -> Result<BackupCodeStock, StorageError>;

    /// A mailed code.
    async fn mailbox_code(&self, id: MailboxCodeId) -> Result<Option<MailboxCode>, StorageError>;

    /// A wish for another mail address.
    async fn address_change(
        &self,
        id: AddressChangeId,
    ) -> Result<Option<AddressChange>, StorageError>;

    /// The account's newest wish for another mail address.
    async fn newest_address_change(
        &self,
        account: AccountId,
    ) -> Result<Option<AddressChange>, StorageError>;

    /// The account's sessions, also those that await a code, the last used first.
    async fn sessions(&self, account: AccountId) -> Result<Vec<Session>, StorageError>;

    /// What the account has consented to, newest first: those after this many, and one more than `limit` where there
    /// are more.
    async fn consents(
        &self,
        account: AccountId,
        skip: u64,
        limit: u64,
    ) -> Result<Vec<GivenConsent>, StorageError>;

    /// A wish to set a new password.
    async fn password_reset(
        &self,
        id: PasswordResetId,
    ) -> Result<Option<PasswordReset>, StorageError>;

    /// Every account, by organisation and address.
    async fn accounts(&self) -> Result<Vec<KnownAccount>, StorageError>;

    /// A document.
    async fn document(&self, id: DocumentId) -> Result<Option<Document>, StorageError>;

    /// The document of which this is a recipient.
    async fn document_of(&self, recipient: RecipientId) -> Result<Option<Document>, StorageError>;

    /// Whether a job about this document waits.
    async fn has_waiting_job(&self, document: DocumentId) -> Result<bool, StorageError>;

    /// Whether this very job about a document waits, due or postponed.
    async fn is_job_waiting(&self, job: Job) -> Result<bool, StorageError>;

    /// What is left of a document that was deleted when its time had ended.
    async fn deleted_document(
        &self,
        id: DocumentId,
    ) -> Result<Option<DeletedDocument>, StorageError>;

    /// The same by one of the recipients who could see it.
    async fn deleted_document_of(
        &self,
        recipient: RecipientId,
    ) -> Result<Option<DeletedDocument>, StorageError>;

    /// The organisations that keep their documents for a number of years.
    async fn organisations_with_retention(&self) -> Result<Vec<Organisation>, StorageError>;

    /// The organisation's documents that ended before this instant and are not held, at most so many behind this one,
    /// by their ids.
    async fn ended_documents(
        &self,
        of: OrganisationId,
        before: Timestamp,
        after: Option<DocumentId>,
        limit: u64,
    ) -> Result<Vec<DocumentId>, StorageError>;

    /// The documents whose deletion is announced, or that are held: never a draft.
    async fn kept_documents(&self, query: &KeptQuery) -> Result<Vec<KeptCursor>, StorageError>;

    /// The pages that were delivered to the session, under this or an earlier key.
    async fn shown_pages(
        &self,
        session: SessionKey,
        recipient: RecipientId,
    ) -> Result<ShownPages, StorageError>;

    /// A page of documents.
    async fn documents(&self, query: &DocumentQuery) -> Result<DocumentPage, StorageError>;

    /// What was sent to a person, as recipients who were invited: never a draft, and none that another account passed
    /// the gate as.
    async fn received(&self, query: &ReceivedQuery) -> Result<Vec<ReceivedLine>, StorageError>;

    /// The organisation's templates, by name.
    async fn templates(&self, of: OrganisationId) -> Result<Vec<Template>, StorageError>;

    /// How many bytes the files of these documents have in all.
    async fn size_of(&self, documents: &[DocumentId]) -> Result<u64, StorageError>;

    /// Every connection to an identity provider, or those of one organisation, oldest first.
    async fn idp_connections(
        &self,
        of: Option<OrganisationId>,
    ) -> Result<Vec<IdpConnection>, StorageError>;

    /// The connection that is on and has this domain proven.
    async fn idp_serving(
        &self,
        domain: &EmailDomain,
    ) -> Result<Option<IdpConnection>, StorageError>;

    /// The identities of an account.
    async fn idp_links(&self, account: AccountId) -> Result<Vec<IdpLink>, StorageError>;

    /// Whether the account has a password.
    async fn has_password(&self, account: AccountId) -> Result<bool, StorageError>;

    /// A first login that waits for its code.
    async fn first_login(
        &self,
        id: AuthorizationRequestId,
    ) -> Result<Option<FirstLogin>, StorageError>;

    /// The ID token evidence of a document's consents, oldest first.
    async fn id_tokens(&self, document: DocumentId) -> Result<Vec<IdTokenEvidence>, StorageError>;

    /// The assertions of a document's consents by passkey, oldest first.
    async fn passkey_evidence(
        &self,
        document: DocumentId,
    ) -> Result<Vec<PasskeyEvidence>, StorageError>;

    /// What happened to a document, oldest first.
    async fn timeline(&self, document: DocumentId) -> Result<Vec<TimelineEntry>, StorageError>;

    /// How far the newest mailed link of each recipient of a document has come, and the newest email that tells each
    /// recipient, and each person in copy, of the conclusion. Jobs of before this was kept, and of the conclusion those
    /// that were done long ago, are not told of.
    async fn mails(&self, document: DocumentId) -> Result<Vec<PartyMail>, StorageError>;

    /// Those of these files that neither a document nor a template refers to.
    async fn unreferenced_files(
        &self,
        among: &[FileDigest],
    ) -> Result<Vec<FileDigest>, StorageError>;

    /// The files of all documents, by the ids of the files, at most so many files behind this one: the bytes as they
    /// were taken in and, once concluded, the sealed ones. With them the id behind which to go on, unless these are
    /// the last.
    async fn stored_files(
        &self,
        after: Option<FileId>,
        limit: u32,
    ) -> Result<(Vec<StoredFile>, Option<FileId>), StorageError>;

    /// The files of all templates, and all images that organisations have set.
    async fn shared_files(&self) -> Result<Vec<StoredFile>, StorageError>;

    /// What is kept of the proofs of a document's sealed files: the files, then the certificate of agreement.
    async fn seal_proofs(&self, document: DocumentId) -> Result<Vec<KeptProof>, StorageError>;

    /// The documents with sealed files of this kind: up to `limit` of those with greater ids than this one, in the order
    /// of their ids.
    async fn sealed_documents(
        &self,
        selection: SealSelection,
        after: Option<DocumentId>,
        limit: u32,
    ) -> Result<Vec<SealedDocument>, StorageError>;

    /// When the seals of one organisation, or of all, are to be renewed.
    async fn renewal_schedule(
        &self,
        of: Option<OrganisationId>,
        now: Timestamp,
    ) -> Result<RenewalSchedule, StorageError>;

    /// Checks the whole audit log: every chain, and the transparency log they are integrated in.
    async fn verify_audit(&self) -> Result<AuditReport, StorageError>;
}

/// Which sealed files are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealSelection {
    /// Those with an archive timestamp that is to be renewed, or was not looked for yet, at this instant.
    Due(Timestamp),
    /// Those with an archive timestamp.
    All,
    /// Those whose seal is B-B.
    Basic,
}

/// A document with sealed files that were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedDocument {
    /// The document.
    pub document: DocumentId,
    /// How many of its files, the certificate of agreement among them.
    pub files: u64,
}

/// When seals are to be renewed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenewalSchedule {
    /// Sealed files whose renewal is due and has not succeeded yet.
    pub due: u64,
    /// Of those: files whose newest timestamp cannot be relied on any more.
    pub ended: u64,
    /// Sealed files whose timestamp was not looked for yet: an earlier release sealed them.
    pub unread: u64,
    /// Files whose seal is B-B, so that there is nothing to renew.
    pub basic: u64,
    /// How many are due in which month from now on, the next one first.
    pub months: Vec<MonthOfRenewals>,
    /// When a seal was renewed last.
    pub renewed_at: Option<Timestamp>,
    /// The newest failure of a renewal that has not succeeded since.
    pub failure: Option<RenewalFailure>,
}

/// How many seals are due in a month, by the clock of UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthOfRenewals {
    /// The year.
    pub year: i32,
    /// The month, from 1.
    pub month: u8,
    /// How many sealed files.
    pub files: u64,
}

/// A consent that an account has given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenConsent {
    /// As which recipient.
    pub recipient: RecipientId,
    /// The document.
    pub document: DocumentId,
    /// When.
    pub at: Timestamp,
    /// How.
    pub assurance: Assurance,
}

/// A member of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The person.
    pub account: Account,
    /// Whether the person has an active second factor.
    pub has_factor: bool,
}

/// An account, as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAccount {
    /// The account.
    pub account: Account,
    /// The name of its organisation; a guest has none.
    pub organisation: Option<OrganisationName>,
    /// How many active second factors it has.
    pub factors: u64,
}

/// Who did something, with a name where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// Who; `None` for a kind of actor that this version of the program does not know.
    pub actor: Option<Actor>,
    /// The account's name.
    pub name: Option<String>,
}

/// One event of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// Its number in the document's chain, from 1.
    pub number: u64,
    /// Its hash, which the next event of the chain holds.
    pub hash: FileDigest,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Party,
    /// What.
    pub what: TimelineEvent,
}

/// What happened, as far as this version of the program can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "nearly every event is a known one")]
pub enum TimelineEvent {
    /// An event that it knows.
    Known(EventKind),
    /// An event that another version wrote, and this one cannot read.
    Unknown {
        /// The event's stable name.
        kind: String,
    },
}

impl TimelineEvent {
    /// The event's stable name.
    pub fn name(&self) -> &str {
        match self {
            Self::Known(kind) => kind.name(),
            Self::Unknown { kind } => kind,
        }
    }
}
