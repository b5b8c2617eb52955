//! The worker: runs what is due, one job after the other, and tries again what failed for now.

use super::email::{hand_on_damage, send};
use super::seal::seal;
use crate::certificate::issue;
use crate::error::{retried, with_causes};
use crate::recipient::link::replace_damaged_link;
use crate::{Error, Ports, Result, renewal};
use tracing::field::display;
use wariin_domain::{Document, Job, MailRefusal, Span};
use wariin_ports::{CertificateFault, ClaimedJob, JobOutcome, MailError, Queue, SealError};

/// How long a claimed job belongs to one worker without [`renew_leases`]: as long as it waits at most
/// after its worker was killed.
pub(super) const LEASE: Span = Span::seconds(15);

/// How often leases are renewed: two renewals may fail before a lease ends.
pub const RENEW_EVERY: Span = Span::seconds(5);

/// How long a job may take, or a part of one after which it goes on: a file of a seal. The mailer and the sealer give up
/// before, so that a job takes no longer in all than its parts may.
const LONGEST_WORK: Span = Span::minutes(5);

/// How many jobs a worker claims at once: a job that is more urgent waits for the one that is being
/// done, never for others that were claimed with it.
const BATCH: u32 = 1;

/// What a round of work came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worked {
    /// Jobs that ended well.
    pub done: u32,
    /// Jobs that failed and will be tried again.
    pub failed: u32,
    /// Jobs that failed for good.
    pub dead: u32,
}

impl Worked {
    /// Whether there was nothing to do.
    pub fn was_idle(self) -> bool {
        self.done + self.failed + self.dead == 0
    }
}

/// Runs the jobs of a queue that are due now.
///
/// # Errors
/// When storage fails; what was claimed is run when its lease ends, but what was done is not done again
/// ([`JobQueue::finish`](wariin_ports::JobQueue::finish)).
pub async fn work_once(ports: &Ports, queue: Queue) -> Result<Worked> {
    let mut worked = Worked::default();
    for item in ports.jobs.claim(queue, ports.clock.now(), LEASE, BATCH).await? {
        let mut result = Box::pin(run(ports, &item)).await;
        // As the log has it: the id alone, or nothing.
        let document = item.job.document().map(display);
        if let Err(Error::Mail(MailError::Never { why, .. })) = &result
            && let Err(error) = record_refusal(ports, item.job, *why).await
        {
            // The email is tried again, so that the refusal is recorded then.
            result = Err(error);
        }
        match result {
            Ok(None) => {
                tracing::warn!(
                    job = %item.id,
                    document,
                    attempt = item.attempt,
                    "a mail was not sent, since another worker has its job by now"
                );
                worked.failed += 1;
            }
            Ok(Some(outcome)) => {
                if outcome == JobOutcome::OutOfDate && item.attempt > 1 {
                    tracing::warn!(
                        job = %item.id,
                        document,
                        attempt = item.attempt,
                        "a job failed until what it was for had ended"
                    );
                }
                ports.jobs.finish(&item, outcome, ports.clock.now()).await?;
                worked.done += 1;
            }
            Err(error) if is_for_good(&error) => {
                let why = reason(&error);
                tracing::error!(job = %item.id, document, error = %why, "a job failed for good and is dead");
                ports.jobs.bury(&item, &why, ports.clock.now()).await?;
                worked.dead += 1;
            }
            Err(error) => {
                let (why, wait) = (reason(&error), back_off(item.attempt));
                tracing::warn!(
                    job = %item.id,
                    document,
                    attempt = item.attempt,
                    error = %why,
                    "a job failed and will be tried again"
                );
                ports.jobs.postpone(&item, ports.clock.now().plus(wait), &why).await?;
                worked.failed += 1;
            }
        }
    }
    Ok(worked)
}

/// Keeps the jobs that this process works on from other workers: to be called every
/// [`RENEW_EVERY`], beside the work.
///
/// # Errors
/// When storage fails; other workers then get the jobs when their leases end.
pub async fn renew_leases(ports: &Ports) -> Result<()> {
    ports.jobs.renew(ports.clock.now(), LEASE, LONGEST_WORK).await?;
    Ok(())
}

/// How a job ended; `None` when another worker has it by now, and nothing was done.
async fn run(ports: &Ports, item: &ClaimedJob) -> Result<Option<JobOutcome>> {
    let ended = match item.job {
        Job::Seal { document } => seal(ports, item, document).await,
        Job::IssueCertificate { document } => issue(ports, document).await,
        Job::RenewSeals { document } => Box::pin(renewal::renew(ports, document)).await,
        Job::RaiseSeals { document } => Box::pin(renewal::raise(ports, item, document)).await,
        Job::RenewLink { recipient } => replace_damaged_link(ports, recipient).await,
        Job::NotifyDamaged { document } => return hand_on_damage(ports, item, document).await,
        Job::Invite { .. }
        | Job::AskPreflight { .. }
        | Job::MailCode { .. }
        | Job::MailIdpCode { .. }
        | Job::NotifyConcluded { .. }
        | Job::NotifyCancelled { .. }
        | Job::NotifyDeclined { .. }
        | Job::NotifyWithdrawn { .. }
        | Job::NotifyHeld { .. }
        | Job::NotifyDisputed { .. }
        | Job::NotifyForwarded { .. }
        | Job::NotifyWrongRecipient { .. }
        | Job::NotifyReportTakenBack { .. }
        | Job::NotifyNewFactor { .. }
        | Job::NotifyUndelivered { .. }
        | Job::NotifyDeletion { .. }
        | Job::NotifyLegalHold { .. }
        | Job::NotifyCorrected { .. }
        | Job::NotifyAccount { .. }
        | Job::InviteMember { .. }
        | Job::MailInvitationCode { .. }
        | Job::MailPasswordReset { .. }
        | Job::MailAddressCode { .. }
        | Job::NotifyFormerAddress { .. }
        | Job::NotifyAdminOfDamage { .. }
        | Job::NotifyForeignAccount { .. } => return Box::pin(send(ports, item)).await,
    };
    ended.map(Some)
}

/// Records in the document's history that an email to a party was refused for good. One with a link that is not the
/// newest any more says nothing of the address that the recipient has now.
async fn record_refusal(ports: &Ports, job: Job, why: MailRefusal) -> Result<()> {
    let Some((document, to)) = job.document().zip(job.addressee()) else {
        return Ok(());
    };
    retried(|| async {
        let mut tx = ports.storage.begin().await?;
        let mut document = tx.documents().find(document).await?.ok_or(Error::NotFound)?;

        if is_superseded(job, &document) {
            return Ok(());
        }
        let now = ports.clock.now();
        let events = match job {
            Job::NotifyConcluded { .. } => document.conclusion_mail_refused(to, why, now),
            _ => document.mail_refused(to, why, now),
        };

        if events.is_empty() {
            return Ok(());
        }
        tx.documents().save(&document, events).await?;
        Ok(tx.commit().await?)
    })
    .await
}

fn is_superseded(job: Job, document: &Document) -> bool {
    match job {
        Job::Invite { recipient, generation, .. } => document.has_newer_link(recipient, generation),
        _ => false,
    }
}

/// Whether trying again cannot help: the job is about something that no longer exists, the mail server
/// refuses the mail, or the PDF cannot be written or sealed. A missing or changed file is not among them: the
/// operator puts it back from the backup.
fn is_for_good(error: &Error) -> bool {
    matches!(
        error,
        Error::NotFound
            | Error::Mail(MailError::Never { .. })
            | Error::Certificate(CertificateFault::Unprintable(_))
            | Error::Seal(SealError::Unsealable(_))
    )
}

/// What is kept and logged of an error: the operator may know what refused a seal, but what the mail
/// server said may hold the address.
fn reason(error: &Error) -> String {
    match error {
        Error::NotFound => "what the job is about no longer exists".to_owned(),
        Error::Seal(error) => with_causes(error),
        Error::Certificate(error) => with_causes(error),
        other => other.to_string(),
    }
}

/// Five seconds, doubling up to one minute: after an outage of an hour everything is done within two
/// minutes.
fn back_off(attempt: u32) -> Span {
    Span::seconds((5 << attempt.saturating_sub(1).min(4)).min(60))
}
