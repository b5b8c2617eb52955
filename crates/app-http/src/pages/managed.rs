//! 管理書類: the organisation's documents, for its document managers to look at and to take out.

mod export;

use super::documents::{NoticeQuery, history, pdf, sent_at};
use super::listing::{Asked, ListQuery, Tab};
use crate::error::PageError;
use crate::web::{PageContext, PageLayout, ReturnTo, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};
use wariin_domain::{
    Account, Document, FileId, ManagedSide, ManagerLook, Recipient, Role, Timestamp, Uuid,
};
use wariin_ports::{DocumentRow, DocumentScope};
use wariin_usecases::{Error, ManagedDocument, Principal, read_file, view_as_manager};

pub(crate) use export::{as_pack, as_table};

#[derive(Template)]
#[template(path = "managed_documents.html")]
struct ListPage {
    layout: PageLayout,
    asked: Asked,
    tabs: Vec<Tab>,
    rows: Vec<DocumentRow>,
    next: Option<String>,
    notice: String,
}

#[derive(Template)]
#[template(path = "managed_document.html")]
struct DocumentPage {
    layout: PageLayout,
    document: Document,
    sender: String,
    organisation: String,
    sent_at: String,
    /// Those whom the organisation may know: all on the sender's side, its own on the other.
    recipients: Vec<Recipient>,
    history: Vec<(String, String, String)>,
    is_received: bool,
    now: Timestamp,
}

/// The document manager who is signed in.
fn manager(context: &PageContext) -> Result<(&Account, Principal), PageError> {
    let (account, principal) = context.member(ReturnTo::Managed)?;
    if account.role == Role::Manager {
        Ok((account, principal))
    } else {
        Err(PageError::not_found())
    }
}

fn asked(context: &PageContext, query: ListQuery) -> Result<Asked, PageError> {
    let (account, _) = manager(context)?;
    query.read(context.office(), "/managed-documents", DocumentScope::Managed(account.organisation))
}

/// The list.
#[handler]
pub(crate) async fn list(
    context: PageContext,
    Query(query): Query<ListQuery>,
) -> Result<Response, PageError> {
    let notice = match query.notice.as_deref() {
        Some("too_many") => context.office().managed_too_many(),
        _ => String::new(),
    };
    let asked = asked(&context, query)?;
    let found = context.ports().views.documents(&asked.query).await.map_err(Error::from)?;
    let template = ListPage {
        layout: PageLayout::of(&context),
        tabs: asked.tabs(),
        next: found.next.as_ref().map(|cursor| asked.next(cursor)),
        rows: found.rows,
        notice,
        asked,
    };
    page(StatusCode::OK, &template)
}

/// A document's page: to read, and nothing else.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(_): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let (_, principal) = manager(&context)?;
    let viewed = view_as_manager(context.ports(), principal, id.into(), ManagerLook::Page).await?;
    let ManagedDocument { document, side } = viewed;
    let views = &context.ports().views;
    let sender = views.account(document.sender).await.map_err(Error::from)?;
    let organisation = views.organisation(document.organisation).await.map_err(Error::from)?;
    let history = match side {
        ManagedSide::Sent => {
            let timeline = views.timeline(document.id).await.map_err(Error::from)?;
            history(context.locale(), &timeline, &document)
        }
        ManagedSide::Received(_) => Vec::new(),
    };
    let recipients = document.recipients.iter().filter(|recipient| match side {
        ManagedSide::Sent => true,
        ManagedSide::Received(own) => recipient.id == own,
    });
    let template = DocumentPage {
        layout: PageLayout::of(&context),
        sender: sender.map(|sender| sender.name.to_string()).unwrap_or_default(),
        organisation: organisation.map(|own| own.name.to_string()).unwrap_or_default(),
        sent_at: sent_at(context.locale(), &document.status),
        recipients: recipients.cloned().collect(),
        history,
        is_received: matches!(side, ManagedSide::Received(_)),
        now: context.ports().clock.now(),
        document,
    };
    page(StatusCode::OK, &template)
}

/// One of the document's files.
#[handler]
pub(crate) async fn download(
    context: PageContext,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let (_, principal) = manager(&context)?;
    let look = ManagerLook::File(FileId::from(file));
    let viewed = view_as_manager(context.ports(), principal, id.into(), look).await?;
    let (file, bytes) = read_file(context.ports(), &viewed.document, FileId::from(file)).await?;
    Ok(pdf(&file, bytes))
}
