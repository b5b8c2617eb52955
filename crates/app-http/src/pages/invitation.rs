//! 招待: somebody who is invited joins the organisation, behind a code mailed to that address.

use super::Typed;
use super::sign_in::{code_of, mailed_code_field};
use crate::error::{PageError, named};
use crate::web::{Field, FieldKind, Fields, Shell, Visit, page, redirect, with_session};
use crate::wording;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use wariin_domain::{Invitation, NewPassword, PersonName, Role, Uuid};
use wariin_usecases::{
    AcceptInvitation, Error, accept_invitation, ask_for_invitation_code, is_invited,
};

#[derive(Template)]
#[template(path = "invitation.html")]
struct InvitationPage {
    shell: Shell,
    id: Uuid,
    organisation: String,
    /// The invited address, masked.
    intended: String,
    role: Role,
    /// Who is signed in, when it is somebody else.
    somebody_else: Option<String>,
    error: String,
}

#[derive(Template)]
#[template(path = "invitation_join.html")]
struct JoinPage {
    shell: Shell,
    id: Uuid,
    organisation: String,
    intended: String,
    fields: Vec<Field>,
    error: String,
}

async fn found(visit: &Visit, id: Uuid) -> Result<Invitation, PageError> {
    let invitation = visit.ports().views.invitation(id.into()).await.map_err(Error::from)?;
    let now = visit.ports().clock.now();
    invitation.filter(|one| one.is_open(now)).ok_or_else(PageError::invitation_ended)
}

async fn organisation(visit: &Visit, invitation: &Invitation) -> Result<String, PageError> {
    let known = visit.ports().views.organisation(invitation.organisation).await;
    Ok(known.map_err(Error::from)?.map(|own| own.name.to_string()).unwrap_or_default())
}

/// What it is about; shows nobody's address and changes nothing.
#[handler]
pub(crate) async fn show(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    landing(&visit, id, StatusCode::OK, String::new()).await
}

/// Mails the code.
#[handler]
pub(crate) async fn ask(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    visit.try_secret()?;
    found(&visit, id).await?;
    match ask_for_invitation_code(visit.ports(), id.into(), &visit.browser).await {
        Ok(()) => Ok(redirect(format!("/invitations/{id}/join"))),
        Err(refused @ Error::MailboxCode(_)) => {
            landing(&visit, id, named(&refused).0, wording::refusal(visit.speech(), &refused)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The form for the code, and for a new account where there is none.
#[handler]
pub(crate) async fn show_join(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let invitation = found(&visit, id).await?;
    let fields = fields(&visit, &invitation);
    join_page(&visit, &invitation, StatusCode::OK, fields, String::new()).await
}

/// Joins.
#[handler]
pub(crate) async fn join(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    visit.try_secret()?;
    let invitation = found(&visit, id).await?;
    let mut fields = fields(&visit, &invitation).filled(&typed);
    let newcomer = if fields.0.len() == 1 {
        None
    } else {
        let read =
            (fields.read("name", PersonName::parse), fields.read("password", NewPassword::parse));
        let (Some(name), Some(password)) = read else {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return join_page(&visit, &invitation, status, fields, String::new()).await;
        };
        Some((name, password))
    };
    let command = AcceptInvitation {
        invitation: invitation.id,
        browser: visit.browser.clone(),
        session: visit.session(),
        code: code_of(&typed),
        newcomer,
        language: visit.speech().language,
    };
    match accept_invitation(visit.ports(), command).await {
        Ok(cookie) => {
            let response = redirect("/documents?notice=joined");
            Ok(match cookie {
                Some(cookie) => with_session(response, &cookie),
                None => response,
            })
        }
        Err(Error::AccountExists) => Err(PageError::sign_in_to_join(id)),
        Err(refused @ (Error::WrongCode | Error::MailboxCode(_) | Error::Organisation(_))) => {
            let error = wording::refusal(visit.speech(), &refused);
            join_page(&visit, &invitation, named(&refused).0, fields, error).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The code; and who the person is, unless the invited person's account is signed in.
fn fields(visit: &Visit, invitation: &Invitation) -> Fields {
    let t = visit.t();
    let code = mailed_code_field(t);
    if visit.who.as_ref().is_some_and(|who| is_invited(who, invitation)) {
        return Fields(vec![code]);
    }
    Fields(vec![
        code,
        Field::new("name", t.account_name(), FieldKind::Text)
            .autocomplete("name")
            .limit(PersonName::LIMIT),
        Field::new("password", t.account_password(), FieldKind::Password)
            .hint(t.account_new_password_hint())
            .autocomplete("new-password"),
    ])
}

async fn landing(
    visit: &Visit,
    id: Uuid,
    status: StatusCode,
    error: String,
) -> Result<Response, PageError> {
    let invitation = found(visit, id).await?;
    let is_invited = visit.who.as_ref().is_some_and(|who| is_invited(who, &invitation));
    let signed_in = visit.account().filter(|_| !is_invited);
    let template = InvitationPage {
        shell: Shell::of_recipient(visit),
        id,
        organisation: organisation(visit, &invitation).await?,
        intended: invitation.email.masked(),
        role: invitation.role,
        somebody_else: signed_in.map(|account| account.email.masked()),
        error,
    };
    page(status, &template)
}

async fn join_page(
    visit: &Visit,
    invitation: &Invitation,
    status: StatusCode,
    fields: Fields,
    error: String,
) -> Result<Response, PageError> {
    let template = JoinPage {
        shell: Shell::of_recipient(visit),
        id: invitation.id.into(),
        organisation: organisation(visit, invitation).await?,
        intended: invitation.email.masked(),
        fields: fields.into_shown(),
        error,
    };
    page(status, &template)
}
