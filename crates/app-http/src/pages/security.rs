//! セキュリティ: enrolling and removing the second factor.

use super::Typed;
use super::sign_in::{NextQuery, code_of, factor_code_field, next_of};
use crate::error::{PageError, named};
use crate::speech::Everybody;
use crate::web::{Field, Next, Shell, Visit, page, redirect, redirect_with, with_session};
use crate::wording;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Query};
use poem::{Response, handler};
use qrcode::QrCode;
use qrcode::render::svg;
use serde::Deserialize;
use wariin_domain::{Account, IdpConnectionId, Role};
use wariin_usecases::{Error, Who};

#[derive(Template)]
#[template(path = "security.html")]
struct SecurityPage {
    shell: Shell,
    enrolled: Option<String>,
    backup_codes_left: u64,
    is_strong: bool,
    next: Next,
    notice: String,
    /// The provider of the account's organisation, when one is connected.
    idp: Option<OwnIdp>,
    is_admin: bool,
    /// Whether the organisation demands what is missing.
    is_demanded: bool,
}

/// The provider of the account's organisation.
struct OwnIdp {
    connection: IdpConnectionId,
    name: String,
    /// Since when the account is linked to it.
    linked: Option<String>,
    has_password: bool,
}

async fn own_idp(visit: &Visit, account: &Account) -> Result<Option<OwnIdp>, Error> {
    let views = &visit.ports().views;
    let Some(connection) = views.idp_serving(&account.email.domain()).await? else {
        return Ok(None);
    };
    let links = views.idp_links(account.id).await?;
    let link = links.iter().find(|link| link.identity.connection == connection.id);
    Ok(Some(OwnIdp {
        connection: connection.id,
        name: connection.name.to_string(),
        linked: link.map(|link| visit.speech().at(link.linked_at)),
        has_password: views.has_password(account.id).await?,
    }))
}

#[derive(Template)]
#[template(path = "enrol.html")]
struct EnrolPage {
    shell: Shell,
    qr: String,
    uri: String,
    key: String,
    fields: Vec<Field>,
    next: Next,
    error: String,
}

#[derive(Template)]
#[template(path = "backup_codes.html")]
struct BackupCodesPage {
    shell: Shell,
    codes: Vec<String>,
    next: Next,
    error: String,
}

#[derive(Template)]
#[template(path = "remove_factor.html")]
struct RemovePage {
    shell: Shell,
    fields: Vec<Field>,
    error: String,
}

#[derive(Debug, Default, Deserialize)]
struct Notice {
    notice: Option<String>,
}

impl Notice {
    /// What just happened, as the page says it.
    fn text(&self, t: &Everybody) -> String {
        match self.notice.as_deref() {
            Some("enrolled") => t.account_factor_enabled(),
            Some("removed") => t.account_factor_removed(),
            Some("linked") => t.account_now_linked(),
            Some("lost") => t.account_factor_replaced(),
            _ => String::new(),
        }
    }
}

fn shell(visit: &Visit, next: Next) -> Shell {
    if next.turn().is_some() { Shell::of_recipient(visit) } else { Shell::of(visit) }
}

/// The state of the second factor.
#[handler]
pub(crate) async fn show(
    visit: Visit,
    Query(query): Query<NextQuery>,
    Query(notice): Query<Notice>,
) -> Result<Response, PageError> {
    let next = query.next();
    let (account, _) = visit.signed_in(next)?;
    let views = &visit.ports().views;
    let factor = views.factor(account.id).await.map_err(Error::from)?;
    let enrolled = factor.and_then(|f| f.confirmed_at()).map(|at| visit.speech().at(at));
    let notice = notice.text(visit.t());
    let left = views.backup_codes_left(account.id).await.map_err(Error::from)?;
    let is_demanded =
        matches!(visit.who.as_ref().map(Who::member), Some(Err(Error::FactorDemanded)));
    let template = SecurityPage {
        shell: shell(&visit, next),
        enrolled,
        backup_codes_left: left,
        is_strong: visit.is_strong(),
        next,
        notice,
        idp: own_idp(&visit, account).await?,
        is_admin: account.role == Role::Admin && !is_demanded,
        is_demanded,
    };
    page(StatusCode::OK, &template)
}

/// Begins an enrolment.
#[handler]
pub(crate) async fn begin(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    let next = next_of(&typed);
    let (_, session) = visit.signed_in(next)?;
    match wariin_usecases::begin_enrolment(visit.ports(), session).await {
        Ok(_) => Ok(redirect(format!("/settings/security/enrol?next={next}"))),
        Err(Error::FactorExists) => Ok(redirect(format!("/settings/security?next={next}"))),
        Err(Error::MailboxNotProven) if next.turn().is_some() => Ok(redirect(next.path())),
        Err(error) => Err(error.into()),
    }
}

/// The seed, until it is confirmed.
#[handler]
pub(crate) async fn show_enrolment(
    visit: Visit,
    Query(query): Query<NextQuery>,
) -> Result<Response, PageError> {
    visit.signed_in(query.next())?;
    enrol_page(&visit, StatusCode::OK, query.next(), String::new()).await
}

/// Confirms the enrolment and shows the backup codes this once.
#[handler]
pub(crate) async fn confirm(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    visit.try_secret()?;
    let next = next_of(&typed);
    let (_, session) = visit.signed_in(next)?;
    match wariin_usecases::confirm_enrolment(visit.ports(), session, code_of(&typed)).await {
        Ok((cookie, codes)) => {
            let codes = codes.iter().map(wariin_domain::BackupCode::shown).collect();
            let template =
                BackupCodesPage { shell: shell(&visit, next), codes, next, error: String::new() };
            Ok(with_session(page(StatusCode::OK, &template)?, &cookie))
        }
        Err(refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_))) => {
            let (status, _) = named(&refused);
            enrol_page(&visit, status, next, wording::refusal(visit.speech(), &refused)).await
        }
        Err(Error::FactorExists) => Ok(redirect(format!("/settings/security?next={next}"))),
        Err(error) => Err(error.into()),
    }
}

/// Goes on once the backup codes are said to be saved.
#[handler]
pub(crate) fn saved(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    let next = next_of(&typed);
    visit.signed_in(next)?;
    if typed.contains_key("saved") {
        return Ok(match next {
            Next::Documents | Next::Security => redirect("/settings/security?notice=enrolled"),
            other => redirect(other.path()),
        });
    }
    let shown = typed.get("codes").map(String::as_str).unwrap_or_default();
    let codes = shown.split_whitespace().take(20).map(str::to_owned).collect();
    let error = visit.t().account_save_backup_codes_first();
    let template = BackupCodesPage { shell: shell(&visit, next), codes, next, error };
    page(StatusCode::UNPROCESSABLE_ENTITY, &template)
}

/// The form for removing the factor.
#[handler]
pub(crate) fn show_removal(visit: Visit) -> Result<Response, PageError> {
    visit.signed_in(Next::Documents)?;
    removal_page(&visit, StatusCode::OK, String::new())
}

/// Removes the factor.
#[handler]
pub(crate) async fn remove(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    visit.try_secret()?;
    let (_, session) = visit.signed_in(Next::Documents)?;
    match wariin_usecases::remove_factor(visit.ports(), session, code_of(&typed)).await {
        Ok(cookie) => Ok(redirect_with(&cookie, "/settings/security?notice=removed")),
        Err(refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_))) => {
            let (status, _) = named(&refused);
            removal_page(&visit, status, wording::refusal(visit.speech(), &refused))
        }
        Err(Error::NoFactor) => Ok(redirect("/settings/security")),
        Err(error) => Err(error.into()),
    }
}

fn removal_page(visit: &Visit, status: StatusCode, error: String) -> Result<Response, PageError> {
    let fields = vec![factor_code_field(visit.t())];
    page(status, &RemovePage { shell: Shell::of(visit), fields, error })
}

async fn enrol_page(
    visit: &Visit,
    status: StatusCode,
    next: Next,
    error: String,
) -> Result<Response, PageError> {
    let (_, session) = visit.signed_in(next)?;
    let enrolment = match wariin_usecases::pending_enrolment(visit.ports(), session).await {
        Ok(enrolment) => enrolment,
        Err(Error::NoEnrolment | Error::FactorExists) => {
            return Ok(redirect(format!("/settings/security?next={next}")));
        }
        Err(error) => return Err(error.into()),
    };
    let template = EnrolPage {
        shell: shell(visit, next),
        qr: qr(&enrolment.uri)?,
        uri: enrolment.uri,
        key: grouped(&enrolment.key),
        fields: vec![factor_code_field(visit.t())],
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
