//! パスワードをお忘れの方: a link is mailed to the address, and lets a new password be set once.

use super::sign_in::factor_code_field;
use crate::error::PageError;
use crate::i18n::CommonMessages;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, RESET_COOKIE, Secret,
    cookie, expired, page, redirect, set_for, with_cookie,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Request, Response, handler};
use serde::Deserialize;
use wariin_domain::{EmailAddress, NewPassword, PasswordReset};
use wariin_usecases::{
    Error, NewPasswordByLink, ask_password_reset, password_reset_needs_code, reset_password_by_link,
};

#[derive(Template)]
#[template(path = "forgotten_password.html")]
struct AskPage {
    layout: PageLayout,
    fields: Vec<FormField>,
    is_asked: bool,
}

#[derive(Template)]
#[template(path = "new_password.html")]
struct NewPasswordPage {
    layout: PageLayout,
    fields: Vec<FormField>,
    error: String,
    is_done: bool,
}

/// What was done before.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct DoneQuery {
    done: Option<String>,
}

/// The address of the account.
#[derive(Default, Deserialize)]
#[serde(default)]
struct AskForm {
    email: String,
}

/// The new password, and a code of the second factor.
#[derive(Default, Deserialize)]
#[serde(default)]
struct NewPasswordForm {
    password: Secret,
    code: Secret,
}

fn ask_fields(t: &CommonMessages, email: &str) -> FormFields {
    let email = FormField::new("email", t.account_email(), FieldKind::Email).value(email);
    FormFields(vec![email.autocomplete("username").limit(254)])
}

fn new_password_fields(t: &CommonMessages, needs_code: bool) -> FormFields {
    let password = FormField::new("password", t.account_new_password(), FieldKind::Password)
        .hint(t.account_new_password_hint())
        .autocomplete("new-password");
    let code = needs_code.then(|| factor_code_field(t));
    FormFields([Some(password), code].into_iter().flatten().collect())
}

/// The form for the address, and what is said once it was sent.
#[handler]
pub(crate) fn show(
    context: PageContext,
    Query(query): Query<DoneQuery>,
) -> Result<Response, PageError> {
    let fields = ask_fields(context.common(), "").0;
    let is_asked = query.done.as_deref() == Some("asked");
    let layout = PageLayout::of(&context);
    page(StatusCode::OK, &AskPage { layout, fields, is_asked })
}

/// Has a link mailed. The answer is the same whether the address has an account or not.
#[handler]
pub(crate) async fn ask(
    context: PageContext,
    Form(form): Form<AskForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let mut fields = ask_fields(context.common(), &form.email);
    let Some(email) = fields.read("email", EmailAddress::parse) else {
        let layout = PageLayout::of(&context);
        let template = AskPage { layout, fields: fields.0, is_asked: false };
        return FormOutcome::incomplete().page(&template);
    };
    ask_password_reset(context.ports(), email).await?;
    Ok(redirect("/forgotten-password?done=asked"))
}

/// Follows a mailed link: its secret goes from the address into a cookie.
#[handler]
pub(crate) fn follow(
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    let known = context.ports().tokens.read_password_reset_link(&token);
    known.ok_or_else(PageError::reset_link_ended)?;
    let secret = set_for(RESET_COOKIE, &token, PasswordReset::LIFE.as_seconds_up());
    Ok(with_cookie(redirect("/new-password"), &secret))
}

/// The form for the new password.
#[handler]
pub(crate) async fn show_new(
    request: &Request,
    context: PageContext,
    Query(query): Query<DoneQuery>,
) -> Result<Response, PageError> {
    if query.done.is_some() {
        let (layout, fields, error) = (PageLayout::of(&context), Vec::new(), String::new());
        return page(StatusCode::OK, &NewPasswordPage { layout, fields, error, is_done: true });
    }
    let needs_code = needs_code(&context, secret(request)?).await?;
    let fields = new_password_fields(context.common(), needs_code);
    new_password_page(&context, fields, &FormOutcome::blank())
}

/// Sets the new password; its owner signs in with it next.
#[handler]
pub(crate) async fn set_new(
    request: &Request,
    context: PageContext,
    Form(form): Form<NewPasswordForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let token = secret(request)?;
    let needs_code = needs_code(&context, token).await?;
    let mut fields = new_password_fields(context.common(), needs_code);
    let Some(password) = fields.read_secret("password", &form.password, NewPassword::parse) else {
        return new_password_page(&context, fields, &FormOutcome::incomplete());
    };
    let (token, code) = (token.to_owned(), form.code.into());
    let command = NewPasswordByLink { token, password, code, client: context.client() };
    match reset_password_by_link(context.ports(), command).await {
        Ok(()) => Ok(with_cookie(redirect("/new-password?done=set"), &expired(RESET_COOKIE))),
        Err(Error::InvalidLink) => Err(PageError::reset_link_ended()),
        Err(error) => {
            let outcome = FormOutcome::refused_code(&context, error)?;
            new_password_page(&context, fields, &outcome)
        }
    }
}

/// The secret of the link that was followed in this browser.
fn secret(request: &Request) -> Result<&str, PageError> {
    cookie(request, RESET_COOKIE).ok_or_else(PageError::reset_link_ended)
}

async fn needs_code(context: &PageContext, token: &str) -> Result<bool, PageError> {
    password_reset_needs_code(context.ports(), token).await.map_err(|error| match error {
        Error::InvalidLink => PageError::reset_link_ended(),
        error => error.into(),
    })
}

fn new_password_page(
    context: &PageContext,
    fields: FormFields,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    outcome.page(&NewPasswordPage {
        layout: PageLayout::of(context),
        fields: fields.0,
        error: outcome.message.clone(),
        is_done: false,
    })
}
