//! The worker: does what is due, one errand after the other, and tries again what failed.

use crate::deliver::deliver;
use crate::error::with_causes;
use crate::seal::seal;
use crate::{Error, Ports, Result};
use wariin_domain::{Errand, Span};
use wariin_ports::{Lane, MailError, OutboxItem};

/// How long a claimed errand belongs to one worker. A seal whose authorities are slower may be made twice;
/// the document is concluded once.
const LEASE: Span = Span::minutes(2);

/// How many errands are claimed at once: mails take a moment, a seal as long as its authorities.
const fn batch(lane: Lane) -> u32 {
    match lane {
        Lane::Mails => 4,
        Lane::Seals => 1,
    }
}

/// What a round of work came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worked {
    /// Errands that were done.
    pub done: u32,
    /// Errands that failed and will be tried again.
    pub failed: u32,
}

impl Worked {
    /// Whether there was nothing to do.
    pub fn was_idle(self) -> bool {
        self.done + self.failed == 0
    }
}

/// Does the errands of a lane that are due now.
///
/// # Errors
/// When storage fails; what was claimed is done when its lease ends.
pub async fn work_once(ports: &Ports, lane: Lane) -> Result<Worked> {
    let mut worked = Worked::default();
    for item in ports.outbox.claim(lane, ports.clock.now(), LEASE, batch(lane)).await? {
        match run(ports, &item).await {
            Ok(()) => {
                ports.outbox.done(item.id, ports.clock.now()).await?;
                worked.done += 1;
            }
            Err(error) => {
                let wait = back_off(item.attempt);
                // Who refused a seal is the operator's business; what refused a mail may name its address.
                let why = match &error {
                    Error::Seal(error) => with_causes(error),
                    other => other.to_string(),
                };
                tracing::warn!(
                    errand = %item.id,
                    attempt = item.attempt,
                    error = %why,
                    "an errand failed and will be tried again"
                );
                ports.outbox.retry(item.id, ports.clock.now().plus(wait)).await?;
                worked.failed += 1;
            }
        }
    }
    Ok(worked)
}

async fn run(ports: &Ports, item: &OutboxItem) -> Result<()> {
    let result = match item.errand {
        Errand::Seal { document } => seal(ports, document).await,
        errand @ (Errand::Invite { .. }
        | Errand::MailCode { .. }
        | Errand::MailIdpCode { .. }
        | Errand::TellConcluded { .. }
        | Errand::TellCancelled { .. }
        | Errand::TellDeclined { .. }
        | Errand::TellWithdrawn { .. }
        | Errand::TellHeld { .. }
        | Errand::TellForwarded { .. }
        | Errand::TellDisowned { .. }
        | Errand::TellAccount { .. }
        | Errand::InviteMember { .. }
        | Errand::MailInvitationCode { .. }
        | Errand::TellForeignAccount { .. }) => deliver(ports, item.id, errand).await,
    };
    match result {
        Err(Error::Mail(MailError::Never(_))) => {
            // What the mail server said may hold the address.
            tracing::error!(errand = %item.id, "a mail was refused for good");
            Ok(())
        }
        result => result,
    }
}

/// Five seconds, doubling up to one minute: whoever was away for an hour finds everything done within
/// two minutes of coming back.
fn back_off(attempt: u32) -> Span {
    Span::seconds((5 << attempt.saturating_sub(1).min(4)).min(60))
}
