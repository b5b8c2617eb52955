//! 03 入力項目の設定: the input fields on the pages, by the editor's script or one by one in forms.

pub(crate) mod edit;
mod form;
mod model;
mod view;

use super::{Draft, go};
use crate::error::PageError;
use crate::i18n::labels;
use crate::pages::documents::NoticeQuery;
use crate::web::{FormOutcome, PageContext};
use form::{Place, parse_assignee};
use model::{FieldModel, Mistake};
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use view::{EditorPage, Shown};
use wariin_domain::{Assignee, Document, DocumentError, FieldFaultKind, InputField};
use wariin_usecases::{Error, fields_from_form, fields_from_tags, set_fields};

pub(crate) use view::{FaultLine, faults_of};

/// The fields as the script has them, and which button was pressed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct FieldsForm {
    action: String,
    /// JSON; missing where no script runs, and then the fields stay as they are.
    fields: Option<String>,
    /// The assignee of what is taken over from the forms of the files.
    form_for: String,
}

/// Why fields that were posted were not kept.
enum Unread {
    /// They cannot be read at all.
    Broken(String),
    /// Some of them are wrong.
    Wrong(Vec<FieldModel>, Vec<Mistake>),
    /// There are too many, or two with one id.
    Refused(Vec<FieldModel>, String),
}

/// The step.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let notice = match query.notice.as_deref() {
        Some("field_added") => context.office().fields_added(),
        Some("field_changed") => context.office().fields_changed(),
        Some("field_copied") => context.office().fields_copied_by_form(),
        Some("field_not_copied") => context.office().fields_say_no_copies(),
        Some("field_removed") => context.office().fields_removed(),
        _ => String::new(),
    };
    let shown = Shown { notice, ..Shown::default() };
    FormOutcome::blank().page(&EditorPage::of(&context, draft.document, shown))
}

/// Keeps the fields, and goes on to step 04 unless a field cannot be sent as it is.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<FieldsForm>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    if let Some(json) = &form.fields
        && let Err(unread) = keep(&context, &draft, json).await?
    {
        let shown = Shown::unread(&context, unread);
        return again(StatusCode::UNPROCESSABLE_ENTITY).page(&EditorPage::of(
            &context,
            draft.document,
            shown,
        ));
    }
    let draft = Draft::find(&context, id.into()).await?;
    match form.action.as_str() {
        "tags" => return from_tags(&context, draft).await,
        "form" => return from_form(&context, draft, &form.form_for).await,
        _ => {}
    }
    let goes_on = !matches!(form.action.as_str(), "back" | "save");
    let has_faults =
        draft.document.field_faults().iter().any(|fault| fault.why != FieldFaultKind::Unfilled);
    if goes_on && has_faults {
        let outcome = again(StatusCode::UNPROCESSABLE_ENTITY).named("field_fault");
        return outcome.page(&EditorPage::of(&context, draft.document, Shown::default()));
    }
    Ok(go(&form.action, format!("/documents/{id}/02"), format!("/documents/{id}/04")))
}

fn again(status: StatusCode) -> FormOutcome {
    FormOutcome::saying(status, String::new())
}

/// Reads and keeps what the script has posted.
async fn keep(
    context: &PageContext,
    draft: &Draft,
    json: &str,
) -> Result<Result<(), Unread>, PageError> {
    let (models, fields) = match read(context, &draft.document, json) {
        Ok(read) => read,
        Err(unread) => return Ok(Err(unread)),
    };
    match set_fields(context.ports(), draft.on(), fields).await {
        Ok(()) => Ok(Ok(())),
        Err(Error::Document(DocumentError::Problem(problem))) => {
            let why = labels::problem(context.locale(), problem);
            Ok(Err(Unread::Refused(models, why)))
        }
        Err(error) => Err(error.into()),
    }
}

fn read(
    context: &PageContext,
    document: &Document,
    json: &str,
) -> Result<(Vec<FieldModel>, Vec<InputField>), Unread> {
    let models = model::parse(json).ok_or_else(|| Unread::Broken(json.to_owned()))?;
    let place = Place::of(context.locale(), document);
    match model::read(context.locale(), &place, &models) {
        Ok(fields) => Ok((models, fields)),
        Err(mistakes) => Err(Unread::Wrong(models, mistakes)),
    }
}

/// Places fields at the text tags, and says what became of each.
async fn from_tags(context: &PageContext, draft: Draft) -> Result<Response, PageError> {
    let report = match fields_from_tags(context.ports(), draft.on(), &draft.document).await {
        Ok(report) => report,
        Err(Error::Document(DocumentError::Problem(problem))) => {
            let error = labels::problem(context.locale(), problem);
            return refused(context, draft.document, error);
        }
        Err(error) => return Err(error.into()),
    };
    let draft = Draft::find(context, draft.document.id).await?;
    let shown = Shown { tags: Some(report), ..Shown::default() };
    FormOutcome::blank().page(&EditorPage::of(context, draft.document, shown))
}

/// Places input fields where the files had form fields, and says how many.
async fn from_form(
    context: &PageContext,
    draft: Draft,
    assignee: &str,
) -> Result<Response, PageError> {
    let is_part = |assignee: &Assignee| match assignee {
        Assignee::Sender => true,
        Assignee::Recipient(id) => draft.document.recipient(*id).is_some(),
    };
    let Some(assignee) = parse_assignee(assignee).ok().filter(is_part) else {
        let error = context.office().fields_form_no_assignee();
        return refused(context, draft.document, error);
    };
    let placed = match fields_from_form(context.ports(), draft.on(), assignee).await {
        Ok(placed) => placed,
        Err(Error::Document(DocumentError::Problem(problem))) => {
            let error = labels::problem(context.locale(), problem);
            return refused(context, draft.document, error);
        }
        Err(error) => return Err(error.into()),
    };
    let draft = Draft::find(context, draft.document.id).await?;
    let notice = context.office().fields_form_placed(placed.to_string().as_str());
    let shown = Shown { notice, ..Shown::default() };
    FormOutcome::blank().page(&EditorPage::of(context, draft.document, shown))
}

fn refused(
    context: &PageContext,
    document: Document,
    error: String,
) -> Result<Response, PageError> {
    let shown = Shown { error, ..Shown::default() };
    again(StatusCode::UNPROCESSABLE_ENTITY).page(&EditorPage::of(context, document, shown))
}
