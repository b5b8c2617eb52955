//! Trials with a small file, so that a key or an authority that cannot be used is found before the first contract.

use super::{PadesSealer, Wanted};
use std::sync::Arc;
use tokio::task::spawn_blocking;
use wariin_domain::Timestamp;
use wariin_pades::Utc;
use wariin_ports::SealError;

/// Why the trial seal failed.
#[derive(Debug, thiserror::Error)]
#[error("the trial seal failed; check the seal key and the timestamp authorities")]
pub struct TrialError(#[source] SealError);

impl PadesSealer {
    /// Signs a file of one empty page with the key, without asking any other service, and discards it.
    ///
    /// # Errors
    /// [`TrialError`], whose source says what is wrong with the key.
    pub async fn try_key(&self, now: Timestamp) -> Result<(), TrialError> {
        let maker = Arc::clone(&self.maker);
        let at = Utc::from_unix(now.as_seconds());
        let wanted = Wanted { reason: "trial".to_owned(), at, order: None };
        let work = move || {
            let prepared = maker.prepare(empty_page(), &wanted);
            maker.sign_only(prepared?)
        };
        let signed =
            spawn_blocking(work).await.map_err(|e| TrialError(SealError::Worker(e.into())))?;
        signed.map(drop).map_err(TrialError)
    }

    /// Seals a file of one empty page just as contracts are sealed, and discards it.
    ///
    /// # Errors
    /// [`TrialError`], whose source names the service that refused.
    pub async fn try_out(&self, now: Timestamp) -> Result<(), TrialError> {
        let sealed = self.seal_file(empty_page(), "trial".to_owned(), now).await;
        sealed.map(|_| ()).map_err(TrialError)
    }
}

/// The smallest PDF with a page.
fn empty_page() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ];
    let mut pdf = "%PDF-1.7\n".to_owned();
    let mut table = "xref\n0 4\n0000000000 65535 f\r\n".to_owned();
    for (number, object) in (1..).zip(objects) {
        table += &format!("{:010} 00000 n\r\n", pdf.len());
        pdf += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = pdf.len();
    pdf += &format!("{table}trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    pdf.into_bytes()
}
