//! Checking what was published: each checkpoint is one that the service signed of this log, each cosignature and each
//! timestamp is one of its checkpoint. When a checkpoint was published is not authenticated.

use crate::checkpoint::TreeHead;
use crate::cosignature::CosignatureVerifier;
use crate::signed_note::NoteVerifier;
use crate::storage::entity::{checkpoint, cosignature};
use crate::storage::error::failed;
use crate::storage::log::published::is_held;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use wariin_pades::verify_timestamp;
use wariin_ports::{AuditProblem, StorageError};

/// How many rows are read at once.
const PAGE: u64 = 500;

/// What is wrong with the published checkpoints. `is_whole` says whether the stored tree is consistent, so that heads
/// can be compared with it.
pub(super) async fn verify<C: ConnectionTrait>(
    connection: &C,
    verifier: &NoteVerifier,
    is_whole: bool,
    problems: &mut Vec<AuditProblem>,
) -> Result<(), StorageError> {
    let mut after = i64::MIN;
    loop {
        let rows = checkpoint::Entity::find()
            .filter(checkpoint::Column::Size.gt(after))
            .order_by_asc(checkpoint::Column::Size)
            .limit(PAGE)
            .all(connection)
            .await
            .map_err(failed)?;
        // Behind the last checkpoint no cosignature belongs to any.
        let to = rows.last().map_or(i64::MAX, |last| last.size);
        cosignatures(connection, (after, to), &rows, problems).await?;
        if rows.is_empty() {
            return Ok(());
        }
        after = to;
        for row in rows {
            let size = row.size.cast_unsigned();
            let head = TreeHead::open(verifier, &row.note).filter(|head| head.size == size);
            let is_genuine = match head {
                Some(head) => !is_whole || is_held(connection, head).await?,
                None => false,
            };
            if !is_genuine {
                problems.push(AuditProblem::Published(size));
            }
            let note = row.note.as_bytes();
            if row.timestamp_token.is_some_and(|token| verify_timestamp(&token, note).is_err()) {
                problems.push(AuditProblem::Timestamp(size));
            }
        }
    }
}

/// Cosignatures under the checkpoints of these sizes, from behind the first up to the last.
async fn cosignatures<C: ConnectionTrait>(
    connection: &C,
    (after, to): (i64, i64),
    checkpoints: &[checkpoint::Model],
    problems: &mut Vec<AuditProblem>,
) -> Result<(), StorageError> {
    let rows = cosignature::Entity::find()
        .filter(cosignature::Column::Size.gt(after))
        .filter(cosignature::Column::Size.lte(to))
        .order_by_asc(cosignature::Column::Size)
        .order_by_asc(cosignature::Column::Witness)
        .all(connection)
        .await
        .map_err(failed)?;
    for row in rows {
        let of = checkpoints.iter().find(|checkpoint| checkpoint.size == row.size);
        let witness = CosignatureVerifier::parse(&row.witness);
        let at = of.zip(witness).and_then(|(of, witness)| witness.cosigned_at(&of.note, &row.line));
        if at.is_none() {
            problems.push(AuditProblem::Cosignature {
                size: row.size.cast_unsigned(),
                witness: name(&row.witness).to_owned(),
            });
        }
    }
    Ok(())
}

/// The name in a verifier key.
fn name(key: &str) -> &str {
    key.split('+').next().unwrap_or_default()
}
