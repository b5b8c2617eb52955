//! A connection's page, with the steps that set it up, and what it asks about once more.

use super::form::{Rule, fields_of, hosts_of};
use super::own;
use crate::error::PageError;
use crate::i18n::labels;
use crate::pages::documents::NoticeQuery;
use crate::web::{FormField, FormFields, FormOutcome, PageContext, PageLayout, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};
use wariin_domain::{IdpConnection, IdpError, IdpTest, LoginRenewal, SignIn, SignInMethod, Uuid};

#[derive(Template)]
#[template(path = "idp_connection.html")]
struct ConnectionPage {
    layout: PageLayout,
    connection: IdpConnection,
    /// The hosts that were named beside the issuer's.
    hosts: String,
    /// Each domain with its TXT record.
    domains: Vec<Domain>,
    redirect_uri: String,
    logout_uri: String,
    fields: Vec<FormField>,
    rule: Rule,
    /// The parameters that make the provider authenticate a person anew.
    renewal: String,
    obstacle: Option<String>,
    is_strong_test: bool,
    is_signed_in_with_it: bool,
    /// Which of the steps comes next; none once the connection is on.
    step: u8,
    notice: String,
    error: String,
}

#[derive(Template)]
#[template(path = "idp_switch.html")]
struct SwitchPage {
    layout: PageLayout,
    connection: IdpConnection,
    change: Change,
    /// The domains whose people are concerned.
    domains: String,
}

/// A change that is asked about once more.
enum Change {
    Require,
    Off,
    Without(String),
}

#[derive(Template)]
#[template(path = "idp_remove.html")]
struct RemovePage {
    layout: PageLayout,
    connection: IdpConnection,
}

struct Domain {
    name: String,
    record: String,
    is_proven: bool,
}

/// A connection's page.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let o = context.office();
    let notice = match query.notice.as_deref() {
        Some("added") => o.idp_added(),
        Some("changed") => o.idp_changed(),
        Some("secret") => o.idp_secret_replaced(),
        Some("domain") => o.idp_domain_proven(),
        Some("tested") => o.idp_tested(),
        Some("on") => o.idp_switched_on(),
        Some("off") => o.idp_switched_off(),
        Some("required") => o.idp_made_required(),
        Some("optional") => o.idp_made_optional(),
        _ => String::new(),
    };
    let connection = own(&context, id.into()).await?;
    let form = form_of(&context, &connection);
    render(&context, connection, form, notice, &FormOutcome::blank())
}

/// The page, saying why something was not done.
pub(super) fn refused_page(
    context: &PageContext,
    connection: IdpConnection,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let form = form_of(context, &connection);
    render(context, connection, form, String::new(), outcome)
}

/// The page with what was typed, and what is wrong with it.
pub(super) fn corrected_page(
    context: &PageContext,
    connection: IdpConnection,
    typed: (FormFields, Rule),
) -> Result<Response, PageError> {
    render(context, connection, typed, String::new(), &FormOutcome::incomplete())
}

fn form_of(context: &PageContext, connection: &IdpConnection) -> (FormFields, Rule) {
    (fields_of(context.office(), connection), Rule::of(&connection.strength))
}

fn render(
    context: &PageContext,
    connection: IdpConnection,
    (fields, rule): (FormFields, Rule),
    notice: String,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let ports = context.ports();
    let domains = connection.domains.iter().map(|domain| Domain {
        name: domain.domain.to_string(),
        record: ports.tokens.domain_challenge(connection.id, &domain.domain),
        is_proven: domain.proof.is_some(),
    });
    let test = connection.test.as_ref();
    let is_met = |t: &IdpTest| connection.strength.is_met(t.acr.as_deref(), &t.amr);
    let obstacle = connection.expect_ready().err();
    outcome.page(&ConnectionPage {
        layout: PageLayout::of(context),
        domains: domains.collect(),
        hosts: hosts_of(&connection),
        redirect_uri: ports.idps.redirect_uri(connection.id),
        logout_uri: ports.idps.logout_uri(connection.id),
        fields: fields.0,
        rule,
        renewal: parameters(connection.renewal()),
        obstacle: obstacle.map(|error| labels::idp_settings(context.locale(), error)),
        is_strong_test: test.is_some_and(is_met),
        is_signed_in_with_it: is_signed_in_with(context, &connection),
        step: step(&connection),
        notice,
        error: outcome.message.clone(),
        connection,
    })
}

fn parameters(way: LoginRenewal) -> String {
    let prompt = way.has_prompt().then(|| "prompt=login".to_owned());
    let age = LoginRenewal::MAX_AGE.as_seconds_up();
    let max_age = way.has_max_age().then(|| format!("max_age={age}"));
    prompt.into_iter().chain(max_age).collect::<Vec<_>>().join(" ")
}

/// The step that comes next.
fn step(connection: &IdpConnection) -> u8 {
    match connection.expect_ready() {
        _ if connection.is_on() => 0,
        Ok(()) => 4,
        Err(IdpError::NoDomain) => 2,
        Err(_) => 3,
    }
}

fn is_signed_in_with(context: &PageContext, connection: &IdpConnection) -> bool {
    match context.sign_in().map(SignIn::method) {
        Some(SignInMethod::Idp { login, .. }) => login.identity.connection == connection.id,
        Some(SignInMethod::Password { .. } | SignInMethod::TwoFactor { .. }) | None => false,
    }
}

/// Asks once more before people are shut out of something.
#[handler]
pub(crate) async fn confirm_switch(
    context: PageContext,
    Path((id, to)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    let change = match to.as_str() {
        "required" => Change::Require,
        "off" => Change::Off,
        _ => return Err(PageError::not_found()),
    };
    switch_page(&context, own(&context, id.into()).await?, change)
}

/// Asks once more before a domain is taken away.
#[handler]
pub(crate) async fn confirm_without(
    context: PageContext,
    Path((id, domain)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    let connection = own(&context, id.into()).await?;
    let known = connection.domains.iter().find(|known| known.domain.as_str() == domain);
    let change = Change::Without(known.ok_or_else(PageError::not_found)?.domain.to_string());
    switch_page(&context, connection, change)
}

fn switch_page(
    context: &PageContext,
    connection: IdpConnection,
    change: Change,
) -> Result<Response, PageError> {
    let proven = connection.domains.iter().filter(|domain| domain.proof.is_some());
    let domains: Vec<String> = proven.map(|domain| domain.domain.to_string()).collect();
    let domains = domains.join(&context.office().idp_comma());
    page(
        StatusCode::OK,
        &SwitchPage { layout: PageLayout::of(context), connection, change, domains },
    )
}

/// Asks once before removing.
#[handler]
pub(crate) async fn confirm_removal(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let connection = own(&context, id.into()).await?;
    page(StatusCode::OK, &RemovePage { layout: PageLayout::of(&context), connection })
}
