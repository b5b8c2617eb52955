//! Renewing archive timestamps, and raising B-B seals to B-LTA: one more revision, which is checked before it is handed
//! on (ETSI EN 319 142-1, section 5.5).

use super::{Maker, PadesSealer, refused};
use std::sync::Arc;
use tokio::task::spawn_blocking;
use wariin_domain::{SealLevel, SealProof, Timestamp};
use wariin_pades::{
    ProofScope, Services, SignatureKind, Utc, Verified, archive, certificate_until, verify_last,
};
use wariin_ports::{SealError, SealedPdf};

impl PadesSealer {
    /// The file with one more archive timestamp.
    pub(super) async fn renewed(
        &self,
        pdf: Vec<u8>,
        now: Timestamp,
    ) -> Result<SealedPdf, SealError> {
        let _permit = self.permits.acquire().await.map_err(|e| SealError::Worker(e.into()))?;
        let maker = Arc::clone(&self.maker);
        let work = move || maker.renew(&pdf, Utc::from_unix(now.as_seconds()));
        spawn_blocking(work).await.map_err(|e| SealError::Worker(e.into()))?
    }

    /// The newest archive timestamp of the file.
    pub(super) async fn looked_up(&self, pdf: Vec<u8>) -> Result<Option<SealProof>, SealError> {
        let _permit = self.permits.acquire().await.map_err(|e| SealError::Worker(e.into()))?;
        let work = move || last(&pdf).map(|last| proof(&last));
        spawn_blocking(work).await.map_err(|e| SealError::Worker(e.into()))?
    }
}

impl Maker {
    fn renew(&self, pdf: &[u8], now: Utc) -> Result<SealedPdf, SealError> {
        if self.authorities.is_empty() {
            return Err(SealError::Unavailable("no timestamp authority is configured".into()));
        }
        let before = last(pdf)?;
        let scope = match before.kind {
            SignatureKind::DocumentTimestamp => ProofScope::LastTimestamp,
            SignatureKind::Signature => {
                expect_lasting(&before, now)?;
                ProofScope::NewestBy(&before.certificate)
            }
        };
        let work = |services: &Services<'_>| archive(pdf.to_vec(), scope, services);
        let renewed = self.authorities.for_one_seal(now, work).map_err(refused)?;
        if !renewed.starts_with(pdf) {
            return Err(SealError::SelfCheck("the file is not the one before it".into()));
        }
        let proof = proof_behind(&renewed, pdf.len())?;
        Ok(SealedPdf { pdf: renewed, level: SealLevel::Archived, proof: Some(proof) })
    }
}

/// The archive timestamp that was just added behind so many bytes.
pub(super) fn proof_behind(archived: &[u8], bytes: usize) -> Result<SealProof, SealError> {
    let last = last(archived)?;
    let proof = proof(&last).filter(|_| archived.len() > bytes);
    proof.ok_or_else(|| SealError::SelfCheck("there is no document timestamp".into()))
}

/// A timestamp that is given after the certificate has ended proves nothing of the time when it had not.
fn expect_lasting(signature: &Verified, now: Utc) -> Result<(), SealError> {
    if certificate_until(&signature.certificate).is_some_and(|until| until >= now) {
        return Ok(());
    }
    Err(SealError::Unsealable("the certificate of the seal has ended: it is too late".into()))
}

/// The last signature or timestamp, which has to be intact and to cover the whole file.
fn last(pdf: &[u8]) -> Result<Verified, SealError> {
    verify_last(pdf).map_err(|e| SealError::SelfCheck(e.into()))
}

fn proof(last: &Verified) -> Option<SealProof> {
    let at = |time: Utc| Timestamp::from_micros(time.as_unix().saturating_mul(1_000_000));
    let is_archive = last.kind == SignatureKind::DocumentTimestamp;
    let times = last.timestamp.zip(last.relied_until).filter(|_| is_archive);
    times.map(|(stamped_at, until)| SealProof { stamped_at: at(stamped_at), until: at(until) })
}
