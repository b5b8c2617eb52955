//! A storage that hands out prepared units of work.

use super::{
    MockAccountRepository, MockAddressChangeRepository, MockAuditLog,
    MockAuthorizationRequestRepository, MockDocumentRepository, MockFactorRepository,
    MockIdpConnectionRepository, MockIdpLinkRepository, MockInvitationRepository,
    MockMailboxCodeRepository, MockOrphanRepository, MockPasskeyRepository,
    MockPasswordResetRepository, MockRecoveryRepository, MockSealProofRepository,
    MockSessionRepository, MockShownPageRepository, MockTemplateRepository, MockTryRepository,
};
use crate::{
    AccountRepository, AddressChangeRepository, AuditLog, AuthorizationRequestRepository,
    DocumentRepository, FactorRepository, IdpConnectionRepository, IdpLinkRepository,
    InvitationRepository, MailboxCodeRepository, OrphanRepository, PasskeyRepository,
    PasswordResetRepository, RecoveryRepository, SealProofRepository, SessionRepository,
    ShownPageRepository, Storage, StorageError, TemplateRepository, TryRepository, UnitOfWork,
};
use async_trait::async_trait;
use std::collections::VecDeque;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};
use wariin_domain::Timestamp;

/// A unit of work whose repositories are doubles. A repository that nothing is expected of refuses
/// every call.
#[derive(Default)]
pub struct MockWork {
    /// Documents.
    pub documents: MockDocumentRepository,
    /// Templates.
    pub templates: MockTemplateRepository,
    /// Accounts.
    pub accounts: MockAccountRepository,
    /// Invitations.
    pub invitations: MockInvitationRepository,
    /// Passkeys.
    pub passkeys: MockPasskeyRepository,
    /// Factors.
    pub factors: MockFactorRepository,
    /// Sessions.
    pub sessions: MockSessionRepository,
    /// Access codes.
    pub tries: MockTryRepository,
    /// Mailed codes.
    pub mailbox_codes: MockMailboxCodeRepository,
    /// Wishes to set a new password.
    pub password_resets: MockPasswordResetRepository,
    /// Wishes for another mail address.
    pub address_changes: MockAddressChangeRepository,
    /// Connections to identity providers.
    pub idp_connections: MockIdpConnectionRepository,
    /// Identities that belong to accounts.
    pub idp_links: MockIdpLinkRepository,
    /// Authorization requests to identity providers.
    pub authorization_requests: MockAuthorizationRequestRepository,
    /// Pages that were delivered.
    pub shown_pages: MockShownPageRepository,
    /// Files that no row refers to.
    pub orphans: MockOrphanRepository,
    /// Recoveries.
    pub recoveries: MockRecoveryRepository,
    /// What proves the seals.
    pub seal_proofs: MockSealProofRepository,
    /// The audit log.
    pub audit: MockAuditLog,
    /// Whether committing fails.
    pub commit_fails: bool,
    commits: Arc<AtomicUsize>,
}

#[async_trait]
impl UnitOfWork for MockWork {
    fn documents(&mut self) -> &mut dyn DocumentRepository {
        &mut self.documents
    }

    fn templates(&mut self) -> &mut dyn TemplateRepository {
        &mut self.templates
    }

    fn accounts(&mut self) -> &mut dyn AccountRepository {
        &mut self.accounts
    }

    fn invitations(&mut self) -> &mut dyn InvitationRepository {
        &mut self.invitations
    }

    fn factors(&mut self) -> &mut dyn FactorRepository {
        &mut self.factors
    }

    fn passkeys(&mut self) -> &mut dyn PasskeyRepository {
        &mut self.passkeys
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        &mut self.sessions
    }

    fn tries(&mut self) -> &mut dyn TryRepository {
        &mut self.tries
    }

    fn mailbox_codes(&mut self) -> &mut dyn MailboxCodeRepository {
        &mut self.mailbox_codes
    }

    fn password_resets(&mut self) -> &mut dyn PasswordResetRepository {
        &mut self.password_resets
    }

    fn address_changes(&mut self) -> &mut dyn AddressChangeRepository {
        &mut self.address_changes
    }

    fn idp_connections(&mut self) -> &mut dyn IdpConnectionRepository {
        &mut self.idp_connections
    }

    fn idp_links(&mut self) -> &mut dyn IdpLinkRepository {
        &mut self.idp_links
    }

    fn authorization_requests(&mut self) -> &mut dyn AuthorizationRequestRepository {
        &mut self.authorization_requests
    }

    fn shown_pages(&mut self) -> &mut dyn ShownPageRepository {
        &mut self.shown_pages
    }

    fn orphans(&mut self) -> &mut dyn OrphanRepository {
        &mut self.orphans
    }

    fn recoveries(&mut self) -> &mut dyn RecoveryRepository {
        &mut self.recoveries
    }

    fn seal_proofs(&mut self) -> &mut dyn SealProofRepository {
        &mut self.seal_proofs
    }

    fn audit(&mut self) -> &mut dyn AuditLog {
        &mut self.audit
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        if self.commit_fails {
            return Err(StorageError::Unavailable("the commit was told to fail".into()));
        }
        self.commits.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

/// A storage that hands out prepared units of work in order, and counts what was committed.
#[derive(Default)]
pub struct MockStorage {
    works: Mutex<VecDeque<MockWork>>,
    commits: Arc<AtomicUsize>,
}

impl MockStorage {
    /// A storage that hands out these units of work, and fails to begin another.
    pub fn of(works: impl IntoIterator<Item = MockWork>) -> Self {
        let storage = Self::default();
        let works = works.into_iter().map(|mut work| {
            work.commits = Arc::clone(&storage.commits);
            work
        });
        let works = works.collect();
        Self { works: Mutex::new(works), ..storage }
    }

    /// How many units of work were committed; watch it from before the storage is given away.
    pub fn commits(&self) -> Arc<AtomicUsize> {
        Arc::clone(&self.commits)
    }
}

#[async_trait]
impl Storage for MockStorage {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        let next = self.works.lock().map(|mut works| works.pop_front()).unwrap_or_default();
        match next {
            Some(work) => Ok(Box::new(work)),
            None => Err(StorageError::Unavailable("no unit of work was prepared".into())),
        }
    }

    async fn time(&self) -> Result<Option<Timestamp>, StorageError> {
        Ok(None)
    }
}
