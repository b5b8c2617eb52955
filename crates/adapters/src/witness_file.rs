//! The witness as a file beside the database.

use crate::private_file;
use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use tokio::task::spawn_blocking;
use wariin_ports::{Witness, WitnessError, Witnessed};

/// A file that says how far the log of the database had come.
#[derive(Clone, Debug)]
pub struct WitnessFile {
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    recoveries: u32,
    checkpoint: String,
}

impl WitnessFile {
    /// The witness in this folder of data.
    pub fn of(folder: &Path) -> Self {
        Self { path: folder.join("witness.json") }
    }
}

#[async_trait]
impl Witness for WitnessFile {
    async fn read(&self) -> Result<Option<Witnessed>, WitnessError> {
        let text = match tokio::fs::read_to_string(&self.path).await {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        let Stored { recoveries, checkpoint } = serde_json::from_str(&text).map_err(failed)?;
        Ok(Some(Witnessed { recoveries, checkpoint }))
    }

    async fn write(&self, witnessed: &Witnessed) -> Result<(), WitnessError> {
        let Witnessed { recoveries, checkpoint } = witnessed.clone();
        let json = serde_json::to_string(&Stored { recoveries, checkpoint }).map_err(failed)?;
        let path = self.path.clone();
        let written = spawn_blocking(move || private_file::replace(&path, json.as_bytes()));
        written.await.map_err(failed)?.map_err(failed)
    }
}

fn failed(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> WitnessError {
    WitnessError(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    // EV-05
    #[tokio::test]
    async fn a_witness_is_read_as_it_was_written_and_a_damaged_one_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let witness = WitnessFile::of(folder.path());
        assert_eq!(witness.read().await.unwrap(), None);
        for recoveries in [0, 3] {
            let seen = Witnessed { recoveries, checkpoint: "wariin/1\n7\n".to_owned() };
            witness.write(&seen).await.unwrap();
            assert_eq!(witness.read().await.unwrap(), Some(seen));
        }
        let mode = std::fs::metadata(&witness.path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left beside it"
        );
        std::fs::write(&witness.path, "{").unwrap();
        assert!(witness.read().await.is_err());
    }
}
