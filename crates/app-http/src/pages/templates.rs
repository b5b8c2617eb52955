//! テンプレート: the organisation's, to begin documents from.

use super::Typed;
use super::documents::NoticeQuery;
use super::wizard::Draft;
use crate::error::PageError;
use crate::i18n::OfficeMessages;
use crate::web::{
    FieldKind, FormField, FormFields, PageContext, PageLayout, ReturnTo, page, redirect,
};
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use wariin_domain::{Account, Template, Title, Uuid};
use wariin_usecases::{
    Error, begin_from_template, delete_template, rename_template, save_template,
};

#[derive(askama::Template)]
#[template(path = "templates.html")]
struct ListPage {
    layout: PageLayout,
    rows: Vec<Row>,
    notice: String,
}

struct Row {
    template: Template,
    is_managed: bool,
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
}

#[derive(askama::Template)]
#[template(path = "template_delete.html")]
struct DeletePage {
    layout: PageLayout,
    template: Template,
}

fn fields(o: &OfficeMessages, name: &str) -> FormFields {
    let mut field = FormField::new("name", o.templates_name(), FieldKind::Text).limit(Title::LIMIT);
    field.value = name.to_owned();
    FormFields(vec![field])
}

async fn all(context: &PageContext) -> Result<(&Account, Vec<Template>), PageError> {
    let (account, _) = context.member(ReturnTo::Templates)?;
    let templates = context.ports().views.templates(account.organisation).await;
    Ok((account, templates.map_err(Error::from)?))
}

async fn managed(context: &PageContext, id: Uuid) -> Result<Template, PageError> {
    let (account, templates) = all(context).await?;
    let found = templates.into_iter().find(|template| Uuid::from(template.id) == id);
    found.filter(|template| template.is_managed_by(account)).ok_or_else(PageError::not_found)
}

/// The organisation's templates.
#[handler]
pub(crate) async fn list(
    context: PageContext,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let (account, templates) = all(&context).await?;
    let notice = match query.notice.as_deref() {
        Some("renamed") => context.office().templates_renamed(),
        Some("deleted") => context.office().templates_deleted(),
        _ => String::new(),
    };
    let row = |template: Template| Row { is_managed: template.is_managed_by(account), template };
    let rows = templates.into_iter().map(row).collect();
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
    save_page(&context, &draft, StatusCode::OK, fields)
}

/// Saves a draft as a template.
#[handler]
pub(crate) async fn save(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let mut fields = fields(context.office(), "").filled(&typed);
    let Some(name) = fields.read("name", Title::parse) else {
        return save_page(&context, &draft, StatusCode::UNPROCESSABLE_ENTITY, fields);
    };
    let template = save_template(context.ports(), draft.on(), name).await?;
    let notice = if template.omits_request { "saved_without_request" } else { "saved" };
    Ok(redirect(format!("/documents/{id}/04?notice={notice}")))
}

fn save_page(
    context: &PageContext,
    draft: &Draft,
    status: StatusCode,
    fields: FormFields,
) -> Result<Response, PageError> {
    let id = draft.document.id;
    let template = NamePage {
        layout: PageLayout::of(context),
        fields: fields.into_shown(),
        action: format!("/documents/{id}/template"),
        back: format!("/documents/{id}/04"),
        omits_request: draft.document.advanced_auth.is_requested(),
        is_new: true,
    };
    page(status, &template)
}

/// Begins a draft.
#[handler]
pub(crate) async fn begin(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let (_, principal) = context.member(ReturnTo::Templates)?;
    let (document, template) = begin_from_template(context.ports(), principal, id.into()).await?;
    let notice = if template.omits_request { "?notice=without_request" } else { "" };
    Ok(redirect(format!("/documents/{document}/01{notice}")))
}

/// Asks for another name.
#[handler]
pub(crate) async fn show_rename(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let template = managed(&context, id).await?;
    rename_page(&context, id, StatusCode::OK, fields(context.office(), template.name.as_str()))
}

/// Renames a template.
#[handler]
pub(crate) async fn rename(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let (_, principal) = context.member(ReturnTo::Templates)?;
    let mut fields = fields(context.office(), "").filled(&typed);
    let Some(name) = fields.read("name", Title::parse) else {
        return rename_page(&context, id, StatusCode::UNPROCESSABLE_ENTITY, fields);
    };
    rename_template(context.ports(), principal, id.into(), name).await?;
    Ok(redirect("/templates?notice=renamed"))
}

fn rename_page(
    context: &PageContext,
    id: Uuid,
    status: StatusCode,
    fields: FormFields,
) -> Result<Response, PageError> {
    let template = NamePage {
        layout: PageLayout::of(context),
        fields: fields.into_shown(),
        action: format!("/templates/{id}/name"),
        back: "/templates".to_owned(),
        omits_request: false,
        is_new: false,
    };
    page(status, &template)
}

/// Asks once before deleting.
#[handler]
pub(crate) async fn confirm_deletion(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let template = managed(&context, id).await?;
    page(StatusCode::OK, &DeletePage { layout: PageLayout::of(&context), template })
}

/// Deletes a template.
#[handler]
pub(crate) async fn delete(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let (_, principal) = context.member(ReturnTo::Templates)?;
    delete_template(context.ports(), principal, id.into()).await?;
    Ok(redirect("/templates?notice=deleted"))
}
