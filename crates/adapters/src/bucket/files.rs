//! Files in a bucket, each under its digest, written once and hashed again on every read.
//!
//! A file that is put again must not be taken away by a removal that began before. A removal therefore writes
//! `removing/DIGEST` first, looks how old the file is, removes it by one request that is never repeated, and
//! removes the mark. A put that finds its file there writes it again, then waits until there is no mark, and
//! then looks whether the file is still there ([ADR 81](../../../../docs/adr/0081-files-in-object-storage.md)).

use super::{Bucket, BucketFault, BucketProblem};
use crate::local_files::{IncomingFile, OutgoingFile, hashed, name_of};
use async_trait::async_trait;
use object_store::path::Path as Key;
use object_store::{GetResult, ObjectMeta, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use std::path::PathBuf;
use std::time::Duration;
use tokio::task::spawn_blocking;
use tokio_stream::StreamExt;
use wariin_domain::{FileDigest, Timestamp};
use wariin_ports::{FileError, Files, Incoming, Outgoing};

/// No request that was signed longer ago is taken: 15 minutes (Amazon S3 User Guide, "Authenticating requests"),
/// and some for the clocks. A removal whose mark is older has ended.
const REMOVAL: Duration = Duration::from_mins(20);
/// How long a put waits before it looks again whether a removal has ended.
const PAUSE: Duration = Duration::from_millis(100);
/// How long listing, which no person waits for, may take.
const LISTING: Duration = Duration::from_mins(1);
/// Up to how many bytes a file leaves from memory.
const SMALL: u64 = 64 * 1024;
/// What of a file's size is believed before its bytes are there.
const BELIEVED: u64 = 64 * 1024 * 1024;

/// The files of a bucket.
#[derive(Clone, Debug)]
pub(crate) struct BucketFiles {
    bucket: Bucket,
    /// The folder of this machine in which uploads lie while they arrive, and large files while they leave.
    spool: PathBuf,
}

impl BucketFiles {
    pub(crate) fn new(bucket: Bucket, spool: PathBuf) -> Self {
        Self { bucket, spool }
    }

    fn key(&self, digest: FileDigest) -> Key {
        self.bucket.key(&format!("files/{}", name_of(digest)))
    }

    fn mark(&self, digest: FileDigest) -> Key {
        self.bucket.key(&format!("removing/{digest}"))
    }

    async fn write(&self, digest: FileDigest, payload: PutPayload) -> Result<(), BucketFault> {
        let key = self.key(digest);
        let size = payload.content_length() as u64;
        let attempt = self.bucket.patience_for(size) / 3;
        let created = self.bucket.create(&key, payload.clone(), attempt).await;
        match created {
            Err(fault) if fault.problem != BucketProblem::Exists && fault.is_answered() => {
                return Err(fault);
            }
            // It is there, perhaps by this very request, whose answer was lost.
            Err(_) => {}
            Ok(()) => return Ok(()),
        }
        loop {
            let write = self.bucket.writes.put(&key, payload.clone());
            self.bucket.within("take a file", self.bucket.patience_for(size), write).await?;
            let removal = self.bucket.head(&self.mark(digest)).await?;
            let kept = self.bucket.head(&key).await?;
            match (removal, kept) {
                (None, Some(_)) => return Ok(()),
                (Some(removal), Some(kept)) if has_ended(&removal, &kept) => return Ok(()),
                _ => tokio::time::sleep(PAUSE).await,
            }
        }
    }

    async fn take_away(&self, digest: FileDigest, before: Timestamp) -> Result<bool, BucketFault> {
        let (key, mark) = (self.key(digest), self.mark(digest));
        if !is_older(self.bucket.head(&key).await?, before) {
            return Ok(false);
        }
        match self.bucket.create(&mark, PutPayload::new(), self.bucket.patience).await {
            // Another node is at it, or was cut off at it; such a mark goes with the fragments.
            Err(fault) if fault.problem == BucketProblem::Exists => return Ok(false),
            marked => marked?,
        }
        let is_due = is_older(self.bucket.head(&key).await?, before);
        if is_due {
            // Without an answer the mark stays, since the removal may still come.
            let removed = self.bucket.once.delete(&key);
            self.bucket.within("remove a file", self.bucket.patience, removed).await?;
        }
        let unmarked = self.bucket.once.delete(&mark);
        self.bucket.within("remove a mark", self.bucket.patience, unmarked).await?;
        Ok(is_due)
    }

    async fn find(&self, digest: FileDigest) -> Result<GetResult, FileError> {
        let key = self.key(digest);
        let begun = self.bucket.reads.get(&key);
        let found = self.bucket.within("give a file", self.bucket.patience, begun).await;
        found.map_err(|fault| match fault.problem {
            BucketProblem::Missing => FileError::Missing(digest),
            _ => fault.into(),
        })
    }

    /// Brings a file to the disk of this machine.
    async fn fetch(&self, found: GetResult) -> Result<std::fs::File, FileError> {
        let until = tokio::time::Instant::now() + self.bucket.patience_for(found.meta.size);
        let mut incoming = IncomingFile::create(self.spool.clone()).await?;
        let mut pieces = found.into_stream();
        loop {
            let left = until.saturating_duration_since(tokio::time::Instant::now());
            match self.bucket.within("give a file", left, pieces.try_next()).await? {
                Some(piece) => incoming.write(&piece).await?,
                None => return Ok(incoming.into_std().await),
            }
        }
    }

    /// Brings a file to memory.
    async fn collect(&self, found: GetResult) -> Result<Vec<u8>, FileError> {
        let size = found.meta.size;
        let collected = async {
            let mut bytes = Vec::with_capacity(usize::try_from(size.min(BELIEVED)).unwrap_or(0));
            let mut pieces = found.into_stream();
            while let Some(piece) = pieces.try_next().await? {
                bytes.extend_from_slice(&piece);
            }
            Ok(bytes)
        };
        let limit = self.bucket.patience_for(size);
        Ok(self.bucket.within("give a file", limit, collected).await?)
    }

    /// The file in memory, when its bytes have this digest.
    async fn whole(&self, found: GetResult, digest: FileDigest) -> Result<Vec<u8>, FileError> {
        let (actual, bytes) = hashed(self.collect(found).await?).await?;
        if actual == digest { Ok(bytes) } else { Err(FileError::Corrupt(digest)) }
    }

    async fn list(&self, folder: Key) -> Result<Vec<ObjectMeta>, BucketFault> {
        let collected = async {
            let mut found = Vec::new();
            let mut listed = self.bucket.reads.list(Some(&folder));
            while let Some(object) = listed.try_next().await? {
                found.push(object);
            }
            Ok(found)
        };
        self.bucket.within("list its files", LISTING, collected).await
    }
}

#[async_trait]
impl Files for BucketFiles {
    async fn put(&self, bytes: Vec<u8>) -> Result<FileDigest, FileError> {
        let (digest, bytes) = hashed(bytes).await?;
        let limit = self.bucket.patience_for(bytes.len() as u64);
        let written = self.write(digest, PutPayload::from(bytes));
        match tokio::time::timeout(limit, written).await {
            Ok(written) => written?,
            Err(_) => return Err(BucketFault::silent("take a file").into()),
        }
        Ok(digest)
    }

    async fn receive(&self) -> Result<Box<dyn Incoming>, FileError> {
        Ok(Box::new(IncomingFile::create(self.spool.clone()).await?))
    }

    async fn get(&self, digest: FileDigest) -> Result<Vec<u8>, FileError> {
        self.whole(self.find(digest).await?, digest).await
    }

    async fn open(&self, digest: FileDigest) -> Result<Box<dyn Outgoing>, FileError> {
        let found = self.find(digest).await?;
        if found.meta.size <= SMALL {
            return Ok(Box::new(self.whole(found, digest).await?));
        }
        let file = self.fetch(found).await?;
        let opened = spawn_blocking(move || OutgoingFile::of(file, digest)).await;
        Ok(Box::new(opened.map_err(|e| FileError::Unavailable(e.into()))??))
    }

    async fn shelf(&self, first_byte: u8) -> Result<Vec<FileDigest>, FileError> {
        let objects = self.list(self.bucket.key(&format!("files/{first_byte:02x}"))).await?;
        let digest = |object: &ObjectMeta| FileDigest::parse(object.location.filename()?);
        Ok(objects.iter().filter_map(digest).collect())
    }

    async fn remove(&self, digest: FileDigest, before: Timestamp) -> Result<bool, FileError> {
        Ok(self.take_away(digest, before).await?)
    }

    async fn remove_fragments(&self, before: Timestamp) -> Result<u64, FileError> {
        let mut removed = 0;
        for mark in self.list(self.bucket.key("removing")).await? {
            if is_older(Some(mark.clone()), before) {
                let done = self.bucket.writes.delete(&mark.location);
                self.bucket.within("remove a mark", self.bucket.patience, done).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

impl Bucket {
    /// Writes an object that is not there yet.
    pub(super) async fn create(
        &self,
        key: &Key,
        payload: PutPayload,
        limit: Duration,
    ) -> Result<(), BucketFault> {
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        let created = async { self.writes.put_opts(key, payload, options).await.map(|_| ()) };
        self.within("take a file", limit, created).await
    }

    /// What is known of an object; `None` when it is not there.
    async fn head(&self, key: &Key) -> Result<Option<ObjectMeta>, BucketFault> {
        match self.within("say how old a file is", self.patience, self.reads.head(key)).await {
            Err(fault) if fault.problem == BucketProblem::Missing => Ok(None),
            found => found.map(Some),
        }
    }
}

/// Whether it was last written before this instant; times of objects are whole seconds.
fn is_older(object: Option<ObjectMeta>, than: Timestamp) -> bool {
    object.is_some_and(|object| {
        object.last_modified.timestamp_micros().saturating_add(1_000_000) <= than.as_micros()
    })
}

/// Whether a removal with this mark has ended when the file was written, by the server's clock alone.
fn has_ended(mark: &ObjectMeta, file: &ObjectMeta) -> bool {
    (file.last_modified - mark.last_modified).to_std().is_ok_and(|since| since > REMOVAL)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{DateTime, TimeDelta};

    fn written(seconds: i64) -> ObjectMeta {
        ObjectMeta {
            location: Key::from("a"),
            last_modified: DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds),
            size: 1,
            e_tag: None,
            version: None,
        }
    }

    // INV10
    #[test]
    fn a_mark_counts_until_no_server_would_take_its_removal_any_more() {
        let mark = written(1_000);
        for (file, expected) in
            [(0, false), (1_000, false), (1_000 + 15 * 60, false), (1_000 + 20 * 60 + 1, true)]
        {
            assert_eq!(has_ended(&mark, &written(file)), expected, "{file}");
        }
    }

    // INV10
    #[test]
    fn a_file_is_older_than_an_instant_only_if_its_whole_second_is() {
        let at = |micros| Timestamp::from_micros(micros);
        assert!(is_older(Some(written(10)), at(11_000_000)));
        assert!(!is_older(Some(written(10)), at(10_999_999)), "written in that second");
        assert!(!is_older(None, at(i64::MAX)), "what is gone is no older");
    }
}
