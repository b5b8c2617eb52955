//! メンバー: who belongs to the organisation, as what, and who is invited.

use super::documents::NoticeQuery;
use crate::error::PageError;
use crate::i18n::OfficeMessages;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, page, redirect,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{AccountId, EmailAddress, INVITATION_LIFE, Invitation, Role, Timestamp, Uuid};
use wariin_ports::Member;
use wariin_usecases::{
    Error, another_member, assign_role, invite_member, mail_invitation_again, mail_password_reset,
    members, remove_member, reset_factor, withdraw_invitation,
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
    MailPasswordReset,
}

/// Who is invited, and as what.
#[derive(Default, Deserialize)]
#[serde(default)]
struct InviteForm {
    email: String,
    role: String,
}

/// Another role for a member.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RoleForm {
    role: String,
}

fn fields(o: &OfficeMessages, form: &InviteForm) -> FormFields {
    let email = FormField::new("email", o.organisation_email(), FieldKind::Email)
        .value(&form.email)
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
    let o = context.office();
    let notice = match query.notice.as_deref() {
        Some("invited") => o.organisation_invitation_mailed(),
        Some("withdrawn") => o.organisation_invitation_withdrawn(),
        Some("role") => o.organisation_role_changed(),
        Some("removed") => o.organisation_removed(),
        Some("password") => o.organisation_password_reset_mailed(),
        Some("reset") => o.organisation_factor_reset(),
        _ => String::new(),
    };
    shown(&context, Invite::blank(o), notice, &FormOutcome::blank()).await
}

/// Invites a person by address.
#[handler]
pub(crate) async fn invite(
    context: PageContext,
    Form(form): Form<InviteForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let principal = context.expect_principal()?;
    let role = Role::parse(&form.role).ok_or_else(PageError::malformed)?;
    let mut fields = fields(context.office(), &form);
    let Some(email) = fields.read("email", EmailAddress::parse) else {
        let again = Invite { fields, role };
        return shown(&context, again, String::new(), &FormOutcome::incomplete()).await;
    };
    let outcome = invite_member(context.ports(), principal, email, role).await;
    done(&context, Invite { fields, role }, outcome, "invited").await
}

/// Gives a member another role.
#[handler]
pub(crate) async fn assign(
    context: PageContext,
    Path(member): Path<Uuid>,
    Form(form): Form<RoleForm>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let role = Role::parse(&form.role).ok_or_else(PageError::malformed)?;
    let outcome = assign_role(context.ports(), principal, member.into(), role).await;
    done(&context, Invite::blank(context.office()), outcome, "role").await
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
    let principal = context.expect_principal()?;
    let outcome = remove_member(context.ports(), principal, member.into()).await;
    done(&context, Invite::blank(context.office()), outcome, "removed").await
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
    let principal = context.expect_principal()?;
    let outcome = reset_factor(context.ports(), principal, member.into()).await;
    done(&context, Invite::blank(context.office()), outcome, "reset").await
}

/// Asks once before mailing a member a link to set a new password.
#[handler]
pub(crate) async fn confirm_password_reset(
    context: PageContext,
    Path(member): Path<Uuid>,
) -> Result<Response, PageError> {
    step_page(&context, member.into(), Step::MailPasswordReset).await
}

/// Mails a member a link to set a new password.
#[handler]
pub(crate) async fn mail_reset(
    context: PageContext,
    Path(member): Path<Uuid>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let o = context.office();
    let outcome = mail_password_reset(context.ports(), principal, member.into()).await;
    let (status, why) = match &outcome {
        Err(Error::IdpRequired) => (StatusCode::CONFLICT, o.organisation_takes_no_passwords()),
        Err(Error::TooManyCodes(_)) => {
            (StatusCode::TOO_MANY_REQUESTS, o.organisation_too_many_password_resets())
        }
        _ => return done(&context, Invite::blank(o), outcome, "password").await,
    };
    shown(&context, Invite::blank(o), String::new(), &FormOutcome::saying(status, why)).await
}

/// Mails an invitation once more.
#[handler]
pub(crate) async fn mail_again(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let outcome = mail_invitation_again(context.ports(), principal, id.into()).await;
    done(&context, Invite::blank(context.office()), outcome, "invited").await
}

/// Withdraws an invitation.
#[handler]
pub(crate) async fn withdraw(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let outcome = withdraw_invitation(context.ports(), principal, id.into()).await;
    done(&context, Invite::blank(context.office()), outcome, "withdrawn").await
}

async fn step_page(
    context: &PageContext,
    member: AccountId,
    step: Step,
) -> Result<Response, PageError> {
    let member = another_member(context.ports(), context.caller(), member).await?;
    page(StatusCode::OK, &StepPage { layout: PageLayout::of(context), member, step })
}

/// The form for an invitation.
struct Invite {
    fields: FormFields,
    role: Role,
}

impl Invite {
    fn blank(o: &OfficeMessages) -> Self {
        Self { fields: fields(o, &InviteForm::default()), role: Role::Member }
    }
}

/// What became of a step: the page again, saying it.
async fn done(
    context: &PageContext,
    form: Invite,
    outcome: Result<(), Error>,
    notice: &str,
) -> Result<Response, PageError> {
    let Err(error) = outcome else {
        return Ok(redirect(format!("/settings/members?notice={notice}")));
    };
    let is_shown = |error: &Error| {
        matches!(error, Error::Organisation(_) | Error::NoFactor | Error::AccountDisabled)
    };
    let outcome = FormOutcome::refused(context, error, is_shown)?;
    shown(context, form, String::new(), &outcome).await
}

async fn shown(
    context: &PageContext,
    Invite { fields, role }: Invite,
    notice: String,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let page = members(context.ports(), context.caller()).await?;
    outcome.page(&MembersPage {
        layout: PageLayout::of(context),
        organisation: page.organisation,
        own: page.own,
        members: page.members,
        invitations: page.invitations,
        fields: fields.0,
        role,
        now: context.ports().clock.now(),
        is_strong: context.is_strong(),
        notice,
        error: outcome.message.clone(),
    })
}
