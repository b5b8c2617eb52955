//! アクセスコード: asked before anything else, where the sender has set one.

use crate::error::PageError;
use crate::i18n::CommonMessages;
use crate::pages::sign_in::CodeForm;
use crate::web::{
    FieldKind, FormField, FormOutcome, PageContext, PageLayout, ReturnTo, redirect, redirect_with,
};
use askama::Template;
use poem::web::{Form, Path};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{AccessCode, EnrolmentRule, RecipientId};
use wariin_usecases::{AccessCodeForm, Error, TypeAccessCode, access_code_form, type_access_code};

#[derive(Template)]
#[template(path = "access_code.html")]
struct CodePage {
    layout: PageLayout,
    recipient: RecipientId,
    sender: String,
    organisation: String,
    /// Whether the document is not sent yet, and the recipient asked to prepare.
    is_preflight: bool,
    /// Whether the browser holds the link, and so may say that it reached the wrong person.
    may_report_wrong_recipient: bool,
    /// When the recipient's factor has to be enrolled, where that is limited.
    enrolment: Option<EnrolmentRule>,
    /// The provider at which the recipient has to sign in, where one is named.
    demanded_idp: Option<String>,
    fields: Vec<FormField>,
    error: String,
}

fn field(t: &CommonMessages) -> FormField {
    FormField::new("code", t.recipient_access_code(), FieldKind::Password)
        .hint(t.recipient_access_code_hint())
        .limit(AccessCode::LIMIT)
}

/// The form for the code; a browser in which it was typed goes on.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let form = access_code_form(context.ports(), context.as_recipient(id.into())).await?;
    if !form.is_locked {
        return Ok(redirect(next(&context, id.into())));
    }
    code_page(&context, id.into(), form, &FormOutcome::blank())
}

/// Checks the code.
#[handler]
pub(crate) async fn check(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(typed): Form<CodeForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    let form = access_code_form(context.ports(), context.as_recipient(id.into())).await?;
    let command = TypeAccessCode {
        recipient: id.into(),
        link: context.mailed_link_to(id.into()).ok(),
        client: context.client(),
        session: context.session(),
        code: typed.code.into(),
    };
    match type_access_code(context.ports(), command).await {
        Ok(cookie) => Ok(redirect_with(&cookie, next(&context, id.into()))),
        Err(error) => {
            let is_wrong = matches!(error, Error::WrongCode);
            let is_shown =
                |e: &Error| matches!(e, Error::NoCode | Error::WrongCode | Error::Throttled(_));
            let mut outcome = FormOutcome::refused(&context, error, is_shown)?;
            if is_wrong {
                outcome.message = context.common().recipient_access_code_wrong();
            }
            code_page(&context, id.into(), form, &outcome)
        }
    }
}

/// Where the reader goes on: to the link's page, or, signed in without the link, to the document.
fn next(context: &PageContext, recipient: RecipientId) -> String {
    if context.mailed_link_to(recipient).is_ok() {
        format!("/r/{recipient}")
    } else {
        ReturnTo::Turn(recipient).path()
    }
}

fn code_page(
    context: &PageContext,
    recipient: RecipientId,
    form: AccessCodeForm,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    outcome.page(&CodePage {
        layout: PageLayout::of_recipient(context),
        recipient,
        sender: form.parties.sender,
        organisation: form.parties.organisation,
        is_preflight: form.is_preflight,
        may_report_wrong_recipient: form.may_report_wrong_recipient,
        enrolment: form.enrolment,
        demanded_idp: form.demanded_idp,
        fields: vec![field(context.common())],
        error: outcome.message.clone(),
    })
}
