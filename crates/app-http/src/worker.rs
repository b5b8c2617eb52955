//! The worker: runs jobs as they come in, and sweeps now and then.

use std::sync::Arc;
use tokio::sync::watch;
use wariin_domain::{Span, Timestamp};
use wariin_ports::Queue;
use wariin_usecases::{Ports, sweep_sessions, work_once};

/// How long to wait for jobs of this process before looking for those of others.
const LOOK_EVERY: Span = Span::seconds(1);
/// How long to rest after a fault of the storage.
const REST: std::time::Duration = std::time::Duration::from_secs(2);
const SWEEP_EVERY: Span = Span::minutes(10);

/// Works on a queue until told to stop.
pub(crate) async fn run(app: Arc<crate::App>, queue: Queue, mut stop: watch::Receiver<bool>) {
    let mut swept = Timestamp::from_micros(0);
    while !*stop.borrow() {
        let now = app.ports.clock.now();
        if queue == Queue::Email && now.since(swept) > SWEEP_EVERY {
            swept = now;
            app.limits.forget_idle();
            if let Err(error) = sweep_sessions(&app.ports).await {
                tracing::warn!(error = %error, "sessions could not be swept");
            }
        }
        match work_once(&app.ports, queue).await {
            Ok(worked) if worked.was_idle() => {
                tokio::select! {
                    () = app.ports.jobs.wait(queue, LOOK_EVERY) => {}
                    _ = stop.changed() => {}
                }
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(error = %error, "the worker cannot reach the storage");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// Works until nothing is due any more.
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
            return Ok(());
        }
    }
}
