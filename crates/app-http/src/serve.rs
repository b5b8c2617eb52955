//! Serving: the map behind the guard, the workers beside it, and an orderly end.

mod admission;
mod connection;
mod felt;
mod pulse;
mod server;
#[cfg(test)]
mod tests;
pub(crate) mod tls;
mod version;

use crate::config::Settings;
use crate::metrics::{self, Requests};
use crate::web::{Access, FormBody, Guard, Headers, Observed};
use crate::wiring::{App, StartError};
use crate::{log, map, worker, worker_map};
use admission::Limits;
use metrics_exporter_prometheus::PrometheusHandle;
use poem::{Endpoint, EndpointExt, Response};
use pulse::Timeouts;
use server::Server;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

const TIMEOUTS: Timeouts = Timeouts {
    head: Duration::from_secs(10),
    body: Duration::from_secs(30),
    idle: Duration::from_mins(1),
    rest: Duration::from_millis(250),
};
/// How long requests in flight may take to end, and after them the workers.
const PATIENCE: Duration = Duration::from_secs(10);
/// Files and connections of the service's own: database, files, workers, mail, providers.
const OWN_FILES: u64 = 256;
/// The most connections in all: each takes some ten kilobytes.
const MOST_CONNECTIONS: u64 = 20_000;
/// The fewest connections in all, however few files may be open.
const FEWEST_CONNECTIONS: u64 = 64;

/// The service as one endpoint.
pub fn app(app: &Arc<App>) -> impl Endpoint<Output = Response> + use<> {
    let map = if app.settings.role.serves_pages() { map() } else { worker_map() };
    let (uploads, large) = (map.paths_with(FormBody::Upload), map.paths_with(FormBody::Large));
    let machines = map.paths_of(Access::Machine);
    let (visitors, programs) = (map.paths_of(Access::Visitor), map.paths_of(Access::Program));
    let downloads = map.downloads();
    let routes = map.entries().map(|entry| (entry.method.to_string(), entry.path));
    let requests = Arc::new(Requests::new(routes));
    map.into_route()
        .with(Guard {
            app: Arc::clone(app),
            uploads,
            large,
            machines,
            visitors,
            programs,
            downloads,
        })
        .with(Headers { is_https: app.settings.is_https() })
        .with(Observed(requests))
}

/// Serves until the process is told to end. Then readiness goes off first; after a grace no connection is
/// taken any more, requests in flight are answered, and the workers end after the job that they are at.
pub(crate) async fn serve(
    application: Arc<App>,
    recorder: Option<PrometheusHandle>,
) -> Result<(), StartError> {
    log::log_panics();
    let settings = &application.settings;
    let limits = limits(settings);
    let mut signals = Signals::new()?;
    let listener =
        server::listen(settings.listen).map_err(|error| cannot_listen(settings.listen, &error))?;
    let (drain, is_draining) = watch::channel(false);
    let (close, is_closing) = watch::channel(false);
    let (stop, is_stopping) = watch::channel(false);
    application.claim_own_name().await?;
    match application.ports.jobs.take_back().await {
        Ok(0) => {}
        Ok(jobs) => {
            tracing::info!(jobs, "jobs that this node held when it was killed are due again");
        }
        Err(error) => tracing::error!(error = %error, "jobs of before wait until their leases end"),
    }
    let metrics_listener = match settings.metrics_addr {
        Some(address) => Some(metrics::listen(address).await?),
        None => None,
    };
    let mut workers = worker::start(&application, &is_stopping);
    if let Some((listener, recorder)) = metrics_listener.zip(recorder) {
        workers.spawn(metrics::serve(listener, Arc::clone(&application), recorder, is_stopping));
    }
    greet(&application, &limits);
    let server = Server {
        endpoint: app(&application),
        timeouts: TIMEOUTS,
        limits,
        patience: PATIENCE,
        tls: application.tls.clone(),
        is_draining,
        is_closing,
    };
    let mut serving = tokio::spawn(server.run(listener));

    tokio::select! {
        () = signals.next() => {}
        ended = &mut serving => {
            ended?;
            return Err("no connections are taken any more".into());
        }
    }
    application.health.drain();
    drain.send_replace(true);
    let grace = settings.drain_grace();
    tracing::info!(seconds = grace.as_secs(), "not ready any more; requests should go elsewhere");
    signals.next_within(grace).await;
    close.send_replace(true);
    serving.await?;
    stop.send_replace(true);
    tokio::select! {
        () = async { while workers.join_next().await.is_some() {} } => {}
        () = signals.next_within(PATIENCE) => workers.shutdown().await,
    }
    match tokio::time::timeout(PATIENCE, application.ports.jobs.give_back()).await {
        Ok(Ok(0)) => {}
        Ok(Ok(jobs)) => tracing::warn!(jobs, "jobs were cut off and given back"),
        Ok(Err(_)) | Err(_) => {
            tracing::error!("jobs that were cut off wait until their leases end");
        }
    }
    tracing::info!("Wariin has ended");
    Ok(())
}

fn greet(application: &App, limits: &Limits) {
    let settings = &application.settings;
    tracing::info!(
        address = %settings.origin(),
        role = settings.role.name(),
        listen = %settings.listen,
        connections = limits.total,
        "Wariin is ready"
    );
    if let Some(token) = &application.setup_token
        && settings.role.serves_pages()
    {
        tracing::warn!(token = %token, "the set-up page asks for this token");
    }
    if let Some(address) = settings.metrics_addr {
        if address.ip().is_loopback() {
            tracing::info!(%address, "metrics are told at /metrics");
        } else {
            tracing::warn!(%address, "metrics are told at /metrics to whatever machine asks");
        }
    }
    if settings.has_dev_mailbox() {
        tracing::info!(page = %settings.address("/dev/mailbox"), "mails are kept on this machine");
    }
}

/// Why nothing can be listened at, and what cures it.
fn cannot_listen(address: SocketAddr, error: &io::Error) -> String {
    let cure = match error.kind() {
        io::ErrorKind::PermissionDenied if address.port() < 1024 => {
            ". Ports below 1024 need the capability CAP_NET_BIND_SERVICE: see TLS in operations.md"
        }
        io::ErrorKind::AddrInUse => {
            ". Another process listens there: end it, or choose another port"
        }
        io::ErrorKind::AddrNotAvailable => ". No network of this machine has this address",
        _ => "",
    };
    format!("WARIIN_LISTEN: {address}: {error}{cure}")
}

/// As many connections as there may be, after the number of open files was raised as far as the system
/// lets it.
fn limits(settings: &Settings) -> Limits {
    let files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or_else(|error| {
        tracing::warn!(error = %error, "the number of open files could not be raised");
        FEWEST_CONNECTIONS + OWN_FILES
    });
    // A quarter is left for files that are being sent.
    let total = files.saturating_sub(OWN_FILES) / 4 * 3;
    let total = total.clamp(FEWEST_CONNECTIONS, MOST_CONNECTIONS);
    Limits {
        per_address: settings.connections_per_address,
        total: usize::try_from(total).unwrap_or(usize::MAX),
        proxies: settings.trusted_proxies.clone(),
    }
}

/// The signals by which the process is told to end.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        let (interrupt, terminate) = (SignalKind::interrupt(), SignalKind::terminate());
        Ok(Self { interrupt: signal(interrupt)?, terminate: signal(terminate)? })
    }

    /// Waits for the next one, but no longer than this.
    async fn next_within(&mut self, time: Duration) {
        tokio::select! {
            () = tokio::time::sleep(time) => {}
            () = self.next() => {}
        }
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
