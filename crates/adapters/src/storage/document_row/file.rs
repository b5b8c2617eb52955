//! The files of documents as rows and back.

use crate::storage::codec::{self, Changes, PreparedFields};
use crate::storage::entity::document_file;
use crate::storage::error::corrupt;
use wariin_domain::{
    Confirmation, DocumentFile, DocumentId, FileDigest, FileName, Seal, SealLevel, Surface,
    Timestamp,
};
use wariin_ports::StorageError;

/// A file's row.
pub(in crate::storage) fn file_row(
    document: DocumentId,
    position: i32,
    file: &DocumentFile,
) -> Result<document_file::Model, StorageError> {
    Ok(document_file::Model {
        id: file.id.into(),
        document_id: document.into(),
        position,
        name: file.name.as_str().to_owned(),
        bytes: i64::try_from(file.bytes).unwrap_or(i64::MAX),
        pages: i32::try_from(file.pages).unwrap_or(i32::MAX),
        digest: file.digest.as_bytes().to_vec(),
        surface: match &file.surface {
            Surface::Unknown => None,
            known => Some(codec::encode(known)?),
        },
        prepared: match file.prepared.as_slice() {
            [] => None,
            fields => Some(codec::encode(&PreparedFields(fields.to_vec()))?),
        },
        sealed_digest: file.sealed.map(|seal| seal.digest.as_bytes().to_vec()),
        seal_level: file.sealed.map(|seal| seal.level.name().to_owned()),
        changes: match file.changes.as_slice() {
            [] => None,
            changes => Some(codec::encode(&Changes(changes.to_vec()))?),
        },
        confirmed_by: file.confirmed.map(|confirmed| confirmed.by.into()),
        confirmed_at: file.confirmed.map(|confirmed| confirmed.at.as_micros()),
    })
}

/// A stored file.
pub(super) fn file(row: &document_file::Model) -> Result<DocumentFile, StorageError> {
    let digest = |bytes: &[u8]| {
        bytes.try_into().map(FileDigest::new).map_err(|_| corrupt("document_file.digest"))
    };
    Ok(DocumentFile {
        id: row.id.into(),
        name: FileName::sanitized(&row.name),
        bytes: u64::try_from(row.bytes).map_err(|_| corrupt("document_file.bytes"))?,
        pages: u32::try_from(row.pages).map_err(|_| corrupt("document_file.pages"))?,
        changes: codec::decode_option::<Changes>(row.changes.as_deref())?
            .map(|changes| changes.0)
            .unwrap_or_default(),
        confirmed: row
            .confirmed_by
            .zip(row.confirmed_at)
            .map(|(by, at)| Confirmation { by: by.into(), at: Timestamp::from_micros(at) }),
        digest: digest(&row.digest)?,
        surface: codec::decode_option(row.surface.as_deref())?.unwrap_or_default(),
        prepared: codec::decode_option::<PreparedFields>(row.prepared.as_deref())?
            .map(|prepared| prepared.0)
            .unwrap_or_default(),
        sealed: match (row.sealed_digest.as_deref(), row.seal_level.as_deref()) {
            (None, _) => None,
            (Some(sealed), level) => Some(Seal {
                digest: digest(sealed)?,
                level: level
                    .and_then(SealLevel::parse)
                    .ok_or_else(|| corrupt("document_file.seal_level"))?,
            }),
        },
    })
}
