//! The recipient's answer: consent or decline, each asked once more before it counts.

use super::{opened, opened_or_next_step};
use crate::error::PageError;
use crate::i18n::CommonMessages;
use crate::pages::documents::NoticeQuery;
use crate::pages::idp::{redirect_page, user_agent};
use crate::pages::passkey::PasskeyForm;
use crate::pages::sign_in::factor_code_field;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, Secret, page, redirect,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{
    Assignee, ConsentStatement, ContentDigest, Document, DocumentError, GateRefusal, Reason,
    RecipientId, Timestamp,
};
use wariin_usecases::{
    ConsentByIdp, ConsentProvider, Decline, Error, GiveConsent, OpenedDocument, consent_step,
    start_consent_authorization, unshown_pages,
};

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage {
    layout: PageLayout,
    recipient: RecipientId,
    document: Document,
    /// The digest of what is shown, to come back with the consent.
    shown: String,
    /// The sentences above the button, to come back by version and language.
    statement: ConsentStatement,
    /// In which turn it is shown, to come back.
    turn: String,
    /// The field for a fresh code, when one is needed.
    fields: Vec<FormField>,
    /// The form by a passkey, where the person has one.
    passkey: Option<PasskeyForm>,
    /// Whether there is another way to consent than the passkey.
    has_other_way: bool,
    /// The provider that has to issue an ID token for the consent.
    idp: Option<ConsentProvider>,
    /// Whether the person may use an authenticator's code instead.
    may_use_code: bool,
    error: String,
    /// How many pages were not shown in this session: none may be missing.
    unshown: u32,
    /// How many required fields are not filled: none may be.
    missing: u32,
}

#[derive(Template)]
#[template(path = "decline.html")]
struct DeclinePage {
    layout: PageLayout,
    recipient: RecipientId,
    document: Document,
    fields: Vec<FormField>,
    is_done: bool,
}

/// What is consented to, by which sentences, and the code, where one was asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ConsentForm {
    shown: String,
    statement: String,
    turn: Option<String>,
    code: Option<Secret>,
}

impl ConsentForm {
    /// The digest of what the page showed.
    fn content(&self) -> Result<ContentDigest, PageError> {
        ContentDigest::parse(&self.shown).ok_or_else(PageError::malformed)
    }
}

/// The turn in which the page of the consent was shown, in microseconds; `None` on a page of a release that did not say
/// it, and where the consent had been given.
pub(crate) fn turn(form: Option<&str>) -> Result<Option<Timestamp>, PageError> {
    let read = |text: &str| text.parse().map(Timestamp::from_micros);
    form.filter(|text| !text.is_empty()).map(read).transpose().map_err(|_| PageError::malformed())
}

/// The turn of this recipient as [`turn`] reads it.
fn turn_of(opened: &OpenedDocument) -> Result<String, PageError> {
    let began_at = opened.recipient()?.mailed_at();
    Ok(began_at.map(|at| at.as_micros().to_string()).unwrap_or_default())
}

/// The sentences that the page of the consent showed; `None` on a page that another release showed, or that was shown
/// in another language than the reader has now.
pub(crate) fn statement(context: &PageContext, form: &str) -> Option<ConsentStatement> {
    let read = ConsentStatement::parse(form);
    read.filter(|read| read.language() == context.locale().language)
}

/// Why the recipient declines.
#[derive(Default, Deserialize)]
#[serde(default)]
struct DeclineForm {
    reason: String,
}

/// Asks for the consent, and for a code when the last one is too old.
#[handler]
pub(crate) async fn confirm(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let opened = opened_or_next_step(&context, id.into()).await?;
    if opened.recipient()?.consent().is_some() {
        return Ok(redirect(format!("/r/{id}/document")));
    }
    let mut outcome = FormOutcome::blank();
    if query.notice.as_deref() == Some("anew") {
        outcome = outcome.named("other_turn");
        outcome.message = context.common().recipient_consent_anew();
    }
    consent_page(&context, opened, outcome).await
}

/// Takes the consent.
#[handler]
pub(crate) async fn consent(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<ConsentForm>,
) -> Result<Response, PageError> {
    let principal = context.principal().ok_or(GateRefusal::SignIn)?;
    if form.code.is_some() {
        context.try_secret()?;
    }
    let shown = form.content()?;
    let Some(statement) = statement(&context, &form.statement) else {
        return consent_page(&context, opened(&context, id.into()).await?, unread(&context)).await;
    };
    let code = form.code.map(Into::into);
    let turn = turn(form.turn.as_deref())?;
    let command = GiveConsent { principal, recipient: id.into(), shown, statement, turn, code };
    let outcome = match wariin_usecases::consent(context.ports(), command).await {
        Ok(()) => return Ok(redirect(format!("/r/{id}/document"))),
        Err(Error::Document(DocumentError::StepUpRequired)) => {
            let once_more = context.common().recipient_code_once_more();
            FormOutcome::saying(StatusCode::FORBIDDEN, once_more).named("step_up_required")
        }
        Err(Error::Document(DocumentError::OtherTurn)) => {
            FormOutcome::saying(StatusCode::CONFLICT, context.common().error_other_turn())
                .named("other_turn")
        }
        Err(error @ Error::Document(DocumentError::PagesNotShown)) => {
            let back = format!("/r/{id}/document?show=all#answer");
            return Err(PageError::from(error).or_action(context.common().viewer_show_all(), back));
        }
        Err(
            error @ Error::Document(DocumentError::OtherContents | DocumentError::FieldsMissing(_)),
        ) => {
            let back = format!("/r/{id}/document#fields");
            return Err(PageError::from(error).or_action(context.common().fill_go_back(), back));
        }
        Err(error @ Error::Document(DocumentError::Gate(GateRefusal::EnrolledTooLate(_)))) => {
            // The code was of a factor that is not accepted: the obstacle's page says so.
            opened_or_next_step(&context, id.into()).await?;
            return Err(error.into());
        }
        Err(error) => FormOutcome::refused_code(&context, error)?,
    };
    consent_page(&context, opened(&context, id.into()).await?, outcome).await
}

/// Sends the browser to the provider that has to issue an ID token for the consent.
#[handler]
pub(crate) async fn consent_by_idp(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<ConsentForm>,
) -> Result<Response, PageError> {
    context.try_secret()?;
    context.session().ok_or(GateRefusal::SignIn)?;
    let shown = form.content()?;
    let Some(statement) = statement(&context, &form.statement) else {
        return consent_page(&context, opened(&context, id.into()).await?, unread(&context)).await;
    };
    let turn = turn(form.turn.as_deref())?;
    let wish = ConsentByIdp { recipient: id.into(), shown, statement, turn };
    let address = start_consent_authorization(context.ports(), wish, user_agent(&context)).await;
    let back = format!("/r/{id}/consent");
    let address = address.map_err(|error| {
        PageError::from(error).or_action(context.common().recipient_back_to_consent(), back)
    })?;
    redirect_page(PageLayout::of_recipient(&context), address, true)
}

/// The form came from a page whose sentences this release does not know: it is shown anew, with its own.
fn unread(context: &PageContext) -> FormOutcome {
    FormOutcome::saying(StatusCode::CONFLICT, context.common().recipient_consent_anew())
        .named("other_statement")
}

async fn consent_page(
    context: &PageContext,
    opened: OpenedDocument,
    mut outcome: FormOutcome,
) -> Result<Response, PageError> {
    let step = consent_step(context.ports(), context.caller(), &opened).await?;
    let is_shown_anew = outcome.is_named("other_turn") || outcome.is_named("other_statement");
    let is_code_refused = outcome.is_refused() && !is_shown_anew && !step.may_use_passkey;
    let needs_code = step.provider.is_none() && (step.needs_code || is_code_refused);
    if step.provider.is_some() && outcome.is_named("step_up_required") {
        outcome.message = context.common().recipient_idp_once_more();
    }
    let recipient = opened.admission.recipient();
    let shown = opened.document.content_digest_for(recipient);
    let statement = ConsentStatement::newest(context.locale().language);
    let turn = turn_of(&opened)?;
    let passkey = PasskeyForm::consent(context, recipient, (shown, statement), &turn);
    let passkey = passkey.filter(|_| step.may_use_passkey);
    let has_other_way = needs_code || step.provider.is_some() || passkey.is_none();
    let unshown = unshown_pages(context.ports(), context.principal(), &opened).await?;
    let own = Assignee::Recipient(opened.admission.recipient());
    let missing = opened.document.missing_fields(own).count();
    outcome.page(&ConsentPage {
        unshown,
        missing: u32::try_from(missing).unwrap_or(u32::MAX),
        layout: PageLayout::of_recipient(context),
        recipient: opened.admission.recipient(),
        shown: shown.to_string(),
        statement,
        turn,
        passkey,
        has_other_way,
        fields: needs_code.then(|| factor_code_field(context.common())).into_iter().collect(),
        idp: step.provider,
        may_use_code: step.may_use_code,
        error: outcome.message.clone(),
        document: opened.document,
    })
}

fn fields(t: &CommonMessages, form: &DeclineForm) -> FormFields {
    let field = FormField::new("reason", t.recipient_decline_reason(), FieldKind::Lines)
        .value(&form.reason)
        .hint(t.recipient_decline_reason_hint())
        .limit(Reason::LIMIT);
    FormFields(vec![field])
}

/// Asks why.
#[handler]
pub(crate) async fn confirm_decline(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let opened = opened_or_next_step(&context, id.into()).await?;
    let fields = fields(context.common(), &DeclineForm::default());
    decline_page(&context, opened, fields, &FormOutcome::blank())
}

/// Declines.
#[handler]
pub(crate) async fn decline(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<DeclineForm>,
) -> Result<Response, PageError> {
    let opened = opened(&context, id.into()).await?;
    let mut fields = fields(context.common(), &form);
    let Some(reason) = fields.read("reason", Reason::parse) else {
        return decline_page(&context, opened, fields, &FormOutcome::incomplete());
    };
    let recipient = RecipientId::from(id);
    let principal = context.principal();
    let principal = principal.ok_or_else(|| PageError::sign_in_first(context.return_to))?;
    let command = Decline { principal, recipient, reason };
    wariin_usecases::decline(context.ports(), command).await?;
    let template = DeclinePage {
        layout: PageLayout::of_recipient(&context),
        recipient,
        document: opened.document,
        fields: Vec::new(),
        is_done: true,
    };
    page(StatusCode::OK, &template)
}

fn decline_page(
    context: &PageContext,
    opened: OpenedDocument,
    fields: FormFields,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    outcome.page(&DeclinePage {
        layout: PageLayout::of_recipient(context),
        recipient: opened.admission.recipient(),
        document: opened.document,
        fields: fields.0,
        is_done: false,
    })
}
