//! Sealing: all recipients have consented, and the service signs each file.

use crate::error::retried;
use crate::files::read;
use crate::{Error, Ports, Result};
use wariin_domain::{Document, DocumentId, DocumentStatus, Seal, SealedFile};
use wariin_ports::{JobOutcome, SealOrder, SealedParty, SealedSender};

/// Seals every file of the document and concludes it. Doing it again changes nothing.
pub(crate) async fn seal(ports: &Ports, id: DocumentId) -> Result<JobOutcome> {
    let document = ports.views.document(id).await?.ok_or(Error::NotFound)?;
    if !document.is_sealing() {
        return Ok(JobOutcome::OutOfDate);
    }
    let sender = sender(ports, &document).await?;
    let mut sealed = Vec::with_capacity(document.files.len());
    for file in &document.files {
        let pdf = read(ports, &document, file.digest).await?;
        let made = ports.sealer.seal(pdf, order(ports, &document, sender.clone())).await?;
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
async fn sender(ports: &Ports, document: &Document) -> Result<Option<SealedSender>> {
    let (Some(by), DocumentStatus::Sealing { sent_at, .. }) = (&document.sent_by, document.status)
    else {
        return Ok(None);
    };
    let account = ports.views.account(by.account()).await?.ok_or(Error::NotFound)?;
    let organisation = ports.views.organisation(document.organisation).await?;
    let organisation = organisation.ok_or(Error::NotFound)?.name;
    let sign_in = by.method().clone();
    Ok(Some(SealedSender { name: account.name, organisation, sign_in, sent_at }))
}

fn order(ports: &Ports, document: &Document, sender: Option<SealedSender>) -> SealOrder {
    let parties = document.recipients.iter().filter_map(|recipient| {
        let consent = recipient.consent()?;
        Some(SealedParty {
            name: recipient.details.name.as_str().to_owned(),
            assurance: consent.assurance.clone(),
            consented_at: consent.at,
        })
    });
    SealOrder {
        document: document.id,
        sender,
        parties: parties.collect(),
        at: ports.clock.now(),
        mark: document.policy.seal_mark,
    }
}
