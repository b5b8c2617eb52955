//! A file that is there as a whole or not at all, and that the first of several processes makes.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Makes a file that only its owner may read; `false` when there is one already, which is left as it is.
///
/// # Errors
/// When it cannot be written.
pub(crate) fn make_new_file(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".{}", std::process::id()));
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    let made = file.write_all(bytes).and_then(|()| file.sync_all());
    let made = made.and_then(|()| match fs::hard_link(&unfinished, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        linked => linked.map(|()| true),
    });
    fs::remove_file(&unfinished)?;
    made
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    // FA-01
    #[test]
    fn the_first_file_stays_and_no_other_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        assert!(make_new_file(&path, b"first").unwrap());
        assert!(!make_new_file(&path, b"second").unwrap());
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(make_new_file(&folder.path().join("away/key"), b"first").is_err());
    }
}
