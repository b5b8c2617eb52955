//! A backup: a folder with the database as one `SQLite` file, the files that its rows refer to, and a
//! manifest that is written last.
//!
//! ```text
//! wariin.db              everything but the files, whichever engine it comes from
//! files/ab/abcdef…       each file under its SHA-256
//! SHA256SUMS             the digest of each of these, as sha256sum writes and checks them
//! manifest.json          what it is, with the digest of SHA256SUMS
//! manifest.mac           HMAC-SHA256 of manifest.json, under a key derived from the master key
//! ```
//!
//! No key is in it: neither `keys/master.key` nor that of the seal.

mod check;
mod manifest;
mod write;

use crate::master_key::MasterKey;
use crate::storage::{SqlDatabase, SqlError};
use manifest::Manifest;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use wariin_domain::{FileDigest, Timestamp};
use wariin_ports::{FileError, Files, StorageError};

pub use check::{BackupProblem, BackupReport};
pub use write::write_backup;

const DATABASE: &str = "wariin.db";
const FILES: &str = "files";
const SUMS: &str = "SHA256SUMS";
const MANIFEST: &str = "manifest.json";
const MAC: &str = "manifest.mac";
/// From which the key of the manifest is derived.
const PURPOSE: &str = "backup-manifest";

/// Why a backup cannot be made, read or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something is there already.
    #[error("{0} is there already")]
    Exists(PathBuf),
    /// There is no manifest: it is no backup, or one that was not finished.
    #[error("{0} is no finished backup: it has no manifest")]
    Unfinished(PathBuf),
    /// The manifest is not what was written.
    #[error(
        "the manifest was changed, or the backup was made under a master key that the key file does not hold or calls retired"
    )]
    Manifest,
    /// The manifest is that of a newer release.
    #[error("this backup has the format {0:?}, which this release does not know")]
    Format(String),
    /// A file cannot be read or written.
    #[error("{0}")]
    File(PathBuf, #[source] io::Error),
    /// The database cannot be read or written.
    #[error(transparent)]
    Database(#[from] SqlError),
    /// What is stored in the database cannot be read.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The store of files does not answer, or is full.
    #[error(transparent)]
    Files(#[from] FileError),
}

/// A backup whose manifest is genuine.
pub struct Backup {
    folder: PathBuf,
    master: MasterKey,
    manifest: Manifest,
}

impl Backup {
    /// Reads the manifest.
    ///
    /// # Errors
    /// [`BackupError`] when it is missing, or is not what was written under this master key.
    pub fn open(folder: &Path, master: &MasterKey) -> Result<Self, BackupError> {
        let read = |name: &str| fs::read_to_string(folder.join(name));
        let (json, mac) = match (read(MANIFEST), read(MAC)) {
            (Ok(json), Ok(mac)) => (json, mac),
            (Err(error), _) | (_, Err(error)) if error.kind() == io::ErrorKind::NotFound => {
                return Err(BackupError::Unfinished(folder.to_owned()));
            }
            (Err(error), _) | (_, Err(error)) => {
                return Err(BackupError::File(folder.join(MANIFEST), error));
            }
        };
        let manifest = Manifest::read(&json, &mac, &master.derive(PURPOSE))?;
        Ok(Self { folder: folder.to_owned(), master: master.clone(), manifest })
    }

    /// When it was made.
    pub fn made_at(&self) -> Timestamp {
        Timestamp::from_micros(self.manifest.made_at)
    }

    /// How many events its log counts.
    pub fn integrated(&self) -> u64 {
        self.manifest.integrated
    }

    /// The database, brought up to date in a new file at this place.
    ///
    /// # Errors
    /// [`BackupError`], also when a newer release has made it.
    pub async fn database_at(&self, place: &Path) -> Result<SqlDatabase, BackupError> {
        let at = |error| BackupError::File(place.to_owned(), error);
        let mut from = fs::File::open(self.folder.join(DATABASE)).map_err(at)?;
        let mut to = crate::private_file::create(place).map_err(at)?;
        io::copy(&mut from, &mut to).map_err(at)?;
        to.sync_all().map_err(at)?;
        Ok(SqlDatabase::open_sqlite(place, &self.master).await?)
    }

    /// Fills an empty `PostgreSQL` database with what is in this one, which [`Self::database_at`] has made.
    ///
    /// # Errors
    /// [`BackupError::Database`], also when it is in use, or is not empty and not to be replaced.
    pub async fn fill_postgres(
        database: &SqlDatabase,
        url: &str,
        replaces: bool,
    ) -> Result<(), BackupError> {
        Ok(database.fill_postgres(url, replaces).await?)
    }

    /// Puts every file of the backup into this store; says how many there are.
    ///
    /// # Errors
    /// [`BackupError`].
    pub async fn put_files(&self, into: &dyn Files) -> Result<u64, BackupError> {
        let mut count = 0;
        for digest in self.listed()? {
            let path = self.folder.join(path_of(digest));
            let bytes = fs::read(&path).map_err(|error| BackupError::File(path, error))?;
            into.put(bytes).await?;
            count += 1;
        }
        Ok(count)
    }

    /// The files that the sums list, which were checked against the manifest.
    fn listed(&self) -> Result<BTreeSet<FileDigest>, BackupError> {
        let text = self.sums()?;
        Ok(text.lines().filter_map(listed_file).collect())
    }

    fn sums(&self) -> Result<String, BackupError> {
        let path = self.folder.join(SUMS);
        fs::read_to_string(&path).map_err(|error| BackupError::File(path, error))
    }
}

/// Where a file lies in the backup.
fn path_of(digest: FileDigest) -> PathBuf {
    let name = digest.to_string();
    PathBuf::from(FILES).join(&name[..2]).join(name)
}

/// The file of a line of the sums, unless it is the database's.
fn listed_file(line: &str) -> Option<FileDigest> {
    let (sum, path) = line.split_once("  ")?;
    let mut bytes = [0; 32];
    hex::decode_to_slice(sum, &mut bytes).ok()?;
    path.starts_with(FILES).then(|| FileDigest::new(bytes))
}

#[cfg(test)]
mod tests {
    use super::manifest::NewManifest;
    use super::*;
    use wariin_ports::Views;

    // EV-05, FA-14
    #[tokio::test]
    async fn a_backup_of_an_older_release_is_checked_and_brought_up_to_date() {
        let master = MasterKey::from_bytes([42; 32]);
        for old in ["m0001_initial", "m0002_sessions_await_a_code"] {
            let scratch = tempfile::tempdir().unwrap();
            let (folder, copy) = (scratch.path().join("backup"), scratch.path().join("copy.db"));
            fs::create_dir(&folder).unwrap();
            let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
            for to in [&folder.join(DATABASE), &copy] {
                fs::copy(data.join(format!("{old}.sqlite")), to).unwrap();
            }
            let known = SqlDatabase::open_sqlite(&copy, &master).await.unwrap();
            let audit = known.verify_audit().await.unwrap();
            let sum = check::sha256(&folder.join(DATABASE)).unwrap();
            fs::write(folder.join(SUMS), format!("{sum}  {DATABASE}\n")).unwrap();
            let manifest = Manifest::new(NewManifest {
                made_at: 0,
                events: audit.events,
                integrated: audit.integrated,
                checkpoint: audit.checkpoint,
                key: String::new(),
                sums: check::sha256(&folder.join(SUMS)).unwrap(),
                files: 0,
                damaged: known.digests().await.unwrap().iter().map(ToString::to_string).collect(),
                deleted: Vec::new(),
            });
            let (json, mac) = manifest.written(&master.derive(PURPOSE)).unwrap();
            fs::write(folder.join(MANIFEST), json).unwrap();
            fs::write(folder.join(MAC), mac).unwrap();

            let backup = Backup::open(&folder, &master).unwrap();
            let place = scratch.path().join("scratch.db");
            let report = backup.check(&place).await.unwrap();
            assert!(report.problems.is_empty() && report.events > 0, "{:?}", report.problems);
            assert_eq!(fs::read_dir(scratch.path()).unwrap().count(), 4, "the copy is gone");
            let restored = backup.database_at(&place).await.unwrap();
            assert!(
                restored.newest_recovery().await.unwrap().is_none(),
                "the schema is the newest"
            );
            assert_eq!(restored.verify_audit().await.unwrap().events, audit.events);
        }
    }

    // EV-05
    #[test]
    fn a_manifest_of_another_format_is_named_and_one_with_another_code_refused() {
        let key = MasterKey::from_bytes([1; 32]).derive(PURPOSE);
        let json = "{\"format\":\"wariin/backup/v2\"}";
        let mac = hex::encode(key.mac(&[json.as_bytes()]));
        let read = Manifest::read(json, &mac, &key);
        assert!(matches!(read, Err(BackupError::Format(named)) if named == "wariin/backup/v2"));
        let read = Manifest::read(&json.replace("v2", "v1"), &mac, &key);
        assert!(matches!(read, Err(BackupError::Manifest)));
    }
}
