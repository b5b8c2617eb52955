//! The workers: they run jobs as they come in, sweep now and then, and integrate events in the log.

mod certificates;
mod keys;
mod nodes;
mod renewals;
mod retention;
mod standing;
mod tls;
mod upkeep;

use crate::App;
use crate::switch::{Switch, is_on};
use std::sync::Arc;
use std::time::Duration;
use tokio::task::JoinSet;
use wariin_domain::{Span, Timestamp};
use wariin_ports::Queue;
use wariin_usecases::{
    Ports, RENEW_EVERY, SweptFiles, attest_newest, publish_if_due, renew_leases, sweep_files,
    witness_log, work_once,
};

pub(crate) use standing::Workers;

/// How many workers do the jobs of a queue side by side: a mail server takes seconds for each mail when
/// it is slow, and a timestamp authority for each seal.
const fn workers(queue: Queue) -> usize {
    match queue {
        Queue::Email => 6,
        Queue::Seal => 2,
    }
}

/// How long to wait for jobs of this process before looking for those of others.
const LOOK_EVERY: Span = Span::seconds(1);
/// How long to rest after a fault of the storage.
const REST: Duration = Duration::from_secs(2);
/// How long an event waits at most before it stands in the transparency log.
const INTEGRATE_EVERY: Duration = Duration::from_secs(1);
/// How long after a trial seal that failed the next one is made, doubled up to the longest.
const TRY_AGAIN: Duration = Duration::from_secs(5);
const TRY_AGAIN_LONGEST: Duration = Duration::from_mins(1);
/// How often the database's clock is read.
const KEEP_TIME_EVERY: Duration = Duration::from_secs(30);
/// How long after one look for files that nothing refers to the next is taken, and how often the clock is
/// looked at for that.
const SWEEP_FILES_EVERY: Span = Span::hours(6);
const LOOK_AT_THE_CLOCK: Duration = Duration::from_secs(20);

/// Starts the workers that this process is to have; they end when told to stop, after the job that they are at.
pub(crate) fn start(app: &Arc<App>, stop: &Switch) -> JoinSet<()> {
    let mut all = JoinSet::new();
    keep(&mut all, app, stop, "clock", keep_time);
    keep(&mut all, app, stop, "nodes", nodes::watch);
    keep(&mut all, app, stop, "keys", keys::watch);
    keep(&mut all, app, stop, "certificates", certificates::watch);
    keep(&mut all, app, stop, "upkeep", upkeep::sweep);
    if app.tls.is_some() {
        keep(&mut all, app, stop, "tls", tls::watch);
    }
    // Also where nothing is integrated: each process keeps its own witness.
    keep(&mut all, app, stop, "log", integrate);
    if !app.settings.role.runs_jobs() {
        return all;
    }
    for queue in Queue::ALL {
        for _ in 0..workers(queue) {
            keep(&mut all, app, stop, queue.name(), move |app, stop| run(app, queue, stop));
        }
    }
    keep(&mut all, app, stop, "leases", renew);
    keep(&mut all, app, stop, "checkpoints", publish);
    keep(&mut all, app, stop, "trial seal", try_seal);
    keep(&mut all, app, stop, "files", sweep);
    keep(&mut all, app, stop, "retention", retention::apply);
    keep(&mut all, app, stop, "renewals", renewals::watch);
    all
}

fn keep<Work: Future<Output = ()> + Send + 'static>(
    workers: &mut JoinSet<()>,
    app: &Arc<App>,
    stop: &Switch,
    name: &str,
    work: impl Fn(Arc<App>, Switch) -> Work + Send + 'static,
) {
    let (app, stop) = (Arc::clone(app), stop.clone());
    let standing = app.health.workers.add(name);
    let stopped = stop.clone();
    workers.spawn(standing::keep(standing, stop, move || work(Arc::clone(&app), stopped.clone())));
}

/// Works on a queue until told to stop.
async fn run(app: Arc<App>, queue: Queue, mut stop: Switch) {
    let ports = app.workers.of_queue(queue);
    while !*stop.borrow() {
        match work_once(ports, queue).await {
            Ok(worked) if worked.was_idle() => {
                tokio::select! {
                    () = ports.jobs.wait(queue, LOOK_EVERY) => {}
                    () = is_on(&mut stop) => {}
                }
            }
            Ok(worked) => crate::metrics::worked(queue, &worked),
            Err(error) => {
                tracing::error!(error = %error, "the worker cannot reach the storage");
                rest(REST, &mut stop).await;
            }
        }
    }
}

/// Keeps the jobs of this process from other workers until told to stop.
async fn renew(app: Arc<App>, mut stop: Switch) {
    while !*stop.borrow() {
        if let Err(error) = renew_leases(&app.workers.upkeep).await {
            tracing::error!(error = %error, "the leases of jobs could not be renewed");
        }
        rest(seconds(RENEW_EVERY), &mut stop).await;
    }
}

/// Keeps this process to the database's clock until told to stop.
async fn keep_time(app: Arc<App>, mut stop: Switch) {
    while !*stop.borrow() {
        app.keep_time().await;
        rest(KEEP_TIME_EVERY, &mut stop).await;
    }
}

/// Integrates committed events in the transparency log, where this process runs jobs, and witnesses its head outside of the database, until
/// told to stop.
async fn integrate(app: Arc<App>, mut stop: Switch) {
    while !*stop.borrow() {
        if app.settings.role.runs_jobs()
            && let Err(error) = app.workers.upkeep.log.integrate().await
        {
            tracing::error!(error = %error, "events could not be integrated in the log");
            rest(REST, &mut stop).await;
        }
        match witness_log(&app.workers.upkeep, &app.witness).await {
            Ok(true) => {}
            Ok(false) => app.health.recovery.set_back_while_running(),
            Err(error) => {
                let error = wariin_usecases::with_causes(&error);
                tracing::error!(error, "the log could not be witnessed");
                rest(REST, &mut stop).await;
            }
        }
        rest(INTEGRATE_EVERY, &mut stop).await;
    }
}

/// Publishes checkpoints of the log, and has them attested by witnesses and a timestamp authority, until told to stop.
async fn publish(app: Arc<App>, mut stop: Switch) {
    let (ports, every) = (&app.workers.upkeep, app.settings.checkpoint_every);
    while !*stop.borrow() {
        match publish_if_due(ports, every).await {
            Ok(Some(publication)) => app.health.checkpoints.published(&publication),
            Ok(None) => {}
            Err(error) => {
                let error = wariin_usecases::with_causes(&error);
                tracing::error!(error, "no checkpoint could be published");
            }
        }
        let attested = tokio::select! {
            attested = attest_newest(ports) => attested,
            () = is_on(&mut stop) => return,
        };
        match attested {
            Ok(lacking) => app.health.checkpoints.attested(lacking),
            Err(error) => {
                let error = wariin_usecases::with_causes(&error);
                tracing::error!(error, "the newest checkpoint could not be attested");
            }
        }
        rest(LOOK_AT_THE_CLOCK.min(seconds(every)), &mut stop).await;
    }
}

/// Removes files that nothing refers to, at the start and now and then, until told to stop.
async fn sweep(app: Arc<App>, mut stop: Switch) {
    let mut swept: Option<Timestamp> = None;
    while !*stop.borrow() {
        let now = app.ports.clock.now();
        if swept.is_none_or(|then| now.since(then) >= SWEEP_FILES_EVERY) {
            swept = Some(now);
            match sweep_files(&app.workers.upkeep).await {
                Ok(SweptFiles { orphans: 0, fragments: 0 }) => {}
                Ok(SweptFiles { orphans, fragments }) => {
                    tracing::info!(orphans, fragments, "files that nothing refers to were removed");
                }
                Err(error) => {
                    let error = wariin_usecases::with_causes(&error);
                    tracing::warn!(error, "files that nothing refers to could not be removed");
                }
            }
        }
        rest(LOOK_AT_THE_CLOCK, &mut stop).await;
    }
}

/// Makes a trial seal until one succeeds, so that a timestamp authority that refuses or does not answer
/// is known before the first contract. Then it only waits to be told to stop.
async fn try_seal(app: Arc<App>, mut stop: Switch) {
    let mut wait = TRY_AGAIN;
    while !*stop.borrow() {
        let tried = tokio::select! {
            tried = app.try_seal() => tried,
            () = is_on(&mut stop) => return,
        };
        match tried {
            Ok(()) => {
                tracing::info!("a trial seal succeeded");
                is_on(&mut stop).await;
                return;
            }
            Err(error) => {
                let why = wariin_usecases::with_causes(&*error);
                tracing::warn!(error = %why, "documents wait for their seal until this is cured");
                rest(wait, &mut stop).await;
                wait = (wait * 2).min(TRY_AGAIN_LONGEST);
            }
        }
    }
}

fn seconds(span: Span) -> Duration {
    Duration::from_secs(u64::try_from(span.as_seconds_up()).unwrap_or(1))
}

/// Sleeps, unless told to stop.
async fn rest(time: Duration, stop: &mut Switch) {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        () = is_on(stop) => {}
    }
}

/// Works until nothing is due any more, and integrates what happened in the transparency log.
///
/// # Errors
/// When storage fails.
pub async fn work_until_idle(ports: &Ports) -> wariin_usecases::Result<()> {
    loop {
        let mut is_idle = true;
        for queue in Queue::ALL {
            is_idle &= work_once(ports, queue).await?.was_idle();
        }
        if is_idle {
            ports.log.integrate().await?;
            return Ok(());
        }
    }
}
