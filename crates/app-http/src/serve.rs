//! Serving: the map behind the guard, the workers beside it, and an orderly end.

use crate::map;
use crate::web::{Guard, Headers};
use crate::wiring::{App, StartError};
use crate::worker;
use poem::listener::TcpListener;
use poem::{Endpoint, EndpointExt, Response, Server};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use wariin_ports::Queue;

/// How many workers do the jobs of each queue side by side, so that a slow mail server or timestamp
/// authority keeps few others waiting.
const WORKERS: usize = 2;
/// How long requests in flight may take to end.
const DRAIN: Duration = Duration::from_secs(10);

/// The service as one endpoint.
pub fn app(app: &Arc<App>) -> impl Endpoint<Output = Response> + use<> {
    let map = map();
    let uploads = map.entries().filter(|entry| entry.is_upload).map(|entry| entry.path).collect();
    let is_machine = |entry: &&crate::Entry| entry.access == crate::Access::Machine;
    let machines = map.entries().filter(is_machine).map(|entry| entry.path).collect();
    map.into_route()
        .with(Guard { app: Arc::clone(app), uploads, machines })
        .with(Headers { is_https: app.settings.is_https() })
}

/// Serves until the process is told to end.
pub(crate) async fn serve(application: Arc<App>) -> Result<(), StartError> {
    let settings = &application.settings;
    tracing::info!(address = %settings.origin(), listen = %settings.listen, "Wariin is ready");
    if let Some(token) = &application.setup_token {
        tracing::warn!(token = %token, "the set-up page asks for this token");
    }
    if settings.has_dev_mailbox() {
        tracing::info!(page = %settings.address("/dev/mailbox"), "mails are kept on this machine");
    }
    let (stop, stopped) = watch::channel(false);
    let queues = Queue::ALL.into_iter().flat_map(|queue| std::iter::repeat_n(queue, WORKERS));
    let mut workers: Vec<_> = queues
        .map(|queue| tokio::spawn(worker::run(Arc::clone(&application), queue, stopped.clone())))
        .collect();
    workers.push(tokio::spawn(worker::integrate(Arc::clone(&application), stopped.clone())));
    let listener = TcpListener::bind(settings.listen);
    let server = Server::new(listener).name("wariin").idle_timeout(Duration::from_mins(1));
    let outcome = server.run_with_graceful_shutdown(app(&application), ended(), Some(DRAIN)).await;
    stop.send_replace(true);
    for worker in workers {
        worker.await?;
    }
    Ok(outcome?)
}

async fn ended() {
    let interrupted = tokio::signal::ctrl_c();
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = interrupted => {}
        () = terminated => {}
    }
}
