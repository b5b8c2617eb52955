//! Metrics for Prometheus: what is measured where it happens, what is gathered when it is asked for, and the
//! listener that answers.

mod counted;
mod gathered;
mod listener;
mod process;
mod requests;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::time::Duration;
use wariin_ports::Queue;

pub(crate) use counted::{CountedMailer, SEAL_OUTCOMES, TimedFiles, renewal_ended, seal_ended};
pub(crate) use gathered::Gathered;
pub(crate) use listener::{listen, serve};
pub(crate) use requests::{Requests, RouteNumber};

/// Upper bounds in seconds, of what a person waits for.
const SECONDS: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// Upper bounds in seconds, of a statement, or of a read from the disk.
const SHORT: [f64; 12] =
    [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1.0, 5.0];
/// Upper bounds in seconds, of seals and mails, which wait for another service.
const LONG: [f64; 10] = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0, 90.0];
/// How often what was recorded is summed up while no one asks.
const SUM_UP_EVERY: Duration = Duration::from_secs(5);

/// What each metric says.
const METRICS: &[(&str, &str)] = &[
    ("wariin_build_info", "1, with the version of this program."),
    ("wariin_certificate_expiry_timestamp_seconds", "When the certificate ends, in Unix time."),
    ("wariin_clock_ahead_seconds", "How far this machine's clock is ahead of the database's."),
    ("wariin_damaged_files", "Stored files that were damaged or missing when they were read last."),
    ("wariin_database_connections", "Connections of a pool, by whether they are used now."),
    ("wariin_database_duration_seconds", "How long the database was waited for."),
    ("wariin_database_errors_total", "Waits for the database that ended with an error."),
    ("wariin_gather_errors_total", "Answers of which the part from the database is missing."),
    ("wariin_http_request_duration_seconds", "From the head of a request to that of its response."),
    ("wariin_http_requests_in_flight", "Requests that are being answered."),
    ("wariin_http_requests_total", "Requests, by route of the URL map and class of status."),
    ("wariin_jobs_dead", "Jobs that are dead: wariin jobs list --state dead."),
    (
        "wariin_jobs_oldest_due_seconds",
        "For how long the oldest job that waits has been due since the first time.",
    ),
    ("wariin_jobs_total", "Tries of jobs by this process, by how they ended."),
    ("wariin_jobs_waiting", "Jobs that wait or are worked on."),
    ("wariin_log_events_waiting", "Committed events that are not in the Merkle log yet."),
    ("wariin_log_lines_lost_total", "Lines of the program's log that could not be written."),
    ("wariin_mail_duration_seconds", "How long the mail system took for one mail."),
    ("wariin_mails_total", "Mails that were handed to the mail system, by what it said."),
    ("wariin_pdf_workers_killed_total", "Worker processes that a PDF or a time limit ended."),
    ("wariin_ready", "Whether this process is ready: /health/ready."),
    ("wariin_seal_duration_seconds", "How long one seal took."),
    ("wariin_seal_proofs_due", "Sealed files whose archive timestamp has to be renewed."),
    ("wariin_seal_proofs_ended", "Those of them whose archive timestamp has ended."),
    ("wariin_seal_renewals_total", "Renewals of archive timestamps, by how they ended."),
    ("wariin_seals_total", "Seals of files and certificates, by how they ended."),
    ("wariin_storage_duration_seconds", "How long the storage of files was waited for."),
    ("wariin_storage_errors_total", "Waits for the storage of files that ended with an error."),
    ("wariin_tls_order_failures", "Orders of the TLS certificate that failed since the last one."),
    ("wariin_tls_self_signed", "1 while no authority has issued the TLS certificate that is used."),
    ("wariin_upload_memory_bytes", "The memory that uploads take now, of the limit for all."),
    ("wariin_upload_memory_limit_bytes", "The memory that uploads may take in all."),
    ("wariin_worker_restarts_total", "Workers that panicked or ended and were started again."),
];

/// From now on metrics are kept. To be called before anything is measured.
///
/// # Errors
/// When it was called before.
pub(crate) fn keep() -> Result<PrometheusHandle, String> {
    let buckets =
        |suffix: &str, bounds: &[f64]| (Matcher::Suffix(suffix.to_owned()), bounds.to_vec());
    let mut builder = PrometheusBuilder::new();
    for (matcher, bounds) in [
        buckets("_request_duration_seconds", &SECONDS),
        buckets("_database_duration_seconds", &SHORT),
        buckets("_storage_duration_seconds", &SHORT),
        buckets("_mail_duration_seconds", &LONG),
        buckets("_seal_duration_seconds", &LONG),
    ] {
        builder = builder.set_buckets_for_metric(matcher, &bounds).map_err(|e| e.to_string())?;
    }
    let handle = builder.install_recorder().map_err(|e| e.to_string())?;
    describe();
    begin_at_zero();
    Ok(handle)
}

fn describe() {
    for (name, text) in METRICS {
        if name.ends_with("_total") {
            metrics::describe_counter!(*name, *text);
        } else if name.ends_with("_duration_seconds") {
            metrics::describe_histogram!(*name, *text);
        } else {
            metrics::describe_gauge!(*name, *text);
        }
    }
}

/// Counters stand at 0 before the first thing is counted, so that the first one is an increase.
fn begin_at_zero() {
    metrics::gauge!("wariin_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1);
    for queue in Queue::ALL {
        for outcome in ["done", "failed", "dead"] {
            let queue = queue.name();
            metrics::counter!("wariin_jobs_total", "queue" => queue, "outcome" => outcome)
                .absolute(0);
        }
    }
    for outcome in counted::MAIL_OUTCOMES {
        metrics::counter!("wariin_mails_total", "outcome" => outcome).absolute(0);
    }
    for outcome in SEAL_OUTCOMES {
        metrics::counter!("wariin_seals_total", "outcome" => outcome).absolute(0);
    }
    for outcome in counted::RENEWAL_OUTCOMES {
        metrics::counter!("wariin_seal_renewals_total", "outcome" => outcome).absolute(0);
    }
    for why in ["died", "too_slow"] {
        metrics::counter!("wariin_pdf_workers_killed_total", "why" => why).absolute(0);
    }
    for operation in counted::FILE_OPERATIONS {
        metrics::counter!("wariin_storage_errors_total", "operation" => operation).absolute(0);
        drop(metrics::histogram!("wariin_storage_duration_seconds", "operation" => operation));
    }
    metrics::gauge!(counted::DAMAGED_FILES).set(0);
    drop(metrics::histogram!("wariin_mail_duration_seconds"));
    drop(metrics::histogram!("wariin_seal_duration_seconds"));
    for name in [
        "wariin_database_errors_total",
        "wariin_gather_errors_total",
        "wariin_log_lines_lost_total",
        "wariin_worker_restarts_total",
    ] {
        metrics::counter!(name).absolute(0);
    }
}

/// Counts what a worker did.
pub(crate) fn worked(queue: Queue, worked: &wariin_usecases::Worked) {
    let tries = [("done", worked.done), ("failed", worked.failed), ("dead", worked.dead)];
    for (outcome, number) in tries.into_iter().filter(|(_, number)| *number > 0) {
        let queue = queue.name();
        metrics::counter!("wariin_jobs_total", "queue" => queue, "outcome" => outcome)
            .increment(number.into());
    }
}
