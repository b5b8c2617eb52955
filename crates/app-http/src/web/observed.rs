//! Around every request: a number by which its lines in the log are found, and what is counted of it.

use super::ERROR_HEADER;
use crate::metrics::{Requests, RouteNumber};
use poem::http::HeaderValue;
use poem::{Endpoint, Middleware, Request, Response, Result};
use std::cell::Cell;
use std::sync::Arc;
use std::time::Instant;

/// The header with the request's number.
const HEADER: &str = "x-request-id";

tokio::task_local! {
    static CURRENT: Current;
}

/// The request that this task answers.
struct Current {
    number: RequestNumber,
    route: Cell<Option<RouteNumber>>,
}

/// The number of a request: twelve hexadecimal digits, chosen by the service. None is taken from outside, so
/// that a stranger writes nothing into the log.
#[derive(Clone, Copy)]
pub(crate) struct RequestNumber([u8; 12]);

impl RequestNumber {
    pub(crate) fn new() -> Self {
        let random = uuid::Uuid::new_v4();
        let mut text = [0; uuid::fmt::Simple::LENGTH];
        let text = random.as_simple().encode_lower(&mut text).as_bytes();
        let mut number = [0; 12];
        // The first ones: those that tell the version of the UUID stand behind.
        number.copy_from_slice(&text[..12]);
        Self(number)
    }

    /// That of the request which this task answers.
    pub(crate) fn current() -> Option<Self> {
        CURRENT.try_with(|current| current.number).ok()
    }

    /// In digits.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Says which route answers the request of this task.
pub(crate) fn answered_by(route: RouteNumber) {
    let _ = CURRENT.try_with(|current| current.route.set(Some(route)));
}

/// Numbers and counts requests.
pub(crate) struct Observed(pub(crate) Arc<Requests>);

impl<E: Endpoint<Output = Response>> Middleware<E> for Observed {
    type Output = ObservedEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        ObservedEndpoint { requests: Arc::clone(&self.0), inner }
    }
}

/// An endpoint whose requests are numbered and counted.
pub(crate) struct ObservedEndpoint<E> {
    requests: Arc<Requests>,
    inner: E,
}

impl<E: Endpoint<Output = Response>> Endpoint for ObservedEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let (begun, number) = (Instant::now(), RequestNumber::new());
        let _in_flight = self.requests.begin();
        let current = Current { number, route: Cell::new(None) };
        let answered = CURRENT.scope(current, async {
            let mut response = self.inner.get_response(request).await;
            let route = CURRENT.with(|current| current.route.get());
            self.requests.answered(route, response.status().as_u16(), begun.elapsed());
            if let Ok(value) = HeaderValue::from_str(number.as_str()) {
                response.headers_mut().insert(HEADER, value);
            }
            self.say_refused(&response, route);
            response
        });
        Ok(answered.await)
    }
}

impl<E> ObservedEndpoint<E> {
    /// What a page with the request's number is about stands in the log. Addresses that do not exist are asked
    /// for in masses, and their page shows no number.
    fn say_refused(&self, response: &Response, route: Option<RouteNumber>) {
        let code = response.headers().get(ERROR_HEADER).and_then(|code| code.to_str().ok());
        let Some(code) = code else { return };
        let (route, status) = (self.requests.path(route), response.status().as_u16());
        if code == "not_found" {
            tracing::debug!(route, status, code, "a request was refused");
        } else {
            tracing::info!(route, status, code, "a request was refused");
        }
    }
}
