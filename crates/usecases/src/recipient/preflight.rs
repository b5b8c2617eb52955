//! A recipient of a draft says to be ready (準備完了).

use crate::error::retried;
use crate::recipient::register::fresh_proof;
use crate::step::DocumentStep;
use crate::{Ports, Principal, Result};
use wariin_ports::PreflightClaim;

/// The recipient did what the preflight asks for, and lets the sender know that: nothing else is told.
///
/// # Errors
/// [`crate::Error::NotSignedIn`], or [`crate::Error::Document`] as [`wariin_domain::Document::answer_preflight`] says.
pub async fn say_ready(ports: &Ports, principal: Principal, link: PreflightClaim) -> Result<()> {
    retried(|| say_ready_once(ports, principal, link)).await
}

async fn say_ready_once(ports: &Ports, principal: Principal, link: PreflightClaim) -> Result<()> {
    let mut step = DocumentStep::of_recipient(ports, principal, link.recipient).await?;
    let identity = step.caller.signed_in()?;
    let by = (identity, fresh_proof(&step.caller, step.now));
    let unlocked = step.caller.session.unlocked_for(link.recipient);

    let asked = (link.recipient, link.asked_at);
    let decided = step.document.answer_preflight(asked, by, unlocked, step.now);

    step.finish(decided).await
}
