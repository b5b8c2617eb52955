//! The worker: does what is due, one job after the other, and tries again what failed.

use super::email::send;
use super::seal::seal;
use crate::error::with_causes;
use crate::{Error, Ports, Result};
use wariin_domain::{Job, Span};
use wariin_ports::{ClaimedJob, MailError, Queue};

/// How long a claimed job belongs to one worker. A seal whose authorities are slower may be made twice;
/// the document is concluded once.
const LEASE: Span = Span::minutes(2);

/// How many jobs are claimed at once: mails take a moment, a seal as long as its authorities.
const fn batch(queue: Queue) -> u32 {
    match queue {
        Queue::Mails => 4,
        Queue::Seals => 1,
    }
}

/// What a round of work came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worked {
    /// Jobs that were done.
    pub done: u32,
    /// Jobs that failed and will be tried again.
    pub failed: u32,
}

impl Worked {
    /// Whether there was nothing to do.
    pub fn was_idle(self) -> bool {
        self.done + self.failed == 0
    }
}

/// Does the jobs of a queue that are due now.
///
/// # Errors
/// When storage fails; what was claimed is done when its lease ends.
pub async fn work_once(ports: &Ports, queue: Queue) -> Result<Worked> {
    let mut worked = Worked::default();
    for item in ports.jobs.claim(queue, ports.clock.now(), LEASE, batch(queue)).await? {
        match run(ports, &item).await {
            Ok(()) => {
                ports.jobs.done(item.id, ports.clock.now()).await?;
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
                    job = %item.id,
                    attempt = item.attempt,
                    error = %why,
                    "a job failed and will be tried again"
                );
                ports.jobs.retry(item.id, ports.clock.now().plus(wait)).await?;
                worked.failed += 1;
            }
        }
    }
    Ok(worked)
}

async fn run(ports: &Ports, item: &ClaimedJob) -> Result<()> {
    let result = match item.job {
        Job::Seal { document } => seal(ports, document).await,
        job @ (Job::Invite { .. }
        | Job::MailCode { .. }
        | Job::MailIdpCode { .. }
        | Job::NotifyConcluded { .. }
        | Job::NotifyCancelled { .. }
        | Job::NotifyDeclined { .. }
        | Job::NotifyWithdrawn { .. }
        | Job::NotifyHeld { .. }
        | Job::NotifyForwarded { .. }
        | Job::NotifyWrongRecipient { .. }
        | Job::NotifyAccount { .. }
        | Job::InviteMember { .. }
        | Job::MailInvitationCode { .. }
        | Job::NotifyForeignAccount { .. }) => send(ports, item.id, job).await,
    };
    match result {
        Err(Error::Mail(MailError::Never(_))) => {
            // What the mail server said may hold the address.
            tracing::error!(job = %item.id, "a mail was refused for good");
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
