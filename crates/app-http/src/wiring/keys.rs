//! Which keys this process stands on, and which seals are the service's own.

use super::StartError;
use super::parts::forget;
use crate::config::Settings;
use std::path::{Path, PathBuf};
use wariin_adapters::{NodeRole, SqlDatabase, VisitorVerifier};
use wariin_domain::Timestamp;
use wariin_ports::StorageError;

/// Whether these keys, which were made just now, may be new where there are accounts.
///
/// # Errors
/// Names a key that was lost, and takes the new ones away.
pub(super) async fn expect_kept(
    missing: &[PathBuf],
    database: &SqlDatabase,
    settings: &Settings,
    own_seal: &Path,
) -> Result<(), StartError> {
    // Before the first process that seals, those that answer requests may have made accounts.
    let seals_first =
        settings.role == NodeRole::Worker && database.seal_certificates().await?.is_empty();
    if missing.iter().all(|key| seals_first && key == own_seal) {
        return Ok(());
    }
    match forget(missing)? {
        None => Ok(()),
        Some(missing) => {
            let why = "is missing, but the database has accounts; restore it from the backup";
            Err(format!("{missing} {why}").into())
        }
    }
}

/// Notes which master key this process writes under and which certificate it seals with, if it does.
pub(super) async fn take_up(
    database: &SqlDatabase,
    settings: &Settings,
    certificate: Option<&Vec<u8>>,
    now: Timestamp,
) -> Result<(), StartError> {
    let taken = database.take_up_keys(now).await;
    taken.map_err(|problem| format!("{}: {problem}", settings.master_key_path().display()))?;
    if let Some(certificate) = certificate {
        database.keep_seal_certificate(certificate, now).await?;
    }
    Ok(())
}

/// Takes the certificates that the database holds for the service's own.
pub(super) async fn know_seals(
    database: &SqlDatabase,
    verifier: &VisitorVerifier,
) -> Result<(), StorageError> {
    let kept = database.seal_certificates().await?;
    verifier.know(kept.into_iter().map(|(certificate, _)| certificate).collect());
    Ok(())
}
