//! Whether this process can do its work: what `/health/ready` says.

mod certificate;
mod checkpoints;
mod clock;
mod cluster;
mod failing;
mod inquiry;
mod mails;
mod recovery;
mod renewals;
mod seals;

use crate::log;
use crate::stores::Stores;
use crate::worker::Workers;
use inquiry::Inquiry;
use serde::Serialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;
use wariin_adapters::NodeRole;
use wariin_domain::Span;
use wariin_ports::Queue;
use wariin_usecases::{Ports, queue_lag, write_a_row};

pub(crate) use certificate::{CertificateNote, cure};
pub(crate) use checkpoints::CheckpointNote;
pub(crate) use clock::ClockNote;
pub(crate) use cluster::ClusterNote;
pub(crate) use mails::WatchedMailer;
pub(crate) use recovery::RecoveryNote;
pub(crate) use renewals::RenewalNote;
pub(crate) use seals::{Sealing, WatchedSealer};

/// How long an answer is given again without asking anew: strangers may ask, and asking writes.
const FRESH: Duration = Duration::from_secs(1);
/// A queue whose oldest job has been due for this long is behind.
const BEHIND: Span = Span::minutes(1);

/// What readiness is made of.
pub(crate) struct Health {
    is_draining: AtomicBool,
    role: NodeRole,
    /// The workers of this process.
    pub(crate) workers: Workers,
    /// Whether the database was set back to an earlier state.
    pub(crate) recovery: RecoveryNote,
    /// What is published of the log.
    pub(crate) checkpoints: CheckpointNote,
    /// This machine's clock beside the database's.
    pub(crate) clock: ClockNote,
    /// The processes of the service.
    pub(crate) cluster: ClusterNote,
    /// The TLS certificate, where connections are secured here.
    pub(crate) certificate: Option<CertificateNote>,
    /// The renewal of archive timestamps.
    pub(crate) renewals: RenewalNote,
    sealer: Arc<WatchedSealer>,
    mailer: Arc<WatchedMailer>,
    stores: Stores,
    database: Inquiry<()>,
    files: Inquiry<()>,
    also: Inquiry<()>,
    queues: [(Queue, Inquiry<Span>); 2],
    answer: Mutex<Option<(Instant, Vec<Check>)>>,
}

/// Whether requests should be sent to this process.
#[derive(Debug, Serialize)]
pub(crate) struct Readiness {
    /// Whether all required checks are well.
    pub(crate) ready: bool,
    /// The checks.
    pub(crate) checks: Vec<Check>,
}

/// One thing that was looked at.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Check {
    /// What.
    name: &'static str,
    /// Whether it is well.
    ok: bool,
    /// Whether the process is only ready while it is well: what every process of the service would
    /// suffer from alike, and what does not keep people from reading, is not required.
    required: bool,
    /// What is not well, or what there is to know; without names, addresses and contents.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

impl Check {
    fn required(name: &'static str, found: Result<(), String>) -> Self {
        Self { name, ok: found.is_ok(), required: true, why: found.err() }
    }

    fn told(name: &'static str, found: Result<(), String>) -> Self {
        Self { required: false, ..Self::required(name, found) }
    }

    fn with_note(self, note: Option<String>) -> Self {
        Self { why: self.why.or(note), ..self }
    }
}

impl Health {
    pub(crate) fn new(
        role: NodeRole,
        sealer: Arc<WatchedSealer>,
        mailer: Arc<WatchedMailer>,
        stores: Stores,
    ) -> Self {
        Self {
            is_draining: AtomicBool::new(false),
            role,
            workers: Workers::default(),
            recovery: RecoveryNote::default(),
            checkpoints: CheckpointNote::default(),
            clock: ClockNote::default(),
            cluster: ClusterNote::default(),
            certificate: None,
            renewals: RenewalNote::default(),
            sealer,
            mailer,
            stores,
            database: Inquiry::default(),
            files: Inquiry::default(),
            also: Inquiry::default(),
            queues: Queue::ALL.map(|queue| (queue, Inquiry::default())),
            answer: Mutex::default(),
        }
    }

    /// From now on the process is not ready: it is about to end.
    pub(crate) fn drain(&self) {
        self.is_draining.store(true, Ordering::SeqCst);
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.is_draining.load(Ordering::SeqCst)
    }

    /// Whether the process is ready now; what asks something else is at most a second old.
    pub(crate) async fn readiness(&self, ports: &Ports) -> Readiness {
        let draining = if self.is_draining() { Err("about to end".to_owned()) } else { Ok(()) };
        let mut checks = vec![
            Check::required("draining", draining),
            Check::required("workers", self.workers.check()).with_note(
                match self.workers.restarts() {
                    0 => None,
                    restarts => Some(format!("started again {restarts} times")),
                },
            ),
        ];
        checks.extend(self.asked(ports).await);
        if self.role.runs_jobs() {
            checks.push(Check::told("mails", self.mailer.check()));
        }
        checks.push(Check::told("seals", self.sealer.check(ports.clock.now())));
        let (recovery, note) = self.recovery.check();
        checks.push(Check::told("recovery", recovery).with_note(note));
        checks.push(Check::told("clock", self.clock.check()));
        if self.role != NodeRole::All {
            let (cluster, note) = self.cluster.check();
            checks.push(Check::told("cluster", cluster).with_note(note));
        }
        if let Some(certificate) = &self.certificate {
            checks.push(Check::told("certificate", certificate.check(ports.clock.now())));
        }
        checks.push(Check::told("checkpoints", self.checkpoints.check()));
        checks.push(Check::told("renewals", self.renewals.check()));
        let log = Check::told("log", Ok(())).with_note(match log::lost() {
            0 => None,
            lost => Some(format!("{lost} lines could not be written")),
        });
        checks.push(log);
        Readiness { ready: checks.iter().all(|check| check.ok || !check.required), checks }
    }

    /// The checks that write and read.
    async fn asked(&self, ports: &Ports) -> Vec<Check> {
        let mut answer = self.answer.lock().await;
        if let Some((at, checks)) = &*answer
            && at.elapsed() < FRESH
        {
            return checks.clone();
        }
        let [(first, first_lag), (second, second_lag)] = &self.queues;
        let (database, files, also, first_lag, second_lag) = tokio::join!(
            self.database.ask(|| written(ports.clone())),
            self.files.ask(|| read(self.stores.clone())),
            self.also.ask(|| listed(self.stores.clone())),
            first_lag.ask(|| lag(ports.clone(), *first)),
            second_lag.ask(|| lag(ports.clone(), *second)),
        );
        let mut checks = vec![
            Check::required("database", database),
            Check::required("files", files),
            behind(*first, first_lag),
            behind(*second, second_lag),
        ];
        if self.stores.also.is_some() {
            checks.push(Check::told("files_also", also));
        }
        *answer = Some((Instant::now(), checks.clone()));
        checks
    }
}

async fn written(ports: Ports) -> Result<(), String> {
    write_a_row(&ports).await.map_err(|error| {
        tracing::warn!(error = %wariin_usecases::with_causes(&error), "no row could be written");
        "no row could be written".to_owned()
    })
}

async fn read(stores: Stores) -> Result<(), String> {
    stores.first.read_marker().await.map_err(|error| {
        tracing::warn!(error = %error, "the marker of the storage of files could not be read");
        "no file could be read".to_owned()
    })
}

/// Whether files that are not at the first place can be read at the other.
async fn listed(stores: Stores) -> Result<(), String> {
    let Some(also) = stores.also else { return Ok(()) };
    also.try_listing().await.map_err(|error| {
        tracing::warn!(error = %error, "the other place of files cannot be read");
        "files that have not moved yet could not be read".to_owned()
    })
}

async fn lag(ports: Ports, queue: Queue) -> Result<Span, String> {
    queue_lag(&ports, queue).await.map_err(|error| {
        tracing::warn!(error = %error, "the age of a queue could not be read");
        "its age could not be read".to_owned()
    })
}

/// Says how old a queue is; one that is behind is not well.
fn behind(queue: Queue, lag: Result<Span, String>) -> Check {
    let name = match queue {
        Queue::Email => "queue_email",
        Queue::Seal => "queue_seal",
    };
    match lag {
        Err(why) => Check::told(name, Err(why)),
        Ok(lag) => {
            let text = format!("the oldest job has been due for {} s", lag.as_seconds_up());
            let found = if lag > BEHIND { Err(text.clone()) } else { Ok(()) };
            let note = (lag > Span::seconds(0)).then_some(text);
            Check::told(name, found).with_note(note)
        }
    }
}
