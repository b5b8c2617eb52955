//! 手順 2/4: the recipient's account, the address fixed; or a new password for one that exists.

use super::{before_account, go_on, proved};
use crate::error::PageError;
use crate::i18n::CommonMessages;
use crate::pages::idp::user_agent;
use crate::pages::passkey::{self, PasskeyForm};
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, Secret, redirect,
};
use askama::Template;
use poem::web::{Form, Path};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{NewPassword, PersonName, RecipientDetails, RecipientId};
use wariin_usecases::{
    Error, Register, RegisterByPasskey, finish_passkey_registration, is_registered, register,
    reset_password, unlocked_recipient,
};

#[derive(Template)]
#[template(path = "register.html")]
struct RegisterPage {
    layout: PageLayout,
    recipient: RecipientId,
    email: String,
    fields: Vec<FormField>,
    /// The form by a passkey, which needs no password.
    passkey: Option<PasskeyForm>,
    error: String,
}

#[derive(Template)]
#[template(path = "registered.html")]
struct RegisteredPage {
    layout: PageLayout,
    recipient: RecipientId,
    email: String,
    fields: Vec<FormField>,
}

/// Name and password of the new account, or the name and a passkey.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RegisterForm {
    name: String,
    password: Secret,
    ceremony: String,
    credential: String,
}

/// A new password.
#[derive(Default, Deserialize)]
#[serde(default)]
struct PasswordForm {
    password: Secret,
}

fn password(t: &CommonMessages, label: String) -> FormField {
    FormField::new("password", label, FieldKind::Password)
        .hint(t.account_new_password_hint())
        .autocomplete("new-password")
}

fn fields(t: &CommonMessages, name: &str) -> FormFields {
    let field = FormField::new("name", t.recipient_name(), FieldKind::Text).value(name);
    let password = password(t, t.recipient_password());
    FormFields(vec![field.autocomplete("name").limit(PersonName::LIMIT), password])
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
    let details = invited(&context, id.into()).await?;
    if is_registered(context.ports(), principal, id.into()).await? {
        let fields = new_password(context.common());
        return registered_page(&context, id.into(), details, fields, &FormOutcome::blank());
    }
    let fields = fields(context.common(), details.name.as_str());
    register_page(&context, id.into(), details, fields, &FormOutcome::blank())
}

/// Makes the account.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<RegisterForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let recipient = RecipientId::from(id);
    let principal = proved(&context, recipient).ok_or(Error::MailboxNotProven)?;
    if !form.credential.is_empty() {
        return submit_passkey(&context, recipient, form).await;
    }
    let mut fields = fields(context.common(), &form.name);
    let read = (
        fields.read("name", PersonName::parse),
        fields.read_secret("password", &form.password, NewPassword::parse),
    );
    let (Some(name), Some(password)) = read else {
        let details = invited(&context, recipient).await?;
        return register_page(&context, recipient, details, fields, &FormOutcome::incomplete());
    };
    let registration = context.app.settings.registration;
    let command = Register { principal, recipient, name, password, registration };
    match register(context.ports(), command).await {
        Ok(cookie) => go_on(&context, &cookie, recipient).await,
        Err(Error::AccountExists) => Ok(redirect(format!("/r/{id}/register"))),
        Err(error) => Err(before_account(recipient, error)),
    }
}

/// Makes the account by the passkey that the browser registered.
async fn submit_passkey(
    context: &PageContext,
    recipient: RecipientId,
    form: RegisterForm,
) -> Result<Response, PageError> {
    let answer = passkey::answer(&form.ceremony, form.credential)?;
    let registration = context.app.settings.registration;
    let command = RegisterByPasskey { factor: passkey::unnamed(context)?, registration };
    let (ports, here) = (context.ports(), user_agent(context));
    match Box::pin(finish_passkey_registration(ports, here, command, answer)).await {
        Ok(cookie) => go_on(context, &cookie, recipient).await,
        Err(Error::AccountExists) => Ok(redirect(format!("/r/{recipient}/register"))),
        Err(error) => {
            let outcome = FormOutcome::refused(context, error, passkey::is_about_passkey)?;
            let details = invited(context, recipient).await?;
            let fields = fields(context.common(), details.name.as_str());
            register_page(context, recipient, details, fields, &outcome)
        }
    }
}

/// Sets a new password for the account that exists; its second factor stays.
#[handler]
pub(crate) async fn set_password(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<PasswordForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let recipient = RecipientId::from(id);
    let principal = proved(&context, recipient).ok_or(Error::MailboxNotProven)?;
    let mut fields = new_password(context.common());
    let Some(password) = fields.read_secret("password", &form.password, NewPassword::parse) else {
        let details = invited(&context, recipient).await?;
        return registered_page(&context, recipient, details, fields, &FormOutcome::incomplete());
    };
    let cookie = reset_password(context.ports(), principal, recipient, password).await;
    let cookie = cookie.map_err(|error| before_account(recipient, error))?;
    go_on(&context, &cookie, recipient).await
}

/// What the sender wrote of the recipient, behind the access code.
async fn invited(
    context: &PageContext,
    recipient: RecipientId,
) -> Result<RecipientDetails, PageError> {
    let details = unlocked_recipient(context.ports(), context.as_recipient(recipient)).await;
    details.map_err(|error| before_account(recipient, error))
}

fn register_page(
    context: &PageContext,
    recipient: RecipientId,
    details: RecipientDetails,
    fields: FormFields,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let (layout, email) = (PageLayout::of_recipient(context), details.email.to_string());
    let passkey = PasskeyForm::registration(context, recipient, details.name.as_str());
    let (fields, error) = (fields.0, outcome.message.clone());
    outcome.page(&RegisterPage { layout, recipient, email, fields, passkey, error })
}

fn registered_page(
    context: &PageContext,
    recipient: RecipientId,
    details: RecipientDetails,
    fields: FormFields,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let (layout, email) = (PageLayout::of_recipient(context), details.email.to_string());
    outcome.page(&RegisteredPage { layout, recipient, email, fields: fields.0 })
}
