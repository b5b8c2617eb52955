//! 手順 1/4: a code in a separate mail, typed into the browser that asked for it.

use super::wrong_account;
use crate::error::{PageError, named};
use crate::i18n::labels;
use crate::pages::Typed;
use crate::pages::sign_in::{code_of, mailed_code_field};
use crate::web::{FormField, PageContext, PageLayout, ReturnTo, page, redirect, redirect_with};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{DocumentError, GateRefusal, RecipientId};
use wariin_usecases::{Error, ask_for_mailbox_code, prove_mailbox, read_link};

#[derive(Template)]
#[template(path = "mailbox_code.html")]
struct CodePage {
    layout: PageLayout,
    recipient: RecipientId,
    intended: String,
    fields: Vec<FormField>,
    error: String,
}

/// Mails a code.
#[handler]
pub(crate) async fn ask(context: PageContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    context.try_secret()?;
    let link = context.link_to(id.into())?;
    match ask_for_mailbox_code(context.ports(), link, context.session()).await {
        Ok(asked) => {
            let to = format!("/r/{id}/code");
            Ok(match asked.cookie {
                Some(cookie) => redirect_with(&cookie, to),
                None => redirect(to),
            })
        }
        Err(refused @ (Error::TooManyCodes | Error::Throttled(_))) => {
            let (status, _) = named(&refused);
            code_page(&context, id.into(), status, labels::refusal(context.locale(), &refused))
                .await
        }
        Err(Error::Document(DocumentError::Gate(GateRefusal::AccessCode))) => {
            Ok(redirect(format!("/r/{id}/access-code")))
        }
        Err(Error::Document(DocumentError::Gate(GateRefusal::WrongAccount { intended }))) => {
            wrong_account(&context, id.into(), intended)
        }
        Err(error) => Err(error.into()),
    }
}

/// The form for the code.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    code_page(&context, id.into(), StatusCode::OK, String::new()).await
}

/// Checks the code.
#[handler]
pub(crate) async fn check(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    context.link_to(id.into())?;
    let Some(principal) = context.principal() else {
        return Ok(redirect(format!("/r/{id}")));
    };
    match prove_mailbox(context.ports(), principal, id.into(), code_of(&typed)).await {
        Ok(cookie) if context.account().is_some_and(|a| a.mailbox_proven_at.is_some()) => {
            Ok(redirect_with(&cookie, ReturnTo::Turn(id.into()).path()))
        }
        Ok(cookie) => Ok(redirect_with(&cookie, format!("/r/{id}/register"))),
        Err(
            refused @ (Error::WrongCode
            | Error::CodeReplayed
            | Error::Throttled(_)
            | Error::MailboxCode(_)),
        ) => {
            let (status, _) = named(&refused);
            code_page(&context, id.into(), status, labels::refusal(context.locale(), &refused))
                .await
        }
        Err(Error::NotFound) => Ok(redirect(format!("/r/{id}"))),
        Err(error) => Err(error.into()),
    }
}

async fn code_page(
    context: &PageContext,
    recipient: RecipientId,
    status: StatusCode,
    error: String,
) -> Result<Response, PageError> {
    context.link_to(recipient)?;
    let (_, document) =
        read_link(context.ports(), context.link.as_deref().unwrap_or_default()).await?;
    let addressee = document.recipient(recipient).ok_or_else(PageError::not_found)?;
    let template = CodePage {
        layout: PageLayout::of_recipient(context),
        recipient,
        intended: addressee.details.email.masked(),
        fields: vec![mailed_code_field(context.common())],
        error,
    };
    page(status, &template)
}
