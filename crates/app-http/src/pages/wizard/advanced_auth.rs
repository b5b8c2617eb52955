//! Setting and undoing 高度な認証リクエスト, and the step-up that is offered where it is needed.

use super::recipients::step_page;
use super::{Draft, StepUpOffer, review};
use crate::error::PageError;
use crate::pages::documents::command;
use crate::web::{
    FormOutcome, PageContext, ReturnTo, Secret, Step, redirect, redirect_with, with_session,
};
use poem::web::{Form, Path};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use wariin_ports::SessionCookie;
use wariin_usecases::{
    DocumentCommand, Error, request_advanced_auth, step_up as use_code, withdraw_advanced_auth,
};

/// The sender's code, what it is for, and where it was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct StepUpForm {
    code: Secret,
    sets: String,
    next: ReturnTo,
}

/// Sets the request.
#[handler]
pub(crate) async fn request(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    request_advanced_auth(context.ports(), command(&context, id)?).await?;
    Ok(redirect(format!("/documents/{id}/02?notice=requested")))
}

/// Undoes the request.
#[handler]
pub(crate) async fn withdraw(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    withdraw_advanced_auth(context.ports(), command(&context, id)?).await?;
    Ok(redirect(format!("/documents/{id}/02?notice=withdrawn")))
}

/// Signs the sender in strongly, sets the request if that is what it was for, and goes back.
#[handler]
pub(crate) async fn step_up(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(StepUpForm { code, sets, next }): Form<StepUpForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let draft = Draft::find(&context, id.into()).await?;
    let step = match next {
        ReturnTo::Draft(_, step) => step,
        ReturnTo::Documents
        | ReturnTo::Turn(_)
        | ReturnTo::Connections
        | ReturnTo::Templates
        | ReturnTo::Managed
        | ReturnTo::Organisation
        | ReturnTo::Members
        | ReturnTo::Invitation(_)
        | ReturnTo::Security => Step::Recipients,
    };
    let cookie = match use_code(context.ports(), draft.principal, code.into()).await {
        Ok(cookie) => cookie,
        Err(error) => {
            let outcome = FormOutcome::refused_code(&context, error)?;
            return match step {
                Step::Review => {
                    let mut page = review::step_page(&context, draft).await?;
                    StepUpOffer::refuse(page.offer.as_mut(), &outcome.message);
                    outcome.page(&page)
                }
                Step::Recipients => {
                    let mut page = step_page(&context, draft).await?;
                    StepUpOffer::refuse(page.offer.as_mut(), &outcome.message);
                    outcome.page(&page)
                }
            };
        }
    };
    if sets == "request" {
        return set_after_step_up(&context, &draft, &cookie).await;
    }
    Ok(redirect_with(&cookie, ReturnTo::Draft(draft.document.id, step).path()))
}

async fn set_after_step_up(
    context: &PageContext,
    draft: &Draft,
    cookie: &SessionCookie,
) -> Result<Response, PageError> {
    let document = draft.document.id;
    let principal = context.ports().tokens.session_key(cookie);
    let to = match request_advanced_auth(
        context.ports(),
        DocumentCommand { document, principal: principal.into() },
    )
    .await
    {
        Ok(()) => format!("/documents/{document}/02?notice=requested"),
        Err(Error::Document(_)) => format!("/documents/{document}/02"),
        Err(error) => return Err(error.into()),
    };
    Ok(with_session(redirect(to), cookie))
}
