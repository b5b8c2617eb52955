//! メンバー: who belongs to the organisation, as what, and who is invited.

use super::Typed;
use super::documents::NoticeQuery;
use super::organisation::admin;
use crate::error::{PageError, named};
use crate::i18n::OfficeMessages;
use crate::i18n::labels;
use crate::web::{
    FieldKind, FormField, FormFields, PageContext, PageLayout, ReturnTo, page, redirect,
};
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
    layout: PageLayout,
    organisation: String,
    own: AccountId,
    members: Vec<Member>,
    invitations: Vec<Invitation>,
    fields: Vec<FormField>,
    role: Role,
    now: Timestamp,
    is_strong: bool,
    notice: String,
    error: String,
}

impl MembersPage {
    fn until(&self, invitation: &Invitation) -> String {
        self.layout.locale.at(invitation.mailed_at.plus(INVITATION_LIFE))
    }
}

#[derive(Template)]
#[template(path = "member_step.html")]
struct StepPage {
    layout: PageLayout,
    member: Member,
    step: Step,
}

/// What is asked about once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Remove,
    ResetFactor,
}

fn fields(o: &OfficeMessages) -> FormFields {
    let email = FormField::new("email", o.organisation_email(), FieldKind::Email)
        .hint(o.organisation_email_hint())
        .limit(254);
    FormFields(vec![email])
}

/// The people, the invitations, and the form for a new one.
#[handler]
pub(crate) async fn list(
    context: PageContext,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    admin(&context, ReturnTo::Members)?;
    let o = context.office();
    let notice = match query.notice.as_deref() {
        Some("invited") => o.organisation_invitation_mailed(),
        Some("withdrawn") => o.organisation_invitation_withdrawn(),
        Some("role") => o.organisation_role_changed(),
        Some("removed") => o.organisation_removed(),
        Some("reset") => o.organisation_factor_reset(),
        _ => String::new(),
    };
    shown(&context, StatusCode::OK, (fields(context.office()), Role::Member), notice, String::new())
        .await
}

/// Invites somebody.
#[handler]
pub(crate) async fn invite(
    context: PageContext,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let (_, principal) = admin(&context, ReturnTo::Members)?;
    let role = role_of(&typed)?;
    let mut fields = fields(context.office()).filled(&typed);
    let Some(email) = fields.read("email", EmailAddress::parse) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return shown(&context, status, (fields, role), String::new(), String::new()).await;
    };
    match invite_member(context.ports(), principal, email, role).await {
        Ok(()) => Ok(redirect("/settings/members?notice=invited")),
        Err(refused) => refuse(&context, (fields, role), refused).await,
    }
}

/// Gives a member another role.
#[handler]
pub(crate) async fn assign(
    context: PageContext,
    Path(member): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let (_, principal) = admin(&context, ReturnTo::Members)?;
    match assign_role(context.ports(), principal, member.into(), role_of(&typed)?).await {
        Ok(()) => Ok(redirect("/settings/members?notice=role")),
        Err(refused) => refuse(&context, (fields(context.office()), Role::Member), refused).await,
    }
}

/// Asks once before taking a member out of the organisation.
#[handler]
pub(crate) async fn confirm_removal(
    context: PageContext,
    Path(member): Path<Uuid>,
) -> Result<Response, PageError> {
    step_page(&context, member.into(), Step::Remove).await
}

/// Takes a member out of the organisation.
#[handler]
pub(crate) async fn remove(
    context: PageContext,
    Path(member): Path<Uuid>,
) -> Result<Response, PageError> {
    let (_, principal) = admin(&context, ReturnTo::Members)?;
    match remove_member(context.ports(), principal, member.into()).await {
        Ok(()) => Ok(redirect("/settings/members?notice=removed")),
        Err(refused) => refuse(&context, (fields(context.office()), Role::Member), refused).await,
    }
}

/// Asks once before removing a member's factor.
#[handler]
pub(crate) async fn confirm_reset(
    context: PageContext,
    Path(member): Path<Uuid>,
) -> Result<Response, PageError> {
    step_page(&context, member.into(), Step::ResetFactor).await
}

/// Removes a member's factor.
#[handler]
pub(crate) async fn reset(
    context: PageContext,
    Path(member): Path<Uuid>,
) -> Result<Response, PageError> {
    let (_, principal) = admin(&context, ReturnTo::Members)?;
    match reset_factor(context.ports(), principal, member.into()).await {
        Ok(()) => Ok(redirect("/settings/members?notice=reset")),
        Err(refused) => refuse(&context, (fields(context.office()), Role::Member), refused).await,
    }
}

/// Mails an invitation once more.
#[handler]
pub(crate) async fn mail_again(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let (_, principal) = admin(&context, ReturnTo::Members)?;
    match mail_invitation_again(context.ports(), principal, id.into()).await {
        Ok(()) => Ok(redirect("/settings/members?notice=invited")),
        Err(refused) => refuse(&context, (fields(context.office()), Role::Member), refused).await,
    }
}

/// Withdraws an invitation.
#[handler]
pub(crate) async fn withdraw(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let (_, principal) = admin(&context, ReturnTo::Members)?;
    match withdraw_invitation(context.ports(), principal, id.into()).await {
        Ok(()) => Ok(redirect("/settings/members?notice=withdrawn")),
        Err(refused) => refuse(&context, (fields(context.office()), Role::Member), refused).await,
    }
}

fn role_of(typed: &Typed) -> Result<Role, PageError> {
    typed.get("role").and_then(|role| Role::parse(role)).ok_or_else(PageError::malformed)
}

async fn step_page(
    context: &PageContext,
    member: AccountId,
    step: Step,
) -> Result<Response, PageError> {
    let (account, _) = admin(context, ReturnTo::Members)?;
    let members = context.ports().views.members(account.organisation).await.map_err(Error::from)?;
    let member = members.into_iter().find(|one| one.account.id == member);
    let member = member.filter(|one| one.account.id != account.id);
    let member = member.ok_or_else(PageError::not_found)?;
    page(StatusCode::OK, &StepPage { layout: PageLayout::of(context), member, step })
}

async fn refuse(
    context: &PageContext,
    form: (FormFields, Role),
    refused: Error,
) -> Result<Response, PageError> {
    if !matches!(refused, Error::Organisation(_) | Error::NoFactor) {
        return Err(refused.into());
    }
    let error = labels::refusal(context.locale(), &refused);
    shown(context, named(&refused).0, form, String::new(), error).await
}

async fn shown(
    context: &PageContext,
    status: StatusCode,
    (fields, role): (FormFields, Role),
    notice: String,
    error: String,
) -> Result<Response, PageError> {
    let (account, _) = admin(context, ReturnTo::Members)?;
    let views = &context.ports().views;
    let template = MembersPage {
        layout: PageLayout::of(context),
        organisation: context.organisation().map(|own| own.name.to_string()).unwrap_or_default(),
        own: account.id,
        members: views.members(account.organisation).await.map_err(Error::from)?,
        invitations: views.invitations(account.organisation).await.map_err(Error::from)?,
        fields: fields.into_shown(),
        role,
        now: context.ports().clock.now(),
        is_strong: context.is_strong(),
        notice,
        error,
    };
    page(status, &template)
}
