//! Publishing checkpoints of the log, and having witnesses and a timestamp authority attest them.

mod mail;

use crate::{Error, Ports, Principal, Result};
use wariin_domain::{LogTile, Span, is_checkpoint_due};
use wariin_ports::{
    Comparison, CosignError, Publication, PublishedCheckpoint, StorageError, WitnessAnswer,
};

pub use mail::mail_checkpoint;

/// What other parties have not attested of the newest published checkpoint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unattested {
    /// The witnesses that did not cosign, by the names in their keys, and why.
    pub witnesses: Vec<(String, String)>,
    /// Why there is no timestamp, where there should be one.
    pub timestamp: Option<String>,
}

impl Unattested {
    /// Whether everything that is configured is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.witnesses.is_empty() && self.timestamp.is_none()
    }
}

/// Publishes the log's head when a checkpoint is due and events were added since the last one. `None` when none is
/// due.
///
/// # Errors
/// When storage fails, or the log's head is not genuine.
pub async fn publish_if_due(ports: &Ports, every: Span) -> Result<Option<Publication>> {
    let newest = ports.checkpoints.newest().await?.map(|checkpoint| checkpoint.at);
    if !is_checkpoint_due(newest, ports.clock.now(), every) {
        return Ok(None);
    }
    Ok(Some(ports.checkpoints.publish(ports.clock.now()).await?))
}

/// Publishes the log's head at once and has it attested. Says whether there is one to go by now.
///
/// # Errors
/// As [`publish_if_due`].
pub(crate) async fn publish_now(ports: &Ports) -> Result<bool> {
    match ports.checkpoints.publish(ports.clock.now()).await? {
        Publication::New(_) => {
            attest_newest(ports).await?;
            Ok(true)
        }
        Publication::Unchanged => Ok(true),
        Publication::Inconsistent { published, events } => {
            tracing::error!(published, events, "the log does not extend what was published");
            Ok(false)
        }
    }
}

/// Asks each witness that has not cosigned the newest published checkpoint, and a timestamp authority if it has no
/// token yet. A party that does not answer is told, and asked again by the next call.
///
/// # Errors
/// When storage fails.
pub async fn attest_newest(ports: &Ports) -> Result<Unattested> {
    let mut lacking = Unattested::default();
    let Some(newest) = ports.checkpoints.newest().await? else { return Ok(lacking) };
    for key in ports.log_witnesses.keys() {
        let cosigned = ports.checkpoints.cosigned_by(&key).await?;
        if cosigned == newest.size {
            continue;
        }
        if let Err(why) = cosign(ports, &newest, &key, cosigned).await? {
            lacking.witnesses.push((name(&key).to_owned(), why));
        }
    }
    if newest.timestamp.is_none() {
        match ports.timestamper.timestamp(newest.note.as_bytes(), ports.clock.now()).await {
            Ok(Some(token)) => ports.checkpoints.keep_timestamp(newest.size, &token).await?,
            Ok(None) => {}
            Err(error) => lacking.timestamp = Some(crate::with_causes(&error)),
        }
    }
    Ok(lacking)
}

/// The newest published checkpoint; nothing of it is secret.
///
/// # Errors
/// [`Error::NotFound`] before the first one is published.
pub async fn published_checkpoint(ports: &Ports) -> Result<PublishedCheckpoint> {
    ports.checkpoints.newest().await?.ok_or(Error::NotFound)
}

/// The hashes of a tile of the published tree; nothing of them is secret.
///
/// # Errors
/// [`Error::NotFound`] when the published tree does not have it.
pub async fn log_tile(ports: &Ports, tile: LogTile) -> Result<Vec<u8>> {
    ports.checkpoints.tile(tile).await?.ok_or(Error::NotFound)
}

/// Compares the log with checkpoints that were kept outside of the database.
///
/// # Errors
/// [`Error::NotFound`] for every principal but the operator.
pub async fn compare_with_kept(
    ports: &Ports,
    principal: Principal,
    kept: &[String],
) -> Result<Comparison> {
    principal.expect_operator()?;
    Ok(ports.checkpoints.compare(kept).await?)
}

/// Has one witness cosign; a witness that has cosigned more than this service knows says from where it wants a proof.
async fn cosign(
    ports: &Ports,
    newest: &PublishedCheckpoint,
    key: &str,
    cosigned: u64,
) -> Result<std::result::Result<(), String>> {
    let mut from = cosigned;
    for _ in 0..2 {
        let proof = proof(ports, from, newest.size).await?;
        match ports.log_witnesses.cosign(key, &newest.note, from, &proof).await {
            Ok(WitnessAnswer::Cosigned(line)) => {
                ports.checkpoints.keep_cosignature(newest.size, key, &line).await?;
                return Ok(Ok(()));
            }
            Ok(WitnessAnswer::From(seen)) if seen > newest.size => {
                let why = format!(
                    "it has cosigned {seen} events and the log has {}: the log was set back",
                    newest.size
                );
                tracing::error!(witness = name(key), seen, events = newest.size, "{why}");
                return Ok(Err(why));
            }
            Ok(WitnessAnswer::From(seen)) => from = seen,
            Err(error) => {
                if matches!(error, CosignError::Inconsistent) {
                    tracing::error!(
                        witness = name(key),
                        "the log is not the one that this witness has cosigned"
                    );
                }
                return Ok(Err(error.to_string()));
            }
        }
    }
    Ok(Err("it has cosigned other checkpoints meanwhile".to_owned()))
}

/// Nothing has to be proved from the empty tree, or from a tree to itself.
async fn proof(
    ports: &Ports,
    from: u64,
    to: u64,
) -> std::result::Result<Vec<[u8; 32]>, StorageError> {
    if from == 0 || from == to {
        return Ok(Vec::new());
    }
    ports.checkpoints.proof(from, to).await
}

/// The name in a verifier key.
fn name(key: &str) -> &str {
    key.split('+').next().unwrap_or_default()
}
