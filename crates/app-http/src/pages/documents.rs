//! 書類: the sender's list, a document's page, its files, and cancelling it.

use super::listing::{Asked, ListQuery, Tab};
use crate::error::PageError;
use crate::i18n::Locale;
use crate::i18n::labels;
use crate::web::{PageContext, PageLayout, ReturnTo, page, redirect};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{
    Actor, Document, DocumentFile, DocumentId, DocumentStatus, EventKind, FileId, Recipient,
    Timestamp, Uuid,
};
use wariin_ports::{DocumentRow, DocumentScope, TimelineEntry, TimelineEvent};
use wariin_usecases::{
    DocumentCommand, Error, Principal, cancel_document, read_file, release, remind,
};

#[derive(Template)]
#[template(path = "documents.html")]
struct ListPage {
    layout: PageLayout,
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
    layout: PageLayout,
    document: Document,
    sent_at: String,
    history: Vec<(String, String, String)>,
    has_id_tokens: bool,
    notice: String,
    now: Timestamp,
}

impl DocumentPage {
    /// Whether the recipient may be reminded: now, or from when on, while the document waits for that
    /// person.
    fn reminder(&self, recipient: &Recipient) -> Reminder {
        match self.document.next_link_at(recipient) {
            None => Reminder::Never,
            Some(at) if self.now < at => Reminder::From(self.layout.locale.at(at)),
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
    layout: PageLayout,
    document: Document,
}

/// What a page says was done.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct NoticeQuery {
    pub(crate) notice: Option<String>,
}

/// The way to where the visitor belongs.
#[handler]
pub(crate) async fn home(context: PageContext) -> Result<Response, PageError> {
    if context.account().is_some() {
        return Ok(redirect("/documents"));
    }
    let first = context.ports().views.is_first_run().await.map_err(Error::from)?;
    Ok(redirect(if first { "/setup" } else { "/sign-in" }))
}

/// The sender's documents.
#[handler]
pub(crate) async fn list(
    context: PageContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let (account, _) = context.member(ReturnTo::Documents)?;
    let scope = DocumentScope::Own(account.id, account.organisation);
    let notice = match query.notice.as_deref() {
        Some("joined") => context.office().documents_joined(),
        _ => String::new(),
    };
    let asked = query.read(context.office(), "/documents", scope)?;
    let found = context.ports().views.documents(&asked.query).await.map_err(Error::from)?;
    let template = ListPage {
        layout: PageLayout::of(&context),
        tabs: asked.tabs(),
        next: found.next.as_ref().map(|cursor| asked.next(cursor)),
        rows: found.rows,
        is_strong: context.is_strong(),
        notice,
        asked,
    };
    page(StatusCode::OK, &template)
}

/// A document's page; a draft leads to the wizard.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let (document, _) = own(&context, id.into()).await?;
    if document.status == DocumentStatus::Draft {
        return Ok(redirect(format!("/documents/{id}/01")));
    }
    let timeline = context.ports().views.timeline(document.id).await.map_err(Error::from)?;
    let notice = match query.notice.as_deref() {
        Some("sent") if matches!(document.status, DocumentStatus::AwaitingConsent { .. }) => {
            context.office().documents_sent()
        }
        Some("reminded") => context.office().documents_reminded(),
        Some("released") => context.office().documents_released(),
        Some("cancelled") => context.office().documents_was_cancelled(),
        _ => String::new(),
    };
    let template = DocumentPage {
        layout: PageLayout::of(&context),
        sent_at: sent_at(context.locale(), &document.status),
        history: history(context.locale(), &timeline, &document),
        has_id_tokens: timeline
            .iter()
            .any(|entry| matches!(entry.what, TimelineEvent::Known(EventKind::IdTokenKept { .. }))),
        notice,
        document,
        now: context.ports().clock.now(),
    };
    page(StatusCode::OK, &template)
}

/// One of the document's files: sealed once it is concluded.
#[handler]
pub(crate) async fn download(
    context: PageContext,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let (document, _) = own(&context, id.into()).await?;
    let (file, bytes) = read_file(context.ports(), &document, FileId::from(file)).await?;
    Ok(pdf(&file, bytes))
}

/// What identity providers signed an ID token for the consents, as a file that anybody can check again.
#[handler]
pub(crate) async fn id_tokens(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let (document, _) = own(&context, id.into()).await?;
    let ports = context.ports();
    let id_tokens = ports.views.id_tokens(document.id).await.map_err(Error::from)?;
    let name = format!("attachment; filename=\"id-token-{id}.json\"");
    Ok(Response::builder()
        .content_type("application/json")
        .header("content-disposition", name)
        .body(ports.idps.id_token_file(&id_tokens)))
}

/// Mails a recipient a new link.
#[handler]
pub(crate) async fn remind_recipient(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let on = on_own(&context, id.into()).await?;
    remind(context.ports(), on, recipient.into())
        .await
        .map_err(|error| refused(&context, id, error))?;
    Ok(redirect(format!("/documents/{id}?notice=reminded")))
}

/// Takes a recipient's consent again, whose way in was replaced.
#[handler]
pub(crate) async fn release_recipient(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let on = on_own(&context, id.into()).await?;
    release(context.ports(), on, recipient.into())
        .await
        .map_err(|error| refused(&context, id, error))?;
    Ok(redirect(format!("/documents/{id}?notice=released")))
}

/// Asks once before cancelling.
#[handler]
pub(crate) async fn confirm_cancel(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let (document, _) = own(&context, id.into()).await?;
    if !matches!(document.status, DocumentStatus::AwaitingConsent { .. }) {
        return Ok(redirect(format!("/documents/{id}")));
    }
    page(StatusCode::OK, &CancelPage { layout: PageLayout::of(&context), document })
}

/// Cancels the document.
#[handler]
pub(crate) async fn cancel(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let on = on_own(&context, id.into()).await?;
    cancel_document(context.ports(), on).await?;
    Ok(redirect(format!("/documents/{id}?notice=cancelled")))
}

/// The visitor's own document; somebody else's does not exist.
pub(crate) async fn own(
    context: &PageContext,
    id: DocumentId,
) -> Result<(Document, Principal), PageError> {
    let (account, principal) = context.member(ReturnTo::Documents)?;
    let document = context.ports().views.document(id).await.map_err(Error::from)?;
    document
        .filter(|document| document.is_of(account))
        .map(|document| (document, principal))
        .ok_or_else(PageError::not_found)
}

/// A refusal with the way back to the document.
fn refused(context: &PageContext, id: Uuid, error: Error) -> PageError {
    PageError::from(error)
        .or_action(context.office().documents_back_to_document(), format!("/documents/{id}"))
}

/// A step on the visitor's own document.
pub(crate) async fn on_own(
    context: &PageContext,
    id: DocumentId,
) -> Result<DocumentCommand, PageError> {
    own(context, id)
        .await
        .map(|(document, principal)| DocumentCommand { document: document.id, principal })
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
fn names_its_actor(what: &TimelineEvent) -> bool {
    matches!(
        what,
        TimelineEvent::Known(
            EventKind::Opened { .. }
                | EventKind::Forwarded { .. }
                | EventKind::Consented { .. }
                | EventKind::ConsentWithdrawn { .. }
                | EventKind::Declined { .. }
                | EventKind::IdTokenKept { .. }
        )
    )
}

/// What happened, line by line: when, what, by whom.
pub(crate) fn history(
    locale: &Locale,
    timeline: &[TimelineEntry],
    document: &Document,
) -> Vec<(String, String, String)> {
    let line = |entry: &TimelineEntry| {
        let actor = match entry.actor.actor {
            Some(Actor::Service) => String::new(),
            Some(Actor::Operator) => locale.office.documents_actor_operator(),
            Some(Actor::LinkHolder(_)) => locale.office.documents_actor_link_holder(),
            Some(Actor::Account(_)) if names_its_actor(&entry.what) => String::new(),
            Some(Actor::Account(_) | Actor::Unidentified) | None => {
                entry.actor.name.clone().unwrap_or_else(|| "—".to_owned())
            }
        };
        (locale.at(entry.at), labels::event(locale, &entry.what, &document.recipients), actor)
    };
    timeline.iter().map(line).collect()
}

pub(crate) fn sent_at(locale: &Locale, status: &DocumentStatus) -> String {
    match status {
        DocumentStatus::Draft => String::new(),
        DocumentStatus::AwaitingConsent { sent_at }
        | DocumentStatus::Sealing { sent_at, .. }
        | DocumentStatus::Concluded { sent_at, .. }
        | DocumentStatus::Cancelled { sent_at, .. }
        | DocumentStatus::Declined { sent_at, .. } => locale.at(*sent_at),
    }
}
