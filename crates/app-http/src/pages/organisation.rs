//! 組織の設定: what an admin sets for everybody in the organisation.

use super::Typed;
use super::documents::NoticeQuery;
use crate::error::{PageError, named};
use crate::speech::{Office, is_time_zone};
use crate::web::{Field, FieldKind, Fields, Next, Shell, Visit, page, redirect};
use crate::wording;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Query};
use poem::{Response, handler};
use wariin_domain::{
    Account, CompletionFiles, LinkLife, OrganisationSettings, RequestLanguages, Role,
    SecondFactorRule, SessionKey, StepUpAge, Terms, TimeZoneName,
};
use wariin_usecases::{Error, configure_organisation};

#[derive(Template)]
#[template(path = "organisation.html")]
struct SettingsPage {
    shell: Shell,
    name: String,
    fields: Vec<Field>,
    second_factor: SecondFactorRule,
    languages: RequestLanguages,
    completion: CompletionFiles,
    time_zone: TimeZoneName,
    is_strong: bool,
    notice: String,
    error: String,
}

/// The admin who is signed in.
pub(crate) fn admin(visit: &Visit, next: Next) -> Result<(&Account, SessionKey), PageError> {
    let (account, session) = visit.member(next)?;
    if account.role == Role::Admin { Ok((account, session)) } else { Err(PageError::not_found()) }
}

fn fields(o: &Office, terms: Terms) -> Fields {
    let field = |name, label: String, hint: String, value: u32| {
        let mut field = Field::new(name, label, FieldKind::Text).hint(hint).limit(4);
        field.value = value.to_string();
        field
    };
    Fields(vec![
        field("link_life", o.team_link_life(), o.team_link_life_hint(), terms.link_life.number()),
        field("step_up_age", o.team_step_up(), o.team_step_up_hint(), terms.step_up_age.number()),
    ])
}

/// The settings.
#[handler]
pub(crate) fn show(visit: Visit, Query(query): Query<NoticeQuery>) -> Result<Response, PageError> {
    admin(&visit, Next::Organisation)?;
    let settings = own(&visit)?;
    let notice = match query.notice.as_deref() {
        Some("saved") => visit.o().team_saved(),
        _ => String::new(),
    };
    let fields = fields(visit.o(), settings.terms);
    shown(&visit, StatusCode::OK, settings, fields, Outcome { notice, error: String::new() })
}

/// Saves the settings.
#[handler]
pub(crate) async fn save(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    let (_, session) = admin(&visit, Next::Organisation)?;
    let before = own(&visit)?;
    let mut fields = fields(visit.o(), before.terms).filled(&typed);
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
        terms: Terms { request_languages, completion, ..before.terms },
        time_zone,
    };
    let (Some(link_life), Some(step_up_age)) = lengths else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return shown(&visit, status, chosen, fields, Outcome::default());
    };
    let terms = Terms { link_life, step_up_age, ..chosen.terms };
    let settings = OrganisationSettings { terms, ..chosen };
    match configure_organisation(visit.ports(), session, settings.clone()).await {
        Ok(()) => Ok(redirect("/settings/organisation?notice=saved")),
        Err(refused @ Error::Organisation(_)) => {
            let error = wording::refusal(visit.speech(), &refused);
            let status = named(&refused).0;
            shown(&visit, status, settings, fields, Outcome { notice: String::new(), error })
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

fn own(visit: &Visit) -> Result<OrganisationSettings, PageError> {
    visit.organisation().map(|own| own.settings.clone()).ok_or_else(PageError::not_found)
}

fn shown(
    visit: &Visit,
    status: StatusCode,
    settings: OrganisationSettings,
    fields: Fields,
    outcome: Outcome,
) -> Result<Response, PageError> {
    let template = SettingsPage {
        shell: Shell::of(visit),
        name: visit.organisation().map(|own| own.name.to_string()).unwrap_or_default(),
        fields: fields.into_shown(),
        second_factor: settings.second_factor,
        languages: settings.terms.request_languages,
        completion: settings.terms.completion,
        time_zone: settings.time_zone,
        is_strong: visit.is_strong(),
        notice: outcome.notice,
        error: outcome.error,
    };
    page(status, &template)
}
