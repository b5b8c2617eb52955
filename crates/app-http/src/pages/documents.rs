//! 書類: the sender's list, a document's page, its files, and cancelling it.

use super::listing::{Asked, ListQuery, Tab};
use crate::error::PageError;
use crate::speech::Speech;
use crate::web::{Next, Shell, Visit, page, redirect};
use crate::wording;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{
    Document, DocumentFile, DocumentId, DocumentStatus, FileId, Recipient, SessionKey, Timestamp,
    Uuid,
};
use wariin_ports::{DocumentRow, DocumentScope, TimelineEntry};
use wariin_usecases::{Error, OnDraft, cancel_document, read_file, release, remind};

#[derive(Template)]
#[template(path = "documents.html")]
struct ListPage {
    shell: Shell,
    asked: Asked,
    tabs: Vec<Tab>,
    rows: Vec<DocumentRow>,
    next: Option<String>,
    is_strong: bool,
    notice: String,
}

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    shell: Shell,
    document: Document,
    sent_at: String,
    history: Vec<(String, String, String)>,
    has_testimonies: bool,
    notice: String,
    now: Timestamp,
}

impl DocumentPage {
    /// Whether the recipient may be reminded: now, or from when on, while the document waits for that
    /// person.
    fn reminder(&self, recipient: &Recipient) -> Reminder {
        match self.document.next_link_at(recipient) {
            None => Reminder::Never,
            Some(at) if self.now < at => Reminder::From(self.shell.speech.at(at)),
            Some(_) => Reminder::Now,
        }
    }
}

enum Reminder {
    Never,
    From(String),
    Now,
}

#[derive(Template)]
#[template(path = "cancel.html")]
struct CancelPage {
    shell: Shell,
    document: Document,
}

/// What a page says was done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct NoticeQuery {
    pub(crate) notice: Option<String>,
}

/// The way to where the visitor belongs.
#[handler]
pub(crate) async fn home(visit: Visit) -> Result<Response, PageError> {
    if visit.account().is_some() {
        return Ok(redirect("/documents"));
    }
    let first = visit.ports().views.is_first_run().await.map_err(Error::from)?;
    Ok(redirect(if first { "/setup" } else { "/sign-in" }))
}

/// The sender's documents.
#[handler]
pub(crate) async fn list(
    visit: Visit,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let (account, _) = visit.member(Next::Documents)?;
    let scope = DocumentScope::Own(account.id, account.organisation);
    let notice = match query.notice.as_deref() {
        Some("joined") => visit.o().documents_joined(),
        _ => String::new(),
    };
    let asked = query.read(visit.o(), "/documents", scope)?;
    let found = visit.ports().views.documents(&asked.query).await.map_err(Error::from)?;
    let template = ListPage {
        shell: Shell::of(&visit),
        tabs: asked.tabs(),
        next: found.next.as_ref().map(|cursor| asked.next(cursor)),
        rows: found.rows,
        is_strong: visit.is_strong(),
        notice,
        asked,
    };
    page(StatusCode::OK, &template)
}

/// A document's page; a draft leads to the wizard.
#[handler]
pub(crate) async fn show(
    visit: Visit,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let (document, _) = own(&visit, id.into()).await?;
    if document.status == DocumentStatus::Draft {
        return Ok(redirect(format!("/documents/{id}/01")));
    }
    let timeline = visit.ports().views.timeline(document.id).await.map_err(Error::from)?;
    let notice = match query.notice.as_deref() {
        Some("sent") if matches!(document.status, DocumentStatus::AwaitingConsent { .. }) => {
            visit.o().documents_sent()
        }
        Some("reminded") => visit.o().documents_reminded(),
        Some("released") => visit.o().documents_released(),
        Some("cancelled") => visit.o().documents_was_cancelled(),
        _ => String::new(),
    };
    let template = DocumentPage {
        shell: Shell::of(&visit),
        sent_at: sent_at(visit.speech(), &document.status),
        history: history(visit.speech(), &timeline, &document),
        has_testimonies: timeline.iter().any(|entry| entry.kind == "idp_testified"),
        notice,
        document,
        now: visit.ports().clock.now(),
    };
    page(StatusCode::OK, &template)
}

/// One of the document's files: sealed once it is concluded.
#[handler]
pub(crate) async fn download(
    visit: Visit,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let (document, _) = own(&visit, id.into()).await?;
    let (file, bytes) = read_file(visit.ports(), &document, FileId::from(file)).await?;
    Ok(pdf(&file, bytes))
}

/// What identity providers testified to the consents, as a file that anybody can check again.
#[handler]
pub(crate) async fn testimonies(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let (document, _) = own(&visit, id.into()).await?;
    let ports = visit.ports();
    let testimonies = ports.views.testimonies(document.id).await.map_err(Error::from)?;
    let name = format!("attachment; filename=\"idp-testimony-{id}.json\"");
    Ok(Response::builder()
        .content_type("application/json")
        .header("content-disposition", name)
        .body(ports.idps.testimony_file(&testimonies)))
}

/// Mails a recipient a new link.
#[handler]
pub(crate) async fn remind_recipient(
    visit: Visit,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let on = on_own(&visit, id.into()).await?;
    remind(visit.ports(), on, recipient.into())
        .await
        .map_err(|error| refused(&visit, id, error))?;
    Ok(redirect(format!("/documents/{id}?notice=reminded")))
}

/// Takes a recipient's consent again, whose way in was replaced.
#[handler]
pub(crate) async fn release_recipient(
    visit: Visit,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let on = on_own(&visit, id.into()).await?;
    release(visit.ports(), on, recipient.into())
        .await
        .map_err(|error| refused(&visit, id, error))?;
    Ok(redirect(format!("/documents/{id}?notice=released")))
}

/// Asks once before cancelling.
#[handler]
pub(crate) async fn confirm_cancel(
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let (document, _) = own(&visit, id.into()).await?;
    if !matches!(document.status, DocumentStatus::AwaitingConsent { .. }) {
        return Ok(redirect(format!("/documents/{id}")));
    }
    page(StatusCode::OK, &CancelPage { shell: Shell::of(&visit), document })
}

/// Cancels the document.
#[handler]
pub(crate) async fn cancel(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let on = on_own(&visit, id.into()).await?;
    cancel_document(visit.ports(), on).await?;
    Ok(redirect(format!("/documents/{id}?notice=cancelled")))
}

/// The visitor's own document; somebody else's does not exist.
pub(crate) async fn own(
    visit: &Visit,
    id: DocumentId,
) -> Result<(Document, SessionKey), PageError> {
    let (account, session) = visit.member(Next::Documents)?;
    let document = visit.ports().views.document(id).await.map_err(Error::from)?;
    document
        .filter(|document| document.is_of(account))
        .map(|document| (document, session))
        .ok_or_else(PageError::not_found)
}

/// A refusal with the way back to the document.
fn refused(visit: &Visit, id: Uuid, error: Error) -> PageError {
    PageError::from(error)
        .or_action(visit.o().documents_back_to_document(), format!("/documents/{id}"))
}

/// A step on the visitor's own document.
pub(crate) async fn on_own(visit: &Visit, id: DocumentId) -> Result<OnDraft, PageError> {
    own(visit, id).await.map(|(document, session)| OnDraft { document: document.id, session })
}

/// A PDF for the browser's own viewer. It may stand in a frame of ours and loads nothing.
pub(crate) fn pdf(file: &DocumentFile, bytes: Vec<u8>) -> Response {
    let name = file.name_to_save();
    let encoded: String = url::form_urlencoded::byte_serialize(name.as_bytes())
        .map(|part| part.replace('+', "%20"))
        .collect();
    Response::builder()
        .content_type("application/pdf")
        .header("content-disposition", format!("inline; filename*=UTF-8''{encoded}"))
        .header("content-security-policy", "default-src 'none'; frame-ancestors 'self'")
        .body(bytes)
}

/// Whether the sentence about such an event names the person who did it already.
fn is_recipients(kind: &str) -> bool {
    matches!(
        kind,
        "opened" | "forwarded" | "consented" | "consent_withdrawn" | "declined" | "idp_testified"
    )
}

/// What happened, line by line: when, what, by whom.
pub(crate) fn history(
    speech: &Speech,
    timeline: &[TimelineEntry],
    document: &Document,
) -> Vec<(String, String, String)> {
    let line = |entry: &TimelineEntry| {
        let actor = match entry.actor.kind.as_str() {
            "service" => String::new(),
            "operator" => speech.o.documents_actor_operator(),
            "link_holder" => speech.o.documents_actor_link_holder(),
            "account" if is_recipients(&entry.kind) => String::new(),
            _ => entry.actor.name.clone().unwrap_or_else(|| "—".to_owned()),
        };
        (speech.at(entry.at), wording::event(speech, entry, &document.recipients), actor)
    };
    timeline.iter().map(line).collect()
}

pub(crate) fn sent_at(speech: &Speech, status: &DocumentStatus) -> String {
    match status {
        DocumentStatus::Draft => String::new(),
        DocumentStatus::AwaitingConsent { sent_at }
        | DocumentStatus::Sealing { sent_at, .. }
        | DocumentStatus::Concluded { sent_at, .. }
        | DocumentStatus::Cancelled { sent_at, .. }
        | DocumentStatus::Declined { sent_at, .. } => speech.at(*sent_at),
    }
}
