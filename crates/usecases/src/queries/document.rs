//! 書類: what a sender reads about documents of their own.

use super::deleted::absent;
use super::expect_member;
use crate::files::are_whole;
use crate::{Caller, Error, Ports, Result, open_file};
use wariin_domain::{Document, DocumentFile, DocumentId, EventKind, FileId};
use wariin_ports::{
    DocumentCursor, DocumentFilter, DocumentOrder, DocumentPage, DocumentQuery, DocumentScope,
    DocumentSearch, Outgoing, PartyMail, TimelineEntry, TimelineEvent,
};

/// Which lines of a list, in which order. Whose documents they are is the query's to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSelection {
    /// In which state.
    pub filter: DocumentFilter,
    /// What to look for.
    pub search: DocumentSearch,
    /// In which order.
    pub order: DocumentOrder,
    /// Behind which line to go on; `None` from the beginning.
    pub after: Option<DocumentCursor>,
    /// How many lines at most.
    pub limit: u64,
}

impl DocumentSelection {
    pub(super) fn of(self, scope: DocumentScope) -> DocumentQuery {
        let Self { filter, search, order, after, limit } = self;
        DocumentQuery { scope, filter, search, order, after, limit }
    }
}

/// A sent document's page as its sender sees it.
#[derive(Clone, Debug)]
pub struct SentDocument {
    /// The document.
    pub document: Document,
    /// What happened to it, oldest first.
    pub history: Vec<TimelineEntry>,
    /// How far the emails with the recipients' newest links, and those of the conclusion, have come.
    pub mails: Vec<PartyMail>,
    /// Whether ID tokens were kept for consents to it.
    pub has_id_tokens: bool,
    /// Whether assertions of passkeys were kept for consents.
    pub has_passkey_evidence: bool,
    /// Whether a file of it was found damaged, and still is (要対応).
    pub is_damaged: bool,
}

/// A page of the documents that the caller drafts or has sent for the present organisation.
///
/// # Errors
/// [`Error::NotSignedIn`] or [`Error::FactorDemanded`].
pub async fn own_documents(
    ports: &Ports,
    caller: Option<&Caller>,
    selection: DocumentSelection,
) -> Result<DocumentPage> {
    let (account, organisation) = expect_member(caller)?;
    let scope = DocumentScope::Own(account.id, organisation.id);
    Ok(ports.views.documents(&selection.of(scope)).await?)
}

/// A document of the caller's own; a draft under what the organisation has set by now.
///
/// # Errors
/// [`Error::NotSignedIn`], [`Error::FactorDemanded`], or [`Error::NotFound`] for the document of
/// another sender or another organisation; [`Error::Deleted`] once its time has ended.
pub async fn own_document(
    ports: &Ports,
    caller: Option<&Caller>,
    id: DocumentId,
) -> Result<Document> {
    let (account, organisation) = expect_member(caller)?;
    let Some(document) = ports.views.document(id).await? else {
        return Err(absent(ports, id, account).await?);
    };
    let mut document = Some(document).filter(|d| d.is_of(account)).ok_or(Error::NotFound)?;
    document.apply_policy(organisation.settings.policy.clone());
    Ok(document)
}

/// A document of the caller's own with what happened to it.
///
/// # Errors
/// As [`own_document`].
pub async fn sent_document(
    ports: &Ports,
    caller: Option<&Caller>,
    id: DocumentId,
) -> Result<SentDocument> {
    let document = own_document(ports, caller, id).await?;
    let history = ports.views.timeline(document.id).await?;
    let has = |kept: fn(&EventKind) -> bool| {
        history.iter().any(|entry| matches!(&entry.what, TimelineEvent::Known(what) if kept(what)))
    };
    let has_id_tokens = has(|what| matches!(what, EventKind::IdTokenKept { .. }));
    let has_passkey_evidence = has(|what| matches!(what, EventKind::PasskeyAssertionKept { .. }));
    // Most pages read no file.
    let is_damaged =
        ports.views.is_marked_damaged(id).await? && !are_whole(ports, &document).await?;
    let mails = ports.views.mails(document.id).await?;
    Ok(SentDocument { document, history, mails, has_id_tokens, has_passkey_evidence, is_damaged })
}

/// A file of a document of the caller's own, to be read piece by piece: sealed once the document is concluded.
///
/// # Errors
/// As [`own_document`] and [`open_file`].
pub async fn document_file(
    ports: &Ports,
    caller: Option<&Caller>,
    id: DocumentId,
    file: FileId,
) -> Result<(DocumentFile, Box<dyn Outgoing>)> {
    let document = own_document(ports, caller, id).await?;
    open_file(ports, &document, file).await
}

/// The ID tokens that were kept for the consents to a document of the caller's own, as a file that
/// `wariin idp verify-id-token` checks.
///
/// # Errors
/// As [`own_document`].
pub async fn id_token_file(
    ports: &Ports,
    caller: Option<&Caller>,
    id: DocumentId,
) -> Result<String> {
    let document = own_document(ports, caller, id).await?;
    let id_tokens = ports.views.id_tokens(document.id).await?;
    Ok(ports.idps.id_token_file(&id_tokens))
}

/// The assertions that were kept for the consents by passkey to a document of the caller's own, as a file that
/// `wariin evidence verify-passkeys` checks.
///
/// # Errors
/// As [`own_document`].
pub async fn passkey_evidence_file(
    ports: &Ports,
    caller: Option<&Caller>,
    id: DocumentId,
) -> Result<String> {
    let document = own_document(ports, caller, id).await?;
    let evidence = ports.views.passkey_evidence(document.id).await?;
    Ok(ports.passkeys.evidence_file(&evidence))
}
