//! Signing in at an identity provider: the redirect, the callback, and the code that confirms a first
//! login.

pub(crate) mod connection;
pub(crate) mod link;

use super::sign_in::{NextQuery, mailed_code_field};
use crate::error::{PageError, named, said};
use crate::i18n::{CommonMessages, Locale, labels};
use crate::web::{
    Checkbox, FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, ReturnTo,
    Secret, page, redirect, redirect_with,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use url::Url;
use wariin_domain::{AuthorizationPurpose, AuthorizationRequestId, EmailAddress, Uuid};
use wariin_ports::{Freshness, IdpFault};
use wariin_usecases::{
    AuthorizationCallback, AuthorizationOutcome, CallbackResult, Error, FailedAuthorization,
    FirstLoginCodes, IdpDestination, IdpSignIn, UserAgent, confirm_first_login, handle_callback,
    log_out_by_idp, pending_first_login, start_sign_in_authorization, start_test_authorization,
};

#[derive(Template)]
#[template(path = "sign_in_idp.html")]
struct SignInPage {
    layout: PageLayout,
    fields: Vec<FormField>,
    next: ReturnTo,
    /// Whether the person's organisation takes nothing else.
    is_required: bool,
    /// Whether a login failed before, so that the provider has to ask who it is.
    is_again: bool,
}

#[derive(Deserialize)]
struct AgainQuery {
    again: Option<String>,
}

#[derive(Template)]
#[template(path = "idp_redirect.html")]
struct RedirectPage {
    layout: PageLayout,
    host: String,
    address: String,
    is_consent: bool,
}

#[derive(Template)]
#[template(path = "idp_confirm.html")]
struct ConfirmPage {
    layout: PageLayout,
    first: AuthorizationRequestId,
    address: String,
    fields: Vec<FormField>,
    next: ReturnTo,
    error: String,
}

/// The address that tells which provider.
#[derive(Default, Deserialize)]
#[serde(default)]
struct AddressForm {
    email: String,
    again: Checkbox,
    next: ReturnTo,
}

fn fields(t: &CommonMessages, email: &str) -> FormFields {
    let field = FormField::new("email", t.account_email(), FieldKind::Email);
    FormFields(vec![field.value(email).autocomplete("username")])
}

/// The form for the address that tells which provider.
#[handler]
pub(crate) fn show(
    context: PageContext,
    Query(NextQuery { next }): Query<NextQuery>,
    Query(again): Query<AgainQuery>,
) -> Result<Response, PageError> {
    let email = context.account().map(|account| account.email.to_string()).unwrap_or_default();
    let fields = fields(context.common(), &email);
    let kind = if again.again.is_some() { SignInKind::Again } else { SignInKind::First };
    sign_in_page(&context, next, fields, kind, &FormOutcome::blank())
}

/// Sends the browser to the provider of the address.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Form(AddressForm { email, again, next }): Form<AddressForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let mut fields = fields(context.common(), &email);
    let Some(email) = fields.read("email", EmailAddress::parse) else {
        let outcome = FormOutcome::incomplete();
        return sign_in_page(&context, next, fields, SignInKind::First, &outcome);
    };
    let freshness = if again.is_checked() { Freshness::Now } else { Freshness::Recent };
    match authorization_redirect(&context, IdpDestination::Of(email), next, freshness).await {
        Ok(address) => redirect_page(PageLayout::toward(&context, next), address, false),
        Err(error @ Error::NoIdp) => {
            let outcome = FormOutcome::refused(&context, error, |_| true)?;
            fields.refuse("email", outcome.message.clone());
            sign_in_page(&context, next, fields, SignInKind::First, &outcome)
        }
        Err(error) => {
            let again = format!("/sign-in/idp?next={next}");
            Err(PageError::from(error).or_action(said(|s| s.common.account_sign_in_again()), again))
        }
    }
}

/// The address of the provider, with everything the browser has to take along.
pub(crate) async fn authorization_redirect(
    context: &PageContext,
    to: IdpDestination,
    next: ReturnTo,
    freshness: Freshness,
) -> Result<String, Error> {
    let wish = IdpSignIn { to, next: next.to_string(), freshness };
    start_sign_in_authorization(context.ports(), wish, user_agent(context)).await
}

pub(crate) fn user_agent(context: &PageContext) -> UserAgent<'_> {
    UserAgent { browser: &context.browser, session: context.session() }
}

/// Why the sign-in page of providers is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SignInKind {
    First,
    /// A login failed before: the provider has to ask who it is.
    Again,
    /// The person's organisation takes nothing else.
    Required,
}

fn sign_in_page(
    context: &PageContext,
    next: ReturnTo,
    fields: FormFields,
    kind: SignInKind,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    outcome.page(&SignInPage {
        layout: PageLayout::toward(context, next),
        fields: fields.0,
        next,
        is_required: kind == SignInKind::Required,
        is_again: kind == SignInKind::Again,
    })
}

/// The sign-in page of providers for a person whose organisation takes nothing else.
pub(crate) fn required(
    context: &PageContext,
    next: ReturnTo,
    email: &str,
) -> Result<Response, PageError> {
    let (status, code) = named(&Error::IdpRequired);
    let outcome = FormOutcome::saying(status, String::new()).named(code);
    let fields = fields(context.common(), email);
    sign_in_page(context, next, fields, SignInKind::Required, &outcome)
}

/// Says where the browser goes and sends it there: a form of ours must not lead away by itself.
pub(crate) fn redirect_page(
    layout: PageLayout,
    address: String,
    is_consent: bool,
) -> Result<Response, PageError> {
    let url = Url::parse(&address).map_err(|error| PageError::fault(&error))?;
    let host = url.host_str().unwrap_or_default().to_owned();
    page(StatusCode::OK, &RedirectPage { layout, host, address, is_consent })
}

#[derive(Deserialize)]
struct CallbackQuery {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// The browser is back from the provider.
#[handler]
pub(crate) async fn callback(
    context: PageContext,
    Path(connection): Path<Uuid>,
    Query(query): Query<CallbackQuery>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let outcome = match (query.code, query.error) {
        (Some(code), None) => CallbackResult::Code(code),
        (None, Some(error)) => CallbackResult::Error(error),
        _ => return Err(Error::UnknownAuthorization.into()),
    };
    let back = AuthorizationCallback {
        connection: connection.into(),
        state: query.state.unwrap_or_default(),
        issuer: query.iss,
        outcome,
        browser: context.browser.clone(),
        network: context.client().network,
        session: context.session(),
    };
    match handle_callback(context.ports(), back).await {
        Ok(AuthorizationOutcome::TestAgain { connection, login }) => {
            let user_agent = user_agent(&context);
            let to =
                start_test_authorization(context.ports(), connection, login, user_agent).await?;
            redirect_page(PageLayout::of(&context), to, false)
        }
        Ok(outcome) => Ok(go_on(outcome)),
        Err(failure) => failed(&context, failure),
    }
}

fn go_on(outcome: AuthorizationOutcome) -> Response {
    match outcome {
        AuthorizationOutcome::SignedIn { cookie, next } => {
            redirect_with(&cookie, ReturnTo::parse(Some(&next)).path())
        }
        AuthorizationOutcome::Linked { cookie, next } => redirect_with(
            &cookie,
            match ReturnTo::parse(Some(&next)) {
                ReturnTo::Home | ReturnTo::Security => {
                    "/settings/security?notice=linked".to_owned()
                }
                next => next.path(),
            },
        ),
        AuthorizationOutcome::ConfirmMailbox { first } => {
            redirect(format!("/sign-in/idp/confirm/{first}"))
        }
        // Sent on to the provider before.
        AuthorizationOutcome::TestAgain { connection, .. } => {
            redirect(format!("/settings/idp/{connection}"))
        }
        AuthorizationOutcome::Tested { connection } => {
            redirect(format!("/settings/idp/{connection}?notice=tested"))
        }
        AuthorizationOutcome::Consented { recipient } => {
            redirect(format!("/r/{recipient}/document"))
        }
    }
}

/// What went wrong, and the way on from there.
fn failed(context: &PageContext, failure: FailedAuthorization) -> Result<Response, PageError> {
    let FailedAuthorization { error, purpose, check } = failure;
    let is_known = !matches!(error, Error::Storage(_));
    let advice = advice(context.locale(), &error);
    let error = PageError::from(error);
    Err(match purpose {
        Some(AuthorizationPurpose::SignIn { next }) if is_known => {
            let again = format!("/sign-in/idp?next={}&again=yes", ReturnTo::parse(Some(&next)));
            error.or_action(said(|s| s.common.account_sign_in_again()), again)
        }
        Some(AuthorizationPurpose::Link { .. }) if is_known => {
            error.or_action(said(|s| s.common.account_to_security()), "/settings/security")
        }
        Some(AuthorizationPurpose::Test { .. }) if is_known => {
            let check = check.unwrap_or_else(|| context.common().account_unknown_check());
            return Err(PageError::idp_test_failed(check, advice));
        }
        Some(AuthorizationPurpose::Consent(transaction)) if is_known => {
            let to = format!("/r/{}/consent", transaction.recipient);
            error.or_action(said(|s| s.common.account_back_to_consent()), to)
        }
        _ => error,
    })
}

/// What an admin can do about a test that failed.
fn advice(locale: &Locale, error: &Error) -> String {
    match error {
        Error::IdpRefused(_) | Error::Idp(IdpFault::Unreachable(_) | IdpFault::Forbidden(_)) => {
            labels::refusal(locale, error)
        }
        Error::Idp(IdpFault::OtherHosts(_)) => locale.common.error_idp_test_hosts(),
        _ => locale.common.error_idp_test_compare(),
    }
}

fn factor_field(t: &CommonMessages) -> FormField {
    FormField::new("factor", t.account_factor_code(), FieldKind::Code)
        .hint(t.account_own_factor_hint())
        .autocomplete("one-time-code")
        .limit(32)
}

/// The codes that confirm a first login.
#[derive(Default, Deserialize)]
#[serde(default)]
struct FirstLoginForm {
    code: Secret,
    factor: Secret,
}

/// The form for the code that confirms the mailbox of a first login.
#[handler]
pub(crate) async fn show_confirm(
    context: PageContext,
    Path(first): Path<Uuid>,
) -> Result<Response, PageError> {
    confirm_page(&context, first.into(), &FormOutcome::blank()).await
}

/// Checks the code, makes the account and signs in.
#[handler]
pub(crate) async fn confirm(
    context: PageContext,
    Path(first): Path<Uuid>,
    Form(form): Form<FirstLoginForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let first = AuthorizationRequestId::from(first);
    let codes = FirstLoginCodes { mailed: form.code.into(), factor: form.factor.into() };
    let (ports, session) = (context.ports(), context.session());
    match confirm_first_login(ports, first, context.client(), session, codes).await {
        Ok((cookie, next)) => Ok(redirect_with(&cookie, ReturnTo::parse(Some(&next)).path())),
        Err(Error::NotFound) => Err(Error::UnknownAuthorization.into()),
        Err(error) => {
            confirm_page(&context, first, &FormOutcome::refused_code(&context, error)?).await
        }
    }
}

async fn confirm_page(
    context: &PageContext,
    first: AuthorizationRequestId,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let pending = pending_first_login(context.ports(), &context.browser, first).await?;
    let next = ReturnTo::parse(Some(&pending.next));
    let mut fields = vec![mailed_code_field(context.common())];
    if pending.has_factor {
        fields.push(factor_field(context.common()));
    }
    outcome.page(&ConfirmPage {
        layout: PageLayout::toward(context, next),
        next,
        first,
        address: pending.address.masked(),
        fields,
        error: outcome.message.clone(),
    })
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LogoutForm {
    logout_token: Secret,
}

/// A provider reports a logout (OpenID Connect Back-Channel Logout 1.0, section 2.8).
#[handler]
pub(crate) async fn logout(
    context: PageContext,
    Path(connection): Path<Uuid>,
    Form(form): Form<LogoutForm>,
) -> Response {
    let token = form.logout_token.expose();
    let status = match context.try_secret() {
        Err(_) => StatusCode::TOO_MANY_REQUESTS,
        Ok(()) => match log_out_by_idp(context.ports(), connection.into(), token).await {
            Ok(()) => StatusCode::OK,
            Err(Error::Storage(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Err(_) => StatusCode::BAD_REQUEST,
        },
    };
    Response::builder().status(status).finish()
}
