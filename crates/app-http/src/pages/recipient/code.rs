//! 手順 1/4: a code in a separate mail, typed into the browser that asked for it.

use super::{before_account, go_on, wrong_account};
use crate::error::PageError;
use crate::pages::sign_in::{CodeForm, mailed_code_field};
use crate::web::{FormField, FormOutcome, PageContext, PageLayout, redirect, redirect_with};
use askama::Template;
use poem::web::{Form, Path};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{DocumentError, GateRefusal, RecipientId};
use wariin_usecases::{
    Error, MailedLink, ask_for_mailbox_code, ask_for_own_mailbox_code, prove_mailbox,
    unlocked_recipient,
};

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
    let (ports, client) = (context.ports(), context.client());
    let asked = match (context.mailed_link_to(id.into()), context.principal()) {
        (Err(_), Some(own)) if context.account().is_some() => {
            ask_for_own_mailbox_code(ports, own, client, id.into()).await
        }
        (link, _) => ask_for_mailbox_code(ports, link?, client, context.session()).await,
    };
    match asked {
        Ok(asked) => {
            let to = format!("/r/{id}/code");
            Ok(match asked.cookie {
                Some(cookie) => redirect_with(&cookie, to),
                None => redirect(to),
            })
        }
        Err(Error::Document(DocumentError::Gate(GateRefusal::AccessCode))) => {
            Ok(redirect(format!("/r/{id}/access-code")))
        }
        Err(Error::Document(DocumentError::Gate(GateRefusal::WrongAccount { intended }))) => {
            Err(wrong_account(&context, id.into(), intended))
        }
        Err(error) => {
            let is_shown = |e: &Error| matches!(e, Error::TooManyCodes(_) | Error::Throttled(_));
            let outcome = FormOutcome::refused(&context, error, is_shown)?;
            code_page(&context, id.into(), &outcome).await
        }
    }
}

/// The form for the code.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    code_page(&context, id.into(), &FormOutcome::blank()).await
}

/// Checks the code.
#[handler]
pub(crate) async fn check(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<CodeForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let is_preflight = matches!(context.mailed_link_to(id.into()), Ok(MailedLink::Preflight(_)));
    let Some(principal) = context.principal() else {
        return Ok(redirect(format!("/r/{id}")));
    };
    let typed = (id.into(), form.code.into());
    match prove_mailbox(context.ports(), principal, context.client(), typed).await {
        Ok(cookie) if is_preflight => go_on(&context, &cookie, id.into()).await,
        Ok(cookie) if context.account().is_some_and(|a| a.mailbox_proven_at.is_some()) => {
            go_on(&context, &cookie, id.into()).await
        }
        Ok(cookie) => Ok(redirect_with(&cookie, format!("/r/{id}/register"))),
        Err(Error::NotFound) => Ok(redirect(format!("/r/{id}"))),
        Err(error) => {
            let outcome = FormOutcome::refused(&context, error, |error| {
                matches!(
                    error,
                    Error::NoCode
                        | Error::WrongCode
                        | Error::CodeReplayed
                        | Error::Throttled(_)
                        | Error::MailboxCode(_)
                )
            })?;
            code_page(&context, id.into(), &outcome).await
        }
    }
}

async fn code_page(
    context: &PageContext,
    recipient: RecipientId,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let details = unlocked_recipient(context.ports(), context.as_recipient(recipient)).await;
    let details = details.map_err(|error| before_account(recipient, error))?;
    outcome.page(&CodePage {
        layout: PageLayout::of_recipient(context),
        recipient,
        intended: details.email.masked(),
        fields: vec![mailed_code_field(context.common())],
        error: outcome.message.clone(),
    })
}
