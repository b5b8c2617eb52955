//! 04 送信内容の確認: everything once more, the message, and sending.

use super::fields::{FaultLine, faults_of};
use super::fill::{address, form_of};
use super::{Draft, StepUpOffer, go};
use crate::error::PageError;
use crate::i18n::OfficeMessages;
use crate::i18n::labels;
use crate::pages::documents::{NoticeQuery, files_of};
use crate::pages::fill::{FillForm, Overlay, Reading, Refused};
use crate::pages::viewer::Viewer;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, Step, page, redirect,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{
    Assignee, Document, DocumentError, FieldFault, FieldFaultKind, FieldReader, Message, Problem,
};
use wariin_usecases::{Error, draw_ahead, own_document, send_document, write_message};

#[derive(Template)]
#[template(path = "wizard_04.html")]
pub(crate) struct ReviewPage {
    layout: PageLayout,
    document: Document,
    viewer: Viewer,
    is_requested: bool,
    /// Why the organisation's settings demand the request, where they do.
    reason: Option<String>,
    /// What has to be seen to about the files at step 01.
    file_faults: Vec<String>,
    /// The input fields that have to be mended at step 03.
    faults: Vec<FaultLine>,
    /// The form of the sender's own fields.
    form: Option<FillForm>,
    /// Whether sending was refused because of them.
    is_unfilled: bool,
    pub(super) offer: Option<StepUpOffer>,
    fields: Vec<FormField>,
    notice: String,
    error: String,
}

/// The message, and which button was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ReviewForm {
    message: String,
    action: String,
}

fn fields(o: &OfficeMessages, message: &str) -> FormFields {
    let field = FormField::new("message", o.wizard_message(), FieldKind::Lines)
        .value(message)
        .optional()
        .hint(o.wizard_message_hint())
        .limit(Message::LIMIT);
    FormFields(vec![field])
}

/// What has to be seen to about the files before sending.
fn file_faults(context: &PageContext, document: &Document) -> Vec<String> {
    if document.files.is_empty() {
        return vec![labels::problem(context.locale(), Problem::NoFile)];
    }
    let unconfirmed = document.files_to_confirm();
    unconfirmed.map(|f| context.office().wizard_file_unconfirmed(f.name.as_str())).collect()
}

/// The page of step 04 for a draft; `refused` is what was filled in and not saved.
pub(super) async fn step_page(
    context: &PageContext,
    draft: Draft,
    refused: &Refused,
) -> Result<ReviewPage, PageError> {
    let is_requested = draft.document.is_requested();
    let offer =
        if is_requested { StepUpOffer::of(context, &draft, Step::Review, false) } else { None };
    let error = if offer.is_some() {
        labels::sender_must_be_strong(context.locale())
    } else {
        String::new()
    };
    let document = draft.document;
    let message = document.message.as_ref().map(ToString::to_string).unwrap_or_default();
    let at = address(&document);
    let form = form_of(context, &document, refused);
    let reading = Reading {
        reader: FieldReader::Own(Assignee::Sender),
        at: &at,
        filler: form.as_ref().map(|_| Assignee::Sender),
        names: true,
    };
    let mut faults = faults_of(context.locale(), &document);
    faults.retain(|fault| !fault.is_unfilled);
    let overlay = Overlay::of(context, &document, &reading).await?;
    let viewer = Viewer::of(context, &document, &files_of(document.id.into())).await;
    Ok(ReviewPage {
        layout: PageLayout::of(context),
        viewer: viewer.with_fields(overlay),
        is_requested,
        reason: document.request_reason().map(|why| labels::request_reason(context.locale(), why)),
        file_faults: file_faults(context, &document),
        faults,
        form,
        is_unfilled: false,
        offer,
        fields: fields(context.office(), &message).0,
        notice: String::new(),
        error,
        document,
    })
}

/// The step.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    if draft.document.recipients.is_empty() {
        return Ok(redirect(format!("/documents/{id}/02")));
    }
    let mut step = step_page(&context, draft, &Refused::default()).await?;
    step.notice = match query.notice.as_deref() {
        Some("filled") => context.common().fill_saved(),
        Some("saved") => context.office().wizard_template_saved(),
        Some("saved_without_request") => context.office().wizard_template_saved_without_request(),
        _ => String::new(),
    };
    page(StatusCode::OK, &step)
}

/// Keeps the message, and sends if that is what was pressed.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<ReviewForm>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let on = draft.on();
    let mut fields = fields(context.office(), &form.message);
    let Some(message) = fields.read_optional("message", Message::parse) else {
        let mut step = step_page(&context, draft, &Refused::default()).await?;
        step.fields = fields.0;
        return FormOutcome::incomplete().page(&step);
    };
    if let Err(error) = write_message(context.ports(), on, message).await {
        return Err(sent_meanwhile(&context, id, error).await?);
    }
    match form.action.as_str() {
        "template" => return Ok(redirect(format!("/documents/{id}/template"))),
        "send" => {}
        action => {
            let (back, here) = (format!("/documents/{id}/03"), format!("/documents/{id}/04"));
            return Ok(go(action, back, here));
        }
    }
    match send_document(context.ports(), on).await {
        Ok(()) => {
            let ports = context.ports().clone();
            tokio::spawn(async move { draw_ahead(&ports, &draft.document).await });
            Ok(redirect(format!("/documents/{id}?notice=sent")))
        }
        Err(Error::Document(DocumentError::WeakSignIn(_))) => {
            let draft = Draft::find(&context, id.into()).await?;
            let mut step = step_page(&context, draft, &Refused::default()).await?;
            let outcome = weak_sender(&context);
            step.error.clone_from(&outcome.message);
            outcome.page(&step)
        }
        Err(Error::Document(DocumentError::Field(FieldFault {
            why: FieldFaultKind::Unfilled,
            ..
        }))) => {
            let draft = Draft::find(&context, id.into()).await?;
            let mut step = step_page(&context, draft, &Refused::default()).await?;
            let message = context.office().wizard_own_fields_missing();
            let outcome = FormOutcome::saying(StatusCode::CONFLICT, message).named("field_fault");
            step.error.clone_from(&outcome.message);
            step.is_unfilled = true;
            outcome.page(&step)
        }
        Err(Error::Document(
            DocumentError::ChangesUnconfirmed(_) | DocumentError::Problem(Problem::NoFile),
        )) => {
            let draft = Draft::find(&context, id.into()).await?;
            let step = step_page(&context, draft, &Refused::default()).await?;
            FormOutcome::saying(StatusCode::CONFLICT, String::new())
                .named("changes_unconfirmed")
                .page(&step)
        }
        Err(Error::Document(DocumentError::Problem(problem @ Problem::NoAccessCode(_)))) => {
            let draft = Draft::find(&context, id.into()).await?;
            let mut step = step_page(&context, draft, &Refused::default()).await?;
            step.error = labels::problem(context.locale(), problem);
            FormOutcome::incomplete().page(&step)
        }
        Err(Error::Document(DocumentError::Field(_))) => {
            let draft = Draft::find(&context, id.into()).await?;
            let step = step_page(&context, draft, &Refused::default()).await?;
            FormOutcome::saying(StatusCode::CONFLICT, String::new())
                .named("field_fault")
                .page(&step)
        }
        Err(Error::Print { field, fault }) => {
            let draft = Draft::find(&context, id.into()).await?;
            let placed = draft.document.field(field);
            let label = placed.map(|field| labels::field_label(context.locale(), field));
            let why = labels::print_fault(context.locale(), fault);
            let message =
                context.office().wizard_field_not_printable(label.unwrap_or_default(), why);
            let mut step = step_page(&context, draft, &Refused::default()).await?;
            let outcome = FormOutcome::saying(StatusCode::CONFLICT, message).named("field_fault");
            step.error.clone_from(&outcome.message);
            outcome.page(&step)
        }
        Err(error) => Err(sent_meanwhile(&context, id, error).await?),
    }
}

/// The form came twice at once: the second gets the answer of the first.
async fn sent_meanwhile(
    context: &PageContext,
    id: Uuid,
    error: Error,
) -> Result<PageError, PageError> {
    let is_sent = matches!(error, Error::Document(DocumentError::NotPossible { .. }))
        && !own_document(context.ports(), context.caller(), id.into()).await?.is_draft();
    Ok(if is_sent {
        PageError::Elsewhere(format!("/documents/{id}?notice=sent"))
    } else {
        error.into()
    })
}

/// The step again: the request needs a strong sign-in that is not there.
pub(super) fn weak_sender(context: &PageContext) -> FormOutcome {
    let message = labels::sender_must_be_strong(context.locale());
    FormOutcome::saying(StatusCode::FORBIDDEN, message).named("sender_advanced_auth_required")
}
