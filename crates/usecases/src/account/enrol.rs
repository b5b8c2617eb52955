//! Enrolling and removing second factors. An account may have several, each with a name.

use crate::account::session::resolve_principal;
use crate::account::sign_in::end_by_factor;
use crate::error::retried;
use crate::recipient::register::{AFTER_PROOF, fresh_proof};
use crate::totp::{self, TotpOutcome};
use crate::{Caller, Error, Ports, Principal, Result, SecretInput};
use wariin_domain::{
    Account, Actor, ConfirmedOwner, Document, Events, Factor, FactorId, FactorName, FactorState,
    Identity, NewFactor, RecipientId, Session, SessionKey, Span, Timestamp, UsedFactor,
};
use wariin_ports::{Enrolment, SeedOwner, SessionCookie, StoredFactor, UnitOfWork};

/// How long ago the last use of a factor may be when an enrolment that was begun is finished: it was as fresh as
/// [`ConfirmedOwner::FRESH`] at the beginning.
const UNTIL_FINISHED: Span = Span::minutes(15);

/// A factor that was confirmed.
#[derive(Clone, Debug)]
pub struct ConfirmedEnrolment {
    /// The session's new cookie.
    pub cookie: SessionCookie,
    /// The session's new key.
    pub session: SessionKey,
    /// Whether the account had no factor before, and so has no backup codes yet.
    pub is_first: bool,
}

/// Begins the enrolment of an authenticator app in this session with a new seed; an unfinished earlier one is
/// forgotten.
///
/// # Errors
/// [`Error::SignInAgain`] when the account has a factor and none was used within [`ConfirmedOwner::FRESH`],
/// [`Error::TooManyFactors`], [`Error::MailboxNotProven`] when a document waits and no mailed code was used
/// in this session, or [`Error::NotSignedIn`].
pub async fn begin_enrolment(
    ports: &Ports,
    principal: Principal,
    name: FactorName,
) -> Result<Enrolment> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let identity = caller.signed_in()?;
    expect_may_add(&mut *tx, identity, EnrolmentStep::Begin, now).await?;
    expect_mailbox_if_awaited(&mut *tx, &caller, now).await?;
    let new = NewFactor {
        id: FactorId::from(ports.ids.next()),
        account: identity.id(),
        name,
        session: caller.session.key,
    };
    let factor = Factor::begin_totp(new, now);
    let owner = SeedOwner { account: factor.account, factor: factor.id };
    let seed = ports.totp.new_seed(owner)?;
    let enrolment = ports.totp.enrolment(&seed, owner, &identity.account().email)?;
    tx.factors().begin(&factor, &seed).await?;
    tx.commit().await?;
    Ok(enrolment)
}

/// The enrolment that was begun in this session and not yet confirmed, to be shown again.
///
/// # Errors
/// [`Error::NoEnrolment`] when there is none.
pub async fn pending_enrolment(ports: &Ports, principal: Principal) -> Result<Enrolment> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let account = caller.signed_in()?.account();
    let pending = pending_in(&mut *tx, &caller).await?;
    let owner = SeedOwner { account: account.id, factor: pending.factor.id };
    Ok(ports.totp.enrolment(&pending.seed, owner, &account.email)?)
}

/// Confirms the enrolment by a first code: the factor counts from now on, the session goes on under a new key,
/// and every other session of the account ends. The first factor makes the session strong.
///
/// # Errors
/// [`Error::WrongCode`], [`Error::Throttled`], [`Error::NoEnrolment`] when another session began it, or as
/// [`begin_enrolment`].
pub async fn confirm_enrolment(
    ports: &Ports,
    principal: Principal,
    typed: SecretInput,
) -> Result<ConfirmedEnrolment> {
    // The document whose access code was typed may change at the same moment.
    retried(|| confirm_once(ports, principal, &typed)).await
}

async fn confirm_once(
    ports: &Ports,
    principal: Principal,
    typed: &SecretInput,
) -> Result<ConfirmedEnrolment> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let account = caller.signed_in()?.id();
    // Locks the account: a sign-in at the same moment sees the factor, or its session ends below.
    tx.accounts().password(account).await?;
    let is_first =
        expect_may_add(&mut *tx, caller.signed_in()?, EnrolmentStep::Finish, now).await?;
    let pending = pending_in(&mut *tx, &caller).await?;
    expect_mailbox_if_awaited(&mut *tx, &caller, now).await?;
    let behind_code = is_behind_code(&mut *tx, &caller, now).await?;
    let mut factor = pending.factor.clone();
    if let TotpOutcome::Refused(error) =
        totp::check(ports, &mut *tx, vec![pending], typed, now).await?
    {
        tx.commit().await?;
        return Err(error);
    }
    let enrolled = factor.confirm(behind_code, now);
    tx.factors().save(&factor, enrolled).await?;
    let confirmed =
        keep_enrolled(ports, &mut *tx, caller.session, (&factor, is_first), now).await?;
    tx.commit().await?;
    Ok(confirmed)
}

/// What follows when a factor counts: with the first one the session becomes strong; the session goes on under a new
/// key, and every other one ends.
pub(crate) async fn keep_enrolled(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    mut session: Session,
    (factor, is_first): (&Factor, bool),
    now: Timestamp,
) -> Result<ConfirmedEnrolment> {
    let account = factor.account;
    record_access_codes(tx, &session, factor, now).await?;
    tx.sessions().remove_all_of(account).await?;
    let cookie = ports.tokens.new_session();
    let key = ports.tokens.session_key(&cookie);
    if is_first {
        session = session.enrolled(key, factor.used(now), now);
    } else {
        session.renew(key, now);
    }
    tx.sessions().add(&session, Events::none()).await?;
    Ok(ConfirmedEnrolment { cookie, session: key, is_first })
}

/// The factor was enrolled behind every access code that was typed in the session, each told by the sender of its
/// document: recorded where the factor's owner is the recipient.
pub(crate) async fn record_access_codes(
    tx: &mut dyn UnitOfWork,
    session: &Session,
    factor: &Factor,
    now: Timestamp,
) -> Result<()> {
    if session.unlocked.is_empty() {
        return Ok(());
    }
    let account = tx.accounts().find(factor.account).await?.ok_or(Error::NotFound)?;
    let mut documents = Vec::<Document>::with_capacity(session.unlocked.len());
    for &recipient in &session.unlocked {
        if documents.iter().all(|document| document.recipient(recipient).is_none()) {
            documents.extend(tx.documents().find_by_recipient(recipient).await?);
        }
    }
    // Documents are saved in one order, so that no two units of work wait for each other.
    documents.sort_unstable_by_key(|document| document.id);
    for mut document in documents {
        let events = enrolled_behind(&mut document, &session.unlocked, (factor, &account), now);
        if !events.is_empty() {
            tx.documents().save(&document, events).await?;
        }
    }
    Ok(())
}

/// The factor was enrolled behind the access codes of these recipients, as far as they are the document's and the
/// factor's owner.
fn enrolled_behind(
    document: &mut Document,
    unlocked: &[RecipientId],
    (factor, owner): (&Factor, &Account),
    now: Timestamp,
) -> Events {
    let actor = Actor::Account(factor.account);
    unlocked.iter().fold(Events::none(), |events, &recipient| {
        if document.recipient(recipient).is_some_and(|recipient| recipient.is_for(owner)) {
            let recorded = document.enrolled_behind_access_code(recipient, factor.id, actor, now);
            events.and(recorded)
        } else {
            events
        }
    })
}

/// Removes one factor of the account; needs a fresh code of any of its factors. Every other session of the
/// account ends. Without a factor left the backup codes go too, and this session goes on as it began.
///
/// # Errors
/// As for [`crate::step_up`], or [`Error::NoFactor`] when the account has no such factor.
pub async fn remove_factor(
    ports: &Ports,
    principal: Principal,
    factor: FactorId,
    typed: SecretInput,
) -> Result<SessionCookie> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let account = caller.signed_in()?.id();
    let factors = tx.factors().active(account).await?;
    let removed = RemovedFactor::among(&factors, factor)?;
    let used = match totp::spend(ports, &mut *tx, account, &typed, now).await? {
        TotpOutcome::Spent(used) => used,
        TotpOutcome::Refused(error) => {
            tx.commit().await?;
            return Err(error);
        }
    };
    let cookie = take_away(ports, &mut *tx, caller.session, (removed, used), now).await?;
    tx.commit().await?;
    Ok(cookie)
}

/// A factor that is about to be removed.
pub(crate) struct RemovedFactor {
    factor: Factor,
    is_last: bool,
}

impl RemovedFactor {
    /// The factor with this id among those of an account.
    ///
    /// # Errors
    /// [`Error::NoFactor`] when the account has no such factor.
    pub(crate) fn among(factors: &[StoredFactor], id: FactorId) -> Result<Self> {
        let found = factors.iter().find(|stored| stored.factor.id == id).ok_or(Error::NoFactor)?;
        Ok(Self { factor: found.factor.clone(), is_last: factors.len() == 1 })
    }
}

/// Removes a factor of the session's account after `used` was used for it.
pub(crate) async fn take_away(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    mut session: Session,
    (removed, used): (RemovedFactor, UsedFactor),
    now: Timestamp,
) -> Result<SessionCookie> {
    let RemovedFactor { factor, is_last } = removed;
    let account = factor.account;
    let events = factor.removed_by_owner(now);
    if is_last {
        tx.factors().remove_all(account, events).await?;
        return end_by_factor(ports, tx, session, account, now).await;
    }
    tx.factors().remove(factor.id, events).await?;
    if used.factor == factor.id {
        return end_by_factor(ports, tx, session, account, now).await;
    }
    tx.sessions().remove_all_of(account).await?;
    let cookie = ports.tokens.new_session();
    session.renew(ports.tokens.session_key(&cookie), now);
    session.factor_used(used, now);
    tx.sessions().add(&session, Events::none()).await?;
    Ok(cookie)
}

/// Which step of an enrolment it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EnrolmentStep {
    /// It begins.
    Begin,
    /// It ends, with a first code or the passkey's answer.
    Finish,
}

impl EnrolmentStep {
    /// How long ago the sign-in may be.
    pub(crate) const fn life(self) -> Span {
        match self {
            Self::Begin => ConfirmedOwner::FRESH,
            Self::Finish => UNTIL_FINISHED,
        }
    }
}

/// Whether the account may add a factor now, and whether it would be the first one. With a factor already
/// there, only a session that used one lately may: a password alone must not add a way around it.
pub(crate) async fn expect_may_add(
    tx: &mut dyn UnitOfWork,
    identity: Identity<'_>,
    step: EnrolmentStep,
    now: Timestamp,
) -> Result<bool> {
    let factors = tx.factors().active(identity.id()).await?;
    if factors.is_empty() {
        return Ok(true);
    }
    if factors.len() >= Factor::MAX_PER_ACCOUNT {
        return Err(Error::TooManyFactors);
    }
    expect_proved_within(step.life(), identity, now).map(|()| false)
}

/// The session is strongly signed in, and not too long ago ([`ConfirmedOwner::FRESH`]).
pub(crate) fn expect_fresh(identity: Identity<'_>, now: Timestamp) -> Result<()> {
    expect_proved_within(ConfirmedOwner::FRESH, identity, now)
}

fn expect_proved_within(life: Span, identity: Identity<'_>, now: Timestamp) -> Result<()> {
    match identity.sign_in().strong() {
        Ok(strong) if now.since(strong.proven_at()) <= life => Ok(()),
        Ok(_) | Err(_) => Err(Error::SignInAgain),
    }
}

/// An account that is a party of a document under way with the request enrols only in a session that proved the mailbox
/// by a mailed code: a factor enrolled with the password alone is not class E1. So does one whose last factor was
/// removed and that reads concluded documents with the request, which a password alone must not open again; there a
/// link for a new password, mailed to the account's address and used lately, proves the mailbox as well.
pub(crate) async fn expect_mailbox_if_awaited(
    tx: &mut dyn UnitOfWork,
    caller: &Caller,
    now: Timestamp,
) -> Result<()> {
    let account = caller.signed_in()?.account();
    if tx.documents().awaits_advanced_auth(account).await? {
        return expect_mailbox(tx, caller, now).await;
    }
    if caller.signed_in()?.is_strong() || was_proved_lately(account, now) {
        return Ok(());
    }
    if tx.documents().keeps_advanced_auth(account.id).await? {
        return expect_mailbox(tx, caller, now).await;
    }
    Ok(())
}

/// Whether the mailbox of the account's address was proved in this session.
pub(crate) async fn is_behind_code(
    tx: &mut dyn UnitOfWork,
    caller: &Caller,
    now: Timestamp,
) -> Result<bool> {
    match expect_mailbox(tx, caller, now).await {
        Ok(()) => Ok(true),
        Err(Error::MailboxNotProven) => Ok(false),
        Err(error) => Err(error),
    }
}

/// The mailbox of the account's address was proved in this session.
async fn expect_mailbox(tx: &mut dyn UnitOfWork, caller: &Caller, now: Timestamp) -> Result<()> {
    let account = caller.signed_in()?.account();
    let proof = fresh_proof(caller, now).ok_or(Error::MailboxNotProven)?;
    let document = tx.documents().find_by_recipient(proof.recipient).await?;
    let address = document.as_ref().and_then(|d| d.recipient(proof.recipient));
    match address {
        Some(recipient) if proof.is_of(recipient) && recipient.proves_mailbox_of(account) => Ok(()),
        Some(_) | None => Err(Error::MailboxNotProven),
    }
}

/// Whether the mailbox of the account was proved within the time that a proof in a session counts for.
fn was_proved_lately(account: &Account, now: Timestamp) -> bool {
    account.mailbox_proven_at.is_some_and(|at| now.since(at) <= AFTER_PROOF)
}

/// The pending factor that was begun in the caller's session.
async fn pending_in(tx: &mut dyn UnitOfWork, caller: &Caller) -> Result<StoredFactor> {
    let pending = tx.factors().pending(caller.signed_in()?.id()).await?;
    let pending = pending.filter(|stored| is_begun_in(&stored.factor, caller.session.key));
    pending.ok_or(Error::NoEnrolment)
}

fn is_begun_in(factor: &Factor, key: SessionKey) -> bool {
    match factor.state {
        FactorState::Pending { session, .. } => session == key,
        FactorState::Active { .. } => false,
    }
}
