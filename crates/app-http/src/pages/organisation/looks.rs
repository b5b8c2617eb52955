//! 名称・ロゴ: what the organisation shows of itself in mails and to recipients.

use crate::error::PageError;
use crate::i18n::OfficeMessages;
use crate::pages::documents::NoticeQuery;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, UploadForm, redirect,
};
use askama::Template;
use poem::web::{Form, Query};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{AccentColour, ColourError, OrganisationName, PostalAddress};
use wariin_ports::LogoRefusal;
use wariin_usecases::{
    DescribeOrganisation, Error, describe_organisation, logo_image, organisation_settings,
    remove_logo, set_logo,
};

const PAGE: &str = "/settings/organisation/looks";

#[derive(Template)]
#[template(path = "organisation_looks.html")]
struct LooksPage {
    layout: PageLayout,
    name: String,
    fields: Vec<FormField>,
    /// The colour as it is set now.
    colour: AccentColour,
    has_logo: bool,
    has_stamp: bool,
    is_strong: bool,
    notice: String,
    error: String,
}

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct LooksForm {
    name: String,
    address: String,
    colour: String,
}

fn fields(o: &OfficeMessages, form: &LooksForm) -> FormFields {
    FormFields(vec![
        FormField::new("name", o.organisation_name(), FieldKind::Text)
            .hint(o.organisation_name_hint())
            .limit(OrganisationName::LIMIT)
            .autocomplete("organization")
            .value(&form.name),
        FormField::new("address", o.organisation_address(), FieldKind::Text)
            .hint(o.organisation_address_hint())
            .limit(PostalAddress::LIMIT)
            .autocomplete("street-address")
            .optional()
            .value(&form.address),
        FormField::new("colour", o.organisation_colour(), FieldKind::Colour)
            .hint(o.organisation_colour_hint())
            .value(&form.colour),
    ])
}

/// The page.
#[handler]
pub(crate) fn show(
    context: PageContext,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let own = organisation_settings(context.caller())?;
    let o = context.office();
    let notice = match query.notice.as_deref() {
        Some("saved") => o.organisation_looks_saved(),
        Some("logo") => o.organisation_logo_saved(),
        Some("no-logo") => o.organisation_logo_removed(),
        Some("stamped") => o.organisation_stamp_saved(),
        Some("unstamped") => o.organisation_stamp_removed(),
        _ => String::new(),
    };
    let form = LooksForm {
        name: own.name.to_string(),
        address: own.looks.address.as_ref().map(ToString::to_string).unwrap_or_default(),
        colour: own.looks.colour.to_string(),
    };
    shown(&context, fields(o, &form), notice, &FormOutcome::blank())
}

/// Saves name, address and colour.
#[handler]
pub(crate) async fn save(
    context: PageContext,
    Form(form): Form<LooksForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let o = context.office();
    let mut fields = fields(o, &form);
    let colour = AccentColour::parse(&form.colour).map_err(|error| {
        let why = match error {
            ColourError::Malformed => o.organisation_colour_malformed(),
            ColourError::TooPale => o.organisation_colour_too_pale(),
        };
        fields.refuse("colour", why);
    });
    let read = (
        fields.read("name", OrganisationName::parse),
        fields.read_optional("address", PostalAddress::parse),
        colour,
    );
    let (Some(name), Some(address), Ok(colour)) = read else {
        return shown(&context, fields, String::new(), &FormOutcome::incomplete());
    };
    let command = DescribeOrganisation { name, address, colour };
    match describe_organisation(context.ports(), principal, command).await {
        Ok(()) => Ok(redirect(format!("{PAGE}?notice=saved"))),
        Err(error) => {
            let is_shown = |error: &Error| matches!(error, Error::Organisation(_));
            let outcome = FormOutcome::refused(&context, error, is_shown)?;
            shown(&context, fields, String::new(), &outcome)
        }
    }
}

/// The logo, to the organisation's admins.
#[handler]
pub(crate) async fn show_logo(context: PageContext) -> Result<Response, PageError> {
    let caller = context.caller().ok_or_else(PageError::not_found)?;
    let image = logo_image(context.ports(), caller).await?;
    Ok(Response::builder().content_type("image/png").body(image))
}

/// Sets another logo.
#[handler]
pub(crate) async fn set(context: PageContext, form: UploadForm) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let uploads = form.read(&*context.ports().files, |_, _| {}).await?;
    let set = match uploads.into_iter().next() {
        Some(upload) => set_logo(context.ports(), principal, upload).await,
        None => Err(Error::Logo(LogoRefusal::Unreadable)),
    };
    match set {
        Ok(()) => Ok(redirect(format!("{PAGE}?notice=logo"))),
        Err(error) => {
            Err(PageError::from(error).or_action(context.office().organisation_looks(), PAGE))
        }
    }
}

/// Removes the logo.
#[handler]
pub(crate) async fn remove(context: PageContext) -> Result<Response, PageError> {
    remove_logo(context.ports(), context.expect_principal()?).await?;
    Ok(redirect(format!("{PAGE}?notice=no-logo")))
}

fn shown(
    context: &PageContext,
    fields: FormFields,
    notice: String,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let own = organisation_settings(context.caller())?;
    outcome.page(&LooksPage {
        layout: PageLayout::of(context),
        name: own.name.to_string(),
        fields: fields.0,
        colour: own.looks.colour,
        has_logo: own.looks.logo.is_some(),
        has_stamp: own.stamp.is_some(),
        is_strong: context.is_strong(),
        notice,
        error: outcome.message.clone(),
    })
}
