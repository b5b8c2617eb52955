//! The URL map as a value: served from, and walked by the tests that try every route.

use super::access::Checked;
use crate::metrics::RouteNumber;
use poem::endpoint::BoxEndpoint;
use poem::http::Method;
use poem::{Endpoint, EndpointExt, IntoEndpoint, Response, Route, RouteMethod};
use std::collections::BTreeMap;

/// Who may reach the page at an address. Checked before the page's handler runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Every browser; nothing of a contract is there.
    Public,
    /// A session whose sign-in awaits a code, or an account that is signed in.
    AwaitsCode,
    /// An account that is signed in.
    SignedIn,
    /// An account that is signed in as its organisation demands of its members.
    Member,
    /// An admin of the organisation.
    Admin,
    /// A document manager of the organisation.
    Manager,
    /// Every browser, of which nothing is known: no session is read, no cookie set, and nothing changed. So no form
    /// token is asked for either.
    Visitor,
    /// The same for programs: what is refused is answered in JSON.
    Program,
    /// A machine that proves itself by what it sends; no browser, so no form token either.
    Machine,
    /// The document's sender.
    Sender,
    /// A browser that followed the recipient's mailed link, or the recipient's account; nothing of a
    /// contract is there.
    LinkHolder,
    /// The recipient, past the gate.
    Recipient,
    /// Every browser, on a service that has no mail server and listens on loopback only.
    Developer,
}

/// What comes with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormBody {
    /// Nothing, or a form of a few kilobytes.
    Small,
    /// A form of up to two megabytes, from an account that is signed in.
    Large,
    /// `multipart/form-data` with files.
    Upload,
}

/// One address and method.
pub struct Entry {
    /// The method.
    pub method: Method,
    /// The path, parameters as `:name`.
    pub path: &'static str,
    /// Who may.
    pub access: Access,
    /// What comes with it.
    pub body: FormBody,
    /// Whether its answer is a file, or a picture of one, for which no reader sits and waits.
    is_download: bool,
    endpoint: BoxEndpoint<'static, Response>,
}

/// Every address of the service.
#[derive(Default)]
pub struct Map {
    entries: Vec<Entry>,
}

impl Map {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn get<E>(self, path: &'static str, access: Access, endpoint: E) -> Self
    where
        E: IntoEndpoint,
        E::Endpoint: 'static,
    {
        self.add(Method::GET, path, access, FormBody::Small, endpoint)
    }

    /// A GET of a file, or of a picture or text that is drawn from one.
    pub(crate) fn download<E>(self, path: &'static str, access: Access, endpoint: E) -> Self
    where
        E: IntoEndpoint,
        E::Endpoint: 'static,
    {
        let mut map = self.get(path, access, endpoint);
        if let Some(entry) = map.entries.last_mut() {
            entry.is_download = true;
        }
        map
    }

    pub(crate) fn post<E>(self, path: &'static str, access: Access, endpoint: E) -> Self
    where
        E: IntoEndpoint,
        E::Endpoint: 'static,
    {
        self.add(Method::POST, path, access, FormBody::Small, endpoint)
    }

    /// A POST of `multipart/form-data` with files.
    pub(crate) fn upload<E>(self, path: &'static str, access: Access, endpoint: E) -> Self
    where
        E: IntoEndpoint,
        E::Endpoint: 'static,
    {
        self.add(Method::POST, path, access, FormBody::Upload, endpoint)
    }

    /// A POST of a form of up to two megabytes.
    pub(crate) fn large_form<E>(self, path: &'static str, access: Access, endpoint: E) -> Self
    where
        E: IntoEndpoint,
        E::Endpoint: 'static,
    {
        self.add(Method::POST, path, access, FormBody::Large, endpoint)
    }

    fn add<E>(
        mut self,
        method: Method,
        path: &'static str,
        access: Access,
        body: FormBody,
        endpoint: E,
    ) -> Self
    where
        E: IntoEndpoint,
        E::Endpoint: 'static,
    {
        let inner = endpoint.into_endpoint().map_to_response();
        let route = RouteNumber(self.entries.len());
        let endpoint = Checked { access, route, inner }.boxed();
        self.entries.push(Entry { method, path, access, body, is_download: false, endpoint });
        self
    }

    /// The paths that are reached so, parameters as `:name`.
    pub(crate) fn paths_of(&self, access: Access) -> Vec<&'static str> {
        self.entries.iter().filter(|entry| entry.access == access).map(|entry| entry.path).collect()
    }

    /// The paths to which such a body may be sent, parameters as `:name`.
    pub(crate) fn paths_with(&self, body: FormBody) -> Vec<&'static str> {
        self.entries.iter().filter(|entry| entry.body == body).map(|entry| entry.path).collect()
    }

    /// The paths of files and what is drawn from them, parameters as `:name`.
    pub(crate) fn downloads(&self) -> Vec<&'static str> {
        self.entries.iter().filter(|entry| entry.is_download).map(|entry| entry.path).collect()
    }

    /// Every address, in the order of the map.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// The router.
    pub(crate) fn into_route(self) -> impl Endpoint<Output = Response> {
        let mut paths: BTreeMap<&'static str, RouteMethod> = BTreeMap::new();
        for entry in self.entries {
            let methods = paths.remove(entry.path).unwrap_or_default();
            paths.insert(entry.path, methods.method(entry.method, entry.endpoint));
        }
        paths.into_iter().fold(Route::new(), |route, (path, methods)| route.at(path, methods))
    }
}
