//! A recipient's own registration, behind the proof of the mailbox.

use crate::account::create::add;
use crate::account::session::{expect_enabled, resolve_principal};
use crate::account::sign_in::{begin_password_session, expect_password_allowed};
use crate::{Caller, Error, Ports, Principal, Result};
use wariin_domain::{
    Account, AccountId, Actor, Document, Events, Membership, NewPassword, Organisation,
    OrganisationId, OrganisationName, PersonName, ProvenMailbox, Recipient, RecipientId,
    Registration, Span, Timestamp,
};
use wariin_ports::{PasswordHash, SessionCookie, UnitOfWork};

/// How long after the proof of the mailbox a registration may follow.
pub(crate) const AFTER_PROOF: Span = Span::minutes(60);

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
    let Register { principal, recipient, name, password, registration } = command;
    let password = ports.passwords.hash(password).await?;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let newcomer = expect_newcomer(&mut *tx, &caller, recipient, now).await?;
    let id = newcomer.account().unwrap_or_else(|| ports.ids.next().into());
    let registrant = Registrant { id, name, password, registration };
    let account = newcomer.register(ports, &mut *tx, registrant, now).await?;
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
    let proof = expect_proof(&caller, recipient, now)?;
    let document = tx.documents().find_by_recipient(recipient).await?.ok_or(Error::NotFound)?;
    let addressee = document.recipient(recipient).ok_or(Error::NotFound)?;
    expect_own_mailbox(proof, addressee)?;
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
    let proof = expect_proof(&caller, recipient, now)?;
    let document = tx.documents().find_by_recipient(recipient).await?.ok_or(Error::NotFound)?;
    let addressee = document.recipient(recipient).ok_or(Error::NotFound)?;
    expect_own_mailbox(proof, addressee)?;
    expect_no_other_account(&caller, addressee)?;
    expect_unlocked(&document, addressee, &caller)?;
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

/// The proof of a mailbox that was made in this session for this recipient, and not too long ago. Whether it is still
/// the recipient's, [`expect_own_mailbox`] says.
pub(crate) fn expect_proof(
    caller: &Caller,
    recipient: RecipientId,
    now: Timestamp,
) -> Result<&ProvenMailbox> {
    let proof = fresh_proof(caller, now).filter(|proof| proof.recipient == recipient);
    proof.ok_or(Error::MailboxNotProven)
}

/// The mailbox that was proved in this session, not too long ago to go on with it.
pub(crate) fn fresh_proof(caller: &Caller, now: Timestamp) -> Option<&ProvenMailbox> {
    caller.session.mailbox.as_ref().filter(|proof| now.since(proof.at) <= AFTER_PROOF)
}

/// The proof is of the address that the recipient has now: the sender of a draft may have written another one since,
/// whose account would otherwise go to the reader of the former mailbox.
pub(crate) fn expect_own_mailbox(proof: &ProvenMailbox, addressee: &Recipient) -> Result<()> {
    if proof.is_of(addressee) { Ok(()) } else { Err(Error::MailboxNotProven) }
}

/// A recipient who proved the mailbox in this session and has no account there yet, or one whose mailbox was never
/// proved.
pub(crate) struct Newcomer {
    pub(crate) addressee: Recipient,
    account: Option<Account>,
}

/// What a newcomer registers with.
pub(crate) struct Registrant {
    /// The account's id, where it is to be made.
    pub(crate) id: AccountId,
    pub(crate) name: PersonName,
    pub(crate) password: PasswordHash,
    pub(crate) registration: Registration,
}

/// The recipient may register in this session.
pub(crate) async fn expect_newcomer(
    tx: &mut dyn UnitOfWork,
    caller: &Caller,
    recipient: RecipientId,
    now: Timestamp,
) -> Result<Newcomer> {
    let proof = expect_proof(caller, recipient, now)?;
    let document = tx.documents().find_by_recipient(recipient).await?.ok_or(Error::NotFound)?;
    let addressee = document.recipient(recipient).ok_or(Error::NotFound)?.clone();
    expect_own_mailbox(proof, &addressee)?;
    expect_no_other_account(caller, &addressee)?;
    expect_unlocked(&document, &addressee, caller)?;
    let email = &addressee.details.email;
    expect_password_allowed(tx, email).await?;
    let account = tx.accounts().find_by_email(email).await?;
    if account.as_ref().is_some_and(|account| account.mailbox_proven_at.is_some()) {
        return Err(Error::AccountExists);
    }
    Ok(Newcomer { addressee, account })
}

/// The access code was typed in this session, where there is one: also one that was set after the mailbox was proved.
fn expect_unlocked(document: &Document, addressee: &Recipient, caller: &Caller) -> Result<()> {
    let requirement = document.requirement_for(addressee);
    Ok(requirement.expect_unlocked(addressee.id, caller.session.unlocked_for(addressee.id))?)
}

impl Newcomer {
    /// The account whose mailbox was never proved, if there is one.
    pub(crate) fn account(&self) -> Option<AccountId> {
        self.account.as_ref().map(|account| account.id)
    }

    /// Makes the account, or hands the one over whose mailbox was never proved.
    pub(crate) async fn register(
        self,
        ports: &Ports,
        tx: &mut dyn UnitOfWork,
        registrant: Registrant,
        now: Timestamp,
    ) -> Result<AccountId> {
        let actor = Actor::LinkHolder(self.addressee.id);
        let Registrant { id, name, password, registration } = registrant;
        if let Some(mut account) = self.account {
            expect_enabled(&account)?;
            purge(tx, account.id).await?;
            let events = account.take_over(name, actor, now);
            tx.accounts().save_with_password(&account, &password, events).await?;
            return Ok(account.id);
        }
        let organisation = match registration {
            Registration::Invited => None,
            Registration::Open => {
                let called = organisation_name(&self.addressee, &name);
                Some(Organisation::new(OrganisationId::from(ports.ids.next()), called))
            }
        };
        let founded = organisation.as_ref().map(|own| Membership::of_founder(own.id));
        let account = Account {
            id,
            membership: founded.unwrap_or(Membership::Guest),
            name,
            email: self.addressee.details.email.clone(),
            mailbox_proven_at: Some(now),
            language: self.addressee.details.language,
            disabled_at: None,
            reported_at: None,
            settled_at: None,
            email_since: None,
        };
        add(tx, organisation.as_ref(), &account, &password, actor, now).await?;
        Ok(id)
    }
}

/// The organisation as the sender wrote it, otherwise the person's own name.
fn organisation_name(recipient: &Recipient, name: &PersonName) -> OrganisationName {
    recipient.details.organisation.clone().unwrap_or_else(|| OrganisationName::from(name.clone()))
}
