//! `IdP接続`: an admin sets up the organisation's connection, tests it, and switches it on.

mod add;
mod form;
mod setup;

use super::{forward, traveller};
use crate::error::{PageError, named};
use crate::pages::Typed;
use crate::web::{Next, Shell, Visit, page, redirect};
use crate::wording;
use askama::Template;
use form::{Rule, fields, read, secret};
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use setup::{corrected_page, refused_page};
use wariin_domain::{
    Account, EmailDomain, IdpConnection, IdpConnectionId, IdpError, SessionKey, Uuid,
};
use wariin_usecases::{
    Error, IdpManager, add_idp_domain, configure_idp_connection, prove_idp_domain,
    remove_idp_connection, remove_idp_domain, replace_idp_secret, require_idp, stop_requiring_idp,
    switch_idp_off, switch_idp_on, visit_to_test,
};

pub(crate) use add::{create, show_new};
pub(crate) use setup::{confirm_removal, confirm_switch, confirm_without, show};

#[derive(Template)]
#[template(path = "idp_connections.html")]
struct ListPage {
    shell: Shell,
    organisation: String,
    connections: Vec<IdpConnection>,
    is_strong: bool,
}

/// The admin who is signed in.
fn admin(visit: &Visit) -> Result<(&Account, SessionKey), PageError> {
    crate::pages::organisation::admin(visit, Next::Connections)
}

/// A connection of the admin's organisation; somebody else's does not exist.
async fn own(visit: &Visit, id: IdpConnectionId) -> Result<IdpConnection, PageError> {
    let (account, _) = admin(visit)?;
    let known = visit.ports().views.idp_connections(Some(account.organisation)).await;
    let mut known = known.map_err(Error::from)?.into_iter();
    known.find(|connection| connection.id == id).ok_or_else(PageError::not_found)
}

fn by(session: SessionKey) -> IdpManager {
    IdpManager::Session(session)
}

/// The organisation's connections.
#[handler]
pub(crate) async fn list(visit: Visit) -> Result<Response, PageError> {
    let (account, _) = admin(&visit)?;
    let known = visit.ports().views.idp_connections(Some(account.organisation)).await;
    let template = ListPage {
        shell: Shell::of(&visit),
        organisation: visit.organisation().map(|own| own.name.to_string()).unwrap_or_default(),
        connections: known.map_err(Error::from)?,
        is_strong: visit.is_strong(),
    };
    page(StatusCode::OK, &template)
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
    visit: &Visit,
    id: IdpConnectionId,
    outcome: Result<(), Error>,
    notice: &str,
) -> Result<Response, PageError> {
    match outcome {
        Ok(()) => Ok(redirect(format!("/settings/idp/{id}?notice={notice}"))),
        Err(refused @ (Error::IdpSettings(_) | Error::Dns(_) | Error::Idp(_))) => {
            let (status, code) = named(&refused);
            let connection = own(visit, id).await?;
            let text = wording::refusal(visit.speech(), &refused);
            let mut response = refused_page(visit, connection, status, text)?;
            if let Ok(code) = code.parse() {
                response.headers_mut().insert("wariin-error", code);
            }
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

/// Changes what was entered.
#[handler]
pub(crate) async fn configure(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let (_, session) = admin(&visit)?;
    let id = IdpConnectionId::from(id);
    let connection = own(&visit, id).await?;
    let mut fields = fields(visit.o()).filled(&typed);
    let settings = match read(visit.o(), &typed, &mut fields) {
        Ok(settings) => settings,
        Err(rule) => return corrected_page(&visit, connection, (fields, rule)),
    };
    let rule = Rule::of(&settings.strength);
    match configure_idp_connection(visit.ports(), by(session), id, settings).await {
        Err(refused) if beside(&refused).is_some() => {
            let name = beside(&refused).unwrap_or_default();
            fields.refuse(name, wording::refusal(visit.speech(), &refused));
            corrected_page(&visit, connection, (fields, rule))
        }
        outcome => done(&visit, id, outcome, "changed").await,
    }
}

/// Replaces the client secret.
#[handler]
pub(crate) async fn replace_secret(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let (_, session) = admin(&visit)?;
    let id = IdpConnectionId::from(id);
    let Ok(secret) = secret(typed.get("secret").map_or("", String::as_str)) else {
        let connection = own(&visit, id).await?;
        let text = visit.o().idp_secret_wrong();
        return refused_page(&visit, connection, StatusCode::UNPROCESSABLE_ENTITY, text);
    };
    let outcome = replace_idp_secret(visit.ports(), by(session), id, secret).await;
    done(&visit, id, outcome, "secret").await
}

/// Adds a domain, looks for its TXT record, or takes it away.
#[handler]
pub(crate) async fn change_domains(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    let (_, session) = admin(&visit)?;
    let id = IdpConnectionId::from(id);
    let Ok(domain) = EmailDomain::parse(typed.get("domain").map_or("", String::as_str)) else {
        let connection = own(&visit, id).await?;
        let text = visit.o().idp_domain_wrong();
        return refused_page(&visit, connection, StatusCode::UNPROCESSABLE_ENTITY, text);
    };
    let (ports, by) = (visit.ports(), by(session));
    match typed.get("action").map(String::as_str) {
        Some("add") => {
            let outcome = add_idp_domain(ports, by, id, domain).await;
            done(&visit, id, outcome, "").await
        }
        Some("check") => {
            let outcome = prove_idp_domain(ports, by, id, domain).await;
            done(&visit, id, outcome, "domain").await
        }
        Some("remove") => {
            let outcome = remove_idp_domain(ports, by, id, domain).await;
            done(&visit, id, outcome, "changed").await
        }
        _ => Err(PageError::malformed()),
    }
}

/// Sends the admin's browser through a real login.
#[handler]
pub(crate) async fn run_test(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    visit.try_secret()?;
    admin(&visit)?;
    let id = IdpConnectionId::from(id);
    match visit_to_test(visit.ports(), id, traveller(&visit)).await {
        Ok(address) => forward(&visit, Shell::of(&visit), address, false),
        Err(error) => done(&visit, id, Err(error), "").await,
    }
}

/// A test that came to nothing, with what an admin has to know.
pub(crate) fn test_failed(check: &str) -> PageError {
    PageError::idp_test_failed(check)
}

/// Switches the connection on or off, makes it mandatory or not.
#[handler]
pub(crate) async fn switch(
    visit: Visit,
    Path((id, to)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    let (_, session) = admin(&visit)?;
    let id = IdpConnectionId::from(id);
    let (ports, by) = (visit.ports(), by(session));
    match to.as_str() {
        "on" => done(&visit, id, switch_idp_on(ports, by, id).await, "on").await,
        "off" => done(&visit, id, switch_idp_off(ports, by, id).await, "off").await,
        "required" => done(&visit, id, require_idp(ports, by, id).await, "required").await,
        "optional" => done(&visit, id, stop_requiring_idp(ports, by, id).await, "optional").await,
        _ => Err(PageError::not_found()),
    }
}

/// Removes the connection.
#[handler]
pub(crate) async fn remove(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let (_, session) = admin(&visit)?;
    let id = IdpConnectionId::from(id);
    match remove_idp_connection(visit.ports(), by(session), id).await {
        Ok(()) => Ok(redirect("/settings/idp")),
        outcome => done(&visit, id, outcome, "").await,
    }
}
