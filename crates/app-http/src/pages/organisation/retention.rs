//! 保存期間: how long the organisation keeps the documents that it sent.

use crate::error::PageError;
use crate::i18n::OfficeMessages;
use crate::pages::documents::NoticeQuery;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, redirect,
};
use askama::Template;
use poem::web::{Form, Query};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{BookkeepingDuty, OrganisationError, RetentionYears};
use wariin_usecases::{Error, organisation_settings, set_retention};

#[derive(Template)]
#[template(path = "organisation_retention.html")]
struct RetentionPage {
    layout: PageLayout,
    name: String,
    fields: Vec<FormField>,
    is_forever: bool,
    duty: BookkeepingDuty,
    is_strong: bool,
    notice: String,
    error: String,
}

/// The settings as they were typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RetentionForm {
    keep: String,
    years: String,
    duty: String,
}

/// What is chosen beside the number of years.
#[derive(Clone, Copy)]
struct Choice {
    is_forever: bool,
    duty: BookkeepingDuty,
}

fn fields(o: &OfficeMessages, years: &str) -> FormFields {
    let field = FormField::new("years", o.organisation_retention_years(), FieldKind::Text);
    FormFields(vec![
        field.hint(o.organisation_retention_years_hint()).limit(3).optional().value(years),
    ])
}

/// The settings.
#[handler]
pub(crate) fn show(
    context: PageContext,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let policy = organisation_settings(context.caller())?.retention;
    let notice = match query.notice.as_deref() {
        Some("saved") => context.office().organisation_retention_saved(),
        _ => String::new(),
    };
    let years = policy.years().map(|years| years.number().to_string());
    let choice = Choice { is_forever: years.is_none(), duty: policy.duty() };
    let fields = fields(context.office(), &years.unwrap_or_default());
    shown(&context, choice, fields, notice, &FormOutcome::blank())
}

/// Saves the settings.
#[handler]
pub(crate) async fn save(
    context: PageContext,
    Form(form): Form<RetentionForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let duty = BookkeepingDuty::parse(&form.duty).ok_or_else(PageError::malformed)?;
    let is_forever = match form.keep.as_str() {
        "forever" => true,
        "years" => false,
        _ => return Err(PageError::malformed()),
    };
    let choice = Choice { is_forever, duty };
    let mut fields = fields(context.office(), &form.years);
    let keep = if is_forever {
        None
    } else {
        let Some(years) = fields.read("years", RetentionYears::parse) else {
            fields.refuse("years", context.office().organisation_retention_years_hint());
            return shown(&context, choice, fields, String::new(), &FormOutcome::incomplete());
        };
        Some(years)
    };
    match set_retention(context.ports(), principal, keep, duty).await {
        Ok(()) => Ok(redirect("/settings/organisation/retention?notice=saved")),
        Err(Error::Organisation(OrganisationError::RetentionTooShort { least })) => {
            fields.refuse("years", context.common().error_organisation_retention_too_short(least));
            shown(&context, choice, fields, String::new(), &FormOutcome::incomplete())
        }
        Err(error) => {
            let is_shown = |error: &Error| matches!(error, Error::Organisation(_));
            let outcome = FormOutcome::refused(&context, error, is_shown)?;
            shown(&context, choice, fields, String::new(), &outcome)
        }
    }
}

fn shown(
    context: &PageContext,
    choice: Choice,
    fields: FormFields,
    notice: String,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    outcome.page(&RetentionPage {
        layout: PageLayout::of(context),
        name: organisation_settings(context.caller())?.name.to_string(),
        fields: fields.0,
        is_forever: choice.is_forever,
        duty: choice.duty,
        is_strong: context.is_strong(),
        notice,
        error: outcome.message.clone(),
    })
}
