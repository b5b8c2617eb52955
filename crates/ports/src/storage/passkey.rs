//! What is kept of passkeys: credentials, ceremonies, the assertions of consents.

use super::StorageError;
use crate::{CeremonyState, PasskeyCredential};
use async_trait::async_trait;
use wariin_domain::{
    AccountId, Ceremony, CeremonyId, Events, Factor, FactorId, PasskeyEvidence, Timestamp,
};

/// A passkey: the factor and its public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPasskey {
    /// The factor.
    pub factor: Factor,
    /// The public key.
    pub credential: PasskeyCredential,
}

/// Passkeys and their ceremonies.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PasskeyRepository: Send {
    /// Keeps a ceremony that was begun. The oldest go beyond [`Ceremony::OF_A_BROWSER`] and [`Ceremony::IN_ALL`].
    async fn begin(
        &mut self,
        ceremony: &Ceremony,
        state: &CeremonyState,
    ) -> Result<(), StorageError>;

    /// A ceremony that was begun and not taken.
    async fn find(
        &mut self,
        id: CeremonyId,
    ) -> Result<Option<(Ceremony, CeremonyState)>, StorageError>;

    /// Takes a ceremony, once: `None` when there is none or it was taken before.
    async fn take(
        &mut self,
        id: CeremonyId,
    ) -> Result<Option<(Ceremony, CeremonyState)>, StorageError>;

    /// Adds a passkey as an active factor.
    ///
    /// # Errors
    /// [`StorageError::Duplicate`] when the credential is registered, with whatever account.
    async fn add(&mut self, passkey: &StoredPasskey, events: Events) -> Result<(), StorageError>;

    /// The account's passkeys, oldest first, the rows locked until the unit of work ends.
    async fn of(&mut self, account: AccountId) -> Result<Vec<StoredPasskey>, StorageError>;

    /// Keeps the credential of a passkey after its use, and when that was.
    async fn used(
        &mut self,
        id: FactorId,
        credential: &PasskeyCredential,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Keeps the assertion of a consent.
    async fn keep_assertion(&mut self, evidence: &PasskeyEvidence) -> Result<(), StorageError>;

    /// Forgets ceremonies that began before.
    async fn forget_before(&mut self, before: Timestamp) -> Result<(), StorageError>;
}
