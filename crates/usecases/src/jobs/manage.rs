//! What the operator does with jobs: see those that have not ended well, and start a dead one again.

use crate::{Error, Ports, Principal, Result};
use wariin_domain::Uuid;
use wariin_ports::{JobRecord, UnfinishedState};

/// How many jobs are listed at once.
const LISTED: u32 = 1_000;

/// The jobs that are waiting or dead, at most 1,000, by the time they are or were due.
///
/// # Errors
/// [`Error::NotFound`] for any principal but the operator.
pub async fn list_jobs(
    ports: &Ports,
    by: Principal,
    state: Option<UnfinishedState>,
) -> Result<Vec<JobRecord>> {
    by.expect_operator()?;
    Ok(ports.jobs.list(state, LISTED).await?)
}

/// Starts a dead job again, as if it had never been tried.
///
/// # Errors
/// [`Error::NotFound`] when there is no such dead job, and for any principal but the operator.
pub async fn retry_job(ports: &Ports, by: Principal, id: Uuid) -> Result<()> {
    by.expect_operator()?;
    if ports.jobs.retry(id, ports.clock.now()).await? { Ok(()) } else { Err(Error::NotFound) }
}
