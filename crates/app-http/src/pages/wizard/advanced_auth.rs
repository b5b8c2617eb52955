//! Setting and undoing 高度な認証リクエスト, and the step-up that is offered where it is needed.

use super::recipients::step_page;
use super::{Draft, review};
use crate::error::{PageError, named};
use crate::i18n::labels;
use crate::pages::Typed;
use crate::pages::documents::on_own;
use crate::pages::sign_in::{code_of, next_of};
use crate::web::{PageContext, ReturnTo, Step, page, redirect, redirect_with, with_session};
use poem::web::{Form, Path};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_ports::SessionCookie;
use wariin_usecases::{
    DocumentCommand, Error, request_advanced_auth, step_up as use_code, withdraw_advanced_auth,
};

/// Sets the request.
#[handler]
pub(crate) async fn request(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let on = on_own(&context, id.into()).await?;
    request_advanced_auth(context.ports(), on).await?;
    Ok(redirect(format!("/documents/{id}/02?notice=requested")))
}

/// Undoes the request.
#[handler]
pub(crate) async fn withdraw(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let on = on_own(&context, id.into()).await?;
    withdraw_advanced_auth(context.ports(), on).await?;
    Ok(redirect(format!("/documents/{id}/02?notice=withdrawn")))
}

/// Signs the sender in strongly, sets the request if that is what it was for, and goes back.
#[handler]
pub(crate) async fn step_up(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let draft = Draft::find(&context, id.into()).await?;
    let next = next_of(&typed);
    let cookie = match use_code(context.ports(), draft.principal, code_of(&typed)).await {
        Ok(cookie) => cookie,
        Err(refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_))) => {
            let (status, _) = named(&refused);
            let text = labels::refusal(context.locale(), &refused);
            return match next {
                ReturnTo::Draft(_, Step::Review) => {
                    page(status, &review::step_page(&context, draft).await?.code_refused(text))
                }
                _ => page(status, &step_page(&context, draft).await?.code_refused(text)),
            };
        }
        Err(error) => return Err(error.into()),
    };
    if typed.get("sets").is_some_and(|sets| sets == "request") {
        return set_after_step_up(&context, &draft, &cookie).await;
    }
    let back = match next {
        ReturnTo::Draft(_, Step::Review) => ReturnTo::Draft(draft.document.id, Step::Review),
        _ => ReturnTo::Draft(draft.document.id, Step::Recipients),
    };
    Ok(redirect_with(&cookie, back.path()))
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
