//! Signing in: the password first, the second factor behind it.

use crate::account::session::resolve_principal;
use crate::document::hold::hold_pending;
use crate::error::retried;
use crate::totp::{self, TotpOutcome};
use crate::{Error, Ports, Principal, Result, SecretInput, tries};
use wariin_domain::{
    Account, AccountId, BackupCode, Client, EmailAddress, Events, Factor, HoldReason, Refusal,
    Session, SessionKey, SignIn, SignInMethod, Timestamp, TryKind, TrySource, Uuid,
    tries_without_account,
};
use wariin_ports::{SessionCookie, UnitOfWork};

/// An address and a password as they were typed.
#[derive(Clone, Debug)]
pub struct SignInAttempt {
    /// The address as typed; a malformed one belongs to no account.
    pub email: String,
    /// The password as typed.
    pub password: SecretInput,
    /// Where the request comes from.
    pub client: Client,
    /// The browser's present session, of which what was proved goes over into the new one.
    pub session: Option<SessionKey>,
}

/// A password that was right.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The new session's cookie.
    pub cookie: SessionCookie,
    /// Whether the account has a second factor: the session then counts only with a code of it.
    pub awaits_code: bool,
}

/// Signs in by password; with a second factor the sign-in is complete only with its code ([`step_up`]) or a
/// backup code ([`use_backup_code`]).
///
/// # Errors
/// [`Error::BadCredentials`], which says neither whether the address has an account, nor which of the
/// two was wrong, nor whether too many wrong passwords were tried; [`Error::IdpRequired`] when the
/// password is right and the account's organisation takes its provider only.
pub async fn sign_in(ports: &Ports, attempt: SignInAttempt) -> Result<SignedIn> {
    let candidate = candidate(ports, &attempt.email).await?;
    let Some((account, hash)) = candidate else {
        ports.passwords.verify(attempt.password.0, None).await?;
        count_without_account(ports, &attempt.email, attempt.client).await?;
        return Err(Error::BadCredentials);
    };
    let right = ports.passwords.verify(attempt.password.0, Some(hash)).await?;

    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let (kind, subject) = (TryKind::Password, Uuid::from(account.id));
    let tries = tries::tries(&mut *tx, kind, subject, attempt.client).await?;
    // Whatever was typed while the client waits counts for nothing, be it right or wrong. A disabled account
    // answers as to a wrong password, which is counted like one.
    let refusal = match tries.admit(now) {
        Err(_) => Some(Refusal::Throttled),
        Ok(()) if !right => Some(Refusal::WrongPassword),
        Ok(()) if !account.is_enabled() => Some(Refusal::AccountDisabled),
        Ok(()) => None,
    };
    if let Some(refusal) = refusal {
        if refusal != Refusal::Throttled {
            tries::count_failure(&mut *tx, kind, subject, tries, now).await?;
        }
        record_refusal(&mut *tx, &account, refusal, now).await?;
        tx.commit().await?;
        return Err(Error::BadCredentials);
    }
    tries::clear(&mut *tx, kind, subject, (tries, attempt.client), now).await?;
    if let Err(refused) = expect_password_allowed(&mut *tx, &account.email).await {
        record_refusal(&mut *tx, &account, Refusal::IdpRequired, now).await?;
        tx.commit().await?;
        return Err(refused);
    }
    let earlier = match attempt.session {
        Some(earlier) => tx.sessions().find(earlier).await?.filter(|s| s.is_live(now)),
        None => None,
    };
    let signed_in = begin_password_session(ports, &mut *tx, account.id, earlier, now).await?;
    tx.commit().await?;
    Ok(signed_in)
}

/// The account with this address, where its password was typed right in the client's browser before.
///
/// # Errors
/// When storage fails.
pub async fn known_owner(
    ports: &Ports,
    address: &str,
    client: Client,
) -> Result<Option<AccountId>> {
    match EmailAddress::parse(address) {
        Ok(address) => Ok(ports.views.known_owner(&address, client.browser).await?),
        Err(_) => Ok(None),
    }
}

/// Does in the database what a wrong password of an account does, so that the time of the answer does not tell whether
/// there is one.
async fn count_without_account(ports: &Ports, address: &str, client: Client) -> Result<()> {
    let now = ports.clock.now();
    let subject = tries_without_account(address);
    let mut tx = ports.storage.begin().await?;
    let tries = tries::tries(&mut *tx, TryKind::Password, subject, client).await?;
    if tries.admit(now).is_ok() {
        tries::count_failure(&mut *tx, TryKind::Password, subject, tries, now).await?;
    }
    let (kind, source) = (TryKind::RecordedRefusal, TrySource::AllNetworks);
    let before = tx.tries().find(kind, subject, source).await?.unwrap_or_default();
    tx.tries().save(kind, subject, (source, before), now).await?;
    Ok(tx.commit().await?)
}

/// Refuses a password where the address's organisation takes its provider only.
pub(crate) async fn expect_password_allowed(
    tx: &mut dyn UnitOfWork,
    address: &EmailAddress,
) -> Result<()> {
    let serving = tx.idp_connections().serving(&address.domain()).await?;
    match serving {
        Some(connection) if connection.membership.is_required => Err(Error::IdpRequired),
        Some(_) | None => Ok(()),
    }
}

/// Records refused sign-ins in one line an hour: strangers can cause any number of them.
pub(crate) async fn record_refusal(
    tx: &mut dyn UnitOfWork,
    account: &Account,
    refusal: Refusal,
    now: Timestamp,
) -> Result<()> {
    let (kind, subject) = (TryKind::RecordedRefusal, Uuid::from(account.id));
    let before = tx.tries().find(kind, subject, TrySource::AllNetworks).await?;
    let (count, events) = account.sign_in_refused(refusal, before.unwrap_or_default(), now);
    tx.tries().save(kind, subject, (TrySource::AllNetworks, count), now).await?;
    Ok(tx.audit().append(events).await?)
}

async fn candidate(
    ports: &Ports,
    email: &str,
) -> Result<Option<(Account, wariin_ports::PasswordHash)>> {
    let Ok(email) = EmailAddress::parse(email) else {
        return Ok(None);
    };
    let mut tx = ports.storage.begin().await?;
    let Some(account) = tx.accounts().find_by_email(&email).await? else {
        return Ok(None);
    };
    let hash = tx.accounts().password(account.id).await?;
    Ok(hash.map(|hash| (account, hash)))
}

/// Puts a password sign-in into a session with a new key, in which it awaits a code where the account has a
/// second factor; what the browser's earlier session had proved goes over, and that session ends.
pub(crate) async fn begin_password_session(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    account: AccountId,
    earlier: Option<Session>,
    now: Timestamp,
) -> Result<SignedIn> {
    let awaits_code = !tx.factors().active(account).await?.is_empty();
    let cookie = ports.tokens.new_session();
    let key = ports.tokens.session_key(&cookie);
    if let Some(earlier) = &earlier {
        tx.sessions().remove(earlier.key, Events::none()).await?;
    }
    let sign_in = SignIn::new(account, SignInMethod::Password { at: now });
    let session = earlier.unwrap_or_else(|| Session::begin(key, now));
    let (session, events) = session.signed_in(key, sign_in, awaits_code, now);
    tx.sessions().add(&session, events).await?;
    Ok(SignedIn { cookie, awaits_code })
}

/// Completes a sign-in that awaits an authenticator's code, or raises one that counts already: the session
/// becomes strong, under a new key.
///
/// # Errors
/// [`Error::WrongCode`], [`Error::CodeReplayed`], [`Error::Throttled`], [`Error::NoFactor`], or
/// [`Error::NotSignedIn`].
pub async fn step_up(
    ports: &Ports,
    principal: Principal,
    typed: SecretInput,
) -> Result<SessionCookie> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let account = caller.session.owner().ok_or(Error::NotSignedIn)?;
    let used = match totp::spend(ports, &mut *tx, account, &typed, now).await? {
        TotpOutcome::Spent(used) => used,
        TotpOutcome::Refused(error) => {
            tx.commit().await?;
            return Err(error);
        }
    };
    let cookie = ports.tokens.new_session();
    let old = caller.session.key;
    let key = ports.tokens.session_key(&cookie);
    let (session, events) = caller.session.stepped_up(key, used, now);
    tx.sessions().replace(old, &session, events).await?;
    tx.commit().await?;
    Ok(cookie)
}

/// Spends a backup code: every factor of the account is removed, so that a new one can be enrolled. The sign-in
/// of the session counts from then on, as a weak one; every other session ends. Consents that documents wait for are held.
///
/// # Errors
/// [`Error::WrongCode`], counted against the factor like any wrong code, [`Error::Throttled`],
/// [`Error::NoFactor`] or [`Error::NotSignedIn`].
pub async fn use_backup_code(
    ports: &Ports,
    principal: Principal,
    typed: SecretInput,
) -> Result<SessionCookie> {
    retried(|| use_backup_code_once(ports, principal, &typed)).await
}

async fn use_backup_code_once(
    ports: &Ports,
    principal: Principal,
    typed: &SecretInput,
) -> Result<SessionCookie> {
    typed.expect_typed()?;
    let now = ports.clock.now();
    let hash = ports.tokens.backup_code_hash(&BackupCode::typed(&typed.0));
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let account = caller.session.owner().ok_or(Error::NotSignedIn)?;
    let owner = tx.accounts().find(account).await?.ok_or(Error::NotSignedIn)?;
    let stored = tx.factors().active(account).await?;
    let mut factors: Vec<Factor> = stored.into_iter().map(|stored| stored.factor).collect();
    let first = factors.first_mut().ok_or(Error::NoFactor)?;
    first.throttle.admit_recovery(now)?;
    if !tx.factors().spend_backup_code(account, hash).await? {
        first.mistyped(now);
        let refused = first.refused(Refusal::WrongCode, now);
        tx.factors().save(first, refused).await?;
        tx.commit().await?;
        return Err(Error::WrongCode);
    }
    let removed = Factor::removed_by_backup_code(&factors, now);
    tx.factors().remove_all(account, removed).await?;
    let cookie = end_by_factor(ports, &mut *tx, caller.session, account, now).await?;
    hold_pending(&mut *tx, &owner, HoldReason::BackupCode, now).await?;
    tx.commit().await?;
    Ok(cookie)
}

/// The factor of this session was removed: every session of the account ends, and this one goes on as it
/// began, under a new key; where the account has another factor, it awaits a code of that.
pub(crate) async fn end_by_factor(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    session: Session,
    account: AccountId,
    now: Timestamp,
) -> Result<SessionCookie> {
    tx.sessions().remove_all_of(account).await?;
    let has_factor = !tx.factors().active(account).await?.is_empty();
    let cookie = ports.tokens.new_session();
    let key = ports.tokens.session_key(&cookie);
    let (session, events) = session.without_factor(key, account, has_factor, now);
    tx.sessions().add(&session, events).await?;
    Ok(cookie)
}
