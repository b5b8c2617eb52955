//! Another mail address: asking for the codes of both mailboxes, and typing them.

use super::present_password_field;
use crate::error::PageError;
use crate::i18n::CommonMessages;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, Secret, redirect,
    redirect_with,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::Form;
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{AddressChange, AddressChangeError, EmailAddress};
use wariin_usecases::{
    AddressCodes, AskAddressChange, Error, OwnAccount, ask_address_change, change_address,
    give_up_address_change, own_account,
};

#[derive(Template)]
#[template(path = "account_address.html")]
struct AddressPage {
    layout: PageLayout,
    own: OwnAccount,
    fields: Vec<FormField>,
    error: String,
}

#[derive(Template)]
#[template(path = "account_address_codes.html")]
struct CodesPage {
    layout: PageLayout,
    change: AddressChange,
    fields: Vec<FormField>,
    error: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AddressForm {
    email: String,
    present: Secret,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CodesForm {
    present_code: Secret,
    new_code: Secret,
}

/// The form for the new address.
#[handler]
pub(crate) async fn show(context: PageContext) -> Result<Response, PageError> {
    let own = own_account(context.ports(), context.caller()).await?;
    let fields = fields(context.common(), &own, "");
    address_page(&context, own, fields, &FormOutcome::blank())
}

/// Has the codes mailed.
#[handler]
pub(crate) async fn ask(
    context: PageContext,
    Form(form): Form<AddressForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let principal = context.expect_principal()?;
    let own = own_account(context.ports(), context.caller()).await?;
    let mut fields = fields(context.common(), &own, &form.email);
    let Some(to) = fields.read("email", EmailAddress::parse) else {
        return address_page(&context, own, fields, &FormOutcome::incomplete());
    };
    let command = AskAddressChange { to, password: form.present.into(), client: context.client() };
    match ask_address_change(context.ports(), principal, command).await {
        Ok(()) => Ok(redirect("/settings/account/address/codes")),
        Err(error) => {
            let outcome = FormOutcome::refused(&context, error, |error| {
                matches!(
                    error,
                    Error::WrongPassword
                        | Error::Throttled(_)
                        | Error::SignInAgain
                        | Error::Address(_)
                )
            })?;
            address_page(&context, own, fields, &outcome)
        }
    }
}

/// The form for both codes.
#[handler]
pub(crate) async fn show_codes(context: PageContext) -> Result<Response, PageError> {
    codes_page(&context, &FormOutcome::blank()).await
}

/// Changes the address behind both codes.
#[handler]
pub(crate) async fn complete(
    context: PageContext,
    Form(form): Form<CodesForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let principal = context.expect_principal()?;
    let (present, new) = (form.present_code.into(), form.new_code.into());
    let codes = AddressCodes { present, new, client: context.client() };
    match change_address(context.ports(), principal, codes).await {
        Ok(cookie) => Ok(redirect_with(&cookie, "/settings/account?notice=address")),
        Err(
            error @ Error::Address(AddressChangeError::Ended | AddressChangeError::OtherSession),
        ) => {
            let own = own_account(context.ports(), context.caller()).await?;
            let fields = fields(context.common(), &own, "");
            let outcome = FormOutcome::refused(&context, error, |_| true)?;
            address_page(&context, own, fields, &outcome)
        }
        Err(error) => {
            let outcome = FormOutcome::refused_code(&context, error)?;
            codes_page(&context, &outcome).await
        }
    }
}

/// Gives the change up.
#[handler]
pub(crate) async fn give_up(context: PageContext) -> Result<Response, PageError> {
    give_up_address_change(context.ports(), context.expect_principal()?).await?;
    Ok(redirect("/settings/account"))
}

fn fields(t: &CommonMessages, own: &OwnAccount, email: &str) -> FormFields {
    let email = FormField::new("email", t.profile_new_address(), FieldKind::Email)
        .value(email)
        .hint(t.profile_new_address_hint())
        .autocomplete("email")
        .limit(254);
    let present =
        (own.has_password && own.factors.is_empty()).then(|| present_password_field(t, "present"));
    FormFields([Some(email), present].into_iter().flatten().collect())
}

fn address_page(
    context: &PageContext,
    own: OwnAccount,
    fields: FormFields,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let (layout, error) = (PageLayout::of(context), outcome.message.clone());
    outcome.page(&AddressPage { layout, own, fields: fields.0, error })
}

async fn codes_page(context: &PageContext, outcome: &FormOutcome) -> Result<Response, PageError> {
    let own = own_account(context.ports(), context.caller()).await?;
    let t = context.common();
    let Some(change) = own.address_change.clone() else {
        let fields = fields(t, &own, "");
        let ended = FormOutcome::saying(StatusCode::OK, t.profile_codes_ended());
        return address_page(context, own, fields, &ended);
    };
    let code = |name, label: String| {
        FormField::new(name, label, FieldKind::Code).autocomplete("one-time-code").limit(32)
    };
    outcome.page(&CodesPage {
        layout: PageLayout::of(context),
        change,
        fields: vec![
            code("present_code", t.profile_present_code()),
            code("new_code", t.profile_new_code()),
        ],
        error: outcome.message.clone(),
    })
}
