//! Checking a backup: every byte, the database, the audit log, and that every file that a row needs is there.

use super::manifest::Manifest;
use super::{Backup, BackupError, DATABASE, SUMS, listed_file};
use crate::storage::{SqlDatabase, SqlError};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use wariin_domain::FileDigest;
use wariin_ports::{AuditProblem, Views};

/// What a backup came to.
#[derive(Debug, Default)]
pub struct BackupReport {
    /// How many events it holds.
    pub events: u64,
    /// How many files it holds.
    pub files: u64,
    /// The files that were damaged or missing when it was made.
    pub damaged: Vec<String>,
    /// What is wrong with it.
    pub problems: Vec<BackupProblem>,
}

/// What is wrong with a backup.
#[derive(Debug, thiserror::Error)]
pub enum BackupProblem {
    /// A file is not what was written, or cannot be read.
    #[error("{0} is missing or was changed")]
    Changed(String),
    /// A row needs a file that is not listed.
    #[error("the file {0} is needed and is not in the backup")]
    NotListed(String),
    /// The database cannot be opened.
    #[error("the database cannot be opened: {0}")]
    Database(String),
    /// The audit log is broken.
    #[error(transparent)]
    Audit(AuditProblem),
    /// The database has another audit log than the manifest says.
    #[error("the audit log of the database is not that of the manifest")]
    OtherLog,
}

impl Backup {
    /// Checks everything. A database of an older release is brought up to date for that, in a copy at
    /// `scratch`, which must not be there and is removed afterwards.
    ///
    /// # Errors
    /// [`BackupError`] when something of this machine fails; what is wrong with the backup is in the report.
    pub async fn check(&self, scratch: &Path) -> Result<BackupReport, BackupError> {
        let mut report = BackupReport {
            events: self.manifest.events,
            files: self.manifest.files,
            damaged: self.manifest.damaged.clone(),
            problems: Vec::new(),
        };
        let is_listed = sha256(&self.folder.join(SUMS)).is_ok_and(|sum| sum == self.manifest.sums);
        if !is_listed {
            report.problems.push(BackupProblem::Changed(SUMS.to_owned()));
            return Ok(report);
        }
        let mut listed = BTreeSet::new();
        for line in self.sums()?.lines() {
            let (sum, path) = line.split_once("  ").unwrap_or_default();
            listed.extend(listed_file(line));
            if !sha256(&self.folder.join(path)).is_ok_and(|found| found == sum) {
                report.problems.push(BackupProblem::Changed(path.to_owned()));
            }
        }
        if report.problems.is_empty() {
            Box::pin(self.check_database(&listed, scratch, &mut report)).await?;
        }
        Ok(report)
    }

    async fn check_database(
        &self,
        listed: &BTreeSet<FileDigest>,
        scratch: &Path,
        report: &mut BackupReport,
    ) -> Result<(), BackupError> {
        let opened = SqlDatabase::open_snapshot(&self.folder.join(DATABASE), &self.master).await;
        let checked = match opened {
            Ok(database) => self.check_rows(&database, listed, report).await,
            Err(SqlError::Outdated { .. }) => {
                let _removed = RemovedAfterwards(scratch);
                match self.database_at(scratch).await {
                    Ok(database) => {
                        let checked = self.check_rows(&database, listed, report).await;
                        database.close().await?;
                        checked
                    }
                    Err(BackupError::Database(error)) => Err(error.into()),
                    Err(error) => return Err(error),
                }
            }
            Err(error) => Err(error.into()),
        };
        match checked {
            Err(error @ (BackupError::Database(_) | BackupError::Storage(_))) => {
                report.problems.push(BackupProblem::Database(with_causes(&error)));
                Ok(())
            }
            checked => checked,
        }
    }

    async fn check_rows(
        &self,
        database: &SqlDatabase,
        listed: &BTreeSet<FileDigest>,
        report: &mut BackupReport,
    ) -> Result<(), BackupError> {
        let audit = database.verify_audit().await?;
        let log = (audit.events, audit.integrated, &audit.checkpoint);
        if log != (self.manifest.events, self.manifest.integrated, &self.manifest.checkpoint) {
            report.problems.push(BackupProblem::OtherLog);
        }
        report.problems.extend(audit.problems.into_iter().map(BackupProblem::Audit));
        for digest in database.digests().await? {
            let name = digest.to_string();
            let Manifest { damaged, deleted, .. } = &self.manifest;
            if !listed.contains(&digest) && !damaged.contains(&name) && !deleted.contains(&name) {
                report.problems.push(BackupProblem::NotListed(name));
            }
        }
        Ok(())
    }
}

/// Removes a copy of the database, with what `SQLite` leaves beside it.
struct RemovedAfterwards<'a>(&'a Path);

impl Drop for RemovedAfterwards<'_> {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let mut path = self.0.as_os_str().to_owned();
            path.push(end);
            // What is not there need not be removed.
            drop(fs::remove_file(path));
        }
    }
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text += &format!(": {error}");
        cause = error.source();
    }
    text
}

/// The digest of a file in hexadecimal digits.
pub(super) fn sha256(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hex::encode(digest.finalize())),
            read => digest.update(&buffer[..read]),
        }
    }
}
