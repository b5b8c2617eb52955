//! セキュリティ: enrolling and removing the second factor.

pub(crate) mod backup_codes;

use super::passkey::PasskeyForm;
use super::sign_in::{CodeForm, NextQuery, factor_code_field};
use crate::error::PageError;
use crate::i18n::CommonMessages;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, ReturnTo, page,
    redirect, redirect_with,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{
    BackupCodeStock, Factor, FactorId, FactorMethod, FactorName, IdpConnectionId, Role,
};
use wariin_ports::{Enrolment, SessionCookie};
use wariin_usecases::{
    ConfirmedEnrolment, Error, LinkedProvider, Principal, own_factors, own_provider,
    security_settings,
};

#[derive(Template)]
#[template(path = "security.html")]
struct SecurityPage {
    layout: PageLayout,
    factors: Vec<EnrolledFactor>,
    /// The field for the name of another factor, where one may be added now.
    fields: Vec<FormField>,
    backup_codes: BackupCodeStock,
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
    /// Whether the account has another way to sign in.
    has_other_way: bool,
}

impl OwnIdp {
    fn of(context: &PageContext, provider: LinkedProvider) -> Self {
        Self {
            connection: provider.connection,
            name: provider.name,
            linked: provider.linked_at.map(|at| context.locale().at(at)),
            has_other_way: provider.has_other_way,
        }
    }
}

#[derive(Template)]
#[template(path = "enrol.html")]
struct EnrolPage {
    layout: PageLayout,
    /// What the app is registered with; `None` until the enrolment was begun in this session.
    app: Option<NewApp>,
    fields: Vec<FormField>,
    next: ReturnTo,
    notice: String,
    error: String,
    /// The provider by which a recipient may go on instead.
    idp: Option<OwnIdp>,
    /// The form by a passkey, which a recipient may register instead.
    passkey: Option<PasskeyForm>,
}

/// What an authenticator app is registered with, in the three ways that there are.
struct NewApp {
    qr: String,
    uri: String,
    key: String,
}

impl NewApp {
    fn of(enrolment: Enrolment) -> Result<Self, PageError> {
        let qr = qr(&enrolment.uri)?;
        Ok(Self { qr, key: grouped(&enrolment.key), uri: enrolment.uri })
    }
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
            Some("saved") => t.account_backup_codes_kept(),
            Some("added") => t.account_factor_added(),
            Some("removed") => t.account_factor_removed(),
            Some("linked") => t.account_now_linked(),
            Some("lost") => t.account_factor_replaced(),
            _ => String::new(),
        }
    }
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
    if query.next.turn().is_some() && settings.factors.is_empty() {
        return Ok(redirect(enrolment_of(query.next)));
    }
    let is_admin =
        context.account().is_some_and(|account| account.membership.has_role(Role::Admin));
    let template = SecurityPage {
        layout: PageLayout::toward(&context, query.next),
        fields: if settings.factors.is_empty() {
            Vec::new()
        } else {
            name_field(context.common(), "").0
        },
        factors: settings.factors.iter().map(|f| EnrolledFactor::of(&context, f)).collect(),
        backup_codes: settings.backup_codes,
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
        Ok(_) => Ok(redirect(enrolment_of(next))),
        Err(Error::MailboxNotProven) => match next.landing() {
            Some(landing) => Ok(redirect(landing)),
            None => Err(Error::MailboxNotProven.into()),
        },
        Err(Error::SignInAgain) if next.turn().is_some() => {
            Ok(redirect(format!("/sign-in/code?next={next}")))
        }
        Err(error) => Err(error.into()),
    }
}

/// Goes on under a new session to the enrolment, which is begun at once, so that the recipient sees what to
/// scan without pressing another button.
pub(crate) async fn enrol_at_once(
    context: &PageContext,
    session: (&SessionCookie, Principal),
    next: ReturnTo,
) -> Result<Response, PageError> {
    let (cookie, principal) = session;
    let name = FactorName::parse(&context.common().account_factor_app());
    let name = name.map_err(|_| PageError::malformed())?;
    match wariin_usecases::begin_enrolment(context.ports(), principal, name).await {
        Ok(_) => Ok(redirect_with(cookie, enrolment_of(next))),
        Err(Error::MailboxNotProven) => {
            Ok(redirect_with(cookie, next.landing().unwrap_or_else(|| next.path())))
        }
        Err(error) => Err(error.into()),
    }
}

/// The page of the enrolment that leads on to this place.
pub(crate) fn enrolment_of(next: ReturnTo) -> String {
    format!("/settings/security/enrol?next={next}")
}

/// The seed, until it is confirmed.
#[handler]
pub(crate) async fn show_enrolment(
    context: PageContext,
    Query(query): Query<NextQuery>,
    Query(notice): Query<Notice>,
) -> Result<Response, PageError> {
    let notice = notice.text(context.common());
    enrol_page(&context, query.next, notice, &FormOutcome::blank()).await
}

/// Confirms the enrolment. A recipient sees the document next, and is asked to save backup codes there; for every other
/// first factor they are shown at once.
#[handler]
pub(crate) async fn confirm(
    context: PageContext,
    Form(CodeForm { code, next }): Form<CodeForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let principal = context.expect_principal()?;
    match wariin_usecases::confirm_enrolment(context.ports(), principal, code.into()).await {
        Ok(confirmed) => go_on_enrolled(&context, confirmed, next).await,
        Err(error) => {
            let outcome = FormOutcome::refused_code(&context, error)?;
            enrol_page(&context, next, String::new(), &outcome).await
        }
    }
}

/// Goes on after a factor was added; after the first one by way of the backup codes.
pub(crate) async fn go_on_enrolled(
    context: &PageContext,
    confirmed: ConfirmedEnrolment,
    next: ReturnTo,
) -> Result<Response, PageError> {
    if confirmed.is_first && next.turn().is_none() {
        let session = (&confirmed.cookie, Principal::from(confirmed.session));
        return backup_codes::show_first(context, session, next).await;
    }
    let to = match next {
        ReturnTo::Home | ReturnTo::Security => "/settings/security?notice=added".to_owned(),
        other => other.path(),
    };
    Ok(redirect_with(&confirmed.cookie, to))
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
    notice: String,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let is_recipient = next.turn().is_some();
    let app = match wariin_usecases::pending_enrolment(context.ports(), principal).await {
        Ok(enrolment) => Some(NewApp::of(enrolment)?),
        Err(Error::NoEnrolment) if is_recipient => None,
        Err(Error::NoEnrolment) => {
            return Ok(redirect(format!("/settings/security?next={next}")));
        }
        Err(error) => return Err(error.into()),
    };
    let idp =
        if is_recipient { own_provider(context.ports(), context.caller()).await? } else { None };
    outcome.page(&EnrolPage {
        layout: PageLayout::toward(context, next),
        app,
        fields: vec![factor_code_field(context.common())],
        next,
        notice,
        error: outcome.message.clone(),
        idp: idp.map(|provider| OwnIdp::of(context, provider)),
        passkey: PasskeyForm::enrolment(context, next)
            .filter(|_| is_recipient)
            .map(|form| PasskeyForm { about: context.common().account_passkey_about(), ..form }),
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
