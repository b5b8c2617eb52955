//! A file by which the folder of files is known to be there: that of a disk that was taken away has none.

use std::io;
use std::path::{Path, PathBuf};

const NAME: &str = ".wariin";
const TEXT: &str = "This file shows that the folder is there. Keep it.\n";

/// The file that marks a folder.
#[derive(Clone, Debug)]
pub struct MarkerFile {
    path: PathBuf,
}

impl MarkerFile {
    /// The marker of this folder.
    pub fn of(folder: &Path) -> Self {
        Self { path: folder.join(NAME) }
    }

    /// Makes it, unless it is there.
    ///
    /// # Errors
    /// When the folder is not there or takes no files.
    pub fn make(&self) -> io::Result<()> {
        let is_there = std::fs::read_to_string(&self.path).is_ok_and(|text| text == TEXT);
        if is_there { Ok(()) } else { std::fs::write(&self.path, TEXT) }
    }

    /// Reads it.
    ///
    /// # Errors
    /// When it is not there, or not as it was made.
    pub async fn read(&self) -> io::Result<()> {
        let text = tokio::fs::read_to_string(&self.path).await?;
        if text == TEXT { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
    }
}
