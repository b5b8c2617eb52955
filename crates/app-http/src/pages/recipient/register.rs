//! 手順 2/4: the recipient's account, the address fixed.

use crate::error::{PageError, named};
use crate::pages::Typed;
use crate::web::{Field, FieldKind, Fields, Next, Shell, Visit, page, redirect, redirect_with};
use crate::wording;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{NewPassword, PersonName, RecipientId};
use wariin_usecases::{Error, Register, read_link, register};

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage {
    shell: Shell,
    recipient: RecipientId,
    email: String,
    fields: Vec<Field>,
    error: String,
    has_account: bool,
}

fn fields() -> Fields {
    Fields(vec![
        Field::new("name", "氏名", FieldKind::Text).autocomplete("name").limit(PersonName::LIMIT),
        Field::new("password", "パスワード", FieldKind::Password)
            .hint("12文字以上。文字の種類に決まりはありません。")
            .autocomplete("new-password"),
    ])
}

/// The form, once the mailbox is proved in this browser.
#[handler]
pub(crate) async fn show(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    if !has_proved(&visit, id.into()) {
        return Ok(redirect(format!("/r/{id}")));
    }
    shown(&visit, id.into(), StatusCode::OK, None, String::new()).await
}

/// Makes the account.
#[handler]
pub(crate) async fn submit(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    let recipient = RecipientId::from(id);
    let Some(session) = visit.session() else {
        return Err(Error::MailboxNotProven.into());
    };
    let mut fields = fields().filled(&typed);
    let read =
        (fields.read("name", PersonName::parse), fields.read("password", NewPassword::parse));
    let (Some(name), Some(password)) = read else {
        if !has_proved(&visit, recipient) {
            return Err(Error::MailboxNotProven.into());
        }
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return shown(&visit, recipient, status, Some(fields), String::new()).await;
    };
    let command = Register { session, recipient, name, password };
    match register(visit.ports(), command).await {
        Ok(cookie) => Ok(redirect_with(&cookie, Next::Turn(recipient).path())),
        Err(refused @ Error::AccountExists) => {
            let (status, _) = named(&refused);
            shown(&visit, recipient, status, Some(fields), wording::refusal(&refused)).await
        }
        Err(error) => Err(error.into()),
    }
}

fn has_proved(visit: &Visit, recipient: RecipientId) -> bool {
    let mailbox = visit.who.as_ref().and_then(|who| who.session.mailbox);
    mailbox.is_some_and(|mailbox| mailbox.recipient == recipient)
}

async fn shown(
    visit: &Visit,
    recipient: RecipientId,
    status: StatusCode,
    form: Option<Fields>,
    error: String,
) -> Result<Response, PageError> {
    visit.link_to(recipient)?;
    let (_, document) = read_link(visit.ports(), visit.link.as_deref().unwrap_or_default()).await?;
    let details = &document.recipient(recipient).ok_or_else(PageError::not_found)?.details;
    let blank = || fields().filled(&[("name".to_owned(), details.name.to_string())].into());
    let template = RegisterPage {
        shell: Shell::of_recipient(visit),
        recipient,
        email: details.email.to_string(),
        fields: form.unwrap_or_else(blank).into_shown(),
        has_account: !error.is_empty(),
        error,
    };
    page(status, &template)
}
