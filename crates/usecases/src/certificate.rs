//! The certificate of agreement (合意締結証明書): made and sealed once for each concluded document, by the job of the
//! conclusion, or when it is first asked for, for documents that an earlier release concluded.

use crate::error::retried;
use crate::files::read;
use crate::jobs::sender;
use crate::{
    Caller, Error, OpenDocument, Ports, Principal, Result, open_document, own_document,
    view_as_manager,
};
use wariin_domain::{
    CertificateFacts, ChainHead, Document, DocumentId, EventKind, Job, KeptProof, ManagerLook,
    Organisation, Seal, SealedPart,
};
use wariin_ports::{JobOutcome, SealError, SealOrder, SealedSubject, ShownSeal, TimelineEvent};

/// The certificate of a document of the caller's own, as a sealed PDF.
///
/// # Errors
/// As [`own_document`]; [`Error::NotFound`] before the conclusion.
pub async fn own_certificate(
    ports: &Ports,
    caller: Option<&Caller>,
    id: DocumentId,
) -> Result<Vec<u8>> {
    let document = own_document(ports, caller, id).await?;
    certificate_of(ports, &document).await
}

/// The certificate for a recipient who has passed the gate.
///
/// # Errors
/// As [`open_document`]; [`Error::NotFound`] before the conclusion.
pub async fn recipient_certificate(ports: &Ports, command: OpenDocument) -> Result<Vec<u8>> {
    let opened = open_document(ports, command).await?;
    certificate_of(ports, &opened.document).await
}

/// The certificate for a document manager; the look is recorded.
///
/// # Errors
/// As [`view_as_manager`]; [`Error::NotFound`] before the conclusion.
pub async fn managed_certificate(
    ports: &Ports,
    principal: Principal,
    id: DocumentId,
) -> Result<Vec<u8>> {
    let viewed = view_as_manager(ports, principal, id, ManagerLook::Certificate).await?;
    certificate_of(ports, &viewed.document).await
}

/// Makes the certificate, unless it is there. Doing it again changes nothing.
pub(crate) async fn issue(ports: &Ports, id: DocumentId) -> Result<JobOutcome> {
    let document = ports.views.document(id).await?.ok_or(Error::NotFound)?;
    if document.certificate.is_some() || !document.is_concluded() {
        return Ok(JobOutcome::OutOfDate);
    }
    made(ports, &document).await?;
    Ok(JobOutcome::Done)
}

/// The sealed certificate of a document that the caller was let see.
pub(crate) async fn certificate_of(ports: &Ports, document: &Document) -> Result<Vec<u8>> {
    let seal = match document.certificate {
        Some(seal) => seal,
        None => made(ports, document).await?,
    };
    read(ports, document, seal.digest).await
}

/// Makes and keeps the certificate. Where another worker was quicker, that one's stays.
async fn made(ports: &Ports, document: &Document) -> Result<Seal> {
    let facts = facts(ports, document).await?;
    let agreement = facts.agreement.clone();
    let pdf = ports.certificates.print(facts).await?;
    let order = SealOrder {
        subject: SealedSubject::Certificate,
        agreement,
        at: ports.clock.now(),
        fields: Vec::new(),
        shown: ShownSeal::Nothing,
    };
    let sealed = match ports.sealer.seal(pdf, order).await {
        Err(SealError::Elsewhere) => {
            ask(ports, document.id).await?;
            return Err(SealError::Elsewhere.into());
        }
        sealed => sealed?,
    };
    let digest = ports.files.put(sealed.pdf).await?;
    let certificate = Seal { digest, level: sealed.level };
    let part = SealedPart { document: document.id, file: None };
    let proof = KeptProof::of_sealed(part, digest, sealed.proof);
    retried(|| keep(ports, document.id, certificate, &proof)).await
}

/// Has a process make the certificate that has the seal's key, unless one is about to.
async fn ask(ports: &Ports, document: DocumentId) -> Result<()> {
    if ports.views.is_job_waiting(Job::IssueCertificate { document }).await? {
        return Ok(());
    }
    let mut tx = ports.storage.begin().await?;
    tx.documents().ask_for_certificate(document, ports.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}

async fn keep(ports: &Ports, id: DocumentId, certificate: Seal, proof: &KeptProof) -> Result<Seal> {
    let mut tx = ports.storage.begin().await?;
    let mut document = tx.documents().find(id).await?.ok_or(Error::NotFound)?;

    let events = document.issue_certificate(certificate, ports.clock.now())?;

    let kept = document.certificate.ok_or(Error::NotFound)?;
    if events.is_empty() {
        return Ok(kept);
    }
    tx.documents().save(&document, events).await?;
    tx.seal_proofs().keep(proof).await?;
    tx.commit().await?;
    Ok(kept)
}

/// Everything that the certificate says: from the document and its history up to the conclusion.
async fn facts(ports: &Ports, document: &Document) -> Result<CertificateFacts> {
    if !document.is_concluded() {
        return Err(Error::NotFound);
    }
    let organisation = ports.views.organisation(document.organisation).await?;
    let organisation = organisation.ok_or(Error::NotFound)?;
    let (sender, name) = sender(ports, document, &organisation).await?;
    let organisation = Organisation { name, ..organisation };
    let history = ports.views.timeline(document.id).await?;
    let is_conclusion =
        |what: &TimelineEvent| matches!(what, TimelineEvent::Known(EventKind::Concluded { .. }));
    let conclusion = history.iter().find(|entry| is_conclusion(&entry.what));
    let conclusion = conclusion.ok_or(Error::NotFound)?;
    let head = ChainHead { sequence: conclusion.number, hash: conclusion.hash };
    let events: Vec<_> = history
        .iter()
        .filter_map(|entry| match &entry.what {
            TimelineEvent::Known(kind) => Some((entry.at, kind)),
            TimelineEvent::Unknown { .. } => None,
        })
        .collect();
    CertificateFacts::gather(document, &events, head, &sender, &organisation).ok_or(Error::NotFound)
}
