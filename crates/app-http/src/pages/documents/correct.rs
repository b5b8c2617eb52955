//! 宛先の訂正: another name or address for a recipient who has not passed the gate.

use super::{command, refused};
use crate::error::PageError;
use crate::i18n::{CommonMessages, labels};
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, redirect,
};
use askama::Template;
use poem::web::{Form, Path};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{
    CorrectedRecipient, Document, DocumentError, EmailAddress, Excluded, PersonName, Problem,
    Recipient, RecipientId, Uuid,
};
use wariin_usecases::{Error, correct_recipient, own_document};

#[derive(Template)]
#[template(path = "correct_recipient.html")]
struct CorrectPage {
    layout: PageLayout,
    document: Document,
    recipient: RecipientId,
    fields: Vec<FormField>,
}

/// Name and address as they were typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct CorrectForm {
    name: String,
    email: String,
}

impl CorrectForm {
    fn of(recipient: &Recipient) -> Self {
        let details = &recipient.details;
        Self { name: details.name.to_string(), email: details.email.to_string() }
    }

    fn fields(&self, t: &CommonMessages) -> FormFields {
        let name = FormField::new("name", t.recipient_name(), FieldKind::Text);
        let email = FormField::new("email", t.recipient_email(), FieldKind::Email);
        FormFields(vec![
            name.value(&self.name).limit(PersonName::LIMIT),
            email.value(&self.email).limit(254),
        ])
    }
}

/// The form with what the recipient is called now.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let document = own_document(context.ports(), context.caller(), id.into()).await?;
    let recipient = document.recipient(recipient.into()).ok_or(Error::NotFound)?;
    if !document.may_correct_recipient(recipient) {
        return Ok(redirect(format!("/documents/{id}")));
    }
    let (recipient, fields) = (recipient.id, CorrectForm::of(recipient).fields(context.common()));
    correct_page(&context, document, recipient, fields, &FormOutcome::blank())
}

/// Corrects.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
    Form(form): Form<CorrectForm>,
) -> Result<Response, PageError> {
    let mut fields = form.fields(context.common());
    let read = (fields.read("name", PersonName::parse), fields.read("email", EmailAddress::parse));
    let (Some(name), Some(email)) = read else {
        return again(&context, id, recipient.into(), fields).await;
    };
    let (on, to) = (command(&context, id)?, CorrectedRecipient { name, email });
    match correct_recipient(context.ports(), on, recipient.into(), to).await {
        Ok(()) => Ok(redirect(format!("/documents/{id}?notice=corrected"))),
        Err(Error::Document(DocumentError::Problem(
            problem @ (Problem::MailLimit | Problem::NoIdpForAddress | Problem::NoAccessCode(_)),
        ))) => {
            fields.refuse("email", labels::problem(context.locale(), problem));
            again(&context, id, recipient.into(), fields).await
        }
        Err(Error::Document(DocumentError::Excluded(Excluded::Language { language, .. }))) => {
            let why = context.office().documents_correct_language(language.own_name());
            fields.refuse("email", why);
            again(&context, id, recipient.into(), fields).await
        }
        Err(error) => Err(refused(&context, id, error)),
    }
}

/// The form once more, with what was typed and what is wrong about it.
async fn again(
    context: &PageContext,
    id: Uuid,
    recipient: RecipientId,
    fields: FormFields,
) -> Result<Response, PageError> {
    let document = own_document(context.ports(), context.caller(), id.into()).await?;
    document.recipient(recipient).ok_or(Error::NotFound)?;
    correct_page(context, document, recipient, fields, &FormOutcome::incomplete())
}

fn correct_page(
    context: &PageContext,
    document: Document,
    recipient: RecipientId,
    fields: FormFields,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    outcome.page(&CorrectPage {
        layout: PageLayout::of(context),
        document,
        recipient,
        fields: fields.0,
    })
}
