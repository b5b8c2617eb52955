//! The storage of files at a place: files, drawn pages, and whether the place is there.

use crate::bucket::{Bucket, BucketAccess, BucketFault, BucketFiles, BucketSettingsError};
use crate::file_place::FilePlace;
use crate::kept_pages::KeptPages;
use crate::local_files::LocalFiles;
use crate::marker_file::MarkerFile;
use crate::master_key::MasterKey;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use wariin_ports::{FileError, Files, PageStore};

/// The storage of files at a place.
#[derive(Clone, Debug)]
pub struct FileStore {
    place: FilePlace,
    store: Store,
}

#[derive(Clone, Debug)]
enum Store {
    Folder {
        folder: PathBuf,
        files: LocalFiles,
    },
    Bucket {
        bucket: Bucket,
        spool: PathBuf,
        /// Whether it did once what files need.
        is_tried: Arc<AtomicBool>,
    },
}

/// Why a place cannot be used as it is set.
#[derive(Debug, thiserror::Error)]
pub enum FileStoreError {
    /// The folder cannot be opened.
    #[error(transparent)]
    Folder(#[from] FileError),
    /// The bucket cannot be reached with these settings.
    #[error(transparent)]
    Bucket(#[from] BucketSettingsError),
}

/// Why the place does not answer as it should.
#[derive(Debug, thiserror::Error)]
pub enum FileStoreFault {
    /// The folder is not there, or takes no files.
    #[error(transparent)]
    Folder(#[from] io::Error),
    /// The bucket, the key or the server lacks something.
    #[error(transparent)]
    Bucket(#[from] BucketFault),
}

impl FileStore {
    /// The storage at this place. A folder must hold the folder `files`; a bucket is not asked yet. While uploads
    /// arrive for a bucket, they lie in the folder `spool` of this machine.
    ///
    /// # Errors
    /// [`FileStoreError`].
    pub fn open(
        place: &FilePlace,
        access: &BucketAccess,
        spool: &Path,
    ) -> Result<Self, FileStoreError> {
        let store = match place {
            FilePlace::Folder(folder) => Store::Folder {
                folder: folder.clone(),
                files: LocalFiles::open(&folder.join("files"))?,
            },
            FilePlace::Bucket { bucket, prefix } => Store::Bucket {
                bucket: Bucket::open(bucket, prefix, access)?,
                spool: spool.to_owned(),
                is_tried: Arc::default(),
            },
        };
        Ok(Self { place: place.clone(), store })
    }

    /// Where it is.
    pub fn place(&self) -> &FilePlace {
        &self.place
    }

    /// The files.
    pub fn files(&self) -> Arc<dyn Files> {
        match &self.store {
            Store::Folder { files, .. } => Arc::new(files.clone()),
            Store::Bucket { bucket, spool, .. } => {
                Arc::new(BucketFiles::new(bucket.clone(), spool.clone()))
            }
        }
    }

    /// The drawn pages, authenticated with a key that is derived from this one.
    pub fn pages(&self, key: &MasterKey) -> Arc<dyn PageStore> {
        Arc::new(match &self.store {
            Store::Folder { folder, .. } => KeptPages::new(folder.join("pages"), key),
            Store::Bucket { bucket, .. } => KeptPages::in_bucket(bucket.clone(), key),
        })
    }

    /// Makes the marker by which the place is known to be there, and tries a bucket out; says how long a write
    /// and a read of it took.
    ///
    /// # Errors
    /// [`FileStoreFault`].
    pub async fn try_out(&self) -> Result<Option<Duration>, FileStoreFault> {
        match &self.store {
            Store::Folder { folder, .. } => {
                MarkerFile::of(&folder.join("files")).make()?;
                Ok(None)
            }
            Store::Bucket { bucket, is_tried, .. } => {
                let took = bucket.try_out().await?;
                is_tried.store(true, Ordering::Relaxed);
                Ok(Some(took))
            }
        }
    }

    /// Looks whether files can be listed; writes nothing.
    ///
    /// # Errors
    /// [`FileStoreFault`].
    pub async fn try_listing(&self) -> Result<(), FileStoreFault> {
        match &self.store {
            Store::Folder { folder, .. } => {
                std::fs::read_dir(folder.join("files"))?;
                Ok(())
            }
            Store::Bucket { bucket, .. } => Ok(bucket.try_listing().await?),
        }
    }

    /// Reads the marker. A bucket that was away when it was tried out is tried out now.
    ///
    /// # Errors
    /// [`FileStoreFault`] when it is not there, or not as it was made.
    pub async fn read_marker(&self) -> Result<(), FileStoreFault> {
        match &self.store {
            Store::Folder { folder, .. } => {
                Ok(MarkerFile::of(&folder.join("files")).read().await?)
            }
            Store::Bucket { bucket, is_tried, .. } if is_tried.load(Ordering::Relaxed) => {
                Ok(bucket.read_marker().await?)
            }
            Store::Bucket { .. } => self.try_out().await.map(|_| ()),
        }
    }
}
