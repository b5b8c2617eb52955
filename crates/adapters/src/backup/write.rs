//! Making a backup: beside its place, and moved there when all of it is on the disk.

use super::manifest::{Manifest, NewManifest};
use super::{
    BackupError, BackupReport, DATABASE, FILES, MAC, MANIFEST, PURPOSE, SUMS, check, path_of,
};
use crate::checkpoint::TreeHead;
use crate::master_key::MasterKey;
use crate::private_file;
use crate::signed_note::NoteVerifier;
use crate::storage::SqlDatabase;
use std::ffi::OsString;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use wariin_domain::{FileDigest, Timestamp};
use wariin_ports::{FileError, Files, TransparencyLog, Views};

/// Makes a backup at this place, which must not be there, or be an empty folder. It is consistent, whatever
/// is written meanwhile, and takes no lock. Until the last moment it lies beside its place under the name
/// with `.unfinished` behind it, and has no manifest.
///
/// # Errors
/// [`BackupError`]; nothing is left then.
pub async fn write_backup(
    to: &Path,
    database: &SqlDatabase,
    files: &dyn Files,
    master: &MasterKey,
    now: Timestamp,
) -> Result<BackupReport, BackupError> {
    if fs::read_dir(to).map_or_else(|_| to.exists(), |mut entries| entries.next().is_some()) {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let unfinished = beside(to);
    match folder(&unfinished) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(BackupError::Exists(unfinished));
        }
        made => made.map_err(|error| BackupError::File(unfinished.clone(), error))?,
    }
    let written = Box::pin(write(&unfinished, database, files, master, now)).await;
    let moved = match written {
        Ok(report) => finish(&unfinished, to)
            .map(|()| report)
            .map_err(|error| BackupError::File(to.to_owned(), error)),
        Err(error) => Err(error),
    };
    if moved.is_err()
        && let Err(error) = fs::remove_dir_all(&unfinished)
    {
        tracing::warn!(folder = %unfinished.display(), %error, "an unfinished backup is left");
    }
    moved
}

fn beside(place: &Path) -> PathBuf {
    let place: PathBuf = place.components().collect();
    let mut name = OsString::from(place);
    name.push(".unfinished");
    PathBuf::from(name)
}

fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)
}

fn finish(unfinished: &Path, to: &Path) -> io::Result<()> {
    private_file::sync_folder(unfinished)?;
    fs::rename(unfinished, to)?;
    match to.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => private_file::sync_folder(parent),
        Some(_) | None => private_file::sync_folder(Path::new(".")),
    }
}

async fn write(
    folder: &Path,
    database: &SqlDatabase,
    files: &dyn Files,
    master: &MasterKey,
    now: Timestamp,
) -> Result<BackupReport, BackupError> {
    let file = folder.join(DATABASE);
    let at = |path: &Path| {
        let path = path.to_owned();
        |error| BackupError::File(path, error)
    };
    database.snapshot_into(&file).await?;
    fs::File::open(&file).and_then(|file| file.sync_all()).map_err(at(&file))?;
    let snapshot = SqlDatabase::open_snapshot(&file, master).await?;
    let (checkpoint, key) = (snapshot.checkpoint().await?, snapshot.verifier_key());
    let (events, needed) = (snapshot.count_events().await?, snapshot.digests().await?);
    let head = NoteVerifier::parse(&key).zip(checkpoint.as_deref());
    let head = head.and_then(|(verifier, note)| TreeHead::open(&verifier, note));

    let mut sums = format!("{}  {DATABASE}\n", check::sha256(&file).map_err(at(&file))?);
    let (mut damaged, mut missing) = (Vec::new(), Vec::new());
    let mut copied = 0;
    self::folder(&folder.join(FILES)).map_err(at(folder))?;
    for digest in needed {
        match files.get(digest).await {
            Ok(bytes) => {
                let path = path_of(digest);
                copy(folder, digest, &bytes).map_err(at(&folder.join(&path)))?;
                sums += &format!("{digest}  {}\n", path.display());
                copied += 1;
            }
            Err(FileError::Missing(_)) => missing.push(digest),
            Err(FileError::Corrupt(_)) => damaged.push(digest.to_string()),
            Err(error) => return Err(error.into()),
        }
    }
    // What the database refers to no more was deleted since it was copied: that is no damage.
    let deleted = database.unreferenced_files(&missing).await?;
    missing.retain(|digest| !deleted.contains(digest));
    damaged.extend(missing.iter().map(ToString::to_string));
    for entry in fs::read_dir(folder.join(FILES)).map_err(at(folder))?.flatten() {
        private_file::sync_folder(&entry.path()).map_err(at(folder))?;
    }
    private_file::write_new(&folder.join(SUMS), sums.as_bytes()).map_err(at(folder))?;
    let sums = check::sha256(&folder.join(SUMS)).map_err(at(folder))?;
    let integrated = head.map_or(0, |head| head.size);
    let manifest = Manifest::new(NewManifest {
        made_at: now.as_micros(),
        events,
        integrated,
        checkpoint,
        key,
        sums,
        files: copied,
        damaged,
        deleted: deleted.iter().map(ToString::to_string).collect(),
    });
    let written = manifest.written(&master.derive(PURPOSE));
    let (json, mac) = written.map_err(|error| BackupError::File(file, error.into()))?;
    private_file::write_new(&folder.join(MAC), mac.as_bytes()).map_err(at(folder))?;
    private_file::write_new(&folder.join(MANIFEST), json.as_bytes()).map_err(at(folder))?;
    Ok(BackupReport { events, files: copied, damaged: manifest.damaged, problems: Vec::new() })
}

fn copy(backup: &Path, digest: FileDigest, bytes: &[u8]) -> io::Result<()> {
    let path = backup.join(path_of(digest));
    if let Some(parent) = path.parent() {
        match folder(parent) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    private_file::write_new(&path, bytes)
}
