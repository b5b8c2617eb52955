//! 組織の設定: what an admin sets for the whole organisation.

pub(crate) mod looks;
pub(crate) mod recipients;
pub(crate) mod retention;
pub(crate) mod seals;
pub(crate) mod stamp;

use super::documents::NoticeQuery;
use crate::error::PageError;
use crate::i18n::{OfficeMessages, is_time_zone};
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, redirect,
};
use askama::Template;
use poem::web::{Form, Query};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{
    CompletionFiles, DocumentPolicy, LinkLife, OrganisationSettings, RequestLanguages, SealMark,
    SecondFactorRule, StepUpAge, TimeZoneName,
};
use wariin_usecases::{Error, configure_organisation, organisation_settings};

#[derive(Template)]
#[template(path = "organisation.html")]
struct SettingsPage {
    layout: PageLayout,
    name: String,
    fields: Vec<FormField>,
    second_factor: SecondFactorRule,
    languages: RequestLanguages,
    completion: CompletionFiles,
    seal_mark: SealMark,
    time_zone: TimeZoneName,
    is_strong: bool,
    notice: String,
    error: String,
}

/// The settings as they were typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct SettingsForm {
    link_life: String,
    step_up_age: String,
    second_factor: String,
    request_languages: String,
    completion: String,
    seal_mark: String,
    time_zone: String,
}

impl SettingsForm {
    /// What is chosen, before the lengths of time are read.
    fn choices(&self, before: &OrganisationSettings) -> Option<OrganisationSettings> {
        let policy = DocumentPolicy {
            request_languages: RequestLanguages::parse(&self.request_languages)?,
            completion: CompletionFiles::parse(&self.completion)?,
            seal_mark: SealMark::parse(&self.seal_mark)?,
            ..before.policy.clone()
        };
        Some(OrganisationSettings {
            second_factor: SecondFactorRule::parse(&self.second_factor)?,
            policy,
            time_zone: TimeZoneName::parse(&self.time_zone).ok().filter(is_time_zone)?,
        })
    }
}

fn fields(o: &OfficeMessages, link_life: &str, step_up_age: &str) -> FormFields {
    let field = |name, label: String, hint: String, value: &str| {
        FormField::new(name, label, FieldKind::Text).hint(hint).limit(4).value(value)
    };
    FormFields(vec![
        field("link_life", o.organisation_link_life(), o.organisation_link_life_hint(), link_life),
        field("step_up_age", o.organisation_step_up(), o.organisation_step_up_hint(), step_up_age),
    ])
}

/// The settings.
#[handler]
pub(crate) fn show(
    context: PageContext,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let settings = organisation_settings(context.caller())?.settings.clone();
    let notice = match query.notice.as_deref() {
        Some("saved") => context.office().organisation_saved(),
        _ => String::new(),
    };
    let (link_life, step_up_age) = (settings.policy.link_life, settings.policy.step_up_age);
    let fields = fields(
        context.office(),
        &link_life.number().to_string(),
        &step_up_age.number().to_string(),
    );
    shown(&context, settings, fields, notice, &FormOutcome::blank())
}

/// Saves the settings.
#[handler]
pub(crate) async fn save(
    context: PageContext,
    Form(form): Form<SettingsForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let before = &organisation_settings(context.caller())?.settings;
    let chosen = form.choices(before).ok_or_else(PageError::malformed)?;
    let mut fields = fields(context.office(), &form.link_life, &form.step_up_age);
    let lengths =
        (fields.read("link_life", LinkLife::parse), fields.read("step_up_age", StepUpAge::parse));
    let (Some(link_life), Some(step_up_age)) = lengths else {
        return shown(&context, chosen, fields, String::new(), &FormOutcome::incomplete());
    };
    let policy = DocumentPolicy { link_life, step_up_age, ..chosen.policy };
    let settings = OrganisationSettings { policy, ..chosen };
    match configure_organisation(context.ports(), principal, settings.clone()).await {
        Ok(()) => Ok(redirect("/settings/organisation?notice=saved")),
        Err(error) => {
            let is_shown = |error: &Error| matches!(error, Error::Organisation(_));
            let outcome = FormOutcome::refused(&context, error, is_shown)?;
            shown(&context, settings, fields, String::new(), &outcome)
        }
    }
}

fn shown(
    context: &PageContext,
    settings: OrganisationSettings,
    fields: FormFields,
    notice: String,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    outcome.page(&SettingsPage {
        layout: PageLayout::of(context),
        name: organisation_settings(context.caller())?.name.to_string(),
        fields: fields.0,
        second_factor: settings.second_factor,
        languages: settings.policy.request_languages,
        completion: settings.policy.completion,
        seal_mark: settings.policy.seal_mark,
        time_zone: settings.time_zone,
        is_strong: context.is_strong(),
        notice,
        error: outcome.message.clone(),
    })
}
