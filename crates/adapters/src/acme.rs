//! Certificates by ACME (RFC 8555), by `tls-alpn-01` (RFC 8737): the service answers on its own listener.

mod client;
mod pair;

pub use pair::{CertificatePair, answering_pair, self_signed_pair};

use crate::tls::certificate_end;
use async_trait::async_trait;
use client::AcmeClient;
use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, ChallengeType, Error, Identifier, NewAccount,
    NewOrder, Order, OrderStatus, Problem, RetryPolicy,
};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use std::sync::Arc;
use std::time::Duration;
use wariin_domain::{OrderFailure, Span, Timestamp};
use wariin_ports::{CertificateAuthority, CertificateOrders, IssuedCertificate, OrderError};
use zeroize::Zeroizing;

/// How long an order may take in all: less than its lease.
const PATIENCE: Duration = Duration::from_mins(5);
/// How long the authority may look, and take for the certificate.
const POLL: RetryPolicy =
    RetryPolicy::new().initial_delay(Duration::from_millis(500)).timeout(Duration::from_secs(100));
/// How long the service answers what the authority asks for.
const ANSWER_FOR: Span = Span::minutes(10);

/// An authority that issues certificates for these hosts.
#[derive(Debug)]
pub struct AcmeAuthority {
    client: AcmeClient,
    directory: String,
    contacts: Vec<String>,
    hosts: Vec<String>,
}

impl AcmeAuthority {
    /// The authority with this directory. `contacts` are addresses (`mailto:…`) that it may write to; the directory's
    /// own certificate may also lead to one of `trusted` (PEM).
    ///
    /// # Errors
    /// Says what is wrong with the certificates to trust.
    pub fn new(
        directory: String,
        contacts: Vec<String>,
        hosts: Vec<String>,
        trusted: Option<&str>,
    ) -> Result<Self, String> {
        Ok(Self { client: AcmeClient::new(trusted)?, directory, contacts, hosts })
    }

    /// Asks for the directory alone.
    ///
    /// # Errors
    /// [`OrderError::Failed`] when it is none.
    pub async fn try_directory(&self) -> Result<(), OrderError> {
        let found = self.client.get(&self.directory).await.map_err(unreachable)?;
        let is_directory = found.get("newOrder").is_some_and(serde_json::Value::is_string);
        let why = || unreachable("it is no directory of ACME (RFC 8555, section 7.1.1)".to_owned());
        is_directory.then_some(()).ok_or_else(why)
    }

    async fn ordered(
        &self,
        account: &str,
        answers: &dyn CertificateOrders,
        now: Timestamp,
    ) -> Result<IssuedCertificate, OrderError> {
        let credentials: AccountCredentials =
            serde_json::from_str(account).map_err(|_| OrderError::UnknownAccount)?;
        let account = Account::builder_with_http(Box::new(self.client.clone()));
        let account = account.from_credentials(credentials).await.map_err(failed)?;
        let hosts: Vec<Identifier> =
            self.hosts.iter().map(|host| Identifier::Dns(host.clone())).collect();
        let mut order = account.new_order(&NewOrder::new(&hosts)).await.map_err(failed)?;
        answer_all(&mut order, answers, now.plus(ANSWER_FOR)).await?;
        match order.poll_ready(&POLL).await {
            Ok(OrderStatus::Ready) => {}
            // The order has ended, and says why.
            Ok(_) => return Err(invalid(&mut order).await),
            Err(Error::Api(_)) if order.state().error.is_some() => {
                return Err(invalid(&mut order).await);
            }
            Err(Error::Timeout(_)) => {
                let late = "it has not asked for the answers in time".to_owned();
                return Err(OrderError::Failed(OrderFailure::NotValidated, late));
            }
            Err(error) => return Err(failed(error)),
        }
        let pair = pair::request(&self.hosts).map_err(refused)?;
        order.finalize_csr(&pair.request).await.map_err(failed)?;
        let chain = order.poll_certificate(&POLL).await.map_err(failed)?;
        let own = CertificateDer::from_pem_slice(chain.as_bytes()).ok();
        let until = own.as_ref().and_then(|own| certificate_end(own));
        let until = until.ok_or_else(|| refused("what it issued is no certificate".to_owned()))?;
        Ok(IssuedCertificate { chain, key: pair.key, until })
    }
}

#[async_trait]
impl CertificateAuthority for AcmeAuthority {
    async fn register(&self) -> Result<Zeroizing<String>, OrderError> {
        let contacts: Vec<&str> = self.contacts.iter().map(String::as_str).collect();
        let wanted = NewAccount {
            contact: &contacts,
            terms_of_service_agreed: true,
            only_return_existing: false,
        };
        let account = Account::builder_with_http(Box::new(self.client.clone()));
        let made = account.create(&wanted, self.directory.clone(), None);
        let (_, credentials) = in_time(async { made.await.map_err(failed) }).await?;
        let text = serde_json::to_string(&credentials).map_err(|e| refused(e.to_string()))?;
        Ok(Zeroizing::new(text))
    }

    async fn order(
        &self,
        account: &str,
        answers: Arc<dyn CertificateOrders>,
        now: Timestamp,
    ) -> Result<IssuedCertificate, OrderError> {
        in_time(self.ordered(account, &*answers, now)).await
    }
}

/// Keeps the answers, and tells the authority that it may ask.
async fn answer_all(
    order: &mut Order,
    answers: &dyn CertificateOrders,
    until: Timestamp,
) -> Result<(), OrderError> {
    let mut authorizations = order.authorizations();
    while let Some(authorization) = authorizations.next().await {
        let mut authorization = authorization.map_err(failed)?;
        match authorization.status {
            AuthorizationStatus::Valid => continue,
            AuthorizationStatus::Pending => {}
            other => return Err(refused(format!("an authorization is {other:?}"))),
        }
        let host = authorization.identifier().to_string();
        let mut challenge = authorization
            .challenge(ChallengeType::TlsAlpn01)
            .ok_or_else(|| refused(format!("it does not offer tls-alpn-01 for {host}")))?;
        let digest = challenge.key_authorization().digest().as_ref().try_into();
        let digest = digest.map_err(|_| refused("a digest is not of SHA-256".to_owned()))?;
        answers.answer(&host, digest, until).await?;
        challenge.set_ready().await.map_err(failed)?;
    }
    Ok(())
}

/// What the authority says of an order that it ended.
async fn invalid(order: &mut Order) -> OrderError {
    let mut why = order.state().error.as_ref().map(ToString::to_string);
    let mut authorizations = order.authorizations();
    while let Some(Ok(authorization)) = authorizations.next().await {
        let said = authorization.challenges.iter().find_map(|challenge| challenge.error.as_ref());
        if let Some(said) = said {
            why = Some(said.to_string());
        }
    }
    let why = why.unwrap_or_else(|| "it ended the order without a reason".to_owned());
    OrderError::Failed(OrderFailure::NotValidated, why)
}

async fn in_time<T>(
    work: impl Future<Output = Result<T, OrderError>> + Send,
) -> Result<T, OrderError> {
    let late = |_| unreachable("it did not answer in time".to_owned());
    tokio::time::timeout(PATIENCE, work).await.map_err(late)?
}

fn unreachable(why: String) -> OrderError {
    OrderError::Failed(OrderFailure::Unreachable, why)
}

fn refused(why: String) -> OrderError {
    OrderError::Failed(OrderFailure::Refused, why)
}

/// What an error of the protocol means (RFC 8555, section 6.7).
fn failed(error: Error) -> OrderError {
    match error {
        Error::Api(problem) if is(&problem, "accountDoesNotExist") => OrderError::UnknownAccount,
        Error::Api(problem) => refused(problem.to_string()),
        other => unreachable(other.to_string()),
    }
}

fn is(problem: &Problem, name: &str) -> bool {
    let urn =
        problem.r#type.as_deref().and_then(|urn| urn.strip_prefix("urn:ietf:params:acme:error:"));
    urn == Some(name)
}
