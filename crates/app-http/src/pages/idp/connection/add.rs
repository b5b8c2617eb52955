//! An admin adds a connection.

use super::form::{Rule, fields, read, secret, secret_field};
use super::{admin, beside, by};
use crate::error::{PageError, named};
use crate::pages::Typed;
use crate::speech::Office;
use crate::web::{Field, Fields, Shell, Visit, page, redirect};
use crate::wording;
use askama::Template;
use poem::http::StatusCode;
use poem::web::Form;
use poem::{Response, handler};
use wariin_domain::StrengthRule;
use wariin_usecases::{NewConnection, add_idp_connection};

#[derive(Template)]
#[template(path = "idp_new.html")]
struct NewPage {
    shell: Shell,
    fields: Vec<Field>,
    rule: Rule,
    creates_members: bool,
}

/// The form for a new connection.
#[handler]
pub(crate) fn show_new(visit: Visit) -> Result<Response, PageError> {
    admin(&visit)?;
    let rule = Rule::of(&StrengthRule::Amr(vec!["mfa".to_owned()]));
    new_page(&visit, StatusCode::OK, new_fields(visit.o()), rule, false)
}

/// Adds a connection.
#[handler]
pub(crate) async fn create(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    visit.try_secret()?;
    let (account, session) = admin(&visit)?;
    let mut fields = new_fields(visit.o()).filled(&typed);
    let creates = typed.contains_key("creates");
    let read = (read(visit.o(), &typed, &mut fields), fields.read("secret", secret));
    let (settings, secret) = match read {
        (Ok(settings), Some(secret)) => (settings, secret),
        (Ok(settings), None) => {
            let rule = Rule::of(&settings.strength);
            return new_page(&visit, StatusCode::UNPROCESSABLE_ENTITY, fields, rule, creates);
        }
        (Err(rule), _) => {
            return new_page(&visit, StatusCode::UNPROCESSABLE_ENTITY, fields, rule, creates);
        }
    };
    let rule = Rule::of(&settings.strength);
    let organisation = account.organisation;
    let new = NewConnection { organisation, settings, secret };
    match add_idp_connection(visit.ports(), by(session), new).await {
        Ok(id) => Ok(redirect(format!("/settings/idp/{id}?notice=added"))),
        Err(refused) => match beside(&refused) {
            Some(name) => {
                fields.refuse(name, wording::refusal(visit.speech(), &refused));
                new_page(&visit, named(&refused).0, fields, rule, creates)
            }
            None => Err(refused.into()),
        },
    }
}

fn new_fields(o: &Office) -> Fields {
    let mut fields = fields(o);
    fields.0.insert(3, secret_field(o));
    fields
}

fn new_page(
    visit: &Visit,
    status: StatusCode,
    fields: Fields,
    rule: Rule,
    creates_members: bool,
) -> Result<Response, PageError> {
    let shell = Shell::of(visit);
    page(status, &NewPage { shell, fields: fields.into_shown(), rule, creates_members })
}
