//! Files that move from one place to another while the service runs: what is not yet at the first place, or
//! damaged there, is read at the second.

use async_trait::async_trait;
use std::sync::Arc;
use wariin_domain::{FileDigest, Timestamp};
use wariin_ports::{FileError, Files, Incoming, Outgoing};

/// Files at a place, and at another that is only read.
pub struct FilesInTwoPlaces {
    first: Arc<dyn Files>,
    also: Arc<dyn Files>,
}

impl FilesInTwoPlaces {
    /// Files are kept and removed at the first place, and read at both.
    pub fn new(first: Arc<dyn Files>, also: Arc<dyn Files>) -> Self {
        Self { first, also }
    }
}

#[async_trait]
impl Files for FilesInTwoPlaces {
    async fn put(&self, bytes: Vec<u8>) -> Result<FileDigest, FileError> {
        self.first.put(bytes).await
    }

    async fn receive(&self) -> Result<Box<dyn Incoming>, FileError> {
        self.first.receive().await
    }

    async fn get(&self, digest: FileDigest) -> Result<Vec<u8>, FileError> {
        match self.first.get(digest).await {
            Err(error) if is_damage(&error) => or_damage(self.also.get(digest).await, error),
            read => read,
        }
    }

    async fn open(&self, digest: FileDigest) -> Result<Box<dyn Outgoing>, FileError> {
        match self.first.open(digest).await {
            Err(error) if is_damage(&error) => or_damage(self.also.open(digest).await, error),
            opened => opened,
        }
    }

    async fn shelf(&self, first_byte: u8) -> Result<Vec<FileDigest>, FileError> {
        self.first.shelf(first_byte).await
    }

    async fn remove(&self, digest: FileDigest, before: Timestamp) -> Result<bool, FileError> {
        self.first.remove(digest, before).await
    }

    async fn remove_fragments(&self, before: Timestamp) -> Result<u64, FileError> {
        self.first.remove_fragments(before).await
    }
}

fn is_damage(error: &FileError) -> bool {
    matches!(error, FileError::Missing(_) | FileError::Corrupt(_))
}

/// What the second place gave, or the damage at the first, which is what has to be put right.
fn or_damage<T>(also: Result<T, FileError>, first: FileError) -> Result<T, FileError> {
    match also {
        Err(error) if is_damage(&error) => Err(first),
        given => given,
    }
}
