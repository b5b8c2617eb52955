//! What the operator does for the owner of an account who cannot sign in any more.

use crate::document::hold::hold_pending;
use crate::error::retried;
use crate::{Error, Ports, Principal, Result};
use wariin_domain::{Account, EmailAddress, Events, Factor, HoldReason, NewPassword, Timestamp};
use wariin_ports::{KnownAccount, PasswordHash, UnitOfWork};

/// Every account, by organisation and address.
///
/// # Errors
/// [`Error::NotFound`] for every principal but the operator.
pub async fn known_accounts(ports: &Ports, principal: Principal) -> Result<Vec<KnownAccount>> {
    principal.expect_operator()?;
    Ok(ports.views.accounts().await?)
}

/// Disables the account of this address: its sessions and links for a new password end, and no password and no
/// provider signs in to it. Its factors stay, documents it has sent go on, and the owner is told by mail.
///
/// # Errors
/// [`Error::NotFound`] when the address has no account, and for every principal but the operator;
/// [`Error::AccountState`] when it is disabled already.
pub async fn disable_account(
    ports: &Ports,
    principal: Principal,
    address: &EmailAddress,
) -> Result<()> {
    principal.expect_operator()?;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let mut account = owner(&mut *tx, address).await?;

    let events = account.disable(now)?;

    tx.accounts().save(&account, events).await?;
    tx.password_resets().end_all_of(account.id, now).await?;
    tx.sessions().remove_all_of(account.id).await?;
    Ok(tx.commit().await?)
}

/// Enables a disabled account: it is signed in to as before, and the owner is told by mail.
///
/// # Errors
/// As [`disable_account`].
pub async fn enable_account(
    ports: &Ports,
    principal: Principal,
    address: &EmailAddress,
) -> Result<()> {
    principal.expect_operator()?;
    let mut tx = ports.storage.begin().await?;
    let mut account = owner(&mut *tx, address).await?;

    let events = account.enable(ports.clock.now())?;

    tx.accounts().save(&account, events).await?;
    Ok(tx.commit().await?)
}

/// Sets a new password for the account of this address. Every session of it ends, its second factor stays, and
/// the owner is told by mail.
///
/// # Errors
/// [`Error::NotFound`] when the address has no account, and for every principal but the operator.
pub async fn reset_password_as_operator(
    ports: &Ports,
    principal: Principal,
    address: &EmailAddress,
    password: NewPassword,
) -> Result<()> {
    principal.expect_operator()?;
    let password = ports.passwords.hash(password).await?;
    retried(|| reset_password_once(ports, address, &password)).await
}

async fn reset_password_once(
    ports: &Ports,
    address: &EmailAddress,
    password: &PasswordHash,
) -> Result<()> {
    let mut tx = ports.storage.begin().await?;
    let account = owner(&mut *tx, address).await?;

    let events = account.password_reset_by_operator(ports.clock.now());

    tx.accounts().save_with_password(&account, password, events).await?;
    tx.sessions().remove_all_of(account.id).await?;
    Ok(tx.commit().await?)
}

/// Removes every second factor of the account of this address, for an owner who lost it. Every session of the account ends, consents that documents wait for are held, and the owner is told
/// by mail.
///
/// # Errors
/// [`Error::NotFound`] when the address has no account, and for every principal but the operator;
/// [`Error::NoFactor`].
pub async fn reset_factor_as_operator(
    ports: &Ports,
    principal: Principal,
    address: &EmailAddress,
) -> Result<()> {
    principal.expect_operator()?;
    retried(|| reset_factor_once(ports, address)).await
}

async fn reset_factor_once(ports: &Ports, address: &EmailAddress) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let account = owner(&mut *tx, address).await?;
    let removed = |factors: &[Factor]| Factor::removed_by_operator(factors, now);
    take_factors(&mut *tx, &account, removed, now).await?;
    Ok(tx.commit().await?)
}

/// Removes every factor of an account whose owner lost them: its sessions end, and consents that documents
/// wait for are held. A report of the owner's is settled by it.
///
/// # Errors
/// [`Error::NoFactor`] where there is neither a factor nor a report, or when storage fails.
pub(crate) async fn take_factors(
    tx: &mut dyn UnitOfWork,
    owner: &Account,
    removed: impl FnOnce(&[Factor]) -> Events,
    now: Timestamp,
) -> Result<()> {
    let stored = tx.factors().active(owner.id).await?;
    let factors: Vec<Factor> = stored.into_iter().map(|stored| stored.factor).collect();
    if owner.is_under_report() {
        let mut settled = owner.clone();
        settled.settle_report(now);
        tx.accounts().save(&settled, Events::none()).await?;
    } else if factors.is_empty() {
        return Err(Error::NoFactor);
    }
    tx.factors().remove_all(owner.id, removed(&factors)).await?;
    tx.sessions().remove_all_of(owner.id).await?;
    hold_pending(tx, owner, HoldReason::AdminReset, now).await
}

async fn owner(tx: &mut dyn UnitOfWork, address: &EmailAddress) -> Result<Account> {
    tx.accounts().find_by_email(address).await?.ok_or(Error::NotFound)
}
