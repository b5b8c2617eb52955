//! What readiness asks of the storage.

use crate::{Ports, Result};
use wariin_domain::{Events, Session, Span};
use wariin_ports::Queue;

/// Writes a row and removes it again in one unit of work, which is committed: the session of no browser.
///
/// # Errors
/// When storage cannot write now.
pub async fn write_a_row(ports: &Ports) -> Result<()> {
    let key = ports.tokens.session_key(&ports.tokens.new_session());
    let session = Session::begin(key, ports.clock.now());
    let mut tx = ports.storage.begin().await?;
    tx.sessions().add(&session, Events::none()).await?;
    tx.sessions().remove(key, Events::none()).await?;
    tx.commit().await?;
    Ok(())
}

/// How long the oldest job of the queue has been due; nothing when none is.
///
/// # Errors
/// When storage fails.
pub async fn queue_lag(ports: &Ports, queue: Queue) -> Result<Span> {
    let now = ports.clock.now();
    let due = ports.jobs.oldest_due(queue).await?;
    Ok(due.map_or(Span::seconds(0), |due| now.since(due)))
}
