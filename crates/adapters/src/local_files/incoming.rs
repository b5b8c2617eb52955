//! Bytes that arrive: on disk in a file without a name, which is gone with the process however it ends.

use super::failed;
use async_trait::async_trait;
use std::io::{self, SeekFrom};
use std::path::PathBuf;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use tokio::task::spawn_blocking;
use wariin_ports::{FileError, Incoming};

/// How many bytes are held back on their way to the disk.
const BUFFER: usize = 256 * 1024;

/// A file without a name.
#[derive(Debug)]
pub(crate) struct IncomingFile {
    file: File,
    size: u64,
}

impl IncomingFile {
    /// An empty file on the disk of this folder.
    pub(crate) async fn create(folder: PathBuf) -> Result<Self, FileError> {
        let made = spawn_blocking(move || tempfile::tempfile_in(folder)).await;
        let file = made.map_err(|e| FileError::Unavailable(e.into()))?.map_err(failed)?;
        let mut file = File::from_std(file);
        file.set_max_buf_size(BUFFER);
        Ok(Self { file, size: 0 })
    }

    /// The file itself.
    pub(crate) async fn into_std(self) -> std::fs::File {
        self.file.into_std().await
    }

    async fn append(&mut self, piece: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::End(0)).await?;
        self.file.write_all(piece).await?;
        // An error of the write comes with the flush.
        self.file.flush().await
    }

    async fn read_whole(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.size).unwrap_or(0));
        self.file.seek(SeekFrom::Start(0)).await?;
        self.file.read_to_end(&mut bytes).await?;
        Ok(bytes)
    }
}

#[async_trait]
impl Incoming for IncomingFile {
    async fn write(&mut self, piece: &[u8]) -> Result<(), FileError> {
        self.append(piece).await.map_err(failed)?;
        self.size += piece.len() as u64;
        Ok(())
    }

    fn size(&self) -> u64 {
        self.size
    }

    async fn read(&mut self) -> Result<Vec<u8>, FileError> {
        self.read_whole().await.map_err(failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    // EV-08
    #[tokio::test]
    async fn what_arrives_is_read_as_it_was_written_and_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let mut incoming = IncomingFile::create(folder.path().to_owned()).await.unwrap();
        for piece in [&b"a con"[..], b"", b"tract"] {
            incoming.write(piece).await.unwrap();
        }
        assert_eq!(incoming.size(), 10);
        assert_eq!(incoming.read().await.unwrap(), b"a contract");
        incoming.write(b"!").await.unwrap();
        assert_eq!(incoming.read().await.unwrap(), b"a contract!");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    // FA-04
    #[tokio::test]
    async fn a_disk_without_space_is_told_apart_while_bytes_arrive() {
        let full = fs::OpenOptions::new().read(true).write(true).open("/dev/full").unwrap();
        let mut incoming = IncomingFile { file: File::from_std(full), size: 0 };
        assert!(matches!(incoming.write(b"a contract").await, Err(FileError::Full(_))));
        assert_eq!(incoming.size(), 0);
    }
}
