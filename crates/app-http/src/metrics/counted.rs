//! Mails, seals and files, counted and timed where the service hands them over.

use async_trait::async_trait;
use std::sync::Arc;
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

/// A storage of files whose answers are timed.
pub(crate) struct TimedFiles(pub(crate) Arc<dyn Files>);

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
        timed("put", self.0.put(bytes)).await
    }

    async fn receive(&self) -> Result<Box<dyn Incoming>, FileError> {
        timed("receive", self.0.receive()).await
    }

    async fn get(&self, digest: FileDigest) -> Result<Vec<u8>, FileError> {
        timed("get", self.0.get(digest)).await
    }

    /// Until the first byte can leave; counted with those that are read at once.
    async fn open(&self, digest: FileDigest) -> Result<Box<dyn Outgoing>, FileError> {
        timed("get", self.0.open(digest)).await
    }

    async fn shelf(&self, first_byte: u8) -> Result<Vec<FileDigest>, FileError> {
        timed("shelf", self.0.shelf(first_byte)).await
    }

    async fn remove(&self, digest: FileDigest, before: Timestamp) -> Result<bool, FileError> {
        timed("remove", self.0.remove(digest, before)).await
    }

    async fn remove_fragments(&self, before: Timestamp) -> Result<u64, FileError> {
        timed("remove_fragments", self.0.remove_fragments(before)).await
    }
}
