//! Backup codes: shown once when their owner asks for them, to be printed, copied or kept as a file.

use crate::error::PageError;
use crate::pages::sign_in::NextQuery;
use crate::web::{
    Checkbox, FormOutcome, PageContext, PageLayout, ReturnTo, Secret, redirect, redirect_with,
    with_session,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Form;
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::BackupCode;
use wariin_ports::SessionCookie;
use wariin_usecases::{Error, Principal, backup_codes_saved, make_backup_codes};

#[derive(Template)]
#[template(path = "backup_codes.html")]
struct BackupCodesPage {
    layout: PageLayout,
    codes: Vec<String>,
    next: ReturnTo,
    /// Whether the first factor was enrolled a moment ago.
    is_enrolled: bool,
    error: String,
}

/// The codes that were shown, and whether their owner says that they are saved.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ShownForm {
    saved: Checkbox,
    codes: Secret,
    enrolled: Checkbox,
    next: ReturnTo,
}

impl ShownForm {
    fn codes(&self) -> Vec<BackupCode> {
        let words = self.codes.expose().split_whitespace();
        words.take(BackupCode::AT_ONCE).map(BackupCode::typed).collect()
    }

    fn page(&self, outcome: FormOutcome) -> Codes {
        let codes = self.codes();
        Codes { codes, next: self.next, is_enrolled: self.enrolled.is_checked(), outcome }
    }
}

/// The codes, and how their page is shown.
struct Codes {
    codes: Vec<BackupCode>,
    next: ReturnTo,
    is_enrolled: bool,
    outcome: FormOutcome,
}

/// Makes the codes and shows them; earlier ones no longer count.
#[handler]
pub(crate) async fn make(
    context: PageContext,
    Form(NextQuery { next }): Form<NextQuery>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    match make_backup_codes(context.ports(), principal).await {
        Ok(codes) => {
            let outcome = FormOutcome::blank();
            codes_page(&context, Codes { codes, next, is_enrolled: false, outcome })
        }
        Err(Error::SignInAgain) => Ok(redirect(format!("/sign-in/code?next={next}"))),
        Err(error) => Err(error.into()),
    }
}

/// Shows the codes of an account whose first factor was just confirmed, under its new session.
pub(super) async fn show_first(
    context: &PageContext,
    session: (&SessionCookie, Principal),
    next: ReturnTo,
) -> Result<Response, PageError> {
    let (cookie, principal) = session;
    match make_backup_codes(context.ports(), principal).await {
        Ok(codes) => {
            let outcome = FormOutcome::blank();
            let shown = codes_page(context, Codes { codes, next, is_enrolled: true, outcome })?;
            Ok(with_session(shown, cookie))
        }
        // The factor is enrolled all the same, and the page of the settings asks for the codes.
        Err(_) => Ok(redirect_with(cookie, "/settings/security?notice=enrolled")),
    }
}

/// The codes as a file.
#[handler]
pub(crate) fn file(
    context: PageContext,
    Form(form): Form<ShownForm>,
) -> Result<Response, PageError> {
    let (account, _) = context.signed_in()?;
    let title = context.common().account_backup_codes_file(account.email.to_string());
    let codes = form.codes().iter().map(BackupCode::shown).collect::<Vec<_>>().join("\r\n");
    Ok(Response::builder()
        .content_type("text/plain; charset=utf-8")
        .header("content-disposition", "attachment; filename=\"wariin-backup-codes.txt\"")
        .body(format!("{title}\r\n\r\n{codes}\r\n")))
}

/// Goes on once the codes are said to be saved.
#[handler]
pub(crate) async fn saved(
    context: PageContext,
    Form(form): Form<ShownForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    if !form.saved.is_checked() {
        let error = context.common().account_save_backup_codes_first();
        let outcome = FormOutcome::saying(StatusCode::UNPROCESSABLE_ENTITY, error);
        return codes_page(&context, form.page(outcome));
    }
    let kept = backup_codes_saved(context.ports(), principal, &form.codes()).await;
    kept.map_err(|error| {
        let label = context.common().recipient_return();
        PageError::from(error).or_action(label, form.next.path())
    })?;
    Ok(match form.next {
        ReturnTo::Home | ReturnTo::Security if form.enrolled.is_checked() => {
            redirect("/settings/security?notice=enrolled")
        }
        ReturnTo::Home | ReturnTo::Security => redirect("/settings/security?notice=saved"),
        other => redirect(other.path()),
    })
}

fn codes_page(context: &PageContext, shown: Codes) -> Result<Response, PageError> {
    shown.outcome.page(&BackupCodesPage {
        layout: PageLayout::toward(context, shown.next),
        codes: shown.codes.iter().map(BackupCode::shown).collect(),
        next: shown.next,
        is_enrolled: shown.is_enrolled,
        error: shown.outcome.message.clone(),
    })
}
