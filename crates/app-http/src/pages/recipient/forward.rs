//! 転送: the recipient hands the turn on to another person.

use super::{opened, opened_or_next_step};
use crate::error::PageError;
use crate::i18n::CommonMessages;
use crate::i18n::labels;
use crate::pages::idp::user_agent;
use crate::pages::passkey::{self, PasskeyForm};
use crate::pages::sign_in::factor_code_field;
use crate::web::{
    Checkbox, FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, Secret,
};
use askama::Template;
use poem::web::{Form, Path};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{
    Assignee, Document, DocumentError, EmailAddress, OrganisationName, PersonName, Problem,
    RecipientId,
};
use wariin_usecases::{Error, Forward, OpenedDocument, forward_by_passkey, forward_step};

#[derive(Template)]
#[template(path = "forward.html")]
struct ForwardPage {
    layout: PageLayout,
    recipient: RecipientId,
    document: Document,
    is_gated: bool,
    /// Whether values are lost with it.
    has_filled: bool,
    fields: Vec<FormField>,
    /// The new recipient, once the form is filled in.
    to: String,
    /// The field for a fresh code, when one is needed.
    code: Option<FormField>,
    /// The form by a passkey, where the person has one and has to prove anew who it is.
    passkey: Option<PasskeyForm>,
    error: String,
    /// Whether the form is filled in and asks once more.
    is_confirmed: bool,
    is_done: bool,
}

/// How far the forwarding is.
enum Stage {
    /// The form for the new recipient.
    Form,
    /// The question whether it shall really go to this person.
    Confirm { to: String },
    /// It went to this person.
    Done { to: String },
}

/// The new recipient, whether that was confirmed, and the code, where one was asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ForwardForm {
    name: String,
    email: String,
    organisation: String,
    confirmed: Checkbox,
    code: Option<Secret>,
    ceremony: String,
    credential: String,
}

fn fields(t: &CommonMessages, form: &ForwardForm) -> FormFields {
    FormFields(vec![
        FormField::new("name", t.recipient_name(), FieldKind::Text)
            .value(&form.name)
            .limit(PersonName::LIMIT),
        FormField::new("email", t.recipient_email(), FieldKind::Email)
            .value(&form.email)
            .limit(254),
        FormField::new("organisation", t.recipient_organisation(), FieldKind::Text)
            .value(&form.organisation)
            .optional()
            .limit(OrganisationName::LIMIT),
    ])
}

/// Asks for the new recipient.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let opened = opened_or_next_step(&context, id.into()).await?;
    if !opened.document.may_forward(opened.recipient()?) {
        return Err(DocumentError::NotYourTurn.into());
    }
    let fields = fields(context.common(), &ForwardForm::default());
    forward_page(&context, opened, fields, &Stage::Form, &FormOutcome::blank()).await
}

/// Forwards.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<ForwardForm>,
) -> Result<Response, PageError> {
    let opened = opened(&context, id.into()).await?;
    let mut fields = fields(context.common(), &form);
    let read = (
        fields.read("name", PersonName::parse),
        fields.read("email", EmailAddress::parse),
        fields.read_optional("organisation", OrganisationName::parse),
    );
    let (Some(name), Some(email), Some(organisation)) = read else {
        let outcome = FormOutcome::incomplete();
        return forward_page(&context, opened, fields, &Stage::Form, &outcome).await;
    };
    let principal = context.principal();
    let principal = principal.ok_or_else(|| PageError::sign_in_first(context.return_to))?;
    let to = context.common().recipient_forward_to(name.to_string(), email.to_string());
    if !form.confirmed.is_checked() {
        let blank = FormOutcome::blank();
        return forward_page(&context, opened, fields, &Stage::Confirm { to }, &blank).await;
    }
    let is_by_passkey = !form.credential.is_empty();
    if form.code.is_some() || is_by_passkey {
        context.try_secret()?;
    }
    let code = form.code.map(Into::into);
    let command = Forward { principal, recipient: id.into(), name, email, organisation, code };
    let forwarded = if is_by_passkey {
        let answer = passkey::answer(&form.ceremony, form.credential)?;
        Box::pin(forward_by_passkey(context.ports(), user_agent(&context), command, answer)).await
    } else {
        wariin_usecases::forward(context.ports(), command).await
    };
    let error = match forwarded {
        Ok(()) => {
            let blank = FormOutcome::blank();
            return forward_page(&context, opened, fields, &Stage::Done { to }, &blank).await;
        }
        Err(error) => error,
    };
    match error {
        Error::Document(DocumentError::Problem(
            problem @ (Problem::ForwardToOneself | Problem::NoIdpForAddress),
        )) => {
            fields.refuse("email", labels::problem(context.locale(), problem));
            forward_page(&context, opened, fields, &Stage::Form, &FormOutcome::incomplete()).await
        }
        error @ Error::Document(DocumentError::StepUpRequired) => Err(PageError::from(error)
            .or_action(
                context.common().recipient_authenticate_again(),
                format!("/sign-in?next={}", context.return_to),
            )),
        error => {
            let outcome = if is_by_passkey {
                FormOutcome::refused(&context, error, passkey::is_about_passkey)?
            } else {
                FormOutcome::refused_code(&context, error)?
            };
            forward_page(&context, opened, fields, &Stage::Confirm { to }, &outcome).await
        }
    }
}

async fn forward_page(
    context: &PageContext,
    opened: OpenedDocument,
    fields: FormFields,
    stage: &Stage,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let recipient = opened.admission.recipient();
    let (mut code, mut passkey, mut to) = (None, None, String::new());
    match stage {
        Stage::Form => {}
        Stage::Confirm { to: named } => {
            named.clone_into(&mut to);
            let step = forward_step(context.ports(), context.caller(), &opened).await?;
            code = step.may_use_code.then(|| factor_code_field(context.common()));
            if step.may_use_passkey {
                passkey = PasskeyForm::forward(context, recipient, again(&fields));
            }
        }
        Stage::Done { to: named } => named.clone_into(&mut to),
    }
    outcome.page(&ForwardPage {
        layout: PageLayout::of_recipient(context),
        recipient,
        is_gated: opened.document.is_gated_for(opened.recipient()?),
        has_filled: opened.document.has_filled(Assignee::Recipient(recipient)),
        document: opened.document,
        fields: fields.0,
        to,
        code,
        passkey,
        error: outcome.message.clone(),
        is_confirmed: matches!(stage, Stage::Confirm { .. }),
        is_done: matches!(stage, Stage::Done { .. }),
    })
}

/// What was filled in, to come back with the passkey's answer.
fn again(fields: &FormFields) -> Vec<(&'static str, String)> {
    let typed = fields.0.iter().map(|field| (field.name, field.value.clone()));
    typed.chain([("confirmed", "yes".to_owned())]).collect()
}
