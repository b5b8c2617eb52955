//! An admin adds a connection.

use super::beside;
use super::form::{ConnectionForm, Rule, fields, read, secret, secret_field};
use crate::error::PageError;
use crate::i18n::OfficeMessages;
use crate::web::{FormField, FormFields, FormOutcome, PageContext, PageLayout, redirect};
use askama::Template;
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
    let rule = Rule::of(&StrengthRule::Amr(vec!["mfa".to_owned()]));
    let fields = new_fields(context.office(), &ConnectionForm::default());
    new_page(&context, fields, rule, false, &FormOutcome::blank())
}

/// Adds a connection.
#[handler]
pub(crate) async fn create(
    context: PageContext,
    Form(form): Form<ConnectionForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let (account, principal) = context.member()?;
    let mut fields = new_fields(context.office(), &form);
    let creates = form.creates.is_checked();
    let settings = read(context.office(), &form, &mut fields);
    let secret = fields.read_secret("secret", &form.secret, secret);
    let (settings, secret) = match (settings, secret) {
        (Ok(settings), Some(secret)) => (settings, secret),
        (settings, _) => {
            let rule = settings.map_or_else(|rule| rule, |settings| Rule::of(&settings.strength));
            return new_page(&context, fields, rule, creates, &FormOutcome::incomplete());
        }
    };
    let rule = Rule::of(&settings.strength);
    let organisation = account.membership.organisation().ok_or_else(PageError::not_found)?;
    let new = NewConnection { organisation, settings, secret };
    match add_idp_connection(context.ports(), principal, new).await {
        Ok(id) => Ok(redirect(format!("/settings/idp/{id}?notice=added"))),
        Err(error) => {
            let name = beside(&error).unwrap_or_default();
            let outcome = FormOutcome::refused(&context, error, |e| beside(e).is_some())?;
            fields.refuse(name, outcome.message.clone());
            new_page(&context, fields, rule, creates, &outcome)
        }
    }
}

fn new_fields(o: &OfficeMessages, form: &ConnectionForm) -> FormFields {
    let mut fields = fields(o, form);
    fields.0.insert(3, secret_field(o));
    fields
}

fn new_page(
    context: &PageContext,
    fields: FormFields,
    rule: Rule,
    creates_members: bool,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let layout = PageLayout::of(context);
    outcome.page(&NewPage { layout, fields: fields.0, rule, creates_members })
}
