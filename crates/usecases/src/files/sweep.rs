//! Files that no document and no template refers to: of uploads that became no draft, and of drafts whose files
//! were replaced.

use crate::{Ports, Result};
use std::collections::BTreeSet;
use wariin_domain::{FileDigest, Span, Timestamp};

/// How long a file stays that nothing refers to, and a write that was not finished. An upload that is not yet
/// a draft takes seconds, a backup that is being made hours.
const GRACE: Span = Span::hours(24);
/// How long all files stay after the database was set back: those of what is missing may be the last trace of it.
const AFTER_RECOVERY: Span = Span::days(30);

/// What was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SweptFiles {
    /// Files that nothing referred to.
    pub orphans: u64,
    /// Writes that were cut off.
    pub fragments: u64,
}

/// Removes files that nothing has referred to for a day. A file is removed only if it was found so a day ago
/// as well, and was not uploaded again since; so neither another node nor an upload that goes on is disturbed.
///
/// # Errors
/// When storage or the store of files fails.
pub async fn sweep_files(ports: &Ports) -> Result<SweptFiles> {
    let now = ports.clock.now();
    let before = now.minus(GRACE);
    let fragments = ports.files.remove_fragments(before).await?;
    let mut swept = SweptFiles { orphans: 0, fragments };
    let recovery = ports.views.newest_recovery().await?;
    if recovery.is_some_and(|recovery| now < recovery.begun_at.plus(AFTER_RECOVERY)) {
        return Ok(swept);
    }
    let orphans = find_orphans(ports).await?;
    let mut removed = Vec::new();
    for file in note(ports, &orphans, now, before).await? {
        let is_orphan = !ports.views.unreferenced_files(&[file]).await?.is_empty();
        // Drawn pages first: with the file nothing would tell that they are left.
        if is_orphan && ports.pages.forget(file).await && ports.files.remove(file, before).await? {
            removed.push(file);
        }
    }
    if !removed.is_empty() {
        let mut tx = ports.storage.begin().await?;
        tx.orphans().forget(&removed).await?;
        tx.commit().await?;
    }
    swept.orphans = removed.len() as u64;
    Ok(swept)
}

/// The files that nothing refers to now.
///
/// # Errors
/// When storage or the store of files fails.
pub(crate) async fn find_orphans(ports: &Ports) -> Result<BTreeSet<FileDigest>> {
    let mut orphans = BTreeSet::new();
    for shelf in 0..=u8::MAX {
        let files = ports.files.shelf(shelf).await?;
        if !files.is_empty() {
            orphans.extend(ports.views.unreferenced_files(&files).await?);
        }
    }
    Ok(orphans)
}

/// Notes since when these are orphans; gives back those that have been for long enough.
async fn note(
    ports: &Ports,
    orphans: &BTreeSet<FileDigest>,
    now: Timestamp,
    before: Timestamp,
) -> Result<Vec<FileDigest>> {
    let mut tx = ports.storage.begin().await?;
    let noted = tx.orphans().noted().await?;
    let known: BTreeSet<FileDigest> = noted.iter().map(|(file, _)| *file).collect();
    let new: Vec<FileDigest> = orphans.difference(&known).copied().collect();
    let gone: Vec<FileDigest> = known.difference(orphans).copied().collect();
    if !new.is_empty() || !gone.is_empty() {
        tx.orphans().note(&new, now).await?;
        tx.orphans().forget(&gone).await?;
        tx.commit().await?;
    }
    let old = noted.into_iter().filter(|(file, since)| orphans.contains(file) && *since <= before);
    Ok(old.map(|(file, _)| file).collect())
}
