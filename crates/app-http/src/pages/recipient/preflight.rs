//! 事前確認: the pages of a recipient who is asked to prepare before a document is sent.

use super::way_to;
use crate::error::PageError;
use crate::web::{PageContext, PageLayout, page, redirect};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Path;
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{NextStep, RecipientId};
use wariin_usecases::{MailedLink, PreflightPage, must_save_backup_codes, next_step, say_ready};

#[derive(Template)]
#[template(path = "preflight.html")]
struct LandingTemplate {
    layout: PageLayout,
    recipient: RecipientId,
    page: PreflightPage,
    until: String,
}

#[derive(Template)]
#[template(path = "preflight_ready.html")]
struct ReadyPage {
    layout: PageLayout,
    recipient: RecipientId,
    /// Whether the sender was told.
    is_told: bool,
    /// Whether the account has a factor and no backup codes.
    must_save_codes: bool,
}

/// The page of the mailed link.
pub(super) fn landing_page(
    context: &PageContext,
    recipient: RecipientId,
    shown: PreflightPage,
) -> Result<Response, PageError> {
    let (layout, until) = (PageLayout::of_recipient(context), context.locale().at(shown.until));
    page(StatusCode::OK, &LandingTemplate { layout, recipient, page: shown, until })
}

/// The last page: all is done, and the sender is told by its button.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let recipient = RecipientId::from(id);
    let step = Box::pin(next_step(context.ports(), context.as_recipient(recipient))).await?;
    let is_told = match step {
        NextStep::SayReady => false,
        NextStep::AwaitDocument => true,
        missing => return Err(way_to(&context, recipient, missing)),
    };
    let template = ReadyPage {
        layout: PageLayout::of_recipient(&context),
        recipient,
        is_told,
        must_save_codes: must_save_backup_codes(context.ports(), context.caller()).await?,
    };
    page(StatusCode::OK, &template)
}

/// Tells the sender 準備完了.
#[handler]
pub(crate) async fn say(context: PageContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let MailedLink::Preflight(link) = context.mailed_link_to(id.into())? else {
        return Err(PageError::link_required());
    };
    say_ready(context.ports(), principal, link).await?;
    Ok(redirect(format!("/r/{id}/ready")))
}
