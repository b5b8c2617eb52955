//! What is kept of people: accounts, factors, sessions, mailed codes.

use super::StorageError;
use crate::{CodeHash, LogoutNotice, PasswordHash, Seed};
use async_trait::async_trait;
use wariin_domain::{
    Account, AccountId, AddressChange, ClientNetwork, EmailAddress, EmailDomain, Events, Factor,
    FactorId, IdpConnectionId, Invitation, InvitationId, MailboxCode, Organisation, OrganisationId,
    PasswordReset, PasswordResetId, RecipientId, Session, SessionKey, Throttle, TimeStep,
    Timestamp, TryKind, TrySource, Uuid,
};

/// Organisations and accounts.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AccountRepository: Send {
    /// Whether there is no account yet.
    async fn is_empty(&mut self) -> Result<bool, StorageError>;

    /// The account with this id.
    async fn find(&mut self, id: AccountId) -> Result<Option<Account>, StorageError>;

    /// The account with this address.
    async fn find_by_email(
        &mut self,
        email: &EmailAddress,
    ) -> Result<Option<Account>, StorageError>;

    /// Adds an organisation.
    async fn add_organisation(
        &mut self,
        organisation: &Organisation,
        events: Events,
    ) -> Result<(), StorageError>;

    /// Adds an account; [`PasswordHash::none`] for one that signs in with a provider only.
    ///
    /// # Errors
    /// [`StorageError::Duplicate`] when the address has one.
    async fn add(
        &mut self,
        account: &Account,
        password: &PasswordHash,
        events: Events,
    ) -> Result<(), StorageError>;

    /// Keeps what changed about an account: organisation, role, language, name, proof of the
    /// mailbox, whether it is disabled.
    async fn save(&mut self, account: &Account, events: Events) -> Result<(), StorageError>;

    /// Keeps another address of an account.
    ///
    /// # Errors
    /// [`StorageError::Duplicate`] when the address has an account.
    async fn save_address(&mut self, account: &Account, events: Events)
    -> Result<(), StorageError>;

    /// Keeps what changed about an account together with a new password.
    async fn save_with_password(
        &mut self,
        account: &Account,
        password: &PasswordHash,
        events: Events,
    ) -> Result<(), StorageError>;

    /// The account's password, if it has one, its row locked until the unit of work ends.
    async fn password(&mut self, id: AccountId) -> Result<Option<PasswordHash>, StorageError>;

    /// The organisation with this id.
    async fn organisation(
        &mut self,
        id: OrganisationId,
    ) -> Result<Option<Organisation>, StorageError>;

    /// The same, its row locked until the unit of work ends: who is a member and an admin of it can be
    /// counted without a change meanwhile.
    async fn lock_organisation(
        &mut self,
        id: OrganisationId,
    ) -> Result<Option<Organisation>, StorageError>;

    /// Keeps the organisation's settings.
    async fn save_organisation(
        &mut self,
        organisation: &Organisation,
        events: Events,
    ) -> Result<(), StorageError>;

    /// How many people the organisation has.
    async fn count_members(&mut self, id: OrganisationId) -> Result<u64, StorageError>;

    /// How many of them are admins.
    async fn count_admins(&mut self, id: OrganisationId) -> Result<u64, StorageError>;
}

/// Invitations to join an organisation.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait InvitationRepository: Send {
    /// The invitation with this id, its row locked until the unit of work ends.
    async fn find(&mut self, id: InvitationId) -> Result<Option<Invitation>, StorageError>;

    /// How many invitations of the organisation are open.
    async fn count_open(&mut self, of: OrganisationId) -> Result<u64, StorageError>;

    /// The organisation's newest invitation of this address, whatever became of it.
    async fn newest(
        &mut self,
        of: OrganisationId,
        to: &EmailAddress,
    ) -> Result<Option<Invitation>, StorageError>;

    /// How many invitations the organisation mailed since.
    async fn count_mailed(
        &mut self,
        of: OrganisationId,
        since: Timestamp,
    ) -> Result<u64, StorageError>;

    /// Keeps a new or a changed invitation.
    ///
    /// # Errors
    /// [`StorageError::Duplicate`] when the organisation has another open one for the address.
    async fn save(&mut self, invitation: &Invitation, events: Events) -> Result<(), StorageError>;
}

/// A factor and its encrypted seed.
#[derive(Clone, Debug)]
pub struct StoredFactor {
    /// The factor.
    pub factor: Factor,
    /// The seed.
    pub seed: Seed,
}

/// Second factors and backup codes.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait FactorRepository: Send {
    /// The account's active factors with their seeds, oldest first, the rows locked until the unit of work
    /// ends.
    async fn active(&mut self, account: AccountId) -> Result<Vec<StoredFactor>, StorageError>;

    /// The account's pending factor with its seed, the row locked until the unit of work ends.
    async fn pending(&mut self, account: AccountId) -> Result<Option<StoredFactor>, StorageError>;

    /// Adds a pending factor instead of an earlier pending one of the account.
    async fn begin(&mut self, factor: &Factor, seed: &Seed) -> Result<(), StorageError>;

    /// Keeps a factor's state and its count of wrong codes.
    async fn save(&mut self, factor: &Factor, events: Events) -> Result<(), StorageError>;

    /// Spends a time step and clears the failures, in one compare-and-set: `false` when this step or
    /// a newer one was spent before. The factor is used last at `now`.
    async fn spend(
        &mut self,
        id: FactorId,
        step: TimeStep,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// Removes one factor.
    async fn remove(&mut self, id: FactorId, events: Events) -> Result<(), StorageError>;

    /// Removes all factors and backup codes of the account.
    async fn remove_all(&mut self, account: AccountId, events: Events) -> Result<(), StorageError>;

    /// Whether the account has a backup code that can be used.
    async fn has_backup_codes(&mut self, account: AccountId) -> Result<bool, StorageError>;

    /// Keeps these backup codes, not yet saved by their owner, instead of earlier ones.
    async fn set_backup_codes(
        &mut self,
        account: AccountId,
        codes: &[CodeHash],
        events: Events,
    ) -> Result<(), StorageError>;

    /// Keeps that these backup codes were saved by their owner: `false` when the account has not all of them,
    /// such as when newer ones replaced them.
    async fn backup_codes_saved(
        &mut self,
        account: AccountId,
        codes: &[CodeHash],
    ) -> Result<bool, StorageError>;

    /// Spends a backup code: `false` when there is none like it.
    async fn spend_backup_code(
        &mut self,
        account: AccountId,
        code: CodeHash,
    ) -> Result<bool, StorageError>;
}

/// Browser sessions.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SessionRepository: Send {
    /// The session with this key, its row locked until the unit of work ends.
    async fn find(&mut self, key: SessionKey) -> Result<Option<Session>, StorageError>;

    /// Adds a session.
    async fn add(&mut self, session: &Session, events: Events) -> Result<(), StorageError>;

    /// Keeps the session that was stored under `old`: under its own key from now on.
    ///
    /// # Errors
    /// [`StorageError::Conflict`] when there is none under `old` any more: a session that was logged
    /// out stays so.
    async fn replace(
        &mut self,
        old: SessionKey,
        session: &Session,
        events: Events,
    ) -> Result<(), StorageError>;

    /// Ends a session.
    async fn remove(&mut self, key: SessionKey, events: Events) -> Result<(), StorageError>;

    /// Ends every session that a login at this connection began.
    async fn remove_all_at(&mut self, connection: IdpConnectionId) -> Result<(), StorageError>;

    /// Ends every session of the accounts with addresses of this domain that did not begin at this
    /// connection.
    async fn remove_others(
        &mut self,
        connection: IdpConnectionId,
        domain: &EmailDomain,
    ) -> Result<(), StorageError>;

    /// The sessions that a provider's logout is about, their rows locked until the unit of work ends.
    async fn find_logged_out(
        &mut self,
        connection: IdpConnectionId,
        notice: &LogoutNotice,
    ) -> Result<Vec<Session>, StorageError>;

    /// Every session of the account, also one that awaits a code, their rows locked until the unit of work ends.
    async fn all_of(&mut self, account: AccountId) -> Result<Vec<Session>, StorageError>;

    /// Ends every session of the account.
    async fn remove_all_of(&mut self, account: AccountId) -> Result<(), StorageError>;

    /// Forgets in every session that the access code of this recipient was typed in it.
    async fn lock_again(&mut self, recipient: RecipientId) -> Result<(), StorageError>;

    /// Ends sessions that are over.
    async fn remove_expired(
        &mut self,
        began_before: Timestamp,
        seen_before: Timestamp,
    ) -> Result<(), StorageError>;
}

/// How often secrets were mistyped, by where the tries came from.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TryRepository: Send {
    /// Locks the counts of a secret until the unit of work ends. The subject is the id of the account or
    /// the recipient.
    async fn lock(&mut self, kind: TryKind, subject: Uuid) -> Result<(), StorageError>;

    /// Wrong tries in a row from this source; `None` when none is kept, which of a browser means that the
    /// secret was never typed right in it.
    async fn find(
        &mut self,
        kind: TryKind,
        subject: Uuid,
        source: TrySource,
    ) -> Result<Option<Throttle>, StorageError>;

    /// Keeps the count of a source.
    async fn save(
        &mut self,
        kind: TryKind,
        subject: Uuid,
        count: (TrySource, Throttle),
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Forgets networks that were not counted since the first instant, and browsers since the second.
    async fn forget(
        &mut self,
        networks: Timestamp,
        browsers: Timestamp,
    ) -> Result<(), StorageError>;
}

/// When and from where a mailed code was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskedCode {
    /// When.
    pub at: Timestamp,
    /// In which session.
    pub session: SessionKey,
    /// From which network.
    pub network: ClientNetwork,
}

/// Codes that prove a mailbox.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MailboxCodeRepository: Send {
    /// The newest code of the recipient, its row locked until the unit of work ends.
    async fn newest(&mut self, recipient: RecipientId)
    -> Result<Option<MailboxCode>, StorageError>;

    /// The newest code of the recipient that this session asked for, its row locked until the unit of
    /// work ends.
    async fn newest_in(
        &mut self,
        recipient: RecipientId,
        session: SessionKey,
    ) -> Result<Option<MailboxCode>, StorageError>;

    /// The codes for the recipient that were asked for since, newest first.
    async fn asked_since(
        &mut self,
        recipient: RecipientId,
        since: Timestamp,
    ) -> Result<Vec<AskedCode>, StorageError>;

    /// Adds a code.
    async fn add(&mut self, code: &MailboxCode, events: Events) -> Result<(), StorageError>;

    /// Uses a code up, at its `used_at`: `false` when it was used before; then no event is kept.
    async fn use_up(&mut self, code: &MailboxCode, events: Events) -> Result<bool, StorageError>;
}

/// Wishes for another mail address.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AddressChangeRepository: Send {
    /// Adds a wish.
    async fn add(&mut self, change: &AddressChange, events: Events) -> Result<(), StorageError>;

    /// The account's newest wish, its row locked until the unit of work ends.
    async fn newest_of(
        &mut self,
        account: AccountId,
    ) -> Result<Option<AddressChange>, StorageError>;

    /// When wishes of this account, or for this address, came in since, and whose they are; newest first.
    async fn asked_since(
        &mut self,
        account: AccountId,
        to: &EmailAddress,
        since: Timestamp,
    ) -> Result<Vec<(Timestamp, AccountId)>, StorageError>;

    /// Ends every wish of the account that has not ended.
    async fn end_all_of(&mut self, account: AccountId, now: Timestamp) -> Result<(), StorageError>;

    /// Forgets what was asked for before.
    async fn forget_before(&mut self, before: Timestamp) -> Result<(), StorageError>;
}

/// Wishes to set a new password by a mailed link.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PasswordResetRepository: Send {
    /// Adds a wish and the job that mails its link: also for an address without an account, so that the time
    /// does not tell whether there is one.
    async fn add(&mut self, reset: &PasswordReset, events: Events) -> Result<(), StorageError>;

    /// The wish with this id, its row locked until the unit of work ends.
    async fn find(&mut self, id: PasswordResetId) -> Result<Option<PasswordReset>, StorageError>;

    /// When links were asked for since, for the same address and by an admin or a visitor as this one.
    async fn asked_since(
        &mut self,
        like: &PasswordReset,
        since: Timestamp,
    ) -> Result<Vec<(Timestamp, PasswordResetId)>, StorageError>;

    /// Keeps whose password it is about.
    async fn save(&mut self, reset: &PasswordReset, events: Events) -> Result<(), StorageError>;

    /// Ends every link for this account's password that has not ended.
    async fn end_all_of(&mut self, account: AccountId, now: Timestamp) -> Result<(), StorageError>;

    /// Forgets what was asked for before.
    async fn forget_before(&mut self, before: Timestamp) -> Result<(), StorageError>;
}
