//! The recipient's input fields: filling them, and the images of what stands in them.

use super::document::{Pressed, document_page};
use super::opened;
use crate::error::PageError;
use crate::pages::fill::{
    FieldPath, FieldWidth, FillForm, Filler, Refused, Saved, Typed, field_response, is_scripts,
};
use crate::web::{PageContext, redirect};
use poem::web::{Form, Path, Query};
use poem::{Request, Response, handler};
use uuid::Uuid;
use wariin_domain::{Assignee, Document, FieldReader, GateRefusal, InputField, Recipient};
use wariin_usecases::{FillFields, OpenedDocument, fill_fields};

/// The form of the recipient's fields, while they can be filled.
pub(super) fn form_of(
    context: &PageContext,
    document: &Document,
    recipient: &Recipient,
    refused: &Refused,
) -> Option<FillForm> {
    let at = address(recipient);
    let filler = filler(context, recipient, &at);
    let may_fill = document.may_fill(recipient);
    may_fill.then(|| FillForm::of(context.locale(), document, &filler, refused)).flatten()
}

fn address(recipient: &Recipient) -> String {
    format!("/r/{}", recipient.id)
}

fn filler<'a>(context: &PageContext, recipient: &'a Recipient, at: &'a str) -> Filler<'a> {
    let organisation = recipient.details.organisation.as_ref();
    Filler {
        assignee: Assignee::Recipient(recipient.id),
        at,
        name: recipient.details.name.as_str(),
        organisation: organisation.map_or("", |organisation| organisation.as_str()),
        stamp: context.organisation().and_then(|organisation| organisation.stamp),
    }
}

/// Saves what was filled in. A form comes back with what is wrong beside its fields; the script gets the same in
/// JSON.
#[handler]
pub(crate) async fn save(
    context: PageContext,
    Path(id): Path<Uuid>,
    request: &Request,
    Form(inputs): Form<Vec<(String, String)>>,
) -> Result<Response, PageError> {
    let before = opened(&context, id.into()).await?;
    let saved = fill(&context, &before, Typed::new(inputs)).await?;
    if is_scripts(request) {
        let after = opened(&context, id.into()).await?;
        let recipient = after.recipient()?;
        let at = address(recipient);
        return saved.answer(context.locale(), &after.document, &filler(&context, recipient, &at));
    }
    match saved {
        Saved::Done => Ok(redirect(format!("/r/{id}/document?notice=filled#fields"))),
        Saved::Refused(status, refused) => {
            document_page(&context, before, &Pressed::default(), status, &refused).await
        }
    }
}

async fn fill(
    context: &PageContext,
    opened: &OpenedDocument,
    typed: Typed,
) -> Result<Saved, PageError> {
    let recipient = opened.admission.recipient();
    let own: Vec<&InputField> = opened.document.fields_of(Assignee::Recipient(recipient)).collect();
    let stamp = context.organisation().and_then(|organisation| organisation.stamp);
    let filling = match typed.read(&typed.fields()?, &own, stamp) {
        Ok(filling) => filling,
        Err(errors) => return Ok(Saved::wrong(context.locale(), &own, typed, errors)),
    };
    let principal = context.principal().ok_or(GateRefusal::SignIn)?;
    let command = FillFields { principal, recipient, filling };
    let result = fill_fields(context.ports(), command).await;
    Saved::of(context.locale(), &own, typed, result).map_err(|error| {
        let back = format!("/r/{recipient}/document");
        error.or_action(context.common().fill_go_back(), back)
    })
}

/// What stands in a field, as an image.
#[handler]
pub(crate) async fn image(
    context: PageContext,
    Path((id, field)): Path<FieldPath>,
    Query(width): Query<FieldWidth>,
) -> Result<Response, PageError> {
    let opened = opened(&context, id.into()).await?;
    let reader = FieldReader::Own(Assignee::Recipient(opened.admission.recipient()));
    field_response(&context, &opened.document, field, reader, &width).await
}
