//! 組織の設定: what an admin sets for everybody in the organisation.

use super::Typed;
use super::documents::NoticeQuery;
use crate::error::{PageError, named};
use crate::i18n::labels;
use crate::i18n::{OfficeMessages, is_time_zone};
use crate::web::{
    FieldKind, FormField, FormFields, PageContext, PageLayout, ReturnTo, page, redirect,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Query};
use poem::{Response, handler};
use wariin_domain::{
    Account, CompletionFiles, DocumentPolicy, LinkLife, OrganisationSettings, RequestLanguages,
    Role, SecondFactorRule, StepUpAge, TimeZoneName,
};
use wariin_usecases::{Error, Principal, configure_organisation};

#[derive(Template)]
#[template(path = "organisation.html")]
struct SettingsPage {
    layout: PageLayout,
    name: String,
    fields: Vec<FormField>,
    second_factor: SecondFactorRule,
    languages: RequestLanguages,
    completion: CompletionFiles,
    time_zone: TimeZoneName,
    is_strong: bool,
    notice: String,
    error: String,
}

/// The admin who is signed in.
pub(crate) fn admin(
    context: &PageContext,
    next: ReturnTo,
) -> Result<(&Account, Principal), PageError> {
    let (account, principal) = context.member(next)?;
    if account.role == Role::Admin { Ok((account, principal)) } else { Err(PageError::not_found()) }
}

fn fields(o: &OfficeMessages, policy: DocumentPolicy) -> FormFields {
    let field = |name, label: String, hint: String, value: u32| {
        let mut field = FormField::new(name, label, FieldKind::Text).hint(hint).limit(4);
        field.value = value.to_string();
        field
    };
    FormFields(vec![
        field(
            "link_life",
            o.organisation_link_life(),
            o.organisation_link_life_hint(),
            policy.link_life.number(),
        ),
        field(
            "step_up_age",
            o.organisation_step_up(),
            o.organisation_step_up_hint(),
            policy.step_up_age.number(),
        ),
    ])
}

/// The settings.
#[handler]
pub(crate) fn show(
    context: PageContext,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    admin(&context, ReturnTo::Organisation)?;
    let settings = own(&context)?;
    let notice = match query.notice.as_deref() {
        Some("saved") => context.office().organisation_saved(),
        _ => String::new(),
    };
    let fields = fields(context.office(), settings.policy);
    shown(&context, StatusCode::OK, settings, fields, Outcome { notice, error: String::new() })
}

/// Saves the settings.
#[handler]
pub(crate) async fn save(
    context: PageContext,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let (_, principal) = admin(&context, ReturnTo::Organisation)?;
    let before = own(&context)?;
    let mut fields = fields(context.office(), before.policy).filled(&typed);
    let choice = |name: &str| typed.get(name).map(String::as_str).unwrap_or_default();
    let second_factor = SecondFactorRule::parse(choice("second_factor"));
    let request_languages = RequestLanguages::parse(choice("request_languages"));
    let completion = CompletionFiles::parse(choice("completion"));
    let time_zone = TimeZoneName::parse(choice("time_zone")).ok().filter(is_time_zone);
    let (Some(second_factor), Some(request_languages), Some(completion), Some(time_zone)) =
        (second_factor, request_languages, completion, time_zone)
    else {
        return Err(PageError::malformed());
    };
    let lengths =
        (fields.read("link_life", LinkLife::parse), fields.read("step_up_age", StepUpAge::parse));
    let chosen = OrganisationSettings {
        second_factor,
        policy: DocumentPolicy { request_languages, completion, ..before.policy },
        time_zone,
    };
    let (Some(link_life), Some(step_up_age)) = lengths else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return shown(&context, status, chosen, fields, Outcome::default());
    };
    let policy = DocumentPolicy { link_life, step_up_age, ..chosen.policy };
    let settings = OrganisationSettings { policy, ..chosen };
    match configure_organisation(context.ports(), principal, settings.clone()).await {
        Ok(()) => Ok(redirect("/settings/organisation?notice=saved")),
        Err(refused @ Error::Organisation(_)) => {
            let error = labels::refusal(context.locale(), &refused);
            let status = named(&refused).0;
            shown(&context, status, settings, fields, Outcome { notice: String::new(), error })
        }
        Err(error) => Err(error.into()),
    }
}

/// What the page says about what was done.
#[derive(Default)]
struct Outcome {
    notice: String,
    error: String,
}

fn own(context: &PageContext) -> Result<OrganisationSettings, PageError> {
    context.organisation().map(|own| own.settings.clone()).ok_or_else(PageError::not_found)
}

fn shown(
    context: &PageContext,
    status: StatusCode,
    settings: OrganisationSettings,
    fields: FormFields,
    outcome: Outcome,
) -> Result<Response, PageError> {
    let template = SettingsPage {
        layout: PageLayout::of(context),
        name: context.organisation().map(|own| own.name.to_string()).unwrap_or_default(),
        fields: fields.into_shown(),
        second_factor: settings.second_factor,
        languages: settings.policy.request_languages,
        completion: settings.policy.completion,
        time_zone: settings.time_zone,
        is_strong: context.is_strong(),
        notice: outcome.notice,
        error: outcome.error,
    };
    page(status, &template)
}
