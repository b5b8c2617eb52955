//! A mailed link on its way in: mended where mail programs bent it, and what can be done where it is not whole.

use crate::error::PageError;
use crate::web::{LINK_COOKIE, PageContext, PageLayout, page, redirect, set, with_cookie};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::RecipientId;
use wariin_usecases::ask_for_link;

#[derive(Template)]
#[template(path = "unusable_link.html")]
struct UnusableLinkPage {
    layout: PageLayout,
    /// The recipient that the link names; `None` when even that is missing.
    recipient: Option<RecipientId>,
    is_asked: bool,
}

/// Follows a mailed link: its secret goes from the address into a cookie.
#[handler]
pub(crate) fn follow(
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let tokens = &context.ports().tokens;
    let (recipient, secret) = if let Some(claim) = tokens.read_damaged_link(&token) {
        (claim.recipient, tokens.link(claim))
    } else if let Some(claim) = tokens.read_preflight_link(&token) {
        (claim.recipient, tokens.preflight_link(claim))
    } else {
        return Err(unusable(&context, tokens.recipient_of_cut_link(&token)));
    };
    let cookie = set(LINK_COOKIE, &secret);
    Ok(with_cookie(redirect(format!("/r/{recipient}")), &cookie))
}

/// A link of which nothing is left.
#[handler]
pub(crate) fn follow_nothing(context: PageContext) -> Result<Response, PageError> {
    Err(unusable(&context, None))
}

/// The page for a link that leads nowhere: the same whether it was cut off, has ended or never was.
pub(super) fn unusable(context: &PageContext, recipient: Option<RecipientId>) -> PageError {
    let layout = PageLayout::of_recipient(context);
    let template = UnusableLinkPage { layout, recipient, is_asked: false };
    PageError::template(StatusCode::GONE, "invalid_link", &template)
}

/// The recipient that the damaged link names.
#[derive(Deserialize)]
struct AskForm {
    recipient: Uuid,
}

/// Has a new link mailed to the recipient's own address. The answer is the same whether there is such a
/// recipient or not.
#[handler]
pub(crate) async fn ask(
    context: PageContext,
    Form(form): Form<AskForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    ask_for_link(context.ports(), form.recipient.into()).await?;
    Ok(redirect("/new-link"))
}

/// What is said once it was asked for.
#[handler]
pub(crate) fn asked(context: PageContext) -> Result<Response, PageError> {
    let layout = PageLayout::of_recipient(&context);
    page(StatusCode::OK, &UnusableLinkPage { layout, recipient: None, is_asked: true })
}
