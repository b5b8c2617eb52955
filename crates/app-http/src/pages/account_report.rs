//! 「身に覚えがない」: by the link in a mail, the owner of an account says not to have made a change of it.

use super::is_typed_word;
use crate::error::PageError;
use crate::i18n::labels;
use crate::web::{
    FieldKind, FormField, PageContext, PageLayout, REPORT_COOKIE, cookie, expired, page, redirect,
    set, with_cookie,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Request, Response, handler};
use serde::Deserialize;
use wariin_domain::AccountReport;
use wariin_usecases::{Error, ReportOutcome, report_change, reported_change, was_reported};

/// In the address of the page: it was reported before.
const BEFORE: &str = "before";

#[derive(Template)]
#[template(path = "account_report.html")]
struct ReportPage {
    layout: PageLayout,
    /// What happened, and when; `None` once it was reported.
    change: Option<(String, String)>,
    /// Whether it had been reported before, so that nothing happens.
    was_before: bool,
    /// Whether the account is disabled with the report.
    disables: bool,
    fields: Vec<FormField>,
    error: String,
}

/// What was done before.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct DoneQuery {
    done: Option<String>,
}

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReportForm {
    word: String,
}

/// Follows a mailed link: its secret goes from the address into a cookie.
#[handler]
pub(crate) fn follow(
    context: PageContext,
    Path(token): Path<String>,
) -> Result<Response, PageError> {
    change(&context, &token)?;
    Ok(with_cookie(redirect("/not-me"), &set(REPORT_COOKIE, &token)))
}

/// Asks once before it is reported, and says what comes next once it was.
#[handler]
pub(crate) async fn show(
    request: &Request,
    context: PageContext,
    Query(query): Query<DoneQuery>,
) -> Result<Response, PageError> {
    if let Some(done) = query.done {
        return done_page(&context, done == BEFORE);
    }
    let token = secret(request)?;
    let reported = change(&context, token)?;
    if was_reported(context.ports(), token).await.map_err(ended)? {
        return done_page(&context, true);
    }
    report_page(&context, reported, StatusCode::OK, String::new())
}

/// Reports it. A word has to be typed, since mail scanners follow links and press buttons.
#[handler]
pub(crate) async fn report(
    request: &Request,
    context: PageContext,
    Form(form): Form<ReportForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let token = secret(request)?;
    let reported = change(&context, token)?;
    let word = context.common().recipient_not_me_word();
    if !is_typed_word(&form.word, &word) {
        let error = context.common().recipient_not_me_type(word);
        return report_page(&context, reported, StatusCode::UNPROCESSABLE_ENTITY, error);
    }
    let done = match report_change(context.ports(), token).await.map_err(ended)? {
        ReportOutcome::Reported => "reported",
        ReportOutcome::Before => BEFORE,
    };
    Ok(with_cookie(redirect(format!("/not-me?done={done}")), &expired(REPORT_COOKIE)))
}

/// Says what comes next once it was reported, now or before.
fn done_page(context: &PageContext, was_before: bool) -> Result<Response, PageError> {
    let template = ReportPage {
        layout: PageLayout::of(context),
        change: None,
        was_before,
        disables: false,
        fields: Vec::new(),
        error: String::new(),
    };
    page(StatusCode::OK, &template)
}

fn report_page(
    context: &PageContext,
    reported: AccountReport,
    status: StatusCode,
    error: String,
) -> Result<Response, PageError> {
    let t = context.common();
    let field = FormField::new("word", t.recipient_not_me_field(), FieldKind::Text)
        .hint(t.recipient_not_me_type(t.recipient_not_me_word()))
        .limit(40);
    let template = ReportPage {
        layout: PageLayout::of(context),
        change: Some((
            labels::account_change(t, reported.change),
            context.locale().at(reported.at),
        )),
        was_before: false,
        disables: reported.disables(),
        fields: vec![field],
        error,
    };
    page(status, &template)
}

/// The secret of the link that was followed in this browser.
fn secret(request: &Request) -> Result<&str, PageError> {
    cookie(request, REPORT_COOKIE).ok_or_else(PageError::report_link_ended)
}

fn change(context: &PageContext, token: &str) -> Result<AccountReport, PageError> {
    reported_change(context.ports(), token).map_err(ended)
}

fn ended(error: Error) -> PageError {
    match error {
        Error::InvalidLink => PageError::report_link_ended(),
        error => error.into(),
    }
}
