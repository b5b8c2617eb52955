//! Files that move from one store to another while the service runs.

use super::is_whole;
use crate::{Principal, Result};
use wariin_domain::FileDigest;
use wariin_ports::{FileError, Files};

/// What was copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CopiedFiles {
    /// How many files were copied, and read again by their digests.
    pub copied: u64,
    /// How many were there already, with the right bytes.
    pub present: u64,
    /// Those that are damaged where they come from, and are not whole where they go to.
    pub damaged: Vec<FileDigest>,
}

/// Copies the files whose digests begin with this byte, unless they are there already. A copy that was cut off
/// goes on when it is asked for again. A file that is removed meanwhile is passed over.
///
/// # Errors
/// [`crate::Error::NotFound`] for every principal but the operator, or when a store fails, also by giving other
/// bytes back than it was given.
pub async fn copy_shelf(
    principal: Principal,
    from: &dyn Files,
    to: &dyn Files,
    first_byte: u8,
) -> Result<CopiedFiles> {
    principal.expect_operator()?;
    let mut done = CopiedFiles::default();
    for digest in from.shelf(first_byte).await? {
        if is_whole(to, digest).await? {
            done.present += 1;
            continue;
        }
        match from.get(digest).await {
            Ok(bytes) => {
                to.put(bytes).await?;
                to.get(digest).await?;
                done.copied += 1;
            }
            Err(FileError::Corrupt(_)) => done.damaged.push(digest),
            Err(FileError::Missing(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(done)
}
