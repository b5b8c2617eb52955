//! The image of an organisation's stamp (印影).

use super::manage::{AtWork, administer};
use crate::document::Upload;
use crate::{Caller, Error, Ports, Principal, Result};
use wariin_domain::FileDigest;
use wariin_ports::{MAX_STAMP_BYTES, StampRefusal};

/// Sets the image that stamps of the organisation show, in fields that take it.
///
/// # Errors
/// [`Error::Stamp`] for what is no such image, or [`Error::Organisation`].
pub async fn set_stamp(ports: &Ports, principal: Principal, upload: Upload) -> Result<()> {
    let mut contents = upload.contents;
    if contents.size() > MAX_STAMP_BYTES {
        return Err(StampRefusal::TooLarge.into());
    }
    let image = ports.stamps.take_in(contents.read().await?).await?;
    let stamp = ports.files.put(image).await?;
    change_stamp(ports, principal, Some(stamp)).await
}

/// Removes the image; what was stamped with it keeps it.
///
/// # Errors
/// [`Error::Organisation`].
pub async fn remove_stamp(ports: &Ports, principal: Principal) -> Result<()> {
    change_stamp(ports, principal, None).await
}

async fn change_stamp(
    ports: &Ports,
    principal: Principal,
    stamp: Option<FileDigest>,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let AtWork { mut organisation, admin } = administer(&mut *tx, principal, now).await?;

    let events = organisation.set_stamp(stamp, admin, now);

    tx.accounts().save_organisation(&organisation, events).await?;
    Ok(tx.commit().await?)
}

/// The image of the stamp of the caller's organisation, as PNG.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub async fn stamp_image(ports: &Ports, caller: &Caller) -> Result<Vec<u8>> {
    let organisation = caller.organisation.as_ref().ok_or(Error::NotFound)?;
    let stamp = organisation.stamp.ok_or(Error::NotFound)?;
    Ok(ports.files.get(stamp).await?)
}
