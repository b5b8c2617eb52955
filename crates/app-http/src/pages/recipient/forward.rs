//! 転送: the recipient hands the turn on to somebody else.

use super::answer::needs_code;
use super::{at_the_gate, opened};
use crate::error::{PageError, named};
use crate::i18n::CommonMessages;
use crate::i18n::labels;
use crate::pages::Typed;
use crate::pages::sign_in::{code_of, factor_code_field};
use crate::web::{FieldKind, FormField, FormFields, PageContext, PageLayout, ReturnTo, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{
    Document, DocumentError, EmailAddress, OrganisationName, PersonName, Problem, RecipientId,
    RecipientState,
};
use wariin_usecases::{Error, Forward, OpenedDocument};

#[derive(Template)]
#[template(path = "forward.html")]
struct ForwardPage {
    layout: PageLayout,
    recipient: RecipientId,
    document: Document,
    is_gated: bool,
    fields: Vec<FormField>,
    /// To whom it goes, once the form is filled in.
    to: String,
    /// The field for a fresh code, when one is needed.
    code: Option<FormField>,
    error: String,
    stage: Stage,
}

/// How far the forwarding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// To whom?
    Form,
    /// Really?
    Confirm,
    /// It is done.
    Done,
}

fn fields(t: &CommonMessages) -> FormFields {
    FormFields(vec![
        FormField::new("name", t.recipient_name(), FieldKind::Text).limit(PersonName::LIMIT),
        FormField::new("email", t.recipient_email(), FieldKind::Email).limit(254),
        FormField::new("organisation", t.recipient_organisation(), FieldKind::Text)
            .optional()
            .limit(OrganisationName::LIMIT),
    ])
}

/// Asks to whom.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let opened = match at_the_gate(&context, id.into()).await? {
        Ok(opened) => opened,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if !matches!(opened.recipient()?.state, RecipientState::Invited { .. }) {
        return Err(Error::from(DocumentError::NotYourTurn).into());
    }
    forward_page(&context, opened, StatusCode::OK, fields(context.common()))
}

/// Forwards.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let opened = opened(&context, id.into()).await?;
    let mut fields = fields(context.common()).filled(&typed);
    let read = (
        fields.read("name", PersonName::parse),
        fields.read("email", EmailAddress::parse),
        fields.read_optional("organisation", OrganisationName::parse),
    );
    let (Some(name), Some(email), Some(organisation)) = read else {
        return forward_page(&context, opened, StatusCode::UNPROCESSABLE_ENTITY, fields);
    };
    let Some(principal) = context.principal() else {
        return Err(PageError::sign_in_first(ReturnTo::Turn(id.into())));
    };
    let to = context.common().recipient_forward_to(name.to_string(), email.to_string());
    if !typed.contains_key("confirmed") {
        return shown(&context, opened, StatusCode::OK, fields, Shown::new(Stage::Confirm, to));
    }
    let code = typed.contains_key("code").then(|| code_of(&typed));
    if code.is_some() {
        context.try_secret()?;
    }
    let command = Forward { principal, recipient: id.into(), name, email, organisation, code };
    match wariin_usecases::forward(context.ports(), command).await {
        Ok(()) => shown(&context, opened, StatusCode::OK, fields, Shown::new(Stage::Done, to)),
        Err(Error::Document(DocumentError::Problem(
            problem @ (Problem::ForwardToOneself | Problem::NoIdpForAddress),
        ))) => {
            fields.refuse("email", labels::problem(context.locale(), problem));
            forward_page(&context, opened, StatusCode::UNPROCESSABLE_ENTITY, fields)
        }
        Err(refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_))) => {
            let error = labels::refusal(context.locale(), &refused);
            let again = Shown { needs_code: true, error, ..Shown::new(Stage::Confirm, to) };
            shown(&context, opened, named(&refused).0, fields, again)
        }
        Err(error @ Error::Document(DocumentError::StepUpRequired)) => {
            let next = ReturnTo::Turn(id.into());
            Err(PageError::from(error).or_action(
                context.common().recipient_authenticate_again(),
                format!("/sign-in?next={next}"),
            ))
        }
        Err(error) => Err(error.into()),
    }
}

/// What the page shows beside the form's fields.
struct Shown {
    stage: Stage,
    to: String,
    needs_code: bool,
    error: String,
}

impl Shown {
    fn new(stage: Stage, to: String) -> Self {
        Self { stage, to, needs_code: false, error: String::new() }
    }
}

fn forward_page(
    context: &PageContext,
    opened: OpenedDocument,
    status: StatusCode,
    fields: FormFields,
) -> Result<Response, PageError> {
    shown(context, opened, status, fields, Shown::new(Stage::Form, String::new()))
}

fn shown(
    context: &PageContext,
    opened: OpenedDocument,
    status: StatusCode,
    fields: FormFields,
    shown: Shown,
) -> Result<Response, PageError> {
    let needs_code =
        shown.stage == Stage::Confirm && (shown.needs_code || needs_code(context, &opened));
    let template = ForwardPage {
        layout: PageLayout::of_recipient(context),
        recipient: opened.admission.recipient(),
        is_gated: opened.document.is_gated_for(opened.recipient()?),
        document: opened.document,
        fields: fields.into_shown(),
        to: shown.to,
        code: needs_code.then(|| factor_code_field(context.common())),
        error: shown.error,
        stage: shown.stage,
    };
    page(status, &template)
}
