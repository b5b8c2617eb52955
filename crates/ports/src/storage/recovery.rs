//! What is kept and ended when a database was set back to an earlier state.

use crate::StorageError;
use async_trait::async_trait;
use wariin_domain::{DocumentId, Events, Invitation, Organisation, Recovery, TimeStep, Timestamp};

/// How much of what lets a person in was ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EndedAtRecovery {
    /// Browser sessions.
    pub sessions: u64,
    /// Mailed codes, first logins that await one, and authorization requests.
    pub codes: u64,
    /// Backup codes.
    pub backup_codes: u64,
    /// Factors whose codes count as spent up to now.
    pub factors: u64,
}

/// Recoveries.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RecoveryRepository: Send {
    /// The newest one.
    async fn newest(&mut self) -> Result<Option<Recovery>, StorageError>;

    /// Keeps a new one, or that it is finished.
    async fn save(&mut self, recovery: &Recovery, events: Events) -> Result<(), StorageError>;

    /// The documents that await a consent, in the order of their ids, behind this one.
    async fn awaiting(
        &mut self,
        after: Option<DocumentId>,
        limit: u32,
    ) -> Result<Vec<DocumentId>, StorageError>;

    /// Every organisation.
    async fn organisations(&mut self) -> Result<Vec<Organisation>, StorageError>;

    /// Every invitation that can be accepted.
    async fn open_invitations(&mut self) -> Result<Vec<Invitation>, StorageError>;

    /// Ends every session, mailed code, backup code, enrolment, first login and authorization request, and
    /// counts the codes of all factors as spent up to this step.
    async fn end_sign_ins(
        &mut self,
        spent: TimeStep,
        now: Timestamp,
    ) -> Result<EndedAtRecovery, StorageError>;
}
