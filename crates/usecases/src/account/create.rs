//! Making accounts: the first one by set-up, further ones at the command line.

use crate::account::session::resolve_principal;
use crate::{Error, Ports, Principal, Result};
use wariin_domain::{
    Account, AccountId, Actor, EmailAddress, Language, Membership, NewPassword, Organisation,
    OrganisationId, OrganisationName, PersonName, Timestamp,
};
use wariin_ports::{PasswordHash, StorageError, UnitOfWork};

/// A new organisation with its first account.
#[derive(Clone, Debug)]
pub struct CreateAccount {
    /// The organisation's name.
    pub organisation: OrganisationName,
    /// The person's name.
    pub name: PersonName,
    /// The person's address.
    pub email: EmailAddress,
    /// The password.
    pub password: NewPassword,
    /// The language of the person.
    pub language: Language,
}

/// Makes the very first account, from the set-up page. The operator makes it, and its mailbox counts as
/// proved.
///
/// # Errors
/// [`Error::AlreadySetUp`] when there is an account.
pub async fn set_up(ports: &Ports, command: CreateAccount) -> Result<AccountId> {
    let password = ports.passwords.hash(command.password.clone()).await?;
    let mut tx = ports.storage.begin().await?;
    if !tx.accounts().is_empty().await? {
        return Err(Error::AlreadySetUp);
    }
    let mailbox_proven_at = Some(ports.clock.now());
    let founding = Founding { command, password, actor: Actor::Unidentified, mailbox_proven_at };
    let account = found(ports, &mut *tx, founding).await?;
    tx.commit().await?;
    Ok(account)
}

/// Makes an account at the command line.
///
/// # Errors
/// [`Error::AccountExists`] when the address has one.
pub async fn create_account(ports: &Ports, command: CreateAccount) -> Result<AccountId> {
    let password = ports.passwords.hash(command.password.clone()).await?;
    let mut tx = ports.storage.begin().await?;
    let founding = Founding { command, password, actor: Actor::Operator, mailbox_proven_at: None };
    let account = found(ports, &mut *tx, founding).await?;
    tx.commit().await?;
    Ok(account)
}

/// An account in the making, and since when its mailbox counts as proved.
struct Founding {
    command: CreateAccount,
    password: PasswordHash,
    actor: Actor,
    mailbox_proven_at: Option<Timestamp>,
}

async fn found(ports: &Ports, tx: &mut dyn UnitOfWork, new: Founding) -> Result<AccountId> {
    let Founding { command, password, actor, mailbox_proven_at } = new;
    let organisation =
        Organisation::new(OrganisationId::from(ports.ids.next()), command.organisation);
    let account = Account {
        id: AccountId::from(ports.ids.next()),
        membership: Membership::of_founder(organisation.id),
        name: command.name,
        email: command.email,
        mailbox_proven_at,
        language: command.language,
        disabled_at: None,
        reported_at: None,
        settled_at: None,
        email_since: None,
    };
    add(tx, Some(&organisation), &account, &password, actor, ports.clock.now()).await?;
    Ok(account.id)
}

/// Adds an account, and the organisation that it founds, and records it.
pub(crate) async fn add(
    tx: &mut dyn UnitOfWork,
    organisation: Option<&Organisation>,
    account: &Account,
    password: &PasswordHash,
    actor: Actor,
    now: Timestamp,
) -> Result<()> {
    if let Some(organisation) = organisation {
        tx.accounts().add_organisation(organisation, organisation.created(actor, now)).await?;
    }
    let added = tx.accounts().add(account, password, account.created(actor, now)).await;
    added.map_err(|error| match error {
        StorageError::Duplicate => Error::AccountExists,
        other => Error::Storage(other),
    })
}

/// Sets the language in which an account reads mails and pages.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn choose_language(
    ports: &Ports,
    principal: Principal,
    language: Language,
) -> Result<()> {
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, ports.clock.now()).await?;
    let mut account = caller.signed_in()?.account().clone();

    let events = account.choose_language(language);

    tx.accounts().save(&account, events).await?;
    Ok(tx.commit().await?)
}
