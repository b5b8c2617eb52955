//! Whether the log still holds the events that a head which was signed before counts.

use super::head::find;
use super::published::is_held;
use crate::checkpoint::TreeHead;
use crate::storage::SqlDatabase;
use crate::storage::error::{corrupt, failed};
use tlog_tiles::tlog::EMPTY_HASH;
use wariin_ports::{LogAge, StorageError};

/// Compares the log with this head.
pub(super) async fn age(database: &SqlDatabase, witnessed: &str) -> Result<LogAge, StorageError> {
    let verifier = database.audit_keys.signer().verifier();
    let Some(then) = TreeHead::open(verifier, witnessed) else {
        return Ok(LogAge::Foreign);
    };
    let tx = database.reader.snapshot().await.map_err(failed)?;
    let now = match find(&tx).await?.and_then(|row| row.checkpoint) {
        None => TreeHead { size: 0, root: EMPTY_HASH },
        Some(head) => {
            TreeHead::open(verifier, &head).ok_or_else(|| corrupt("log_head.checkpoint"))?
        }
    };
    let set_back = LogAge::SetBack { events: now.size, witnessed: then.size };
    if now.size < then.size {
        return Ok(set_back);
    }
    // Another history has another root.
    Ok(if is_held(&tx, then).await? { LogAge::Whole } else { set_back })
}
