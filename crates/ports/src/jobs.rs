//! The jobs that are still to be done, leased to one worker at a time.

use crate::StorageError;
use async_trait::async_trait;
use wariin_domain::{DocumentId, Job, Span, Timestamp, Uuid};

/// The queue of jobs. Jobs come in with the events that cause them, never by themselves (the link for a new
/// password comes in with the wish for it, see [`crate::PasswordResetRepository::add`], and so does a new link
/// instead of a damaged one, see [`crate::DocumentRepository::ask_for_link`], a certificate of agreement that a process
/// without the seal's key is asked for, see [`crate::DocumentRepository::ask_for_certificate`], and a renewal that is due, see
/// [`crate::SealProofRepository::queue_due`]) or with a job that is [handed on](Self::hand_on), and end as done or dead.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait JobQueue: Send + Sync {
    /// Leases up to `limit` jobs of a queue that are due, those of the lowest [`Priority`] number
    /// first: no other worker gets them before the lease ends, see [`renew`](Self::renew). A job that cannot be read dies, and
    /// one that only a newer release can read stays as it is; neither holds up the others.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn claim(
        &self,
        queue: Queue,
        now: Timestamp,
        lease: Span,
        limit: u32,
    ) -> Result<Vec<ClaimedJob>, StorageError>;

    /// Just before the effect of a job that cannot be taken back, a mail: makes sure that no other worker has claimed
    /// it since, and lets its lease end at `now` plus `lease`. `false` when the job is no longer this worker's, and
    /// nothing may be sent. Since this is written, nothing is sent either while nothing can be.
    ///
    /// # Errors
    /// [`StorageError`]; nothing may be sent.
    async fn hold(
        &self,
        job: &ClaimedJob,
        now: Timestamp,
        lease: Span,
    ) -> Result<bool, StorageError>;

    /// The job has ended well. One that was done has ended even when another worker has claimed it since; nothing
    /// changes then when it was out of date.
    ///
    /// # Errors
    /// [`StorageError`]; that the job was done is then kept by this process, and written by the next
    /// [`claim`](Self::claim), [`renew`](Self::renew) or [`give_back`](Self::give_back) that can, before it does
    /// anything else. One that was out of date is run again.
    async fn finish(
        &self,
        job: &ClaimedJob,
        outcome: JobOutcome,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// The job was done by handing it on to these, due now: it ends and they are added in one transaction, so that each
    /// is added once however often it is tried. `false` when the job is no longer this worker's, and nothing was added.
    ///
    /// # Errors
    /// [`StorageError`]; it is then tried again.
    async fn hand_on(
        &self,
        job: &ClaimedJob,
        to: Vec<Job>,
        now: Timestamp,
    ) -> Result<bool, StorageError>;

    /// The job failed and is to be tried again at `at`. The error must hold no mail address, code or
    /// token. Nothing changes when another worker has claimed it since.
    ///
    /// # Errors
    /// [`StorageError`]; it is then tried again when the lease ends.
    async fn postpone(
        &self,
        job: &ClaimedJob,
        at: Timestamp,
        error: &str,
    ) -> Result<(), StorageError>;

    /// The job failed for good: it is dead until the operator starts it again. The error must hold no
    /// mail address, code or token. Nothing changes when another worker has claimed it since.
    ///
    /// # Errors
    /// [`StorageError`]; it will then be run again.
    async fn bury(&self, job: &ClaimedJob, error: &str, now: Timestamp)
    -> Result<(), StorageError>;

    /// The worker of a job that takes long has done another part of it: [`Self::renew`] counts from now on.
    fn goes_on(&self, job: &ClaimedJob, now: Timestamp);

    /// Lets the leases of all jobs that were claimed here end at `now` plus `lease`, but not of those
    /// that were claimed, and last went on, longer than `longest` ago: their worker may no longer be at work. Says how
    /// many leases were renewed.
    ///
    /// # Errors
    /// [`StorageError`]; other workers then get the jobs when the leases end.
    async fn renew(&self, now: Timestamp, lease: Span, longest: Span) -> Result<u64, StorageError>;

    /// Ends the leases of all jobs that were claimed here and have not ended, as if they had not been
    /// claimed: for a process that ends before they do. Says how many there were.
    ///
    /// # Errors
    /// [`StorageError`]; they are then run when their leases end.
    async fn give_back(&self) -> Result<u64, StorageError>;

    /// Ends the leases that an earlier process of this node left when it was killed: for the start,
    /// before the first claim. Says how many there were.
    ///
    /// # Errors
    /// [`StorageError`]; the jobs are then run when their leases end.
    async fn take_back(&self) -> Result<u64, StorageError>;

    /// Up to `limit` jobs that are waiting or dead, by the time they are or were due.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn list(
        &self,
        state: Option<UnfinishedState>,
        limit: u32,
    ) -> Result<Vec<JobRecord>, StorageError>;

    /// Starts a dead job again, as if it had never been tried; `false` when there is no such dead job.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn retry(&self, id: Uuid, now: Timestamp) -> Result<bool, StorageError>;

    /// When the job of the queue that is due for longest is or was due for the first time, also one that is being run;
    /// `None` when none is to be run. Tries that failed, and a restart of one that was dead, make a job no younger.
    ///
    /// # Errors
    /// [`StorageError`].
    async fn oldest_due(&self, queue: Queue) -> Result<Option<Timestamp>, StorageError>;

    /// Waits until a unit of work with jobs of the queue is committed in this process, but no longer
    /// than `limit`: other processes commit jobs too, and leases end.
    async fn wait(&self, queue: Queue, limit: Span);
}

/// Which jobs wait for each other. Those of one queue never wait for those of the other: emails leave
/// while a timestamp authority keeps seals waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Queue {
    /// Everything that becomes an email.
    Email,
    /// Sealing, also of certificates, and renewing seals.
    Seal,
}

impl Queue {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Email, Self::Seal];

    /// The stable name by which it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Seal => "seal",
        }
    }

    /// The queue of a job.
    pub const fn of(job: Job) -> Self {
        match job {
            Job::Seal { .. }
            | Job::IssueCertificate { .. }
            | Job::RenewSeals { .. }
            | Job::RaiseSeals { .. } => Self::Seal,
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
            | Job::NotifyAccount { .. }
            | Job::InviteMember { .. }
            | Job::MailInvitationCode { .. }
            | Job::MailPasswordReset { .. }
            | Job::MailAddressCode { .. }
            | Job::NotifyFormerAddress { .. }
            | Job::RenewLink { .. }
            | Job::NotifyDeletion { .. }
            | Job::NotifyLegalHold { .. }
            | Job::NotifyCorrected { .. }
            | Job::NotifyDamaged { .. }
            | Job::NotifyAdminOfDamage { .. }
            | Job::NotifyForeignAccount { .. } => Self::Email,
        }
    }
}

/// Which jobs of a queue go first, by number: 0 before 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// A person sits in front of a page and waits for it: a mailed code, the link for a
    /// new password.
    Awaited,
    /// Everything else.
    Normal,
    /// What has months of time: it waits while there is anything else.
    Later,
}

impl Priority {
    /// The number by which it is stored and ordered.
    pub const fn number(self) -> i16 {
        match self {
            Self::Awaited => 0,
            Self::Normal => 1,
            Self::Later => 2,
        }
    }

    /// The priority of a job.
    pub const fn of(job: Job) -> Self {
        match job {
            Job::MailCode { .. }
            | Job::MailIdpCode { .. }
            | Job::MailInvitationCode { .. }
            | Job::MailAddressCode { .. }
            | Job::MailPasswordReset { .. } => Self::Awaited,
            Job::RenewSeals { .. } => Self::Later,
            Job::Seal { .. }
            | Job::RaiseSeals { .. }
            | Job::IssueCertificate { .. }
            | Job::Invite { .. }
            | Job::AskPreflight { .. }
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
            | Job::NotifyFormerAddress { .. }
            | Job::NotifyAccount { .. }
            | Job::InviteMember { .. }
            | Job::RenewLink { .. }
            | Job::NotifyDeletion { .. }
            | Job::NotifyLegalHold { .. }
            | Job::NotifyCorrected { .. }
            | Job::NotifyDamaged { .. }
            | Job::NotifyAdminOfDamage { .. }
            | Job::NotifyForeignAccount { .. } => Self::Normal,
        }
    }
}

/// A leased job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedJob {
    /// Its id, the same at every try.
    pub id: Uuid,
    /// What to do.
    pub job: Job,
    /// Which try this is, from 1.
    pub attempt: u32,
}

/// How a job ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobOutcome {
    /// It was run.
    Done,
    /// There was nothing left to do: what an email would say is no longer true, or the seal is made.
    OutOfDate,
}

impl JobOutcome {
    /// The stable name by which it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::OutOfDate => "out_of_date",
        }
    }
}

/// The state of a job that has not ended well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnfinishedState {
    /// It is to be run, now or later, or is being run.
    Waiting,
    /// It failed for good.
    Dead,
}

impl UnfinishedState {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::Waiting, Self::Dead];

    /// The stable name by which it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Dead => "dead",
        }
    }
}

/// A job that has not ended well, as the operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRecord {
    /// Its id.
    pub id: Uuid,
    /// Its queue, by its stable name.
    pub queue: String,
    /// What to do, by its stable name; `None` when that cannot be read.
    pub kind: Option<String>,
    /// The document that it is about, if it is about one and that can be read.
    pub document: Option<DocumentId>,
    /// Whether it is waiting or dead.
    pub state: UnfinishedState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is, or was, due.
    pub run_at: Timestamp,
    /// Why the last try failed.
    pub last_error: Option<String>,
}
