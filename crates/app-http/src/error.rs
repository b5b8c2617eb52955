//! The one place that knows how a refusal or a fault looks in HTTP. The text of a fault never leaves the
//! server; it gets a number, and the log has the rest under that number.

mod named;
mod refused;
mod storage;
mod verification;

use crate::i18n::Locale;
use crate::web::{
    ERROR_HEADER, PageLayout, RequestNumber, ReturnTo, html_response, page, redirect,
};
use askama::Template;
use poem::error::ResponseError;
use poem::http::header::RETRY_AFTER;
use poem::http::{HeaderValue, StatusCode};
use poem::web::Json;
use poem::{IntoResponse, Response};
use serde_json::json;
use std::fmt;
use wariin_domain::{Language, TimeZoneName};

pub(crate) use named::named;

/// The name of the error for what is not there, or not for this reader.
const NOT_FOUND: &str = "not_found";
/// The name of the error for a document that was cancelled or declined.
const CLOSED: &str = "closed";

/// Why a page is not shown.
#[derive(Debug)]
pub(crate) enum PageError {
    /// Go somewhere else first.
    Elsewhere(String),
    /// A page that says what happened, why, and what to do next.
    Page(Box<Refused>),
    /// A page of its own template that says the same.
    Template(Box<RefusedPage>),
}

/// A page that was made of its template already.
#[derive(Debug)]
pub(crate) struct RefusedPage {
    status: StatusCode,
    /// The stable name of the error, also in the header `wariin-error`.
    code: &'static str,
    html: String,
}

/// What an error's page says, before its language is known.
pub(crate) struct Refused {
    status: StatusCode,
    /// The stable name of the error, also in the header `wariin-error`.
    code: &'static str,
    title: Say,
    text: Say,
    action: Option<(Say, String)>,
    /// After how many seconds trying again may help.
    retry_after: Option<u16>,
}

/// Something said in the reader's language.
pub(crate) struct Say(Box<dyn Fn(&Locale) -> String + Send + Sync>);

/// Something said in the reader's language, once it is known.
pub(crate) fn said(say: impl Fn(&Locale) -> String + Send + Sync + 'static) -> Say {
    Say(Box::new(say))
}

impl From<String> for Say {
    fn from(text: String) -> Self {
        said(move |_| text.clone())
    }
}

impl fmt::Debug for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refused({})", self.code)
    }
}

/// An error's page.
#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    layout: PageLayout,
    code: &'static str,
    title: String,
    text: String,
    action: Option<(String, String)>,
    /// The number of the request, by which the operator finds it in the log.
    number: Option<String>,
}

impl PageError {
    fn new(
        status: StatusCode,
        code: &'static str,
        title: impl Fn(&Locale) -> String + Send + Sync + 'static,
        text: impl Fn(&Locale) -> String + Send + Sync + 'static,
    ) -> Self {
        Self::Page(Box::new(Refused {
            status,
            code,
            title: said(title),
            text: said(text),
            action: Some((said(|s| s.common.error_go_home()), "/".to_owned())),
            retry_after: None,
        }))
    }

    fn retry_after(mut self, seconds: u16) -> Self {
        if let Self::Page(page) = &mut self {
            page.retry_after = Some(seconds);
        }
        self
    }

    fn action(
        mut self,
        label: impl Fn(&Locale) -> String + Send + Sync + 'static,
        href: impl Into<String>,
    ) -> Self {
        if let Self::Page(page) = &mut self {
            page.action = Some((said(label), href.into()));
        }
        self
    }

    /// The error as a page, or where to go instead.
    pub(crate) fn shown(&self, frame: &PageLayout) -> Response {
        match self {
            Self::Elsewhere(path) => redirect(path),
            Self::Page(refused) => refused.shown(frame),
            Self::Template(page) => page.shown(),
        }
    }

    /// The error for a program: its stable name, and what happened in English.
    pub(crate) fn for_program(&self) -> Response {
        let locale = Locale::new(Language::English, &TimeZoneName::default());
        let (status, code, message, seconds) = match self {
            Self::Elsewhere(_) => (StatusCode::BAD_REQUEST, "elsewhere", String::new(), None),
            Self::Page(page) => (page.status, page.code, (page.text.0)(&locale), page.retry_after),
            Self::Template(page) => (page.status, page.code, String::new(), None),
        };
        let error = json!({ "version": 1, "error": { "code": code, "message": message } });
        with_wait(named_response(Json(error).with_status(status).into_response(), code), seconds)
    }

    /// The same with a way on, where there is none but home.
    pub(crate) fn or_action(mut self, label: impl Into<Say>, href: impl Into<String>) -> Self {
        if let Self::Page(page) = &mut self
            && page.action.as_ref().is_none_or(|(_, href)| href == "/" || href == "/sign-in")
        {
            page.action = Some((label.into(), href.into()));
        }
        self
    }

    /// A refusal with a page of its own; a fault when its template cannot be filled in.
    pub(crate) fn template(
        status: StatusCode,
        code: &'static str,
        template: &impl Template,
    ) -> Self {
        match template.render() {
            Ok(html) => Self::Template(Box::new(RefusedPage { status, code, html })),
            Err(error) => Self::fault(&error),
        }
    }

    /// A test of a connection failed.
    pub(crate) fn idp_test_failed(check: String, advice: String) -> Self {
        Self::new(
            StatusCode::BAD_GATEWAY,
            "idp_test_failed",
            |s| s.common.error_idp_test_failed_title(),
            move |s| s.common.error_idp_test_failed(advice.as_str(), check.as_str()),
        )
        .action(|s| s.common.error_go_connections(), "/settings/idp")
    }

    fn without_action(mut self) -> Self {
        if let Self::Page(page) = &mut self {
            page.action = None;
        }
        self
    }

    /// The form did not come from a page that was shown to this browser.
    pub(crate) fn foreign_form() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "foreign_form",
            |s| s.common.error_foreign_form_title(),
            |s| s.common.error_foreign_form(),
        )
    }

    /// The request names a host that is not this machine.
    pub(crate) fn foreign_host() -> Self {
        Self::new(
            StatusCode::MISDIRECTED_REQUEST,
            "foreign_host",
            |s| s.common.error_foreign_host_title(),
            |s| s.common.error_foreign_host(),
        )
    }

    /// The body is larger than anything that is taken.
    pub(crate) fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            |s| s.common.error_too_large_title(),
            |s| s.common.error_too_large(),
        )
    }

    /// The connection broke before the whole body was there.
    pub(crate) fn cut_off() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "cut_off",
            |s| s.common.error_cut_off_title(),
            |s| s.common.error_cut_off(),
        )
    }

    /// A form lacks what its page always sends.
    pub(crate) fn malformed() -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            "malformed",
            |s| s.common.error_malformed_title(),
            |s| s.common.error_malformed(),
        )
    }

    /// Nothing by that name, or not for this reader.
    pub(crate) fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            NOT_FOUND,
            |s| s.common.error_not_found_title(),
            |s| s.common.error_not_found(),
        )
    }

    /// Sign in, then come back.
    pub(crate) fn sign_in_first(next: ReturnTo) -> Self {
        Self::Elsewhere(format!("/sign-in?next={next}"))
    }

    /// The organisation demands a second factor.
    pub(crate) fn factor_demanded(next: ReturnTo) -> Self {
        Self::Elsewhere(format!("/settings/security?next={next}"))
    }

    /// The account belongs to no organisation.
    pub(crate) fn guest() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "guest",
            |s| s.common.error_guest_title(),
            |s| s.common.error_guest(),
        )
    }

    /// The invitation was accepted, withdrawn, is too old, or never was.
    pub(crate) fn invitation_ended() -> Self {
        Self::new(
            StatusCode::GONE,
            "invitation_ended",
            |s| s.common.error_invitation_ended_title(),
            |s| s.common.error_invitation_ended(),
        )
    }

    /// The invited person has an account: sign in, then open the invitation again.
    pub(crate) fn sign_in_to_join(invitation: uuid::Uuid) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "account_exists",
            |s| s.common.error_sign_in_to_join_title(),
            |s| s.common.error_sign_in_to_join(),
        )
        .action(|s| s.common.error_go_sign_in(), format!("/sign-in?next=invitation:{invitation}"))
    }

    /// The mailed link has to be followed in this browser first.
    pub(crate) fn link_required() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "link_required",
            |s| s.common.error_link_required_title(),
            |s| s.common.error_link_required(),
        )
        .without_action()
    }

    /// The link to set a new password was used, has ended, or was not followed in this browser.
    pub(crate) fn reset_link_ended() -> Self {
        Self::new(
            StatusCode::GONE,
            "reset_link_ended",
            |s| s.common.error_invalid_link_title(),
            |s| s.common.error_reset_link_ended(),
        )
        .action(|s| s.common.account_forgotten_password(), "/forgotten-password")
    }

    /// The link to report a change of an account has ended, or was not followed in this browser.
    pub(crate) fn report_link_ended() -> Self {
        Self::new(
            StatusCode::GONE,
            "report_link_ended",
            |s| s.common.error_invalid_link_title(),
            |s| s.common.error_report_link_ended(),
        )
        .action(|s| s.common.account_forgotten_password(), "/forgotten-password")
    }

    /// Too many tries from one address.
    pub(crate) fn too_many_tries(seconds: u64) -> Self {
        Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "throttled",
            |s| s.common.error_wait(),
            move |s| s.common.error_too_many_tries(seconds),
        )
        .retry_after(u16::try_from(seconds).unwrap_or(u16::MAX))
    }

    /// An endpoint is not behind the guard: a mistake of ours.
    pub(crate) fn misplaced() -> Self {
        Self::fault(&"an endpoint stands outside of the guard")
    }

    /// Something failed that the reader cannot mend.
    pub(crate) fn fault(error: &dyn fmt::Display) -> Self {
        let number = RequestNumber::current().unwrap_or_else(RequestNumber::new);
        let number = number.as_str().to_owned();
        tracing::error!(fault = number, error = %error, "a page failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "fault",
            |s| s.common.error_fault_title(),
            move |s| s.common.error_fault(number.as_str()),
        )
    }
}

impl fmt::Display for PageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Elsewhere(path) => f.write_str(path),
            Self::Page(page) => f.write_str(page.code),
            Self::Template(page) => f.write_str(page.code),
        }
    }
}

impl std::error::Error for PageError {}

impl ResponseError for PageError {
    fn status(&self) -> StatusCode {
        match self {
            Self::Elsewhere(_) => StatusCode::SEE_OTHER,
            Self::Page(page) => page.status,
            Self::Template(page) => page.status,
        }
    }

    fn as_response(&self) -> Response {
        self.shown(&PageLayout::bare(&Locale::default()))
    }
}

impl Refused {
    fn shown(&self, frame: &PageLayout) -> Response {
        let in_words = |say: &Say| (say.0)(&frame.locale);
        let action = self.action.as_ref().map(|(label, href)| (in_words(label), href.clone()));
        let is_missing = self.code == NOT_FOUND && frame.person.is_some() && !frame.is_recipient;
        let text = if is_missing {
            frame.common.error_not_found_signed_in()
        } else {
            in_words(&self.text)
        };
        let template = ErrorPage {
            code: self.code,
            title: in_words(&self.title),
            text,
            action: if self.code == CLOSED || is_missing { Some(list(frame)) } else { action },
            number: RequestNumber::current()
                // Neither where the text has it nor where the log does not.
                .filter(|_| !["fault", "not_found"].contains(&self.code))
                .map(|number| frame.common.error_number(number.as_str())),
            layout: frame.clone(),
        };
        let shown = page(self.status, &template);
        let response = shown.unwrap_or_else(|_| self.status.into_response());
        with_wait(named_response(response, self.code), self.retry_after)
    }
}

fn with_wait(mut response: Response, seconds: Option<u16>) -> Response {
    if let Some(seconds) = seconds {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

/// The way to the reader's documents, or for visitors to the help.
fn list(frame: &PageLayout) -> (String, String) {
    let (label, href) = match frame.person {
        Some(_) if frame.is_member() && !frame.is_recipient => {
            (frame.common.error_go_documents(), "/documents")
        }
        Some(_) => (frame.common.received_back(), "/received-documents"),
        None => (frame.common.recipient_home_asked_help(), "/help#recipient"),
    };
    (label, href.to_owned())
}

impl RefusedPage {
    fn shown(&self) -> Response {
        named_response(html_response(self.status, self.html.clone()), self.code)
    }
}

fn named_response(mut response: Response, code: &'static str) -> Response {
    response.headers_mut().insert(ERROR_HEADER, HeaderValue::from_static(code));
    response
}

/// Every error as a page of ours: errors of the router and the extractors too.
pub(crate) fn shown(error: poem::Error, frame: &PageLayout) -> Response {
    as_page(error).shown(frame)
}

/// The same as JSON, for a program.
pub(crate) fn for_program(error: poem::Error) -> Response {
    as_page(error).for_program()
}

fn as_page(error: poem::Error) -> PageError {
    let error = match error.downcast::<PageError>() {
        Ok(error) => return error,
        Err(error) => error,
    };
    if error.is::<poem::error::ParsePathError>() {
        return PageError::not_found();
    }
    match error.status() {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => PageError::not_found(),
        status if status.is_client_error() => PageError::malformed(),
        _ => PageError::fault(&error),
    }
}
