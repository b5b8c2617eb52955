//! 02 送付先の設定: the recipients in routing order, and the request under 「オプション」.

use super::files::FileLine;
use super::review::weak_sender;
use super::{Draft, StepForm, StepUpOffer, go};
use crate::error::PageError;
use crate::i18n::OfficeMessages;
use crate::i18n::labels;
use crate::pages::documents::NoticeQuery;
use crate::web::{
    Checkbox, FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, Secret, Step,
    page, redirect,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Form, Path, Query};
use poem::{Response, handler};
use serde::Deserialize;
use uuid::Uuid;
use wariin_domain::{
    AccessCode, Document, DocumentError, EmailAddress, EnrolmentRule, Excluded, Language,
    OrganisationName, PersonName, Problem, Recipient, RecipientDetails, RecipientId,
};
use wariin_usecases::{
    self as usecases, AccessCodeChange, Error, FormKey, IdpConstraint, RecipientInput,
    add_recipient, change_recipient, move_recipient_up, remove_recipient,
};

#[derive(Template)]
#[template(path = "wizard_02.html")]
pub(crate) struct RecipientsPage {
    layout: PageLayout,
    document: Document,
    /// What was taken of the upload, and what was changed about it or is doubtful.
    taken: Vec<FileLine>,
    is_requested: bool,
    /// Whether the sender is strongly signed in, as asking the recipients to prepare needs.
    is_strong: bool,
    /// Why the organisation's settings demand the request, where they do.
    reason: Option<String>,
    /// Why the option is disabled beside a language other than Japanese.
    exclusion: Option<String>,
    pub(super) offer: Option<StepUpOffer>,
    dialog: Option<Dialog>,
    /// The key of the dialog's form.
    form_key: FormKey,
    /// The dialog for one more person who is told of the conclusion.
    copy_dialog: Option<Vec<FormField>>,
    notice: String,
    error: String,
}

impl RecipientsPage {
    /// Whether anything was changed about a file, or is doubtful.
    fn has_changes(&self) -> bool {
        self.taken.iter().any(|file| !file.changes.is_empty() || !file.to_confirm.is_empty())
    }
}

#[derive(Template)]
#[template(path = "remove_recipient.html")]
struct RemovalPage {
    layout: PageLayout,
    document: Document,
    recipient: Recipient,
}

/// 宛先編集
struct Dialog {
    recipient: String,
    fields: Vec<FormField>,
    language: Language,
    is_language_fixed: bool,
    language_error: String,
    idp: IdpConstraint,
    enrolment: EnrolmentRule,
    way_error: String,
    /// Whether the recipient has an access code already.
    has_code: bool,
}

impl Dialog {
    fn of(
        fields: FormFields,
        recipient: String,
        (language, idp, enrolment): (Language, IdpConstraint, EnrolmentRule),
        document: &Document,
    ) -> Self {
        Self {
            fields: fields.0,
            language,
            is_language_fixed: document.is_japanese_only(),
            language_error: String::new(),
            idp,
            enrolment,
            way_error: String::new(),
            has_code: document
                .recipients
                .iter()
                .any(|r| r.details.access_code.is_some() && r.id.to_string() == recipient),
            recipient,
        }
    }

    /// Whether the sender demands something of how this recipient signs in, or it was refused.
    fn has_demands(&self) -> bool {
        let is_usual = self.enrolment == EnrolmentRule::Any && self.idp == IdpConstraint::Any;
        !is_usual || !self.way_error.is_empty()
    }
}

#[derive(Debug, Default, Deserialize)]
struct EditQuery {
    edit: Option<String>,
}

/// 宛先編集 as it was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RecipientForm {
    /// The recipient that is changed; empty for a new one.
    recipient: String,
    name: String,
    email: String,
    organisation: String,
    access_code: Secret,
    no_code: Checkbox,
    language: Option<String>,
    own_idp: Checkbox,
    enrolment: Option<String>,
    form_key: String,
}

impl RecipientForm {
    fn of(recipient: &Recipient) -> Self {
        let details = &recipient.details;
        let organisation = details.organisation.as_ref().map(ToString::to_string);
        Self {
            recipient: recipient.id.to_string(),
            name: details.name.to_string(),
            email: details.email.to_string(),
            organisation: organisation.unwrap_or_default(),
            ..Self::default()
        }
    }
}

/// 共有先 as it was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CopyForm {
    name: String,
    email: String,
    form_key: String,
}

fn fields(o: &OfficeMessages, form: &RecipientForm) -> FormFields {
    FormFields(vec![
        FormField::new("name", o.wizard_name(), FieldKind::Text)
            .value(&form.name)
            .limit(PersonName::LIMIT),
        FormField::new("email", o.wizard_address(), FieldKind::Email).value(&form.email).limit(254),
        FormField::new("organisation", o.wizard_organisation(), FieldKind::Text)
            .value(&form.organisation)
            .optional()
            .limit(OrganisationName::LIMIT),
        // The sender reads the code out to the recipient, and so sees what was typed.
        FormField::new("access_code", o.wizard_access_code(), FieldKind::Text)
            .value(form.access_code.expose())
            .optional()
            .hint(o.wizard_access_code_hint())
            .limit(AccessCode::LIMIT),
    ])
}

fn copy_fields(o: &OfficeMessages, form: &CopyForm) -> FormFields {
    FormFields(vec![
        FormField::new("name", o.wizard_name(), FieldKind::Text)
            .value(&form.name)
            .limit(PersonName::LIMIT),
        FormField::new("email", o.wizard_address(), FieldKind::Email).value(&form.email).limit(254),
    ])
}

fn idp_of(details: &RecipientDetails) -> IdpConstraint {
    if details.idp.is_some() { IdpConstraint::OwnIdp } else { IdpConstraint::Any }
}

/// The page of step 02 for a draft.
fn step_page(context: &PageContext, draft: Draft) -> RecipientsPage {
    let is_requested = draft.document.is_requested();
    let offer = StepUpOffer::of(context, &draft, Step::Recipients, !is_requested);
    let error = if is_requested && offer.is_some() {
        labels::sender_must_be_strong(context.locale())
    } else {
        String::new()
    };
    RecipientsPage {
        layout: PageLayout::of(context),
        is_requested,
        is_strong: context.is_strong(),
        reason: draft
            .document
            .request_reason()
            .map(|why| labels::request_reason(context.locale(), why)),
        exclusion: draft
            .document
            .excluded()
            .as_ref()
            .map(|e| labels::excluded(context.locale(), e)),
        offer,
        dialog: None,
        form_key: FormKey::fresh(context.ports()),
        copy_dialog: None,
        notice: String::new(),
        error,
        taken: FileLine::all(context.locale(), &draft.document),
        document: draft.document,
    }
}

/// The step.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(edit): Query<EditQuery>,
    Query(notice): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let mut step = step_page(&context, draft);
    step.notice = match notice.notice.as_deref() {
        Some("asked") => context.office().wizard_preflight_asked(),
        Some("requested") if step.is_requested => context.office().wizard_request_set(),
        Some("withdrawn") if !step.is_requested => context.office().wizard_request_undone(),
        _ => String::new(),
    };
    step.dialog = match edit.edit.as_deref() {
        None => None,
        Some("copy") => {
            step.copy_dialog = Some(copy_fields(context.office(), &CopyForm::default()).0);
            None
        }
        Some("new") => {
            let blank = (Language::Japanese, IdpConstraint::Any, EnrolmentRule::Any);
            let fields = fields(context.office(), &RecipientForm::default());
            Some(Dialog::of(fields, String::new(), blank, &step.document))
        }
        Some(id) => {
            let known = step.document.recipients.iter().find(|r| r.id.to_string() == id);
            let known = known.ok_or_else(PageError::not_found)?;
            let chosen = (known.details.language, idp_of(&known.details), known.details.enrolment);
            let fields = fields(context.office(), &RecipientForm::of(known));
            Some(Dialog::of(fields, id.to_owned(), chosen, &step.document))
        }
    };
    page(StatusCode::OK, &step)
}

/// Goes on to step 03, unless the request needs a strong sign-in that is not there.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<StepForm>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let goes_on = !matches!(form.action.as_str(), "back" | "save");
    let mut step = step_page(&context, draft);
    if goes_on && !step.error.is_empty() {
        return weak_sender(&context).page(&step);
    }
    if goes_on && step.document.recipients.is_empty() {
        step.error = labels::problem(context.locale(), Problem::NoRecipient);
        return FormOutcome::incomplete().page(&step);
    }
    let without_code = step.document.recipient_without_code().map(|recipient| recipient.id);
    if let (true, Some(recipient)) = (goes_on, without_code) {
        step.error = labels::problem(context.locale(), Problem::NoAccessCode(recipient));
        return FormOutcome::incomplete().page(&step);
    }
    Ok(go(&form.action, format!("/documents/{id}/01"), format!("/documents/{id}/03")))
}

/// Adds a recipient or changes one.
#[handler]
pub(crate) async fn save(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<RecipientForm>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let key = FormKey::read(&form.form_key);
    let mut fields = fields(context.office(), &form);
    let language = Language::parse(form.language.as_deref().unwrap_or("ja"));
    let language = language.map_err(|_| PageError::malformed())?;
    let idp = if form.own_idp.is_checked() { IdpConstraint::OwnIdp } else { IdpConstraint::Any };
    let enrolment = EnrolmentRule::parse(form.enrolment.as_deref().unwrap_or("any"));
    let enrolment = enrolment.ok_or_else(PageError::malformed)?;
    let details = (
        fields.read("name", PersonName::parse),
        fields.read("email", EmailAddress::parse),
        fields.read_optional("organisation", OrganisationName::parse),
        fields.read_optional("access_code", AccessCode::parse),
    );
    let (Some(name), Some(email), Some(organisation), Some(code)) = details else {
        let dialog =
            Dialog::of(fields, form.recipient, (language, idp, enrolment), &draft.document);
        return with_dialog(&context, draft, dialog, key, &FormOutcome::incomplete());
    };
    let access_code = match code {
        _ if form.no_code.is_checked() => AccessCodeChange::Remove,
        Some(code) => AccessCodeChange::Set(code),
        None => AccessCodeChange::Keep,
    };
    let input = RecipientInput { name, email, organisation, language, idp, access_code, enrolment };
    let on = draft.on();
    let saved = if form.recipient.is_empty() {
        add_recipient(context.ports(), on, key, input).await
    } else {
        let known = Uuid::parse_str(&form.recipient).map_err(|_| PageError::malformed())?;
        change_recipient(context.ports(), on, RecipientId::from(known), input).await
    };
    let error = match saved {
        Ok(()) => return Ok(redirect(format!("/documents/{id}/02"))),
        Err(error) => error,
    };
    let mut dialog =
        Dialog::of(fields, form.recipient, (language, idp, enrolment), &draft.document);
    let outcome = match error {
        Error::Document(DocumentError::Problem(problem @ Problem::NoIdpForAddress)) => {
            dialog.way_error = labels::problem(context.locale(), problem);
            FormOutcome::incomplete()
        }
        Error::Document(DocumentError::Excluded(Excluded::Language { .. })) => {
            dialog.language_error = labels::language_fixed(context.locale());
            FormOutcome::saying(StatusCode::BAD_REQUEST, String::new()).named("language_must_be_ja")
        }
        error => return Err(error.into()),
    };
    with_dialog(&context, draft, dialog, key, &outcome)
}

fn with_dialog(
    context: &PageContext,
    draft: Draft,
    dialog: Dialog,
    form_key: FormKey,
    outcome: &FormOutcome,
) -> Result<Response, PageError> {
    let mut step = RecipientsPage { form_key, ..step_page(context, draft) };
    step.dialog = Some(dialog);
    outcome.page(&step)
}

/// Asks once before removing a recipient.
#[handler]
pub(crate) async fn confirm_removal(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let Draft { document, .. } = Draft::find(&context, id.into()).await?;
    let recipient = document.recipient(recipient.into()).cloned();
    let recipient = recipient.ok_or_else(PageError::not_found)?;
    page(StatusCode::OK, &RemovalPage { layout: PageLayout::of(&context), document, recipient })
}

/// Removes a recipient.
#[handler]
pub(crate) async fn remove(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    remove_recipient(context.ports(), draft.on(), recipient.into()).await?;
    Ok(redirect(format!("/documents/{id}/02")))
}

/// Moves a recipient one place earlier.
#[handler]
pub(crate) async fn up(
    context: PageContext,
    Path((id, recipient)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    move_recipient_up(context.ports(), draft.on(), recipient.into()).await?;
    Ok(redirect(format!("/documents/{id}/02")))
}

/// Asks the recipients to confirm their addresses and to enrol a second factor (事前確認).
#[handler]
pub(crate) async fn ask_preflight(
    context: PageContext,
    Path(id): Path<Uuid>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    match usecases::ask_preflight(context.ports(), draft.on()).await {
        Ok(()) => Ok(redirect(format!("/documents/{id}/02?notice=asked"))),
        Err(Error::Document(DocumentError::WeakSignIn(_))) => {
            let mut step = step_page(&context, draft);
            let outcome = weak_sender(&context);
            step.error.clone_from(&outcome.message);
            outcome.page(&step)
        }
        Err(Error::Document(DocumentError::Problem(problem))) => {
            let mut step = step_page(&context, draft);
            step.error = labels::problem(context.locale(), problem);
            FormOutcome::saying(StatusCode::CONFLICT, String::new()).page(&step)
        }
        Err(error) => Err(error.into()),
    }
}

/// Adds a person who is told of the conclusion (共有先).
#[handler]
pub(crate) async fn add_copy(
    context: PageContext,
    Path(id): Path<Uuid>,
    Form(form): Form<CopyForm>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let form_key = FormKey::read(&form.form_key);
    let mut fields = copy_fields(context.office(), &form);
    let read = (fields.read("name", PersonName::parse), fields.read("email", EmailAddress::parse));
    let (Some(name), Some(email)) = read else {
        let mut step = RecipientsPage { form_key, ..step_page(&context, draft) };
        step.copy_dialog = Some(fields.0);
        return FormOutcome::incomplete().page(&step);
    };
    usecases::add_copy(context.ports(), draft.on(), form_key, name, email).await?;
    Ok(redirect(format!("/documents/{id}/02#copies")))
}

/// Removes a person who would have been told of the conclusion.
#[handler]
pub(crate) async fn remove_copy(
    context: PageContext,
    Path((id, copy)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    usecases::remove_copy(context.ports(), draft.on(), copy.into()).await?;
    Ok(redirect(format!("/documents/{id}/02#copies")))
}
