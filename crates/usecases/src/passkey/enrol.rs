//! Registering a passkey as a factor of the account, and removing a factor by a passkey.

use super::{
    PasskeyAnswer, PasskeyChallenge, ceremony, credentials, keep, principal, take, verify_or_record,
};
use crate::account::session::resolve_principal;
use crate::account::{
    EnrolmentStep, RemovedFactor, expect_mailbox_if_awaited, expect_may_add, is_behind_code,
    keep_enrolled, take_away,
};
use crate::error::retried;
use crate::{ConfirmedEnrolment, Error, Ports, Result, UserAgent};
use wariin_domain::{
    AccountId, CeremonyPurpose, CeremonyRefusal, Factor, FactorId, FactorName, NewFactor,
};
use wariin_ports::{
    PasskeyChallenge as Challenge, PasskeyCredential, PasskeyUser, SessionCookie, StorageError,
    StoredPasskey,
};

/// Begins the registration of a passkey for the account that is signed in.
///
/// # Errors
/// As [`crate::begin_enrolment`], or [`Error::Passkey`] where there are no passkeys.
pub async fn begin_passkey_enrolment(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    name: FactorName,
) -> Result<PasskeyChallenge> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal(user_agent)?, now).await?;
    let identity = caller.signed_in()?;
    expect_may_add(&mut *tx, identity, EnrolmentStep::Begin, now).await?;
    expect_mailbox_if_awaited(&mut *tx, &caller, now).await?;
    let account = identity.account();
    let user = PasskeyUser {
        account: account.id,
        address: account.email.to_string(),
        name: account.name.to_string(),
    };
    let known = credentials(&tx.passkeys().of(account.id).await?);
    let begun = ports.passkeys.begin_registration(&user, &known)?;
    let purpose = CeremonyPurpose::Enrol { account: account.id, name };
    keep(tx, ceremony(ports, user_agent, purpose, now), begun).await
}

/// Registers the passkey: it counts from now on. Sessions and backup codes as for
/// [`crate::confirm_enrolment`].
///
/// # Errors
/// [`Error::Ceremony`], [`Error::Passkey`], [`Error::PasskeyTaken`] when the credential is registered already, or as
/// [`begin_passkey_enrolment`].
pub async fn finish_passkey_enrolment(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    answer: PasskeyAnswer,
) -> Result<ConfirmedEnrolment> {
    let (purpose, state) = take(ports, user_agent, answer.ceremony).await?;
    let CeremonyPurpose::Enrol { account, name } = purpose else {
        return Err(CeremonyRefusal::OtherPurpose.into());
    };
    let credential = ports.passkeys.finish_registration(&state, &answer.credential)?;
    // The document whose access code was typed may change at the same moment.
    retried(|| enrol_once(ports, user_agent, (account, name.clone()), credential.clone())).await
}

async fn enrol_once(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    (account, name): (AccountId, FactorName),
    credential: PasskeyCredential,
) -> Result<ConfirmedEnrolment> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal(user_agent)?, now).await?;
    if caller.signed_in()?.id() != account {
        return Err(CeremonyRefusal::OtherSession.into());
    }
    // Locks the account: a sign-in at the same moment sees the factor, or its session ends below.
    tx.accounts().password(account).await?;
    let is_first =
        expect_may_add(&mut *tx, caller.signed_in()?, EnrolmentStep::Finish, now).await?;
    expect_mailbox_if_awaited(&mut *tx, &caller, now).await?;
    let behind_code = is_behind_code(&mut *tx, &caller, now).await?;
    let id = FactorId::from(ports.ids.next());
    let new = NewFactor { id, account, name, session: caller.session.key };
    let (factor, enrolled) = Factor::enrol_passkey(new, behind_code, now);
    let passkey = StoredPasskey { factor, credential };
    match tx.passkeys().add(&passkey, enrolled).await {
        Err(StorageError::Duplicate) => return Err(Error::PasskeyTaken),
        added => added?,
    }
    let confirmed =
        keep_enrolled(ports, &mut *tx, caller.session, (&passkey.factor, is_first), now).await?;
    tx.commit().await?;
    Ok(confirmed)
}

/// Begins the removal of a factor by a passkey of the account.
///
/// # Errors
/// [`Error::NoFactor`] when the account has no passkey, or [`Error::NotSignedIn`].
pub async fn begin_passkey_removal(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    factor: FactorId,
) -> Result<PasskeyChallenge> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal(user_agent)?, now).await?;
    let account = caller.signed_in()?.id();
    let passkeys = tx.passkeys().of(account).await?;
    if passkeys.is_empty() {
        return Err(Error::NoFactor);
    }
    let known = credentials(&passkeys);
    let begun = ports.passkeys.begin_authentication(&known, &Challenge::Random)?;
    let purpose = CeremonyPurpose::Remove { account, factor };
    keep(tx, ceremony(ports, user_agent, purpose, now), begun).await
}

/// Removes the factor for which the ceremony was begun, as [`crate::remove_factor`] does by a code.
///
/// # Errors
/// [`Error::Ceremony`], [`Error::Passkey`], or [`Error::NoFactor`] when the account has no such factor.
pub async fn finish_passkey_removal(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    answer: PasskeyAnswer,
) -> Result<SessionCookie> {
    let (purpose, state) = take(ports, user_agent, answer.ceremony).await?;
    let CeremonyPurpose::Remove { account, factor } = purpose else {
        return Err(CeremonyRefusal::OtherPurpose.into());
    };
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal(user_agent)?, now).await?;
    if caller.signed_in()?.id() != account {
        return Err(CeremonyRefusal::OtherSession.into());
    }
    let removed = RemovedFactor::among(&tx.factors().active(account).await?, factor)?;
    let (mut tx, used) = verify_or_record(ports, tx, account, (&state, &answer), now).await?;
    let cookie = take_away(ports, &mut *tx, caller.session, (removed, used), now).await?;
    tx.commit().await?;
    Ok(cookie)
}
