//! Checking and spending an authenticator's code within a unit of work.

use crate::{Error, Ports, Result};
use wariin_domain::{
    AccountId, Actor, Event, EventKind, Events, Factor, Refusal, Throttled, Timestamp, UsedFactor,
};
use wariin_ports::{Seed, SeedOwner, UnitOfWork};

/// A code or password as somebody typed it; its `Debug` shows nothing.
#[derive(Clone)]
pub struct SecretInput(pub String);

impl std::fmt::Debug for SecretInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretInput(..)")
    }
}

/// What became of a code. A refused one has been counted and recorded in the unit of work, which must
/// therefore be committed.
#[must_use]
pub(crate) enum TotpOutcome {
    Spent(UsedFactor),
    Refused(Error),
}

/// Spends a code of the account's active factor.
pub(crate) async fn spend(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    account: AccountId,
    code: &SecretInput,
    now: Timestamp,
) -> Result<TotpOutcome> {
    let Some((factor, seed)) = tx.factors().active(account).await? else {
        return Ok(TotpOutcome::Refused(Error::NoFactor));
    };
    check(ports, tx, &factor, &seed, code, now).await
}

/// Checks a code against this factor, pending or active, and spends it.
pub(crate) async fn check(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    factor: &Factor,
    seed: &Seed,
    code: &SecretInput,
    now: Timestamp,
) -> Result<TotpOutcome> {
    if let Err(throttled) = factor.admit(now) {
        let refusal = match throttled {
            Throttled::Wait { .. } => Refusal::Throttled,
            Throttled::Locked => Refusal::Locked,
        };
        return refuse(tx, factor, refusal, throttled.into(), now).await;
    }
    let owner = SeedOwner { account: factor.account, factor: factor.id };
    let Some(step) = ports.totp.matching_step(seed, owner, &code.0, now)? else {
        tx.factors().set_throttle(factor.id, factor.throttle.failed(now)).await?;
        return refuse(tx, factor, Refusal::WrongCode, Error::WrongCode, now).await;
    };
    if factor.has_spent(step) || !tx.factors().spend(factor.id, step).await? {
        return refuse(tx, factor, Refusal::CodeReplayed, Error::CodeReplayed, now).await;
    }
    let enrolled_at = factor.confirmed_at().unwrap_or(now);
    Ok(TotpOutcome::Spent(UsedFactor { factor: factor.id, enrolled_at }))
}

async fn refuse(
    tx: &mut dyn UnitOfWork,
    factor: &Factor,
    refusal: Refusal,
    error: Error,
    now: Timestamp,
) -> Result<TotpOutcome> {
    let account = factor.account;
    let kind = EventKind::SignInRefused { refusal };
    let event = Event::of_account(account, now, Actor::Account(account), kind);
    tx.audit().append(Events::one(event)).await?;
    Ok(TotpOutcome::Refused(error))
}
