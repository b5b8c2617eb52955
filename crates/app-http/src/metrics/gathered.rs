//! What is gathered when it is asked for: the backlog by one query, pools, certificates, readiness.

use super::process;
use crate::App;
use crate::health::CertificateNote;
use crate::log;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use wariin_domain::Timestamp;

/// How long what came from the database is given again.
const FRESH: Duration = Duration::from_secs(5);
/// How long the database is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// What was gathered last.
#[derive(Default)]
pub(crate) struct Gathered {
    at: Mutex<Option<Instant>>,
}

impl Gathered {
    /// Sets every gauge that no event sets, and gives the lines about the process itself.
    pub(crate) async fn gather(&self, app: &App) -> String {
        let mut at = self.at.lock().await;
        if at.is_none_or(|at| at.elapsed() >= FRESH) {
            *at = Some(Instant::now());
            backlog(app).await;
        }
        drop(at);
        for (pool, connections) in app.database.pools() {
            for (state, number) in [("used", connections.used), ("idle", connections.idle)] {
                metrics::gauge!("wariin_database_connections", "pool" => pool, "state" => state)
                    .set(number);
            }
        }
        certificates(app);
        orders(app);
        let (due, ended) = app.health.renewals.numbers();
        metrics::gauge!("wariin_seal_proofs_due").set(exact(due));
        metrics::gauge!("wariin_seal_proofs_ended").set(exact(ended));
        metrics::gauge!("wariin_clock_ahead_seconds").set(app.health.clock.seconds());
        let (used, limit) = app.upload_budget.bytes();
        metrics::gauge!("wariin_upload_memory_bytes").set(exact(used));
        metrics::gauge!("wariin_upload_memory_limit_bytes").set(exact(limit));
        metrics::counter!("wariin_log_lines_lost_total").absolute(log::lost());
        metrics::counter!("wariin_worker_restarts_total").absolute(app.health.workers.restarts());
        let is_ready = app.health.readiness(&app.ports).await.ready;
        metrics::gauge!("wariin_ready").set(f64::from(u8::from(is_ready)));
        process::lines()
    }
}

async fn backlog(app: &App) {
    match timeout(PATIENCE, app.database.backlog()).await {
        Ok(Ok(backlog)) => {
            let now = app.ports.clock.now();
            for jobs in backlog.queues {
                let due = jobs.oldest.map_or(0.0, |oldest| seconds(now) - seconds(oldest));
                let queue = jobs.queue.name();
                metrics::gauge!("wariin_jobs_waiting", "queue" => queue).set(exact(jobs.waiting));
                metrics::gauge!("wariin_jobs_dead", "queue" => queue).set(exact(jobs.dead));
                metrics::gauge!("wariin_jobs_oldest_due_seconds", "queue" => queue)
                    .set(due.max(0.0));
            }
            metrics::gauge!("wariin_log_events_waiting").set(exact(backlog.log_events));
        }
        Ok(Err(error)) => {
            tracing::warn!(error = %wariin_usecases::with_causes(&error), "no backlog could be read");
            unknown();
        }
        Err(_) => {
            tracing::warn!("no backlog could be read in time");
            unknown();
        }
    }
}

/// What is not known is said to be no number, so that no old one is taken for it.
fn unknown() {
    metrics::counter!("wariin_gather_errors_total").increment(1);
    for queue in wariin_ports::Queue::ALL {
        let queue = queue.name();
        for name in ["wariin_jobs_waiting", "wariin_jobs_dead", "wariin_jobs_oldest_due_seconds"] {
            metrics::gauge!(name, "queue" => queue).set(f64::NAN);
        }
    }
    metrics::gauge!("wariin_log_events_waiting").set(f64::NAN);
}

fn certificates(app: &App) {
    for (certificate, until) in app.certificates() {
        metrics::gauge!(
            "wariin_certificate_expiry_timestamp_seconds",
            "certificate" => certificate
        )
        .set(seconds(until));
    }
}

/// The TLS certificate, where an authority issues it.
fn orders(app: &App) {
    let note = app.health.certificate.as_ref();
    let (is_own, failures) = note.map_or((false, 0), CertificateNote::numbers);
    metrics::gauge!("wariin_tls_self_signed").set(f64::from(u8::from(is_own)));
    metrics::gauge!("wariin_tls_order_failures").set(f64::from(failures));
}

fn seconds(at: Timestamp) -> f64 {
    Duration::from_micros(u64::try_from(at.as_micros()).unwrap_or(0)).as_secs_f64()
}

/// As a gauge has it; exact up to 2^53.
#[expect(clippy::cast_precision_loss, reason = "no count of ours comes near 2^53")]
fn exact(number: u64) -> f64 {
    number as f64
}
