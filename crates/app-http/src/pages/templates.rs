//! テンプレート: the organisation's, to begin documents from.

use super::Typed;
use super::documents::NoticeQuery;
use super::wizard::Draft;
use crate::error::PageError;
use crate::speech::Office;
use crate::web::{Field, FieldKind, Fields, Next, Shell, Visit, page, redirect};
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
    shell: Shell,
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
    shell: Shell,
    fields: Vec<Field>,
    action: String,
    back: String,
    /// Whether a draft that carries the request is being saved.
    omits_request: bool,
    is_new: bool,
}

#[derive(askama::Template)]
#[template(path = "template_delete.html")]
struct DeletePage {
    shell: Shell,
    template: Template,
}

fn fields(o: &Office, name: &str) -> Fields {
    let mut field = Field::new("name", o.templates_name(), FieldKind::Text).limit(Title::LIMIT);
    field.value = name.to_owned();
    Fields(vec![field])
}

async fn all(visit: &Visit) -> Result<(&Account, Vec<Template>), PageError> {
    let (account, _) = visit.member(Next::Templates)?;
    let templates = visit.ports().views.templates(account.organisation).await;
    Ok((account, templates.map_err(Error::from)?))
}

async fn managed(visit: &Visit, id: Uuid) -> Result<Template, PageError> {
    let (account, templates) = all(visit).await?;
    let found = templates.into_iter().find(|template| Uuid::from(template.id) == id);
    found.filter(|template| template.is_managed_by(account)).ok_or_else(PageError::not_found)
}

/// The organisation's templates.
#[handler]
pub(crate) async fn list(
    visit: Visit,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let (account, templates) = all(&visit).await?;
    let notice = match query.notice.as_deref() {
        Some("renamed") => visit.o().templates_renamed(),
        Some("deleted") => visit.o().templates_deleted(),
        _ => String::new(),
    };
    let row = |template: Template| Row { is_managed: template.is_managed_by(account), template };
    let rows = templates.into_iter().map(row).collect();
    page(StatusCode::OK, &ListPage { shell: Shell::of(&visit), rows, notice })
}

/// Asks for a name.
#[handler]
pub(crate) async fn show_save(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let draft = Draft::find(&visit, id.into()).await?;
    let fields = fields(visit.o(), draft.document.details.title.as_str());
    save_page(&visit, &draft, StatusCode::OK, fields)
}

/// Saves a draft as a template.
#[handler]
pub(crate) async fn save(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&visit, id.into()).await?;
    let mut fields = fields(visit.o(), "").filled(&typed);
    let Some(name) = fields.read("name", Title::parse) else {
        return save_page(&visit, &draft, StatusCode::UNPROCESSABLE_ENTITY, fields);
    };
    let template = save_template(visit.ports(), draft.on(), name).await?;
    let notice = if template.omits_request { "saved_without_request" } else { "saved" };
    Ok(redirect(format!("/documents/{id}/04?notice={notice}")))
}

fn save_page(
    visit: &Visit,
    draft: &Draft,
    status: StatusCode,
    fields: Fields,
) -> Result<Response, PageError> {
    let id = draft.document.id;
    let template = NamePage {
        shell: Shell::of(visit),
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
pub(crate) async fn begin(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let (_, session) = visit.member(Next::Templates)?;
    let (document, template) = begin_from_template(visit.ports(), session, id.into()).await?;
    let notice = if template.omits_request { "?notice=without_request" } else { "" };
    Ok(redirect(format!("/documents/{document}/01{notice}")))
}

/// Asks for another name.
#[handler]
pub(crate) async fn show_rename(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let template = managed(&visit, id).await?;
    rename_page(&visit, id, StatusCode::OK, fields(visit.o(), template.name.as_str()))
}

/// Renames a template.
#[handler]
pub(crate) async fn rename(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let (_, session) = visit.member(Next::Templates)?;
    let mut fields = fields(visit.o(), "").filled(&typed);
    let Some(name) = fields.read("name", Title::parse) else {
        return rename_page(&visit, id, StatusCode::UNPROCESSABLE_ENTITY, fields);
    };
    rename_template(visit.ports(), session, id.into(), name).await?;
    Ok(redirect("/templates?notice=renamed"))
}

fn rename_page(
    visit: &Visit,
    id: Uuid,
    status: StatusCode,
    fields: Fields,
) -> Result<Response, PageError> {
    let template = NamePage {
        shell: Shell::of(visit),
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
    visit: Visit,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let template = managed(&visit, id).await?;
    page(StatusCode::OK, &DeletePage { shell: Shell::of(&visit), template })
}

/// Deletes a template.
#[handler]
pub(crate) async fn delete(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let (_, session) = visit.member(Next::Templates)?;
    delete_template(visit.ports(), session, id.into()).await?;
    Ok(redirect("/templates?notice=deleted"))
}
