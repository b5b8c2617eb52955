//! 手順 1/4: a code in a separate mail, typed into the browser that asked for it.

use super::somebody_else;
use crate::error::{PageError, named};
use crate::pages::Typed;
use crate::pages::sign_in::{code_of, mailed_code_field};
use crate::web::{Field, Next, Shell, Visit, page, redirect, redirect_with};
use crate::wording;
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
    shell: Shell,
    recipient: RecipientId,
    intended: String,
    fields: Vec<Field>,
    error: String,
}

/// Mails a code.
#[handler]
pub(crate) async fn ask(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    visit.try_secret()?;
    let link = visit.link_to(id.into())?;
    match ask_for_mailbox_code(visit.ports(), link, visit.session()).await {
        Ok(asked) => {
            let to = format!("/r/{id}/code");
            Ok(match asked.cookie {
                Some(cookie) => redirect_with(&cookie, to),
                None => redirect(to),
            })
        }
        Err(refused @ (Error::TooManyCodes | Error::Throttled(_))) => {
            let (status, _) = named(&refused);
            code_page(&visit, id.into(), status, wording::refusal(visit.speech(), &refused)).await
        }
        Err(Error::Document(DocumentError::Gate(GateRefusal::AccessCode))) => {
            Ok(redirect(format!("/r/{id}/access-code")))
        }
        Err(Error::Document(DocumentError::Gate(GateRefusal::SomebodyElse { intended }))) => {
            somebody_else(&visit, id.into(), intended)
        }
        Err(error) => Err(error.into()),
    }
}

/// The form for the code.
#[handler]
pub(crate) async fn show(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    code_page(&visit, id.into(), StatusCode::OK, String::new()).await
}

/// Checks the code.
#[handler]
pub(crate) async fn check(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    visit.link_to(id.into())?;
    let Some(session) = visit.session() else {
        return Ok(redirect(format!("/r/{id}")));
    };
    match prove_mailbox(visit.ports(), session, id.into(), code_of(&typed)).await {
        Ok(cookie) if visit.account().is_some_and(|a| a.mailbox_proven_at.is_some()) => {
            Ok(redirect_with(&cookie, Next::Turn(id.into()).path()))
        }
        Ok(cookie) => Ok(redirect_with(&cookie, format!("/r/{id}/register"))),
        Err(
            refused @ (Error::WrongCode
            | Error::CodeReplayed
            | Error::Throttled(_)
            | Error::MailboxCode(_)),
        ) => {
            let (status, _) = named(&refused);
            code_page(&visit, id.into(), status, wording::refusal(visit.speech(), &refused)).await
        }
        Err(Error::NotFound) => Ok(redirect(format!("/r/{id}"))),
        Err(error) => Err(error.into()),
    }
}

async fn code_page(
    visit: &Visit,
    recipient: RecipientId,
    status: StatusCode,
    error: String,
) -> Result<Response, PageError> {
    visit.link_to(recipient)?;
    let (_, document) = read_link(visit.ports(), visit.link.as_deref().unwrap_or_default()).await?;
    let addressee = document.recipient(recipient).ok_or_else(PageError::not_found)?;
    let template = CodePage {
        shell: Shell::of_recipient(visit),
        recipient,
        intended: addressee.details.email.masked(),
        fields: vec![mailed_code_field(visit.t())],
        error,
    };
    page(status, &template)
}
