//! 書類の検証: what a file is worth, for every visitor who holds it. Nothing is kept, and no session is read.

mod report;

use crate::error::PageError;
use crate::web::{PageLayout, UploadForm, Visitor, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Json;
use poem::{IntoResponse, Response, handler};
use report::Shown;
use serde_json::{Value, json};
use wariin_domain::{Language, Timestamp};
use wariin_usecases::{Error, Verification, verify_file};

/// The version of the JSON: members are added to it, and never changed or removed.
const JSON_VERSION: u32 = 1;

#[derive(Template)]
#[template(path = "verify.html")]
struct VerifyPage {
    layout: PageLayout,
    /// Where the file goes, in this language.
    action: String,
    /// The languages that the page can be had in, and where.
    languages: Vec<(Language, String)>,
    shown: Option<Shown>,
}

/// The form.
#[handler]
pub(crate) fn show(visitor: Visitor) -> Result<Response, PageError> {
    page(StatusCode::OK, &VerifyPage::of(&visitor, None))
}

/// What the file is worth, as a page.
#[handler]
pub(crate) async fn check(visitor: Visitor, form: UploadForm) -> Result<Response, PageError> {
    let own = address(visitor.locale.language);
    let verified = verified(&visitor, form)
        .await
        .map_err(|error| error.or_action(visitor.locale.common.verify_again(), own))?;
    let shown = Shown::of(&visitor.locale, &verified);
    page(StatusCode::OK, &VerifyPage::of(&visitor, Some(shown)))
}

/// The same for programs.
#[handler]
pub(crate) async fn check_for_program(
    visitor: Visitor,
    form: UploadForm,
) -> Result<Response, PageError> {
    let verified = verified(&visitor, form).await?;
    Ok(Json(as_json(&verified)?).into_response())
}

impl VerifyPage {
    fn of(visitor: &Visitor, shown: Option<Shown>) -> Self {
        let own = visitor.locale.language;
        let others = Language::ALL.into_iter().filter(|language| *language != own);
        Self {
            layout: visitor.layout(),
            action: address(own),
            languages: others.map(|language| (language, address(language))).collect(),
            shown,
        }
    }
}

fn address(language: Language) -> String {
    format!("/verify?lang={}", language.tag())
}

/// Takes the first file of the form and has it verified.
async fn verified(visitor: &Visitor, form: UploadForm) -> Result<Verification, PageError> {
    let app = &visitor.app;
    let uploads =
        form.read(&*app.ports.files, |_, _| {}).await.map_err(PageError::of_verification)?;
    let upload = uploads.into_iter().next().ok_or_else(PageError::nothing_to_verify)?;
    let _place = app.visitors.look_at(visitor.peer)?;
    let _share = app.visitor_budget.share_of(upload.contents.size()).await?;
    let verified = verify_file(&app.ports, upload, visitor.locale.language).await;
    verified.map_err(|error: Error| error.into())
}

/// The answer for programs: around the report of the command line, which stands in it unchanged.
fn as_json(verified: &Verification) -> Result<Value, PageError> {
    let Verification { report, concluded_here } = verified;
    let whole: Value = serde_json::from_str(&report.json).map_err(|e| PageError::fault(&e))?;
    Ok(json!({
        "version": JSON_VERSION,
        "kind": report.kind.name(),
        "sha256": report.digest.to_string(),
        "outcome": report.outcome.name(),
        "concluded_here": concluded_here.is_some(),
        "concluded_at": concluded_here.map(rfc3339),
        "report": whole,
    }))
}

fn rfc3339(at: Timestamp) -> String {
    let seconds = jiff::Timestamp::from_second(at.as_seconds()).unwrap_or_default();
    seconds.to_string()
}
