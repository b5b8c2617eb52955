//! Linking one's account to the provider of the organisation, and taking the link away.

use super::{redirect_page, user_agent};
use crate::error::PageError;
use crate::pages::sign_in::NextQuery;
use crate::web::{PageContext, PageLayout, ReturnTo, page, redirect, without_session};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use wariin_domain::{IdpConnectionId, Uuid};
use wariin_usecases::{Error, start_link_authorization, unlink};

#[derive(Template)]
#[template(path = "idp_unlink.html")]
struct UnlinkPage {
    layout: PageLayout,
    connection: IdpConnectionId,
}

/// Sends the browser to the provider, to link what it says to this account.
#[handler]
pub(crate) async fn begin(
    context: PageContext,
    Form(NextQuery { next }): Form<NextQuery>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    match start_link_authorization(context.ports(), user_agent(&context), next.to_string()).await {
        Err(Error::MailboxNotProven) => match next.landing() {
            Some(landing) => Ok(redirect(landing)),
            None => Err(Error::MailboxNotProven.into()),
        },
        address => redirect_page(PageLayout::toward(&context, next), address?, false),
    }
}

/// Asks once before taking the link away.
#[handler]
pub(crate) fn confirm(
    context: PageContext,
    Path(connection): Path<Uuid>,
) -> Result<Response, PageError> {
    let template = UnlinkPage { layout: PageLayout::of(&context), connection: connection.into() };
    page(StatusCode::OK, &template)
}

/// Takes the link away, and signs out.
#[handler]
pub(crate) async fn remove(
    context: PageContext,
    Path(connection): Path<Uuid>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    unlink(context.ports(), principal, connection.into()).await?;
    Ok(without_session(redirect(format!("/sign-in?next={}", ReturnTo::Security))))
}
