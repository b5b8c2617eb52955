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
    AdditionalProviderMetadata, AuthType, DiscoveryError, IssuerUrl, ProviderMetadata,
};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use wariin_domain::{IdpConnection, IdpConnectionId, Issuer, Span, Timestamp};
use wariin_ports::IdpFault;

/// How long what a provider publishes is believed; a key that it takes back counts as long at most.
const TTL: Span = Span::minutes(5);
/// How long to wait before keys are fetched again for one that is not known.
const BETWEEN_RENEWALS: Span = Span::seconds(60);

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

    pub(super) fn client_auth(&self) -> AuthType {
        client_auth(self.metadata.token_endpoint_auth_methods_supported())
    }

    /// Checks the issuer that came back with the code (RFC 9207): the right one, and there when the
    /// provider says that it sends one.
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

/// Providers that were asked lately.
#[derive(Default)]
pub(super) struct Providers(Mutex<HashMap<IdpConnectionId, Arc<Provider>>>);

impl Providers {
    /// The provider, as it described itself within the last minutes.
    pub(super) async fn known(
        &self,
        http: &GuardedClient,
        connection: &IdpConnection,
        now: Timestamp,
    ) -> Result<Arc<Provider>, IdpFault> {
        if let Some(known) = self.get(connection)
            && now.since(known.fetched_at) < TTL
            && known.fetched_at <= now
        {
            return Ok(known);
        }
        let provider = Provider::discover(http, &connection.issuer, now).await?;
        self.keep(connection, &provider);
        Ok(provider)
    }

    /// The provider with the keys that it publishes now; `None` when that was just asked.
    pub(super) async fn renewed(
        &self,
        http: &GuardedClient,
        connection: &IdpConnection,
        now: Timestamp,
    ) -> Result<Option<Arc<Provider>>, IdpFault> {
        if let Some(known) = self.get(connection)
            && now.since(known.fetched_at) < BETWEEN_RENEWALS
        {
            return Ok(None);
        }
        let provider = Provider::discover(http, &connection.issuer, now).await?;
        self.keep(connection, &provider);
        Ok(Some(provider))
    }

    fn get(&self, connection: &IdpConnection) -> Option<Arc<Provider>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let provider = known.get(&connection.id)?;
        (provider.issuer == connection.issuer).then(|| Arc::clone(provider))
    }

    fn keep(&self, connection: &IdpConnection, provider: &Arc<Provider>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(connection.id, Arc::clone(provider));
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
