//! テンプレート: the organisation's, to begin documents from.

use super::documents::NoticeQuery;
use super::wizard::Draft;
use crate::error::PageError;
use crate::i18n::OfficeMessages;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, page, redirect,
};
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{RequiredBy, Template, Title, Uuid};
use wariin_usecases::{
    FormKey, ListedTemplate, begin_from_template, delete_template, managed_template,
    rename_template, save_template, templates,
};

#[derive(askama::Template)]
#[template(path = "templates.html")]
struct ListPage {
    layout: PageLayout,
    /// Each with the key of the form that begins from it.
    rows: Vec<(ListedTemplate, FormKey)>,
    notice: String,
}

#[derive(askama::Template)]
#[template(path = "template_name.html")]
struct NamePage {
    layout: PageLayout,
    fields: Vec<FormField>,
    action: String,
    back: String,
    /// Whether a draft that carries the request is being saved.
    omits_request: bool,
    is_new: bool,
    form_key: FormKey,
}

#[derive(askama::Template)]
#[template(path = "template_delete.html")]
struct DeletePage {
    layout: PageLayout,
    template: Template,
}

/// A template's name.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct NameForm {
    name: String,
    form_key: String,
}

/// The form that begins a draft.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct BeginForm {
    form_key: String,
}

fn fields(o: &OfficeMessages, name: &str) -> FormFields {
    let field = FormField::new("name", o.templates_name(), FieldKind::Text);
    FormFields(vec![field.value(name).limit(Title::LIMIT)])
}

/// The organisation's templates.
#[handler]
pub(crate) async fn list(
    context: PageContext,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let rows = templates(context.ports(), context.caller()).await?.into_iter();
    let rows = rows.map(|row| (row, FormKey::fresh(context.ports()))).collect();
    let notice = match query.notice.as_deref() {
        Some("renamed") => context.office().templates_renamed(),
        Some("deleted") => context.office().templates_deleted(),
        _ => String::new(),
    };
    page(StatusCode::OK, &ListPage { layout: PageLayout::of(&context), rows, notice })
}

/// Asks for a name.
#[handler]
pub(crate) async fn show_save(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let fields = fields(context.office(), draft.document.details.title.as_str());
    let key = FormKey::fresh(context.ports());
    save_page(&context, &draft, fields, key, &FormOutcome::blank())
}

/// Saves a draft as a template.
#[handler]
pub(crate) async fn save(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<NameForm>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let mut fields = fields(context.office(), &form.name);
    let key = FormKey::read(&form.form_key);
    let Some(name) = fields.read("name", Title::parse) else {
        return save_page(&context, &draft, fields, key, &FormOutcome::incomplete());
    };
    let template = save_template(context.ports(), draft.on(), key, name).await?;
    let notice = if template.omits_request { "saved_without_request" } else { "saved" };
    Ok(redirect(format!("/documents/{id}/04?notice={notice}")))
}

fn save_page(
    context: &PageContext,
    draft: &Draft,
    fields: FormFields,
    form_key: FormKey,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let id = draft.document.id;
    outcome.page(&NamePage {
        layout: PageLayout::of(context),
        fields: fields.0,
        action: format!("/documents/{id}/template"),
        back: format!("/documents/{id}/04"),
        omits_request: draft.document.request_required_by() == Some(RequiredBy::Document),
        is_new: true,
        form_key,
    })
}

/// Begins a draft.
#[handler]
pub(crate) async fn begin(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<BeginForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let key = FormKey::read(&form.form_key);
    let begun = begin_from_template(context.ports(), principal, key, id.into()).await?;
    let (document, template) = begun;
    let notice = if template.omits_request { "?notice=without_request" } else { "" };
    Ok(redirect(format!("/documents/{document}/01{notice}")))
}

/// Asks for another name.
#[handler]
pub(crate) async fn show_rename(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let template = managed_template(context.ports(), context.caller(), id.into()).await?;
    let fields = fields(context.office(), template.name.as_str());
    rename_page(&context, id, fields, &FormOutcome::blank())
}

/// Renames a template.
#[handler]
pub(crate) async fn rename(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<NameForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let mut fields = fields(context.office(), &form.name);
    let Some(name) = fields.read("name", Title::parse) else {
        return rename_page(&context, id, fields, &FormOutcome::incomplete());
    };
    rename_template(context.ports(), principal, id.into(), name).await?;
    Ok(redirect("/templates?notice=renamed"))
}

fn rename_page(
    context: &PageContext,
    id: Uuid,
    fields: FormFields,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    outcome.page(&NamePage {
        layout: PageLayout::of(context),
        fields: fields.0,
        action: format!("/templates/{id}/name"),
        back: "/templates".to_owned(),
        omits_request: false,
        is_new: false,
        form_key: FormKey::none(),
    })
}

/// Asks once before deleting.
#[handler]
pub(crate) async fn confirm_deletion(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let template = managed_template(context.ports(), context.caller(), id.into()).await?;
    page(StatusCode::OK, &DeletePage { layout: PageLayout::of(&context), template })
}

/// Deletes a template.
#[handler]
pub(crate) async fn delete(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    delete_template(context.ports(), principal, id.into()).await?;
    Ok(redirect("/templates?notice=deleted"))
}
