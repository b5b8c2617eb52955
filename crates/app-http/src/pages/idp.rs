//! Signing in at an identity provider: the way there, the way back, and a first login's mailed code.

pub(crate) mod connection;
pub(crate) mod link;

use super::Typed;
use super::sign_in::{NextQuery, mailed_code_field, next_of};
use crate::error::{PageError, named, said};
use crate::i18n::CommonMessages;
use crate::i18n::labels;
use crate::web::{
    FieldKind, FormField, FormFields, PageContext, PageLayout, ReturnTo, page, redirect,
    redirect_with,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use url::Url;
use wariin_domain::{AuthorizationPurpose, AuthorizationRequestId, EmailAddress, Uuid};
use wariin_ports::Freshness;
use wariin_usecases::{
    AuthorizationCallback, AuthorizationOutcome, CallbackResult, Error, FailedAuthorization,
    FirstLoginCodes, IdpDestination, IdpSignIn, SecretInput, UserAgent, confirm_first_login,
    handle_callback, log_out_by_idp, start_sign_in_authorization,
};

#[derive(Template)]
#[template(path = "sign_in_idp.html")]
struct SignInPage {
    layout: PageLayout,
    fields: Vec<FormField>,
    next: ReturnTo,
    /// Whether the person's organisation takes nothing else.
    is_required: bool,
    /// Whether a login came to nothing before, so that the provider has to ask who it is.
    is_again: bool,
}

#[derive(Deserialize)]
struct AgainQuery {
    again: Option<String>,
}

#[derive(Template)]
#[template(path = "idp_redirect.html")]
struct ForwardPage {
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

fn fields(t: &CommonMessages) -> FormFields {
    let email = FormField::new("email", t.account_email(), FieldKind::Email);
    FormFields(vec![email.autocomplete("username")])
}

fn layout(context: &PageContext, next: ReturnTo) -> PageLayout {
    if next.turn().is_some() { PageLayout::of_recipient(context) } else { PageLayout::of(context) }
}

/// The form for the address that tells which provider.
#[handler]
pub(crate) fn show(
    context: PageContext,
    Query(query): Query<NextQuery>,
    Query(again): Query<AgainQuery>,
) -> Result<Response, PageError> {
    let email = context.account().map(|account| account.email.to_string()).unwrap_or_default();
    let fields = fields(context.common()).filled(&[("email".to_owned(), email)].into());
    let template = SignInPage {
        layout: layout(&context, query.next()),
        fields: fields.into_shown(),
        next: query.next(),
        is_required: false,
        is_again: again.again.is_some(),
    };
    page(StatusCode::OK, &template)
}

/// Sends the browser to the provider of the address.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let next = next_of(&typed);
    let mut fields = fields(context.common()).filled(&typed);
    let Some(email) = fields.read("email", EmailAddress::parse) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return sign_in_page(&context, status, next, fields);
    };
    let freshness = if typed.contains_key("again") { Freshness::Now } else { Freshness::Recent };
    match authorization_redirect(&context, IdpDestination::Of(email), next, freshness).await {
        Err(refused @ Error::NoIdp) => {
            let (status, _) = named(&refused);
            fields.refuse("email", labels::refusal(context.locale(), &refused));
            sign_in_page(&context, status, next, fields)
        }
        Err(error) => {
            let again = format!("/sign-in/idp?next={next}");
            Err(PageError::from(error).or_action(said(|s| s.common.account_sign_in_again()), again))
        }
        Ok(address) => forward(&context, layout(&context, next), address, false),
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

/// Shows the sign-in page of providers with what was typed and what is wrong.
pub(crate) fn sign_in_page(
    context: &PageContext,
    status: StatusCode,
    next: ReturnTo,
    fields: FormFields,
) -> Result<Response, PageError> {
    let fields = fields.into_shown();
    let layout = layout(context, next);
    let template = SignInPage { layout, fields, next, is_required: false, is_again: false };
    page(status, &template)
}

/// The same for somebody whose organisation takes nothing else.
pub(crate) fn required(
    context: &PageContext,
    next: ReturnTo,
    email: &str,
) -> Result<Response, PageError> {
    let (status, code) = named(&Error::IdpRequired);
    let fields = fields(context.common()).filled(&[("email".to_owned(), email.to_owned())].into());
    let fields = fields.into_shown();
    let layout = layout(context, next);
    let template = SignInPage { layout, fields, next, is_required: true, is_again: false };
    let mut response = page(status, &template)?;
    if let Ok(code) = code.parse() {
        response.headers_mut().insert("wariin-error", code);
    }
    Ok(response)
}

/// Says where the browser goes and sends it there: a form of ours must not lead away by itself.
pub(crate) fn forward(
    _: &PageContext,
    layout: PageLayout,
    address: String,
    is_consent: bool,
) -> Result<Response, PageError> {
    let url = Url::parse(&address).map_err(|error| PageError::fault(&error))?;
    let host = url.host_str().unwrap_or_default().to_owned();
    page(StatusCode::OK, &ForwardPage { layout, host, address, is_consent })
}

#[derive(Deserialize)]
struct BackQuery {
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
    Query(query): Query<BackQuery>,
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
        session: context.session(),
    };
    match handle_callback(context.ports(), back).await {
        Ok(arrived) => Ok(arrive(arrived)),
        Err(failure) => failed(context.common(), failure),
    }
}

fn arrive(arrived: AuthorizationOutcome) -> Response {
    match arrived {
        AuthorizationOutcome::SignedIn { cookie, next } => {
            redirect_with(&cookie, ReturnTo::parse(Some(&next)).path())
        }
        AuthorizationOutcome::Linked { cookie, next } => redirect_with(
            &cookie,
            match ReturnTo::parse(Some(&next)) {
                ReturnTo::Documents | ReturnTo::Security => {
                    "/settings/security?notice=linked".to_owned()
                }
                next => next.path(),
            },
        ),
        AuthorizationOutcome::ConfirmMailbox { first } => {
            redirect(format!("/sign-in/idp/confirm/{first}"))
        }
        AuthorizationOutcome::Tested { connection } => {
            redirect(format!("/settings/idp/{connection}?notice=tested"))
        }
        AuthorizationOutcome::Consented { recipient } => {
            redirect(format!("/r/{recipient}/document"))
        }
    }
}

/// What went wrong, and the way on for whoever tried this.
fn failed(t: &CommonMessages, failure: FailedAuthorization) -> Result<Response, PageError> {
    let FailedAuthorization { error, purpose, check } = failure;
    let is_known = !matches!(error, Error::Storage(_));
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
            let check = check.unwrap_or_else(|| t.account_unknown_check());
            return Err(connection::test_failed(&check));
        }
        Some(AuthorizationPurpose::Consent(transaction)) if is_known => {
            let to = format!("/r/{}/consent", transaction.recipient);
            error.or_action(said(|s| s.common.account_back_to_consent()), to)
        }
        _ => error,
    })
}

fn factor_field(t: &CommonMessages) -> FormField {
    FormField::new("factor", t.account_factor_code(), FieldKind::Code)
        .hint(t.account_own_factor_hint())
        .autocomplete("one-time-code")
        .limit(32)
}

/// The form for the code that confirms the mailbox of a first login.
#[handler]
pub(crate) async fn show_confirm(
    context: PageContext,
    Path(first): Path<Uuid>,
) -> Result<Response, PageError> {
    confirm_page(&context, first.into(), StatusCode::OK, String::new()).await
}

/// Checks the code, makes the account and signs in.
#[handler]
pub(crate) async fn confirm(
    context: PageContext,
    Path(first): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let first = AuthorizationRequestId::from(first);
    let principal = context.session();
    let text = |name: &str| SecretInput(typed.get(name).cloned().unwrap_or_default());
    let codes = FirstLoginCodes { mailed: text("code"), factor: text("factor") };
    let ports = context.ports();
    match confirm_first_login(ports, first, &context.browser, principal, codes).await {
        Ok((cookie, next)) => Ok(redirect_with(&cookie, ReturnTo::parse(Some(&next)).path())),
        Err(refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_))) => {
            let (status, _) = named(&refused);
            confirm_page(&context, first, status, labels::refusal(context.locale(), &refused)).await
        }
        Err(Error::NotFound) => Err(Error::UnknownAuthorization.into()),
        Err(error) => Err(error.into()),
    }
}

async fn confirm_page(
    context: &PageContext,
    first: AuthorizationRequestId,
    status: StatusCode,
    error: String,
) -> Result<Response, PageError> {
    let waiting = context.ports().views.first_login(first).await.map_err(Error::from)?;
    let browser = context.ports().tokens.browser_key(&context.browser);
    let waiting = waiting.filter(|waiting| waiting.browser == browser);
    let waiting = waiting.ok_or(Error::UnknownAuthorization)?;
    let next = ReturnTo::parse(Some(&waiting.next));
    let mut fields = vec![mailed_code_field(context.common())];
    if has_factor(context, &waiting.address).await? {
        fields.push(factor_field(context.common()));
    }
    let template = ConfirmPage {
        layout: layout(context, next),
        next,
        first,
        address: waiting.address.masked(),
        fields,
        error,
    };
    page(status, &template)
}

/// Whether the address has an account with an owner and a second factor.
async fn has_factor(context: &PageContext, address: &EmailAddress) -> Result<bool, Error> {
    let mut tx = context.ports().storage.begin().await?;
    let account = tx.accounts().find_by_email(address).await?;
    drop(tx);
    match account.filter(|account| account.mailbox_proven_at.is_some()) {
        Some(account) => Ok(!context.ports().views.factors(account.id).await?.is_empty()),
        None => Ok(false),
    }
}

#[derive(Deserialize)]
struct LogoutForm {
    logout_token: Option<String>,
}

/// A provider reports a logout (OpenID Connect Back-Channel Logout 1.0, section 2.8).
#[handler]
pub(crate) async fn logout(
    context: PageContext,
    Path(connection): Path<Uuid>,
    Form(form): Form<LogoutForm>,
) -> Response {
    let token = form.logout_token.unwrap_or_default();
    let status = match context.try_secret() {
        Err(_) => StatusCode::TOO_MANY_REQUESTS,
        Ok(()) => match log_out_by_idp(context.ports(), connection.into(), &token).await {
            Ok(()) => StatusCode::OK,
            Err(Error::Storage(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Err(_) => StatusCode::BAD_REQUEST,
        },
    };
    Response::builder().status(status).finish()
}
