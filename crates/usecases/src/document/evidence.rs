//! 証跡パッケージ: the evidence of a concluded document as one file, for those who may see the document.

use super::view_as_manager;
use crate::certificate::certificate_of;
use crate::checkpoint::publish_now;
use crate::files::read;
use crate::jobs::sender;
use crate::{
    Caller, Error, ManagedDocument, OpenDocument, Ports, Principal, Result, open_document,
    own_document,
};
use std::fs::File;
use wariin_domain::{Document, DocumentId, ManagedSide, ManagerLook};
use wariin_ports::{DocumentHistory, Evidence, EvidenceView, StorageError};

/// How often the log is asked, which may be taking the newest events in just then.
const TRIES: u32 = 3;

/// The evidence of a document of the caller's own.
///
/// # Errors
/// As [`own_document`] and [`read_file`](crate::read_file);
/// [`NotPossible`](wariin_domain::DocumentError::NotPossible) before the conclusion.
pub async fn evidence_as_sender(
    ports: &Ports,
    caller: Option<&Caller>,
    id: DocumentId,
) -> Result<File> {
    let document = own_document(ports, caller, id).await?;
    document.expect_evidence()?;
    packed(ports, document, EvidenceView::Whole).await
}

/// The evidence of a document of the manager's organisation, recorded as an export. Where the organisation
/// received the document, it is that of its recipient.
///
/// # Errors
/// As [`view_as_manager`] and [`evidence_as_sender`].
pub async fn evidence_as_manager(
    ports: &Ports,
    principal: Principal,
    id: DocumentId,
) -> Result<File> {
    let stored = ports.views.document(id).await?.ok_or(Error::NotFound)?;
    let is_there = stored.expect_evidence();
    let look = if is_there.is_ok() { ManagerLook::Export } else { ManagerLook::Page };
    let ManagedDocument { document, side } = view_as_manager(ports, principal, id, look).await?;
    is_there?;
    let view = match side {
        ManagedSide::Sent => EvidenceView::Whole,
        ManagedSide::Received(recipient) => EvidenceView::Recipient(recipient),
    };
    packed(ports, document, view).await
}

/// The evidence for a recipient, behind the gate: of the others it tells what the seal says of them.
///
/// # Errors
/// As [`open_document`] and [`evidence_as_sender`].
pub async fn evidence_as_recipient(ports: &Ports, command: OpenDocument) -> Result<File> {
    let opened = open_document(ports, command).await?;
    opened.document.expect_evidence()?;
    let view = EvidenceView::Recipient(opened.admission.recipient());
    packed(ports, opened.document, view).await
}

/// The evidence for the operator; that it was taken stands in the document's history.
///
/// # Errors
/// [`Error::NotFound`] for every principal but the operator, and when there is no such document; as
/// [`evidence_as_sender`].
pub async fn evidence_as_operator(
    ports: &Ports,
    principal: Principal,
    id: DocumentId,
) -> Result<File> {
    principal.expect_operator()?;
    let mut tx = ports.storage.begin().await?;
    let document = tx.documents().find(id).await?.ok_or(Error::NotFound)?;
    tx.audit().append(document.evidence_taken_by_operator(ports.clock.now())?).await?;
    tx.commit().await?;
    packed(ports, document, EvidenceView::Whole).await
}

/// The pack of a document that the caller was let see. One file at a time is held in memory.
async fn packed(ports: &Ports, document: Document, view: EvidenceView) -> Result<File> {
    let (document, certificate, history) = consistent(ports, document).await?;
    let own = ports.views.organisation(document.organisation).await?.ok_or(Error::NotFound)?;
    let (sender, organisation) = sender(ports, &document, &own).await?;
    let id_tokens = ports.views.id_tokens(document.id).await?;
    let passkeys = ports.views.passkey_evidence(document.id).await?;
    let evidence = Evidence {
        document: document.clone(),
        sender: sender.name.to_string(),
        organisation: organisation.to_string(),
        sender_email: sender.email,
        certificate,
        history: history.json,
        checkpoint: history.checkpoint,
        id_tokens: ports.idps.id_token_file(&id_tokens),
        passkeys: ports.passkeys.evidence_file(&passkeys),
        view,
        at: ports.clock.now(),
    };
    let mut pack = ports.evidence.begin(evidence).await?;
    for file in &document.files {
        let seal = file.sealed.ok_or(Error::NotFound)?;
        let upload = read(ports, &document, file.digest).await?;
        let sealed = read(ports, &document, seal.digest).await?;
        pack.add(file.id, upload, sealed).await?;
    }
    Ok(pack.finish().await?)
}

/// The document with its certificate and its history, which name the same sealed files: a seal that was renewed
/// while the history was read is read again.
async fn consistent(
    ports: &Ports,
    mut document: Document,
) -> Result<(Document, Vec<u8>, DocumentHistory)> {
    let mut tries = 1;
    loop {
        // Before the history is read, which names it.
        let certificate = certificate_of(ports, &document).await?;
        let history = history(ports, document.id).await?;
        let newest = ports.views.document(document.id).await?.ok_or(Error::NotFound)?;
        let is_same = newest.sealed_parts().all(|(file, seal)| match document.seal_of(file) {
            Some(read) => read == seal,
            // The certificate was made just now.
            None => file.is_none(),
        });
        if is_same || tries >= TRIES {
            return Ok((document, certificate, history));
        }
        (document, tries) = (newest, tries + 1);
    }
}

/// The document's history up to now, in a published checkpoint: one is published for it where there is none yet. A log
/// that does not extend what was published gives its own head.
async fn history(ports: &Ports, document: DocumentId) -> Result<DocumentHistory> {
    let history = integrated_history(ports, document).await?;
    if history.checkpoint.is_some() || !publish_now(ports).await? {
        return Ok(history);
    }
    integrated_history(ports, document).await
}

/// The document's history up to now, once all of it is in the log.
async fn integrated_history(ports: &Ports, document: DocumentId) -> Result<DocumentHistory> {
    let mut tries = 1;
    loop {
        ports.log.integrate().await?;
        match ports.log.history(document).await {
            Err(StorageError::Corrupt(_)) if tries < TRIES => tries += 1,
            read => return read?.ok_or(Error::NotFound),
        }
    }
}
