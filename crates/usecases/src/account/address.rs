//! Another mail address for the own account, behind the codes of both mailboxes.

use crate::account::profile::{CheckedPassword, PasswordGuard};
use crate::account::session::resolve_principal;
use crate::error::retried;
use crate::{Error, Ports, Principal, Result, SecretInput, tries};
use wariin_domain::{
    AddressChange, AddressChangeError, AddressChangeId, BothMailboxes, Client, ConfirmedOwner,
    EmailAddress, Events, MailboxCodeId, NewAddressChange, Refusal, Span, TryKind, TypedPassword,
    Uuid,
};
use wariin_ports::{SessionCookie, StorageError, UnitOfWork};

/// A wish for another address.
#[derive(Clone, Debug)]
pub struct AskAddressChange {
    /// The address that is wished for.
    pub to: EmailAddress,
    /// The password, as it was typed; counts only where the account has no second factor.
    pub password: SecretInput,
    /// Where the request comes from.
    pub client: Client,
}

/// Mails a code to the present address and one to the new one; only this session may use them. Whether the new address
/// has an account is not told here: its reader is told by mail, and gets no code.
///
/// # Errors
/// [`Error::WrongPassword`], [`Error::Throttled`] or [`Error::SignInAgain`] as [`ConfirmedOwner::for_address`] says;
/// [`Error::Address`].
pub async fn ask_address_change(
    ports: &Ports,
    principal: Principal,
    command: AskAddressChange,
) -> Result<()> {
    retried(|| ask_once(ports, principal, &command)).await
}

async fn ask_once(ports: &Ports, principal: Principal, command: &AskAddressChange) -> Result<()> {
    let checked = CheckedPassword::of(ports, principal, &command.password).await?;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let identity = caller.signed_in()?;
    let account = identity.account();
    let has_factor = !tx.factors().active(account.id).await?.is_empty();
    let guard = PasswordGuard { account: account.id, client: command.client, now };
    let typed =
        if has_factor { TypedPassword::Unset } else { guard.admit(&mut *tx, &checked).await? };
    let owner = match ConfirmedOwner::for_address(identity, has_factor, typed, now) {
        Ok(owner) => owner,
        Err(unconfirmed) => return Err(guard.refuse(tx, unconfirmed).await?),
    };
    if !has_factor {
        guard.clear(&mut *tx, typed).await?;
    }
    expect_no_provider(&mut *tx, &account.email).await?;
    expect_no_provider(&mut *tx, &command.to).await?;
    let day_ago = now.minus(Span::days(1));
    let others = tx.address_changes().asked_since(account.id, &command.to, day_ago).await?;

    let new = NewAddressChange {
        id: AddressChangeId::from(ports.ids.next()),
        to: command.to.clone(),
        session: caller.session.key,
        present_code: MailboxCodeId::from(ports.ids.next()),
        new_code: MailboxCodeId::from(ports.ids.next()),
    };
    let (change, events) = AddressChange::ask(new, account, &others, owner, now)?;

    tx.address_changes().end_all_of(account.id, now).await?;
    tx.address_changes().add(&change, events).await?;
    Ok(tx.commit().await?)
}

/// Both codes as they were typed.
#[derive(Clone, Debug)]
pub struct AddressCodes {
    /// The code that was mailed to the present address.
    pub present: SecretInput,
    /// The code that was mailed to the new one.
    pub new: SecretInput,
    /// Where the request comes from.
    pub client: Client,
}

/// Changes the address behind both codes. Every other session and every link for a new password ends, this session
/// goes on under a new key and without what it had proved of mailboxes, and both addresses are told.
///
/// # Errors
/// [`Error::WrongCode`] when one of them is wrong, without saying which; [`Error::Throttled`];
/// [`Error::Address`] as [`AddressChange::complete`] says; [`Error::AccountExists`] when the address has an account
/// meanwhile; [`Error::NotFound`] when no code was asked for.
pub async fn change_address(
    ports: &Ports,
    principal: Principal,
    codes: AddressCodes,
) -> Result<SessionCookie> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let mut account = caller.signed_in()?.account().clone();
    // Locks the account: a sign-in at the same moment ends below.
    tx.accounts().password(account.id).await?;
    let change = tx.address_changes().newest_of(account.id).await?;
    let mut change = change.ok_or(Error::NotFound)?;
    let (kind, subject) = (TryKind::AddressCodes, Uuid::from(account.id));
    let tries = tries::tries(&mut *tx, kind, subject, codes.client).await?;
    tries.admit(now)?;
    change.admit(caller.session.key, &account, now)?;
    let present = ports.tokens.is_mailbox_code(change.present_code, &codes.present.0);
    let new = ports.tokens.is_mailbox_code(change.new_code, &codes.new.0);
    let Some(proof) = BothMailboxes::proved(present, new) else {
        tries::count_failure(&mut *tx, kind, subject, tries, now).await?;
        tx.audit().append(account.step_refused(Refusal::WrongCode, now)).await?;
        tx.commit().await?;
        return Err(Error::WrongCode);
    };
    expect_no_provider(&mut *tx, &change.to).await?;
    tries::clear(&mut *tx, kind, subject, (tries, codes.client), now).await?;

    let events = change.complete(caller.session.key, &mut account, proof, now)?;

    let saved = tx.accounts().save_address(&account, events).await;
    saved.map_err(|error| match error {
        StorageError::Duplicate => Error::AccountExists,
        other => Error::Storage(other),
    })?;
    tx.address_changes().end_all_of(account.id, now).await?;
    tx.password_resets().end_all_of(account.id, now).await?;
    tx.sessions().remove_all_of(account.id).await?;
    let cookie = ports.tokens.new_session();
    let session = caller.session.readdressed(ports.tokens.session_key(&cookie), now);
    tx.sessions().add(&session, Events::none()).await?;
    tx.commit().await?;
    Ok(cookie)
}

/// Gives a wish for another address up: its codes no longer work.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn give_up_address_change(ports: &Ports, principal: Principal) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    tx.address_changes().end_all_of(caller.signed_in()?.id(), now).await?;
    Ok(tx.commit().await?)
}

/// An address of an organisation that takes its provider only is the provider's to give and to take.
async fn expect_no_provider(tx: &mut dyn UnitOfWork, address: &EmailAddress) -> Result<()> {
    match tx.idp_connections().serving(&address.domain()).await? {
        Some(connection) if connection.membership.is_required => {
            Err(AddressChangeError::ServedByIdp.into())
        }
        Some(_) | None => Ok(()),
    }
}
