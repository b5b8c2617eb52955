//! A browser without a screen: keeps cookies, sends forms with the token that a page showed.

use crate::service::Service;
use poem::http::uri::Scheme;
use poem::http::{HeaderMap, Method, StatusCode};
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Addr, Endpoint, Request, RequestParts};
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use wariin_domain::{Document, RecipientId};
use wariin_ports::SessionCookie;

/// What came back.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Page {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Whether the text stands anywhere in the answer, headers included, plain or percent-encoded.
    pub(crate) fn tells(&self, text: &str) -> bool {
        let head = format!("{:?}", self.headers);
        head.contains(text) || self.body.windows(text.len()).any(|w| w == text.as_bytes())
    }
}

/// A person's browser.
pub(crate) struct Browser<'a> {
    service: &'a Service,
    pub(crate) cookies: BTreeMap<String, String>,
    /// The address that it connects from; without one nothing is counted by network.
    address: Option<IpAddr>,
}

impl<'a> Browser<'a> {
    pub(crate) fn new(service: &'a Service) -> Self {
        Self { service, cookies: BTreeMap::new(), address: None }
    }

    /// A browser that connects from this address.
    pub(crate) fn at(service: &'a Service, address: &str) -> Self {
        Self { address: Some(address.parse().unwrap()), ..Self::new(service) }
    }

    /// A browser in which this session is open.
    pub(crate) fn with_session(service: &'a Service, cookie: &SessionCookie) -> Self {
        let mut browser = Self::new(service);
        browser.cookies.insert("__Host-wariin-session".to_owned(), cookie.0.clone());
        browser
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        self.send(Method::GET, path, &[], Vec::new()).await
    }

    /// Has every page of the recipient's document delivered, as the recipient's page does.
    pub(crate) async fn look_through(&mut self, recipient: RecipientId, document: &Document) {
        for file in &document.files {
            for page in 1..=file.pages {
                let path = format!("/r/{recipient}/files/{}/pages/{page}?w=720", file.id);
                let image = self.get(&path).await;
                assert_eq!(image.status, StatusCode::OK, "{path}");
                assert!(image.header("content-type").starts_with("image/"), "{path}");
            }
        }
    }

    /// Sends a form as a page of ours would.
    pub(crate) async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.token().await;
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", &token);
        form.extend_pairs(fields);
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let headers = [kind, ("sec-fetch-site", "same-origin"), ("origin", "null")];
        self.send(Method::POST, path, &headers, form.finish().into_bytes()).await
    }

    /// Sends a form as a script of ours would that asks for JSON.
    pub(crate) async fn post_json(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.token().await;
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", &token);
        form.extend_pairs(fields);
        let kind = ("content-type", "application/x-www-form-urlencoded;charset=UTF-8");
        let headers = [kind, ("sec-fetch-site", "same-origin"), ("accept", "application/json")];
        self.send(Method::POST, path, &headers, form.finish().into_bytes()).await
    }

    /// Sends a form with room for files as a page of ours would.
    pub(crate) async fn upload(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.upload_file(path, fields, None).await
    }

    /// The same with a file in it.
    pub(crate) async fn upload_file(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: Option<&[u8]>,
    ) -> Page {
        let token = self.token().await;
        let mut body = String::new();
        for (name, value) in [("csrf", token.as_str())].iter().chain(fields) {
            body += &format!(
                "--cut\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
        }
        let mut body = body.into_bytes();
        if let Some(bytes) = file {
            body.extend(b"--cut\r\ncontent-disposition: form-data; name=\"files\"; filename=\"a.pdf\"\r\n\r\n");
            body.extend(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--cut--\r\n");
        let kind = ("content-type", "multipart/form-data; boundary=cut");
        let headers = [kind, ("sec-fetch-site", "same-origin")];
        self.send(Method::POST, path, &headers, body).await
    }

    /// The form token that any page shows.
    pub(crate) async fn token(&mut self) -> String {
        let mut page = self.get("/sign-in").await;
        let elsewhere = page.header("location").to_owned();
        if !elsewhere.is_empty() {
            page = self.get(&elsewhere).await;
        }
        let text = page.text();
        let (_, rest) = text.split_once("name=\"csrf\" value=\"").expect("a form");
        rest.split('"').next().unwrap().to_owned()
    }

    pub(crate) async fn send(
        &mut self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Page {
        let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        let mut request = poem::http::Request::builder().method(method).uri(path);
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let remote = match self.address {
            Some(address) => RemoteAddr(Addr::socket(SocketAddr::new(address, 4000))),
            None => RemoteAddr::default(),
        };
        let (parts, ()) = request.body(()).unwrap().into_parts();
        let parts = (parts, LocalAddr::default(), remote, Scheme::HTTP);
        let request = Request::from_parts(RequestParts::from(parts), body.into());
        let response = self.service.endpoint.get_response(request).await;
        let (head, body) = response.into_parts();
        for cookie in head.headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Page { status: head.status, headers: head.headers, body: body.into_vec().await.unwrap() }
    }
}
