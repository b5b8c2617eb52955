//! アクセスコード: asked before anything else, where the sender has set one.

use super::proved_link;
use crate::error::{PageError, named};
use crate::i18n::CommonMessages;
use crate::i18n::labels;
use crate::pages::Typed;
use crate::pages::sign_in::code_of;
use crate::web::{
    FieldKind, FormField, PageContext, PageLayout, ReturnTo, page, redirect, redirect_with,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{AccessCode, Document, Recipient, RecipientId};
use wariin_usecases::{Error, TypeAccessCode, read_link, type_access_code};

#[derive(Template)]
#[template(path = "access_code.html")]
struct CodePage {
    layout: PageLayout,
    recipient: RecipientId,
    sender: String,
    organisation: String,
    /// Whether the browser holds the link, and so may say that it is meant for somebody else.
    may_report_wrong_recipient: bool,
    fields: Vec<FormField>,
    error: String,
}

fn field(t: &CommonMessages) -> FormField {
    FormField::new("code", t.recipient_access_code(), FieldKind::Password)
        .hint(t.recipient_access_code_hint())
        .limit(AccessCode::LIMIT)
}

/// Whether this browser still has to type the recipient's code.
pub(crate) fn is_locked(context: &PageContext, document: &Document, addressee: &Recipient) -> bool {
    let unlocked = context.caller.as_ref().and_then(|caller| caller.session.unlocked);
    document.requirement_for(addressee).expect_unlocked(addressee.id, unlocked).is_err()
}

/// The form for the code; whoever has typed it goes on.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let (document, addressee) = addressee(&context, id.into()).await?;
    if !is_locked(&context, &document, &addressee) {
        return Ok(redirect(next(&context, &addressee)));
    }
    code_page(&context, &document, &addressee, (StatusCode::OK, String::new())).await
}

/// Checks the code.
#[handler]
pub(crate) async fn check(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let (document, addressee) = addressee(&context, id.into()).await?;
    let command = TypeAccessCode {
        recipient: id.into(),
        link: context.link_to(id.into()).ok(),
        session: context.session(),
        code: code_of(&typed),
    };
    match type_access_code(context.ports(), command).await {
        Ok(cookie) => Ok(redirect_with(&cookie, next(&context, &addressee))),
        Err(refused @ (Error::WrongCode | Error::Throttled(_))) => {
            let text = match &refused {
                Error::WrongCode => context.common().recipient_access_code_wrong(),
                other => labels::refusal(context.locale(), other),
            };
            code_page(&context, &document, &addressee, (named(&refused).0, text)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Where whoever typed it goes on: to the link's page, or, signed in without it, to the document.
fn next(context: &PageContext, addressee: &Recipient) -> String {
    if context.link_to(addressee.id).is_ok() {
        format!("/r/{}", addressee.id)
    } else {
        ReturnTo::Turn(addressee.id).path()
    }
}

/// The recipient, for whoever holds the link or is signed in as that person.
async fn addressee(
    context: &PageContext,
    id: RecipientId,
) -> Result<(Document, Recipient), PageError> {
    let document = match proved_link(context, id) {
        Some(token) => read_link(context.ports(), token).await?.1,
        None => {
            let known = context.ports().views.document_of(id).await.map_err(Error::from)?;
            known.ok_or_else(PageError::link_required)?
        }
    };
    let addressee = document.recipient(id).cloned().ok_or_else(PageError::not_found)?;
    let is_own = context.account().is_some_and(|account| addressee.is_for(account));
    if is_own || context.link_to(id).is_ok() {
        Ok((document, addressee))
    } else {
        Err(PageError::link_required())
    }
}

async fn code_page(
    context: &PageContext,
    document: &Document,
    addressee: &Recipient,
    (status, error): (StatusCode, String),
) -> Result<Response, PageError> {
    let views = &context.ports().views;
    let sender = views.account(document.sender).await.map_err(Error::from)?;
    let organisation = views.organisation(document.organisation).await.map_err(Error::from)?;
    let template = CodePage {
        layout: PageLayout::of_recipient(context),
        recipient: addressee.id,
        sender: sender.map(|sender| sender.name.to_string()).unwrap_or_default(),
        organisation: organisation.map(|own| own.name.to_string()).unwrap_or_default(),
        may_report_wrong_recipient: addressee.opened_at.is_none()
            && context.link_to(addressee.id).is_ok(),
        fields: vec![field(context.common())],
        error,
    };
    page(status, &template)
}
