//! ログイン: the password, then the second factor; and the way out.

use super::Typed;
use crate::error::{PageError, named};
use crate::i18n::CommonMessages;
use crate::i18n::labels;
use crate::web::{
    FieldKind, FormField, FormFields, PageContext, PageLayout, ReturnTo, page, redirect,
    redirect_with, without_session,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Query};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_usecases::{Error, SecretInput, SignInAttempt};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    layout: PageLayout,
    fields: Vec<FormField>,
    next: ReturnTo,
    error: String,
}

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    layout: PageLayout,
    fields: Vec<FormField>,
    next: ReturnTo,
    error: String,
    is_backup: bool,
}

/// Where to go on.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct NextQuery {
    next: Option<String>,
}

impl NextQuery {
    pub(crate) fn next(&self) -> ReturnTo {
        ReturnTo::parse(self.next.as_deref())
    }
}

pub(crate) fn next_of(typed: &Typed) -> ReturnTo {
    ReturnTo::parse(typed.get("next").map(String::as_str))
}

fn layout(context: &PageContext, next: ReturnTo) -> PageLayout {
    if next.turn().is_some() { PageLayout::of_recipient(context) } else { PageLayout::of(context) }
}

fn fields(t: &CommonMessages) -> FormFields {
    FormFields(vec![
        FormField::new("email", t.account_email(), FieldKind::Email).autocomplete("username"),
        FormField::new("password", t.account_password(), FieldKind::Password)
            .autocomplete("current-password"),
    ])
}

/// The field for a code that was mailed.
pub(crate) fn mailed_code_field(t: &CommonMessages) -> FormField {
    FormField::new("code", t.account_mailed_code(), FieldKind::Code)
        .hint(t.account_mailed_code_hint())
        .autocomplete("one-time-code")
        .limit(32)
}

/// The field for an authenticator's code.
pub(crate) fn factor_code_field(t: &CommonMessages) -> FormField {
    FormField::new("code", t.account_factor_code(), FieldKind::Code)
        .hint(t.account_factor_code_hint())
        .autocomplete("one-time-code")
        .limit(32)
}

/// The form for address and password.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Query(query): Query<NextQuery>,
) -> Result<Response, PageError> {
    if context.ports().views.is_first_run().await.map_err(Error::from)? {
        return Ok(redirect("/setup"));
    }
    let next = query.next();
    let layout = layout(&context, next);
    let fields = fields(context.common()).into_shown();
    page(StatusCode::OK, &SignInPage { layout, fields, next, error: String::new() })
}

/// Checks address and password.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let next = next_of(&typed);
    let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let attempt = SignInAttempt {
        email: text("email"),
        password: SecretInput(text("password")),
        session: context.session(),
    };
    match wariin_usecases::sign_in(context.ports(), attempt).await {
        Ok(signed_in) if signed_in.has_factor => {
            Ok(redirect_with(&signed_in.cookie, format!("/sign-in/code?next={next}")))
        }
        Ok(signed_in) => Ok(redirect_with(&signed_in.cookie, next.path())),
        Err(refused @ Error::BadCredentials) => {
            let (status, _) = named(&refused);
            let error = labels::refusal(context.locale(), &refused);
            let fields = fields(context.common()).filled(&typed).into_shown();
            page(status, &SignInPage { layout: layout(&context, next), fields, next, error })
        }
        Err(Error::IdpRequired) => super::idp::required(&context, next, &text("email")),
        Err(error) => Err(error.into()),
    }
}

/// The form for the second factor.
#[handler]
pub(crate) fn show_code(
    context: PageContext,
    Query(query): Query<NextQuery>,
) -> Result<Response, PageError> {
    context.signed_in(query.next())?;
    code_page(&context, StatusCode::OK, query.next(), String::new(), false)
}

/// Checks the second factor.
#[handler]
pub(crate) async fn submit_code(
    context: PageContext,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let next = next_of(&typed);
    let (_, principal) = context.signed_in(next)?;
    match wariin_usecases::step_up(context.ports(), principal, code_of(&typed)).await {
        Ok(cookie) => Ok(redirect_with(&cookie, next.path())),
        Err(error) => refused_code(&context, next, error, false),
    }
}

/// The form for a backup code.
#[handler]
pub(crate) fn show_backup_code(
    context: PageContext,
    Query(query): Query<NextQuery>,
) -> Result<Response, PageError> {
    context.signed_in(query.next())?;
    code_page(&context, StatusCode::OK, query.next(), String::new(), true)
}

/// Checks a backup code; a new factor has to be enrolled next.
#[handler]
pub(crate) async fn submit_backup_code(
    context: PageContext,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let next = next_of(&typed);
    let (_, principal) = context.signed_in(next)?;
    match wariin_usecases::use_backup_code(context.ports(), principal, code_of(&typed)).await {
        Ok(cookie) => {
            Ok(redirect_with(&cookie, format!("/settings/security?next={next}&notice=lost")))
        }
        Err(error) => refused_code(&context, next, error, true),
    }
}

/// Ends the session.
#[handler]
pub(crate) async fn sign_out(
    context: PageContext,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    if let Some(session) = context.session() {
        wariin_usecases::sign_out(context.ports(), session).await?;
    }
    let next = next_of(&typed);
    Ok(without_session(redirect(match next {
        ReturnTo::Turn(_) | ReturnTo::Invitation(_) => next.path(),
        ReturnTo::Documents
        | ReturnTo::Draft(..)
        | ReturnTo::Connections
        | ReturnTo::Templates
        | ReturnTo::Managed
        | ReturnTo::Organisation
        | ReturnTo::Members
        | ReturnTo::Security => format!("/sign-in?next={next}"),
    })))
}

/// The code that was typed.
pub(crate) fn code_of(typed: &Typed) -> SecretInput {
    SecretInput(typed.get("code").cloned().unwrap_or_default())
}

fn refused_code(
    context: &PageContext,
    next: ReturnTo,
    error: Error,
    is_backup: bool,
) -> Result<Response, PageError> {
    match error {
        refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_)) => {
            let (status, _) = named(&refused);
            code_page(context, status, next, labels::refusal(context.locale(), &refused), is_backup)
        }
        Error::NoFactor => Ok(redirect(format!("/settings/security?next={next}"))),
        error => Err(error.into()),
    }
}

fn code_page(
    context: &PageContext,
    status: StatusCode,
    next: ReturnTo,
    error: String,
    is_backup: bool,
) -> Result<Response, PageError> {
    let t = context.common();
    let field = if is_backup {
        FormField::new("code", t.account_backup_code(), FieldKind::Text)
            .hint(t.account_backup_code_hint())
            .limit(64)
    } else {
        factor_code_field(t)
    };
    let fields = vec![field];
    page(status, &CodePage { layout: layout(context, next), fields, next, error, is_backup })
}
