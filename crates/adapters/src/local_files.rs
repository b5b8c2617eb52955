//! Files in a local folder, each under its digest, written once and hashed again on every read.

mod incoming;
mod outgoing;
mod sweep;

pub(crate) use incoming::IncomingFile;
pub(crate) use outgoing::OutgoingFile;

use async_trait::async_trait;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload};
use sha2::{Digest, Sha256};
use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::task::spawn_blocking;
use wariin_domain::{FileDigest, Timestamp};
use wariin_ports::{FileError, Files, Incoming, Outgoing};

/// A folder of immutable files.
#[derive(Clone, Debug)]
pub struct LocalFiles {
    store: Arc<LocalFileSystem>,
    folder: PathBuf,
}

impl LocalFiles {
    /// Files under this folder, which must exist.
    ///
    /// # Errors
    /// [`FileError::Full`] or [`FileError::Unavailable`].
    pub fn open(folder: &Path) -> Result<Self, FileError> {
        let store = LocalFileSystem::new_with_prefix(folder).map_err(unavailable)?;
        let store = Arc::new(store.with_fsync(true).with_automatic_cleanup(true));
        Ok(Self { store, folder: folder.to_owned() })
    }

    /// Does something with the folder, beside other work.
    async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> io::Result<T> + Send + 'static,
    ) -> Result<T, FileError> {
        let files = self.clone();
        let done = spawn_blocking(move || work(&files)).await;
        done.map_err(|e| FileError::Unavailable(e.into()))?
            .map_err(|e| FileError::Unavailable(e.into()))
    }
}

#[async_trait]
impl Files for LocalFiles {
    async fn put(&self, bytes: Vec<u8>) -> Result<FileDigest, FileError> {
        let (digest, bytes) = hashed(bytes).await?;
        let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
        let payload = PutPayload::from(bytes);
        match self.store.put_opts(&key(digest), payload.clone(), options).await {
            Ok(_) => Ok(digest),
            Err(object_store::Error::AlreadyExists { .. }) => {
                // The bytes that are there may have been damaged since, or be about to be removed.
                let is_kept = self.get(digest).await.is_ok()
                    && self.on_disk(move |files| files.touch(digest)).await.is_ok();
                if !is_kept {
                    self.store.put(&key(digest), payload).await.map_err(unavailable)?;
                }
                Ok(digest)
            }
            Err(error) => Err(unavailable(error)),
        }
    }

    async fn receive(&self) -> Result<Box<dyn Incoming>, FileError> {
        Ok(Box::new(IncomingFile::create(self.folder.clone()).await?))
    }

    async fn get(&self, digest: FileDigest) -> Result<Vec<u8>, FileError> {
        let found = self.store.get(&key(digest)).await.map_err(|error| match error {
            object_store::Error::NotFound { .. } => FileError::Missing(digest),
            other => unavailable(other),
        })?;
        let bytes = found.bytes().await.map_err(unavailable)?;
        let (actual, bytes) = hashed(Vec::from(bytes)).await?;
        if actual == digest { Ok(bytes) } else { Err(FileError::Corrupt(digest)) }
    }

    async fn open(&self, digest: FileDigest) -> Result<Box<dyn Outgoing>, FileError> {
        let path = self.folder.join(name_of(digest));
        let opened = spawn_blocking(move || OutgoingFile::open(&path, digest)).await;
        Ok(Box::new(opened.map_err(|e| FileError::Unavailable(e.into()))??))
    }

    async fn shelf(&self, first_byte: u8) -> Result<Vec<FileDigest>, FileError> {
        self.on_disk(move |files| files.list_shelf(first_byte)).await
    }

    async fn remove(&self, digest: FileDigest, before: Timestamp) -> Result<bool, FileError> {
        self.on_disk(move |files| files.remove_file(digest, before)).await
    }

    async fn remove_fragments(&self, before: Timestamp) -> Result<u64, FileError> {
        self.on_disk(move |files| files.remove_old_fragments(before)).await
    }
}

fn key(digest: FileDigest) -> Key {
    Key::from(name_of(digest))
}

/// `ab/abcdef…`: no folder grows too large.
pub(crate) fn name_of(digest: FileDigest) -> String {
    let name = digest.to_string();
    format!("{}/{name}", &name[..2])
}

/// The digest of these bytes, computed beside other work.
pub(crate) async fn hashed(bytes: Vec<u8>) -> Result<(FileDigest, Vec<u8>), FileError> {
    let work = move || (FileDigest::new(Sha256::digest(&bytes).into()), bytes);
    spawn_blocking(work).await.map_err(|e| FileError::Unavailable(e.into()))
}

fn unavailable(error: object_store::Error) -> FileError {
    failed(error)
}

fn failed(error: impl Error + Send + Sync + 'static) -> FileError {
    if is_full(&error) {
        FileError::Full(error.into())
    } else {
        FileError::Unavailable(error.into())
    }
}

/// Whether the cause, however deep, is that no space or no quota is left.
fn is_full(error: &(dyn Error + 'static)) -> bool {
    let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
    matches!(kind, Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded))
        || error.source().is_some_and(is_full)
}

#[cfg(test)]
mod tests {
    use super::*;

    // FA-04
    #[test]
    fn a_write_that_finds_no_space_left_is_told_apart_from_a_store_that_does_not_answer() {
        let failed = |kind: io::ErrorKind| {
            let source = Box::new(io::Error::from(kind));
            unavailable(object_store::Error::Generic { store: "LocalFileSystem", source })
        };
        for kind in [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded] {
            assert!(matches!(failed(kind), FileError::Full(_)), "{kind}");
        }
        for kind in [io::ErrorKind::PermissionDenied, io::ErrorKind::TimedOut] {
            assert!(matches!(failed(kind), FileError::Unavailable(_)), "{kind}");
        }
    }
}
