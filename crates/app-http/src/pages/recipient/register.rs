//! 手順 2/4: the recipient's account, the address fixed; or a new password for one that exists.

use super::proved;
use crate::error::PageError;
use crate::pages::Typed;
use crate::speech::Everybody;
use crate::web::{Field, FieldKind, Fields, Next, Shell, Visit, page, redirect, redirect_with};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{NewPassword, PersonName, RecipientId};
use wariin_usecases::{Error, Register, is_registered, read_link, register, reset_password};

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage {
    shell: Shell,
    recipient: RecipientId,
    email: String,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "registered.html")]
struct RegisteredPage {
    shell: Shell,
    recipient: RecipientId,
    email: String,
    fields: Vec<Field>,
}

fn password(t: &Everybody, label: String) -> Field {
    Field::new("password", label, FieldKind::Password)
        .hint(t.account_new_password_hint())
        .autocomplete("new-password")
}

fn fields(t: &Everybody) -> Fields {
    let name = Field::new("name", t.recipient_name(), FieldKind::Text);
    let password = password(t, t.recipient_password());
    Fields(vec![name.autocomplete("name").limit(PersonName::LIMIT), password])
}

/// The field for a new password, where the account exists.
fn new_password(t: &Everybody) -> Fields {
    Fields(vec![password(t, t.recipient_new_password())])
}

/// The form, once the mailbox is proved in this browser.
#[handler]
pub(crate) async fn show(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let Some(session) = proved(&visit, id.into()) else {
        return Ok(redirect(format!("/r/{id}")));
    };
    if is_registered(visit.ports(), session, id.into()).await? {
        return registered_page(&visit, id.into(), StatusCode::OK, new_password(visit.t())).await;
    }
    register_page(&visit, id.into(), StatusCode::OK, None).await
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
    let session = proved(&visit, recipient).ok_or(Error::MailboxNotProven)?;
    let mut fields = fields(visit.t()).filled(&typed);
    let read =
        (fields.read("name", PersonName::parse), fields.read("password", NewPassword::parse));
    let (Some(name), Some(password)) = read else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return register_page(&visit, recipient, status, Some(fields)).await;
    };
    let command = Register { session, recipient, name, password };
    match register(visit.ports(), command).await {
        Ok(cookie) => Ok(redirect_with(&cookie, Next::Turn(recipient).path())),
        Err(Error::AccountExists) => Ok(redirect(format!("/r/{id}/register"))),
        Err(error) => Err(error.into()),
    }
}

/// Sets a new password for the account that exists; its second factor stays.
#[handler]
pub(crate) async fn set_password(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    let recipient = RecipientId::from(id);
    let session = proved(&visit, recipient).ok_or(Error::MailboxNotProven)?;
    let mut fields = new_password(visit.t()).filled(&typed);
    let Some(password) = fields.read("password", NewPassword::parse) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return registered_page(&visit, recipient, status, fields).await;
    };
    let cookie = reset_password(visit.ports(), session, recipient, password).await?;
    Ok(redirect_with(&cookie, Next::Turn(recipient).path()))
}

async fn register_page(
    visit: &Visit,
    recipient: RecipientId,
    status: StatusCode,
    form: Option<Fields>,
) -> Result<Response, PageError> {
    let details = addressee(visit, recipient).await?;
    let named = [("name".to_owned(), details.name.to_string())].into();
    let blank = || fields(visit.t()).filled(&named);
    let template = RegisterPage {
        shell: Shell::of_recipient(visit),
        recipient,
        email: details.email.to_string(),
        fields: form.unwrap_or_else(blank).into_shown(),
    };
    page(status, &template)
}

async fn registered_page(
    visit: &Visit,
    recipient: RecipientId,
    status: StatusCode,
    form: Fields,
) -> Result<Response, PageError> {
    let details = addressee(visit, recipient).await?;
    let template = RegisteredPage {
        shell: Shell::of_recipient(visit),
        recipient,
        email: details.email.to_string(),
        fields: form.into_shown(),
    };
    page(status, &template)
}

async fn addressee(
    visit: &Visit,
    recipient: RecipientId,
) -> Result<wariin_domain::RecipientDetails, PageError> {
    visit.link_to(recipient)?;
    let (_, document) = read_link(visit.ports(), visit.link.as_deref().unwrap_or_default()).await?;
    let addressee = document.recipient(recipient).ok_or_else(PageError::not_found)?;
    Ok(addressee.details.clone())
}
