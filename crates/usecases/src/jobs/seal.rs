//! Sealing: all recipients have consented, and the service signs each file.

use crate::document::printed_fields;
use crate::error::retried;
use crate::files::read;
use crate::{Error, Ports, Result};
use wariin_domain::{
    Account, Agreement, Document, DocumentFile, DocumentId, FieldKind, InputField, KeptProof,
    Organisation, OrganisationName, Seal, SealMark, SealedFile, SealedPart, SignIn, Surface,
};
use wariin_ports::{ClaimedJob, JobOutcome, SealOrder, SealedSubject, ShownSeal};

/// Seals every file of the document and concludes it. Doing it again changes nothing. Each file has a deadline of its own
/// with the sealer, and the job goes on with each: no other worker begins meanwhile.
pub(crate) async fn seal(ports: &Ports, item: &ClaimedJob, id: DocumentId) -> Result<JobOutcome> {
    let document = ports.views.document(id).await?.ok_or(Error::NotFound)?;
    if !document.is_sealing() {
        return Ok(JobOutcome::OutOfDate);
    }
    let organisation = ports.views.organisation(document.organisation).await?;
    let organisation = organisation.ok_or(Error::NotFound)?;
    let agreement = agreement(ports, &document, &organisation).await?;
    let printed = printed_fields(ports, &document).await?;
    let mut sealed = Vec::with_capacity(document.files.len());
    let mut proofs = Vec::with_capacity(document.files.len());
    for file in &document.files {
        let pdf = read(ports, &document, file.digest).await?;
        let of_file = printed.iter().filter(|(field, _)| field.file == file.id);
        let order = SealOrder {
            subject: SealedSubject::Contract,
            agreement: agreement.clone(),
            at: ports.clock.now(),
            fields: of_file.map(|(_, printed)| printed.clone()).collect(),
            shown: shown(&document, file, &organisation),
        };
        let made = ports.sealer.seal(pdf, order).await?;
        let digest = ports.files.put(made.pdf).await?;
        let part = SealedPart { document: id, file: Some(file.id) };
        sealed.push(SealedFile { file: file.id, seal: Seal { digest, level: made.level } });
        proofs.push(KeptProof::of_sealed(part, digest, made.proof));
        ports.jobs.goes_on(item, ports.clock.now());
    }
    retried(|| conclude(ports, id, &sealed, &proofs)).await
}

async fn conclude(
    ports: &Ports,
    id: DocumentId,
    sealed: &[SealedFile],
    proofs: &[KeptProof],
) -> Result<JobOutcome> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let mut document = tx.documents().find(id).await?.ok_or(Error::NotFound)?;
    if !document.is_sealing() {
        return Ok(JobOutcome::OutOfDate);
    }

    let events = document.conclude(sealed, now)?;

    tx.documents().save(&document, events).await?;
    for proof in proofs {
        tx.seal_proofs().keep(proof).await?;
    }
    tx.commit().await?;
    Ok(JobOutcome::Done)
}

/// Who agreed, as the seal and the certificate name them.
async fn agreement(
    ports: &Ports,
    document: &Document,
    organisation: &Organisation,
) -> Result<Agreement> {
    let (sender, organisation) = sender(ports, document, organisation).await?;
    Ok(Agreement::of(document, sender.name, organisation))
}

/// The account that sent the document, or the sender's where that was not kept, and the organisation's name: both
/// names as they were at the sending, where those were kept.
pub(crate) async fn sender(
    ports: &Ports,
    document: &Document,
    organisation: &Organisation,
) -> Result<(Account, OrganisationName)> {
    let id = document.sent_by.as_ref().map_or(document.sender, SignIn::account);
    let account = ports.views.account(id).await?.ok_or(Error::NotFound)?;
    let names = document.sender_names.as_ref().filter(|names| names.account == id);
    let name = names.map_or_else(|| account.name.clone(), |names| names.person.clone());
    let organisation = document.organisation_name().unwrap_or(&organisation.name).clone();
    Ok((Account { name, ..account }, organisation))
}

/// What of the seal is seen on this file: its box where there is one, otherwise the mark where the organisation
/// wants it and the file may be drawn on.
fn shown(document: &Document, file: &DocumentFile, organisation: &Organisation) -> ShownSeal {
    let is_box = |field: &&InputField| field.definition.kind == FieldKind::SealBox;
    let mut of_file = document.fields.iter().filter(|field| field.file == file.id);
    if let Some(InputField { definition, .. }) = of_file.find(is_box) {
        let zone = organisation.settings.time_zone.clone();
        return ShownSeal::Box { page: definition.page, area: definition.area, zone };
    }
    match (document.policy.seal_mark, &file.surface) {
        (SealMark::Shown, Surface::Open(_) | Surface::Unknown) => ShownSeal::Mark,
        (SealMark::Shown, Surface::Signed | Surface::Closed) | (SealMark::Hidden, _) => {
            ShownSeal::Nothing
        }
    }
}
