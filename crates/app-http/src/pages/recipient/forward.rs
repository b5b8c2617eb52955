//! 転送: the recipient hands the turn on to somebody else.

use super::answer::needs_code;
use super::{at_the_gate, opened};
use crate::error::{PageError, named};
use crate::pages::Typed;
use crate::pages::sign_in::{code_of, factor_code_field};
use crate::speech::Everybody;
use crate::web::{Field, FieldKind, Fields, Next, Shell, Visit, page};
use crate::wording;
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
    shell: Shell,
    recipient: RecipientId,
    document: Document,
    is_gated: bool,
    fields: Vec<Field>,
    /// To whom it goes, once the form is filled in.
    to: String,
    /// The field for a fresh code, when one is needed.
    code: Option<Field>,
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

fn fields(t: &Everybody) -> Fields {
    Fields(vec![
        Field::new("name", t.recipient_name(), FieldKind::Text).limit(PersonName::LIMIT),
        Field::new("email", t.recipient_email(), FieldKind::Email).limit(254),
        Field::new("organisation", t.recipient_organisation(), FieldKind::Text)
            .optional()
            .limit(OrganisationName::LIMIT),
    ])
}

/// Asks to whom.
#[handler]
pub(crate) async fn show(visit: Visit, Path(id): Path<Uuid>) -> Result<Response, PageError> {
    let opened = match at_the_gate(&visit, id.into()).await? {
        Ok(opened) => opened,
        Err(elsewhere) => return Ok(elsewhere),
    };
    if !matches!(opened.recipient()?.state, RecipientState::Invited { .. }) {
        return Err(Error::from(DocumentError::NotYourTurn).into());
    }
    forward_page(&visit, opened, StatusCode::OK, fields(visit.t()))
}

/// Forwards.
#[handler]
pub(crate) async fn submit(
    visit: Visit,
    Path(id): Path<Uuid>,
    Form(typed): Form<Typed>,
) -> Result<Response, PageError> {
    let opened = opened(&visit, id.into()).await?;
    let mut fields = fields(visit.t()).filled(&typed);
    let read = (
        fields.read("name", PersonName::parse),
        fields.read("email", EmailAddress::parse),
        fields.read_optional("organisation", OrganisationName::parse),
    );
    let (Some(name), Some(email), Some(organisation)) = read else {
        return forward_page(&visit, opened, StatusCode::UNPROCESSABLE_ENTITY, fields);
    };
    let Some(session) = visit.session() else {
        return Err(PageError::sign_in_first(Next::Turn(id.into())));
    };
    let to = visit.t().recipient_forward_to(name.to_string(), email.to_string());
    if !typed.contains_key("confirmed") {
        return shown(&visit, opened, StatusCode::OK, fields, Shown::new(Stage::Confirm, to));
    }
    let code = typed.contains_key("code").then(|| code_of(&typed));
    if code.is_some() {
        visit.try_secret()?;
    }
    let command = Forward { session, recipient: id.into(), name, email, organisation, code };
    match wariin_usecases::forward(visit.ports(), command).await {
        Ok(()) => shown(&visit, opened, StatusCode::OK, fields, Shown::new(Stage::Done, to)),
        Err(Error::Document(DocumentError::Problem(
            problem @ (Problem::ForwardToOneself | Problem::NoIdpForAddress),
        ))) => {
            fields.refuse("email", wording::problem(visit.speech(), problem));
            forward_page(&visit, opened, StatusCode::UNPROCESSABLE_ENTITY, fields)
        }
        Err(refused @ (Error::WrongCode | Error::CodeReplayed | Error::Throttled(_))) => {
            let error = wording::refusal(visit.speech(), &refused);
            let again = Shown { needs_code: true, error, ..Shown::new(Stage::Confirm, to) };
            shown(&visit, opened, named(&refused).0, fields, again)
        }
        Err(error @ Error::Document(DocumentError::StepUpRequired)) => {
            let next = Next::Turn(id.into());
            Err(PageError::from(error).or_action(
                visit.t().recipient_authenticate_again(),
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
    visit: &Visit,
    opened: OpenedDocument,
    status: StatusCode,
    fields: Fields,
) -> Result<Response, PageError> {
    shown(visit, opened, status, fields, Shown::new(Stage::Form, String::new()))
}

fn shown(
    visit: &Visit,
    opened: OpenedDocument,
    status: StatusCode,
    fields: Fields,
    shown: Shown,
) -> Result<Response, PageError> {
    let needs_code =
        shown.stage == Stage::Confirm && (shown.needs_code || needs_code(visit, &opened));
    let template = ForwardPage {
        shell: Shell::of_recipient(visit),
        recipient: opened.admission.recipient(),
        is_gated: opened.document.is_gated_for(opened.recipient()?),
        document: opened.document,
        fields: fields.into_shown(),
        to: shown.to,
        code: needs_code.then(|| factor_code_field(visit.t())),
        error: shown.error,
        stage: shown.stage,
    };
    page(status, &template)
}
