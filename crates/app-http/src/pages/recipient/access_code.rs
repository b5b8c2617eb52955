//! アクセスコード: asked before anything else, where the sender has set one.

use super::proved_link;
use crate::error::{PageError, named};
use crate::pages::Typed;
use crate::pages::sign_in::code_of;
use crate::web::{Field, FieldKind, Next, Shell, Visit, page, redirect, redirect_with};
use crate::wording;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{AccessCode, Recipient, RecipientId};
use wariin_usecases::{Error, TypeAccessCode, read_link, type_access_code};

#[derive(Template)]
#[template(path = "access_code.html")]
struct CodePage {
    shell: Shell,
    recipient: RecipientId,
    fields: Vec<Field>,
    error: String,
}

fn field() -> Field {
    Field::new("code", "アクセスコード", FieldKind::Password)
        .hint("送信者から、電話など別の方法で伝えられたコードです。分からないときは、送信者にお問い合わせください。")
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
    let addressee = addressee(&visit, id.into()).await?;
    if !is_locked(&visit, &addressee) {
        return Ok(redirect(next(&visit, &addressee)));
    }
    code_page(&visit, id.into(), StatusCode::OK, String::new())
}

/// Checks the code.
#[handler]
pub(crate) async fn check(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    let addressee = addressee(&visit, id.into()).await?;
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
                Error::WrongCode => {
                    "アクセスコードが正しくありません。送信者から伝えられたとおりに入力してください。".to_owned()
                }
                other => wording::refusal(other),
            };
            code_page(&visit, id.into(), named(&refused).0, text)
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
async fn addressee(visit: &Visit, id: RecipientId) -> Result<Recipient, PageError> {
    let document = match proved_link(visit, id) {
        Some(token) => read_link(visit.ports(), token).await?.1,
        None => {
            let known = visit.ports().views.document_of(id).await.map_err(Error::from)?;
            known.ok_or_else(PageError::open_link_first)?
        }
    };
    let addressee = document.recipient(id).ok_or_else(PageError::not_found)?;
    let is_own = visit.account().is_some_and(|account| addressee.is_for(account));
    if is_own || visit.link_to(id).is_ok() {
        Ok(addressee.clone())
    } else {
        Err(PageError::open_link_first())
    }
}

fn code_page(
    visit: &Visit,
    recipient: RecipientId,
    status: StatusCode,
    error: String,
) -> Result<Response, PageError> {
    let shell = Shell::of_recipient(visit);
    page(status, &CodePage { shell, recipient, fields: vec![field()], error })
}
