//! Linking a provider's identity to the account that is signed in, and taking the link away.

use super::callback::{AuthenticatedCallback, AuthorizationOutcome};
use super::sign_in::{NewIdpSession, begin_session};
use crate::account::session::resolve_principal;
use crate::account::sign_in::expect_password_allowed;
use crate::account::{EnrolmentStep, expect_mailbox_if_awaited, is_behind_code};
use crate::document::hold::hold_pending;
use crate::error::retried;
use crate::{Caller, Error, Ports, Principal, Result};
use wariin_domain::{
    AccountFactors, AccountId, ConfirmedOwner, HoldReason, IdpConnectionId, IdpLink, IdpRefusal,
    IdpStrength, LinkedBy, SignIn, SignInMethod, Span, Timestamp,
};
use wariin_ports::{StorageError, UnitOfWork};

/// Links the identity that came back to the account that asked for it.
pub(super) async fn link(
    ports: &Ports,
    answered: AuthenticatedCallback,
    account: AccountId,
    next: String,
) -> Result<AuthorizationOutcome> {
    let AuthenticatedCallback { authorization, login, session, now, .. } = answered;
    let said = login.said;
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, session.ok_or(Error::NotSignedIn)?, now).await?;
    let signed_in = caller.signed_in()?.account();
    if signed_in.id != account {
        return Err(Error::NotSignedIn);
    }
    expect_may_link(&mut *tx, &caller, EnrolmentStep::Finish, now).await?;
    let connection = tx.idp_connections().find(authorization.connection).await?;
    let connection = connection.ok_or(Error::NotFound)?;
    if connection.judge(&said, now)? == IdpStrength::Unproven {
        return Err(IdpRefusal::Weak.into());
    }
    if connection.first_address(&said)? != signed_in.email {
        return Err(Error::OtherAddress);
    }
    let link = match tx.idp_links().owner(&said.identity).await? {
        Some(known) if known.account == account => known,
        Some(_) => return Err(Error::IdentityTaken),
        None => {
            let by = LinkedBy::Owner { behind_code: is_behind_code(&mut *tx, &caller, now).await? };
            let (new, linked) = IdpLink::create(account, said.identity.clone(), by, now);
            tx.idp_links().add(&new, linked).await.map_err(|error| match error {
                StorageError::Duplicate => Error::IdentityTaken,
                other => Error::Storage(other),
            })?;
            new
        }
    };
    tx.sessions().remove_all_of(account).await?;
    let strength = IdpStrength::Proven;
    let new = NewIdpSession { said: &said, strength, link: &link, earlier: Some(caller.session) };
    let cookie = begin_session(ports, &mut *tx, new, now).await?;
    tx.commit().await?;
    Ok(AuthorizationOutcome::Linked { cookie, next })
}

/// Takes the link to a provider away, from an account that has another way to sign in: a password, or a passkey. Every
/// session of the account ends, this one as well.
///
/// # Errors
/// [`Error::SignInAgain`], [`Error::NoPassword`] or [`Error::IdpRequired`] when there would be no way
/// left to sign in, or [`Error::NotFound`].
pub async fn unlink(
    ports: &Ports,
    principal: Principal,
    connection: IdpConnectionId,
) -> Result<()> {
    retried(|| unlink_once(ports, principal, connection)).await
}

async fn unlink_once(
    ports: &Ports,
    principal: Principal,
    connection: IdpConnectionId,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let identity = caller.signed_in()?;
    let (owner, sign_in) = (identity.account(), identity.sign_in());
    let (account, email) = (owner.id, owner.email.clone());
    expect_fresh(&mut *tx, account, sign_in, (ConfirmedOwner::FRESH, now)).await?;
    let links = tx.idp_links().of(account).await?;
    let link = links.into_iter().find(|link| link.identity.connection == connection);
    let link = link.ok_or(Error::NotFound)?;
    expect_password_allowed(&mut *tx, &email).await?;
    let has_password = tx.accounts().password(account).await?.is_some();
    let passkeys = if has_password { Vec::new() } else { tx.passkeys().of(account).await? };
    let passkeys = passkeys.iter().map(|passkey| &passkey.factor);
    let own = AccountFactors::of(passkeys, ports.passkeys.are_available());
    if !own.sign_in_without_idp(has_password) {
        return Err(Error::NoPassword);
    }
    tx.idp_links().remove(&link.identity, link.removed(now)).await?;
    tx.sessions().remove_all_of(account).await?;
    hold_pending(&mut *tx, owner, HoldReason::IdpUnlinked, now).await?;
    Ok(tx.commit().await?)
}

/// Whether the account may get a further way to sign in: freshly signed in, by the second factor when there is
/// one, the mailbox proved, and, while a document waits, in this very session.
pub(super) async fn expect_may_link(
    tx: &mut dyn UnitOfWork,
    caller: &Caller,
    step: EnrolmentStep,
    now: Timestamp,
) -> Result<()> {
    let identity = caller.signed_in()?;
    let (account, sign_in) = (identity.account(), identity.sign_in());
    expect_fresh(tx, account.id, sign_in, (step.life(), now)).await?;
    if account.mailbox_proven_at.is_none() {
        return Err(Error::MailboxNotProven);
    }
    if sign_in.is_strong() { Ok(()) } else { expect_mailbox_if_awaited(tx, caller, now).await }
}

async fn expect_fresh(
    tx: &mut dyn UnitOfWork,
    account: AccountId,
    sign_in: &SignIn,
    (life, now): (Span, Timestamp),
) -> Result<()> {
    let at = match sign_in.method() {
        SignInMethod::Password { at }
        | SignInMethod::TwoFactor { at, .. }
        | SignInMethod::Idp { at, .. } => *at,
    };
    let needs_factor = !sign_in.is_strong() && !tx.factors().active(account).await?.is_empty();
    if needs_factor || now.since(at) > life { Err(Error::SignInAgain) } else { Ok(()) }
}
