//! Linking one's account to the provider of the organisation, and taking the link away.

use super::{forward, shell, traveller};
use crate::error::PageError;
use crate::pages::Typed;
use crate::pages::sign_in::next_of;
use crate::web::{Next, Shell, Visit, page, redirect, without_session};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use wariin_domain::{IdpConnectionId, Uuid};
use wariin_usecases::{Error, unlink, visit_to_link};

#[derive(Template)]
#[template(path = "idp_unlink.html")]
struct UnlinkPage {
    shell: Shell,
    connection: IdpConnectionId,
}

/// Sends the browser to the provider, to link what it says to this account.
#[handler]
pub(crate) async fn begin(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    visit.try_secret()?;
    let next = next_of(&typed);
    visit.signed_in(next)?;
    match visit_to_link(visit.ports(), traveller(&visit), next.to_string()).await {
        Err(Error::MailboxNotProven) if next.turn().is_some() => Ok(redirect(next.path())),
        address => forward(&visit, shell(&visit, next), address?, false),
    }
}

/// Asks once before taking the link away.
#[handler]
pub(crate) fn confirm(visit: Visit, Path(connection): Path<Uuid>) -> Result<Response, PageError> {
    visit.signed_in(Next::Documents)?;
    let template = UnlinkPage { shell: Shell::of(&visit), connection: connection.into() };
    page(StatusCode::OK, &template)
}

/// Takes the link away, and signs out.
#[handler]
pub(crate) async fn remove(
    visit: Visit,
    Path(connection): Path<Uuid>,
) -> Result<Response, PageError> {
    let (_, session) = visit.signed_in(Next::Documents)?;
    unlink(visit.ports(), session, connection.into()).await?;
    Ok(without_session(redirect(format!("/sign-in?next={}", Next::Security))))
}
