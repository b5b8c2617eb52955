//! Sealing by PAdES, on the blocking pool, with the configured key; timestamped and archived where a timestamp
//! authority is configured.

mod authorities;
mod check;
mod key;
mod network;
mod reason;
mod renewal;
mod trial;
mod visible;

use async_trait::async_trait;
use authorities::Authorities;
pub use authorities::PadesTimestamper;
pub(crate) use reason::{Said, instant, method, quotable, read, reason, sent_by};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use visible::prepare_visible;
use wariin_domain::{SealLevel, SealProof, Timestamp};
use wariin_pades::{
    Error, Prepared, ProofScope, SealKey, Services, SignatureRequest, Utc, Verified, archive,
    prepare, room_for, verify_last,
};
use wariin_ports::{SealError, SealOrder, SealedPdf, Sealer, StampError, Timestamper};

pub(crate) use check::as_json;
pub use check::{SignatureCheck, SignatureOutcome, check_signatures, trusted_certificates};
use key::DEFAULT_SUBJECT;
pub use key::{KeySource, SealKeyError};
pub use trial::TrialError;

/// How many PDFs are sealed at once: memory stays bounded.
const AT_ONCE: usize = 2;

/// The settings of a sealer.
#[derive(Clone, Debug)]
pub struct SealSettings {
    /// Where the key is.
    pub key: KeySource,
    /// The subject of the service's own key, and the signer's name in the seal; `Wariin` when absent.
    pub subject: Option<String>,
    /// Timestamp authorities, asked in this order; without any, seals are B-B.
    pub authorities: Vec<String>,
    /// Root certificates in DER that are trusted for timestamps; when empty, any complete chain is accepted.
    pub roots: Vec<Vec<u8>>,
}

/// Seals with one key.
#[derive(Debug)]
pub struct PadesSealer {
    maker: Arc<Maker>,
    permits: Semaphore,
}

/// What one seal says and shows.
#[derive(Debug)]
struct Wanted {
    reason: String,
    /// The claimed time of signing.
    at: Utc,
    /// What is printed and shown on the pages; nothing where there is no order.
    order: Option<SealOrder>,
}

/// Everything that making a seal needs.
#[derive(Debug)]
struct Maker {
    key: SealKey,
    name: String,
    authorities: Arc<Authorities>,
    /// When the certificate of the authority that stamped last ends, in seconds; 0 before the first stamp.
    authority_until: AtomicI64,
}

/// When the certificates that seals depend on end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealCertificates {
    /// That of the seal's key.
    pub seal: Option<Timestamp>,
    /// That of the timestamp authority that stamped last, once one has.
    pub authority: Option<Timestamp>,
}

impl PadesSealer {
    /// A sealer whose key can be used now. A key of the service's own that does not exist yet is generated.
    ///
    /// # Errors
    /// [`SealKeyError`].
    pub fn open(settings: SealSettings, now: Timestamp) -> Result<Self, SealKeyError> {
        let SealSettings { key, subject, authorities, roots } = settings;
        let now = Utc::from_unix(now.as_seconds());
        let key = key.open(subject.as_deref(), now)?;
        let name = subject.unwrap_or_else(|| DEFAULT_SUBJECT.to_owned());
        key.expect_usable(now).map_err(|e| SealKeyError::Key(e.into()))?;
        let authorities = Authorities::new(authorities, roots).map_err(SealKeyError::Key)?;
        let (authorities, authority_until) = (Arc::new(authorities), AtomicI64::new(0));
        let maker = Arc::new(Maker { key, name, authorities, authority_until });
        Ok(Self { maker, permits: Semaphore::new(AT_ONCE) })
    }

    /// Signs a file with this text as the reason; nothing of it is seen on the pages.
    ///
    /// # Errors
    /// [`SealError`].
    pub async fn seal_file(
        &self,
        pdf: Vec<u8>,
        reason: String,
        at: Timestamp,
    ) -> Result<SealedPdf, SealError> {
        let at = Utc::from_unix(at.as_seconds());
        self.made(pdf, Wanted { reason, at, order: None }).await
    }

    async fn made(&self, pdf: Vec<u8>, wanted: Wanted) -> Result<SealedPdf, SealError> {
        let _permit = self.permits.acquire().await.map_err(|e| SealError::Worker(e.into()))?;
        let maker = Arc::clone(&self.maker);
        let work = move || maker.seal(pdf, &wanted);
        spawn_blocking(work).await.map_err(|e| SealError::Worker(e.into()))?
    }

    /// When the certificates that seals depend on end.
    pub fn certificates(&self) -> SealCertificates {
        let at = |seconds: i64| Timestamp::from_micros(seconds.saturating_mul(1_000_000));
        let authority = self.maker.authority_until.load(Ordering::Relaxed);
        SealCertificates {
            seal: self.maker.key.valid_until().ok().map(|until| at(until.as_unix())),
            authority: (authority > 0).then(|| at(authority)),
        }
    }

    /// The certificate of the seal, in PEM: what a validator has to trust.
    pub fn certificate_pem(&self) -> String {
        self.maker.key.certificate_pem()
    }
}

#[async_trait]
impl Sealer for PadesSealer {
    async fn seal(&self, pdf: Vec<u8>, order: SealOrder) -> Result<SealedPdf, SealError> {
        let (reason, at) = (reason(&order), Utc::from_unix(order.at.as_seconds()));
        self.made(pdf, Wanted { reason, at, order: Some(order) }).await
    }

    async fn renew(&self, pdf: Vec<u8>, now: Timestamp) -> Result<SealedPdf, SealError> {
        self.renewed(pdf, now).await
    }

    async fn proof_of(&self, pdf: Vec<u8>) -> Result<Option<SealProof>, SealError> {
        self.looked_up(pdf).await
    }

    fn level(&self) -> SealLevel {
        self.maker.authorities.level()
    }
}

#[async_trait]
impl Timestamper for PadesSealer {
    async fn timestamp(&self, bytes: &[u8], now: Timestamp) -> Result<Option<Vec<u8>>, StampError> {
        self.maker.authorities.timestamp(bytes, now).await
    }
}

impl Maker {
    fn seal(&self, pdf: Vec<u8>, wanted: &Wanted) -> Result<SealedPdf, SealError> {
        let level = self.authorities.level();
        let prepared = self.prepare(pdf, wanted)?;
        let (pdf, proof) = match level {
            SealLevel::Basic => (self.sign_only(prepared)?, None),
            SealLevel::Archived => self
                .authorities
                .for_one_seal(wanted.at, |services| self.archive(prepared, services))?,
        };
        Ok(SealedPdf { pdf, level, proof })
    }

    /// A signature with a timestamp, and an archive timestamp behind it.
    fn archive(
        &self,
        prepared: Prepared,
        services: &Services<'_>,
    ) -> Result<(Vec<u8>, Option<SealProof>), SealError> {
        let signed = prepared.finish_with_timestamp(&self.key, services).map_err(refused)?;
        let own = self.expect_own(&signed)?;
        if own.timestamp.is_none() {
            return Err(SealError::SelfCheck("there is no timestamp".into()));
        }
        if let Some(until) = own.authority_until {
            self.authority_until.store(until.as_unix(), Ordering::Relaxed);
        }
        let length = signed.len();
        let own = ProofScope::NewestBy(self.key.certificate());
        let archived = archive(signed, own, services).map_err(refused)?;
        let proof = renewal::proof_behind(&archived, length)?;
        Ok((archived, Some(proof)))
    }

    /// A signature without a timestamp.
    fn sign_only(&self, prepared: Prepared) -> Result<Vec<u8>, SealError> {
        let signed = prepared.finish_by(&self.key).map_err(refused)?;
        self.expect_own(&signed)?;
        Ok(signed)
    }

    /// The revision that is signed.
    fn prepare(&self, pdf: Vec<u8>, wanted: &Wanted) -> Result<Prepared, SealError> {
        let reserved = room_for(&self.key);
        let request = SignatureRequest::new(self.name.clone(), wanted.reason.clone(), wanted.at);
        match &wanted.order {
            Some(order) => prepare_visible(pdf, order, &request, reserved),
            None => prepare(pdf, &request, reserved).map_err(refused),
        }
    }

    /// Verifies the new signature before the file is handed on: the last signature is by our key, intact, and
    /// covers everything. Nothing else in the file is checked.
    fn expect_own(&self, signed: &[u8]) -> Result<Verified, SealError> {
        let checked = verify_last(signed).map_err(|e| SealError::SelfCheck(e.into()))?;
        if checked.certificate == self.key.certificate() {
            Ok(checked)
        } else {
            Err(SealError::SelfCheck("the last signature is by another key".into()))
        }
    }
}

/// Errors that a retry may solve, and errors that it cannot.
fn refused(error: Error) -> SealError {
    match error {
        Error::Timestamp(_) | Error::Proof(_) | Error::Key(_) => {
            SealError::Unavailable(error.into())
        }
        Error::Xref(_)
        | Error::Object(_)
        | Error::Encrypted
        | Error::Signed
        | Error::UnfixedForm
        | Error::MissingGlyph(_)
        | Error::Page(_)
        | Error::OtherSize { .. }
        | Error::TooLarge { .. }
        | Error::NotIntact(_) => SealError::Unsealable(error.into()),
    }
}
