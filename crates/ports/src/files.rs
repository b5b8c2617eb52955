//! Where the bytes of files are kept, each under the digest of its contents.

use async_trait::async_trait;
use std::fmt;
use wariin_domain::{DocumentId, FileDigest, FileId, TemplateId, Timestamp};

/// A store of immutable files, addressed by the SHA-256 of their bytes.
#[async_trait]
pub trait Files: Send + Sync {
    /// Keeps the bytes and says under which digest. Keeping the same bytes again is no error, and puts them
    /// right where what was kept is damaged.
    ///
    /// # Errors
    /// [`FileError::Full`] or [`FileError::Unavailable`]; nothing half-written can then be read.
    async fn put(&self, bytes: Vec<u8>) -> Result<FileDigest, FileError>;

    /// Begins to take bytes in that are not kept yet.
    ///
    /// # Errors
    /// [`FileError::Full`] or [`FileError::Unavailable`].
    async fn receive(&self) -> Result<Box<dyn Incoming>, FileError>;

    /// The bytes with this digest, hashed again while reading.
    ///
    /// # Errors
    /// [`FileError::Missing`], [`FileError::Corrupt`] when the bytes have another digest now, or
    /// [`FileError::Unavailable`].
    async fn get(&self, digest: FileDigest) -> Result<Vec<u8>, FileError>;

    /// The same bytes, to be read piece by piece: hashed before the first one leaves, and never all in memory where the
    /// store can do that.
    ///
    /// # Errors
    /// As [`Self::get`].
    async fn open(&self, digest: FileDigest) -> Result<Box<dyn Outgoing>, FileError> {
        Ok(Box::new(self.get(digest).await?))
    }

    /// The digests of the files that begin with this byte.
    ///
    /// # Errors
    /// [`FileError::Unavailable`].
    async fn shelf(&self, first_byte: u8) -> Result<Vec<FileDigest>, FileError>;

    /// Removes a file, unless it was put since this instant; says whether it did.
    ///
    /// # Errors
    /// [`FileError::Unavailable`].
    async fn remove(&self, digest: FileDigest, before: Timestamp) -> Result<bool, FileError>;

    /// Removes what writes that were cut off before this instant have left; says how much that was.
    ///
    /// # Errors
    /// [`FileError::Unavailable`].
    async fn remove_fragments(&self, before: Timestamp) -> Result<u64, FileError>;
}

/// Bytes that arrive piece by piece and are not kept yet. They are gone when this is dropped, and when the
/// process ends.
#[async_trait]
pub trait Incoming: fmt::Debug + Send + Sync {
    /// Takes the next bytes.
    ///
    /// # Errors
    /// [`FileError::Full`] or [`FileError::Unavailable`].
    async fn write(&mut self, piece: &[u8]) -> Result<(), FileError>;

    /// How many bytes there are.
    fn size(&self) -> u64;

    /// All bytes.
    ///
    /// # Errors
    /// [`FileError::Unavailable`]
    async fn read(&mut self) -> Result<Vec<u8>, FileError>;
}

/// Bytes that are in memory anyway.
#[async_trait]
impl Incoming for Vec<u8> {
    async fn write(&mut self, piece: &[u8]) -> Result<(), FileError> {
        self.extend_from_slice(piece);
        Ok(())
    }

    fn size(&self) -> u64 {
        self.len() as u64
    }

    async fn read(&mut self) -> Result<Vec<u8>, FileError> {
        Ok(self.clone())
    }
}

/// Bytes of the right digest that leave piece by piece.
#[async_trait]
pub trait Outgoing: fmt::Debug + Send + Sync {
    /// How many bytes are left.
    fn size(&self) -> u64;

    /// The next bytes; none once all have left.
    ///
    /// # Errors
    /// [`FileError::Unavailable`], also where the bytes end too early.
    async fn next(&mut self) -> Result<Vec<u8>, FileError>;
}

/// Bytes that are in memory anyway.
#[async_trait]
impl Outgoing for Vec<u8> {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    async fn next(&mut self) -> Result<Vec<u8>, FileError> {
        Ok(std::mem::take(self))
    }
}

/// Bytes that something refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// What they belong to.
    pub owner: FileOwner,
    /// The digest under which they are kept.
    pub digest: FileDigest,
}

/// What stored bytes belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileOwner {
    /// A file of a document, as it was taken in or as it was sealed.
    Document {
        /// The document.
        document: DocumentId,
        /// The file.
        file: FileId,
    },
    /// The certificate of agreement of a document.
    Certificate(DocumentId),
    /// A file of a template.
    Template(TemplateId),
    /// An image that organisations have set, such as their stamp.
    Image,
}

/// Why a file could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is no such file.
    #[error("the file {0} is missing")]
    Missing(FileDigest),
    /// The bytes are not those that were kept.
    #[error("the file {0} has been changed in storage")]
    Corrupt(FileDigest),
    /// No space is left; trying again helps once there is some.
    #[error("no space is left in the file store")]
    Full(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store did not answer, or could not take the bytes.
    #[error("the file store is unavailable")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
}
