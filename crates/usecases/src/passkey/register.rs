//! A recipient's own registration by a passkey in the place of a password, behind the proof of the mailbox.

use super::{PasskeyAnswer, PasskeyChallenge, ceremony, keep, principal, take};
use crate::account::record_access_codes;
use crate::account::session::resolve_principal;
use crate::error::retried;
use crate::recipient::register::{Registrant, expect_newcomer};
use crate::{Error, Ports, Result, UserAgent};
use wariin_domain::{
    AccountId, CeremonyPurpose, CeremonyRefusal, Events, Factor, FactorId, FactorName, NewFactor,
    PersonName, RecipientId, Registration, Session, SignIn, SignInMethod, Timestamp,
};
use wariin_ports::{
    PasskeyCredential, PasskeyUser, PasswordHash, SessionCookie, StorageError, StoredPasskey,
    UnitOfWork,
};

/// What an account that is registered by a passkey begins with, beside the name that was typed.
#[derive(Clone, Debug)]
pub struct RegisterByPasskey {
    /// What the passkey is called.
    pub factor: FactorName,
    /// What a recipient who registers becomes here.
    pub registration: Registration,
}

/// Begins the registration of the recipient whose mailbox was proved in this session.
///
/// # Errors
/// As [`crate::register`]; a refusal of the gate when the access code was not typed yet, since it comes before any
/// factor; [`Error::Passkey`] where there are no passkeys.
pub async fn begin_passkey_registration(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    recipient: RecipientId,
    name: PersonName,
) -> Result<PasskeyChallenge> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal(user_agent)?, now).await?;
    let newcomer = expect_newcomer(&mut *tx, &caller, recipient, now).await?;
    let account = newcomer.account().unwrap_or_else(|| ports.ids.next().into());
    let user = PasskeyUser {
        account,
        address: newcomer.addressee.details.email.to_string(),
        name: name.to_string(),
    };
    let begun = ports.passkeys.begin_registration(&user, &[])?;
    let purpose = CeremonyPurpose::Register { recipient, account, name };
    keep(tx, ceremony(ports, user_agent, purpose, now), begun).await
}

/// Makes the account without a password, with the passkey as its factor, and signs in by it: account, passkey and session
/// are kept in one unit of work.
///
/// # Errors
/// [`Error::Ceremony`], [`Error::Passkey`], [`Error::PasskeyTaken`], or as [`begin_passkey_registration`].
pub async fn finish_passkey_registration(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    command: RegisterByPasskey,
    answer: PasskeyAnswer,
) -> Result<SessionCookie> {
    let (purpose, state) = take(ports, user_agent, answer.ceremony).await?;
    let CeremonyPurpose::Register { recipient, account, name } = purpose else {
        return Err(CeremonyRefusal::OtherPurpose.into());
    };
    let credential = ports.passkeys.finish_registration(&state, &answer.credential)?;
    let RegisterByPasskey { factor, registration } = command;
    let passkey = (factor, credential);
    retried(|| {
        let password = PasswordHash::none();
        let registrant = Registrant { id: account, name: name.clone(), password, registration };
        register_once(ports, user_agent, recipient, (registrant, passkey.clone()))
    })
    .await
}

async fn register_once(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    recipient: RecipientId,
    (registrant, (factor_name, credential)): (Registrant, (FactorName, PasskeyCredential)),
) -> Result<SessionCookie> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal(user_agent)?, now).await?;
    let newcomer = expect_newcomer(&mut *tx, &caller, recipient, now).await?;
    // The passkey remembers the account for which it was made.
    if newcomer.account().is_some_and(|known| known != registrant.id) {
        return Err(Error::AccountExists);
    }
    let account = newcomer.register(ports, &mut *tx, registrant, now).await?;
    let passkey = (factor_name, credential);
    let session = Some(caller.session);
    let cookie = enrol_and_sign_in(ports, &mut *tx, session, (account, passkey), now).await?;
    tx.commit().await?;
    Ok(cookie)
}

/// The passkey counts as the new account's factor, behind the mailed code that proved the mailbox; the browser's session,
/// if it has one, goes on under a new key, strongly signed in.
pub(super) async fn enrol_and_sign_in(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    earlier: Option<Session>,
    (account, (name, credential)): (AccountId, (FactorName, PasskeyCredential)),
    now: Timestamp,
) -> Result<SessionCookie> {
    let cookie = ports.tokens.new_session();
    let key = ports.tokens.session_key(&cookie);
    let old = earlier.as_ref().map(|session| session.key);
    let session = earlier.unwrap_or_else(|| Session::begin(key, now));
    let id = FactorId::from(ports.ids.next());
    let new = NewFactor { id, account, name, session: session.key };
    let (factor, enrolled) = Factor::enrol_passkey(new, true, now);
    let used = factor.used(now);
    let passkey = StoredPasskey { factor, credential };
    match tx.passkeys().add(&passkey, enrolled).await {
        Err(StorageError::Duplicate) => return Err(Error::PasskeyTaken),
        added => added?,
    }
    record_access_codes(tx, &session, &passkey.factor, now).await?;
    if let Some(old) = old {
        tx.sessions().remove(old, Events::none()).await?;
    }
    let method = SignInMethod::TwoFactor {
        at: now,
        factor: used.factor,
        method: used.method,
        enrolled_at: used.enrolled_at,
        behind_code: used.behind_code,
    };
    let (session, events) = session.signed_in(key, SignIn::new(account, method), true, now);
    tx.sessions().add(&session, events).await?;
    Ok(cookie)
}
