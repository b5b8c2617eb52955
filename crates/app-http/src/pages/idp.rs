//! Signing in at an identity provider: the way there, the way back, and a first login's mailed code.

pub(crate) mod connection;
pub(crate) mod link;

use super::Typed;
use super::sign_in::{NextQuery, mailed_code_field, next_of};
use crate::error::{PageError, named, said};
use crate::speech::Everybody;
use crate::web::{Field, FieldKind, Fields, Next, Shell, Visit, page, redirect, redirect_with};
use crate::wording;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use url::Url;
use wariin_domain::{EmailAddress, IdpAttemptId, IdpPurpose, Uuid};
use wariin_ports::Freshness;
use wariin_usecases::{
    Arrived, Error, FirstLoginCodes, IdpDestination, IdpFailure, IdpReturn, IdpSignIn, Returned,
    Traveller, TypedCode, confirm_first_login, log_out_by_idp, return_from_idp, visit_to_sign_in,
};

#[derive(Template)]
#[template(path = "sign_in_idp.html")]
struct SignInPage {
    shell: Shell,
    fields: Vec<Field>,
    next: Next,
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
#[template(path = "idp_forward.html")]
struct ForwardPage {
    shell: Shell,
    host: String,
    address: String,
    is_consent: bool,
}

#[derive(Template)]
#[template(path = "idp_confirm.html")]
struct ConfirmPage {
    shell: Shell,
    first: IdpAttemptId,
    address: String,
    fields: Vec<Field>,
    next: Next,
    error: String,
}

fn fields(t: &Everybody) -> Fields {
    let email = Field::new("email", t.account_email(), FieldKind::Email);
    Fields(vec![email.autocomplete("username")])
}

fn shell(visit: &Visit, next: Next) -> Shell {
    if next.turn().is_some() { Shell::of_recipient(visit) } else { Shell::of(visit) }
}

/// The form for the address that tells which provider.
#[handler]
pub(crate) fn show(
    visit: Visit,
    Query(query): Query<NextQuery>,
    Query(again): Query<AgainQuery>,
) -> Result<Response, PageError> {
    let email = visit.account().map(|account| account.email.to_string()).unwrap_or_default();
    let fields = fields(visit.t()).filled(&[("email".to_owned(), email)].into());
    let template = SignInPage {
        shell: shell(&visit, query.next()),
        fields: fields.into_shown(),
        next: query.next(),
        is_required: false,
        is_again: again.again.is_some(),
    };
    page(StatusCode::OK, &template)
}

/// Sends the browser to the provider of the address.
#[handler]
pub(crate) async fn submit(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    visit.try_secret()?;
    let next = next_of(&typed);
    let mut fields = fields(visit.t()).filled(&typed);
    let Some(email) = fields.read("email", EmailAddress::parse) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return sign_in_page(&visit, status, next, fields);
    };
    let freshness = if typed.contains_key("again") { Freshness::Now } else { Freshness::Recent };
    match away(&visit, IdpDestination::Of(email), next, freshness).await {
        Err(refused @ Error::NoIdp) => {
            let (status, _) = named(&refused);
            fields.refuse("email", wording::refusal(visit.speech(), &refused));
            sign_in_page(&visit, status, next, fields)
        }
        Err(error) => {
            let again = format!("/sign-in/idp?next={next}");
            Err(PageError::from(error).or_action(said(|s| s.t.account_sign_in_again()), again))
        }
        Ok(address) => forward(&visit, shell(&visit, next), address, false),
    }
}

/// The address of the provider, with everything the browser has to take along.
pub(crate) async fn away(
    visit: &Visit,
    to: IdpDestination,
    next: Next,
    freshness: Freshness,
) -> Result<String, Error> {
    let wish = IdpSignIn { to, next: next.to_string(), freshness };
    visit_to_sign_in(visit.ports(), wish, traveller(visit)).await
}

pub(crate) fn traveller(visit: &Visit) -> Traveller<'_> {
    Traveller { browser: &visit.browser, session: visit.session() }
}

/// Shows the sign-in page of providers with what was typed and what is wrong.
pub(crate) fn sign_in_page(
    visit: &Visit,
    status: StatusCode,
    next: Next,
    fields: Fields,
) -> Result<Response, PageError> {
    let fields = fields.into_shown();
    let shell = shell(visit, next);
    let template = SignInPage { shell, fields, next, is_required: false, is_again: false };
    page(status, &template)
}

/// The same for somebody whose organisation takes nothing else.
pub(crate) fn required(visit: &Visit, next: Next, email: &str) -> Result<Response, PageError> {
    let (status, code) = named(&Error::IdpRequired);
    let fields = fields(visit.t()).filled(&[("email".to_owned(), email.to_owned())].into());
    let fields = fields.into_shown();
    let shell = shell(visit, next);
    let template = SignInPage { shell, fields, next, is_required: true, is_again: false };
    let mut response = page(status, &template)?;
    if let Ok(code) = code.parse() {
        response.headers_mut().insert("wariin-error", code);
    }
    Ok(response)
}

/// Says where the browser goes and sends it there: a form of ours must not lead away by itself.
pub(crate) fn forward(
    _: &Visit,
    shell: Shell,
    address: String,
    is_consent: bool,
) -> Result<Response, PageError> {
    let url = Url::parse(&address).map_err(|error| PageError::fault(&error))?;
    let host = url.host_str().unwrap_or_default().to_owned();
    page(StatusCode::OK, &ForwardPage { shell, host, address, is_consent })
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
    visit: Visit,
    Path(connection): Path<Uuid>,
    Query(query): Query<BackQuery>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    let outcome = match (query.code, query.error) {
        (Some(code), None) => Returned::Code(code),
        (None, Some(error)) => Returned::Error(error),
        _ => return Err(Error::UnknownVisit.into()),
    };
    let back = IdpReturn {
        connection: connection.into(),
        state: query.state.unwrap_or_default(),
        issuer: query.iss,
        outcome,
        browser: visit.browser.clone(),
        session: visit.session(),
    };
    match return_from_idp(visit.ports(), back).await {
        Ok(arrived) => Ok(arrive(arrived)),
        Err(failure) => failed(visit.t(), failure),
    }
}

fn arrive(arrived: Arrived) -> Response {
    match arrived {
        Arrived::SignedIn { cookie, next } => {
            redirect_with(&cookie, Next::parse(Some(&next)).path())
        }
        Arrived::Linked { cookie, next } => redirect_with(
            &cookie,
            match Next::parse(Some(&next)) {
                Next::Documents | Next::Security => "/settings/security?notice=linked".to_owned(),
                next => next.path(),
            },
        ),
        Arrived::ConfirmMailbox { first } => redirect(format!("/sign-in/idp/confirm/{first}")),
        Arrived::Tested { connection } => {
            redirect(format!("/settings/idp/{connection}?notice=tested"))
        }
        Arrived::Consented { recipient } => redirect(format!("/r/{recipient}/document")),
    }
}

/// What went wrong, and the way on for whoever tried this.
fn failed(t: &Everybody, failure: IdpFailure) -> Result<Response, PageError> {
    let IdpFailure { error, purpose, check } = failure;
    let is_known = !matches!(error, Error::Storage(_));
    let error = PageError::from(error);
    Err(match purpose {
        Some(IdpPurpose::SignIn { next }) if is_known => {
            let again = format!("/sign-in/idp?next={}&again=yes", Next::parse(Some(&next)));
            error.or_action(said(|s| s.t.account_sign_in_again()), again)
        }
        Some(IdpPurpose::Link { .. }) if is_known => {
            error.or_action(said(|s| s.t.account_to_security()), "/settings/security")
        }
        Some(IdpPurpose::Test { .. }) if is_known => {
            let check = check.unwrap_or_else(|| t.account_unknown_check());
            return Err(connection::test_failed(&check));
        }
        Some(IdpPurpose::Consent(transaction)) if is_known => {
            let to = format!("/r/{}/consent", transaction.recipient);
            error.or_action(said(|s| s.t.account_back_to_consent()), to)
        }
        _ => error,
    })
}

fn factor_field(t: &Everybody) -> Field {
    Field::new("factor", t.account_factor_code(), FieldKind::Code)
        .hint(t.account_own_factor_hint())
        .autocomplete("one-time-code")
        .limit(32)
}

/// The form for the code that confirms the mailbox of a first login.
#[handler]
pub(crate) async fn show_confirm(
    visit: Visit,
    Path(first): Path<Uuid>,
) -> Result<Response, PageError> {
    confirm_page(&visit, first.into(), StatusCode::OK, String::new()).await
}

/// Checks the code, makes the account and signs in.
#[handler]
pub(crate) async fn confirm(
    visit: Visit,
    Path(first): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    let first = IdpAttemptId::from(first);
    let session = visit.session();
    let text = |name: &str| TypedCode(typed.get(name).cloned().unwrap_or_default());
    let codes = FirstLoginCodes { mailed: text("code"), factor: text("factor") };
    let ports = visit.ports();
    match confirm_first_login(ports, first, &visit.browser, session, codes).await {
        Ok((cookie, next)) => Ok(redirect_with(&cookie, Next::parse(Some(&next)).path())),
        Err(refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_))) => {
            let (status, _) = named(&refused);
            confirm_page(&visit, first, status, wording::refusal(visit.speech(), &refused)).await
        }
        Err(Error::NotFound) => Err(Error::UnknownVisit.into()),
        Err(error) => Err(error.into()),
    }
}

async fn confirm_page(
    visit: &Visit,
    first: IdpAttemptId,
    status: StatusCode,
    error: String,
) -> Result<Response, PageError> {
    let waiting = visit.ports().views.first_login(first).await.map_err(Error::from)?;
    let browser = visit.ports().tokens.browser_key(&visit.browser);
    let waiting = waiting.filter(|waiting| waiting.browser == browser);
    let waiting = waiting.ok_or(Error::UnknownVisit)?;
    let next = Next::parse(Some(&waiting.next));
    let mut fields = vec![mailed_code_field(visit.t())];
    if has_factor(visit, &waiting.address).await? {
        fields.push(factor_field(visit.t()));
    }
    let template = ConfirmPage {
        shell: shell(visit, next),
        next,
        first,
        address: waiting.address.masked(),
        fields,
        error,
    };
    page(status, &template)
}

/// Whether the address has an account with an owner and a second factor.
async fn has_factor(visit: &Visit, address: &EmailAddress) -> Result<bool, Error> {
    let mut tx = visit.ports().storage.begin().await?;
    let account = tx.accounts().find_by_email(address).await?;
    drop(tx);
    match account.filter(|account| account.mailbox_proven_at.is_some()) {
        Some(account) => Ok(visit.ports().views.factor(account.id).await?.is_some()),
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
    visit: Visit,
    Path(connection): Path<Uuid>,
    Form(form): Form<LogoutForm>,
) -> Response {
    let token = form.logout_token.unwrap_or_default();
    let status = match visit.try_secret() {
        Err(_) => StatusCode::TOO_MANY_REQUESTS,
        Ok(()) => match log_out_by_idp(visit.ports(), connection.into(), &token).await {
            Ok(()) => StatusCode::OK,
            Err(Error::Storage(_)) => StatusCode::SERVICE_UNAVAILABLE,
            Err(_) => StatusCode::BAD_REQUEST,
        },
    };
    Response::builder().status(status).finish()
}
