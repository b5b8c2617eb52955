//! What is kept of identity providers: connections, links to accounts, authorization requests, ID token evidence.

use super::StorageError;
use crate::{ClientSecret, IdpClient};
use async_trait::async_trait;
use wariin_domain::{
    AccountId, AuthorizationRequest, AuthorizationRequestId, BrowserKey, ClientNetwork, DocumentId,
    EmailAddress, EmailDomain, Events, FirstLogin, IdTokenEvidence, IdpConnection, IdpConnectionId,
    IdpIdentity, IdpLink, OrganisationId, Timestamp,
};

/// Connections to identity providers.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait IdpConnectionRepository: Send {
    /// The connection with this id.
    async fn find(&mut self, id: IdpConnectionId) -> Result<Option<IdpConnection>, StorageError>;

    /// The connection with its secret; `None` also when it has none any more.
    async fn client(&mut self, id: IdpConnectionId) -> Result<Option<IdpClient>, StorageError>;

    /// The connection that is on and has this domain proven.
    async fn serving(
        &mut self,
        domain: &EmailDomain,
    ) -> Result<Option<IdpConnection>, StorageError>;

    /// How many connections the organisation has.
    async fn count(&mut self, organisation: OrganisationId) -> Result<u64, StorageError>;

    /// Keeps a connection together with what happened to it.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] when it was saved elsewhere since it was found;
    /// [`StorageError::Duplicate`] when another connection has one of its domains proven.
    async fn save(
        &mut self,
        connection: &IdpConnection,
        events: Events,
    ) -> Result<(), StorageError>;

    /// Keeps the secret of a connection, encrypted.
    async fn set_secret(
        &mut self,
        id: IdpConnectionId,
        secret: &ClientSecret,
    ) -> Result<(), StorageError>;

    /// Forgets the secret of a connection.
    async fn forget_secret(&mut self, id: IdpConnectionId) -> Result<(), StorageError>;

    /// Removes a connection with its links.
    async fn remove(&mut self, id: IdpConnectionId, events: Events) -> Result<(), StorageError>;
}

/// Identities that belong to accounts.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait IdpLinkRepository: Send {
    /// Whose identity this is.
    async fn owner(&mut self, identity: &IdpIdentity) -> Result<Option<IdpLink>, StorageError>;

    /// The identities of an account.
    async fn of(&mut self, account: AccountId) -> Result<Vec<IdpLink>, StorageError>;

    /// Links an identity.
    ///
    /// # Errors
    /// [`StorageError::Duplicate`] when it belongs to an account, or the account has another one at
    /// this connection.
    async fn add(&mut self, link: &IdpLink, events: Events) -> Result<(), StorageError>;

    /// Unlinks an identity.
    async fn remove(&mut self, identity: &IdpIdentity, events: Events) -> Result<(), StorageError>;

    /// Unlinks every identity of the account.
    async fn remove_all_of(&mut self, account: AccountId) -> Result<(), StorageError>;
}

/// A code that was asked for to confirm the mailbox of a first login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedFirstLogin {
    /// When.
    pub at: Timestamp,
    /// By which browser.
    pub browser: BrowserKey,
    /// From which network.
    pub network: ClientNetwork,
}

/// Authorization requests, first logins and ID token evidence.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AuthorizationRequestRepository: Send {
    /// Keeps an authorization request that was begun.
    async fn begin(&mut self, authorization: &AuthorizationRequest) -> Result<(), StorageError>;

    /// Takes an authorization request, once: `None` when there is none or it was taken before.
    async fn take(
        &mut self,
        id: AuthorizationRequestId,
    ) -> Result<Option<AuthorizationRequest>, StorageError>;

    /// Keeps a first login that waits for its code.
    async fn wait_for_code(
        &mut self,
        first: &FirstLogin,
        events: Events,
    ) -> Result<(), StorageError>;

    /// A first login that waits, its row locked until the unit of work ends.
    async fn waiting(
        &mut self,
        id: AuthorizationRequestId,
    ) -> Result<Option<FirstLogin>, StorageError>;

    /// The codes of first logins to this address that were asked for since.
    async fn asked_since(
        &mut self,
        address: &EmailAddress,
        since: Timestamp,
    ) -> Result<Vec<AskedFirstLogin>, StorageError>;

    /// Keeps the count of wrong codes.
    async fn save_throttle(
        &mut self,
        first: &FirstLogin,
        events: Events,
    ) -> Result<(), StorageError>;

    /// Ends a first login: `false` when it had ended.
    async fn end_waiting(&mut self, id: AuthorizationRequestId) -> Result<bool, StorageError>;

    /// The document whose consent has the ID token of this authorization request as its evidence.
    async fn consented(
        &mut self,
        id: AuthorizationRequestId,
    ) -> Result<Option<DocumentId>, StorageError>;

    /// Keeps ID token evidence, encrypted.
    async fn keep_id_token(&mut self, id_token: &IdTokenEvidence) -> Result<(), StorageError>;

    /// Remembers a logout notice: `false` when it was seen before.
    async fn note_logout(
        &mut self,
        connection: IdpConnectionId,
        notice: &str,
        at: Timestamp,
    ) -> Result<bool, StorageError>;

    /// Forgets authorization requests, first logins and logout notices from before.
    async fn forget_before(&mut self, before: Timestamp) -> Result<(), StorageError>;
}
