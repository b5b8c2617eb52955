//! Timestamp authorities, which need no key of the service's own.

use super::network::HttpNetwork;
use async_trait::async_trait;
use std::sync::Arc;
use tokio::task::spawn_blocking;
use wariin_domain::{SealLevel, Timestamp};
use wariin_pades::{Services, TimestampError, Utc};
use wariin_ports::{StampError, Timestamper};

/// The authorities of the settings, asked in their order.
#[derive(Debug)]
pub(super) struct Authorities {
    urls: Vec<String>,
    roots: Vec<Vec<u8>>,
    network: HttpNetwork,
}

impl Authorities {
    /// `roots` (DER) are trusted for timestamps; when empty, any complete chain is accepted.
    pub(super) fn new(
        urls: Vec<String>,
        roots: Vec<Vec<u8>>,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self { urls, roots, network: HttpNetwork::new()? })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.urls.is_empty()
    }

    /// The level of seals.
    pub(super) fn level(&self) -> SealLevel {
        if self.is_empty() { SealLevel::Basic } else { SealLevel::Archived }
    }

    /// Calls with what one seal may ask for from now on.
    pub(super) fn for_one_seal<T>(&self, now: Utc, work: impl FnOnce(&Services<'_>) -> T) -> T {
        let network = self.network.for_one_seal();
        let (authorities, roots) = (&self.urls[..], &self.roots[..]);
        work(&Services { network: &network, authorities, roots, now })
    }

    /// A token from the first authority whose token passes every check; `None` where there are no authorities.
    pub(super) async fn timestamp(
        self: &Arc<Self>,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<Option<Vec<u8>>, StampError> {
        if self.is_empty() {
            return Ok(None);
        }
        let (own, bytes) = (Arc::clone(self), bytes.to_vec());
        let now = Utc::from_unix(now.as_seconds());
        let work = move || -> Result<Vec<u8>, TimestampError> {
            own.for_one_seal(now, |services| Ok(services.timestamp(&bytes)?.as_der().to_vec()))
        };
        let stamped = spawn_blocking(work).await.map_err(|e| StampError(e.into()))?;
        stamped.map(Some).map_err(|e| StampError(e.into()))
    }
}

/// Timestamps alone, in a process that has no key to seal with.
#[derive(Debug)]
pub struct PadesTimestamper(Arc<Authorities>);

impl PadesTimestamper {
    /// The authorities at these addresses; `roots` as in [`super::SealSettings`].
    ///
    /// # Errors
    /// When no client for the network can be made.
    pub fn new(
        urls: Vec<String>,
        roots: Vec<Vec<u8>>,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(Arc::new(Authorities::new(urls, roots)?)))
    }

    /// The level that seals have where they are made with these authorities.
    pub fn level(&self) -> SealLevel {
        self.0.level()
    }
}

#[async_trait]
impl Timestamper for PadesTimestamper {
    async fn timestamp(&self, bytes: &[u8], now: Timestamp) -> Result<Option<Vec<u8>>, StampError> {
        self.0.timestamp(bytes, now).await
    }
}
