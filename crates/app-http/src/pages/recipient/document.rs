//! 手順 4/4: the document itself, behind the gate.

use super::{opened, opened_or_next_step};
use crate::error::PageError;
use crate::pages::documents::{NoticeQuery, pdf};
use crate::web::{PageContext, PageLayout, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{Document, FileId, RecipientId, RecipientStage};
use wariin_usecases::{parties, read_file};

#[derive(Template)]
#[template(path = "recipient_document.html")]
struct DocumentPage {
    layout: PageLayout,
    recipient: RecipientId,
    document: Document,
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

/// The document.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let opened = opened_or_next_step(&context, id.into()).await?;
    let addressee = opened.recipient()?;
    let parties = parties(context.ports(), &opened.document).await?;
    let template = DocumentPage {
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
    let opened = opened(&context, id.into()).await?;
    let (file, bytes) = read_file(context.ports(), &opened.document, FileId::from(file)).await?;
    Ok(pdf(&file, bytes))
}
