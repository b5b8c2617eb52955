//! Mails, seals and files, counted and timed where the service hands them over.

use async_trait::async_trait;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use wariin_domain::{FileDigest, Timestamp};
use wariin_ports::{
    FileError, Files, Incoming, Mail, MailError, Mailer, Outgoing, SealError, SealedPdf,
};

/// How handing a mail over ends.
pub(super) const MAIL_OUTCOMES: [&str; 3] = ["sent", "later", "refused"];
/// How a seal ends: made, put off because a service or the key is away, or refused for this file.
pub(crate) const SEAL_OUTCOMES: [&str; 3] = ["sealed", "unavailable", "failed"];
/// How a renewal of an archive timestamp ends, likewise.
pub(super) const RENEWAL_OUTCOMES: [&str; 3] = ["renewed", "unavailable", "failed"];
/// How many files this process has found damaged or missing.
pub(super) const DAMAGED_FILES: &str = "wariin_damaged_files";
/// What is done with files.
pub(super) const FILE_OPERATIONS: [&str; 6] =
    ["put", "receive", "get", "shelf", "remove", "remove_fragments"];

/// A mailer whose mails are counted.
pub(crate) struct CountedMailer(pub(crate) Arc<dyn Mailer>);

#[async_trait]
impl Mailer for CountedMailer {
    async fn send(&self, mail: Mail) -> Result<(), MailError> {
        let begun = Instant::now();
        let sent = self.0.send(mail).await;
        metrics::histogram!("wariin_mail_duration_seconds").record(begun.elapsed());
        let outcome = match &sent {
            Ok(()) => MAIL_OUTCOMES[0],
            Err(MailError::Later(_)) => MAIL_OUTCOMES[1],
            Err(MailError::Never { .. }) => MAIL_OUTCOMES[2],
        };
        metrics::counter!("wariin_mails_total", "outcome" => outcome).increment(1);
        sent
    }
}

/// Counts a seal that ended like this.
pub(crate) fn seal_ended(begun: Instant, sealed: &Result<SealedPdf, SealError>) {
    metrics::histogram!("wariin_seal_duration_seconds").record(begun.elapsed());
    let outcome = match sealed {
        Ok(_) => SEAL_OUTCOMES[0],
        Err(SealError::Unavailable(_)) => SEAL_OUTCOMES[1],
        Err(_) => SEAL_OUTCOMES[2],
    };
    metrics::counter!("wariin_seals_total", "outcome" => outcome).increment(1);
}

/// Counts a renewal that ended like this.
pub(crate) fn renewal_ended(renewed: &Result<SealedPdf, SealError>) {
    let outcome = match renewed {
        Ok(_) => RENEWAL_OUTCOMES[0],
        Err(SealError::Unavailable(_)) => RENEWAL_OUTCOMES[1],
        Err(_) => RENEWAL_OUTCOMES[2],
    };
    metrics::counter!("wariin_seal_renewals_total", "outcome" => outcome).increment(1);
}

/// A storage of files whose answers are timed, and of whose files those are counted that were damaged or missing when
/// they were read last.
pub(crate) struct TimedFiles {
    files: Arc<dyn Files>,
    damaged: Mutex<BTreeSet<FileDigest>>,
}

impl TimedFiles {
    pub(crate) fn of(files: Arc<dyn Files>) -> Self {
        Self { files, damaged: Mutex::default() }
    }

    /// Notes what reading the file came to.
    fn noted<T>(&self, digest: FileDigest, read: Result<T, FileError>) -> Result<T, FileError> {
        match &read {
            Ok(_) => self.note(|damaged| damaged.remove(&digest)),
            Err(FileError::Missing(_) | FileError::Corrupt(_)) => {
                self.note(|damaged| damaged.insert(digest));
            }
            // Whether it is whole is not known.
            Err(_) => {}
        }
        read
    }

    fn note(&self, change: impl FnOnce(&mut BTreeSet<FileDigest>) -> bool) {
        let mut damaged = self.damaged.lock().unwrap_or_else(PoisonError::into_inner);
        if change(&mut damaged) {
            let number = u32::try_from(damaged.len()).unwrap_or(u32::MAX);
            metrics::gauge!(DAMAGED_FILES).set(number);
        }
    }
}

async fn timed<T>(
    operation: &'static str,
    work: impl Future<Output = Result<T, FileError>>,
) -> Result<T, FileError> {
    let begun = Instant::now();
    let done = work.await;
    metrics::histogram!("wariin_storage_duration_seconds", "operation" => operation)
        .record(begun.elapsed());
    if done.is_err() {
        metrics::counter!("wariin_storage_errors_total", "operation" => operation).increment(1);
    }
    done
}

#[async_trait]
impl Files for TimedFiles {
    async fn put(&self, bytes: Vec<u8>) -> Result<FileDigest, FileError> {
        let kept = timed("put", self.files.put(bytes)).await?;
        self.noted(kept, Ok(kept))
    }

    async fn receive(&self) -> Result<Box<dyn Incoming>, FileError> {
        timed("receive", self.files.receive()).await
    }

    async fn get(&self, digest: FileDigest) -> Result<Vec<u8>, FileError> {
        let read = timed("get", self.files.get(digest)).await;
        self.noted(digest, read)
    }

    /// Until the first byte can leave; counted with those that are read at once.
    async fn open(&self, digest: FileDigest) -> Result<Box<dyn Outgoing>, FileError> {
        let opened = timed("get", self.files.open(digest)).await;
        self.noted(digest, opened)
    }

    async fn shelf(&self, first_byte: u8) -> Result<Vec<FileDigest>, FileError> {
        timed("shelf", self.files.shelf(first_byte)).await
    }

    async fn remove(&self, digest: FileDigest, before: Timestamp) -> Result<bool, FileError> {
        timed("remove", self.files.remove(digest, before)).await
    }

    async fn remove_fragments(&self, before: Timestamp) -> Result<u64, FileError> {
        timed("remove_fragments", self.files.remove_fragments(before)).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_adapters::LocalFiles;

    // DO-01
    #[tokio::test]
    async fn a_file_counts_as_damaged_from_when_it_is_found_so_until_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let files = TimedFiles::of(Arc::new(LocalFiles::open(folder.path()).unwrap()));
        let count = || files.damaged.lock().unwrap().len();
        let (one, other) = (files.put(vec![1; 99]).await.unwrap(), FileDigest::new([7; 32]));
        assert!(files.get(one).await.is_ok() && count() == 0);
        let name = one.to_string();
        let stored = folder.path().join(&name[..2]).join(&name);
        std::fs::write(&stored, [2; 99]).unwrap();
        assert_eq!(count(), 0, "it was not read since");
        assert!(files.open(one).await.is_err() && files.get(one).await.is_err());
        assert_eq!(count(), 1, "a file counts once");
        assert!(files.get(other).await.is_err());
        assert_eq!(count(), 2, "one that is missing as well");
        std::fs::write(&stored, [1; 99]).unwrap();
        assert!(files.open(one).await.is_ok());
        assert_eq!(count(), 1);
    }
}
