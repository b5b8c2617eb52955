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
use wariin_usecases::{Error, report_change, reported_change};

#[derive(Template)]
#[template(path = "account_report.html")]
struct ReportPage {
    layout: PageLayout,
    /// What happened, and when; `None` once it was reported.
    change: Option<(String, String)>,
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
pub(crate) fn show(
    request: &Request,
    context: PageContext,
    Query(query): Query<DoneQuery>,
) -> Result<Response, PageError> {
    if query.done.is_some() {
        let layout = PageLayout::of(&context);
        let (change, fields, error) = (None, Vec::new(), String::new());
        let disables = false;
        return page(StatusCode::OK, &ReportPage { layout, change, disables, fields, error });
    }
    let reported = change(&context, secret(request)?)?;
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
    report_change(context.ports(), token).await.map_err(ended)?;
    Ok(with_cookie(redirect("/not-me?done=reported"), &expired(REPORT_COOKIE)))
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
