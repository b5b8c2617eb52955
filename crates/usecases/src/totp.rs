//! Checking and spending an authenticator's code within a unit of work.

use crate::{Error, Ports, Result, SecretInput};
use wariin_domain::{
    AccountId, Events, Factor, FactorMethod, Refusal, Throttle, Throttled, TimeStep, Timestamp,
    UsedFactor,
};
use wariin_ports::{SeedOwner, StoredFactor, UnitOfWork};

/// What became of a code. A refused one has been counted and recorded in the unit of work, which must
/// therefore be committed.
#[must_use]
pub(crate) enum TotpOutcome {
    Spent(UsedFactor),
    Refused(Error),
}

/// Spends a code of any of the account's active factors.
pub(crate) async fn spend(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    account: AccountId,
    code: &SecretInput,
    now: Timestamp,
) -> Result<TotpOutcome> {
    let mut factors = tx.factors().active(account).await?;
    factors.retain(|stored| stored.factor.method() == FactorMethod::Totp);
    if factors.is_empty() {
        return Ok(TotpOutcome::Refused(Error::NoFactor));
    }
    check(ports, tx, factors, code, now).await
}

/// Checks a code against these factors of one account, pending or active, and spends it. A wrong code counts
/// against every one of them, and a right one clears the counts of all: several factors allow no more
/// guesses than one.
pub(crate) async fn check(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    factors: Vec<StoredFactor>,
    code: &SecretInput,
    now: Timestamp,
) -> Result<TotpOutcome> {
    if let Err(error) = code.expect_typed() {
        return Ok(TotpOutcome::Refused(error));
    }
    let mut throttled = None;
    let mut tried = Vec::with_capacity(factors.len());
    let mut matched = None;
    for StoredFactor { factor, seed } in factors {
        if let Err(refusal) = factor.admit(now) {
            throttled = Some((factor, refusal));
            continue;
        }
        let owner = SeedOwner { account: factor.account, factor: factor.id };
        match ports.totp.matching_step(&seed, owner, &code.0, now)? {
            Some(step) if matched.is_none() => matched = Some((factor, step)),
            Some(_) | None => tried.push(factor),
        }
    }
    match (matched, throttled) {
        (Some((factor, step)), _) => spend_step(tx, factor, step, tried, now).await,
        (None, Some((factor, refusal))) if tried.is_empty() => {
            refuse_throttled(tx, &factor, refusal, now).await
        }
        (None, _) => refuse_wrong(tx, tried, now).await,
    }
}

async fn spend_step(
    tx: &mut dyn UnitOfWork,
    factor: Factor,
    step: TimeStep,
    others: Vec<Factor>,
    now: Timestamp,
) -> Result<TotpOutcome> {
    if factor.is_ahead_of(now) {
        tracing::warn!(
            "the clock went back behind the last code of an authenticator app: its codes are refused until the clock \
             has passed that time again"
        );
    }
    if factor.has_spent(step) || !tx.factors().spend(factor.id, step, now).await? {
        tx.factors().save(&factor, factor.refused(Refusal::CodeReplayed, now)).await?;
        return Ok(TotpOutcome::Refused(Error::CodeReplayed));
    }
    for mut other in others {
        if other.throttle != Throttle::clear() {
            other.throttle = Throttle::clear();
            tx.factors().save(&other, Events::none()).await?;
        }
    }
    Ok(TotpOutcome::Spent(factor.used(now)))
}

async fn refuse_wrong(
    tx: &mut dyn UnitOfWork,
    tried: Vec<Factor>,
    now: Timestamp,
) -> Result<TotpOutcome> {
    let mut events = tried.first().map(|factor| factor.refused(Refusal::WrongCode, now));
    for mut factor in tried {
        factor.mistyped(now);
        tx.factors().save(&factor, events.take().unwrap_or_default()).await?;
    }
    Ok(TotpOutcome::Refused(Error::WrongCode))
}

async fn refuse_throttled(
    tx: &mut dyn UnitOfWork,
    factor: &Factor,
    throttled: Throttled,
    now: Timestamp,
) -> Result<TotpOutcome> {
    let refusal = match throttled {
        Throttled::Wait { .. } => Refusal::Throttled,
        Throttled::Locked => Refusal::Locked,
    };
    tx.factors().save(factor, factor.refused(refusal, now)).await?;
    Ok(TotpOutcome::Refused(throttled.into()))
}
