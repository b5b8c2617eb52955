//! パスワードをお忘れの方: a link is mailed to the address, and lets a new password be set once.

use super::idp::user_agent;
use super::passkey::{self, PasskeyForm};
use super::security::has;
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
use wariin_domain::{EmailAddress, Factor, FactorMethod, NewPassword, PasswordReset};
use wariin_usecases::{
    Error, NewPasswordByLink, ask_password_reset, begin_passkey_reset, password_reset_factors,
    reset_password_by_link, reset_password_by_passkey,
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
    /// What is typed; nothing where the account has passkeys only.
    fields: Vec<FormField>,
    /// The form by a passkey, where the account has one.
    passkey: Option<PasskeyForm>,
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
    /// The password beside a passkey's answer.
    new_password: Secret,
    ceremony: String,
    credential: String,
}

fn ask_fields(t: &CommonMessages, email: &str) -> FormFields {
    let email = FormField::new("email", t.account_email(), FieldKind::Email).value(email);
    FormFields(vec![email.autocomplete("username").limit(254)])
}

/// The field for the new password in the form by a code, or without one.
const PASSWORD: &str = "password";
/// The same in the form by a passkey, which stands on the same page.
const PASSWORD_BY_PASSKEY: &str = "new_password";

fn new_password_field(t: &CommonMessages, name: &'static str) -> FormFields {
    let password = FormField::new(name, t.account_new_password(), FieldKind::Password)
        .hint(t.account_new_password_hint())
        .autocomplete("new-password");
    FormFields(vec![password])
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
        let template = NewPasswordPage { layout, fields, passkey: None, error, is_done: true };
        return page(StatusCode::OK, &template);
    }
    let factors = factors(&context, secret(request)?).await?;
    let field = new_password_field(context.common(), PASSWORD);
    new_password_page(&context, field, &factors, &FormOutcome::blank())
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
    let factors = factors(&context, token).await?;
    let is_by_passkey = !form.credential.is_empty();
    let (name, typed) = if is_by_passkey {
        (PASSWORD_BY_PASSKEY, &form.new_password)
    } else {
        (PASSWORD, &form.password)
    };
    let mut fields = new_password_field(context.common(), name);
    let Some(password) = fields.read_secret(name, typed, NewPassword::parse) else {
        return new_password_page(&context, fields, &factors, &FormOutcome::incomplete());
    };
    let (token, code) = (token.to_owned(), form.code.into());
    let command = NewPasswordByLink { token, password, code, client: context.client() };
    let set = if is_by_passkey {
        let answer = passkey::answer(&form.ceremony, form.credential)?;
        let here = user_agent(&context);
        Box::pin(reset_password_by_passkey(context.ports(), here, command, answer)).await
    } else {
        reset_password_by_link(context.ports(), command).await
    };
    match set {
        Ok(()) => Ok(with_cookie(redirect("/new-password?done=set"), &expired(RESET_COOKIE))),
        Err(Error::InvalidLink) => Err(PageError::reset_link_ended()),
        Err(error) => {
            let outcome = if is_by_passkey {
                FormOutcome::refused(&context, error, passkey::is_about_passkey)?
            } else {
                FormOutcome::refused_code(&context, error)?
            };
            new_password_page(&context, fields, &factors, &outcome)
        }
    }
}

/// Begins a new password behind a passkey.
#[handler]
pub(crate) async fn begin_by_passkey(
    request: &Request,
    context: PageContext,
) -> Result<Response, PageError> {
    let token = secret(request)?;
    let begun = begin_passkey_reset(context.ports(), user_agent(&context), token).await;
    passkey::begun(&context, begun)
}

/// The secret of the link that was followed in this browser.
fn secret(request: &Request) -> Result<&str, PageError> {
    cookie(request, RESET_COOKIE).ok_or_else(PageError::reset_link_ended)
}

async fn factors(context: &PageContext, token: &str) -> Result<Vec<Factor>, PageError> {
    password_reset_factors(context.ports(), token).await.map_err(|error| match error {
        Error::InvalidLink => PageError::reset_link_ended(),
        error => error.into(),
    })
}

/// The form by a code, by a passkey, or both: by what the account has.
fn new_password_page(
    context: &PageContext,
    typed: FormFields,
    factors: &[Factor],
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let t = context.common();
    let field = |name| {
        let typed = typed.0.iter().find(|field| field.name == name);
        typed.map_or_else(|| new_password_field(t, name).0, |field| vec![field.clone()])
    };
    let (has_app, has_passkey) =
        (has(factors, FactorMethod::Totp), has(factors, FactorMethod::Passkey));
    let passkey = PasskeyForm::new_password(context, field(PASSWORD_BY_PASSKEY));
    let passkey = passkey.filter(|_| has_passkey);
    let mut fields = if has_app || passkey.is_none() { field(PASSWORD) } else { Vec::new() };
    if has_app {
        fields.push(factor_code_field(t));
    }
    outcome.page(&NewPasswordPage {
        layout: PageLayout::of(context),
        fields,
        passkey,
        error: outcome.message.clone(),
        is_done: false,
    })
}
