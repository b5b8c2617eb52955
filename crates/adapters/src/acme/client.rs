//! HTTP for ACME: only what the operator's directory names, with limits of time and size, and no redirect is followed.

use crate::tls::client_config;
use bytes::Bytes;
use http::{Request, Response};
use instant_acme::{BodyWrapper, BytesResponse, Error, HttpClient};
use reqwest::redirect::Policy;
use reqwest::{Body, Client};
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// How long one request may take.
const TIMEOUT: Duration = Duration::from_secs(30);
/// The greatest number of bytes of an answer.
const LIMIT: usize = 1024 * 1024;

#[derive(Clone, Debug)]
pub(super) struct AcmeClient(Client);

impl AcmeClient {
    /// Trusts the public roots and these certificates (PEM).
    pub(super) fn new(trusted: Option<&str>) -> Result<Self, String> {
        let client = Client::builder()
            .redirect(Policy::none())
            .timeout(TIMEOUT)
            .user_agent("Wariin")
            .tls_backend_preconfigured(client_config(trusted)?)
            .build()
            .map_err(|e| e.to_string())?;
        Ok(Self(client))
    }

    /// The JSON at this address.
    pub(super) async fn get(&self, address: &str) -> Result<serde_json::Value, String> {
        let answer = self.0.get(address).send().await.map_err(|e| plain(&e))?;
        let status = answer.status();
        if !status.is_success() {
            return Err(format!("it answers {status}"));
        }
        let body = read(answer).await?;
        serde_json::from_slice(&body).map_err(|_| "it answers no JSON".to_owned())
    }
}

impl HttpClient for AcmeClient {
    fn request(
        &self,
        request: Request<BodyWrapper<Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let client = self.0.clone();
        Box::pin(async move {
            let other = |why: String| Error::Other(why.into());
            let request = reqwest::Request::try_from(request.map(Body::wrap));
            let request = request.map_err(|e| other(plain(&e)))?;
            let answer = client.execute(request).await.map_err(|e| other(plain(&e)))?;
            let mut parts = Response::new(()).into_parts().0;
            parts.status = answer.status();
            parts.headers = answer.headers().clone();
            let body = read(answer).await.map_err(other)?;
            Ok(BytesResponse { parts, body: Box::new(Bytes::from(body)) })
        })
    }
}

async fn read(mut answer: reqwest::Response) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(|e| plain(&e))? {
        body.extend_from_slice(&chunk);
        if body.len() > LIMIT {
            return Err("its answer is too large".to_owned());
        }
    }
    Ok(body)
}

/// An error with its causes; the address stands in the settings.
fn plain(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}
