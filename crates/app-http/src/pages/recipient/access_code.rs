//! アクセスコード: asked before anything else, where the sender has set one.

use super::proved_link;
use crate::error::{PageError, named};
use crate::pages::Typed;
use crate::pages::sign_in::code_of;
use crate::speech::Everybody;
use crate::web::{Field, FieldKind, Next, Shell, Visit, page, redirect, redirect_with};
use crate::wording;
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
    shell: Shell,
    recipient: RecipientId,
    sender: String,
    organisation: String,
    /// Whether the browser holds the link, and so may say that it is meant for somebody else.
    may_disown: bool,
    fields: Vec<Field>,
    error: String,
}

fn field(t: &Everybody) -> Field {
    Field::new("code", t.recipient_access_code(), FieldKind::Password)
        .hint(t.recipient_access_code_hint())
        .limit(AccessCode::LIMIT)
}

/// Whether this browser still has to type the recipient's code.
pub(crate) fn is_locked(visit: &Visit, addressee: &Recipient) -> bool {
    let unlocked = visit.who.as_ref().and_then(|who| who.session.unlocked);
    addressee.expect_unlocked(unlocked).is_err()
}

/// The form for the code; whoever has typed it goes on.
#[handler]
pub(crate) async fn show(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let (document, addressee) = addressee(&visit, id.into()).await?;
    if !is_locked(&visit, &addressee) {
        return Ok(redirect(next(&visit, &addressee)));
    }
    code_page(&visit, &document, &addressee, (StatusCode::OK, String::new())).await
}

/// Checks the code.
#[handler]
pub(crate) async fn check(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    let (document, addressee) = addressee(&visit, id.into()).await?;
    let command = TypeAccessCode {
        recipient: id.into(),
        link: visit.link_to(id.into()).ok(),
        session: visit.session(),
        code: code_of(&typed),
    };
    match type_access_code(visit.ports(), command).await {
        Ok(cookie) => Ok(redirect_with(&cookie, next(&visit, &addressee))),
        Err(refused @ (Error::WrongCode | Error::Throttled(_))) => {
            let text = match &refused {
                Error::WrongCode => visit.t().recipient_access_code_wrong(),
                other => wording::refusal(visit.speech(), other),
            };
            code_page(&visit, &document, &addressee, (named(&refused).0, text)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Where whoever typed it goes on: to the link's page, or, signed in without it, to the document.
fn next(visit: &Visit, addressee: &Recipient) -> String {
    if visit.link_to(addressee.id).is_ok() {
        format!("/r/{}", addressee.id)
    } else {
        Next::Turn(addressee.id).path()
    }
}

/// The recipient, for whoever holds the link or is signed in as that person.
async fn addressee(visit: &Visit, id: RecipientId) -> Result<(Document, Recipient), PageError> {
    let document = match proved_link(visit, id) {
        Some(token) => read_link(visit.ports(), token).await?.1,
        None => {
            let known = visit.ports().views.document_of(id).await.map_err(Error::from)?;
            known.ok_or_else(PageError::open_link_first)?
        }
    };
    let addressee = document.recipient(id).cloned().ok_or_else(PageError::not_found)?;
    let is_own = visit.account().is_some_and(|account| addressee.is_for(account));
    if is_own || visit.link_to(id).is_ok() {
        Ok((document, addressee))
    } else {
        Err(PageError::open_link_first())
    }
}

async fn code_page(
    visit: &Visit,
    document: &Document,
    addressee: &Recipient,
    (status, error): (StatusCode, String),
) -> Result<Response, PageError> {
    let views = &visit.ports().views;
    let sender = views.account(document.sender).await.map_err(Error::from)?;
    let organisation = views.organisation(document.organisation).await.map_err(Error::from)?;
    let template = CodePage {
        shell: Shell::of_recipient(visit),
        recipient: addressee.id,
        sender: sender.map(|sender| sender.name.to_string()).unwrap_or_default(),
        organisation: organisation.map(|own| own.name.to_string()).unwrap_or_default(),
        may_disown: addressee.opened_at.is_none() && visit.link_to(addressee.id).is_ok(),
        fields: vec![field(visit.t())],
        error,
    };
    page(status, &template)
}
