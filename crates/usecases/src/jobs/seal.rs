//! Sealing: all recipients have consented, and the service signs each file.

use crate::document::printed_fields;
use crate::error::retried;
use crate::files::read;
use crate::{Error, Ports, Result};
use wariin_domain::{
    Document, DocumentFile, DocumentId, DocumentStatus, FieldKind, InputField, Organisation, Seal,
    SealMark, SealedFile, Surface,
};
use wariin_ports::{JobOutcome, SealOrder, SealedParty, SealedSender, ShownSeal};

/// Seals every file of the document and concludes it. Doing it again changes nothing.
pub(crate) async fn seal(ports: &Ports, id: DocumentId) -> Result<JobOutcome> {
    let document = ports.views.document(id).await?.ok_or(Error::NotFound)?;
    if !document.is_sealing() {
        return Ok(JobOutcome::OutOfDate);
    }
    let organisation = ports.views.organisation(document.organisation).await?;
    let organisation = organisation.ok_or(Error::NotFound)?;
    let sender = sender(ports, &document, &organisation).await?;
    let printed = printed_fields(ports, &document).await?;
    let mut sealed = Vec::with_capacity(document.files.len());
    for file in &document.files {
        let pdf = read(ports, &document, file.digest).await?;
        let of_file = printed.iter().filter(|(field, _)| field.file == file.id);
        let order = SealOrder {
            document: document.id,
            sender: sender.clone(),
            parties: parties(&document),
            at: ports.clock.now(),
            fields: of_file.map(|(_, printed)| printed.clone()).collect(),
            shown: shown(&document, file, &organisation),
        };
        let made = ports.sealer.seal(pdf, order).await?;
        let digest = ports.files.put(made.pdf).await?;
        sealed.push(SealedFile { file: file.id, seal: Seal { digest, level: made.level } });
    }
    retried(|| conclude(ports, id, &sealed)).await
}

async fn conclude(ports: &Ports, id: DocumentId, sealed: &[SealedFile]) -> Result<JobOutcome> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let mut document = tx.documents().find(id).await?.ok_or(Error::NotFound)?;
    if !document.is_sealing() {
        return Ok(JobOutcome::OutOfDate);
    }

    let events = document.conclude(sealed, now)?;

    tx.documents().save(&document, events).await?;
    tx.commit().await?;
    Ok(JobOutcome::Done)
}

/// Who sent the document, where that was kept.
async fn sender(
    ports: &Ports,
    document: &Document,
    organisation: &Organisation,
) -> Result<Option<SealedSender>> {
    let (Some(by), DocumentStatus::Sealing { sent_at, .. }) = (&document.sent_by, document.status)
    else {
        return Ok(None);
    };
    let account = ports.views.account(by.account()).await?.ok_or(Error::NotFound)?;
    let names = document.sender_names.as_ref().filter(|names| names.account == by.account());
    let name = names.map_or(account.name, |names| names.person.clone());
    let organisation = document.organisation_name().unwrap_or(&organisation.name).clone();
    Ok(Some(SealedSender { name, organisation, sign_in: by.method().clone(), sent_at }))
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

fn parties(document: &Document) -> Vec<SealedParty> {
    let parties = document.recipients.iter().filter_map(|recipient| {
        let consent = recipient.consent()?;
        Some(SealedParty {
            name: recipient.details.name.as_str().to_owned(),
            assurance: consent.assurance.clone(),
            consented_at: consent.at,
        })
    });
    parties.collect()
}
