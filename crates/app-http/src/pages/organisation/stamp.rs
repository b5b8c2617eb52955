//! The image of the organisation's stamp (印影).

use crate::error::PageError;
use crate::web::{PageContext, UploadForm, redirect};
use poem::{Response, handler};
use wariin_ports::StampRefusal;
use wariin_usecases::{Error, remove_stamp, set_stamp, stamp_image};

/// The image.
#[handler]
pub(crate) async fn show(context: PageContext) -> Result<Response, PageError> {
    let caller = context.caller().ok_or_else(PageError::not_found)?;
    let image = stamp_image(context.ports(), caller).await?;
    Ok(Response::builder()
        .content_type("image/png")
        .header("content-disposition", "inline")
        .body(image))
}

/// Sets another image.
#[handler]
pub(crate) async fn set(context: PageContext, form: UploadForm) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let uploads = form.read(&*context.ports().files, |_, _| {}).await?;
    let set = match uploads.into_iter().next() {
        Some(upload) => set_stamp(context.ports(), principal, upload).await,
        None => Err(Error::Stamp(StampRefusal::NotPng)),
    };
    match set {
        Ok(()) => Ok(redirect("/settings/organisation/looks?notice=stamped")),
        Err(error) => {
            let back = context.office().organisation_looks();
            Err(PageError::from(error).or_action(back, "/settings/organisation/looks"))
        }
    }
}

/// Removes the image.
#[handler]
pub(crate) async fn remove(context: PageContext) -> Result<Response, PageError> {
    remove_stamp(context.ports(), context.expect_principal()?).await?;
    Ok(redirect("/settings/organisation/looks?notice=unstamped"))
}
