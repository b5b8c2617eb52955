//! Templates: what a draft consists of, as JSON. Nothing in it says anything of the request.

use super::document_row::{copies, copies_json};
use super::entity::template::{Column, Entity, Model};
use super::error::{corrupt, failed};
use super::idp_json;
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, PaginatorTrait,
    QueryFilter, QueryOrder, sea_query::OnConflict,
};
use serde_json::{Value, json};
use wariin_domain::{
    Amount, Attributes, CalendarDate, ControlNumber, Counterparty, Details, DocumentFile,
    EmailAddress, EnrolmentRule, Events, FileDigest, FileName, Language, Message, OrganisationId,
    OrganisationName, PersonName, RecipientDetails, Template, TemplateId, TextError, Timestamp,
    Title, Uuid,
};
use wariin_ports::{StorageError, TemplateRepository};

#[async_trait]
impl TemplateRepository for SqlWork {
    async fn find(&mut self, id: TemplateId) -> Result<Option<Template>, StorageError> {
        let row = Entity::find_by_id(Uuid::from(id)).one(&self.tx).await;
        row.map_err(failed)?.map(to_template).transpose()
    }

    async fn count(&mut self, of: OrganisationId) -> Result<u64, StorageError> {
        let own = Entity::find().filter(Column::OrganisationId.eq(Uuid::from(of)));
        own.count(&self.tx).await.map_err(failed)
    }

    async fn save(&mut self, template: &Template, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let row = row(template).into_active_model();
        let changed = OnConflict::column(Column::Id).update_columns(Column::iter()).to_owned();
        let saved = Entity::insert(row).on_conflict(changed).exec_without_returning(&self.tx);
        saved.await.map(|_| ()).map_err(failed)
    }

    async fn remove(&mut self, id: TemplateId, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let removed = Entity::delete_by_id(Uuid::from(id)).exec(&self.tx).await;
        removed.map(|_| ()).map_err(failed)
    }
}

/// The organisation's templates, by name.
pub(super) async fn all<C: ConnectionTrait>(
    connection: &C,
    of: OrganisationId,
) -> Result<Vec<Template>, StorageError> {
    let rows = Entity::find()
        .filter(Column::OrganisationId.eq(Uuid::from(of)))
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .all(connection)
        .await
        .map_err(failed)?;
    rows.into_iter().map(to_template).collect()
}

fn row(template: &Template) -> Model {
    let attributes = &template.details.attributes;
    let date = |date: Option<CalendarDate>| date.map(|date| date.to_string());
    let contents = json!({
        "title": template.details.title.as_str(),
        "counterparty": attributes.counterparty.as_ref().map(ToString::to_string),
        "contract_date": date(attributes.contract_date),
        "starts_on": date(attributes.starts_on),
        "ends_on": date(attributes.ends_on),
        "amount": attributes.amount.map(|amount| amount.to_string()),
        "control_number": attributes.control_number.as_ref().map(ToString::to_string),
        "message": template.message.as_ref().map(ToString::to_string),
        "files": template.files.iter().map(file_json).collect::<Value>(),
        "recipients": template.recipients.iter().map(recipient_json).collect::<Value>(),
        "copies": copies_json(&template.copies),
    });
    Model {
        id: template.id.into(),
        organisation_id: template.organisation.into(),
        author_id: template.author.into(),
        name: template.name.as_str().to_owned(),
        saved_at: template.saved_at.as_micros(),
        omits_request: template.omits_request,
        contents: contents.to_string(),
    }
}

fn file_json(file: &DocumentFile) -> Value {
    json!({
        "id": Uuid::from(file.id).to_string(),
        "name": file.name.as_str(),
        "bytes": file.bytes,
        "pages": file.pages,
        "repaired": file.repaired,
        "digest": file.digest.to_string(),
    })
}

fn recipient_json(details: &RecipientDetails) -> Value {
    json!({
        "name": details.name.as_str(),
        "email": details.email.as_str(),
        "organisation": details.organisation.as_ref().map(ToString::to_string),
        "language": details.language.tag(),
        "idp": details.idp.as_ref().map(idp_json::demand),
        "enrolment": details.enrolment.name(),
    })
}

fn to_template(row: Model) -> Result<Template, StorageError> {
    read(row).ok_or_else(|| corrupt("template.contents"))
}

fn read(row: Model) -> Option<Template> {
    let contents: Value = serde_json::from_str(&row.contents).ok()?;
    Some(Template {
        id: row.id.into(),
        organisation: row.organisation_id.into(),
        author: row.author_id.into(),
        name: Title::parse(&row.name).ok()?,
        saved_at: Timestamp::from_micros(row.saved_at),
        details: Details {
            title: Title::parse(contents.get("title")?.as_str()?).ok()?,
            attributes: Attributes {
                counterparty: optional(&contents, "counterparty", Counterparty::parse)?,
                contract_date: optional(&contents, "contract_date", CalendarDate::parse)?,
                starts_on: optional(&contents, "starts_on", CalendarDate::parse)?,
                ends_on: optional(&contents, "ends_on", CalendarDate::parse)?,
                amount: optional(&contents, "amount", Amount::parse)?,
                control_number: optional(&contents, "control_number", ControlNumber::parse)?,
            },
        },
        files: contents.get("files")?.as_array()?.iter().map(file).collect::<Option<_>>()?,
        recipients: contents
            .get("recipients")?
            .as_array()?
            .iter()
            .map(recipient)
            .collect::<Option<_>>()?,
        copies: copies(contents.get("copies")?.as_str()?)?,
        message: optional(&contents, "message", Message::parse)?,
        omits_request: row.omits_request,
    })
}

fn file(value: &Value) -> Option<DocumentFile> {
    Some(DocumentFile {
        id: Uuid::parse_str(value.get("id")?.as_str()?).ok()?.into(),
        name: FileName::sanitized(value.get("name")?.as_str()?),
        bytes: value.get("bytes")?.as_u64()?,
        pages: u32::try_from(value.get("pages")?.as_u64()?).ok()?,
        repaired: value.get("repaired")?.as_bool()?,
        digest: FileDigest::parse(value.get("digest")?.as_str()?)?,
        sealed: None,
    })
}

fn recipient(value: &Value) -> Option<RecipientDetails> {
    let idp = value.get("idp")?.as_str();
    Some(RecipientDetails {
        name: PersonName::parse(value.get("name")?.as_str()?).ok()?,
        email: EmailAddress::parse(value.get("email")?.as_str()?).ok()?,
        organisation: optional(value, "organisation", OrganisationName::parse)?,
        language: Language::parse(value.get("language")?.as_str()?).ok()?,
        access_code: None,
        idp: match idp {
            Some(text) => Some(idp_json::to_demand(text)?),
            None => None,
        },
        enrolment: EnrolmentRule::parse(value.get("enrolment")?.as_str()?)?,
    })
}

/// A text that may be missing; `None` when it is there and cannot be read.
fn optional<T>(
    value: &Value,
    key: &str,
    parse: impl Fn(&str) -> Result<T, TextError>,
) -> Option<Option<T>> {
    match value.get(key)? {
        Value::Null => Some(None),
        text => parse(text.as_str()?).ok().map(Some),
    }
}
