//! セキュリティ: enrolling and removing the second factor.

use super::passkey::PasskeyForm;
use super::sign_in::{CodeForm, NextQuery, factor_code_field};
use crate::error::PageError;
use crate::i18n::CommonMessages;
use crate::web::{
    Checkbox, FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, ReturnTo,
    Secret, page, redirect, redirect_with, with_session,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{Factor, FactorId, FactorMethod, FactorName, IdpConnectionId, Role};
use wariin_usecases::{ConfirmedEnrolment, Error, LinkedProvider, own_factors, security_settings};

#[derive(Template)]
#[template(path = "security.html")]
struct SecurityPage {
    layout: PageLayout,
    factors: Vec<EnrolledFactor>,
    /// The field for the name of another factor, where one may be added now.
    fields: Vec<FormField>,
    backup_codes_left: u64,
    is_strong: bool,
    /// The form for registering a passkey, where one may be added now.
    passkey: Option<PasskeyForm>,
    next: ReturnTo,
    notice: String,
    /// The provider of the account's organisation, when one is connected.
    idp: Option<OwnIdp>,
    is_admin: bool,
    /// Whether the organisation demands what is missing.
    is_demanded: bool,
}

/// An active factor of the account.
struct EnrolledFactor {
    id: FactorId,
    name: String,
    kind: String,
    since: String,
}

impl EnrolledFactor {
    fn of(context: &PageContext, factor: &Factor) -> Self {
        let since = factor.confirmed_at().map(|at| context.locale().at(at)).unwrap_or_default();
        let kind = match factor.method() {
            FactorMethod::Totp => context.common().account_factor_app(),
            FactorMethod::Passkey => context.common().account_passkey(),
        };
        Self { id: factor.id, name: factor.name.to_string(), kind, since }
    }
}

/// The provider of the account's organisation.
struct OwnIdp {
    connection: IdpConnectionId,
    name: String,
    /// Since when the account is linked to it.
    linked: Option<String>,
    has_password: bool,
}

impl OwnIdp {
    fn of(context: &PageContext, provider: LinkedProvider) -> Self {
        Self {
            connection: provider.connection,
            name: provider.name,
            linked: provider.linked_at.map(|at| context.locale().at(at)),
            has_password: provider.has_password,
        }
    }
}

#[derive(Template)]
#[template(path = "enrol.html")]
struct EnrolPage {
    layout: PageLayout,
    qr: String,
    uri: String,
    key: String,
    fields: Vec<FormField>,
    next: ReturnTo,
    error: String,
}

#[derive(Template)]
#[template(path = "backup_codes.html")]
struct BackupCodesPage {
    layout: PageLayout,
    codes: Vec<String>,
    next: ReturnTo,
    error: String,
}

#[derive(Template)]
#[template(path = "remove_factor.html")]
struct RemovePage {
    layout: PageLayout,
    factor: FactorId,
    name: String,
    /// Whether the account has no other factor.
    is_last: bool,
    /// The form by a passkey, where the account has one.
    passkey: Option<PasskeyForm>,
    fields: Vec<FormField>,
    error: String,
}

#[derive(Debug, Default, Deserialize)]
struct Notice {
    notice: Option<String>,
}

impl Notice {
    /// What just happened, as the page says it.
    fn text(&self, t: &CommonMessages) -> String {
        match self.notice.as_deref() {
            Some("enrolled") => t.account_factor_enabled(),
            Some("added") => t.account_factor_added(),
            Some("removed") => t.account_factor_removed(),
            Some("linked") => t.account_now_linked(),
            Some("lost") => t.account_factor_replaced(),
            _ => String::new(),
        }
    }
}

/// Whether the backup codes were saved, and the codes in case they were not.
#[derive(Default, Deserialize)]
#[serde(default)]
struct SavedForm {
    saved: Checkbox,
    codes: Secret,
    next: ReturnTo,
}

/// The name of a new factor, as its owner calls it, and where to go on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct EnrolForm {
    name: String,
    next: ReturnTo,
}

fn name_field(t: &CommonMessages, name: &str) -> FormFields {
    let field = FormField::new("name", t.account_factor_name(), FieldKind::Text)
        .value(name)
        .hint(t.account_factor_name_hint())
        .optional()
        .limit(FactorName::LIMIT);
    FormFields(vec![field])
}

/// The state of the second factor.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Query(query): Query<NextQuery>,
    Query(notice): Query<Notice>,
) -> Result<Response, PageError> {
    let settings = security_settings(context.ports(), context.caller()).await?;
    let is_admin = context.account().is_some_and(|account| account.role == Role::Admin);
    let template = SecurityPage {
        layout: PageLayout::toward(&context, query.next),
        fields: if settings.factors.is_empty() {
            Vec::new()
        } else {
            name_field(context.common(), "").0
        },
        factors: settings.factors.iter().map(|f| EnrolledFactor::of(&context, f)).collect(),
        backup_codes_left: settings.backup_codes_left,
        is_strong: context.is_strong(),
        passkey: PasskeyForm::enrolment(&context, query.next)
            .filter(|_| settings.factors.is_empty() || context.is_strong()),
        next: query.next,
        notice: notice.text(context.common()),
        idp: settings.idp.map(|provider| OwnIdp::of(&context, provider)),
        is_admin: is_admin && !settings.is_factor_demanded,
        is_demanded: settings.is_factor_demanded,
    };
    page(StatusCode::OK, &template)
}

/// Begins an enrolment; a factor without a name is called after its kind.
#[handler]
pub(crate) async fn begin(
    context: PageContext,
    Form(EnrolForm { name, next }): Form<EnrolForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let mut fields = name_field(context.common(), &name);
    let name = fields.read_optional("name", FactorName::parse).flatten();
    let kind = context.common().account_factor_app();
    let name = match name {
        Some(name) => name,
        None => FactorName::parse(&kind).map_err(|_| PageError::malformed())?,
    };
    match wariin_usecases::begin_enrolment(context.ports(), principal, name).await {
        Ok(_) => Ok(redirect(format!("/settings/security/enrol?next={next}"))),
        Err(Error::MailboxNotProven) if next.turn().is_some() => Ok(redirect(next.path())),
        Err(error) => Err(error.into()),
    }
}

/// The seed, until it is confirmed.
#[handler]
pub(crate) async fn show_enrolment(
    context: PageContext,
    Query(query): Query<NextQuery>,
) -> Result<Response, PageError> {
    enrol_page(&context, query.next, &FormOutcome::blank()).await
}

/// Confirms the enrolment and shows the backup codes this once.
#[handler]
pub(crate) async fn confirm(
    context: PageContext,
    Form(CodeForm { code, next }): Form<CodeForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let principal = context.expect_principal()?;
    match wariin_usecases::confirm_enrolment(context.ports(), principal, code.into()).await {
        Ok(enrolment) => confirmed(&context, enrolment, next),
        Err(error) => {
            enrol_page(&context, next, &FormOutcome::refused_code(&context, error)?).await
        }
    }
}

/// Goes on after a factor was added; after the first one by way of the backup codes.
pub(crate) fn confirmed(
    context: &PageContext,
    enrolment: ConfirmedEnrolment,
    next: ReturnTo,
) -> Result<Response, PageError> {
    let ConfirmedEnrolment { cookie, backup_codes } = enrolment;
    if backup_codes.is_empty() {
        let to = match next {
            ReturnTo::Documents | ReturnTo::Security => {
                "/settings/security?notice=added".to_owned()
            }
            other => other.path(),
        };
        return Ok(redirect_with(&cookie, to));
    }
    let codes = backup_codes.iter().map(wariin_domain::BackupCode::shown).collect();
    let shown = backup_codes_page(context, codes, next, &FormOutcome::blank())?;
    Ok(with_session(shown, &cookie))
}

/// Goes on once the backup codes are said to be saved.
#[handler]
pub(crate) fn saved(
    context: PageContext,
    Form(SavedForm { saved, codes, next }): Form<SavedForm>,
) -> Result<Response, PageError> {
    if saved.is_checked() {
        return Ok(match next {
            ReturnTo::Documents | ReturnTo::Security => {
                redirect("/settings/security?notice=enrolled")
            }
            other => redirect(other.path()),
        });
    }
    let codes = codes.expose().split_whitespace().take(20).map(str::to_owned).collect();
    let error = context.common().account_save_backup_codes_first();
    let outcome = FormOutcome::saying(StatusCode::UNPROCESSABLE_ENTITY, error);
    backup_codes_page(&context, codes, next, &outcome)
}

fn backup_codes_page(
    context: &PageContext,
    codes: Vec<String>,
    next: ReturnTo,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let (layout, error) = (PageLayout::toward(context, next), outcome.message.clone());
    outcome.page(&BackupCodesPage { layout, codes, next, error })
}

/// The form for removing a factor.
#[handler]
pub(crate) async fn show_removal(
    context: PageContext,
    Path(factor): Path<Uuid>,
) -> Result<Response, PageError> {
    removal_page(&context, factor.into(), &FormOutcome::blank()).await
}

/// Removes a factor.
#[handler]
pub(crate) async fn remove(
    context: PageContext,
    Path(factor): Path<Uuid>,
    Form(form): Form<CodeForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let principal = context.expect_principal()?;
    let (ports, factor, code) = (context.ports(), FactorId::from(factor), form.code.into());
    match wariin_usecases::remove_factor(ports, principal, factor, code).await {
        Ok(cookie) => Ok(redirect_with(&cookie, "/settings/security?notice=removed")),
        Err(Error::NoFactor) => Ok(redirect("/settings/security")),
        Err(error) => {
            removal_page(&context, factor, &FormOutcome::refused_code(&context, error)?).await
        }
    }
}

async fn removal_page(
    context: &PageContext,
    factor: FactorId,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let factors = own_factors(context.ports(), context.caller()).await?;
    let Some(found) = factors.iter().find(|known| known.id == factor) else {
        return Ok(redirect("/settings/security"));
    };
    outcome.page(&RemovePage {
        layout: PageLayout::of(context),
        factor,
        name: found.name.to_string(),
        is_last: factors.len() == 1,
        passkey: PasskeyForm::removal(context, factor)
            .filter(|_| has(&factors, FactorMethod::Passkey)),
        fields: if has(&factors, FactorMethod::Totp) {
            vec![factor_code_field(context.common())]
        } else {
            Vec::new()
        },
        error: outcome.message.clone(),
    })
}

async fn enrol_page(
    context: &PageContext,
    next: ReturnTo,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let enrolment = match wariin_usecases::pending_enrolment(context.ports(), principal).await {
        Ok(enrolment) => enrolment,
        Err(Error::NoEnrolment) => {
            return Ok(redirect(format!("/settings/security?next={next}")));
        }
        Err(error) => return Err(error.into()),
    };
    outcome.page(&EnrolPage {
        layout: PageLayout::toward(context, next),
        qr: qr(&enrolment.uri)?,
        uri: enrolment.uri,
        key: grouped(&enrolment.key),
        fields: vec![factor_code_field(context.common())],
        next,
        error: outcome.message.clone(),
    })
}

/// Whether one of the factors is of this kind.
pub(crate) fn has(factors: &[Factor], method: FactorMethod) -> bool {
    factors.iter().any(|factor| factor.method() == method)
}

/// The QR code as an SVG element.
fn qr(uri: &str) -> Result<String, PageError> {
    let code = QrCode::new(uri.as_bytes()).map_err(|e| PageError::fault(&e))?;
    let picture = code
        .render::<svg::Color<'_>>()
        .min_dimensions(200, 200)
        .dark_color(svg::Color("#000"))
        .light_color(svg::Color("#fff"))
        .build();
    let start = picture.find("<svg").unwrap_or_default();
    Ok(picture[start..].to_owned())
}

/// A key in groups of four, for reading and typing.
fn grouped(key: &str) -> String {
    let characters: Vec<char> = key.chars().collect();
    characters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
