//! Bytes that leave: hashed from the disk before the first one, then read from there piece by piece.

use super::failed;
use async_trait::async_trait;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;
use tokio::task::spawn_blocking;
use wariin_domain::FileDigest;
use wariin_ports::{FileError, Outgoing};

/// How many bytes are in memory at once.
pub(crate) const PIECE: usize = 64 * 1024;

/// A file that was hashed.
#[derive(Debug)]
pub(crate) struct OutgoingFile {
    file: Arc<File>,
    /// How many bytes have left.
    at: u64,
    size: u64,
}

impl OutgoingFile {
    /// The file at this path, when its bytes have this digest. It stays the same while it is read: files are replaced,
    /// never changed.
    ///
    /// # Errors
    /// As [`wariin_ports::Files::get`].
    pub(super) fn open(path: &Path, digest: FileDigest) -> Result<Self, FileError> {
        let file = File::open(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => FileError::Missing(digest),
            _ => failed(error),
        })?;
        Self::of(file, digest)
    }

    /// This file, when its bytes have this digest.
    ///
    /// # Errors
    /// [`FileError::Corrupt`] or [`FileError::Unavailable`].
    pub(crate) fn of(file: File, digest: FileDigest) -> Result<Self, FileError> {
        let (mut hasher, mut size, mut piece) = (Sha256::new(), 0, vec![0; PIECE]);
        loop {
            let read = read_at(&file, &mut piece, size).map_err(failed)?;
            if read == 0 {
                break;
            }
            hasher.update(&piece[..read]);
            size += read as u64;
        }
        if FileDigest::new(hasher.finalize().into()) != digest {
            return Err(FileError::Corrupt(digest));
        }
        Ok(Self { file: Arc::new(file), at: 0, size })
    }
}

fn read_at(file: &File, piece: &mut [u8], at: u64) -> io::Result<usize> {
    loop {
        match file.read_at(piece, at) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

#[async_trait]
impl Outgoing for OutgoingFile {
    fn size(&self) -> u64 {
        self.size - self.at
    }

    async fn next(&mut self) -> Result<Vec<u8>, FileError> {
        let length = usize::try_from(self.size()).map_or(PIECE, |left| left.min(PIECE));
        if length == 0 {
            return Ok(Vec::new());
        }
        let (file, at) = (Arc::clone(&self.file), self.at);
        let read = spawn_blocking(move || {
            let mut piece = vec![0; length];
            file.read_exact_at(&mut piece, at).map(|()| piece)
        });
        let piece = read.await.map_err(|e| FileError::Unavailable(e.into()))?.map_err(failed)?;
        self.at += piece.len() as u64;
        Ok(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    // EV-08 DO-01
    #[tokio::test]
    async fn a_file_leaves_piece_by_piece_and_a_changed_one_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let bytes: Vec<u8> = (0..3 * PIECE + 5).map(|at| u8::try_from(at % 251).unwrap()).collect();
        let digest = FileDigest::new(Sha256::digest(&bytes).into());
        assert!(matches!(OutgoingFile::open(&path, digest), Err(FileError::Missing(_))));
        fs::write(&path, &bytes).unwrap();
        let mut file = OutgoingFile::open(&path, digest).unwrap();
        assert_eq!(file.size(), bytes.len() as u64);
        // Removed or replaced meanwhile, it is still what was hashed.
        fs::remove_file(&path).unwrap();
        let mut left = Vec::new();
        loop {
            let piece = file.next().await.unwrap();
            assert!(piece.len() <= PIECE);
            if piece.is_empty() {
                break;
            }
            left.extend(piece);
        }
        assert!(left == bytes && file.size() == 0);

        fs::write(&path, [&bytes[1..], b"x"].concat()).unwrap();
        assert!(matches!(OutgoingFile::open(&path, digest), Err(FileError::Corrupt(_))));
    }

    // FA-11
    #[tokio::test]
    async fn a_file_that_is_cut_short_while_it_leaves_is_an_error_and_no_shorter_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let bytes = vec![7; 2 * PIECE];
        fs::write(&path, &bytes).unwrap();
        let digest = FileDigest::new(Sha256::digest(&bytes).into());
        let mut file = OutgoingFile::open(&path, digest).unwrap();
        file.next().await.unwrap();
        File::options().write(true).open(&path).unwrap().set_len(PIECE as u64 + 9).unwrap();
        assert!(matches!(file.next().await, Err(FileError::Unavailable(_))));
    }
}
