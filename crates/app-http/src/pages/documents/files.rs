//! What a document's sender reads and downloads: files, pages, certificate and evidence.

use super::refused;
use crate::error::PageError;
use crate::i18n::labels;
use crate::pages::fill::{FieldPath, FieldWidth, field_response};
use crate::pages::viewer::{PagePath, WidthQuery, image_response, page_of, text_response};
use crate::web::{PageContext, body_of};
use poem::http::header;
use poem::web::{Path, Query};
use poem::{Body, Response, handler};
use std::fs::File;
use wariin_domain::{Assignee, DocumentFile, FieldReader, Uuid};
use wariin_ports::Outgoing;
use wariin_usecases::{
    document_file, evidence_as_sender, id_token_file, own_certificate, own_document,
    page_image as draw, page_text as read_text, passkey_evidence_file,
};

/// One of the document's files: sealed once it is concluded.
#[handler]
pub(crate) async fn download(
    context: PageContext,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let (file, contents) =
        document_file(context.ports(), context.caller(), id.into(), file.into()).await?;
    pdf(&file, contents).await
}

/// The certificate of agreement of a concluded document.
#[handler]
pub(crate) async fn certificate(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let bytes = Box::pin(own_certificate(context.ports(), context.caller(), id.into())).await?;
    Ok(certificate_pdf(id, bytes))
}

/// Where the files of an own document are.
pub(crate) fn files_of(document: Uuid) -> String {
    format!("/documents/{document}/files")
}

/// A page of one of the document's files as an image.
#[handler]
pub(crate) async fn page_image(
    context: PageContext,
    Path((id, file, number)): Path<PagePath>,
    Query(query): Query<WidthQuery>,
) -> Result<Response, PageError> {
    let document = own_document(context.ports(), context.caller(), id.into()).await?;
    let width = query.read()?;
    image_response(&context, draw(context.ports(), &document, page_of(file, number), width).await)
}

/// The text of a page.
#[handler]
pub(crate) async fn page_text(
    context: PageContext,
    Path((id, file, number)): Path<PagePath>,
) -> Result<Response, PageError> {
    let document = own_document(context.ports(), context.caller(), id.into()).await?;
    text_response(read_text(context.ports(), &document, page_of(file, number)).await)
}

/// What stands in an input field, as an image: of a draft what the sender filled in, afterwards what stands.
#[handler]
pub(crate) async fn field_image(
    context: PageContext,
    Path((id, field)): Path<FieldPath>,
    Query(width): Query<FieldWidth>,
) -> Result<Response, PageError> {
    let document = own_document(context.ports(), context.caller(), id.into()).await?;
    let reader = FieldReader::Own(Assignee::Sender);
    field_response(&context, &document, field, reader, &width).await
}

/// The ID tokens that were kept for the consents, as a file that can be verified without the service.
#[handler]
pub(crate) async fn id_tokens(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let file = id_token_file(context.ports(), context.caller(), id.into()).await?;
    let name = format!("attachment; filename=\"id-token-{id}.json\"");
    Ok(Response::builder()
        .content_type("application/json")
        .header("content-disposition", name)
        .body(file))
}

/// The assertions that were kept for the consents, as a file that can be verified without the service.
#[handler]
pub(crate) async fn passkey_evidence(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let file = passkey_evidence_file(context.ports(), context.caller(), id.into()).await?;
    let name = format!("attachment; filename=\"passkeys-{id}.json\"");
    Ok(Response::builder()
        .content_type("application/json")
        .header("content-disposition", name)
        .body(file))
}

/// 証跡パッケージ: the evidence of the concluded document.
#[handler]
pub(crate) async fn evidence(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let packed = evidence_as_sender(context.ports(), context.caller(), id.into()).await;
    Ok(evidence_pack(id, packed.map_err(|error| refused(&context, id, error))?))
}

/// An evidence pack, read from its temporary file while it is sent.
pub(crate) fn evidence_pack(id: Uuid, packed: File) -> Response {
    let name = format!("attachment; filename=\"evidence-{id}.zip\"");
    Response::builder()
        .content_type("application/zip")
        .header("content-disposition", name)
        .body(Body::from_async_read(tokio::fs::File::from_std(packed)))
}

/// A PDF for the browser's own viewer. It loads nothing.
///
/// # Errors
/// When the file cannot be read.
pub(crate) async fn pdf(
    file: &DocumentFile,
    contents: Box<dyn Outgoing>,
) -> Result<Response, PageError> {
    let size = contents.size();
    let body = body_of(contents).await.map_err(wariin_usecases::Error::from)?;
    let mut response = pdf_named(&labels::file_name(file), body);
    response.headers_mut().insert(header::CONTENT_LENGTH, size.into());
    Ok(response)
}

/// A certificate of agreement.
pub(crate) fn certificate_pdf(document: Uuid, bytes: Vec<u8>) -> Response {
    pdf_named(&labels::certificate_name(document.into()), bytes.into())
}

fn pdf_named(name: &str, body: Body) -> Response {
    let encoded: String = url::form_urlencoded::byte_serialize(name.as_bytes())
        .map(|part| part.replace('+', "%20"))
        .collect();
    Response::builder()
        .content_type("application/pdf")
        .header("content-disposition", format!("inline; filename*=UTF-8''{encoded}"))
        .header("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
        .body(body)
}
