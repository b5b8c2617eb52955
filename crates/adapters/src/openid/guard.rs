//! The HTTP client for providers: every address is checked after its name was resolved, no redirect is
//! followed, and no answer is larger than 1 MiB.

use super::network::is_public;
use crate::tls::client_config;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse, http};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use url::{Host, Url};
use wariin_domain::{EndpointOrigin, IdpConnection, Issuer};
use wariin_ports::IdpFault;

const MAX_BYTES: usize = 1024 * 1024;
const TIMEOUT: Duration = Duration::from_secs(4);

/// What an operator allows beyond the public internet.
#[derive(Clone, Debug, Default)]
pub struct IdpNetwork {
    /// Origins (`scheme://host[:port]`) that may be at a private or loopback address; plain `http` only
    /// on loopback.
    pub private_origins: Vec<String>,
    /// Certificates to trust beside the public ones, in PEM.
    pub certificates: Option<String>,
}

/// Why nothing was fetched.
#[derive(Debug, thiserror::Error)]
pub(super) enum FetchError {
    /// The address must not be connected to.
    #[error("{0}")]
    Forbidden(String),
    /// The response cannot be used.
    #[error("{0}")]
    Unreachable(String),
}

impl From<FetchError> for IdpFault {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Forbidden(what) => Self::Forbidden(what),
            FetchError::Unreachable(what) => Self::Unreachable(what),
        }
    }
}

/// The client.
pub(super) struct GuardedClient {
    public: reqwest::Client,
    private: reqwest::Client,
    private_origins: Vec<String>,
}

impl GuardedClient {
    pub(super) fn new(network: IdpNetwork) -> Result<Self, String> {
        let tls = client_config(network.certificates.as_deref())?;
        let build = |resolver: Option<PublicOnly>| {
            let mut builder = reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .referer(false)
                .timeout(TIMEOUT)
                .connect_timeout(TIMEOUT)
                .pool_idle_timeout(Duration::from_secs(30));
            if let Some(resolver) = resolver {
                builder = builder.dns_resolver(Arc::new(resolver));
            }
            builder.build().map_err(|e| e.to_string())
        };
        Ok(Self {
            public: build(Some(PublicOnly))?,
            private: build(None)?,
            private_origins: network.private_origins,
        })
    }

    /// The client for what this connection's provider names: its origins and no others.
    pub(super) fn for_connection<'a>(&'a self, connection: &'a IdpConnection) -> IdpHttp<'a> {
        IdpHttp { client: self, connection }
    }

    /// Whether this issuer and these hosts may be connected to, judged by their addresses alone.
    pub(super) fn admits(&self, issuer: &Issuer, hosts: &[EndpointOrigin]) -> Result<(), IdpFault> {
        self.admits_address(issuer.as_str(), issuer.origin())?;
        hosts.iter().try_for_each(|host| self.admits_address(host.as_str(), host.as_str()))
    }

    fn admits_address(&self, address: &str, origin: &str) -> Result<(), IdpFault> {
        let url = Url::parse(address);
        let url = url.map_err(|e| IdpFault::Forbidden(format!("{address}: {e}")))?;
        if url.origin().ascii_serialization() != origin {
            let what = format!("{address}: the host is not written in its plain form");
            return Err(IdpFault::Forbidden(what));
        }
        self.way_to(&url).map(|_| ()).map_err(IdpFault::from)
    }

    /// Checks that a provider's endpoints stand on the connection's origins; names those that could be
    /// admitted but are not.
    pub(super) fn expect_endpoints<'u>(
        &self,
        endpoints: impl Iterator<Item = &'u Url>,
        connection: &IdpConnection,
    ) -> Result<(), IdpFault> {
        let mut others = Vec::new();
        for url in endpoints {
            let Err(refused) = expect_origin(url, connection) else {
                continue;
            };
            if !is_plain(url) {
                return Err(refused.into());
            }
            self.way_to(url)?;
            others.push(url.origin().ascii_serialization());
        }
        others.sort();
        others.dedup();
        if others.is_empty() { Ok(()) } else { Err(IdpFault::OtherHosts(others)) }
    }

    /// The client that may connect there.
    fn way_to(&self, url: &Url) -> Result<&reqwest::Client, FetchError> {
        let forbidden = |why: &str| {
            let origin = url.origin().ascii_serialization();
            Err(FetchError::Forbidden(format!("{origin}: {why}")))
        };
        let origin = url.origin().ascii_serialization();
        if self.private_origins.contains(&origin) {
            return match url.scheme() {
                "https" => Ok(&self.private),
                "http" if is_loopback(url) => Ok(&self.private),
                _ => forbidden("plain http is for loopback only"),
            };
        }
        if url.scheme() != "https" {
            return forbidden("only https is allowed");
        }
        match url.host() {
            Some(Host::Domain(_)) => Ok(&self.public),
            Some(Host::Ipv4(ip)) if is_public(IpAddr::V4(ip)) => Ok(&self.public),
            Some(Host::Ipv6(ip)) if is_public(IpAddr::V6(ip)) => Ok(&self.public),
            Some(Host::Ipv4(_) | Host::Ipv6(_)) => forbidden("not a public address"),
            None => forbidden("no host"),
        }
    }

    /// Whether anything answers at an address, be it a refusal or a redirect (which is not followed).
    pub(super) async fn expect_answer(
        &self,
        url: &Url,
        connection: &IdpConnection,
    ) -> Result<(), FetchError> {
        expect_origin(url, connection)?;
        let sent = self.way_to(url)?.head(url.clone()).send().await;
        let status = sent.map_err(|error| failed(&error))?.status();
        // A proxy whose server is gone.
        if matches!(status.as_u16(), 502..=504) {
            let origin = url.origin().ascii_serialization();
            return Err(FetchError::Unreachable(format!("{origin}: {status}")));
        }
        Ok(())
    }

    async fn fetch(
        &self,
        request: HttpRequest,
        connection: &IdpConnection,
    ) -> Result<HttpResponse, FetchError> {
        let (head, body) = request.into_parts();
        let address = head.uri.to_string();
        let url = Url::parse(&address).map_err(|e| FetchError::Forbidden(e.to_string()))?;
        expect_origin(&url, connection)?;
        let client = self.way_to(&url)?;
        let sent = client.request(head.method, url).headers(head.headers).body(body).send().await;
        let mut response = sent.map_err(|error| failed(&error))?;
        let status = response.status();
        if status.is_redirection() {
            return Err(FetchError::Forbidden(format!("{address}: a redirect")));
        }
        if status.is_server_error() {
            return Err(FetchError::Unreachable(format!("{address}: {status}")));
        }
        let headers = response.headers().clone();
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| failed(&error))? {
            if body.len() + chunk.len() > MAX_BYTES {
                return Err(FetchError::Unreachable(format!("{address}: more than 1 MiB")));
            }
            body.extend_from_slice(&chunk);
        }
        let mut answer = http::Response::new(body);
        *answer.status_mut() = status;
        *answer.headers_mut() = headers;
        Ok(answer)
    }
}

/// Whether an address is on one of the connection's origins.
pub(super) fn expect_origin(url: &Url, connection: &IdpConnection) -> Result<(), FetchError> {
    let origin = url.origin().ascii_serialization();
    if is_plain(url) && connection.origins().any(|known| known == origin) {
        return Ok(());
    }
    Err(FetchError::Forbidden(format!("{origin} is not an origin of {}", connection.issuer)))
}

/// Whether it is the address of a web page without user and password.
fn is_plain(url: &Url) -> bool {
    let is_web = matches!(url.scheme(), "https" | "http");
    is_web && url.username().is_empty() && url.password().is_none()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    }
}

/// An error and its causes, without the address: it may hold parameters.
fn failed(error: &reqwest::Error) -> FetchError {
    let mut text = String::new();
    let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(error);
    while let Some(error) = cause {
        if error.is::<NotPublic>() {
            return FetchError::Forbidden(error.to_string());
        }
        text = error.to_string();
        cause = error.source();
    }
    FetchError::Unreachable(if text.is_empty() { "no answer".to_owned() } else { text })
}

/// The client for one connection, as the library calls it.
pub(super) struct IdpHttp<'a> {
    client: &'a GuardedClient,
    connection: &'a IdpConnection,
}

impl<'c> AsyncHttpClient<'c> for IdpHttp<'_> {
    type Error = FetchError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, FetchError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.client.fetch(request, self.connection))
    }
}

/// Resolves names to public addresses only: the addresses that are checked are those that are connected to.
#[derive(Debug)]
struct PublicOnly;

/// A name resolves to an address that is not public.
#[derive(Debug, thiserror::Error)]
#[error("{0} resolves to an address that is not public")]
struct NotPublic(String);

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(public_among(name.as_str(), found)?)
        })
    }
}

/// All of the addresses, if all of them are public: a private one among them may be an attack.
fn public_among(name: &str, found: impl Iterator<Item = SocketAddr>) -> Result<Addrs, NotPublic> {
    let found: Vec<SocketAddr> = found.collect();
    if found.is_empty() || found.iter().any(|address| !is_public(address.ip())) {
        return Err(NotPublic(name.to_owned()));
    }
    Ok(Box::new(found.into_iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(private: &[&str]) -> GuardedClient {
        let private_origins = private.iter().map(|o| (*o).to_owned()).collect();
        GuardedClient::new(IdpNetwork { private_origins, certificates: None }).unwrap()
    }

    // RP-08
    #[test]
    fn an_issuer_on_a_private_or_disguised_address_is_refused() {
        let client = client(&[]);
        for issuer in [
            "http://idp.example.co.jp",
            "https://169.254.169.254",
            "https://[::1]",
            "https://[::ffff:127.0.0.1]",
            "https://127.0.0.1:8443",
            "https://2130706433",
            "https://0x7f000001",
            "https://127.1",
            "https://10.0.0.1/realms/x",
        ] {
            let refused = client.admits(&Issuer::parse(issuer).unwrap(), &[]);
            assert!(matches!(refused, Err(IdpFault::Forbidden(_))), "{issuer}: {refused:?}");
        }
        client.admits(&Issuer::parse("https://idp.example.co.jp/realms/x").unwrap(), &[]).unwrap();
    }

    // RP-08
    #[test]
    fn a_private_origin_is_admitted_when_the_operator_names_it_and_http_on_loopback_only() {
        let client = client(&["https://10.0.0.1", "http://localhost:9000", "http://10.0.0.2"]);
        client.admits(&Issuer::parse("https://10.0.0.1/a").unwrap(), &[]).unwrap();
        client.admits(&Issuer::parse("http://localhost:9000").unwrap(), &[]).unwrap();
        for issuer in ["http://10.0.0.2", "http://localhost:9001", "https://10.0.0.1:444"] {
            assert!(client.admits(&Issuer::parse(issuer).unwrap(), &[]).is_err(), "{issuer}");
        }
    }

    // RP-08
    #[test]
    fn a_name_that_leads_anywhere_private_leads_nowhere() {
        let addresses = |ips: &[&str]| -> Vec<SocketAddr> {
            ips.iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), 0)).collect()
        };
        for ips in [&["127.0.0.1"][..], &["8.8.8.8", "10.0.0.1"], &["::1"], &[]] {
            assert!(public_among("rebinds.example", addresses(ips).into_iter()).is_err());
        }
        let good = public_among("idp.example", addresses(&["8.8.8.8"]).into_iter()).unwrap();
        assert_eq!(good.count(), 1);
    }

    // RP-08 RP-10
    #[test]
    fn endpoints_stand_on_the_issuers_origins_and_those_that_are_named_only() {
        let mut connection = wariin_domain::fixtures::connection();
        connection.issuer = Issuer::parse("https://idp.example/realms/a").unwrap();
        connection.hosts = EndpointOrigin::parse_list("auth.example").unwrap();
        for address in [
            "https://idp.example:444/token",
            "http://idp.example/token",
            "https://idp.example.evil.example/token",
            "https://idp.example@evil.example/token",
            "https://auth.example:444/token",
            "http://auth.example/token",
            "https://evil.auth.example/token",
            "https://user@auth.example/token",
            "https://user@idp.example/token",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
        ] {
            let refused = expect_origin(&Url::parse(address).unwrap(), &connection);
            assert!(refused.is_err(), "{address}");
        }
        for address in ["https://idp.example/other/token", "https://auth.example/oauth2/token"] {
            expect_origin(&Url::parse(address).unwrap(), &connection).unwrap();
        }
    }
}
