//! A unit of work: a database transaction whose events are written last, at its commit.

use super::audit::AuditKeys;
use super::connection::Transaction;
use super::database::SqlDatabase;
use super::error::failed;
use super::jobs::QueueNotifier;
use super::{audit, jobs};
use crate::master_key::DerivedKey;
use async_trait::async_trait;
use std::sync::Arc;
use wariin_domain::{Event, Events, Job, Timestamp};
use wariin_ports::{
    AccountRepository, AddressChangeRepository, AuditLog, AuthorizationRequestRepository,
    DocumentRepository, FactorRepository, IdpConnectionRepository, IdpLinkRepository,
    InvitationRepository, MailboxCodeRepository, OrphanRepository, PasskeyRepository,
    PasswordResetRepository, RecoveryRepository, SealProofRepository, SessionRepository,
    ShownPageRepository, StorageError, TemplateRepository, TryRepository, UnitOfWork,
};

/// A transaction and the events that go with it.
///
/// The heads of the chains that are added to are locked last and in the order of their ids: that is short,
/// and no two units of work wait for each other in a circle.
pub(super) struct SqlWork {
    pub(super) tx: Transaction,
    pub(super) events: Vec<Event>,
    /// Jobs that no event causes, and when they are due.
    pub(super) jobs: Vec<(Job, Timestamp)>,
    audit_keys: AuditKeys,
    pub(super) idp_key: DerivedKey,
    notifier: Arc<QueueNotifier>,
}

impl SqlWork {
    /// The events go with the transaction: they are written at its commit.
    pub(super) fn keep(&mut self, events: &Events) {
        self.events.extend(events.iter().cloned());
    }

    pub(super) fn new(tx: Transaction, database: &SqlDatabase) -> Self {
        Self {
            tx,
            events: Vec::new(),
            jobs: Vec::new(),
            audit_keys: database.audit_keys.clone(),
            idp_key: database.idp_key.clone(),
            notifier: Arc::clone(&database.notifier),
        }
    }
}

#[async_trait]
impl UnitOfWork for SqlWork {
    fn documents(&mut self) -> &mut dyn DocumentRepository {
        self
    }

    fn templates(&mut self) -> &mut dyn TemplateRepository {
        self
    }

    fn accounts(&mut self) -> &mut dyn AccountRepository {
        self
    }

    fn invitations(&mut self) -> &mut dyn InvitationRepository {
        self
    }

    fn factors(&mut self) -> &mut dyn FactorRepository {
        self
    }

    fn passkeys(&mut self) -> &mut dyn PasskeyRepository {
        self
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self
    }

    fn tries(&mut self) -> &mut dyn TryRepository {
        self
    }

    fn mailbox_codes(&mut self) -> &mut dyn MailboxCodeRepository {
        self
    }

    fn password_resets(&mut self) -> &mut dyn PasswordResetRepository {
        self
    }

    fn address_changes(&mut self) -> &mut dyn AddressChangeRepository {
        self
    }

    fn idp_connections(&mut self) -> &mut dyn IdpConnectionRepository {
        self
    }

    fn idp_links(&mut self) -> &mut dyn IdpLinkRepository {
        self
    }

    fn authorization_requests(&mut self) -> &mut dyn AuthorizationRequestRepository {
        self
    }

    fn shown_pages(&mut self) -> &mut dyn ShownPageRepository {
        self
    }

    fn orphans(&mut self) -> &mut dyn OrphanRepository {
        self
    }

    fn recoveries(&mut self) -> &mut dyn RecoveryRepository {
        self
    }

    fn seal_proofs(&mut self) -> &mut dyn SealProofRepository {
        self
    }

    fn audit(&mut self) -> &mut dyn AuditLog {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        let of_events = self
            .events
            .iter()
            .flat_map(|event| event.jobs().into_iter().map(move |job| (job, event.at)));
        let queues = jobs::add(&self.tx, of_events.chain(self.jobs.iter().copied())).await?;
        audit::append(&self.tx, &self.audit_keys, &self.events).await?;
        self.tx.commit().await.map_err(failed)?;
        for queue in queues {
            self.notifier.of(queue).notify_one();
        }
        Ok(())
    }
}
