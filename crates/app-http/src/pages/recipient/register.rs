//! 手順 2/4: the recipient's account, the address fixed; or a new password for one that exists.

use super::proved;
use crate::error::PageError;
use crate::i18n::CommonMessages;
use crate::pages::Typed;
use crate::web::{
    FieldKind, FormField, FormFields, PageContext, PageLayout, ReturnTo, page, redirect,
    redirect_with,
};
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
    layout: PageLayout,
    recipient: RecipientId,
    email: String,
    fields: Vec<FormField>,
}

#[derive(Template)]
#[template(path = "registered.html")]
struct RegisteredPage {
    layout: PageLayout,
    recipient: RecipientId,
    email: String,
    fields: Vec<FormField>,
}

fn password(t: &CommonMessages, label: String) -> FormField {
    FormField::new("password", label, FieldKind::Password)
        .hint(t.account_new_password_hint())
        .autocomplete("new-password")
}

fn fields(t: &CommonMessages) -> FormFields {
    let name = FormField::new("name", t.recipient_name(), FieldKind::Text);
    let password = password(t, t.recipient_password());
    FormFields(vec![name.autocomplete("name").limit(PersonName::LIMIT), password])
}

/// The field for a new password, where the account exists.
fn new_password(t: &CommonMessages) -> FormFields {
    FormFields(vec![password(t, t.recipient_new_password())])
}

/// The form, once the mailbox is proved in this browser.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let Some(principal) = proved(&context, id.into()) else {
        return Ok(redirect(format!("/r/{id}")));
    };
    if is_registered(context.ports(), principal, id.into()).await? {
        return registered_page(
            &context,
            id.into(),
            StatusCode::OK,
            new_password(context.common()),
        )
        .await;
    }
    register_page(&context, id.into(), StatusCode::OK, None).await
}

/// Makes the account.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let recipient = RecipientId::from(id);
    let principal = proved(&context, recipient).ok_or(Error::MailboxNotProven)?;
    let mut fields = fields(context.common()).filled(&typed);
    let read =
        (fields.read("name", PersonName::parse), fields.read("password", NewPassword::parse));
    let (Some(name), Some(password)) = read else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return register_page(&context, recipient, status, Some(fields)).await;
    };
    let command = Register { principal, recipient, name, password };
    match register(context.ports(), command).await {
        Ok(cookie) => Ok(redirect_with(&cookie, ReturnTo::Turn(recipient).path())),
        Err(Error::AccountExists) => Ok(redirect(format!("/r/{id}/register"))),
        Err(error) => Err(error.into()),
    }
}

/// Sets a new password for the account that exists; its second factor stays.
#[handler]
pub(crate) async fn set_password(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let recipient = RecipientId::from(id);
    let principal = proved(&context, recipient).ok_or(Error::MailboxNotProven)?;
    let mut fields = new_password(context.common()).filled(&typed);
    let Some(password) = fields.read("password", NewPassword::parse) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return registered_page(&context, recipient, status, fields).await;
    };
    let cookie = reset_password(context.ports(), principal, recipient, password).await?;
    Ok(redirect_with(&cookie, ReturnTo::Turn(recipient).path()))
}

async fn register_page(
    context: &PageContext,
    recipient: RecipientId,
    status: StatusCode,
    form: Option<FormFields>,
) -> Result<Response, PageError> {
    let details = addressee(context, recipient).await?;
    let named = [("name".to_owned(), details.name.to_string())].into();
    let blank = || fields(context.common()).filled(&named);
    let template = RegisterPage {
        layout: PageLayout::of_recipient(context),
        recipient,
        email: details.email.to_string(),
        fields: form.unwrap_or_else(blank).into_shown(),
    };
    page(status, &template)
}

async fn registered_page(
    context: &PageContext,
    recipient: RecipientId,
    status: StatusCode,
    form: FormFields,
) -> Result<Response, PageError> {
    let details = addressee(context, recipient).await?;
    let template = RegisteredPage {
        layout: PageLayout::of_recipient(context),
        recipient,
        email: details.email.to_string(),
        fields: form.into_shown(),
    };
    page(status, &template)
}

async fn addressee(
    context: &PageContext,
    recipient: RecipientId,
) -> Result<wariin_domain::RecipientDetails, PageError> {
    context.link_to(recipient)?;
    let (_, document) =
        read_link(context.ports(), context.link.as_deref().unwrap_or_default()).await?;
    let addressee = document.recipient(recipient).ok_or_else(PageError::not_found)?;
    Ok(addressee.details.clone())
}
