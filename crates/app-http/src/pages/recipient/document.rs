//! 手順 4/4: the document itself, behind the gate.

use super::{opened, opened_or_next_step};
use crate::error::PageError;
use crate::pages::documents::pdf;
use crate::pages::viewer::{PagePath, Viewer, WidthQuery, image_response, page_of, text_response};
use crate::web::{PageContext, PageLayout, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{Document, FileId, RecipientId, RecipientStage};
use wariin_usecases::{
    OpenDocument, page_text as read_text, parties, recipient_file, recipient_page,
};

#[derive(Template)]
#[template(path = "recipient_document.html")]
struct DocumentPage {
    layout: PageLayout,
    recipient: RecipientId,
    document: Document,
    viewer: Viewer,
    sender: String,
    organisation: String,
    stage: RecipientStage,
    consented_at: String,
    is_gated: bool,
    /// The provider that the sender named for this recipient.
    idp: Option<String>,
    /// Whether the consent is held until the sender has made sure who this is.
    is_held: bool,
    /// Whether that is because the service was restored from a backup.
    awaits_sender: bool,
    /// Whether the recipient has just taken a consent back.
    is_withdrawn: bool,
}

/// What was just done, and whether every page is to be loaded at once.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct DocumentQuery {
    notice: Option<String>,
    show: Option<String>,
}

/// The document.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(query): Query<DocumentQuery>,
) -> Result<Response, PageError> {
    let opened = opened_or_next_step(&context, id.into()).await?;
    let addressee = opened.recipient()?;
    let parties = parties(context.ports(), &opened.document).await?;
    let mut viewer = Viewer::of(&context, &opened.document, &format!("/r/{id}/files")).await;
    viewer.is_eager = query.show.as_deref() == Some("all");
    let template = DocumentPage {
        viewer,
        layout: PageLayout::of_recipient(&context),
        recipient: id.into(),
        sender: parties.sender,
        organisation: parties.organisation,
        stage: opened.document.stage_of(addressee),
        consented_at: addressee.consent().map(|c| context.locale().at(c.at)).unwrap_or_default(),
        is_gated: opened.document.is_gated_for(addressee),
        idp: addressee.details.idp.as_ref().map(|demand| demand.name.to_string()),
        is_held: addressee.held.is_some(),
        awaits_sender: addressee.awaits_confirmation(),
        is_withdrawn: query.notice.as_deref() == Some("withdrawn"),
        document: opened.document,
    };
    page(StatusCode::OK, &template)
}

/// One of its files: sealed once it is concluded.
#[handler]
pub(crate) async fn download(
    context: PageContext,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let command = OpenDocument { principal: context.principal(), recipient: id.into() };
    let (file, bytes) = recipient_file(context.ports(), command, FileId::from(file)).await?;
    Ok(pdf(&file, bytes))
}

/// A page of one of its files as an image.
#[handler]
pub(crate) async fn page_image(
    context: PageContext,
    Path((id, file, number)): Path<PagePath>,
    Query(query): Query<WidthQuery>,
) -> Result<Response, PageError> {
    let command = OpenDocument { principal: context.principal(), recipient: id.into() };
    let (page, width) = (page_of(file, number), query.read()?);
    image_response(&context, recipient_page(context.ports(), command, page, width).await)
}

/// The text of a page.
#[handler]
pub(crate) async fn page_text(
    context: PageContext,
    Path((id, file, number)): Path<PagePath>,
) -> Result<Response, PageError> {
    let opened = opened(&context, id.into()).await?;
    text_response(read_text(context.ports(), &opened.document, page_of(file, number)).await)
}
