//! The guard before every page: requests that change something must come from a page of ours, shown to
//! this very browser, and be of a reasonable size.

use super::arriving::Arriving;
use super::bodies::BodyKind;
use super::cookies::{BROWSER_COOKIE, SESSION_COOKIE, cookie, set_for_a_year};
use super::language::{Spoken, chosen};
use super::mended::mended_path;
use super::peer::Peer;
use super::visitor::{self, Place};
use super::{FormReturnTo, PageLayout, ReturnTo, redirect};
use crate::error::PageError;
use crate::wiring::App;
use poem::http::{HeaderMap, Method};
use poem::{Body, Endpoint, IntoResponse, Middleware, Request, Response, Result};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use wariin_ports::SessionCookie;

/// How much more of a visitor's file is read and thrown away, so that the browser sees why it was refused.
const VISITOR_MORE: u64 = 50_000_000;
/// How long a person waits for an answer at most, once the request has come: what would take longer is given up, and can
/// be tried again.
const ANSWER_WITHIN: Duration = Duration::from_millis(9_500);
/// How far into an upload the form's token must stand.
const TOKEN_WITHIN: usize = 4096;

/// What ties forms to the browser they were shown to.
#[derive(Clone)]
pub(crate) struct Browser(pub(crate) String);

/// The guard.
pub(crate) struct Guard {
    pub(crate) app: Arc<App>,
    /// The paths to which files are uploaded, parameters as `:name`.
    pub(crate) uploads: Vec<&'static str>,
    /// The paths to which large forms are sent, parameters as `:name`.
    pub(crate) large: Vec<&'static str>,
    /// The paths to which machines post, parameters as `:name`.
    pub(crate) machines: Vec<&'static str>,
    /// The paths of visitors, parameters as `:name`.
    pub(crate) visitors: Vec<&'static str>,
    /// The paths of programs, parameters as `:name`.
    pub(crate) programs: Vec<&'static str>,
    /// The paths of files and what is drawn from them, parameters as `:name`.
    pub(crate) downloads: Vec<&'static str>,
}

impl<E: Endpoint> Middleware<E> for Guard {
    type Output = GuardedEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        GuardedEndpoint {
            app: Arc::clone(&self.app),
            uploads: self.uploads.clone(),
            large: self.large.clone(),
            machines: self.machines.clone(),
            visitors: self.visitors.clone(),
            programs: self.programs.clone(),
            downloads: self.downloads.clone(),
            inner,
        }
    }
}

/// An endpoint behind the guard.
pub(crate) struct GuardedEndpoint<E> {
    app: Arc<App>,
    uploads: Vec<&'static str>,
    large: Vec<&'static str>,
    machines: Vec<&'static str>,
    visitors: Vec<&'static str>,
    programs: Vec<&'static str>,
    downloads: Vec<&'static str>,
    inner: E,
}

impl<E: Endpoint> Endpoint for GuardedEndpoint<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        if let Some(audience) = self.audience(request.uri().path()) {
            return Ok(self.answer_visitor(request, audience).await);
        }
        let (spoken, chosen) = (Spoken::default(), chosen(&request));
        request.set_data(spoken.clone());
        if self.is_foreign_host(request.headers()) {
            return Ok(PageError::foreign_host().shown(&spoken.or_chosen(chosen)));
        }
        if matches!(*request.method(), Method::GET | Method::HEAD)
            && let Some(path) = mended_path(request.uri().path())
        {
            return Ok(redirect(path));
        }
        let known = cookie(&request, BROWSER_COOKIE).map(str::to_owned);
        let browser = known.clone().unwrap_or_else(|| self.app.ports.tokens.new_session().0);
        request.set_data(Browser(browser.clone()));
        request.set_data(Arc::clone(&self.app));
        if !matches!(*request.method(), Method::GET | Method::HEAD)
            && let Err(error) = self.admit(&mut request, known.as_deref()).await
        {
            return Ok(error.shown(&spoken.or_chosen(chosen)));
        }
        let arriving = request.data::<Arriving>().cloned();
        let answered = if self.is_waited_for(&request) {
            timeout(ANSWER_WITHIN, self.inner.call(request)).await
        } else {
            Ok(self.inner.call(request).await)
        };
        let mut response = match answered {
            Ok(Ok(output)) => output.into_response(),
            Ok(Err(error)) => crate::error::shown(error, &spoken.or_chosen(chosen)),
            Err(_) => PageError::too_slow().shown(&spoken.or_chosen(chosen)),
        };
        if let Some(arriving) = arriving {
            arriving.read_out().await;
        }
        // What caches may keep for all readers sets no cookie: they would share it.
        if known.is_none()
            && !is_for_all(&response)
            && let Ok(value) = set_for_a_year(BROWSER_COOKIE, &browser).parse()
        {
            response.headers_mut().append("set-cookie", value);
        }
        Ok(response)
    }
}

/// Which clients an address is for that is served without knowing who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Audience {
    Browsers,
    Programs,
}

/// Whether caches may give the answer to other readers.
fn is_for_all(response: &Response) -> bool {
    let control = response.headers().get("cache-control").and_then(|value| value.to_str().ok());
    control.is_some_and(|control| control.contains("public"))
}

impl<E: Endpoint> GuardedEndpoint<E> {
    /// Answers a request that says nothing about who sends it: no cookie is set.
    async fn answer_visitor(&self, mut request: Request, audience: Audience) -> Response {
        let locale = visitor::locale(&request);
        let show = |error: &PageError| match audience {
            Audience::Browsers => error.shown(&PageLayout::bare(&locale)),
            Audience::Programs => error.for_program(),
        };
        if self.is_foreign_host(request.headers()) {
            return show(&PageError::foreign_host());
        }
        request.set_data(Arc::clone(&self.app));
        let mut place = None;
        if *request.method() == Method::POST {
            match self.admit_visitor(&mut request) {
                Ok(admitted) => place = Some(admitted),
                Err(error) => return show(&error),
            }
        }
        let arriving = request.data::<Arriving>().cloned();
        let response = match (self.inner.call(request).await, audience) {
            (Ok(output), _) => output.into_response(),
            (Err(error), Audience::Browsers) => {
                crate::error::shown(error, &PageLayout::bare(&locale))
            }
            (Err(error), Audience::Programs) => crate::error::for_program(error),
        };
        if let Some(arriving) = arriving {
            arriving.read_on(VISITOR_MORE).await;
        }
        drop(place);
        response
    }
}

impl<E> GuardedEndpoint<E> {
    /// Whether a person waits for the answer: not so for uploads, files, and pictures that are drawn from them.
    fn is_waited_for(&self, request: &Request) -> bool {
        let path = request.uri().path();
        let is_download = *request.method() == Method::GET
            && self.downloads.iter().any(|pattern| matches(pattern, path));
        !is_download && request.data::<Arriving>().is_none()
    }

    fn audience(&self, path: &str) -> Option<Audience> {
        let is_of = |patterns: &[&str]| patterns.iter().any(|pattern| matches(pattern, path));
        let browsers = is_of(&self.visitors).then_some(Audience::Browsers);
        browsers.or_else(|| is_of(&self.programs).then_some(Audience::Programs))
    }

    /// Takes a file of a visitor, unless its network has sent too many. There is no token to ask for: nothing is
    /// changed, and no cookie says who sends it, so that a foreign page gains nothing by sending it.
    fn admit_visitor(&self, request: &mut Request) -> Result<Place, PageError> {
        if !self.is_same_origin(request.headers()) {
            return Err(PageError::foreign_form());
        }
        let kind = request.content_type().unwrap_or_default();
        if !kind.starts_with("multipart/form-data") {
            return Err(PageError::malformed());
        }
        let peer = Peer::of(request, &self.app.settings.trusted_proxies);
        self.app.limits.admit_verification(peer).map_err(PageError::too_many_tries)?;
        let place = self.app.visitors.admit(peer)?;
        let arriving = BodyKind::VisitorFile.arriving(request.take_body(), self.app.still);
        request.set_data(arriving.clone());
        request.set_body(Body::from_async_read(arriving));
        Ok(place)
    }

    async fn admit(&self, request: &mut Request, browser: Option<&str>) -> Result<(), PageError> {
        let is_machines = self.machines.iter().any(|p| matches(p, request.uri().path()));
        if is_machines {
            return self.admit_machine(request).await;
        }
        if !self.is_same_origin(request.headers()) {
            return Err(PageError::foreign_form());
        }
        let kind = request.content_type().unwrap_or_default().to_owned();
        let is_upload =
            kind.starts_with("multipart/form-data") && self.takes_upload(request).await?;
        if !is_upload && !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(PageError::foreign_form());
        }
        if is_upload {
            return self.admit_upload(request, browser).await;
        }
        let is_large = self.takes_large_form(request).await?;
        let form = if is_large { BodyKind::LargeForm } else { BodyKind::Form };
        let body = form.read(request.take_body(), self.app.still).await?;
        self.expect_own(browser, field_of_form(&body, "csrf"))?;
        let next = field_of_form(&body, "next");
        request.set_data(FormReturnTo(ReturnTo::parse(next.as_deref())));
        request.set_body(body);
        Ok(())
    }

    /// Reads no more than the token; the page's handler reads the files, while they arrive.
    async fn admit_upload(
        &self,
        request: &mut Request,
        browser: Option<&str>,
    ) -> Result<(), PageError> {
        let mut arriving = BodyKind::Upload.arriving(request.take_body(), self.app.still);
        let head = arriving.head(TOKEN_WITHIN).await?;
        if let Err(foreign) = self.expect_own(browser, token_of_upload(&head)) {
            arriving.read_out().await;
            return Err(foreign);
        }
        request.set_data(FormReturnTo(ReturnTo::parse(None)));
        request.set_data(arriving.clone());
        request.set_body(Body::from_async_read(arriving));
        Ok(())
    }

    /// Refuses a form without the token that was shown to this browser.
    fn expect_own(&self, browser: Option<&str>, token: Option<String>) -> Result<(), PageError> {
        let tokens = &self.app.ports.tokens;
        let is_own = browser
            .zip(token)
            .is_some_and(|(browser, token)| tokens.is_form_token(browser, &token));
        if is_own { Ok(()) } else { Err(PageError::foreign_form()) }
    }

    /// A machine sends a form as well, but neither cookies nor a token: what it sends proves itself.
    async fn admit_machine(&self, request: &mut Request) -> Result<(), PageError> {
        let kind = request.content_type().unwrap_or_default().to_owned();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(PageError::foreign_form());
        }
        let body = BodyKind::Form.read(request.take_body(), self.app.still).await?;
        request.set_body(body);
        Ok(())
    }

    /// Whether files may be uploaded to this path. A browser without an account is sent to sign in before
    /// megabytes are read.
    async fn takes_upload(&self, request: &Request) -> Result<bool, PageError> {
        let path = request.uri().path();
        if !self.uploads.iter().any(|pattern| matches(pattern, path)) {
            return Ok(false);
        }
        if self.is_signed_in(request).await? {
            Ok(true)
        } else {
            Err(PageError::sign_in_first(ReturnTo::Home))
        }
    }

    /// Whether this path takes a large form from this browser.
    async fn takes_large_form(&self, request: &Request) -> Result<bool, PageError> {
        let path = request.uri().path();
        let is_large = self.large.iter().any(|pattern| matches(pattern, path));
        Ok(is_large && self.is_signed_in(request).await?)
    }

    async fn is_signed_in(&self, request: &Request) -> Result<bool, PageError> {
        let Some(session) = cookie(request, SESSION_COOKIE) else { return Ok(false) };
        let session = SessionCookie(session.to_owned());
        let caller = wariin_usecases::resolve_session(&self.app.ports, &session).await?;
        Ok(caller.and_then(|caller| caller.account).is_some())
    }

    /// A service for this machine only answers under a name of this machine only, so that a foreign page
    /// cannot read its pages under a name of its own (DNS rebinding).
    fn is_foreign_host(&self, headers: &HeaderMap) -> bool {
        let Some(host) = headers.get("host").and_then(|host| host.to_str().ok()) else {
            return false;
        };
        let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
        self.app.settings.is_for_this_machine_only()
            && !["localhost", "127.0.0.1", "[::1]"].contains(&name)
    }

    /// Browsers say where a request comes from. `Sec-Fetch-Site` is believed first: under the referrer
    /// policy `no-referrer`, the `Origin` of our own forms is `null`.
    fn is_same_origin(&self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
        let own = self.app.settings.origin();
        match (text("sec-fetch-site"), text("origin")) {
            (Some("same-origin"), None | Some("null")) | (None, None) => true,
            (Some("same-origin") | None, Some(origin)) => origin == own,
            (Some(_), _) => false,
        }
    }
}

/// Whether a path is of the pattern.
fn matches(pattern: &str, path: &str) -> bool {
    let (mut expected, mut found) = (pattern.split('/'), path.split('/'));
    loop {
        match (expected.next(), found.next()) {
            (None, None) => return true,
            (Some(e), Some(_)) if e.starts_with('*') => return true,
            (Some(e), Some(f)) if e == f || e.starts_with(':') => {}
            _ => return false,
        }
    }
}

fn field_of_form(body: &[u8], field: &str) -> Option<String> {
    url::form_urlencoded::parse(body)
        .find_map(|(name, value)| (name == field).then(|| value.into_owned()))
}

/// The value of the part named `csrf`, which is the first one in our forms. However a body is read, only
/// a page of ours knows the value.
fn token_of_upload(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let (_, part) = head.split_once("name=\"csrf\"")?;
    let (_, value) = part.split_once("\r\n\r\n")?;
    value.split_once("\r\n").map(|(value, _)| value.to_owned())
}
