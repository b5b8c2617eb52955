//! Headers that every response carries, errors too.

use poem::http::HeaderValue;
use poem::{Endpoint, Middleware, Request, Response, Result};

/// Nothing is loaded, framed, or sent to anywhere but here; no inline script or style runs.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// Sets the headers.
pub(crate) struct Headers {
    pub(crate) is_https: bool,
}

impl<E: Endpoint> Middleware<E> for Headers {
    type Output = HeadersEndpoint<E>;

    fn transform(&self, inner: E) -> Self::Output {
        HeadersEndpoint { is_https: self.is_https, inner }
    }
}

/// An endpoint whose responses carry the headers.
pub(crate) struct HeadersEndpoint<E> {
    is_https: bool,
    inner: E,
}

impl<E: Endpoint> Endpoint for HeadersEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        let mut response = self.inner.get_response(request).await;
        let headers = response.headers_mut();
        let mut default = |name: &'static str, value: &'static str| {
            headers.entry(name).or_insert(HeaderValue::from_static(value));
        };
        default("content-security-policy", POLICY);
        default("cache-control", "no-store");
        default("x-content-type-options", "nosniff");
        default("referrer-policy", "no-referrer");
        default("cross-origin-opener-policy", "same-origin");
        default("cross-origin-resource-policy", "same-origin");
        default("permissions-policy", "camera=(), geolocation=(), microphone=()");
        if self.is_https {
            default("strict-transport-security", "max-age=31536000; includeSubDomains");
        }
        Ok(response)
    }
}
