//! メンバー: who belongs to the organisation, as what, and who is invited.

use super::Typed;
use super::documents::NoticeQuery;
use super::organisation::admin;
use crate::error::{PageError, named};
use crate::speech::Office;
use crate::web::{Field, FieldKind, Fields, Next, Shell, Visit, page, redirect};
use crate::wording;
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use wariin_domain::{AccountId, EmailAddress, INVITATION_LIFE, Invitation, Role, Timestamp, Uuid};
use wariin_ports::Member;
use wariin_usecases::{
    Error, assign_role, invite_member, mail_invitation_again, remove_member, reset_factor,
    withdraw_invitation,
};

#[derive(Template)]
#[template(path = "members.html")]
struct MembersPage {
    shell: Shell,
    organisation: String,
    own: AccountId,
    members: Vec<Member>,
    invitations: Vec<Invitation>,
    fields: Vec<Field>,
    role: Role,
    now: Timestamp,
    is_strong: bool,
    notice: String,
    error: String,
}

impl MembersPage {
    fn until(&self, invitation: &Invitation) -> String {
        self.shell.speech.at(invitation.mailed_at.plus(INVITATION_LIFE))
    }
}

#[derive(Template)]
#[template(path = "member_step.html")]
struct StepPage {
    shell: Shell,
    member: Member,
    step: Step,
}

/// What is asked about once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Remove,
    ResetFactor,
}

fn fields(o: &Office) -> Fields {
    let email =
        Field::new("email", o.team_email(), FieldKind::Email).hint(o.team_email_hint()).limit(254);
    Fields(vec![email])
}

/// The people, the invitations, and the form for a new one.
#[handler]
pub(crate) async fn list(
    visit: Visit,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    admin(&visit, Next::Members)?;
    let o = visit.o();
    let notice = match query.notice.as_deref() {
        Some("invited") => o.team_invitation_mailed(),
        Some("withdrawn") => o.team_invitation_withdrawn(),
        Some("role") => o.team_role_changed(),
        Some("removed") => o.team_removed(),
        Some("reset") => o.team_factor_reset(),
        _ => String::new(),
    };
    shown(&visit, StatusCode::OK, (fields(visit.o()), Role::Member), notice, String::new()).await
}

/// Invites somebody.
#[handler]
pub(crate) async fn invite(visit: Visit, Form(typed): Form<Typed>) -> Result<Response, PageError> {
    visit.try_secret()?;
    let (_, session) = admin(&visit, Next::Members)?;
    let role = role_of(&typed)?;
    let mut fields = fields(visit.o()).filled(&typed);
    let Some(email) = fields.read("email", EmailAddress::parse) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return shown(&visit, status, (fields, role), String::new(), String::new()).await;
    };
    match invite_member(visit.ports(), session, email, role).await {
        Ok(()) => Ok(redirect("/settings/members?notice=invited")),
        Err(refused) => refuse(&visit, (fields, role), refused).await,
    }
}

/// Gives a member another role.
#[handler]
pub(crate) async fn assign(
    visit: Visit,
    Path(member): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let (_, session) = admin(&visit, Next::Members)?;
    match assign_role(visit.ports(), session, member.into(), role_of(&typed)?).await {
        Ok(()) => Ok(redirect("/settings/members?notice=role")),
        Err(refused) => refuse(&visit, (fields(visit.o()), Role::Member), refused).await,
    }
}

/// Asks once before taking a member out of the organisation.
#[handler]
pub(crate) async fn confirm_removal(
    visit: Visit,
    Path(member): Path<Uuid>,
) -> Result<Response, PageError> {
    step_page(&visit, member.into(), Step::Remove).await
}

/// Takes a member out of the organisation.
#[handler]
pub(crate) async fn remove(visit: Visit, Path(member): Path<Uuid>) -> Result<Response, PageError> {
    let (_, session) = admin(&visit, Next::Members)?;
    match remove_member(visit.ports(), session, member.into()).await {
        Ok(()) => Ok(redirect("/settings/members?notice=removed")),
        Err(refused) => refuse(&visit, (fields(visit.o()), Role::Member), refused).await,
    }
}

/// Asks once before removing a member's factor.
#[handler]
pub(crate) async fn confirm_reset(
    visit: Visit,
    Path(member): Path<Uuid>,
) -> Result<Response, PageError> {
    step_page(&visit, member.into(), Step::ResetFactor).await
}

/// Removes a member's factor.
#[handler]
pub(crate) async fn reset(visit: Visit, Path(member): Path<Uuid>) -> Result<Response, PageError> {
    let (_, session) = admin(&visit, Next::Members)?;
    match reset_factor(visit.ports(), session, member.into()).await {
        Ok(()) => Ok(redirect("/settings/members?notice=reset")),
        Err(refused) => refuse(&visit, (fields(visit.o()), Role::Member), refused).await,
    }
}

/// Mails an invitation once more.
#[handler]
pub(crate) async fn mail_again(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let (_, session) = admin(&visit, Next::Members)?;
    match mail_invitation_again(visit.ports(), session, id.into()).await {
        Ok(()) => Ok(redirect("/settings/members?notice=invited")),
        Err(refused) => refuse(&visit, (fields(visit.o()), Role::Member), refused).await,
    }
}

/// Withdraws an invitation.
#[handler]
pub(crate) async fn withdraw(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let (_, session) = admin(&visit, Next::Members)?;
    match withdraw_invitation(visit.ports(), session, id.into()).await {
        Ok(()) => Ok(redirect("/settings/members?notice=withdrawn")),
        Err(refused) => refuse(&visit, (fields(visit.o()), Role::Member), refused).await,
    }
}

fn role_of(typed: &Typed) -> Result<Role, PageError> {
    typed.get("role").and_then(|role| Role::parse(role)).ok_or_else(PageError::malformed)
}

async fn step_page(visit: &Visit, member: AccountId, step: Step) -> Result<Response, PageError> {
    let (account, _) = admin(visit, Next::Members)?;
    let members = visit.ports().views.members(account.organisation).await.map_err(Error::from)?;
    let member = members.into_iter().find(|one| one.account.id == member);
    let member = member.filter(|one| one.account.id != account.id);
    let member = member.ok_or_else(PageError::not_found)?;
    page(StatusCode::OK, &StepPage { shell: Shell::of(visit), member, step })
}

async fn refuse(
    visit: &Visit,
    form: (Fields, Role),
    refused: Error,
) -> Result<Response, PageError> {
    if !matches!(refused, Error::Organisation(_) | Error::NoFactor) {
        return Err(refused.into());
    }
    let error = wording::refusal(visit.speech(), &refused);
    shown(visit, named(&refused).0, form, String::new(), error).await
}

async fn shown(
    visit: &Visit,
    status: StatusCode,
    (fields, role): (Fields, Role),
    notice: String,
    error: String,
) -> Result<Response, PageError> {
    let (account, _) = admin(visit, Next::Members)?;
    let views = &visit.ports().views;
    let template = MembersPage {
        shell: Shell::of(visit),
        organisation: visit.organisation().map(|own| own.name.to_string()).unwrap_or_default(),
        own: account.id,
        members: views.members(account.organisation).await.map_err(Error::from)?,
        invitations: views.invitations(account.organisation).await.map_err(Error::from)?,
        fields: fields.into_shown(),
        role,
        now: visit.ports().clock.now(),
        is_strong: visit.is_strong(),
        notice,
        error,
    };
    page(status, &template)
}
