//! The manifest: what a backup is, authenticated with a key that is not in it.

use super::BackupError;
use crate::master_key::DerivedKey;
use serde::{Deserialize, Serialize};

/// The format that this release writes.
const FORMAT: &str = "wariin/backup/v1";

/// What a backup is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    format: String,
    /// In microseconds since 1970.
    pub(super) made_at: i64,
    /// The release that made it.
    program: String,
    /// How many events the chains hold.
    pub(super) events: u64,
    /// How many of them the signed head of the log counts.
    pub(super) integrated: u64,
    /// The signed head.
    pub(super) checkpoint: Option<String>,
    /// The key with which the head is verified.
    key: String,
    /// SHA-256 of the file with the sums, in hexadecimal digits.
    pub(super) sums: String,
    /// How many files there are.
    pub(super) files: u64,
    /// The files that were damaged or missing already, in hexadecimal digits; they are not in the backup.
    pub(super) damaged: Vec<String>,
    /// Those of documents that were deleted while the files were copied.
    #[serde(default)]
    pub(super) deleted: Vec<String>,
}

/// What a new manifest says.
pub(super) struct NewManifest {
    pub(super) made_at: i64,
    pub(super) events: u64,
    pub(super) integrated: u64,
    pub(super) checkpoint: Option<String>,
    pub(super) key: String,
    pub(super) sums: String,
    pub(super) files: u64,
    pub(super) damaged: Vec<String>,
    pub(super) deleted: Vec<String>,
}

impl Manifest {
    pub(super) fn new(new: NewManifest) -> Self {
        Self {
            format: FORMAT.to_owned(),
            made_at: new.made_at,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            events: new.events,
            integrated: new.integrated,
            checkpoint: new.checkpoint,
            key: new.key,
            sums: new.sums,
            files: new.files,
            damaged: new.damaged,
            deleted: new.deleted,
        }
    }

    /// The manifest and its authentication code as text.
    pub(super) fn written(&self, key: &DerivedKey) -> Result<(String, String), serde_json::Error> {
        let json = serde_json::to_string_pretty(self)? + "\n";
        let mac = hex::encode(key.mac(&[json.as_bytes()])) + "\n";
        Ok((json, mac))
    }

    /// Reads what [`Self::written`] has written.
    pub(super) fn read(json: &str, mac: &str, key: &DerivedKey) -> Result<Self, BackupError> {
        #[derive(Deserialize)]
        struct Format {
            format: String,
        }
        let code = hex::decode(mac.trim_end()).unwrap_or_default();
        if code.len() != 32 || !key.has_made(&[json.as_bytes()], &code) {
            return Err(BackupError::Manifest);
        }
        let Format { format } = serde_json::from_str(json).map_err(|_| BackupError::Manifest)?;
        if format != FORMAT {
            return Err(BackupError::Format(format));
        }
        serde_json::from_str(json).map_err(|_| BackupError::Manifest)
    }
}
