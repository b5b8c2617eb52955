//! A recipient's own registration, behind the proof of the mailbox.

use crate::account::create::add;
use crate::account::session::{expect_enabled, resolve_principal};
use crate::account::sign_in::{begin_password_session, expect_password_allowed};
use crate::{Caller, Error, Ports, Principal, Result};
use wariin_domain::{
    Account, AccountId, Actor, Events, Membership, NewPassword, Organisation, OrganisationId,
    OrganisationName, PersonName, Recipient, RecipientId, Registration, Span, Timestamp,
};
use wariin_ports::{PasswordHash, SessionCookie, UnitOfWork};

/// How long after the proof of the mailbox a registration may follow.
const AFTER_PROOF: Span = Span::minutes(60);

/// A recipient who registers. The address is the one the sender wrote.
#[derive(Clone, Debug)]
pub struct Register {
    /// The session that proved the mailbox.
    pub principal: Principal,
    /// The recipient.
    pub recipient: RecipientId,
    /// The person's name.
    pub name: PersonName,
    /// The password.
    pub password: NewPassword,
    /// What a recipient who registers becomes here.
    pub registration: Registration,
}

/// Makes the recipient's account and signs in to it by password: a guest's, or where registration is open the
/// one of a new organisation's admin.
///
/// An account of that address whose mailbox was not proved is handed over: its password is
/// replaced, and every factor, link and session made before is purged.
///
/// # Errors
/// [`Error::MailboxNotProven`], [`Error::AccountDisabled`], or [`Error::AccountExists`] when the address has an account whose
/// mailbox was proved: its owner signs in.
pub async fn register(ports: &Ports, command: Register) -> Result<SessionCookie> {
    let password = ports.passwords.hash(command.password.clone()).await?;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, command.principal, now).await?;
    expect_proof(&caller, command.recipient, now)?;
    let document = tx.documents().find_by_recipient(command.recipient).await?;
    let document = document.ok_or(Error::NotFound)?;
    let recipient = document.recipient(command.recipient).ok_or(Error::NotFound)?;
    expect_no_other_account(&caller, recipient)?;

    let email = &recipient.details.email;
    expect_password_allowed(&mut *tx, email).await?;
    let account = match tx.accounts().find_by_email(email).await? {
        None => create(ports, &mut *tx, &command, recipient, &password, now).await?,
        Some(account) if account.mailbox_proven_at.is_none() => {
            take_over(&mut *tx, account, &command, &password, now).await?
        }
        Some(_) => return Err(Error::AccountExists),
    };
    let signed_in =
        begin_password_session(ports, &mut *tx, account, Some(caller.session), now).await?;
    tx.commit().await?;
    Ok(signed_in.cookie)
}

/// Whether the recipient's address, whose mailbox was proved in this session, has an account whose
/// owner signs in instead of registering.
///
/// # Errors
/// [`Error::MailboxNotProven`].
pub async fn is_registered(
    ports: &Ports,
    principal: Principal,
    recipient: RecipientId,
) -> Result<bool> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    expect_proof(&caller, recipient, now)?;
    let document = tx.documents().find_by_recipient(recipient).await?.ok_or(Error::NotFound)?;
    let addressee = document.recipient(recipient).ok_or(Error::NotFound)?;
    let account = tx.accounts().find_by_email(&addressee.details.email).await?;
    Ok(account.is_some_and(|account| account.mailbox_proven_at.is_some()))
}

/// Sets a new password for the account of the recipient's address, whose mailbox was proved in this
/// session, and signs in by it; with a second factor its code comes next. Every other session of the account ends; its second factor stays.
///
/// # Errors
/// [`Error::MailboxNotProven`], [`Error::AccountDisabled`], or [`Error::NotFound`] when the address has no account.
pub async fn reset_password(
    ports: &Ports,
    principal: Principal,
    recipient: RecipientId,
    password: NewPassword,
) -> Result<SessionCookie> {
    let password = ports.passwords.hash(password).await?;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    expect_proof(&caller, recipient, now)?;
    let document = tx.documents().find_by_recipient(recipient).await?.ok_or(Error::NotFound)?;
    let addressee = document.recipient(recipient).ok_or(Error::NotFound)?;
    expect_no_other_account(&caller, addressee)?;
    let account = tx.accounts().find_by_email(&addressee.details.email).await?;
    let account = account.filter(|a| a.mailbox_proven_at.is_some());
    let mut account = account.ok_or(Error::NotFound)?;
    expect_enabled(&account)?;
    expect_password_allowed(&mut *tx, &account.email).await?;

    tx.sessions().remove_all_of(account.id).await?;
    let events = account.reset_password(Actor::LinkHolder(recipient), now);
    tx.accounts().save_with_password(&account, &password, events).await?;
    let signed_in =
        begin_password_session(ports, &mut *tx, account.id, Some(caller.session), now).await?;
    tx.commit().await?;
    Ok(signed_in.cookie)
}

/// No account is signed in, or the recipient's own.
fn expect_no_other_account(caller: &Caller, addressee: &Recipient) -> Result<()> {
    match &caller.account {
        Some(account) if !addressee.is_for(account) => {
            let intended = addressee.details.email.masked();
            Err(wariin_domain::GateRefusal::WrongAccount { intended }.into())
        }
        Some(_) | None => Ok(()),
    }
}

/// Removes what was set up for an account before its mailbox was proved; the account's own transition
/// records it.
pub(crate) async fn purge(tx: &mut dyn UnitOfWork, account: AccountId) -> Result<()> {
    tx.factors().remove_all(account, Events::none()).await?;
    tx.idp_links().remove_all_of(account).await?;
    Ok(tx.sessions().remove_all_of(account).await?)
}

/// The mailbox was proved in this session for this recipient, and not too long ago.
pub(crate) fn expect_proof(caller: &Caller, recipient: RecipientId, now: Timestamp) -> Result<()> {
    let proof = caller.session.mailbox;
    let fresh = proof.filter(|m| m.recipient == recipient && now.since(m.at) <= AFTER_PROOF);
    fresh.map(|_| ()).ok_or(Error::MailboxNotProven)
}

async fn create(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    command: &Register,
    recipient: &Recipient,
    password: &PasswordHash,
    now: Timestamp,
) -> Result<AccountId> {
    let organisation = match command.registration {
        Registration::Invited => None,
        Registration::Open => {
            let name = organisation_name(recipient, &command.name);
            Some(Organisation::new(OrganisationId::from(ports.ids.next()), name))
        }
    };
    let founded = organisation.as_ref().map(|own| Membership::of_founder(own.id));
    let account = Account {
        id: AccountId::from(ports.ids.next()),
        membership: founded.unwrap_or(Membership::Guest),
        name: command.name.clone(),
        email: recipient.details.email.clone(),
        mailbox_proven_at: Some(now),
        language: recipient.details.language,
        disabled_at: None,
        reported_at: None,
        settled_at: None,
        email_since: None,
    };
    let actor = Actor::LinkHolder(recipient.id);
    add(tx, organisation.as_ref(), &account, password, actor, now).await?;
    Ok(account.id)
}

async fn take_over(
    tx: &mut dyn UnitOfWork,
    mut account: Account,
    command: &Register,
    password: &PasswordHash,
    now: Timestamp,
) -> Result<AccountId> {
    expect_enabled(&account)?;
    purge(tx, account.id).await?;
    let actor = Actor::LinkHolder(command.recipient);
    let events = account.take_over(command.name.clone(), actor, now);
    tx.accounts().save_with_password(&account, password, events).await?;
    Ok(account.id)
}

/// The organisation as the sender wrote it, otherwise the person's own name.
fn organisation_name(recipient: &Recipient, name: &PersonName) -> OrganisationName {
    recipient.details.organisation.clone().unwrap_or_else(|| OrganisationName::from(name.clone()))
}
