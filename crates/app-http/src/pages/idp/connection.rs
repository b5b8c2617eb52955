//! `IdP接続`: an admin sets up the organisation's connection, tests it, and switches it on.

mod add;
mod form;
mod setup;

use super::{forward, user_agent};
use crate::error::{PageError, named};
use crate::i18n::labels;
use crate::pages::Typed;
use crate::web::{PageContext, PageLayout, ReturnTo, page, redirect};
use askama::Template;
use form::{Rule, fields, read, secret};
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use setup::{corrected_page, refused_page};
use wariin_domain::{Account, EmailDomain, IdpConnection, IdpConnectionId, IdpError, Uuid};
use wariin_usecases::{
    Error, Principal, add_idp_domain, configure_idp_connection, prove_idp_domain,
    remove_idp_connection, remove_idp_domain, replace_idp_secret, require_idp,
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

/// The admin who is signed in.
fn admin(context: &PageContext) -> Result<(&Account, Principal), PageError> {
    crate::pages::organisation::admin(context, ReturnTo::Connections)
}

/// A connection of the admin's organisation; somebody else's does not exist.
async fn own(context: &PageContext, id: IdpConnectionId) -> Result<IdpConnection, PageError> {
    let (account, _) = admin(context)?;
    let known = context.ports().views.idp_connections(Some(account.organisation)).await;
    let mut known = known.map_err(Error::from)?.into_iter();
    known.find(|connection| connection.id == id).ok_or_else(PageError::not_found)
}

/// The organisation's connections.
#[handler]
pub(crate) async fn list(context: PageContext) -> Result<Response, PageError> {
    let (account, _) = admin(&context)?;
    let known = context.ports().views.idp_connections(Some(account.organisation)).await;
    let template = ListPage {
        layout: PageLayout::of(&context),
        organisation: context.organisation().map(|own| own.name.to_string()).unwrap_or_default(),
        connections: known.map_err(Error::from)?,
        is_strong: context.is_strong(),
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
    context: &PageContext,
    id: IdpConnectionId,
    outcome: Result<(), Error>,
    notice: &str,
) -> Result<Response, PageError> {
    match outcome {
        Ok(()) => Ok(redirect(format!("/settings/idp/{id}?notice={notice}"))),
        Err(refused @ (Error::IdpSettings(_) | Error::Dns(_) | Error::Idp(_))) => {
            let (status, code) = named(&refused);
            let connection = own(context, id).await?;
            let text = labels::refusal(context.locale(), &refused);
            let mut response = refused_page(context, connection, status, text)?;
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
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let (_, principal) = admin(&context)?;
    let id = IdpConnectionId::from(id);
    let connection = own(&context, id).await?;
    let mut fields = fields(context.office()).filled(&typed);
    let settings = match read(context.office(), &typed, &mut fields) {
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
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let (_, principal) = admin(&context)?;
    let id = IdpConnectionId::from(id);
    let Ok(secret) = secret(typed.get("secret").map_or("", String::as_str)) else {
        let connection = own(&context, id).await?;
        let text = context.office().idp_secret_wrong();
        return refused_page(&context, connection, StatusCode::UNPROCESSABLE_ENTITY, text);
    };
    let outcome = replace_idp_secret(context.ports(), principal, id, secret).await;
    done(&context, id, outcome, "secret").await
}

/// Adds a domain, looks for its TXT record, or takes it away.
#[handler]
pub(crate) async fn change_domains(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let (_, principal) = admin(&context)?;
    let id = IdpConnectionId::from(id);
    let Ok(domain) = EmailDomain::parse(typed.get("domain").map_or("", String::as_str)) else {
        let connection = own(&context, id).await?;
        let text = context.office().idp_domain_wrong();
        return refused_page(&context, connection, StatusCode::UNPROCESSABLE_ENTITY, text);
    };
    let (ports, by) = (context.ports(), principal);
    match typed.get("action").map(String::as_str) {
        Some("add") => {
            let outcome = add_idp_domain(ports, by, id, domain).await;
            done(&context, id, outcome, "").await
        }
        Some("check") => {
            let outcome = prove_idp_domain(ports, by, id, domain).await;
            done(&context, id, outcome, "domain").await
        }
        Some("remove") => {
            let outcome = remove_idp_domain(ports, by, id, domain).await;
            done(&context, id, outcome, "changed").await
        }
        _ => Err(PageError::malformed()),
    }
}

/// Sends the admin's browser through a real login.
#[handler]
pub(crate) async fn run_test(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    admin(&context)?;
    let id = IdpConnectionId::from(id);
    match start_test_authorization(context.ports(), id, user_agent(&context)).await {
        Ok(address) => forward(&context, PageLayout::of(&context), address, false),
        Err(error) => done(&context, id, Err(error), "").await,
    }
}

/// A test that came to nothing, with what an admin has to know.
pub(crate) fn test_failed(check: &str) -> PageError {
    PageError::idp_test_failed(check)
}

/// Switches the connection on or off, makes it mandatory or not.
#[handler]
pub(crate) async fn switch(
    context: PageContext,
    Path((id, to)): Path<(Uuid, String)>,
) -> Result<Response, PageError> {
    let (_, principal) = admin(&context)?;
    let id = IdpConnectionId::from(id);
    let (ports, by) = (context.ports(), principal);
    match to.as_str() {
        "on" => done(&context, id, switch_idp_on(ports, by, id).await, "on").await,
        "off" => done(&context, id, switch_idp_off(ports, by, id).await, "off").await,
        "required" => done(&context, id, require_idp(ports, by, id).await, "required").await,
        "optional" => done(&context, id, stop_requiring_idp(ports, by, id).await, "optional").await,
        _ => Err(PageError::not_found()),
    }
}

/// Removes the connection.
#[handler]
pub(crate) async fn remove(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let (_, principal) = admin(&context)?;
    let id = IdpConnectionId::from(id);
    match remove_idp_connection(context.ports(), principal, id).await {
        Ok(()) => Ok(redirect("/settings/idp")),
        outcome => done(&context, id, outcome, "").await,
    }
}
