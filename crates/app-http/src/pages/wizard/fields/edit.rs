//! One input field in a form of its own, for browsers in which no script runs.

use super::form::{FieldForm, FieldInputs, Place, new_form, usual_kinds};
use super::model::FieldModel;
use crate::error::PageError;
use crate::i18n::labels::{self, placed};
use crate::pages::wizard::Draft;
use crate::web::{FormField, FormOutcome, PageContext, PageLayout, redirect};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{CopyPlace, DocumentError, FieldId};
use wariin_usecases::{Error, FormKey, add_field, change_field, copy_field, remove_field};

#[derive(Template)]
#[template(path = "wizard_field.html")]
struct FieldPage {
    layout: PageLayout,
    title: String,
    action: String,
    back: String,
    kind_label: String,
    inputs: FieldInputs,
    /// The inputs once more, for the summary of what is wrong.
    fields: Vec<FormField>,
    form_key: String,
    error: String,
}

/// Which kind of field is added.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct KindQuery {
    kind: String,
}

/// Where a field is copied to.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct CopyForm {
    to: String,
    form_key: String,
}

/// Which field, of which draft; a new one where the field is not known yet.
struct Target {
    draft: Draft,
    field: Option<FieldId>,
}

impl Target {
    fn page(
        self,
        context: &PageContext,
        inputs: FieldInputs,
        form_key: String,
        outcome: &FormOutcome,
    ) -> Result<Response, PageError> {
        let o = context.office();
        let id = self.draft.document.id;
        let (title, action) = match self.field {
            None => (o.fields_add(), format!("/documents/{id}/03/fields")),
            Some(field) => (o.fields_change(), format!("/documents/{id}/03/fields/{field}")),
        };
        outcome.page(&FieldPage {
            layout: PageLayout::of(context),
            title,
            action,
            back: format!("/documents/{id}/03"),
            kind_label: placed::kind(o, &inputs.kind),
            fields: inputs.fields(),
            inputs,
            form_key,
            error: outcome.message.clone(),
        })
    }
}

/// The form for a new field of a kind.
#[handler]
pub(crate) async fn new(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(query): Query<KindQuery>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let kinds = usual_kinds(context.locale());
    let kind = kinds.iter().find(|kind| kind.name() == query.kind);
    let kind = kind.ok_or_else(PageError::not_found)?;
    let form = new_form(&draft.document, kind);
    let inputs = form.inputs(context.office(), &Place::of(context.locale(), &draft.document));
    let key = FormKey::fresh(context.ports()).to_string();
    Target { draft, field: None }.page(&context, inputs, key, &FormOutcome::blank())
}

/// Adds a field.
#[handler]
pub(crate) async fn create(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<FieldForm>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    keep(&context, Target { draft, field: None }, form).await
}

/// The form of a field.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path((id, field)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let field = FieldId::from(field);
    let form = draft.document.field(field).map(|field| FieldModel::of(field).as_form());
    let form = form.ok_or_else(PageError::not_found)?;
    let inputs = form.inputs(context.office(), &Place::of(context.locale(), &draft.document));
    let target = Target { draft, field: Some(field) };
    target.page(&context, inputs, String::new(), &FormOutcome::blank())
}

/// Changes a field.
#[handler]
pub(crate) async fn change(
    context: PageContext,
    Path((id, field)): Path<(Uuid, Uuid)>,
    Form(form): Form<FieldForm>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    keep(&context, Target { draft, field: Some(field.into()) }, form).await
}

async fn keep(
    context: &PageContext,
    target: Target,
    form: FieldForm,
) -> Result<Response, PageError> {
    let (locale, on) = (context.locale(), target.draft.on());
    let mut inputs = form.inputs(locale.office, &Place::of(locale, &target.draft.document));
    let id = target.field.unwrap_or_else(|| FieldId::from(Uuid::nil()));
    let Some(field) = inputs.read(locale, id) else {
        return target.page(context, inputs, form.form_key, &FormOutcome::incomplete());
    };
    let (kept, notice) = match target.field {
        None => {
            let key = FormKey::read(&form.form_key);
            (add_field(context.ports(), on, key, field).await, "field_added")
        }
        Some(_) => (change_field(context.ports(), on, field).await, "field_changed"),
    };
    match kept {
        Ok(()) => Ok(redirect(format!("/documents/{}/03?notice={notice}", on.document))),
        Err(Error::Document(DocumentError::Problem(problem))) => {
            let why = labels::problem(locale, problem);
            let outcome = FormOutcome::saying(StatusCode::UNPROCESSABLE_ENTITY, why);
            target.page(context, inputs, form.form_key, &outcome)
        }
        Err(error) => Err(error.into()),
    }
}

/// Removes a field.
#[handler]
pub(crate) async fn remove(
    context: PageContext,
    Path((id, field)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    remove_field(context.ports(), draft.on(), field.into()).await?;
    Ok(redirect(format!("/documents/{id}/03?notice=field_removed")))
}

/// Copies a field beside it or to all pages.
#[handler]
pub(crate) async fn copy(
    context: PageContext,
    Path((id, field)): Path<(Uuid, Uuid)>,
    Form(form): Form<CopyForm>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let place = match form.to.as_str() {
        "beside" => CopyPlace::Beside,
        "all" => CopyPlace::AllPages,
        _ => return Err(PageError::malformed()),
    };
    let key = FormKey::read(&form.form_key);
    let copied = copy_field(context.ports(), draft.on(), key, field.into(), place).await;
    let notice = match copied {
        Ok(0) => "field_not_copied",
        Ok(_) => "field_copied",
        Err(Error::Document(DocumentError::Problem(problem))) => {
            let error = labels::problem(context.locale(), problem);
            return super::refused(&context, draft.document, error);
        }
        Err(error) => return Err(error.into()),
    };
    Ok(redirect(format!("/documents/{id}/03?notice={notice}")))
}
