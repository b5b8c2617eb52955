//! What an organisation shows of itself: its name, its address, its logo, its colour.

use super::manage::{AtWork, administer};
use crate::document::Upload;
use crate::{Caller, Error, Ports, Principal, Result};
use wariin_domain::{AccentColour, FileDigest, OrganisationLooks, OrganisationName, PostalAddress};
use wariin_ports::{LogoRefusal, MAX_LOGO_BYTES};

/// How the organisation is named and shown from now on.
#[derive(Clone, Debug)]
pub struct DescribeOrganisation {
    /// Its name.
    pub name: OrganisationName,
    /// Its address, if it shows one.
    pub address: Option<PostalAddress>,
    /// The colour of its mails and of its recipients' pages.
    pub colour: AccentColour,
}

/// Sets name, address and colour; documents that were sent keep the name of their time.
///
/// # Errors
/// [`Error::Organisation`].
pub async fn describe_organisation(
    ports: &Ports,
    principal: Principal,
    command: DescribeOrganisation,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let AtWork { mut organisation, admin } = administer(&mut *tx, principal, now).await?;

    let DescribeOrganisation { name, address, colour } = command;
    let renamed = organisation.rename(name, admin, now);
    let looks = OrganisationLooks { address, colour, logo: organisation.looks.logo };
    let events = renamed.and(organisation.set_looks(looks, admin, now));

    tx.accounts().save_organisation(&organisation, events).await?;
    Ok(tx.commit().await?)
}

/// Sets the logo, of a PNG or an SVG.
///
/// # Errors
/// [`Error::Logo`] for what is no such image, or [`Error::Organisation`].
pub async fn set_logo(ports: &Ports, principal: Principal, upload: Upload) -> Result<()> {
    let mut contents = upload.contents;
    if contents.size() > MAX_LOGO_BYTES {
        return Err(LogoRefusal::TooLarge.into());
    }
    // Drawing costs time: it is done for those only who may set the logo.
    let mut tx = ports.storage.begin().await?;
    administer(&mut *tx, principal, ports.clock.now()).await?;
    drop(tx);
    let image = ports.logos.take_in(contents.read().await?).await?;
    let logo = ports.files.put(image).await?;
    change_logo(ports, principal, Some(logo)).await
}

/// Removes the logo.
///
/// # Errors
/// [`Error::Organisation`].
pub async fn remove_logo(ports: &Ports, principal: Principal) -> Result<()> {
    change_logo(ports, principal, None).await
}

async fn change_logo(ports: &Ports, principal: Principal, logo: Option<FileDigest>) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let AtWork { mut organisation, admin } = administer(&mut *tx, principal, now).await?;

    let looks = OrganisationLooks { logo, ..organisation.looks.clone() };
    let events = organisation.set_looks(looks, admin, now);

    tx.accounts().save_organisation(&organisation, events).await?;
    Ok(tx.commit().await?)
}

/// The logo of the caller's organisation, as PNG.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub async fn logo_image(ports: &Ports, caller: &Caller) -> Result<Vec<u8>> {
    let organisation = caller.organisation.as_ref().ok_or(Error::NotFound)?;
    let logo = organisation.looks.logo.ok_or(Error::NotFound)?;
    Ok(ports.files.get(logo).await?)
}
