//! Taking a consent back while others still have to answer.

use super::opened_or_next_step;
use crate::error::PageError;
use crate::web::{PageContext, PageLayout, page, redirect};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{Assignee, Document, RecipientId};
use wariin_usecases::withdraw_consent;

#[derive(Template)]
#[template(path = "withdraw.html")]
struct WithdrawPage {
    layout: PageLayout,
    recipient: RecipientId,
    document: Document,
    /// Whether values are taken back with the consent.
    has_filled: bool,
}

/// Asks once more.
#[handler]
pub(crate) async fn confirm(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let opened = opened_or_next_step(&context, id.into()).await?;
    if !opened.document.may_withdraw_consent(opened.recipient()?) {
        return Ok(redirect(format!("/r/{id}/document")));
    }
    let template = WithdrawPage {
        layout: PageLayout::of_recipient(&context),
        recipient: id.into(),
        has_filled: opened.document.has_filled(Assignee::Recipient(id.into())),
        document: opened.document,
    };
    page(StatusCode::OK, &template)
}

/// Withdraws the consent; the document is to be answered again.
#[handler]
pub(crate) async fn withdraw(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let principal = context.principal();
    let principal = principal.ok_or_else(|| PageError::sign_in_first(context.return_to))?;
    withdraw_consent(context.ports(), principal, id.into()).await?;
    Ok(redirect(format!("/r/{id}/document?notice=withdrawn")))
}
