//! ログイン: the password, then the second factor; and signing out.

use super::passkey::PasskeyForm;
use super::security::has;
use crate::error::PageError;
use crate::i18n::CommonMessages;
use crate::pages::recipient::{go_on, known_address};
use crate::pages::security::enrolment_of;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, ReturnTo, Secret,
    redirect, redirect_with, with_session, without_session,
};
use askama::Template;
use poem::web::{Form, Query};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{Factor, FactorMethod, TextError};
use wariin_ports::SessionCookie;
use wariin_usecases::{Error, SignInAttempt, awaited_factors, is_first_run, resolve_session};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    layout: PageLayout,
    passkey: Option<PasskeyForm>,
    fields: Vec<FormField>,
    next: ReturnTo,
    error: String,
}

#[derive(Template)]
#[template(path = "sign_in_code.html")]
struct CodePage {
    layout: PageLayout,
    /// The form by a passkey, where the account has one.
    passkey: Option<PasskeyForm>,
    /// The field for the code; empty where the account has passkeys only.
    fields: Vec<FormField>,
    next: ReturnTo,
    error: String,
    is_backup: bool,
    /// Whether the account has a passkey.
    has_passkey: bool,
    /// Whether the sign-in counts only with the code, so that the other way is out.
    awaits_code: bool,
}

/// Where to go on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct NextQuery {
    pub(crate) next: ReturnTo,
}

/// Address and password; on a recipient's path also the code of the second factor, where there is one.
#[derive(Default, Deserialize)]
#[serde(default)]
struct SignInForm {
    email: String,
    password: Secret,
    code: Secret,
    next: ReturnTo,
}

/// A code, and where to go on.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct CodeForm {
    pub(crate) code: Secret,
    pub(crate) next: ReturnTo,
}

/// Which code is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum CodeKind {
    Authenticator,
    Backup,
}

/// The fields for signing in. On a recipient's path the code of the second factor may come with the password,
/// so that one screen is enough.
pub(crate) fn sign_in_fields(t: &CommonMessages, next: ReturnTo, email: &str) -> FormFields {
    let mut fields = vec![
        FormField::new("email", t.account_email(), FieldKind::Email)
            .value(email)
            .autocomplete("username webauthn"),
        FormField::new("password", t.account_password(), FieldKind::Password)
            .autocomplete("current-password"),
    ];
    if next.turn().is_some() {
        fields.push(factor_code_field(t).hint(t.account_factor_code_if_any()).optional());
    }
    FormFields(fields)
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
    if is_first_run(context.ports()).await? {
        return Ok(redirect("/setup"));
    }
    if context.awaits_code() {
        return Ok(redirect(format!("/sign-in/code?next={}", query.next)));
    }
    let address = match query.next.turn() {
        Some(recipient) => known_address(&context, recipient).await?,
        None => String::new(),
    };
    sign_in_page(&context, query.next, &address, &FormOutcome::blank())
}

/// Checks address and password.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Form(form): Form<SignInForm>,
) -> Result<Response, PageError> {
    let SignInForm { email, password, code, next } = form;
    let mut fields = sign_in_fields(context.common(), next, &email);
    let is_typed = (fields.read("email", typed), fields.read_secret("password", &password, typed));
    if !matches!(is_typed, (Some(()), Some(()))) {
        return sign_in_page_with(&context, next, fields, &FormOutcome::incomplete());
    }
    context.try_password_of(&email).await?;
    let attempt = SignInAttempt {
        email: email.clone(),
        password: password.into(),
        client: context.client(),
        session: context.session(),
    };
    match wariin_usecases::sign_in(context.ports(), attempt).await {
        Ok(signed_in) if signed_in.awaits_code => {
            if next.turn().is_some() && !code.expose().trim().is_empty() {
                return step_up_at_once(&context, &signed_in.cookie, code, next).await;
            }
            Ok(redirect_with(&signed_in.cookie, format!("/sign-in/code?next={next}")))
        }
        Ok(signed_in) => signed_in_page(&context, &signed_in.cookie, next).await,
        Err(Error::IdpRequired) => super::idp::required(&context, next, &email),
        Err(error) => {
            let is_shown = |error: &Error| matches!(error, Error::BadCredentials);
            let outcome = FormOutcome::refused(&context, error, is_shown)?;
            sign_in_page(&context, next, &email, &outcome)
        }
    }
}

/// Checks the code that came with the right password; a wrong one is asked for again by itself.
async fn step_up_at_once(
    context: &PageContext,
    cookie: &SessionCookie,
    code: Secret,
    next: ReturnTo,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let session = context.ports().tokens.session_key(cookie);
    match wariin_usecases::step_up(context.ports(), session.into(), code.into()).await {
        Ok(cookie) => signed_in_page(context, &cookie, next).await,
        Err(error) => {
            let outcome = FormOutcome::refused_code(context, error)?;
            let caller = resolve_session(context.ports(), cookie).await?;
            let factors = awaited_factors(context.ports(), caller.as_ref()).await?;
            let kind = (CodeKind::Authenticator, true);
            let asked = code_page_with(context, next, &factors, kind, &outcome)?;
            Ok(with_session(asked, cookie))
        }
    }
}

/// Where a sign-in leads that needs no code.
pub(super) async fn signed_in_page(
    context: &PageContext,
    cookie: &SessionCookie,
    next: ReturnTo,
) -> Result<Response, PageError> {
    match next.turn() {
        Some(recipient) => go_on(context, cookie, recipient).await,
        None => Ok(redirect_with(cookie, next.path())),
    }
}

/// That something was typed at all; what, is not told before both are there.
fn typed(text: &str) -> Result<(), TextError> {
    if text.trim().is_empty() { Err(TextError::Empty) } else { Ok(()) }
}

pub(super) fn sign_in_page(
    context: &PageContext,
    next: ReturnTo,
    email: &str,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let fields = sign_in_fields(context.common(), next, email);
    sign_in_page_with(context, next, fields, outcome)
}

fn sign_in_page_with(
    context: &PageContext,
    next: ReturnTo,
    fields: FormFields,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    outcome.page(&SignInPage {
        layout: PageLayout::toward(context, next),
        passkey: PasskeyForm::sign_in(context, next),
        fields: fields.0,
        next,
        error: outcome.message.clone(),
    })
}

/// The form for the second factor.
#[handler]
pub(crate) async fn show_code(
    context: PageContext,
    Query(query): Query<NextQuery>,
) -> Result<Response, PageError> {
    let asked = (CodeKind::Authenticator, context.awaits_code());
    code_page(&context, query.next, asked, &FormOutcome::blank()).await
}

/// Checks the second factor.
#[handler]
pub(crate) async fn submit_code(
    context: PageContext,
    Form(CodeForm { code, next }): Form<CodeForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let principal = context.owner_principal()?;
    let outcome = wariin_usecases::step_up(context.ports(), principal, code.into()).await;
    code_done(&context, next, CodeKind::Authenticator, outcome).await
}

/// The form for a backup code.
#[handler]
pub(crate) async fn show_backup_code(
    context: PageContext,
    Query(query): Query<NextQuery>,
) -> Result<Response, PageError> {
    let asked = (CodeKind::Backup, context.awaits_code());
    code_page(&context, query.next, asked, &FormOutcome::blank()).await
}

/// Checks a backup code; a new factor has to be enrolled next.
#[handler]
pub(crate) async fn submit_backup_code(
    context: PageContext,
    Form(CodeForm { code, next }): Form<CodeForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let principal = context.owner_principal()?;
    let outcome = wariin_usecases::use_backup_code(context.ports(), principal, code.into()).await;
    code_done(&context, next, CodeKind::Backup, outcome).await
}

/// Ends the session.
#[handler]
pub(crate) async fn sign_out(
    context: PageContext,
    Form(NextQuery { next }): Form<NextQuery>,
) -> Result<Response, PageError> {
    if let Some(session) = context.session() {
        wariin_usecases::sign_out(context.ports(), session).await?;
    }
    Ok(without_session(redirect(match next {
        ReturnTo::Turn(_) | ReturnTo::Invitation(_) => next.path(),
        ReturnTo::Home
        | ReturnTo::Draft(..)
        | ReturnTo::Connections
        | ReturnTo::Templates
        | ReturnTo::Managed
        | ReturnTo::Organisation
        | ReturnTo::Members
        | ReturnTo::Security
        | ReturnTo::Account
        | ReturnTo::Received => format!("/sign-in?next={next}"),
    })))
}

/// What became of a code.
async fn code_done(
    context: &PageContext,
    next: ReturnTo,
    kind: CodeKind,
    outcome: Result<SessionCookie, Error>,
) -> Result<Response, PageError> {
    let error = match outcome {
        Ok(cookie) => {
            return match (kind, next.turn()) {
                (CodeKind::Authenticator, _) => signed_in_page(context, &cookie, next).await,
                (CodeKind::Backup, Some(_)) => {
                    Ok(redirect_with(&cookie, format!("{}&notice=lost", enrolment_of(next))))
                }
                (CodeKind::Backup, None) => {
                    let to = format!("/settings/security?next={next}&notice=lost");
                    Ok(redirect_with(&cookie, to))
                }
            };
        }
        Err(Error::NoFactor) => return Ok(redirect(format!("/settings/security?next={next}"))),
        Err(error) => error,
    };
    let outcome = FormOutcome::refused_code(context, error)?;
    code_page(context, next, (kind, context.awaits_code()), &outcome).await
}

/// The form for the second factor again, after a passkey was refused.
pub(super) async fn passkey_refused(
    context: &PageContext,
    next: ReturnTo,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    code_page(context, next, (CodeKind::Authenticator, context.awaits_code()), outcome).await
}

async fn code_page(
    context: &PageContext,
    next: ReturnTo,
    asked: (CodeKind, bool),
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let factors = awaited_factors(context.ports(), context.caller()).await?;
    code_page_with(context, next, &factors, asked, outcome)
}

fn code_page_with(
    context: &PageContext,
    next: ReturnTo,
    factors: &[Factor],
    asked: (CodeKind, bool),
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let (kind, awaits_code) = asked;
    let t = context.common();
    let fields = match kind {
        CodeKind::Authenticator
            if has(factors, FactorMethod::Passkey) && !has(factors, FactorMethod::Totp) =>
        {
            Vec::new()
        }
        CodeKind::Authenticator => vec![factor_code_field(t)],
        CodeKind::Backup => vec![
            FormField::new("code", t.account_backup_code(), FieldKind::Text)
                .hint(t.account_backup_code_hint())
                .limit(64),
        ],
    };
    outcome.page(&CodePage {
        layout: PageLayout::toward(context, next),
        passkey: PasskeyForm::step_up(context, next)
            .filter(|_| kind == CodeKind::Authenticator && has(factors, FactorMethod::Passkey)),
        fields,
        next,
        error: outcome.message.clone(),
        is_backup: kind == CodeKind::Backup,
        has_passkey: has(factors, FactorMethod::Passkey),
        awaits_code,
    })
}
