//! 04 送信内容の確認: everything once more, the message, and sending.

use super::fields::{FaultLine, faults_of};
use super::{Draft, StepUpOffer, go};
use crate::error::PageError;
use crate::i18n::OfficeMessages;
use crate::i18n::labels;
use crate::pages::documents::{NoticeQuery, files_of};
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
use wariin_domain::{Document, DocumentError, Message};
use wariin_usecases::{Error, own_document, send_document, write_message};

#[derive(Template)]
#[template(path = "wizard_04.html")]
pub(crate) struct ReviewPage {
    layout: PageLayout,
    document: Document,
    viewer: Viewer,
    is_requested: bool,
    /// The input fields that cannot be sent as they are.
    faults: Vec<FaultLine>,
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

/// The page of step 04 for a draft.
async fn step_page(context: &PageContext, draft: Draft) -> ReviewPage {
    let is_requested = draft.document.advanced_auth.is_requested();
    let offer =
        if is_requested { StepUpOffer::of(context, &draft, Step::Review, false) } else { None };
    let error = if offer.is_some() {
        labels::sender_must_be_strong(context.locale())
    } else {
        String::new()
    };
    let message = draft.document.message.as_ref().map(ToString::to_string).unwrap_or_default();
    ReviewPage {
        layout: PageLayout::of(context),
        viewer: Viewer::of(context, &draft.document, &files_of(draft.document.id.into())).await,
        is_requested,
        faults: faults_of(context.locale(), &draft.document),
        offer,
        fields: fields(context.office(), &message).0,
        notice: String::new(),
        error,
        document: draft.document,
    }
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
    let mut step = step_page(&context, draft).await;
    step.notice = match query.notice.as_deref() {
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
        let mut step = step_page(&context, draft).await;
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
        Ok(()) => Ok(redirect(format!("/documents/{id}?notice=sent"))),
        Err(Error::Document(DocumentError::WeakSignIn(_))) => {
            let draft = Draft::find(&context, id.into()).await?;
            let mut step = step_page(&context, draft).await;
            let outcome = weak_sender(&context);
            step.error.clone_from(&outcome.message);
            outcome.page(&step)
        }
        Err(Error::Document(DocumentError::Field(_))) => {
            let draft = Draft::find(&context, id.into()).await?;
            let again = FormOutcome::saying(StatusCode::CONFLICT, String::new());
            again.named("field_fault").page(&step_page(&context, draft).await)
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
