//! Requests to timestamp authorities, OCSP responders and revocation lists. Their addresses come from the
//! operator's settings and from the certificates of the operator's key and authorities, never from an upload.

use crate::tls::client_config;
use reqwest::Client;
use reqwest::redirect::Policy;
use std::time::{Duration, Instant};
use tokio::runtime::Handle;
use wariin_pades::{HttpRequest, Network};

/// How long one request may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How long all requests of one seal may take together.
const TOTAL: Duration = Duration::from_secs(90);

/// Makes the requests over HTTP, from a thread of the blocking pool.
#[derive(Debug)]
pub(super) struct HttpNetwork {
    client: Client,
}

impl HttpNetwork {
    pub(super) fn new() -> Result<Self, String> {
        let client = Client::builder()
            .redirect(Policy::none())
            .user_agent("Wariin")
            .tls_backend_preconfigured(client_config(None)?)
            .build()
            .map_err(|e| e.to_string())?;
        Ok(Self { client })
    }

    /// The network for one seal, whose time counts from now.
    pub(super) fn for_one_seal(&self) -> LimitedNetwork<'_> {
        LimitedNetwork { network: self, until: Instant::now() + TOTAL }
    }

    async fn response(
        &self,
        request: HttpRequest<'_>,
        timeout: Duration,
    ) -> Result<Vec<u8>, reqwest::Error> {
        let builder = match request.posted {
            Some((kind, body)) => {
                self.client.post(request.address).header("content-type", kind).body(body.to_vec())
            }
            None => self.client.get(request.address),
        };
        let mut response = builder.timeout(timeout).send().await?.error_for_status()?;
        let mut answer = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            answer.extend_from_slice(&chunk);
            if answer.len() > request.limit {
                break;
            }
        }
        Ok(answer)
    }
}

/// The network until an instant, so that authorities that are slow one after the other keep no worker
/// for long.
#[derive(Debug)]
pub(super) struct LimitedNetwork<'a> {
    network: &'a HttpNetwork,
    until: Instant,
}

impl Network for LimitedNetwork<'_> {
    fn fetch(&self, request: HttpRequest<'_>) -> Result<Vec<u8>, String> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err("the time for one seal is over".into());
        }
        let answer = Handle::current()
            .block_on(self.network.response(request, left.min(TIMEOUT)))
            .map_err(|e| causes(e.without_url()))?;
        if answer.len() > request.limit {
            Err("the answer is too large".into())
        } else {
            Ok(answer)
        }
    }
}

/// An error and its causes in one line, without the address: it may hold a password, and the caller names it.
fn causes(error: reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(error) = cause {
        text += &format!(": {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    // FA-07
    #[test]
    fn authorities_are_not_asked_when_the_time_for_one_seal_is_over() {
        let network = HttpNetwork::new().unwrap();
        let over = LimitedNetwork { network: &network, until: Instant::now() };
        let request = HttpRequest { address: "http://127.0.0.1:9/", posted: None, limit: 1 };
        assert_eq!(over.fetch(request), Err("the time for one seal is over".to_owned()));
    }
}
