//! Checking everything: each chain from its first event to its head, each event against the log, and the
//! log against its signed head. Nothing of it needs to understand an event.

mod chain;
mod rows;

use crate::storage::SqlDatabase;
use crate::storage::error::failed;
use crate::storage::log;
use chain::{Found, Walk};
use wariin_ports::{AuditReport, StorageError};

/// Reads the whole audit log, as it is at one moment, and says what is wrong with it.
pub(in crate::storage) async fn verify(
    database: &SqlDatabase,
) -> Result<AuditReport, StorageError> {
    let tx = database.reader.snapshot().await.map_err(failed)?;
    let mut walk = Walk::new(&database.audit_keys);
    while walk.next_page(&tx).await? {}
    let Found { events, mut problems, claimed } = walk.end();
    rows::heads_without_events(&tx, &mut problems).await?;
    rows::subjects_without_events(&tx, &mut problems).await?;
    rows::listed_without_events(&tx, &mut problems).await?;
    let verifier = database.audit_keys.signer().verifier();
    let log = log::verify(&tx, verifier, &claimed, &mut problems).await?;
    Ok(AuditReport { events, integrated: log.size, checkpoint: log.checkpoint, problems })
}
