//! Whether the bytes of a document are still those that were taken in: looked at before they are shown,
//! consented to or sealed, and by the operator.

mod copy;
mod sweep;

use crate::error::retried;
use crate::{Error, Ports, Principal, Result};
use futures_util::{StreamExt, stream};
use wariin_domain::{Actor, Document, DocumentError, DocumentFile, FileDigest, FileId, Refusal};
use wariin_ports::{FileError, Files, Outgoing, StoredFile};

pub use copy::{CopiedFiles, copy_shelf};
pub use sweep::{SweptFiles, sweep_files};

/// How many files are looked up at once.
const PAGE: u32 = 500;
/// How many files of a document are read at once: it may have a hundred, and a person waits for them.
const SIDE_BY_SIDE: usize = 8;

/// The bytes of one file of a document: the sealed ones once it is concluded.
///
/// # Errors
/// [`Error::NotFound`] when the document has no such file; [`DocumentError::FileDamaged`], which is recorded,
/// when its bytes are missing or not those that were kept.
pub async fn read_file(
    ports: &Ports,
    document: &Document,
    file: FileId,
) -> Result<(DocumentFile, Vec<u8>)> {
    let file = document.files.iter().find(|f| f.id == file).ok_or(Error::NotFound)?;
    let digest = file.sealed.map_or(file.digest, |seal| seal.digest);
    Ok((file.clone(), read(ports, document, digest).await?))
}

/// The same file, to be read piece by piece: as large as it is, it takes no memory.
///
/// # Errors
/// As [`read_file`].
pub async fn open_file(
    ports: &Ports,
    document: &Document,
    file: FileId,
) -> Result<(DocumentFile, Box<dyn Outgoing>)> {
    let file = document.files.iter().find(|f| f.id == file).ok_or(Error::NotFound)?;
    let digest = file.sealed.map_or(file.digest, |seal| seal.digest);
    let opened = or_damaged(ports, document, ports.files.open(digest).await).await?;
    Ok((file.clone(), opened))
}

/// The bytes with this digest, of a file of the document.
///
/// # Errors
/// As [`read_file`].
pub(crate) async fn read(
    ports: &Ports,
    document: &Document,
    digest: FileDigest,
) -> Result<Vec<u8>> {
    or_damaged(ports, document, ports.files.get(digest).await).await
}

/// What was read, or the refusal of a damaged file, which is recorded.
async fn or_damaged<T>(
    ports: &Ports,
    document: &Document,
    read: std::result::Result<T, FileError>,
) -> Result<T> {
    match read {
        Err(FileError::Missing(_) | FileError::Corrupt(_)) => {
            record_damage(ports, document).await?;
            Err(DocumentError::FileDamaged.into())
        }
        read => Ok(read?),
    }
}

/// Whether every file of the document is as it was taken in and, once concluded, as it was sealed, the certificate of
/// agreement as it was issued, and every image of a stamp that is still to be printed as it was kept.
///
/// # Errors
/// When the store does not answer.
pub(crate) async fn are_whole(ports: &Ports, document: &Document) -> Result<bool> {
    let uploads = document.files.iter().map(|file| file.digest);
    let sealed = document.sealed_parts().map(|(_, seal)| seal.digest);
    let images = document.stamp_images().filter(|_| !document.is_printed());
    are_each_whole(ports, uploads.chain(sealed).chain(images).collect()).await
}

/// Refuses to go on with the uploads of a document where one is damaged or missing, which is recorded.
///
/// # Errors
/// [`DocumentError::FileDamaged`], or when the store does not answer.
pub(crate) async fn expect_uploads_whole(ports: &Ports, document: &Document) -> Result<()> {
    let uploads = document.files.iter().map(|file| file.digest).collect();
    if are_each_whole(ports, uploads).await? {
        return Ok(());
    }
    record_damage(ports, document).await?;
    Err(DocumentError::FileDamaged.into())
}

async fn are_each_whole(ports: &Ports, digests: Vec<FileDigest>) -> Result<bool> {
    let looks = stream::iter(digests).map(|digest| is_whole(&*ports.files, digest));
    let mut looks = looks.buffer_unordered(SIDE_BY_SIDE);
    while let Some(is_whole) = looks.next().await {
        if !is_whole? {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn is_whole(files: &dyn Files, digest: FileDigest) -> Result<bool> {
    match files.open(digest).await {
        Ok(_) => Ok(true),
        Err(FileError::Missing(_) | FileError::Corrupt(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Records that a file of the document is damaged, and marks the document in the sender's list: once, until
/// [`check_files`] finds its files whole again.
pub(crate) async fn record_damage(ports: &Ports, document: &Document) -> Result<()> {
    tracing::error!(document = %document.id, "a file of the document is damaged or missing");
    retried(|| async {
        let mut tx = ports.storage.begin().await?;
        let now = ports.clock.now();
        if !tx.documents().mark_damaged(document.id, now).await? {
            return Ok(());
        }
        let damaged = document.refused(None, Refusal::FileDamaged, Actor::Service, now);
        tx.audit().append(damaged).await?;
        Ok(tx.commit().await?)
    })
    .await
}

/// What a check of all files came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileCheck {
    /// How many files were read.
    pub read: u64,
    /// Those that were damaged or missing, and were put right from the copy.
    pub repaired: Vec<StoredFile>,
    /// Those that are damaged or missing.
    pub damaged: Vec<StoredFile>,
    /// How many files are there that neither a document nor a template refers to.
    pub orphans: u64,
}

/// Reads every file of every document and template and every image of an organisation, and puts those right
/// that are damaged or missing where the copy has their bytes. Documents whose files are whole again lose their mark.
///
/// # Errors
/// [`Error::NotFound`] for every principal but the operator, or when storage fails.
pub async fn check_files(
    ports: &Ports,
    principal: Principal,
    copy: Option<&dyn Files>,
) -> Result<FileCheck> {
    principal.expect_operator()?;
    let mut check = FileCheck::default();
    let mut after = None;
    loop {
        let (page, last) = ports.views.stored_files(after, PAGE).await?;
        check_each(ports, copy, page, &mut check).await?;
        if last.is_none() {
            break;
        }
        after = last;
    }
    check_each(ports, copy, ports.views.shared_files().await?, &mut check).await?;
    unmark_whole(ports).await?;
    check.orphans = sweep::find_orphans(ports).await?.len() as u64;
    Ok(check)
}

async fn unmark_whole(ports: &Ports) -> Result<()> {
    for marked in ports.views.damaged_documents().await? {
        let document = ports.views.document(marked).await?;
        let Some(document) = document else { continue };
        if !are_whole(ports, &document).await? {
            continue;
        }
        retried(|| async {
            let mut tx = ports.storage.begin().await?;
            let Some(document) = tx.documents().find(marked).await? else {
                return Ok(());
            };
            tx.documents().mark_whole(&document).await?;
            Ok(tx.commit().await?)
        })
        .await?;
    }
    Ok(())
}

async fn check_each(
    ports: &Ports,
    copy: Option<&dyn Files>,
    stored: Vec<StoredFile>,
    check: &mut FileCheck,
) -> Result<()> {
    for stored in stored {
        check.read += 1;
        if is_whole(&*ports.files, stored.digest).await? {
            continue;
        }
        if repair(ports, copy, stored.digest).await? {
            check.repaired.push(stored);
        } else {
            check.damaged.push(stored);
        }
    }
    Ok(())
}

async fn repair(ports: &Ports, copy: Option<&dyn Files>, digest: FileDigest) -> Result<bool> {
    let Some(copy) = copy else {
        return Ok(false);
    };
    match copy.get(digest).await {
        Ok(bytes) => {
            ports.files.put(bytes).await?;
            is_whole(&*ports.files, digest).await
        }
        Err(FileError::Missing(_) | FileError::Corrupt(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
