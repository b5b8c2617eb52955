//! `IdP接続`: an admin sets up the organisation's connection, tests it, and switches it on.

mod add;
mod form;
mod setup;

use super::{redirect_page, user_agent};
use crate::error::{PageError, named};
use crate::i18n::labels;
use crate::web::{FormOutcome, PageContext, PageLayout, Secret, page, redirect};
use askama::Template;
use form::{ConnectionForm, Rule, fields, proposing, read, secret};
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use serde::Deserialize;
use setup::{corrected_page, refused_page};
use wariin_domain::{
    EmailDomain, IdpConnection, IdpConnectionId, IdpError, LoginRenewal, TestLogin, Uuid,
};
use wariin_ports::IdpFault;
use wariin_usecases::{
    Error, add_idp_domain, configure_idp_connection, idp_connection, idp_connections,
    prove_idp_domain, remove_idp_connection, remove_idp_domain, replace_idp_secret, require_idp,
    start_test_authorization, stop_requiring_idp, switch_idp_off, switch_idp_on,
};

pub(crate) use add::{create, show_new};
pub(crate) use setup::{confirm_removal, confirm_switch, confirm_without, show};

#[derive(Template)]
#[template(path = "idp_connections.html")]
struct ListPage {
    layout: PageLayout,
    organisation: String,
    connections: Vec<IdpConnection>,
    is_strong: bool,
}

/// A connection of the admin's organisation.
async fn own(context: &PageContext, id: IdpConnectionId) -> Result<IdpConnection, PageError> {
    Ok(idp_connection(context.ports(), context.caller(), id).await?)
}

/// The organisation's connections.
#[handler]
pub(crate) async fn list(context: PageContext) -> Result<Response, PageError> {
    let template = ListPage {
        layout: PageLayout::of(&context),
        organisation: context.organisation().map(|own| own.name.to_string()).unwrap_or_default(),
        connections: idp_connections(context.ports(), context.caller()).await?,
        is_strong: context.is_strong(),
    };
    page(StatusCode::OK, &template)
}

/// A new client secret.
#[derive(Default, Deserialize)]
#[serde(default)]
struct SecretForm {
    secret: Secret,
}

/// A domain, and what is done with it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct DomainForm {
    domain: String,
    action: String,
}

/// With which way of authenticating anew a test begins.
#[derive(Default, Deserialize)]
#[serde(default)]
struct TestForm {
    way: String,
}

/// The field beside which a refusal belongs.
fn beside(error: &Error) -> Option<&'static str> {
    match error {
        Error::Idp(_) => Some("issuer"),
        Error::IdpSettings(IdpError::TenantNeeded) => Some("tenant"),
        _ => None,
    }
}

/// What became of a step: the page again, saying it.
async fn done(
    context: &PageContext,
    id: IdpConnectionId,
    outcome: Result<(), Error>,
    notice: &str,
) -> Result<Response, PageError> {
    let Err(error) = outcome else {
        return Ok(redirect(format!("/settings/idp/{id}?notice={notice}")));
    };
    let (_, code) = named(&error);
    let outcome = FormOutcome::refused(context, error, |error| {
        matches!(error, Error::IdpSettings(_) | Error::Dns(_) | Error::Idp(_))
    })?;
    refused_page(context, own(context, id).await?, &outcome.named(code))
}

/// Changes what was entered.
#[handler]
pub(crate) async fn configure(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<ConnectionForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let id = IdpConnectionId::from(id);
    let connection = own(&context, id).await?;
    let mut fields = fields(context.office(), &form);
    let settings = match read(context.office(), &form, &mut fields) {
        Ok(settings) => settings,
        Err(rule) => return corrected_page(&context, connection, (fields, rule)),
    };
    let rule = Rule::of(&settings.strength);
    match configure_idp_connection(context.ports(), principal, id, settings).await {
        Err(refused) if beside(&refused).is_some() => {
            let name = beside(&refused).unwrap_or_default();
            fields.refuse(name, labels::refusal(context.locale(), &refused));
            corrected_page(&context, connection, (fields, rule))
        }
        outcome => done(&context, id, outcome, "changed").await,
    }
}

/// Replaces the client secret.
#[handler]
pub(crate) async fn replace_secret(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<SecretForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let id = IdpConnectionId::from(id);
    let Ok(secret) = secret(form.secret.expose()) else {
        let why = context.office().idp_secret_wrong();
        let outcome = FormOutcome::saying(StatusCode::UNPROCESSABLE_ENTITY, why);
        return refused_page(&context, own(&context, id).await?, &outcome);
    };
    let outcome = replace_idp_secret(context.ports(), principal, id, secret).await;
    done(&context, id, outcome, "secret").await
}

/// Adds a domain, looks for its TXT record, or takes it away.
#[handler]
pub(crate) async fn change_domains(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<DomainForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let by = context.expect_principal()?;
    let id = IdpConnectionId::from(id);
    let Ok(domain) = EmailDomain::parse(&form.domain) else {
        let why = context.office().idp_domain_wrong();
        let outcome = FormOutcome::saying(StatusCode::UNPROCESSABLE_ENTITY, why);
        return refused_page(&context, own(&context, id).await?, &outcome);
    };
    let ports = context.ports();
    let (outcome, notice) = match form.action.as_str() {
        "add" => (add_idp_domain(ports, by, id, domain).await, ""),
        "check" => (prove_idp_domain(ports, by, id, domain).await, "domain"),
        "remove" => (remove_idp_domain(ports, by, id, domain).await, "changed"),
        _ => return Err(PageError::malformed()),
    };
    done(&context, id, outcome, notice).await
}

/// Sends the admin's browser through a real login.
#[handler]
pub(crate) async fn run_test(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(TestForm { way }): Form<TestForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let id = IdpConnectionId::from(id);
    let way = LoginRenewal::parse(&way).unwrap_or(LoginRenewal::PromptAndMaxAge);
    let login = TestLogin::first(way);
    match start_test_authorization(context.ports(), id, login, user_agent(&context)).await {
        Ok(address) => redirect_page(PageLayout::of(&context), address, false),
        Err(Error::Idp(IdpFault::OtherHosts(others))) => {
            let connection = own(&context, id).await?;
            let rule = Rule::of(&connection.strength);
            let fields = proposing(context.office(), &connection, &others);
            corrected_page(&context, connection, (fields, rule))
        }
        Err(error) => done(&context, id, Err(error), "").await,
    }
}

/// Switches the connection on or off, makes it mandatory or not.
#[handler]
pub(crate) async fn switch(
    context: PageContext,
    Path((id, to)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    let by = context.expect_principal()?;
    let (ports, id) = (context.ports(), IdpConnectionId::from(id));
    let outcome = match to.as_str() {
        "on" => switch_idp_on(ports, by, id).await,
        "off" => switch_idp_off(ports, by, id).await,
        "required" => require_idp(ports, by, id).await,
        "optional" => stop_requiring_idp(ports, by, id).await,
        _ => return Err(PageError::not_found()),
    };
    done(&context, id, outcome, &to).await
}

/// Removes the connection.
#[handler]
pub(crate) async fn remove(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let id = IdpConnectionId::from(id);
    match remove_idp_connection(context.ports(), principal, id).await {
        Ok(()) => Ok(redirect("/settings/idp")),
        outcome => done(&context, id, outcome, "").await,
    }
}
