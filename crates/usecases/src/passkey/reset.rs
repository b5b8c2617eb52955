//! Setting a new password by a mailed link behind a passkey, in the place of a code.

use super::{PasskeyAnswer, PasskeyChallenge, ceremony, credentials, keep, take};
use crate::account::{OwnerProof, reset_behind};
use crate::{Error, NewPasswordByLink, Ports, Result, UserAgent, password_reset_factors};
use wariin_domain::{CeremonyPurpose, CeremonyRefusal};
use wariin_ports::PasskeyChallenge as Challenge;

/// Begins it for the account whose link this is.
///
/// # Errors
/// [`Error::NoFactor`] when the account has no passkey, or as [`password_reset_factors`].
pub async fn begin_passkey_reset(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    token: &str,
) -> Result<PasskeyChallenge> {
    let factors = password_reset_factors(ports, token).await?;
    let account = factors.first().ok_or(Error::NoFactor)?.account;
    let reset = ports.tokens.read_password_reset_link(token).ok_or(Error::InvalidLink)?;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let passkeys = tx.passkeys().of(account).await?;
    if passkeys.is_empty() {
        return Err(Error::NoFactor);
    }
    let known = credentials(&passkeys);
    let begun = ports.passkeys.begin_authentication(&known, &Challenge::Random)?;
    let purpose = CeremonyPurpose::NewPassword { reset, account };
    keep(tx, ceremony(ports, user_agent, purpose, now), begun).await
}

/// Sets the new password as [`crate::reset_password_by_link`] does by a code.
///
/// # Errors
/// [`Error::Ceremony`], [`Error::Passkey`], or as [`crate::reset_password_by_link`].
pub async fn reset_password_by_passkey(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    command: NewPasswordByLink,
    answer: PasskeyAnswer,
) -> Result<()> {
    let (purpose, state) = take(ports, user_agent, answer.ceremony).await?;
    let CeremonyPurpose::NewPassword { reset, account } = purpose else {
        return Err(CeremonyRefusal::OtherPurpose.into());
    };
    if ports.tokens.read_password_reset_link(&command.token) != Some(reset) {
        return Err(CeremonyRefusal::OtherPurpose.into());
    }
    reset_behind(ports, command, OwnerProof::Passkey(account, (&state, &answer))).await
}
