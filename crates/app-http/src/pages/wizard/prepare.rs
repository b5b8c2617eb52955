//! 01 書類の準備: the files, the title, and what the document is filed under.

use super::files::{FileLine, Notice, NoticeKind};
use super::{Draft, go};
use crate::error::PageError;
use crate::i18n::labels;
use crate::pages::documents::{NoticeQuery, files_of};
use crate::pages::viewer::Viewer;
use crate::web::{
    FieldKind, FormField, FormFields, FormOutcome, PageContext, PageLayout, UploadForm,
};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Path, Query};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{
    Amount, Attributes, CalendarDate, ControlNumber, Counterparty, Details, DocumentError,
    DocumentId, Problem, Title,
};
use wariin_ports::PdfPassword;
use wariin_usecases::{
    DraftContents, Error, FormKey, Upload, create_draft, describe, replace_files,
};

/// The name of a refusal that another try with a password may cure.
const PASSWORD: &str = "pdf_password";

#[derive(Template)]
#[template(path = "wizard_01.html")]
struct PreparePage {
    layout: PageLayout,
    action: String,
    form_key: FormKey,
    files: Vec<FileLine>,
    fields: Vec<FormField>,
    file_error: String,
    /// Whether a password is missing, or another one is needed.
    asks_for_password: bool,
    notice: Option<Notice>,
    /// The pages of the files that are there already.
    viewer: Option<Viewer>,
}

impl PreparePage {
    /// Whether the sender has to agree to something first.
    fn awaits_confirmation(&self) -> bool {
        self.files.iter().any(|file| file.awaits_confirmation)
    }
}

/// The form as it was sent, but for the files.
#[derive(Default)]
struct PrepareForm {
    title: String,
    counterparty: String,
    contract_date: String,
    starts_on: String,
    ends_on: String,
    amount: String,
    control_number: String,
    action: String,
    form_key: String,
    pdf_password: String,
}

impl PrepareForm {
    fn of(details: &Details) -> Self {
        let a = &details.attributes;
        let text = |value: Option<String>| value.unwrap_or_default();
        let date = |value: Option<CalendarDate>| text(value.map(|d| d.to_string()));
        Self {
            title: details.title.to_string(),
            counterparty: text(a.counterparty.as_ref().map(ToString::to_string)),
            contract_date: date(a.contract_date),
            starts_on: date(a.starts_on),
            ends_on: date(a.ends_on),
            amount: text(a.amount.map(|amount| amount.to_string())),
            control_number: text(a.control_number.as_ref().map(ToString::to_string)),
            action: String::new(),
            form_key: String::new(),
            pdf_password: String::new(),
        }
    }

    /// The field with this name, unless the form has none.
    fn field(&mut self, name: &str) -> Option<&mut String> {
        match name {
            "title" => Some(&mut self.title),
            "counterparty" => Some(&mut self.counterparty),
            "contract_date" => Some(&mut self.contract_date),
            "starts_on" => Some(&mut self.starts_on),
            "ends_on" => Some(&mut self.ends_on),
            "amount" => Some(&mut self.amount),
            "control_number" => Some(&mut self.control_number),
            "action" => Some(&mut self.action),
            "form_key" => Some(&mut self.form_key),
            "pdf_password" => Some(&mut self.pdf_password),
            _ => None,
        }
    }
}

/// The form as it was sent.
struct Sent {
    form: PrepareForm,
    uploads: Vec<Upload>,
    password: Option<PdfPassword>,
}

impl Sent {
    async fn read(context: &PageContext, form: UploadForm) -> Result<Self, PageError> {
        let mut sent = PrepareForm::default();
        let fill = |name: &str, text| {
            if let Some(field) = sent.field(name) {
                *field = text;
            }
        };
        let uploads = form.read(&*context.ports().files, fill).await?;
        let password = PdfPassword::read(std::mem::take(&mut sent.pdf_password));
        // A document without a title has the name of its first file.
        if let (true, Some(first)) = (sent.title.trim().is_empty(), uploads.first()) {
            let name = first.name.as_str();
            let stem = name.strip_suffix(".pdf").or_else(|| name.strip_suffix(".PDF"));
            sent.title = stem.unwrap_or(name).chars().take(Title::LIMIT).collect();
        }
        Ok(Self { form: sent, uploads, password })
    }
}

fn fields(context: &PageContext, form: &PrepareForm) -> FormFields {
    let o = context.office();
    let text = |name, label: String, value: &String| {
        FormField::new(name, label, FieldKind::Text).optional().value(value)
    };
    let date = |name, label: String, value: &String| {
        FormField::new(name, label, FieldKind::Date).optional().value(value)
    };
    FormFields(vec![
        FormField::new("title", o.documents_title(), FieldKind::Text)
            .value(&form.title)
            .optional()
            .hint(o.wizard_title_hint())
            .limit(Title::LIMIT),
        text("counterparty", o.documents_counterparty(), &form.counterparty)
            .limit(Counterparty::LIMIT),
        date("contract_date", o.documents_contract_date(), &form.contract_date),
        date("starts_on", o.wizard_starts_on(), &form.starts_on),
        date("ends_on", o.wizard_ends_on(), &form.ends_on),
        text("amount", o.documents_amount(), &form.amount).hint(amount_hint(context)),
        text("control_number", o.documents_control_number(), &form.control_number)
            .limit(ControlNumber::LIMIT),
    ])
}

/// How an amount is typed, and what follows from it where the organisation has a rule about amounts.
fn amount_hint(context: &PageContext) -> String {
    let (o, hint) = (context.office(), context.office().wizard_amount_hint());
    let rule = context.organisation().map(|own| &own.settings.policy.recipients.request);
    match rule.and_then(|rule| rule.from_amount) {
        Some(from) => o.wizard_amount_rule(hint, context.locale().yen(from)),
        None => hint,
    }
}

fn details(fields: &mut FormFields) -> Option<Details> {
    let title = fields.read("title", Title::parse);
    let counterparty = fields.read_optional("counterparty", Counterparty::parse);
    let contract_date = fields.read_optional("contract_date", CalendarDate::parse);
    let starts_on = fields.read_optional("starts_on", CalendarDate::parse);
    let ends_on = fields.read_optional("ends_on", CalendarDate::parse);
    let amount = fields.read_optional("amount", Amount::parse);
    let control_number = fields.read_optional("control_number", ControlNumber::parse);
    let attributes = Attributes {
        counterparty: counterparty?,
        contract_date: contract_date?,
        starts_on: starts_on?,
        ends_on: ends_on?,
        amount: amount?,
        control_number: control_number?,
    };
    Some(Details { title: title?, attributes })
}

/// What a draft begins with so that its files are kept, while something else in the form is wrong.
fn without_attributes(fields: &mut FormFields) -> Option<Details> {
    let title = fields.read("title", Title::parse)?;
    Some(Details { title, attributes: Attributes::default() })
}

/// The form for a new draft.
#[handler]
pub(crate) fn new(context: PageContext) -> Result<Response, PageError> {
    let fields = fields(&context, &PrepareForm::default());
    Target::new(FormKey::fresh(context.ports())).show(&context, fields, &FormOutcome::blank())
}

/// Begins a draft.
#[handler]
pub(crate) async fn create(context: PageContext, form: UploadForm) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let Sent { form, uploads, password } = Sent::read(&context, form).await?;
    let mut fields = fields(&context, &form);
    let key = FormKey::read(&form.form_key);
    let (details, is_complete) = match details(&mut fields) {
        Some(details) => (details, true),
        None if uploads.is_empty() => {
            let outcome = files_again(labels::problem(context.locale(), Problem::NoFile));
            return Target::new(key).show(&context, fields, &outcome);
        }
        None => match without_attributes(&mut fields) {
            Some(details) => (details, false),
            None => {
                let outcome = files_again(context.office().wizard_pick_files_again());
                return Target::new(key).show(&context, fields, &outcome);
            }
        },
    };
    let _share = context.upload_budget().share_for(&uploads).await?;
    let contents = DraftContents { details, files: uploads, password };
    match create_draft(context.ports(), principal, key, contents).await {
        Ok(id) if is_complete => next_step(&context, id.into(), &form.action, None).await,
        Ok(id) => again(&context, id, fields).await,
        Err(error) => Target::new(key).show(&context, fields, &files_refused(&context, error)?),
    }
}

/// The form with what is wrong in it, for a draft that has its files.
async fn again(
    context: &PageContext,
    id: DocumentId,
    fields: FormFields,
) -> Result<Response, PageError> {
    let draft = Draft::find(context, id).await?;
    Target::of(context, &draft).await.show(context, fields, &FormOutcome::incomplete())
}

/// The form of a draft.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let fields = fields(&context, &PrepareForm::of(&draft.document.details));
    let mut target = Target::of(&context, &draft).await;
    target.notice = Notice::by_name(context.office(), query.notice.as_deref());
    target.show(&context, fields, &FormOutcome::blank())
}

/// Saves the draft's step 01.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Path(id): Path<Uuid>,
    form: UploadForm,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let Sent { form, uploads, password } = Sent::read(&context, form).await?;
    let mut fields = fields(&context, &form);
    let details = details(&mut fields);
    let _share = context.upload_budget().share_for(&uploads).await?;
    let uploads_nothing = uploads.is_empty();
    let is_without_file = uploads_nothing && draft.document.files.is_empty();
    if is_without_file && (details.is_none() || form.action != "save") {
        let outcome = files_again(labels::problem(context.locale(), Problem::NoFile));
        return Target::of(&context, &draft).await.show(&context, fields, &outcome);
    }
    if !uploads.is_empty()
        && let Err(error) = replace_files(context.ports(), draft.on(), uploads, password).await
    {
        return Target::of(&context, &draft).await.show(
            &context,
            fields,
            &files_refused(&context, error)?,
        );
    }
    let Some(details) = details else {
        return again(&context, draft.document.id, fields).await;
    };
    let asked_before = uploads_nothing && draft.document.files_to_confirm().next().is_some();
    describe(context.ports(), draft.on(), details).await?;
    next_step(&context, id, &form.action, asked_before.then_some("unconfirmed")).await
}

/// Where the buttons of the step lead: to step 02 once the sender has agreed to the changes of every file.
async fn next_step(
    context: &PageContext,
    id: Uuid,
    action: &str,
    notice: Option<&'static str>,
) -> Result<Response, PageError> {
    let draft = Draft::find(context, id.into()).await?;
    let on = match (draft.document.files_to_confirm().next(), notice) {
        (None, _) => format!("/documents/{id}/02"),
        (Some(_), None) => format!("/documents/{id}/01"),
        (Some(_), Some(notice)) => format!("/documents/{id}/01?notice={notice}"),
    };
    Ok(go(action, "/documents".to_owned(), on))
}

/// The form again, saying this beside the files: browsers forget a chosen file when a form comes back.
fn files_again(message: String) -> FormOutcome {
    FormOutcome::saying(StatusCode::UNPROCESSABLE_ENTITY, message)
}

/// The form again, saying what is wrong with the files.
fn files_refused(context: &PageContext, error: Error) -> Result<FormOutcome, PageError> {
    match error {
        Error::Document(DocumentError::Problem(problem)) => {
            Ok(files_again(labels::problem(context.locale(), problem)))
        }
        error => {
            let asks = matches!(&error, Error::Pdf { refusal, .. } if refusal.asks_for_password());
            let refused = FormOutcome::refused(context, error, |e| matches!(e, Error::Pdf { .. }))?;
            Ok(if asks { refused.named(PASSWORD) } else { refused })
        }
    }
}

/// Where the form goes, and the files that are there already.
struct Target {
    action: String,
    form_key: FormKey,
    files: Vec<FileLine>,
    viewer: Option<Viewer>,
    notice: Option<Notice>,
}

impl Target {
    fn new(form_key: FormKey) -> Self {
        let action = "/documents/new".to_owned();
        Self { action, form_key, files: Vec::new(), viewer: None, notice: None }
    }

    async fn of(context: &PageContext, draft: &Draft) -> Self {
        let document = &draft.document;
        let viewer = Viewer::of(context, document, &files_of(document.id.into())).await;
        Self {
            action: format!("/documents/{}/01", document.id),
            form_key: FormKey::none(),
            files: FileLine::all(context.locale(), document),
            viewer: (viewer.pages > 0).then_some(viewer),
            notice: None,
        }
    }

    fn show(
        self,
        context: &PageContext,
        fields: FormFields,
        outcome: &FormOutcome,
    ) -> Result<Response, PageError> {
        outcome.page(&PreparePage {
            layout: PageLayout::of(context),
            action: self.action,
            form_key: self.form_key,
            files: self.files,
            fields: fields.0,
            file_error: outcome.message.clone(),
            asks_for_password: outcome.is_named(PASSWORD),
            notice: self.notice,
            viewer: self.viewer,
        })
    }
}
