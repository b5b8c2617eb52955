//! Sealing by PAdES, on the blocking pool.

use crate::pdf_worker::PdfWorker;
use async_trait::async_trait;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use wariin_domain::Timestamp;
use wariin_pades::{SealKey, SignatureRequest, Utc, sign, verify_last};
use wariin_ports::{PdfFacts, PdfRefusal, SealError, SealOrder, Sealer};

/// How many PDFs are worked on at once: memory stays bounded.
const AT_ONCE: usize = 2;

/// Seals with one key.
#[derive(Debug)]
pub struct PadesSealer {
    key: Arc<SealKey>,
    name: String,
    worker: PdfWorker,
    turns: Semaphore,
}

/// Why there is no key to seal with.
#[derive(Debug, thiserror::Error)]
pub enum SealKeyError {
    /// The file cannot be read or written.
    #[error("the seal key's file cannot be used")]
    File(#[from] io::Error),
    /// The key or certificate cannot be used.
    #[error("the seal key cannot be used")]
    Key(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl PadesSealer {
    /// The sealer with the key in this file, which looks into uploads by `worker`; when there is none, a new key and certificate are made
    /// and written there, readable by their owner only.
    ///
    /// # Errors
    /// [`SealKeyError`].
    pub fn load_or_create(
        path: &Path,
        name: &str,
        worker: PdfWorker,
        now: Timestamp,
    ) -> Result<Self, SealKeyError> {
        let bad = |e: wariin_pades::Error| SealKeyError::Key(e.into());
        let key = match fs::read_to_string(path) {
            Ok(pem) => SealKey::from_pem(&pem).map_err(bad)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key = SealKey::generate(name, Utc::from_unix(now.as_seconds())).map_err(bad)?;
                let mut file =
                    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
                file.write_all(key.to_pem().as_bytes())?;
                file.sync_all()?;
                key
            }
            Err(error) => return Err(error.into()),
        };
        let (key, name) = (Arc::new(key), name.to_owned());
        Ok(Self { key, name, worker, turns: Semaphore::new(AT_ONCE) })
    }

    /// The certificate of the seal, in PEM: what a validator has to trust.
    pub fn certificate_pem(&self) -> String {
        self.key.certificate_pem()
    }
}

#[async_trait]
impl Sealer for PadesSealer {
    async fn inspect(&self, pdf: Vec<u8>) -> Result<PdfFacts, PdfRefusal> {
        let Ok(_turn) = self.turns.acquire().await else {
            return Err(PdfRefusal::TooComplex);
        };
        self.worker.inspect(pdf).await
    }

    async fn seal(&self, pdf: Vec<u8>, order: SealOrder) -> Result<Vec<u8>, SealError> {
        let _turn = self.turns.acquire().await.map_err(|e| SealError::Worker(e.into()))?;
        let key = Arc::clone(&self.key);
        let request = SignatureRequest {
            name: self.name.clone(),
            reason: reason(&order),
            at: Utc::from_unix(order.at.as_seconds()),
        };
        let work = move || {
            let sealed = sign(pdf, &key, &request).map_err(|e| SealError::Unsealable(e.into()))?;
            verify_last(&sealed).map_err(|e| SealError::SelfCheck(e.into()))?;
            Ok(sealed)
        };
        spawn_blocking(work).await.map_err(|e| SealError::Worker(e.into()))?
    }
}

/// The signature's reason: which document, and how each party was authenticated and when.
fn reason(order: &SealOrder) -> String {
    let mut text = format!("合意締結 / document {}", order.document);
    let count = order.parties.len();
    for (number, party) in (1..).zip(&order.parties) {
        let at = Utc::from_unix(party.consented_at.as_seconds()).rfc3339();
        // A name cannot close its brackets and go on as if it were the service speaking.
        let name = party.name.replace(['「', '」'], "'");
        text += &format!("; {number}/{count} 「{name}」 {} {at}", party.method);
    }
    text
}
