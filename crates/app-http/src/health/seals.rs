//! The sealer, which remembers how the last seal went.

use super::failing::Failing;
use crate::metrics::{renewal_ended, seal_ended};
use async_trait::async_trait;
use std::sync::Arc;
use std::time::Instant;
use wariin_adapters::{PadesSealer, PadesTimestamper, SealCertificates, TrialError};
use wariin_domain::{SealLevel, SealProof, Timestamp};
use wariin_ports::{SealError, SealOrder, SealedPdf, Sealer, StampError, Timestamper};

/// A sealer whose last seal is known.
pub(crate) struct WatchedSealer {
    sealing: Sealing,
    /// Whether seals fail because the key or a timestamp authority cannot be used.
    failing: Failing,
}

/// Who seals.
pub(crate) enum Sealing {
    /// This process.
    Here(PadesSealer),
    /// Others: this one has no key, and asks for timestamps alone.
    Elsewhere(PadesTimestamper),
}

impl WatchedSealer {
    pub(crate) fn new(sealing: Sealing) -> Arc<Self> {
        Arc::new(Self { sealing, failing: Failing::default() })
    }

    /// The certificate of the seal in PEM; `None` where others seal.
    pub(crate) fn certificate_pem(&self) -> Option<String> {
        self.here().map(PadesSealer::certificate_pem)
    }

    fn here(&self) -> Option<&PadesSealer> {
        match &self.sealing {
            Sealing::Here(sealer) => Some(sealer),
            Sealing::Elsewhere(_) => None,
        }
    }

    /// Signs a small file with the key alone, and forgets it.
    ///
    /// # Errors
    /// [`TrialError`].
    pub(crate) async fn try_key(&self, now: Timestamp) -> Result<(), TrialError> {
        match self.here() {
            Some(sealer) => sealer.try_key(now).await,
            None => Ok(()),
        }
    }

    /// Seals a small file just as contracts are sealed, and forgets it.
    ///
    /// # Errors
    /// [`TrialError`].
    pub(crate) async fn try_out(&self, now: Timestamp) -> Result<(), TrialError> {
        let Some(sealer) = self.here() else { return Ok(()) };
        let tried = sealer.try_out(now).await;
        self.failing.note(tried.is_err(), now);
        tried
    }

    /// When the certificates that seals depend on end.
    pub(crate) fn certificates(&self) -> SealCertificates {
        let none = SealCertificates { seal: None, authority: None };
        self.here().map_or(none, PadesSealer::certificates)
    }

    /// Whether the last seal succeeded, or none was made yet.
    ///
    /// # Errors
    /// Since when seals fail.
    pub(crate) fn check(&self, now: Timestamp) -> Result<(), String> {
        match self.failing.lasts(now) {
            None => Ok(()),
            Some(lasts) => {
                let seconds = lasts.as_seconds_up();
                let what = "the key or a timestamp authority cannot be used";
                Err(format!("documents wait for their seal since {seconds} s: {what}"))
            }
        }
    }
}

#[async_trait]
impl Sealer for WatchedSealer {
    async fn seal(&self, pdf: Vec<u8>, order: SealOrder) -> Result<SealedPdf, SealError> {
        let Some(own) = self.here() else { return Err(SealError::Elsewhere) };
        let at = order.at;
        let begun = Instant::now();
        let sealed = own.seal(pdf, order).await;
        seal_ended(begun, &sealed);
        match &sealed {
            Ok(_) => self.failing.note(false, at),
            Err(SealError::Unavailable(_)) => self.failing.note(true, at),
            // About this one file.
            Err(
                SealError::Unsealable(_)
                | SealError::SelfCheck(_)
                | SealError::Worker(_)
                | SealError::Elsewhere,
            ) => {}
        }
        sealed
    }

    async fn renew(&self, pdf: Vec<u8>, now: Timestamp) -> Result<SealedPdf, SealError> {
        let Some(sealer) = self.here() else { return Err(SealError::Elsewhere) };
        let renewed = sealer.renew(pdf, now).await;
        renewal_ended(&renewed);
        renewed
    }

    async fn proof_of(&self, pdf: Vec<u8>) -> Result<Option<SealProof>, SealError> {
        match self.here() {
            Some(sealer) => sealer.proof_of(pdf).await,
            None => Err(SealError::Elsewhere),
        }
    }

    fn level(&self) -> SealLevel {
        match &self.sealing {
            Sealing::Here(sealer) => sealer.level(),
            Sealing::Elsewhere(timestamper) => timestamper.level(),
        }
    }
}

#[async_trait]
impl Timestamper for WatchedSealer {
    async fn timestamp(&self, bytes: &[u8], now: Timestamp) -> Result<Option<Vec<u8>>, StampError> {
        match &self.sealing {
            Sealing::Here(sealer) => sealer.timestamp(bytes, now).await,
            Sealing::Elsewhere(timestamper) => timestamper.timestamp(bytes, now).await,
        }
    }
}
