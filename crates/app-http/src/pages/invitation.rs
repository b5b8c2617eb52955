//! 招待: somebody who is invited joins the organisation, behind a code mailed to that address.

use super::Typed;
use super::sign_in::{code_of, mailed_code_field};
use crate::error::{PageError, named};
use crate::i18n::labels;
use crate::web::{
    FieldKind, FormField, FormFields, PageContext, PageLayout, page, redirect, with_session,
};
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
    layout: PageLayout,
    id: Uuid,
    organisation: String,
    /// The invited address, masked.
    intended: String,
    role: Role,
    /// Who is signed in, when it is somebody else.
    wrong_account: Option<String>,
    error: String,
}

#[derive(Template)]
#[template(path = "invitation_join.html")]
struct JoinPage {
    layout: PageLayout,
    id: Uuid,
    organisation: String,
    intended: String,
    fields: Vec<FormField>,
    error: String,
}

async fn found(context: &PageContext, id: Uuid) -> Result<Invitation, PageError> {
    let invitation = context.ports().views.invitation(id.into()).await.map_err(Error::from)?;
    let now = context.ports().clock.now();
    invitation.filter(|one| one.is_open(now)).ok_or_else(PageError::invitation_ended)
}

async fn organisation(context: &PageContext, invitation: &Invitation) -> Result<String, PageError> {
    let known = context.ports().views.organisation(invitation.organisation).await;
    Ok(known.map_err(Error::from)?.map(|own| own.name.to_string()).unwrap_or_default())
}

/// What it is about; shows nobody's address and changes nothing.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    landing(&context, id, StatusCode::OK, String::new()).await
}

/// Mails the code.
#[handler]
pub(crate) async fn ask(context: PageContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    context.try_secret()?;
    found(&context, id).await?;
    match ask_for_invitation_code(context.ports(), id.into(), &context.browser).await {
        Ok(()) => Ok(redirect(format!("/invitations/{id}/join"))),
        Err(refused @ Error::MailboxCode(_)) => {
            landing(&context, id, named(&refused).0, labels::refusal(context.locale(), &refused))
                .await
        }
        Err(error) => Err(error.into()),
    }
}

/// The form for the code, and for a new account where there is none.
#[handler]
pub(crate) async fn show_join(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let invitation = found(&context, id).await?;
    let fields = fields(&context, &invitation);
    join_page(&context, &invitation, StatusCode::OK, fields, String::new()).await
}

/// Joins.
#[handler]
pub(crate) async fn join(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let invitation = found(&context, id).await?;
    let mut fields = fields(&context, &invitation).filled(&typed);
    let newcomer = if fields.0.len() == 1 {
        None
    } else {
        let read =
            (fields.read("name", PersonName::parse), fields.read("password", NewPassword::parse));
        let (Some(name), Some(password)) = read else {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return join_page(&context, &invitation, status, fields, String::new()).await;
        };
        Some((name, password))
    };
    let command = AcceptInvitation {
        invitation: invitation.id,
        browser: context.browser.clone(),
        session: context.session(),
        code: code_of(&typed),
        newcomer,
        language: context.locale().language,
    };
    match accept_invitation(context.ports(), command).await {
        Ok(cookie) => {
            let response = redirect("/documents?notice=joined");
            Ok(match cookie {
                Some(cookie) => with_session(response, &cookie),
                None => response,
            })
        }
        Err(Error::AccountExists) => Err(PageError::sign_in_to_join(id)),
        Err(refused @ (Error::WrongCode | Error::MailboxCode(_) | Error::Organisation(_))) => {
            let error = labels::refusal(context.locale(), &refused);
            join_page(&context, &invitation, named(&refused).0, fields, error).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The code; and who the person is, unless the invited person's account is signed in.
fn fields(context: &PageContext, invitation: &Invitation) -> FormFields {
    let t = context.common();
    let code = mailed_code_field(t);
    if context.caller.as_ref().is_some_and(|caller| is_invited(caller, invitation)) {
        return FormFields(vec![code]);
    }
    FormFields(vec![
        code,
        FormField::new("name", t.account_name(), FieldKind::Text)
            .autocomplete("name")
            .limit(PersonName::LIMIT),
        FormField::new("password", t.account_password(), FieldKind::Password)
            .hint(t.account_new_password_hint())
            .autocomplete("new-password"),
    ])
}

async fn landing(
    context: &PageContext,
    id: Uuid,
    status: StatusCode,
    error: String,
) -> Result<Response, PageError> {
    let invitation = found(context, id).await?;
    let is_invited = context.caller.as_ref().is_some_and(|caller| is_invited(caller, &invitation));
    let signed_in = context.account().filter(|_| !is_invited);
    let template = InvitationPage {
        layout: PageLayout::of_recipient(context),
        id,
        organisation: organisation(context, &invitation).await?,
        intended: invitation.email.masked(),
        role: invitation.role,
        wrong_account: signed_in.map(|account| account.email.masked()),
        error,
    };
    page(status, &template)
}

async fn join_page(
    context: &PageContext,
    invitation: &Invitation,
    status: StatusCode,
    fields: FormFields,
    error: String,
) -> Result<Response, PageError> {
    let template = JoinPage {
        layout: PageLayout::of_recipient(context),
        id: invitation.id.into(),
        organisation: organisation(context, invitation).await?,
        intended: invitation.email.masked(),
        fields: fields.into_shown(),
        error,
    };
    page(status, &template)
}
