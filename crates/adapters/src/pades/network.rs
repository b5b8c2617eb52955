//! Requests to timestamp authorities, OCSP responders and revocation lists. Their addresses come from the
//! operator's settings and from the certificates of the operator's key and authorities, never from an upload.

use crate::tls::client_config;
use reqwest::Client;
use reqwest::redirect::Policy;
use std::time::Duration;
use tokio::runtime::Handle;
use wariin_pades::{HttpRequest, Network};

const TIMEOUT: Duration = Duration::from_secs(10);

/// Makes the requests over HTTP, from a thread of the blocking pool.
#[derive(Debug)]
pub(super) struct HttpNetwork {
    client: Client,
}

impl HttpNetwork {
    pub(super) fn new() -> Result<Self, String> {
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(TIMEOUT)
            .user_agent("Wariin")
            .tls_backend_preconfigured(client_config(None)?)
            .build()
            .map_err(|e| e.to_string())?;
        Ok(Self { client })
    }

    async fn response(&self, request: HttpRequest<'_>) -> Result<Vec<u8>, reqwest::Error> {
        let builder = match request.posted {
            Some((kind, body)) => {
                self.client.post(request.address).header("content-type", kind).body(body.to_vec())
            }
            None => self.client.get(request.address),
        };
        let mut response = builder.send().await?.error_for_status()?;
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

impl Network for HttpNetwork {
    fn fetch(&self, request: HttpRequest<'_>) -> Result<Vec<u8>, String> {
        let answer = Handle::current()
            .block_on(self.response(request))
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
