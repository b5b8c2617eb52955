//! What a provider publishes about itself (OpenID Connect Discovery 1.0), kept for a while, and its keys,
//! fetched again when they are rotated.

use super::guard::{GuardedClient, IdpHttp};
use super::{client_auth, guard::FetchError};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
    CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, AsyncHttpClient, AuthType, DiscoveryError, ProviderMetadata,
    TokenUrl, http,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Mutex as AsyncMutex;
use wariin_domain::{EndpointOrigin, IdpConnection, IdpConnectionId, Issuer, Span, Timestamp};
use wariin_ports::IdpFault;

/// How long a provider's metadata is cached; a key that it withdraws is accepted that long at most.
const TTL: Span = Span::minutes(5);
/// How long a provider that was reached counts as there, before a browser is sent to it.
const THERE: Span = Span::seconds(10);
/// How long to wait before keys are fetched again for one that is not known.
const BETWEEN_RENEWALS: Span = Span::seconds(60);
/// How long a provider that failed is not asked again.
const BETWEEN_FAILURES: Span = Span::seconds(5);
/// How many providers are remembered before those that are not in use are forgotten.
const MANY: usize = 256;

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct More {
    authorization_response_iss_parameter_supported: Option<bool>,
}

impl AdditionalProviderMetadata for More {}

pub(super) type Metadata = ProviderMetadata<
    More,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Who was asked, and on which hosts its endpoints were allowed to stand.
#[derive(Clone, PartialEq, Eq)]
struct Target {
    issuer: Issuer,
    hosts: Vec<EndpointOrigin>,
}

impl Target {
    fn of(connection: &IdpConnection) -> Self {
        Self { issuer: connection.issuer.clone(), hosts: connection.hosts.clone() }
    }
}

/// A provider as it described itself at some time.
pub(super) struct Provider {
    target: Target,
    metadata: Metadata,
    fetched_at: Timestamp,
}

impl Provider {
    /// Fetches the description, checks where its endpoints stand, and only then fetches the keys.
    async fn discover(
        http: &GuardedClient,
        connection: &IdpConnection,
        now: Timestamp,
    ) -> Result<Arc<Self>, IdpFault> {
        let issuer = &connection.issuer;
        http.admits(issuer, &connection.hosts)?;
        let client = http.for_connection(connection);
        let metadata = description(&client, issuer).await?;
        if metadata.issuer().as_str() != issuer.as_str() {
            return Err(IdpFault::Untrusted("discovery: issuer"));
        }
        let endpoints = [metadata.authorization_endpoint().url(), metadata.jwks_uri().url()];
        let token = metadata.token_endpoint().map(TokenUrl::url);
        http.expect_endpoints(endpoints.into_iter().chain(token), connection)?;
        let keys = CoreJsonWebKeySet::fetch_async(metadata.jwks_uri(), &client).await;
        let metadata = metadata.set_jwks(keys.map_err(unusable)?);
        Ok(Arc::new(Self { target: Target::of(connection), metadata, fetched_at: now }))
    }

    /// Whether the host of the sign-in page answers, where it is not the one that was just asked. What it
    /// answers does not matter: the request has none of the parameters of a real one.
    async fn expect_sign_in_page(
        &self,
        http: &GuardedClient,
        connection: &IdpConnection,
    ) -> Result<(), IdpFault> {
        let page = self.metadata.authorization_endpoint().url();
        if page.origin().ascii_serialization() == connection.issuer.origin() {
            return Ok(());
        }
        http.expect_answer(page, connection).await.map_err(IdpFault::from)
    }

    pub(super) fn metadata(&self) -> Metadata {
        self.metadata.clone()
    }

    pub(super) fn keys(&self) -> &CoreJsonWebKeySet {
        self.metadata.jwks()
    }

    pub(super) fn token_endpoint(&self) -> Result<&TokenUrl, IdpFault> {
        let endpoint = self.metadata.token_endpoint();
        endpoint.ok_or_else(|| IdpFault::Misconfigured("there is no token_endpoint".to_owned()))
    }

    pub(super) fn client_auth(&self) -> AuthType {
        client_auth(self.metadata.token_endpoint_auth_methods_supported())
    }

    /// Checks the issuer that came back with the code (RFC 9207): the right one, and present when the
    /// provider announces it.
    pub(super) fn expect_issuer(&self, said: Option<&str>) -> Result<(), IdpFault> {
        let announced =
            self.metadata.additional_metadata().authorization_response_iss_parameter_supported;
        match said {
            Some(issuer) if issuer == self.target.issuer.as_str() => Ok(()),
            None if announced != Some(true) => Ok(()),
            Some(_) | None => Err(IdpFault::Untrusted("iss parameter")),
        }
    }
}

/// Providers that were asked lately; each is asked by one caller at a time.
#[derive(Default)]
pub(super) struct Providers(Mutex<HashMap<IdpConnectionId, Arc<AsyncMutex<Slot>>>>);

/// What is known of one connection's provider.
#[derive(Default)]
struct Slot {
    known: Option<Arc<Provider>>,
    /// Which issuer was asked last, and when, whether it succeeded or not.
    asked: Option<(Target, Timestamp)>,
    /// Why the last look failed.
    fault: Option<IdpFault>,
}

impl Providers {
    /// The provider, as it described itself within the last minutes.
    pub(super) async fn known(
        &self,
        http: &GuardedClient,
        connection: &IdpConnection,
        now: Timestamp,
    ) -> Result<Arc<Provider>, IdpFault> {
        let slot = self.slot(connection, now);
        let mut slot = slot.lock().await;
        if let Some(known) = slot.fresh(connection, now) {
            return Ok(known);
        }
        slot.expect_patience(connection, now)?;
        slot.ask(http, connection, now).await
    }

    /// The provider, reached a moment ago: a browser that is sent to one that has died since its metadata was
    /// cached would find a dead host.
    pub(super) async fn there(
        &self,
        http: &GuardedClient,
        connection: &IdpConnection,
        now: Timestamp,
    ) -> Result<Arc<Provider>, IdpFault> {
        let slot = self.slot(connection, now);
        let mut slot = slot.lock().await;
        if let Some(known) = slot.fresh(connection, now)
            && known.fetched_at.plus(THERE) > now
        {
            return Ok(known);
        }
        slot.expect_patience(connection, now)?;
        let provider = slot.ask(http, connection, now).await?;
        if let Err(fault) = provider.expect_sign_in_page(http, connection).await {
            slot.known = None;
            slot.fault = Some(fault.clone());
            return Err(fault);
        }
        Ok(provider)
    }

    /// The provider with the keys that it publishes now; `None` when that was just asked.
    pub(super) async fn renewed(
        &self,
        http: &GuardedClient,
        connection: &IdpConnection,
        now: Timestamp,
    ) -> Result<Option<Arc<Provider>>, IdpFault> {
        let slot = self.slot(connection, now);
        let mut slot = slot.lock().await;
        if slot.was_asked_within(BETWEEN_RENEWALS, connection, now) {
            return Ok(None);
        }
        slot.ask(http, connection, now).await.map(Some)
    }

    fn slot(&self, connection: &IdpConnection, now: Timestamp) -> Arc<AsyncMutex<Slot>> {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MANY {
            // Those in use stay; of the others, those that were asked lately.
            slots.retain(|_, slot| slot.try_lock().map_or(true, |slot| slot.is_recent(now)));
        }
        Arc::clone(slots.entry(connection.id).or_default())
    }
}

impl Slot {
    fn fresh(&self, connection: &IdpConnection, now: Timestamp) -> Option<Arc<Provider>> {
        let known = self.known.as_ref()?;
        let is_fresh = known.target == Target::of(connection)
            && known.fetched_at <= now
            && now.since(known.fetched_at) < TTL;
        is_fresh.then(|| Arc::clone(known))
    }

    fn was_asked_within(&self, span: Span, connection: &IdpConnection, now: Timestamp) -> bool {
        self.asked.as_ref().is_some_and(|(target, at)| {
            *target == Target::of(connection) && *at <= now && now.since(*at) < span
        })
    }

    /// A provider that just failed is not asked again for a moment, however many requests need it: they
    /// get the same answer.
    fn expect_patience(&self, connection: &IdpConnection, now: Timestamp) -> Result<(), IdpFault> {
        if self.was_asked_within(BETWEEN_FAILURES, connection, now) {
            return self.fault.clone().map_or(Ok(()), Err);
        }
        Ok(())
    }

    async fn ask(
        &mut self,
        http: &GuardedClient,
        connection: &IdpConnection,
        now: Timestamp,
    ) -> Result<Arc<Provider>, IdpFault> {
        self.known = None;
        self.asked = Some((Target::of(connection), now));
        // A look that is cut off half-way has no result.
        self.fault = Some(IdpFault::Unreachable("no answer".to_owned()));
        let provider = Provider::discover(http, connection, now).await;
        self.fault = provider.as_ref().err().cloned();
        let provider = provider?;
        self.known = Some(Arc::clone(&provider));
        Ok(provider)
    }

    fn is_recent(&self, now: Timestamp) -> bool {
        self.asked.as_ref().is_some_and(|(_, at)| now.since(*at) < TTL)
    }
}

/// What stands at the issuer's address (OpenID Connect Discovery 1.0, section 4).
async fn description(http: &IdpHttp<'_>, issuer: &Issuer) -> Result<Metadata, IdpFault> {
    let unusable = |what: String| IdpFault::Misconfigured(format!("discovery: {what}"));
    let slashless = issuer.as_str().trim_end_matches('/');
    let request = http::Request::get(format!("{slashless}/.well-known/openid-configuration"))
        .header(http::header::ACCEPT, "application/json")
        .body(Vec::new())
        .map_err(|e| unusable(e.to_string()))?;
    let answer = http.call(request).await?;
    if answer.status() != http::StatusCode::OK {
        return Err(unusable(answer.status().to_string()));
    }
    serde_json::from_slice(answer.body()).map_err(|e| unusable(e.to_string()))
}

fn unusable(error: DiscoveryError<FetchError>) -> IdpFault {
    match error {
        DiscoveryError::Request(error) => error.into(),
        DiscoveryError::Validation(_) => IdpFault::Untrusted("discovery: issuer"),
        DiscoveryError::Response(status, ..) => {
            IdpFault::Misconfigured(format!("discovery: {status}"))
        }
        DiscoveryError::Parse(error) => IdpFault::Misconfigured(format!("discovery: {error}")),
        other => IdpFault::Misconfigured(format!("discovery: {other}")),
    }
}
