//! ログイン: the password, then the second factor; and the way out.

use super::Typed;
use crate::error::{PageError, named};
use crate::speech::Everybody;
use crate::web::{
    Field, FieldKind, Fields, Next, Shell, Visit, page, redirect, redirect_with, without_session,
};
use crate::wording;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Query};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_usecases::{Error, SignInAttempt, TypedCode};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    shell: Shell,
    fields: Vec<Field>,
    next: Next,
    error: String,
}

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    shell: Shell,
    fields: Vec<Field>,
    next: Next,
    error: String,
    is_backup: bool,
}

/// Where to go on.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct NextQuery {
    next: Option<String>,
}

impl NextQuery {
    pub(crate) fn next(&self) -> Next {
        Next::parse(self.next.as_deref())
    }
}

pub(crate) fn next_of(typed: &Typed) -> Next {
    Next::parse(typed.get("next").map(String::as_str))
}

fn shell(visit: &Visit, next: Next) -> Shell {
    if next.turn().is_some() { Shell::of_recipient(visit) } else { Shell::of(visit) }
}

fn fields(t: &Everybody) -> Fields {
    Fields(vec![
        Field::new("email", t.account_email(), FieldKind::Email).autocomplete("username"),
        Field::new("password", t.account_password(), FieldKind::Password)
            .autocomplete("current-password"),
    ])
}

/// The field for a code that was mailed.
pub(crate) fn mailed_code_field(t: &Everybody) -> Field {
    Field::new("code", t.account_mailed_code(), FieldKind::Code)
        .hint(t.account_mailed_code_hint())
        .autocomplete("one-time-code")
        .limit(32)
}

/// The field for an authenticator's code.
pub(crate) fn factor_code_field(t: &Everybody) -> Field {
    Field::new("code", t.account_factor_code(), FieldKind::Code)
        .hint(t.account_factor_code_hint())
        .autocomplete("one-time-code")
        .limit(32)
}

/// The form for address and password.
#[handler]
pub(crate) async fn show(
    visit: Visit,
    Query(query): Query<NextQuery>,
) -> Result<Response, PageError> {
    if visit.ports().views.is_first_run().await.map_err(Error::from)? {
        return Ok(redirect("/setup"));
    }
    let next = query.next();
    let shell = shell(&visit, next);
    let fields = fields(visit.t()).into_shown();
    page(StatusCode::OK, &SignInPage { shell, fields, next, error: String::new() })
}

/// Checks address and password.
#[handler]
pub(crate) async fn submit(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    visit.try_secret()?;
    let next = next_of(&typed);
    let text = |name: &str| typed.get(name).cloned().unwrap_or_default();
    let attempt = SignInAttempt {
        email: text("email"),
        password: TypedCode(text("password")),
        session: visit.session(),
    };
    match wariin_usecases::sign_in(visit.ports(), attempt).await {
        Ok(signed_in) if signed_in.has_factor => {
            Ok(redirect_with(&signed_in.cookie, format!("/sign-in/code?next={next}")))
        }
        Ok(signed_in) => Ok(redirect_with(&signed_in.cookie, next.path())),
        Err(refused @ Error::BadCredentials) => {
            let (status, _) = named(&refused);
            let error = wording::refusal(visit.speech(), &refused);
            let fields = fields(visit.t()).filled(&typed).into_shown();
            page(status, &SignInPage { shell: shell(&visit, next), fields, next, error })
        }
        Err(Error::IdpRequired) => super::idp::required(&visit, next, &text("email")),
        Err(error) => Err(error.into()),
    }
}

/// The form for the second factor.
#[handler]
pub(crate) fn show_code(
    visit: Visit,
    Query(query): Query<NextQuery>,
) -> Result<Response, PageError> {
    visit.signed_in(query.next())?;
    code_page(&visit, StatusCode::OK, query.next(), String::new(), false)
}

/// Checks the second factor.
#[handler]
pub(crate) async fn submit_code(
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    let next = next_of(&typed);
    let (_, session) = visit.signed_in(next)?;
    match wariin_usecases::step_up(visit.ports(), session, code_of(&typed)).await {
        Ok(cookie) => Ok(redirect_with(&cookie, next.path())),
        Err(error) => refused_code(&visit, next, error, false),
    }
}

/// The form for a backup code.
#[handler]
pub(crate) fn show_backup_code(
    visit: Visit,
    Query(query): Query<NextQuery>,
) -> Result<Response, PageError> {
    visit.signed_in(query.next())?;
    code_page(&visit, StatusCode::OK, query.next(), String::new(), true)
}

/// Checks a backup code; a new factor has to be enrolled next.
#[handler]
pub(crate) async fn submit_backup_code(
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    let next = next_of(&typed);
    let (_, session) = visit.signed_in(next)?;
    match wariin_usecases::use_backup_code(visit.ports(), session, code_of(&typed)).await {
        Ok(cookie) => {
            Ok(redirect_with(&cookie, format!("/settings/security?next={next}&notice=lost")))
        }
        Err(error) => refused_code(&visit, next, error, true),
    }
}

/// Ends the session.
#[handler]
pub(crate) async fn sign_out(
    visit: Visit,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    if let Some(session) = visit.session() {
        wariin_usecases::sign_out(visit.ports(), session).await?;
    }
    let next = next_of(&typed);
    Ok(without_session(redirect(match next {
        Next::Turn(_) | Next::Invitation(_) => next.path(),
        Next::Documents
        | Next::Draft(..)
        | Next::Connections
        | Next::Templates
        | Next::Managed
        | Next::Organisation
        | Next::Members
        | Next::Security => format!("/sign-in?next={next}"),
    })))
}

/// The code that was typed.
pub(crate) fn code_of(typed: &Typed) -> TypedCode {
    TypedCode(typed.get("code").cloned().unwrap_or_default())
}

fn refused_code(
    visit: &Visit,
    next: Next,
    error: Error,
    is_backup: bool,
) -> Result<Response, PageError> {
    match error {
        refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_)) => {
            let (status, _) = named(&refused);
            code_page(visit, status, next, wording::refusal(visit.speech(), &refused), is_backup)
        }
        Error::NoFactor => Ok(redirect(format!("/settings/security?next={next}"))),
        error => Err(error.into()),
    }
}

fn code_page(
    visit: &Visit,
    status: StatusCode,
    next: Next,
    error: String,
    is_backup: bool,
) -> Result<Response, PageError> {
    let t = visit.t();
    let field = if is_backup {
        Field::new("code", t.account_backup_code(), FieldKind::Text)
            .hint(t.account_backup_code_hint())
            .limit(64)
    } else {
        factor_code_field(t)
    };
    let fields = vec![field];
    page(status, &CodePage { shell: shell(visit, next), fields, next, error, is_backup })
}
