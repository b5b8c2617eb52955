//! はじめに: the very first account.

use super::Typed;
use crate::error::PageError;
use crate::web::{
    FieldKind, FormField, FormFields, PageContext, PageLayout, ReturnTo, page, redirect,
    redirect_with,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Form;
use poem::{Response, handler};
use subtle::ConstantTimeEq;
use wariin_domain::{EmailAddress, NewPassword, OrganisationName, PersonName};
use wariin_usecases::{CreateAccount, SecretInput, SignInAttempt, set_up, sign_in};

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    layout: PageLayout,
    fields: Vec<FormField>,
}

fn fields(context: &PageContext) -> FormFields {
    let t = context.common();
    let mut fields = vec![
        FormField::new("organisation", t.account_organisation(), FieldKind::Text)
            .hint(t.account_organisation_hint())
            .autocomplete("organization")
            .limit(OrganisationName::LIMIT),
        FormField::new("name", t.account_name(), FieldKind::Text)
            .autocomplete("name")
            .limit(PersonName::LIMIT),
        FormField::new("email", t.account_email(), FieldKind::Email).autocomplete("username"),
        FormField::new("password", t.account_password(), FieldKind::Password)
            .hint(t.account_new_password_hint())
            .autocomplete("new-password"),
    ];
    if context.app.setup_token.is_some() {
        let token = FormField::new("token", t.account_setup_token(), FieldKind::Text)
            .hint(t.account_setup_token_hint());
        fields.insert(0, token);
    }
    FormFields(fields)
}

fn shown(
    context: &PageContext,
    status: StatusCode,
    fields: FormFields,
) -> Result<Response, PageError> {
    page(status, &SetupPage { layout: PageLayout::of(context), fields: fields.into_shown() })
}

/// The form, as long as nobody has an account.
#[handler]
pub(crate) async fn show(context: PageContext) -> Result<Response, PageError> {
    if !context.ports().views.is_first_run().await.map_err(wariin_usecases::Error::from)? {
        return Ok(redirect("/sign-in"));
    }
    let fields = fields(&context);
    shown(&context, StatusCode::OK, fields)
}

/// Makes the account and signs in to it.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let mut fields = fields(&context).filled(&typed);
    if let Some(expected) = &context.app.setup_token {
        let given = typed.get("token").map(|t| t.trim()).unwrap_or_default();
        if !bool::from(expected.as_bytes().ct_eq(given.as_bytes())) {
            fields.refuse("token", context.common().account_setup_token_wrong());
            return shown(&context, StatusCode::FORBIDDEN, fields);
        }
    }
    let organisation = fields.read("organisation", OrganisationName::parse);
    let name = fields.read("name", PersonName::parse);
    let email = fields.read("email", EmailAddress::parse);
    let password = fields.read("password", NewPassword::parse);
    let (Some(organisation), Some(name), Some(email), Some(password)) =
        (organisation, name, email, password)
    else {
        return shown(&context, StatusCode::UNPROCESSABLE_ENTITY, fields);
    };
    let attempt = SignInAttempt {
        email: email.as_str().to_owned(),
        password: SecretInput(password.expose().to_owned()),
        session: context.session(),
    };
    let language = context.locale().language;
    set_up(context.ports(), CreateAccount { organisation, name, email, password, language })
        .await?;
    let signed_in = sign_in(context.ports(), attempt).await?;
    Ok(redirect_with(&signed_in.cookie, ReturnTo::Documents.path()))
}
