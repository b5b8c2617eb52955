//! セキュリティ: enrolling and removing the second factor.

use super::Typed;
use super::sign_in::{NextQuery, code_of, factor_code_field, next_of};
use crate::error::{PageError, named};
use crate::i18n::CommonMessages;
use crate::i18n::labels;
use crate::web::{
    FieldKind, FormField, FormFields, PageContext, PageLayout, ReturnTo, page, redirect,
    redirect_with, with_session,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{Account, Factor, FactorId, FactorName, IdpConnectionId, Role};
use wariin_usecases::{Caller, ConfirmedEnrolment, Error};

#[derive(Template)]
#[template(path = "security.html")]
struct SecurityPage {
    layout: PageLayout,
    factors: Vec<EnrolledFactor>,
    /// The field for the name of another factor, where one may be added now.
    fields: Vec<FormField>,
    backup_codes_left: u64,
    is_strong: bool,
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
    since: String,
}

/// The provider of the account's organisation.
struct OwnIdp {
    connection: IdpConnectionId,
    name: String,
    /// Since when the account is linked to it.
    linked: Option<String>,
    has_password: bool,
}

async fn own_idp(context: &PageContext, account: &Account) -> Result<Option<OwnIdp>, Error> {
    let views = &context.ports().views;
    let Some(connection) = views.idp_serving(&account.email.domain()).await? else {
        return Ok(None);
    };
    let links = views.idp_links(account.id).await?;
    let link = links.iter().find(|link| link.identity.connection == connection.id);
    Ok(Some(OwnIdp {
        connection: connection.id,
        name: connection.name.to_string(),
        linked: link.map(|link| context.locale().at(link.linked_at)),
        has_password: views.has_password(account.id).await?,
    }))
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

fn layout(context: &PageContext, next: ReturnTo) -> PageLayout {
    if next.turn().is_some() { PageLayout::of_recipient(context) } else { PageLayout::of(context) }
}

/// The state of the second factor.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Query(query): Query<NextQuery>,
    Query(notice): Query<Notice>,
) -> Result<Response, PageError> {
    let next = query.next();
    let (account, _) = context.signed_in(next)?;
    let views = &context.ports().views;
    let factors = views.factors(account.id).await.map_err(Error::from)?;
    let notice = notice.text(context.common());
    let left = views.backup_codes_left(account.id).await.map_err(Error::from)?;
    let is_demanded =
        matches!(context.caller.as_ref().map(Caller::member), Some(Err(Error::FactorDemanded)));
    let template = SecurityPage {
        layout: layout(&context, next),
        fields: if factors.is_empty() { Vec::new() } else { name_field(context.common()).0 },
        factors: factors.iter().map(|factor| enrolled(&context, factor)).collect(),
        backup_codes_left: left,
        is_strong: context.is_strong(),
        next,
        notice,
        idp: own_idp(&context, account).await?,
        is_admin: account.role == Role::Admin && !is_demanded,
        is_demanded,
    };
    page(StatusCode::OK, &template)
}

/// The name of a factor, as its owner calls it.
fn name_field(t: &CommonMessages) -> FormFields {
    let field = FormField::new("name", t.account_factor_name(), FieldKind::Text)
        .hint(t.account_factor_name_hint())
        .optional()
        .limit(FactorName::LIMIT);
    FormFields(vec![field])
}

fn enrolled(context: &PageContext, factor: &Factor) -> EnrolledFactor {
    let since = factor.confirmed_at().map(|at| context.locale().at(at)).unwrap_or_default();
    EnrolledFactor { id: factor.id, name: factor.name.to_string(), since }
}

/// Begins an enrolment; a factor without a name is called after its kind.
#[handler]
pub(crate) async fn begin(
    context: PageContext,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let next = next_of(&typed);
    let (_, principal) = context.signed_in(next)?;
    let mut fields = name_field(context.common()).filled(&typed);
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
    context.signed_in(query.next())?;
    enrol_page(&context, StatusCode::OK, query.next(), String::new()).await
}

/// Confirms the enrolment and shows the backup codes this once.
#[handler]
pub(crate) async fn confirm(
    context: PageContext,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let next = next_of(&typed);
    let (_, principal) = context.signed_in(next)?;
    match wariin_usecases::confirm_enrolment(context.ports(), principal, code_of(&typed)).await {
        Ok(ConfirmedEnrolment { cookie, backup_codes }) if backup_codes.is_empty() => {
            let to = match next {
                ReturnTo::Documents | ReturnTo::Security => {
                    "/settings/security?notice=added".to_owned()
                }
                other => other.path(),
            };
            Ok(redirect_with(&cookie, to))
        }
        Ok(ConfirmedEnrolment { cookie, backup_codes }) => {
            let codes = backup_codes.iter().map(wariin_domain::BackupCode::shown).collect();
            let template = BackupCodesPage {
                layout: layout(&context, next),
                codes,
                next,
                error: String::new(),
            };
            Ok(with_session(page(StatusCode::OK, &template)?, &cookie))
        }
        Err(refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_))) => {
            let (status, _) = named(&refused);
            enrol_page(&context, status, next, labels::refusal(context.locale(), &refused)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Goes on once the backup codes are said to be saved.
#[handler]
pub(crate) fn saved(context: PageContext, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    let next = next_of(&typed);
    context.signed_in(next)?;
    if typed.contains_key("saved") {
        return Ok(match next {
            ReturnTo::Documents | ReturnTo::Security => {
                redirect("/settings/security?notice=enrolled")
            }
            other => redirect(other.path()),
        });
    }
    let shown = typed.get("codes").map(String::as_str).unwrap_or_default();
    let codes = shown.split_whitespace().take(20).map(str::to_owned).collect();
    let error = context.common().account_save_backup_codes_first();
    let template = BackupCodesPage { layout: layout(&context, next), codes, next, error };
    page(StatusCode::UNPROCESSABLE_ENTITY, &template)
}

/// The form for removing a factor.
#[handler]
pub(crate) async fn show_removal(
    context: PageContext,
    Path(factor): Path<Uuid>,
) -> Result<Response, PageError> {
    removal_page(&context, factor.into(), StatusCode::OK, String::new()).await
}

/// Removes a factor.
#[handler]
pub(crate) async fn remove(
    context: PageContext,
    Path(factor): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let (_, principal) = context.signed_in(ReturnTo::Documents)?;
    let factor = FactorId::from(factor);
    match wariin_usecases::remove_factor(context.ports(), principal, factor, code_of(&typed)).await
    {
        Ok(cookie) => Ok(redirect_with(&cookie, "/settings/security?notice=removed")),
        Err(refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_))) => {
            let (status, _) = named(&refused);
            removal_page(&context, factor, status, labels::refusal(context.locale(), &refused))
                .await
        }
        Err(Error::NoFactor) => Ok(redirect("/settings/security")),
        Err(error) => Err(error.into()),
    }
}

async fn removal_page(
    context: &PageContext,
    factor: FactorId,
    status: StatusCode,
    error: String,
) -> Result<Response, PageError> {
    let (account, _) = context.signed_in(ReturnTo::Documents)?;
    let factors = context.ports().views.factors(account.id).await.map_err(Error::from)?;
    let Some(found) = factors.iter().find(|known| known.id == factor) else {
        return Ok(redirect("/settings/security"));
    };
    let template = RemovePage {
        layout: PageLayout::of(context),
        factor,
        name: found.name.to_string(),
        is_last: factors.len() == 1,
        fields: vec![factor_code_field(context.common())],
        error,
    };
    page(status, &template)
}

async fn enrol_page(
    context: &PageContext,
    status: StatusCode,
    next: ReturnTo,
    error: String,
) -> Result<Response, PageError> {
    let (_, principal) = context.signed_in(next)?;
    let enrolment = match wariin_usecases::pending_enrolment(context.ports(), principal).await {
        Ok(enrolment) => enrolment,
        Err(Error::NoEnrolment) => {
            return Ok(redirect(format!("/settings/security?next={next}")));
        }
        Err(error) => return Err(error.into()),
    };
    let template = EnrolPage {
        layout: layout(context, next),
        qr: qr(&enrolment.uri)?,
        uri: enrolment.uri,
        key: grouped(&enrolment.key),
        fields: vec![factor_code_field(context.common())],
        next,
        error,
    };
    page(status, &template)
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
    let letters: Vec<char> = key.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
