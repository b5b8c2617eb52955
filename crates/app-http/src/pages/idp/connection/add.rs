//! An admin adds a connection.

use super::form::{Rule, fields, read, secret, secret_field};
use super::{admin, beside};
use crate::error::{PageError, named};
use crate::i18n::OfficeMessages;
use crate::i18n::labels;
use crate::pages::Typed;
use crate::web::{FormField, FormFields, PageContext, PageLayout, page, redirect};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Form;
use poem::{Response, handler};
use wariin_domain::StrengthRule;
use wariin_usecases::{NewConnection, add_idp_connection};

#[derive(Template)]
#[template(path = "idp_new.html")]
struct NewPage {
    layout: PageLayout,
    fields: Vec<FormField>,
    rule: Rule,
    creates_members: bool,
}

/// The form for a new connection.
#[handler]
pub(crate) fn show_new(context: PageContext) -> Result<Response, PageError> {
    admin(&context)?;
    let rule = Rule::of(&StrengthRule::Amr(vec!["mfa".to_owned()]));
    new_page(&context, StatusCode::OK, new_fields(context.office()), rule, false)
}

/// Adds a connection.
#[handler]
pub(crate) async fn create(
    context: PageContext,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let (account, principal) = admin(&context)?;
    let mut fields = new_fields(context.office()).filled(&typed);
    let creates = typed.contains_key("creates");
    let read = (read(context.office(), &typed, &mut fields), fields.read("secret", secret));
    let (settings, secret) = match read {
        (Ok(settings), Some(secret)) => (settings, secret),
        (Ok(settings), None) => {
            let rule = Rule::of(&settings.strength);
            return new_page(&context, StatusCode::UNPROCESSABLE_ENTITY, fields, rule, creates);
        }
        (Err(rule), _) => {
            return new_page(&context, StatusCode::UNPROCESSABLE_ENTITY, fields, rule, creates);
        }
    };
    let rule = Rule::of(&settings.strength);
    let organisation = account.organisation;
    let new = NewConnection { organisation, settings, secret };
    match add_idp_connection(context.ports(), principal, new).await {
        Ok(id) => Ok(redirect(format!("/settings/idp/{id}?notice=added"))),
        Err(refused) => match beside(&refused) {
            Some(name) => {
                fields.refuse(name, labels::refusal(context.locale(), &refused));
                new_page(&context, named(&refused).0, fields, rule, creates)
            }
            None => Err(refused.into()),
        },
    }
}

fn new_fields(o: &OfficeMessages) -> FormFields {
    let mut fields = fields(o);
    fields.0.insert(3, secret_field(o));
    fields
}

fn new_page(
    context: &PageContext,
    status: StatusCode,
    fields: FormFields,
    rule: Rule,
    creates_members: bool,
) -> Result<Response, PageError> {
    let layout = PageLayout::of(context);
    page(status, &NewPage { layout, fields: fields.into_shown(), rule, creates_members })
}
