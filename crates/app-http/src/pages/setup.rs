//! はじめに: the very first account.

use super::Typed;
use crate::error::PageError;
use crate::web::{Field, FieldKind, Fields, Next, Shell, Visit, page, redirect, redirect_with};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Form;
use poem::{Response, handler};
use subtle::ConstantTimeEq;
use wariin_domain::{EmailAddress, NewPassword, OrganisationName, PersonName};
use wariin_usecases::{CreateAccount, SignInAttempt, TypedCode, set_up, sign_in};

#[derive(Template)]
#[template(path = "setup.html")]
struct SetupPage {
    shell: Shell,
    fields: Vec<Field>,
}

fn fields(visit: &Visit) -> Fields {
    let t = visit.t();
    let mut fields = vec![
        Field::new("organisation", t.account_organisation(), FieldKind::Text)
            .hint(t.account_organisation_hint())
            .autocomplete("organization")
            .limit(OrganisationName::LIMIT),
        Field::new("name", t.account_name(), FieldKind::Text)
            .autocomplete("name")
            .limit(PersonName::LIMIT),
        Field::new("email", t.account_email(), FieldKind::Email).autocomplete("username"),
        Field::new("password", t.account_password(), FieldKind::Password)
            .hint(t.account_new_password_hint())
            .autocomplete("new-password"),
    ];
    if visit.app.setup_token.is_some() {
        let token = Field::new("token", t.account_setup_token(), FieldKind::Text)
            .hint(t.account_setup_token_hint());
        fields.insert(0, token);
    }
    Fields(fields)
}

fn shown(visit: &Visit, status: StatusCode, fields: Fields) -> Result<Response, PageError> {
    page(status, &SetupPage { shell: Shell::of(visit), fields: fields.into_shown() })
}

/// The form, as long as nobody has an account.
#[handler]
pub(crate) async fn show(visit: Visit) -> Result<Response, PageError> {
    if !visit.ports().views.is_first_run().await.map_err(wariin_usecases::Error::from)? {
        return Ok(redirect("/sign-in"));
    }
    let fields = fields(&visit);
    shown(&visit, StatusCode::OK, fields)
}

/// Makes the account and signs in to it.
#[handler]
pub(crate) async fn submit(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    visit.try_secret()?;
    let mut fields = fields(&visit).filled(&typed);
    if let Some(expected) = &visit.app.setup_token {
        let given = typed.get("token").map(|t| t.trim()).unwrap_or_default();
        if !bool::from(expected.as_bytes().ct_eq(given.as_bytes())) {
            fields.refuse("token", visit.t().account_setup_token_wrong());
            return shown(&visit, StatusCode::FORBIDDEN, fields);
        }
    }
    let organisation = fields.read("organisation", OrganisationName::parse);
    let name = fields.read("name", PersonName::parse);
    let email = fields.read("email", EmailAddress::parse);
    let password = fields.read("password", NewPassword::parse);
    let (Some(organisation), Some(name), Some(email), Some(password)) =
        (organisation, name, email, password)
    else {
        return shown(&visit, StatusCode::UNPROCESSABLE_ENTITY, fields);
    };
    let attempt = SignInAttempt {
        email: email.as_str().to_owned(),
        password: TypedCode(password.expose().to_owned()),
        session: visit.session(),
    };
    let language = visit.speech().language;
    set_up(visit.ports(), CreateAccount { organisation, name, email, password, language }).await?;
    let signed_in = sign_in(visit.ports(), attempt).await?;
    Ok(redirect_with(&signed_in.cookie, Next::Documents.path()))
}
