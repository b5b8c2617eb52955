//! 手順 4/4: the document itself, behind the gate.

use super::fields::form_of;
use super::{opened, opened_or_next_step};
use crate::error::PageError;
use crate::pages::documents::{certificate_pdf, evidence_pack, pdf};
use crate::pages::fill::{FillForm, Overlay, Reading, Refused};
use crate::pages::viewer::{PagePath, Viewer, WidthQuery, image_response, page_of, text_response};
use crate::web::{PageContext, PageLayout, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{
    Assignee, Document, FieldReader, FileId, HoldReason, RecipientId, RecipientStage,
};
use wariin_usecases::{
    OpenDocument, OpenedDocument, evidence_as_recipient, must_save_backup_codes,
    page_text as read_text, parties, recipient_certificate, recipient_file, recipient_page,
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
    /// Whether the sender holds it, and not a change of the way to sign in.
    is_held_by_sender: bool,
    /// Whether that is because the service was restored from a backup.
    awaits_sender: bool,
    /// Whether the recipient has just taken a consent back.
    is_withdrawn: bool,
    /// Whether the recipient's fields were just saved.
    is_filled: bool,
    /// Whether the reader has a second factor and no backup codes that are saved.
    must_save_codes: bool,
    /// From when on the document is deleted, where that is announced.
    deleted_from: Option<String>,
    /// The form of the recipient's fields, while they can be filled.
    form: Option<FillForm>,
}

/// What was just done, and whether every page is to be loaded at once.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Pressed {
    notice: Option<String>,
    show: Option<String>,
}

/// The document.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(pressed): Query<Pressed>,
) -> Result<Response, PageError> {
    let opened = opened_or_next_step(&context, id.into()).await?;
    document_page(&context, opened, &pressed, StatusCode::OK, &Refused::default()).await
}

/// The document with the form of the recipient's fields, as it was filled in where it was refused.
pub(super) async fn document_page(
    context: &PageContext,
    opened: OpenedDocument,
    pressed: &Pressed,
    status: StatusCode,
    refused: &Refused,
) -> Result<Response, PageError> {
    let (id, document) = (opened.admission.recipient(), &opened.document);
    let addressee = opened.recipient()?;
    let parties = parties(context.ports(), document).await?;
    let own = Assignee::Recipient(id);
    let form = form_of(context, document, addressee, refused);
    let at = format!("/r/{id}");
    let reading = Reading {
        reader: FieldReader::Own(own),
        at: &at,
        filler: form.as_ref().map(|_| own),
        names: false,
    };
    let fields = Overlay::of(context, document, &reading).await?;
    let mut viewer = Viewer::of(context, document, &format!("{at}/files")).await;
    viewer = viewer.with_fields(fields);
    viewer.is_eager = pressed.show.as_deref() == Some("all");
    let template = DocumentPage {
        viewer,
        form,
        must_save_codes: must_save_backup_codes(context.ports(), context.caller()).await?,
        layout: PageLayout::of_recipient(context),
        recipient: id,
        deleted_from: parties.deleted_from.map(|from| context.locale().at(from)),
        sender: parties.sender,
        organisation: parties.organisation,
        stage: document.stage_of(addressee),
        consented_at: addressee.consent().map(|c| context.locale().at(c.at)).unwrap_or_default(),
        is_gated: document.is_gated_for(addressee),
        idp: addressee.details.idp.as_ref().map(|demand| demand.name.to_string()),
        is_held: addressee.held.is_some(),
        is_held_by_sender: addressee.held.is_some_and(|hold| hold.why == HoldReason::BySender),
        awaits_sender: addressee.awaits_confirmation(),
        is_withdrawn: pressed.notice.as_deref() == Some("withdrawn"),
        is_filled: pressed.notice.as_deref() == Some("filled"),
        document: opened.document,
    };
    page(status, &template)
}

/// One of its files: sealed once it is concluded.
#[handler]
pub(crate) async fn download(
    context: PageContext,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let command = OpenDocument { principal: context.principal(), recipient: id.into() };
    let (file, contents) = recipient_file(context.ports(), command, FileId::from(file)).await?;
    pdf(&file, contents).await
}

/// The certificate of agreement, once the document is concluded.
#[handler]
pub(crate) async fn certificate(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let command = OpenDocument { principal: context.principal(), recipient: id.into() };
    let bytes = Box::pin(recipient_certificate(context.ports(), command)).await?;
    Ok(certificate_pdf(id, bytes))
}

/// 証跡パッケージ: the evidence of the concluded document, as far as this recipient may see it.
#[handler]
pub(crate) async fn evidence(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let command = OpenDocument { principal: context.principal(), recipient: id.into() };
    Ok(evidence_pack(id, evidence_as_recipient(context.ports(), command).await?))
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
