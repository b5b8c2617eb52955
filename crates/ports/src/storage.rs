//! Storage: one unit of work at a time, and what can be kept in it.

mod idp;
mod orphan;
mod passkey;
mod people;
mod recovery;
mod seal_proof;
mod shown_pages;

use async_trait::async_trait;
use wariin_domain::{
    Account, AccountId, DeletedDocument, Document, DocumentId, Events, OrganisationId, RecipientId,
    Template, TemplateId, Timestamp,
};

#[cfg(feature = "mock")]
pub use shown_pages::MockShownPageRepository;
pub use shown_pages::{Delivery, ShownPageRepository};

pub use idp::{
    AskedFirstLogin, AuthorizationRequestRepository, IdpConnectionRepository, IdpLinkRepository,
};
#[cfg(feature = "mock")]
pub use idp::{
    MockAuthorizationRequestRepository, MockIdpConnectionRepository, MockIdpLinkRepository,
};
pub use people::{
    AccountRepository, AddressChangeRepository, AskedCode, FactorRepository, InvitationRepository,
    MailboxCodeRepository, PasswordResetRepository, SessionRepository, StoredFactor, TryRepository,
};
#[cfg(feature = "mock")]
pub use people::{
    MockAccountRepository, MockAddressChangeRepository, MockFactorRepository,
    MockInvitationRepository, MockMailboxCodeRepository, MockPasswordResetRepository,
    MockSessionRepository, MockTryRepository,
};

#[cfg(feature = "mock")]
pub use orphan::MockOrphanRepository;
pub use orphan::OrphanRepository;
#[cfg(feature = "mock")]
pub use passkey::MockPasskeyRepository;
pub use passkey::{PasskeyRepository, StoredPasskey};
#[cfg(feature = "mock")]
pub use recovery::MockRecoveryRepository;
pub use recovery::{EndedAtRecovery, RecoveryRepository};
#[cfg(feature = "mock")]
pub use seal_proof::MockSealProofRepository;
pub use seal_proof::SealProofRepository;

/// Begins units of work.
#[async_trait]
pub trait Storage: Send + Sync {
    /// Begins a unit of work. Nothing else may be awaited before it is committed or dropped.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError>;

    /// The time by the database's own clock, where it has one that several nodes share; `None` where
    /// the database is a file of this machine.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn time(&self) -> Result<Option<Timestamp>, StorageError>;
}

/// A transaction: everything in it happens, or, when it is dropped, nothing.
#[async_trait]
pub trait UnitOfWork: Send {
    /// Documents.
    fn documents(&mut self) -> &mut dyn DocumentRepository;
    /// Templates.
    fn templates(&mut self) -> &mut dyn TemplateRepository;
    /// Organisations and accounts.
    fn accounts(&mut self) -> &mut dyn AccountRepository;
    /// Invitations to join an organisation.
    fn invitations(&mut self) -> &mut dyn InvitationRepository;
    /// Second factors.
    fn factors(&mut self) -> &mut dyn FactorRepository;
    /// Passkeys.
    fn passkeys(&mut self) -> &mut dyn PasskeyRepository;
    /// Browser sessions.
    fn sessions(&mut self) -> &mut dyn SessionRepository;
    /// How often secrets were mistyped.
    fn tries(&mut self) -> &mut dyn TryRepository;
    /// Codes that prove a mailbox.
    fn mailbox_codes(&mut self) -> &mut dyn MailboxCodeRepository;
    /// Wishes to set a new password.
    fn password_resets(&mut self) -> &mut dyn PasswordResetRepository;
    /// Wishes for another mail address.
    fn address_changes(&mut self) -> &mut dyn AddressChangeRepository;
    /// Connections to identity providers.
    fn idp_connections(&mut self) -> &mut dyn IdpConnectionRepository;
    /// Identities that belong to accounts.
    fn idp_links(&mut self) -> &mut dyn IdpLinkRepository;
    /// Authorization requests to identity providers.
    fn authorization_requests(&mut self) -> &mut dyn AuthorizationRequestRepository;
    /// Pages that were delivered to sessions.
    fn shown_pages(&mut self) -> &mut dyn ShownPageRepository;
    /// Recoveries of a database that was set back.
    fn recoveries(&mut self) -> &mut dyn RecoveryRepository;
    /// Files that no row refers to.
    fn orphans(&mut self) -> &mut dyn OrphanRepository;
    /// What proves the seals.
    fn seal_proofs(&mut self) -> &mut dyn SealProofRepository;
    /// The audit log.
    fn audit(&mut self) -> &mut dyn AuditLog;

    /// Makes it all happen.
    ///
    /// # Errors
    /// [`StorageError`]; nothing has happened then, unless the connection broke at that very moment.
    async fn commit(self: Box<Self>) -> Result<(), StorageError>;
}

/// Documents with their files and recipients.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait DocumentRepository: Send {
    /// The document with this id.
    async fn find(&mut self, id: DocumentId) -> Result<Option<Document>, StorageError>;

    /// The document of which this is a recipient.
    async fn find_by_recipient(
        &mut self,
        id: RecipientId,
    ) -> Result<Option<Document>, StorageError>;

    /// Whether the account, by its address or as the one that opened it, is a party of a document under way that asks
    /// this party for a strong sign-in: invited, not yet invited, or one who may still take the consent back.
    async fn awaits_advanced_auth(&mut self, account: &Account) -> Result<bool, StorageError>;

    /// Whether the account has consented to a document that asks it for a strong sign-in, and to which every recipient
    /// has consented: the account goes on reading it.
    async fn keeps_advanced_auth(&mut self, account: AccountId) -> Result<bool, StorageError>;

    /// The documents that this person of this organisation drafts or has sent, and that are not
    /// finished.
    async fn unfinished_of(
        &mut self,
        sender: AccountId,
        organisation: OrganisationId,
    ) -> Result<Vec<DocumentId>, StorageError>;

    /// The sent documents that wait for an answer of this account: because it passed the gate, or because
    /// its address stands in them and no account has passed it.
    async fn awaiting(&mut self, account: &Account) -> Result<Vec<DocumentId>, StorageError>;

    /// The documents that a report of this account's owner concerns: those that wait for an answer of it
    /// ([`Self::awaiting`]) or of a recipient to which it forwarded, and those that it has consented to and that changed
    /// since then.
    async fn concerned_by(
        &mut self,
        account: &Account,
        since: Timestamp,
    ) -> Result<Vec<DocumentId>, StorageError>;

    /// Marks the document in the sender's list: since this instant a file of it is damaged. `false` when it is marked
    /// already, or there is no such document.
    async fn mark_damaged(&mut self, id: DocumentId, at: Timestamp) -> Result<bool, StorageError>;

    /// Takes the mark of a damaged file away: the files of the document are whole again.
    async fn mark_whole(&mut self, document: &Document) -> Result<(), StorageError>;

    /// Adds the job that mails this recipient a new link. The recipient is not looked for, so that the time does
    /// not tell whether there is one.
    async fn ask_for_link(
        &mut self,
        recipient: RecipientId,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Adds the job that makes the certificate of agreement of this document, unless one waits already; it makes none
    /// where there is one. Of two who ask at once one adds it.
    async fn ask_for_certificate(
        &mut self,
        document: DocumentId,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Whether the organisation has any document.
    async fn exist_in(&mut self, organisation: OrganisationId) -> Result<bool, StorageError>;

    /// Removes a document whose time has ended, with everything that is kept of it and all jobs about it, and keeps what
    /// is left. The bytes of its files are then removed as those of no document.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] when it was saved or removed elsewhere since it was found.
    async fn remove(
        &mut self,
        document: &Document,
        left: &DeletedDocument,
        events: Events,
    ) -> Result<(), StorageError>;

    /// Keeps the document together with what happened to it: the row, the audit log and the
    /// jobs. There is no other way to keep a document.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] when it was saved elsewhere since it was found.
    async fn save(&mut self, document: &Document, events: Events) -> Result<(), StorageError>;
}

/// Templates.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TemplateRepository: Send {
    /// The template with this id.
    async fn find(&mut self, id: TemplateId) -> Result<Option<Template>, StorageError>;

    /// How many templates the organisation has.
    async fn count(&mut self, of: OrganisationId) -> Result<u64, StorageError>;

    /// Keeps a new or a renamed template.
    async fn save(&mut self, template: &Template, events: Events) -> Result<(), StorageError>;

    /// Deletes a template.
    async fn remove(&mut self, id: TemplateId, events: Events) -> Result<(), StorageError>;
}

/// The audit log, for refusals and for what was only looked at: no entity changes with it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AuditLog: Send {
    /// Adds events, and the jobs they cause.
    async fn append(&mut self, events: Events) -> Result<(), StorageError>;

    /// Whether this recipient's document was refused to another account before.
    async fn has_told_of_foreign_account(
        &mut self,
        recipient: RecipientId,
    ) -> Result<bool, StorageError>;

    /// Whether this document manager looked at the document since then.
    async fn has_viewed(
        &mut self,
        document: DocumentId,
        manager: AccountId,
        since: Timestamp,
    ) -> Result<bool, StorageError>;
}

/// Why something could not be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// It was changed in the meantime; trying the whole step again may help.
    #[error("it was changed in the meantime")]
    Conflict,
    /// It exists already: an address that has an account, a second active factor.
    #[error("it exists already")]
    Duplicate,
    /// What is stored cannot be read.
    #[error("a stored value cannot be read: {0}")]
    Corrupt(String),
    /// There is no space left. It works again as soon as there is.
    #[error("the storage is full")]
    Full(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database cannot be reached, or did not answer in time. Trying again later may help.
    #[error("the database is unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The database refused what this program asked of it.
    #[error("the database refused a statement")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
}
