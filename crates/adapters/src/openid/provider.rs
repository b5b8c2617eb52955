//! What a provider publishes about itself (OpenID Connect Discovery 1.0), kept for a while, and its keys,
//! fetched again when they are rotated.

use super::guard::{GuardedClient, expect_origin};
use super::{client_auth, guard::FetchError};
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
    CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, AuthType, DiscoveryError, IssuerUrl, ProviderMetadata, TokenUrl,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Mutex as AsyncMutex;
use wariin_domain::{IdpConnection, IdpConnectionId, Issuer, Span, Timestamp};
use wariin_ports::IdpFault;

/// How long a provider's metadata is cached; a key that it withdraws is accepted that long at most.
const TTL: Span = Span::minutes(5);
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

/// A provider as it described itself at some time.
pub(super) struct Provider {
    issuer: Issuer,
    metadata: Metadata,
    fetched_at: Timestamp,
}

impl Provider {
    async fn discover(
        http: &GuardedClient,
        issuer: &Issuer,
        now: Timestamp,
    ) -> Result<Arc<Self>, IdpFault> {
        http.admits(issuer)?;
        let url = IssuerUrl::new(issuer.to_string());
        let url = url.map_err(|e| IdpFault::Misconfigured(format!("issuer: {e}")))?;
        let metadata = Metadata::discover_async(url, &http.for_issuer(issuer)).await;
        let metadata = metadata.map_err(unusable)?;
        if metadata.issuer().as_str() != issuer.as_str() {
            return Err(IdpFault::Untrusted("discovery: issuer"));
        }
        expect_origin(metadata.authorization_endpoint().url(), issuer)?;
        Ok(Arc::new(Self { issuer: issuer.clone(), metadata, fetched_at: now }))
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
            Some(issuer) if issuer == self.issuer.as_str() => Ok(()),
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
    asked: Option<(Issuer, Timestamp)>,
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
        let is_fresh = known.issuer == connection.issuer
            && known.fetched_at <= now
            && now.since(known.fetched_at) < TTL;
        is_fresh.then(|| Arc::clone(known))
    }

    fn was_asked_within(&self, span: Span, connection: &IdpConnection, now: Timestamp) -> bool {
        self.asked.as_ref().is_some_and(|(issuer, at)| {
            *issuer == connection.issuer && *at <= now && now.since(*at) < span
        })
    }

    /// A provider that just failed is not asked again for a moment, however many requests need it.
    fn expect_patience(&self, connection: &IdpConnection, now: Timestamp) -> Result<(), IdpFault> {
        if self.was_asked_within(BETWEEN_FAILURES, connection, now) {
            return Err(IdpFault::Unreachable("it failed a moment ago".to_owned()));
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
        self.asked = Some((connection.issuer.clone(), now));
        let provider = Provider::discover(http, &connection.issuer, now).await?;
        self.known = Some(Arc::clone(&provider));
        Ok(provider)
    }

    fn is_recent(&self, now: Timestamp) -> bool {
        self.asked.as_ref().is_some_and(|(_, at)| now.since(*at) < TTL)
    }
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
