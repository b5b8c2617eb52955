//! Passkeys: a ceremony is begun, answered by the browser, taken once, and verified in the unit of work of what it
//! is for.

mod consent;
mod enrol;
mod forward;
mod join;
mod register;
mod reset;
mod sign_in;

pub use consent::{ConsentByPasskey, begin_passkey_consent, finish_passkey_consent};
pub use enrol::{
    begin_passkey_enrolment, begin_passkey_removal, finish_passkey_enrolment,
    finish_passkey_removal,
};
pub use forward::forward_by_passkey;
pub use join::{JoinByPasskey, JoinedByPasskey, begin_passkey_joining, finish_passkey_joining};
pub use register::{RegisterByPasskey, begin_passkey_registration, finish_passkey_registration};
pub use reset::{begin_passkey_reset, reset_password_by_passkey};
pub use sign_in::{
    begin_passkey_sign_in, begin_passkey_step_up, finish_passkey_sign_in, finish_passkey_step_up,
};

use crate::{Error, Ports, Principal, Result, UserAgent};
use wariin_domain::{
    AccountId, Ceremony, CeremonyId, CeremonyPurpose, CeremonyRefusal, Factor, Refusal, Timestamp,
    UsedFactor,
};
use wariin_ports::{
    BegunCeremony, CeremonyState, PasskeyCredential, StoredPasskey, UnitOfWork, VerifiedAssertion,
};

/// What the browser is asked for.
#[derive(Clone, Debug)]
pub struct PasskeyChallenge {
    /// The ceremony.
    pub ceremony: CeremonyId,
    /// The options of Web Authentication, as JSON.
    pub options: String,
}

/// What the browser answered.
#[derive(Clone)]
pub struct PasskeyAnswer {
    /// The ceremony.
    pub ceremony: CeremonyId,
    /// The credential of Web Authentication, as JSON.
    pub credential: String,
}

impl std::fmt::Debug for PasskeyAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PasskeyAnswer({})", self.ceremony)
    }
}

/// The session of the browser as the principal.
fn principal(user_agent: UserAgent<'_>) -> Result<Principal> {
    user_agent.session.map(Principal::Session).ok_or(Error::NotSignedIn)
}

/// Keeps a ceremony that was begun.
async fn keep(
    mut tx: Box<dyn UnitOfWork>,
    ceremony: Ceremony,
    begun: BegunCeremony,
) -> Result<PasskeyChallenge> {
    tx.passkeys().begin(&ceremony, &begun.state).await?;
    tx.commit().await?;
    Ok(PasskeyChallenge { ceremony: ceremony.id, options: begun.options })
}

fn ceremony(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    purpose: CeremonyPurpose,
    now: Timestamp,
) -> Ceremony {
    Ceremony {
        id: CeremonyId::from(ports.ids.next()),
        purpose,
        browser: ports.tokens.browser_key(user_agent.browser),
        session: user_agent.session,
        began_at: now,
    }
}

/// The ceremony, which is spent by looking at it, when it belongs to this browser and session.
async fn take(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    id: CeremonyId,
) -> Result<(CeremonyPurpose, CeremonyState)> {
    let mut tx = ports.storage.begin().await?;
    let taken = tx.passkeys().take(id).await?;
    tx.commit().await?;
    let (ceremony, state) = taken.ok_or(CeremonyRefusal::Unknown)?;
    let browser = ports.tokens.browser_key(user_agent.browser);
    ceremony.admit(browser, user_agent.session, ports.clock.now())?;
    Ok((ceremony.purpose, state))
}

/// The public keys of passkeys.
fn credentials(passkeys: &[StoredPasskey]) -> Vec<PasskeyCredential> {
    passkeys.iter().map(|passkey| passkey.credential.clone()).collect()
}

/// What became of an answer. The unit of work of a refused one has recorded nothing.
#[must_use]
pub(crate) enum PasskeyOutcome {
    Used(UsedFactor, VerifiedAssertion),
    /// Refused; one of the passkeys, of which the refusal can be recorded.
    Refused(Error, Box<Factor>),
}

/// Verifies an answer by one of the account's passkeys as they are now, and keeps the use of that one.
pub(crate) async fn verify(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    account: AccountId,
    (state, answer): (&CeremonyState, &PasskeyAnswer),
    now: Timestamp,
) -> Result<PasskeyOutcome> {
    let passkeys = tx.passkeys().of(account).await?;
    let Some(first) = passkeys.first() else {
        return Err(Error::NoFactor);
    };
    let known = credentials(&passkeys);
    let verified = match ports.passkeys.finish_authentication(state, &known, &answer.credential) {
        Ok(verified) => verified,
        Err(refusal) => {
            return Ok(PasskeyOutcome::Refused(refusal.into(), Box::new(first.factor.clone())));
        }
    };
    let used = passkeys.iter().find(|known| known.credential.id == verified.credential.id);
    let factor = &used.ok_or(Error::NoFactor)?.factor;
    tx.passkeys().used(factor.id, &verified.credential, now).await?;
    Ok(PasskeyOutcome::Used(factor.used(now), verified))
}

/// The same where the refusal is recorded with the account: then the unit of work is committed.
async fn verify_or_record(
    ports: &Ports,
    mut tx: Box<dyn UnitOfWork>,
    account: AccountId,
    answered: (&CeremonyState, &PasskeyAnswer),
    now: Timestamp,
) -> Result<(Box<dyn UnitOfWork>, UsedFactor)> {
    match verify(ports, &mut *tx, account, answered, now).await? {
        PasskeyOutcome::Used(used, _) => Ok((tx, used)),
        PasskeyOutcome::Refused(error, factor) => {
            tx.audit().append(factor.refused(Refusal::WrongPasskey, now)).await?;
            tx.commit().await?;
            Err(error)
        }
    }
}
