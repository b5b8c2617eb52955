//! Enrolling and removing a second factor.

use crate::account::session::resolve_principal;
use crate::account::sign_in::{drop_factor, note};
use crate::recipient::register::expect_proof;
use crate::totp::{self, TotpOutcome};
use crate::{Caller, Error, Ports, Principal, Result, SecretInput};
use wariin_domain::{
    Actor, BackupCode, EventKind, Factor, FactorId, FactorRemoval, FactorState, SessionKey,
    Throttle, Timestamp,
};
use wariin_ports::{Enrolment, SeedOwner, SessionCookie, StorageError, UnitOfWork};

/// Begins an enrolment in this session with a new seed; an unfinished earlier one is forgotten.
///
/// # Errors
/// [`Error::FactorExists`] when the account has an active factor, [`Error::MailboxNotProven`] when a
/// document waits and no mailed code was used in this session, or [`Error::NotSignedIn`].
pub async fn begin_enrolment(ports: &Ports, principal: Principal) -> Result<Enrolment> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let (account, _) = caller.signed_in()?;
    if tx.factors().active(account.id).await?.is_some() {
        return Err(Error::FactorExists);
    }
    expect_mailbox_if_awaited(&mut *tx, &caller, now).await?;
    let factor = Factor {
        id: FactorId::from(ports.ids.next()),
        account: account.id,
        state: FactorState::Pending { since: now, session: caller.session.key },
        last_step: None,
        throttle: Throttle::clear(),
    };
    let owner = SeedOwner { account: account.id, factor: factor.id };
    let seed = ports.totp.new_seed(owner)?;
    let enrolment = ports.totp.enrolment(&seed, owner, &account.email)?;
    tx.factors().begin(&factor, &seed).await?;
    tx.commit().await?;
    Ok(enrolment)
}

/// The enrolment that was begun in this session and not yet confirmed, to be shown again.
///
/// # Errors
/// [`Error::NoEnrolment`] when there is none, [`Error::FactorExists`] when it is done.
pub async fn pending_enrolment(ports: &Ports, principal: Principal) -> Result<Enrolment> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let (account, _) = caller.signed_in()?;
    if tx.factors().active(account.id).await?.is_some() {
        return Err(Error::FactorExists);
    }
    let (factor, seed) = tx.factors().pending(account.id).await?.ok_or(Error::NoEnrolment)?;
    expect_begun_in(&factor, caller.session.key)?;
    let owner = SeedOwner { account: account.id, factor: factor.id };
    Ok(ports.totp.enrolment(&seed, owner, &account.email)?)
}

/// Confirms the enrolment by a first code: the factor counts from now on, the session is strong under
/// a new key, and the backup codes are handed out this once.
///
/// # Errors
/// [`Error::WrongCode`], [`Error::Throttled`], [`Error::NoEnrolment`] when another session began it,
/// [`Error::FactorExists`] when one is active already.
pub async fn confirm_enrolment(
    ports: &Ports,
    principal: Principal,
    typed: SecretInput,
) -> Result<(SessionCookie, Vec<BackupCode>)> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let account = caller.signed_in()?.0.id;
    if tx.factors().active(account).await?.is_some() {
        return Err(Error::FactorExists);
    }
    let (factor, seed) = tx.factors().pending(account).await?.ok_or(Error::NoEnrolment)?;
    expect_begun_in(&factor, caller.session.key)?;
    expect_mailbox_if_awaited(&mut *tx, &caller, now).await?;
    let behind_code = match expect_mailbox(&mut *tx, &caller, now).await {
        Ok(()) => true,
        Err(Error::MailboxNotProven) => false,
        Err(error) => return Err(error),
    };
    let used = match totp::check(ports, &mut *tx, &factor, &seed, &typed, now).await? {
        TotpOutcome::Spent(used) => used,
        TotpOutcome::Refused(error) => {
            tx.commit().await?;
            return Err(error);
        }
    };
    tx.factors().activate(factor.id, now).await.map_err(|error| match error {
        StorageError::Duplicate => Error::FactorExists,
        other => Error::Storage(other),
    })?;
    let codes = ports.tokens.new_backup_codes();
    let hashes: Vec<_> = codes.iter().map(|c| ports.tokens.backup_code_hash(c)).collect();
    tx.factors().set_backup_codes(account, &hashes).await?;

    tx.sessions().remove_all_of(account).await?;
    let cookie = ports.tokens.new_session();
    let session = caller.session.stepped_up(ports.tokens.session_key(&cookie), used, now);
    tx.sessions().add(&session).await?;
    let actor = Actor::Account(account);
    let enrolled = EventKind::FactorEnrolled { factor: factor.id, behind_code };
    note(&mut *tx, account, actor, enrolled, now).await?;
    note(&mut *tx, account, actor, EventKind::BackupCodesShown, now).await?;
    tx.commit().await?;
    Ok((cookie, codes))
}

/// Removes the account's factor; needs a fresh code of it. Every other session of the account ends,
/// this one goes on by password.
///
/// # Errors
/// As for [`crate::step_up`].
pub async fn remove_factor(
    ports: &Ports,
    principal: Principal,
    typed: SecretInput,
) -> Result<SessionCookie> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let account = caller.signed_in()?.0.id;
    let used = match totp::spend(ports, &mut *tx, account, &typed, now).await? {
        TotpOutcome::Spent(used) => used,
        TotpOutcome::Refused(error) => {
            tx.commit().await?;
            return Err(error);
        }
    };
    let removed = EventKind::FactorRemoved { factor: used.factor, by: FactorRemoval::OwnCode };
    let cookie = drop_factor(ports, &mut *tx, caller.session, account, removed, now).await?;
    tx.commit().await?;
    Ok(cookie)
}

/// Somebody for whom a document with the request waits enrols only in a session that proved the mailbox
/// by a mailed code: a factor enrolled by whoever knows the password is not class E1.
pub(crate) async fn expect_mailbox_if_awaited(
    tx: &mut dyn UnitOfWork,
    caller: &Caller,
    now: Timestamp,
) -> Result<()> {
    let (account, _) = caller.signed_in()?;
    if !tx.documents().awaits_advanced_auth(&account.email).await? {
        return Ok(());
    }
    expect_mailbox(tx, caller, now).await
}

/// The mailbox of the account's address was proved in this session.
async fn expect_mailbox(tx: &mut dyn UnitOfWork, caller: &Caller, now: Timestamp) -> Result<()> {
    let (account, _) = caller.signed_in()?;
    let proof = caller.session.mailbox.ok_or(Error::MailboxNotProven)?;
    expect_proof(caller, proof.recipient, now)?;
    let document = tx.documents().find_by_recipient(proof.recipient).await?;
    let address = document.as_ref().and_then(|d| d.recipient(proof.recipient));
    match address {
        Some(recipient) if recipient.details.email == account.email => Ok(()),
        Some(_) | None => Err(Error::MailboxNotProven),
    }
}

fn expect_begun_in(factor: &Factor, key: SessionKey) -> Result<()> {
    match factor.state {
        FactorState::Pending { session, .. } if session == key => Ok(()),
        FactorState::Pending { .. } | FactorState::Active { .. } => Err(Error::NoEnrolment),
    }
}
