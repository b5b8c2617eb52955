//! 管理書類: what a document manager reads about the organisation's documents.

use super::{DocumentSelection, Parties, expect_role, parties};
use crate::{Caller, Error, ManagedDocument, Ports, Principal, Result, view_as_manager};
use wariin_domain::{Document, DocumentId, ManagedSide, ManagerLook, Recipient, Role};
use wariin_ports::{DocumentPage, DocumentRow, DocumentScope, TimelineEntry};

/// How many lines are read at once where more than a page is wanted.
const LINES_AT_ONCE: u64 = 500;

/// A document's page as a manager sees it.
#[derive(Clone, Debug)]
pub struct ManagedDocumentPage {
    /// The document.
    pub document: Document,
    /// On which side the manager's organisation stands.
    pub side: ManagedSide,
    /// The sender and the sender's organisation.
    pub parties: Parties,
    /// The recipients that the organisation may know: all of them on the sender's side, its own
    /// recipient on the other.
    pub recipients: Vec<Recipient>,
    /// What happened, oldest first; empty on the recipient's side.
    pub history: Vec<TimelineEntry>,
}

/// A page of the documents that the manager's organisation has sent or received.
///
/// # Errors
/// [`crate::Error::NotSignedIn`], [`crate::Error::FactorDemanded`], or [`crate::Error::NotFound`] for a
/// caller who is no document manager.
pub async fn managed_documents(
    ports: &Ports,
    caller: Option<&Caller>,
    selection: DocumentSelection,
) -> Result<DocumentPage> {
    let (_, organisation) = expect_role(caller, Role::Manager)?;
    let scope = DocumentScope::Managed(organisation.id);
    Ok(ports.views.documents(&selection.of(scope)).await?)
}

/// The lines of every page of the selection, from the first on, up to `most` of them.
///
/// # Errors
/// As [`managed_documents`].
pub async fn managed_documents_up_to(
    ports: &Ports,
    caller: Option<&Caller>,
    selection: DocumentSelection,
    most: usize,
) -> Result<Vec<DocumentRow>> {
    let mut selection = DocumentSelection { after: None, limit: LINES_AT_ONCE, ..selection };
    let mut rows = Vec::new();
    loop {
        let page = managed_documents(ports, caller, selection.clone()).await?;
        rows.extend(page.rows);
        match page.next {
            Some(next) if rows.len() < most => selection.after = Some(next),
            Some(_) | None => break,
        }
    }
    rows.truncate(most);
    Ok(rows)
}

/// How many bytes the files of these documents have in all.
///
/// # Errors
/// As [`managed_documents`].
pub async fn managed_size(
    ports: &Ports,
    caller: Option<&Caller>,
    documents: &[DocumentId],
) -> Result<u64> {
    expect_role(caller, Role::Manager)?;
    Ok(ports.views.size_of(documents).await?)
}

/// A document that the manager's organisation has sent, with its history. That the manager looked at it is recorded.
///
/// # Errors
/// As [`view_as_manager`]; [`Error::NotFound`] for one that it received.
pub async fn managed_sent_document(
    ports: &Ports,
    principal: Principal,
    id: DocumentId,
) -> Result<(Document, Vec<TimelineEntry>)> {
    let viewed = view_as_manager(ports, principal, id, ManagerLook::Page).await?;
    match viewed.side {
        ManagedSide::Sent => {
            let history = ports.views.timeline(id).await?;
            Ok((viewed.document, history))
        }
        ManagedSide::Received(_) => Err(Error::NotFound),
    }
}

/// A document with what its page shows. That the manager looked at it is recorded.
///
/// # Errors
/// As [`view_as_manager`].
pub async fn managed_document_page(
    ports: &Ports,
    principal: Principal,
    id: DocumentId,
) -> Result<ManagedDocumentPage> {
    let viewed = view_as_manager(ports, principal, id, ManagerLook::Page).await?;
    let ManagedDocument { document, side } = viewed;
    let parties = parties(ports, &document).await?;
    let (recipients, history) = match side {
        ManagedSide::Sent => {
            (document.recipients.clone(), ports.views.timeline(document.id).await?)
        }
        ManagedSide::Received(own) => {
            (document.recipient(own).cloned().into_iter().collect(), Vec::new())
        }
    };
    Ok(ManagedDocumentPage { document, side, parties, recipients, history })
}
