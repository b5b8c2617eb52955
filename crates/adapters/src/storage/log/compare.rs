//! Comparing the log, and what was published of it, with checkpoints that were kept elsewhere.

use super::head;
use super::published::is_held;
use crate::checkpoint::TreeHead;
use crate::cosignature::CosignatureVerifier;
use crate::signed_note::NoteVerifier;
use crate::storage::SqlDatabase;
use crate::storage::entity::{checkpoint, cosignature};
use crate::storage::error::failed;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use wariin_ports::{AuditProblem, Comparison, StorageError};

/// A checkpoint that was kept.
struct Kept<'a> {
    head: TreeHead,
    note: &'a str,
    /// The lines of signatures below it that are not the log's own.
    cosignatures: Vec<&'a str>,
}

/// Compares the log with each of these notes, from the smallest to the largest.
pub(super) async fn compare(
    database: &SqlDatabase,
    notes: &[String],
) -> Result<Comparison, StorageError> {
    let verifier = database.audit_keys.signer().verifier();
    let mut comparison = Comparison::default();
    let mut kept = Vec::new();
    for note in notes {
        match Kept::read(verifier, note) {
            Some(checkpoint) => kept.push(checkpoint),
            None => comparison.problems.push(foreign(note)),
        }
    }
    let tx = database.reader.snapshot().await.map_err(failed)?;
    let now = head::find(&tx).await?.and_then(|row| row.checkpoint);
    let now = now.and_then(|note| TreeHead::open(verifier, &note)).map_or(0, |head| head.size);
    kept.sort_by_key(|kept| kept.head.size);
    let mut good = 0;
    for Kept { head, note, cosignatures } in kept {
        if head.size > now {
            comparison.problems.push(AuditProblem::SetBack { found: now, counted: head.size });
            break;
        }
        if !is_held(&tx, head).await? {
            comparison.problems.push(AuditProblem::Rewritten { good, counted: head.size });
            break;
        }
        good = head.size;
        comparison.extended += 1;
        comparison.problems.extend(lost(&tx, head.size, note, &cosignatures).await?);
    }
    Ok(comparison)
}

impl<'a> Kept<'a> {
    fn read(verifier: &NoteVerifier, note: &'a str) -> Option<Self> {
        let head = TreeHead::open(verifier, note)?;
        let (_, signatures) = note.rsplit_once("\n\n")?;
        let own = format!("— {} ", verifier.name());
        let cosignatures = signatures.lines().filter(|line| !line.starts_with(&own)).collect();
        Some(Self { head, note, cosignatures })
    }
}

/// What a kept checkpoint shows that was published, and is not there any more. Only what is published is cosigned: one
/// without cosignatures may be a head of the log that never was.
async fn lost<C: ConnectionTrait>(
    connection: &C,
    size: u64,
    note: &str,
    cosignatures: &[&str],
) -> Result<Vec<AuditProblem>, StorageError> {
    if cosignatures.is_empty() {
        return Ok(Vec::new());
    }
    let mut lost = Vec::new();
    let published = checkpoint::Entity::find_by_id(size.cast_signed());
    if published.count(connection).await.map_err(failed)? == 0 {
        lost.push(AuditProblem::Unpublished(size));
    }
    let rows = cosignature::Entity::find()
        .filter(cosignature::Column::Size.eq(size.cast_signed()))
        .all(connection)
        .await
        .map_err(failed)?;
    for line in cosignatures {
        let is_kept = rows.iter().any(|row| {
            let witness = CosignatureVerifier::parse(&row.witness);
            let at = witness.and_then(|witness| witness.cosigned_at(note, &row.line));
            row.line == *line && at.is_some()
        });
        if !is_kept {
            let name = line.split(' ').nth(1).unwrap_or_default();
            lost.push(AuditProblem::CosignatureGone { size, witness: name.to_owned() });
        }
    }
    Ok(lost)
}

fn foreign(note: &str) -> AuditProblem {
    let mut lines = note.lines();
    let origin = lines.next().unwrap_or_default().to_owned();
    let events = lines.next().and_then(|size| size.parse().ok()).unwrap_or_default();
    AuditProblem::Foreign { events, origin }
}
