//! Which files of the folder were put when, and the end of those that are needed no more.

use super::{LocalFiles, key};
use std::fs::{self, File, FileTimes};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use wariin_domain::{FileDigest, Timestamp};

/// What stands between a file's name and the mark of a write that is not finished, or of a removal.
const MARK: char = '#';
const REMOVED: &str = "#removed";

impl LocalFiles {
    pub(super) fn path(&self, digest: FileDigest) -> PathBuf {
        self.folder.join(key(digest).as_ref())
    }

    /// Says that the file is needed from now on; fails when it is gone.
    pub(super) fn touch(&self, digest: FileDigest) -> io::Result<()> {
        let now = FileTimes::new().set_modified(SystemTime::now());
        let path = self.path(digest);
        File::open(&path)?.set_times(now)?;
        // A removal may have taken it away since it was opened.
        fs::metadata(path).map(|_| ())
    }

    /// The files whose digests begin with this byte.
    pub(super) fn list_shelf(&self, first_byte: u8) -> io::Result<Vec<FileDigest>> {
        let names = self.names(first_byte)?;
        Ok(names.iter().filter_map(|name| FileDigest::parse(name)).collect())
    }

    /// Removes a file that was last put before this instant. It is moved aside first: one that was put again
    /// meanwhile is moved back.
    pub(super) fn remove_file(&self, digest: FileDigest, before: Timestamp) -> io::Result<bool> {
        let path = self.path(digest);
        if !is_older(&path, before)? {
            return Ok(false);
        }
        let mut aside = path.as_os_str().to_owned();
        aside.push(REMOVED);
        let aside = PathBuf::from(aside);
        match fs::rename(&path, &aside) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            moved => moved?,
        }
        let is_gone = is_older(&aside, before)?;
        if !is_gone {
            match fs::hard_link(&aside, &path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        fs::remove_file(aside)?;
        Ok(is_gone)
    }

    /// Removes what writes that were cut off have left before this instant.
    pub(super) fn remove_old_fragments(&self, before: Timestamp) -> io::Result<u64> {
        let mut removed = 0;
        for shelf in 0..=u8::MAX {
            for name in self.names(shelf)? {
                let is_fragment = name
                    .split_once(MARK)
                    .is_some_and(|(digest, _)| FileDigest::parse(digest).is_some());
                let path = self.folder.join(folder_name(shelf)).join(&name);
                if is_fragment && is_older(&path, before)? {
                    match fs::remove_file(path) {
                        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                        Err(_) => {}
                        Ok(()) => removed += 1,
                    }
                }
            }
        }
        Ok(removed)
    }

    fn names(&self, first_byte: u8) -> io::Result<Vec<String>> {
        let entries = match fs::read_dir(self.folder.join(folder_name(first_byte))) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut names = Vec::new();
        for entry in entries {
            names.extend(entry?.file_name().into_string().ok());
        }
        Ok(names)
    }
}

fn folder_name(first_byte: u8) -> String {
    format!("{first_byte:02x}")
}

/// Whether it was last changed before this instant; one that is gone was not.
fn is_older(path: &Path, than: Timestamp) -> io::Result<bool> {
    let changed = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        metadata => metadata?.modified()?,
    };
    let since = changed.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Ok(i64::try_from(since.as_micros()).unwrap_or(i64::MAX) < than.as_micros())
}
