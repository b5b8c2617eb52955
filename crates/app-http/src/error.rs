//! The one place that knows how a refusal or a fault looks in HTTP. The text of a fault never leaves the
//! server; it gets a number, and the log has the rest under that number.

mod named;
mod of_requests;
mod refused;
mod storage;
mod verification;

use crate::i18n::Locale;
use crate::web::{ERROR_HEADER, PageLayout, RequestNumber, html_response, page, redirect};
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

    fn without_action(mut self) -> Self {
        if let Self::Page(page) = &mut self {
            page.action = None;
        }
        self
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
