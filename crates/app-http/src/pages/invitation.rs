//! 招待: an invited person joins the organisation, behind a code mailed to the invited address.

use super::sign_in::mailed_code_field;
use crate::error::PageError;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, Secret, redirect,
    with_session,
};
use askama::Template;
use poem::web::{Form, Path};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{NewPassword, PersonName, Role, Uuid};
use wariin_usecases::{
    AcceptInvitation, Error, InvitationPage as Invited, accept_invitation, ask_for_invitation_code,
    invitation,
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
    /// The masked address of the account that is signed in, when it is not the invited one.
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

/// The mailed code, and name and password of a person without an account.
#[derive(Default, Deserialize)]
#[serde(default)]
struct JoinForm {
    code: Secret,
    name: String,
    password: Secret,
}

async fn found(context: &PageContext, id: Uuid) -> Result<Invited, PageError> {
    match invitation(context.ports(), context.caller(), id.into()).await {
        Err(Error::NotFound) => Err(PageError::invitation_ended()),
        found => Ok(found?),
    }
}

/// What it is about; shows no address and changes nothing.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    landing(&context, id, &FormOutcome::blank()).await
}

/// Mails the code.
#[handler]
pub(crate) async fn ask(context: PageContext, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    context.try_secret()?;
    found(&context, id).await?;
    match ask_for_invitation_code(context.ports(), id.into(), context.client()).await {
        Ok(()) => Ok(redirect(format!("/invitations/{id}/join"))),
        Err(error) => {
            let is_shown =
                |error: &Error| matches!(error, Error::MailboxCode(_) | Error::TooManyCodes(_));
            let outcome = FormOutcome::refused(&context, error, is_shown)?;
            landing(&context, id, &outcome).await
        }
    }
}

/// The form for the code, and for a new account where there is none.
#[handler]
pub(crate) async fn show_join(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let invited = found(&context, id).await?;
    let fields = fields(&context, &invited, &JoinForm::default());
    join_page(&context, &invited, fields, &FormOutcome::blank())
}

/// Joins.
#[handler]
pub(crate) async fn join(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<JoinForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let invited = found(&context, id).await?;
    let mut fields = fields(&context, &invited, &form);
    let newcomer = if invited.is_invited {
        None
    } else {
        let read = (
            fields.read("name", PersonName::parse),
            fields.read_secret("password", &form.password, NewPassword::parse),
        );
        let (Some(name), Some(password)) = read else {
            return join_page(&context, &invited, fields, &FormOutcome::incomplete());
        };
        Some((name, password))
    };
    let command = AcceptInvitation {
        invitation: invited.invitation.id,
        client: context.client(),
        session: context.session(),
        code: form.code.into(),
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
        Err(error) => {
            let outcome = FormOutcome::refused(&context, error, |error| {
                matches!(
                    error,
                    Error::NoCode
                        | Error::WrongCode
                        | Error::MailboxCode(_)
                        | Error::Organisation(_)
                )
            })?;
            join_page(&context, &invited, fields, &outcome)
        }
    }
}

/// The code; and who the person is, unless the invited person's account is signed in.
fn fields(context: &PageContext, invited: &Invited, form: &JoinForm) -> FormFields {
    let t = context.common();
    let code = mailed_code_field(t);
    if invited.is_invited {
        return FormFields(vec![code]);
    }
    FormFields(vec![
        code,
        FormField::new("name", t.account_name(), FieldKind::Text)
            .value(&form.name)
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
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let Invited { invitation, organisation, is_invited } = found(context, id).await?;
    let signed_in = context.account().filter(|_| !is_invited);
    outcome.page(&InvitationPage {
        layout: PageLayout::of_recipient(context),
        id,
        organisation,
        intended: invitation.email.masked(),
        role: invitation.role,
        wrong_account: signed_in.map(|account| account.email.masked()),
        error: outcome.message.clone(),
    })
}

fn join_page(
    context: &PageContext,
    invited: &Invited,
    fields: FormFields,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    outcome.page(&JoinPage {
        layout: PageLayout::of_recipient(context),
        id: invited.invitation.id.into(),
        organisation: invited.organisation.clone(),
        intended: invited.invitation.email.masked(),
        fields: fields.0,
        error: outcome.message.clone(),
    })
}
