//! Forwarding behind a fresh use of a passkey, in the place of a code.

use super::{PasskeyAnswer, take};
use crate::error::retried;
use crate::recipient::forward::{FreshProof, forward_once};
use crate::{Forward, Ports, Result, UserAgent};
use wariin_domain::{CeremonyPurpose, CeremonyRefusal};

/// Forwards as [`crate::forward`] does; the ceremony is begun by [`crate::begin_passkey_step_up`].
///
/// # Errors
/// [`crate::Error::Ceremony`], [`crate::Error::Passkey`], or as [`crate::forward`].
pub async fn forward_by_passkey(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    command: Forward,
    answer: PasskeyAnswer,
) -> Result<()> {
    let (purpose, state) = take(ports, user_agent, answer.ceremony).await?;
    let CeremonyPurpose::StepUp { account } = purpose else {
        return Err(CeremonyRefusal::OtherPurpose.into());
    };
    let proof = FreshProof::Passkey(account, (&state, &answer));
    retried(|| forward_once(ports, &command, proof)).await
}
