//! The double of the store of files: what it opens is what it is told to get.

use crate::{FileError, Files, Incoming};
use async_trait::async_trait;
use wariin_domain::{FileDigest, Timestamp};

mockall::mock! {
    /// A store of files.
    pub Files {}

    #[async_trait]
    impl Files for Files {
        async fn put(&self, bytes: Vec<u8>) -> Result<FileDigest, FileError>;
        async fn receive(&self) -> Result<Box<dyn Incoming>, FileError>;
        async fn get(&self, digest: FileDigest) -> Result<Vec<u8>, FileError>;
        async fn shelf(&self, first_byte: u8) -> Result<Vec<FileDigest>, FileError>;
        async fn remove(&self, digest: FileDigest, before: Timestamp) -> Result<bool, FileError>;
        async fn remove_fragments(&self, before: Timestamp) -> Result<u64, FileError>;
    }
}
