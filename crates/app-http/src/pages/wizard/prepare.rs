//! 01 書類の準備: the files, the title, and what the document is filed under.

use super::{Draft, go};
use crate::error::{PageError, named};
use crate::i18n::OfficeMessages;
use crate::i18n::labels;
use crate::pages::Typed;
use crate::pages::documents::NoticeQuery;
use crate::web::{FieldKind, FormField, FormFields, PageContext, PageLayout, ReturnTo, page};
use askama::Template;
use poem::http::StatusCode;
use poem::web::{Multipart, Path, Query};
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{
    Amount, Attributes, CalendarDate, ControlNumber, Counterparty, Details, DocumentError,
    DocumentFile, FileName, Title,
};
use wariin_usecases::{DraftContents, Error, Upload, create_draft, describe, replace_files};

#[derive(Template)]
#[template(path = "wizard_01.html")]
struct PreparePage {
    layout: PageLayout,
    action: String,
    files: Vec<DocumentFile>,
    fields: Vec<FormField>,
    file_error: String,
    notice: String,
}

/// The form as it was sent.
#[derive(Default)]
struct Sent {
    typed: Typed,
    uploads: Vec<Upload>,
}

impl Sent {
    async fn read(mut multipart: Multipart) -> Result<Self, PageError> {
        let mut sent = Self::default();
        while let Some(part) = multipart.next_field().await.map_err(|_| PageError::malformed())? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "files" {
                let file = FileName::sanitized(part.file_name().unwrap_or_default());
                let bytes = part.bytes().await.map_err(|_| PageError::malformed())?;
                if !bytes.is_empty() {
                    sent.uploads.push(Upload { name: file, bytes });
                }
            } else {
                let text = part.text().await.map_err(|_| PageError::malformed())?;
                sent.typed.insert(name, text);
            }
        }
        Ok(sent)
    }
}

fn fields(o: &OfficeMessages) -> FormFields {
    FormFields(vec![
        FormField::new("title", o.documents_title(), FieldKind::Text).limit(Title::LIMIT),
        FormField::new("counterparty", o.documents_counterparty(), FieldKind::Text)
            .optional()
            .limit(Counterparty::LIMIT),
        FormField::new("contract_date", o.documents_contract_date(), FieldKind::Date).optional(),
        FormField::new("starts_on", o.wizard_starts_on(), FieldKind::Date).optional(),
        FormField::new("ends_on", o.wizard_ends_on(), FieldKind::Date).optional(),
        FormField::new("amount", o.documents_amount(), FieldKind::Text)
            .optional()
            .hint(o.wizard_amount_hint()),
        FormField::new("control_number", o.documents_control_number(), FieldKind::Text)
            .optional()
            .limit(ControlNumber::LIMIT),
    ])
}

fn fields_of(o: &OfficeMessages, details: &Details) -> FormFields {
    let a = &details.attributes;
    let text = |value: Option<String>| value.unwrap_or_default();
    let date = |value: Option<CalendarDate>| text(value.map(|d| d.to_string()));
    let values = [
        ("title", details.title.to_string()),
        ("counterparty", text(a.counterparty.as_ref().map(ToString::to_string))),
        ("contract_date", date(a.contract_date)),
        ("starts_on", date(a.starts_on)),
        ("ends_on", date(a.ends_on)),
        ("amount", text(a.amount.map(|amount| amount.to_string()))),
        ("control_number", text(a.control_number.as_ref().map(ToString::to_string))),
    ];
    fields(o).filled(&values.map(|(name, value)| (name.to_owned(), value)).into())
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
    context.member(ReturnTo::Documents)?;
    let form = Form::new();
    form.show(&context, StatusCode::OK, fields(context.office()), String::new())
}

/// Begins a draft.
#[handler]
pub(crate) async fn create(
    context: PageContext,
    multipart: Multipart,
) -> Result<Response, PageError> {
    let (_, principal) = context.member(ReturnTo::Documents)?;
    let sent = Sent::read(multipart).await?;
    let form = Form::new();
    let mut fields = fields(context.office()).filled(&sent.typed);
    let Some(details) = details(&mut fields) else {
        let lost = if sent.uploads.is_empty() {
            labels::problem(context.locale(), wariin_domain::Problem::NoFile)
        } else {
            // Browsers do not keep a chosen file when a form comes back.
            context.office().wizard_pick_files_again()
        };
        return form.show(&context, StatusCode::UNPROCESSABLE_ENTITY, fields, lost);
    };
    let contents = DraftContents { details, files: sent.uploads };
    match create_draft(context.ports(), principal, contents).await {
        Ok(id) => Ok(go(
            sent.typed.get("action").map(String::as_str),
            "/documents".to_owned(),
            format!("/documents/{id}/02"),
        )),
        Err(error) => form.refuse(&context, fields, error),
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
    let fields = fields_of(context.office(), &draft.document.details);
    let mut form = Form::of(&draft);
    if query.notice.as_deref() == Some("without_request") {
        form.notice = context.office().wizard_template_had_request();
    }
    form.show(&context, StatusCode::OK, fields, String::new())
}

/// Saves the draft's step 01.
#[handler]
pub(crate) async fn submit(
    context: PageContext,
    Path(id): Path<Uuid>,
    multipart: Multipart,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    let sent = Sent::read(multipart).await?;
    let mut fields = fields(context.office()).filled(&sent.typed);
    let Some(details) = details(&mut fields) else {
        let lost = if sent.uploads.is_empty() {
            String::new()
        } else {
            context.office().wizard_pick_files_again()
        };
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Form::of(&draft).show(&context, status, fields, lost);
    };
    if !sent.uploads.is_empty()
        && let Err(error) = replace_files(context.ports(), draft.on(), sent.uploads).await
    {
        return Form::of(&draft).refuse(&context, fields, error);
    }
    describe(context.ports(), draft.on(), details).await?;
    Ok(go(
        sent.typed.get("action").map(String::as_str),
        "/documents".to_owned(),
        format!("/documents/{id}/02"),
    ))
}

/// Where the form goes, and the files that are there already.
struct Form {
    action: String,
    files: Vec<DocumentFile>,
    notice: String,
}

impl Form {
    fn new() -> Self {
        Self { action: "/documents/new".to_owned(), files: Vec::new(), notice: String::new() }
    }

    fn of(draft: &Draft) -> Self {
        Self {
            action: format!("/documents/{}/01", draft.document.id),
            files: draft.document.files.clone(),
            notice: String::new(),
        }
    }

    fn show(
        self,
        context: &PageContext,
        status: StatusCode,
        fields: FormFields,
        file_error: String,
    ) -> Result<Response, PageError> {
        let template = PreparePage {
            layout: PageLayout::of(context),
            action: self.action,
            files: self.files,
            fields: fields.into_shown(),
            file_error,
            notice: self.notice,
        };
        page(status, &template)
    }

    /// Shows what is wrong with the files beside them; anything else as a page of its own.
    fn refuse(
        self,
        context: &PageContext,
        fields: FormFields,
        error: Error,
    ) -> Result<Response, PageError> {
        let text = match &error {
            Error::Pdf { .. } => labels::refusal(context.locale(), &error),
            Error::Document(DocumentError::Problem(problem)) => {
                labels::problem(context.locale(), *problem)
            }
            _ => return Err(error.into()),
        };
        let status = match &error {
            Error::Pdf { .. } => named(&error).0,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        self.show(context, status, fields, text)
    }
}
