//! What the second person at a shared mailbox can do (O-22).

use super::{before_account, proved};
use crate::error::PageError;
use crate::web::{PageContext, PageLayout, page, redirect};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::RecipientId;
use wariin_usecases::{OwnAddressPage, is_registered, own_address};

#[derive(Template)]
#[template(path = "own_address.html")]
struct OwnAddressTemplate {
    layout: PageLayout,
    recipient: RecipientId,
    page: OwnAddressPage,
}

/// What the person tells the sender, once the mailbox is proved and the access code typed in this browser.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let recipient = RecipientId::from(id);
    let Some(principal) = proved(&context, recipient) else {
        return Ok(redirect(format!("/r/{id}")));
    };
    if !is_registered(context.ports(), principal, recipient).await? {
        return Ok(redirect(format!("/r/{id}/register")));
    }
    let found = own_address(context.ports(), context.as_recipient(recipient)).await;
    let shown = found.map_err(|error| before_account(recipient, error))?;
    let layout = PageLayout::of_recipient(&context);
    page(StatusCode::OK, &OwnAddressTemplate { layout, recipient, page: shown })
}
