//! Signing in by a passkey: alone, or as the second factor behind a password or a provider's login.

use super::{
    PasskeyAnswer, PasskeyChallenge, PasskeyOutcome, ceremony, credentials, keep, principal, take,
    verify, verify_or_record,
};
use crate::account::session::{expect_enabled, resolve_principal};
use crate::account::sign_in::{expect_password_allowed, record_refusal};
use crate::{Error, Ports, Result, UserAgent};
use wariin_domain::{
    AccountId, CeremonyPurpose, CeremonyRefusal, Events, Refusal, Session, SignIn, SignInMethod,
};
use wariin_ports::{PasskeyChallenge as Challenge, PasskeyError, SessionCookie};

/// Begins a sign-in by whatever passkey the person chooses; no address is needed.
///
/// # Errors
/// [`Error::Passkey`] where there are no passkeys.
pub async fn begin_passkey_sign_in(
    ports: &Ports,
    user_agent: UserAgent<'_>,
) -> Result<PasskeyChallenge> {
    let now = ports.clock.now();
    let begun = ports.passkeys.begin_discoverable()?;
    let tx = ports.storage.begin().await?;
    keep(tx, ceremony(ports, user_agent, CeremonyPurpose::SignIn, now), begun).await
}

/// Signs in by the passkey alone: it verified the person, so that possession and knowledge or inherence are both
/// proved, and the session is strong.
///
/// # Errors
/// [`Error::Ceremony`], [`Error::Passkey`], [`Error::AccountDisabled`], or [`Error::IdpRequired`] when the
/// account's organisation takes its provider only.
pub async fn finish_passkey_sign_in(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    answer: PasskeyAnswer,
) -> Result<SessionCookie> {
    let (purpose, state) = take(ports, user_agent, answer.ceremony).await?;
    if purpose != CeremonyPurpose::SignIn {
        return Err(CeremonyRefusal::OtherPurpose.into());
    }
    let claimed = ports.passkeys.claimed(&answer.credential)?;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let account = tx.accounts().find(AccountId::from(claimed.account)).await?;
    let account = account.ok_or(PasskeyError::UnknownCredential)?;
    let verified = verify(ports, &mut *tx, account.id, (&state, &answer), now).await;
    let used = match verified {
        Ok(PasskeyOutcome::Used(used, _)) => used,
        // The account has no passkey any more.
        Err(Error::NoFactor) => return Err(PasskeyError::UnknownCredential.into()),
        Err(error) => return Err(error),
        Ok(PasskeyOutcome::Refused(error, _)) => {
            record_refusal(&mut *tx, &account, Refusal::WrongPasskey, now).await?;
            tx.commit().await?;
            return Err(error);
        }
    };
    expect_enabled(&account)?;
    if let Err(refused) = expect_password_allowed(&mut *tx, &account.email).await {
        record_refusal(&mut *tx, &account, Refusal::IdpRequired, now).await?;
        tx.commit().await?;
        return Err(refused);
    }
    let earlier = match user_agent.session {
        Some(earlier) => tx.sessions().find(earlier).await?.filter(|s| s.is_live(now)),
        None => None,
    };
    let cookie = ports.tokens.new_session();
    let key = ports.tokens.session_key(&cookie);
    if let Some(earlier) = &earlier {
        tx.sessions().remove(earlier.key, Events::none()).await?;
    }
    let method = SignInMethod::TwoFactor {
        at: now,
        factor: used.factor,
        method: used.method,
        enrolled_at: used.enrolled_at,
        behind_code: used.behind_code,
    };
    let session = earlier.unwrap_or_else(|| Session::begin(key, now));
    let (session, events) = session.signed_in(key, SignIn::new(account.id, method), true, now);
    tx.sessions().add(&session, events).await?;
    tx.commit().await?;
    Ok(cookie)
}

/// Begins the second factor by a passkey of the session's account.
///
/// # Errors
/// [`Error::NoFactor`] when it has no passkey, or [`Error::NotSignedIn`].
pub async fn begin_passkey_step_up(
    ports: &Ports,
    user_agent: UserAgent<'_>,
) -> Result<PasskeyChallenge> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal(user_agent)?, now).await?;
    let account = caller.session.owner().ok_or(Error::NotSignedIn)?;
    let passkeys = tx.passkeys().of(account).await?;
    if passkeys.is_empty() {
        return Err(Error::NoFactor);
    }
    let known = credentials(&passkeys);
    let begun = ports.passkeys.begin_authentication(&known, &Challenge::Random)?;
    keep(tx, ceremony(ports, user_agent, CeremonyPurpose::StepUp { account }, now), begun).await
}

/// Completes a sign-in that awaits the second factor, or renews one that counts already, by a passkey: the session
/// becomes strong, under a new key.
///
/// # Errors
/// [`Error::Ceremony`], [`Error::Passkey`], [`Error::NoFactor`] or [`Error::NotSignedIn`].
pub async fn finish_passkey_step_up(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    answer: PasskeyAnswer,
) -> Result<SessionCookie> {
    let (purpose, state) = take(ports, user_agent, answer.ceremony).await?;
    let CeremonyPurpose::StepUp { account } = purpose else {
        return Err(CeremonyRefusal::OtherPurpose.into());
    };
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal(user_agent)?, now).await?;
    if caller.session.owner() != Some(account) {
        return Err(CeremonyRefusal::OtherSession.into());
    }
    let (mut tx, used) = verify_or_record(ports, tx, account, (&state, &answer), now).await?;
    let cookie = ports.tokens.new_session();
    let old = caller.session.key;
    let key = ports.tokens.session_key(&cookie);
    let (session, events) = caller.session.stepped_up(key, used, now);
    tx.sessions().replace(old, &session, events).await?;
    tx.commit().await?;
    Ok(cookie)
}
