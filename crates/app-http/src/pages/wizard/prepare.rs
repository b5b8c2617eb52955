//! 01 書類の準備: the files, the title, and what the document is filed under.

use super::{Draft, go};
use crate::error::PageError;
use crate::i18n::OfficeMessages;
use crate::i18n::labels;
use crate::pages::documents::NoticeQuery;
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
    DocumentFile, Problem, Title,
};
use wariin_usecases::{
    DraftContents, Error, FormKey, Upload, create_draft, describe, replace_files,
};

#[derive(Template)]
#[template(path = "wizard_01.html")]
struct PreparePage {
    layout: PageLayout,
    action: String,
    form_key: FormKey,
    files: Vec<DocumentFile>,
    fields: Vec<FormField>,
    file_error: String,
    notice: String,
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
            _ => None,
        }
    }
}

/// The form as it was sent.
struct Sent {
    form: PrepareForm,
    uploads: Vec<Upload>,
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
        Ok(Self { form: sent, uploads })
    }
}

fn fields(o: &OfficeMessages, form: &PrepareForm) -> FormFields {
    let text = |name, label: String, value: &String| {
        FormField::new(name, label, FieldKind::Text).optional().value(value)
    };
    let date = |name, label: String, value: &String| {
        FormField::new(name, label, FieldKind::Date).optional().value(value)
    };
    FormFields(vec![
        FormField::new("title", o.documents_title(), FieldKind::Text)
            .value(&form.title)
            .limit(Title::LIMIT),
        text("counterparty", o.documents_counterparty(), &form.counterparty)
            .limit(Counterparty::LIMIT),
        date("contract_date", o.documents_contract_date(), &form.contract_date),
        date("starts_on", o.wizard_starts_on(), &form.starts_on),
        date("ends_on", o.wizard_ends_on(), &form.ends_on),
        text("amount", o.documents_amount(), &form.amount).hint(o.wizard_amount_hint()),
        text("control_number", o.documents_control_number(), &form.control_number)
            .limit(ControlNumber::LIMIT),
    ])
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

/// The form for a new draft.
#[handler]
pub(crate) fn new(context: PageContext) -> Result<Response, PageError> {
    let fields = fields(context.office(), &PrepareForm::default());
    Target::new(FormKey::fresh(context.ports())).show(&context, fields, &FormOutcome::blank())
}

/// Begins a draft.
#[handler]
pub(crate) async fn create(context: PageContext, form: UploadForm) -> Result<Response, PageError> {
    let principal = context.expect_principal()?;
    let Sent { form, uploads } = Sent::read(&context, form).await?;
    let mut fields = fields(context.office(), &form);
    let key = FormKey::read(&form.form_key);
    let Some(details) = details(&mut fields) else {
        let outcome = if uploads.is_empty() {
            files_again(labels::problem(context.locale(), Problem::NoFile))
        } else {
            files_again(context.office().wizard_pick_files_again())
        };
        return Target::new(key).show(&context, fields, &outcome);
    };
    let _share = context.upload_budget().share_for(&uploads).await?;
    let contents = DraftContents { details, files: uploads };
    match create_draft(context.ports(), principal, key, contents).await {
        Ok(id) => Ok(go(&form.action, "/documents".to_owned(), format!("/documents/{id}/02"))),
        Err(error) => Target::new(key).show(&context, fields, &files_refused(&context, error)?),
    }
}

/// The form of a draft.
#[handler]
pub(crate) async fn show(
    context: PageContext,
    Path(id): Path<Uuid>,
    Query(query): Query<NoticeQuery>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let fields = fields(context.office(), &PrepareForm::of(&draft.document.details));
    let mut target = Target::of(&draft);
    if query.notice.as_deref() == Some("without_request") {
        target.notice = context.office().wizard_template_had_request();
    }
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
    let Sent { form, uploads } = Sent::read(&context, form).await?;
    let mut fields = fields(context.office(), &form);
    let Some(details) = details(&mut fields) else {
        let outcome = if uploads.is_empty() {
            FormOutcome::incomplete()
        } else {
            files_again(context.office().wizard_pick_files_again())
        };
        return Target::of(&draft).show(&context, fields, &outcome);
    };
    let _share = context.upload_budget().share_for(&uploads).await?;
    if !uploads.is_empty()
        && let Err(error) = replace_files(context.ports(), draft.on(), uploads).await
    {
        return Target::of(&draft).show(&context, fields, &files_refused(&context, error)?);
    }
    describe(context.ports(), draft.on(), details).await?;
    Ok(go(&form.action, "/documents".to_owned(), format!("/documents/{id}/02")))
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
        error => FormOutcome::refused(context, error, |e| matches!(e, Error::Pdf { .. })),
    }
}

/// Where the form goes, and the files that are there already.
struct Target {
    action: String,
    form_key: FormKey,
    files: Vec<DocumentFile>,
    notice: String,
}

impl Target {
    fn new(form_key: FormKey) -> Self {
        let action = "/documents/new".to_owned();
        Self { action, form_key, files: Vec::new(), notice: String::new() }
    }

    fn of(draft: &Draft) -> Self {
        Self {
            action: format!("/documents/{}/01", draft.document.id),
            form_key: FormKey::none(),
            files: draft.document.files.clone(),
            notice: String::new(),
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
            notice: self.notice,
        })
    }
}
