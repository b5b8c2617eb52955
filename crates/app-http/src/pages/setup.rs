//! はじめに: the very first account.

use crate::error::PageError;
use crate::web::{
    FieldKind, FormField, FormFields, PageContext, PageLayout, ReturnTo, Secret, page, redirect,
    redirect_with,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Form;
use poem::{Response, handler};
use serde::Deserialize;
use subtle::ConstantTimeEq;
use wariin_domain::{EmailAddress, NewPassword, OrganisationName, PersonName};
use wariin_usecases::{CreateAccount, SecretInput, SignInAttempt, is_first_run, set_up, sign_in};

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    layout: PageLayout,
    fields: Vec<FormField>,
}

/// The very first organisation and its account, as they were typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct SetupForm {
    token: String,
    organisation: String,
    name: String,
    email: String,
    password: Secret,
}

fn fields(context: &PageContext, form: &SetupForm) -> FormFields {
    let t = context.common();
    let mut fields = vec![
        FormField::new("organisation", t.account_organisation(), FieldKind::Text)
            .value(&form.organisation)
            .hint(t.account_organisation_hint())
            .autocomplete("organization")
            .limit(OrganisationName::LIMIT),
        FormField::new("name", t.account_name(), FieldKind::Text)
            .value(&form.name)
            .autocomplete("name")
            .limit(PersonName::LIMIT),
        FormField::new("email", t.account_email(), FieldKind::Email)
            .value(&form.email)
            .autocomplete("username"),
        FormField::new("password", t.account_password(), FieldKind::Password)
            .hint(t.account_new_password_hint())
            .autocomplete("new-password"),
    ];
    if context.app.setup_token.is_some() {
        let token = FormField::new("token", t.account_setup_token(), FieldKind::Text)
            .value(&form.token)
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
    page(status, &SetupPage { layout: PageLayout::of(context), fields: fields.0 })
}

/// The form, as long as there is no account.
#[handler]
pub(crate) async fn show(context: PageContext) -> Result<Response, PageError> {
    if !is_first_run(context.ports()).await? {
        return Ok(redirect("/sign-in"));
    }
    shown(&context, StatusCode::OK, fields(&context, &SetupForm::default()))
}

/// Makes the account and signs in to it.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Form(form): Form<SetupForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let mut fields = fields(&context, &form);
    if let Some(expected) = &context.app.setup_token
        && !bool::from(expected.as_bytes().ct_eq(form.token.trim().as_bytes()))
    {
        fields.refuse("token", context.common().account_setup_token_wrong());
        return shown(&context, StatusCode::FORBIDDEN, fields);
    }
    let read = (
        fields.read("organisation", OrganisationName::parse),
        fields.read("name", PersonName::parse),
        fields.read("email", EmailAddress::parse),
        fields.read_secret("password", &form.password, NewPassword::parse),
    );
    let (Some(organisation), Some(name), Some(email), Some(password)) = read else {
        return shown(&context, StatusCode::UNPROCESSABLE_ENTITY, fields);
    };
    let attempt = SignInAttempt {
        email: email.as_str().to_owned(),
        password: SecretInput(password.expose().to_owned()),
        client: context.client(),
        session: context.session(),
    };
    let language = context.locale().language;
    set_up(context.ports(), CreateAccount { organisation, name, email, password, language })
        .await?;
    let signed_in = sign_in(context.ports(), attempt).await?;
    Ok(redirect_with(&signed_in.cookie, ReturnTo::Home.path()))
}
