//! 03 入力項目の設定: a page that announces input fields, which do not exist yet.

use super::{Draft, StepForm, go};
use crate::error::PageError;
use crate::pages::documents::files_of;
use crate::pages::viewer::Viewer;
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
    viewer: Viewer,
}

/// The step.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let Draft { document, .. } = Draft::find(&context, id.into()).await?;
    let viewer = Viewer::of(&context, &document, &files_of(id)).await;
    page(StatusCode::OK, &FieldsPage { layout: PageLayout::of(&context), document, viewer })
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
