//! 管理書類: the organisation's documents, for its document managers to look at and to take out.

mod export;

use super::documents::{History, NoticeQuery, certificate_pdf, evidence_pack, pdf, sent_at};
use super::fill::{FieldPath, FieldWidth, Overlay, Reading, field_response};
use super::keeping::kept_by_own;
use super::listing::{Asked, ListKind, ListQuery, Tab};
use super::viewer::{PagePath, Viewer, WidthQuery, image_response, page_of, text_response};
use crate::error::PageError;
use crate::web::{PageContext, PageLayout, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};
use wariin_domain::{
    Document, FieldReader, FileId, ManagedSide, ManagerLook, Obstacle, Recipient, Timestamp, Uuid,
};
use wariin_ports::DocumentRow;
use wariin_usecases::{
    ManagedDocumentPage, evidence_as_manager, field_as_manager, managed_certificate,
    managed_document_page, managed_documents, open_file, page_as_manager, page_image as draw,
    page_text as read_text, view_as_manager,
};

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
    viewer: Viewer,
    sender: String,
    organisation: String,
    sent_at: String,
    /// The recipients that the organisation may know.
    recipients: Vec<Recipient>,
    history: History,
    is_received: bool,
    /// How long the document is kept, where the organisation sent it.
    kept: String,
    now: Timestamp,
}

impl DocumentPage {
    /// What keeps a recipient from going on. That a recipient was not told of the conclusion is the sender's to see to.
    fn obstacle(&self, recipient: &Recipient) -> Option<Obstacle> {
        let obstacle = self.document.obstacle(recipient, self.now);
        obstacle.filter(|_| !self.document.is_concluded())
    }
}

fn asked(context: &PageContext, query: ListQuery) -> Result<Asked, PageError> {
    query.read(context.office(), ListKind::Managed)
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
    let found = if asked.has_errors() {
        wariin_ports::DocumentPage::default()
    } else {
        managed_documents(context.ports(), context.caller(), asked.selection.clone()).await?
    };
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
    let principal = context.expect_principal()?;
    let found = managed_document_page(context.ports(), principal, id.into()).await?;
    let ManagedDocumentPage { document, side, parties, recipients, history: timeline } = found;
    let at = format!("/managed-documents/{id}");
    let reading = Reading { reader: FieldReader::Office, at: &at, filler: None, names: false };
    let fields = Overlay::of(&context, &document, &reading).await?;
    let viewer = Viewer::of(&context, &document, &format!("{at}/files")).await;
    let template = DocumentPage {
        layout: PageLayout::of(&context),
        sender: parties.sender,
        organisation: parties.organisation,
        sent_at: sent_at(context.locale(), &document.status),
        recipients,
        history: History::of(context.locale(), &timeline, &document),
        is_received: matches!(side, ManagedSide::Received(_)),
        kept: kept_by_own(context.locale(), &document, context.caller()),
        now: context.ports().clock.now(),
        viewer: viewer.with_fields(fields),
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
    let principal = context.expect_principal()?;
    let look = ManagerLook::File(FileId::from(file));
    let viewed = view_as_manager(context.ports(), principal, id.into(), look).await?;
    let (file, contents) = open_file(context.ports(), &viewed.document, FileId::from(file)).await?;
    pdf(&file, contents).await
}

/// The certificate of agreement of a concluded document.
#[handler]
pub(crate) async fn certificate(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let bytes = Box::pin(managed_certificate(context.ports(), principal, id.into())).await?;
    Ok(certificate_pdf(id, bytes))
}

/// 証跡パッケージ: the evidence of the concluded document, recorded as an export.
#[handler]
pub(crate) async fn evidence(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let packed = evidence_as_manager(context.ports(), principal, id.into()).await?;
    Ok(evidence_pack(id, packed))
}

/// A page of one of the document's files as an image.
#[handler]
pub(crate) async fn page_image(
    context: PageContext,
    Path((id, file, number)): Path<PagePath>,
    Query(query): Query<WidthQuery>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let width = query.read()?;
    let viewed = page_as_manager(context.ports(), principal, id.into(), file.into()).await?;
    let page = page_of(file, number);
    image_response(&context, draw(context.ports(), &viewed.document, page, width).await)
}

/// The text of a page.
#[handler]
pub(crate) async fn page_text(
    context: PageContext,
    Path((id, file, number)): Path<PagePath>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let viewed = page_as_manager(context.ports(), principal, id.into(), file.into()).await?;
    text_response(read_text(context.ports(), &viewed.document, page_of(file, number)).await)
}

/// What stands in an input field, as an image.
#[handler]
pub(crate) async fn field_image(
    context: PageContext,
    Path((id, field)): Path<FieldPath>,
    Query(width): Query<FieldWidth>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let viewed = field_as_manager(context.ports(), principal, id.into(), field.into()).await?;
    field_response(&context, &viewed.document, field, FieldReader::Office, &width).await
}
