//! 招待: an invited person joins the organisation, behind a code mailed to the invited address.

use super::sign_in::mailed_code_field;
use crate::error::PageError;
use crate::pages::idp::user_agent;
use crate::pages::passkey::{self, JoiningForm, PasskeyForm};
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, Secret, redirect,
    redirect_with,
};
use askama::Template;
use poem::web::{Form, Path};
use poem::{Response, handler};
use serde::Deserialize;
use wariin_domain::{NewPassword, PersonName, Role, Uuid};
use wariin_usecases::{
    AcceptInvitation, Error, InvitationPage as Invited, JoinedByPasskey, accept_invitation,
    ask_for_invitation_code, finish_passkey_joining, invitation,
};

/// Where a person goes on who has joined.
const JOINED: &str = "/documents?notice=joined";

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
    /// The form by a passkey, which needs no password.
    passkey: Option<PasskeyForm>,
    error: String,
}

/// The mailed code, and name and password of a person without an account.
#[derive(Default, Deserialize)]
#[serde(default)]
struct JoinForm {
    code: Secret,
    name: String,
    password: Secret,
    ceremony: String,
    credential: String,
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
    if !form.credential.is_empty() {
        return join_by_passkey(&context, &invited, form).await;
    }
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
        Ok(Some(cookie)) => Ok(redirect_with(&cookie, JOINED)),
        Ok(None) => Ok(redirect(JOINED)),
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

/// Begins the registration of a passkey.
#[handler]
pub(crate) async fn begin_passkey(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<JoiningForm>,
) -> Result<Response, PageError> {
    passkey::begin_joining(&context, id, form).await
}

/// Joins with the passkey that the browser registered.
async fn join_by_passkey(
    context: &PageContext,
    invited: &Invited,
    form: JoinForm,
) -> Result<Response, PageError> {
    let id = invited.invitation.id.into();
    let answer = passkey::answer(&form.ceremony, form.credential)?;
    let command =
        JoinedByPasskey { factor: passkey::unnamed(context)?, language: context.locale().language };
    let (ports, here) = (context.ports(), user_agent(context));
    match Box::pin(finish_passkey_joining(ports, here, command, answer)).await {
        Ok(cookie) => Ok(redirect_with(&cookie, JOINED)),
        Err(Error::AccountExists) => Err(PageError::sign_in_to_join(id)),
        Err(error) => {
            let outcome = FormOutcome::refused(context, error, |error| {
                passkey::is_about_passkey(error) || matches!(error, Error::Organisation(_))
            })?;
            let fields = fields(context, invited, &JoinForm::default());
            join_page(context, invited, fields, &outcome)
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
        passkey: (!invited.is_invited)
            .then(|| PasskeyForm::joining(context, invited.invitation.id.into(), ""))
            .flatten(),
        fields: fields.0,
        error: outcome.message.clone(),
    })
}
