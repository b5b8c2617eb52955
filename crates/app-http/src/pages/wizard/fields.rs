//! 03 入力項目の設定: a page that announces input fields, which do not exist yet.

use super::{Draft, StepForm, go};
use crate::error::PageError;
use crate::web::{PageContext, PageLayout, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::Document;

#[derive(Template)]
#[template(path = "wizard_03.html")]
struct FieldsPage {
    layout: PageLayout,
    document: Document,
}

/// The step.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let Draft { document, .. } = Draft::find(&context, id.into()).await?;
    page(StatusCode::OK, &FieldsPage { layout: PageLayout::of(&context), document })
}

/// Goes on to step 04.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<StepForm>,
) -> Result<Response, PageError> {
    Draft::find(&context, id.into()).await?;
    Ok(go(&form.action, format!("/documents/{id}/02"), format!("/documents/{id}/04")))
}
