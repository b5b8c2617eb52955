//! What is stored of a template's contents. Nothing in it says anything of the request.

use super::change::StoredChange;
use super::document::StoredCopy;
use super::field::StoredDefinition;
use super::idp::StoredDemand;
use super::surface::StoredSurface;
use super::{JsonColumn, parsed};
use serde::{Deserialize, Serialize};
use wariin_domain::{
    Amount, Attributes, CalendarDate, ControlNumber, CopyRecipient, Counterparty, Details,
    DocumentFile, EmailAddress, EnrolmentRule, FileChange, FileDigest, FileName, IdpDemand,
    Language, Message, OrganisationName, PersonName, RecipientDetails, Surface, TemplateAssignee,
    TemplateField, Title, Uuid,
};

/// What a draft that is made of a template consists of.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::storage) struct TemplateContents {
    pub(in crate::storage) details: Details,
    pub(in crate::storage) message: Option<Message>,
    pub(in crate::storage) files: Vec<DocumentFile>,
    pub(in crate::storage) recipients: Vec<RecipientDetails>,
    pub(in crate::storage) fields: Vec<TemplateField>,
    pub(in crate::storage) copies: Vec<CopyRecipient>,
}

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredTemplate {
    title: String,
    counterparty: Option<String>,
    contract_date: Option<String>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    /// In yen.
    amount: Option<i64>,
    control_number: Option<String>,
    message: Option<String>,
    files: Vec<StoredFile>,
    recipients: Vec<StoredRecipient>,
    copies: Vec<StoredCopy>,
    fields: Option<Vec<StoredTemplateField>>,
}

#[derive(Serialize, Deserialize)]
struct StoredTemplateField {
    file: u16,
    /// The place of the recipient; `None` for the sender.
    recipient: Option<u16>,
    #[serde(flatten)]
    definition: StoredDefinition,
}

#[derive(Serialize, Deserialize)]
struct StoredFile {
    id: Uuid,
    name: String,
    bytes: u64,
    pages: u32,
    /// Of earlier releases: whether something was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    repaired: Option<bool>,
    changes: Option<Vec<StoredChange>>,
    digest: String,
    surface: Option<StoredSurface>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    prepared: Vec<StoredDefinition>,
}

#[derive(Serialize, Deserialize)]
struct StoredRecipient {
    name: String,
    email: String,
    organisation: Option<String>,
    language: String,
    idp: Option<StoredDemand>,
    enrolment: String,
}

impl JsonColumn for TemplateContents {
    const COLUMN: &'static str = "template.contents";
    type Stored = StoredTemplate;

    fn stored(&self) -> StoredTemplate {
        let attributes = &self.details.attributes;
        let date = |date: Option<CalendarDate>| date.map(|date| date.to_string());
        StoredTemplate {
            title: self.details.title.to_string(),
            counterparty: attributes.counterparty.as_ref().map(ToString::to_string),
            contract_date: date(attributes.contract_date),
            starts_on: date(attributes.starts_on),
            ends_on: date(attributes.ends_on),
            amount: attributes.amount.map(Amount::yen),
            control_number: attributes.control_number.as_ref().map(ToString::to_string),
            message: self.message.as_ref().map(ToString::to_string),
            files: self.files.iter().map(StoredFile::of).collect(),
            recipients: self.recipients.iter().map(StoredRecipient::of).collect(),
            copies: self.copies.iter().map(StoredCopy::of).collect(),
            fields: Some(self.fields.iter().map(StoredTemplateField::of).collect()),
        }
    }

    fn restored(stored: StoredTemplate) -> Option<Self> {
        let date = |date: Option<&str>| parsed(date, CalendarDate::parse);
        let amount = stored.amount.map(|yen| yen.to_string());
        let attributes = Attributes {
            counterparty: parsed(stored.counterparty.as_deref(), Counterparty::parse)?,
            contract_date: date(stored.contract_date.as_deref())?,
            starts_on: date(stored.starts_on.as_deref())?,
            ends_on: date(stored.ends_on.as_deref())?,
            amount: parsed(amount.as_deref(), Amount::parse)?,
            control_number: parsed(stored.control_number.as_deref(), ControlNumber::parse)?,
        };
        let files = stored.files.into_iter().map(StoredFile::restored);
        let recipients = stored.recipients.into_iter().map(StoredRecipient::restored);
        let copies = stored.copies.into_iter().map(StoredCopy::restored);
        let fields = stored.fields.unwrap_or_default();
        let fields = fields.into_iter().map(StoredTemplateField::restored);
        Some(Self {
            details: Details { title: Title::parse(&stored.title).ok()?, attributes },
            message: parsed(stored.message.as_deref(), Message::parse)?,
            files: files.collect::<Option<_>>()?,
            recipients: recipients.collect::<Option<_>>()?,
            copies: copies.collect::<Option<_>>()?,
            fields: fields.collect::<Option<_>>()?,
        })
    }
}

impl StoredTemplateField {
    fn of(field: &TemplateField) -> Self {
        Self {
            file: field.file,
            recipient: match field.assignee {
                TemplateAssignee::Sender => None,
                TemplateAssignee::Recipient(place) => Some(place),
            },
            definition: StoredDefinition::of(&field.definition),
        }
    }

    fn restored(self) -> Option<TemplateField> {
        Some(TemplateField {
            file: self.file,
            assignee: self.recipient.map_or(TemplateAssignee::Sender, TemplateAssignee::Recipient),
            definition: self.definition.restored()?,
        })
    }
}

impl StoredFile {
    fn of(file: &DocumentFile) -> Self {
        Self {
            id: file.id.into(),
            name: file.name.to_string(),
            bytes: file.bytes,
            pages: file.pages,
            repaired: None,
            changes: Some(file.changes.iter().map(StoredChange::of).collect()),
            digest: file.digest.to_string(),
            surface: Some(file.surface.stored()),
            prepared: file.prepared.iter().map(StoredDefinition::of).collect(),
        }
    }

    fn restored(self) -> Option<DocumentFile> {
        Some(DocumentFile {
            id: self.id.into(),
            name: FileName::sanitized(&self.name),
            bytes: self.bytes,
            pages: self.pages,
            changes: match self.changes {
                Some(changes) => {
                    changes.into_iter().map(StoredChange::restored).collect::<Option<_>>()?
                }
                None if self.repaired == Some(true) => vec![FileChange::Repaired],
                None => Vec::new(),
            },
            confirmed: None,
            digest: FileDigest::parse(&self.digest)?,
            surface: match self.surface {
                Some(surface) => Surface::restored(surface)?,
                None => Surface::Unknown,
            },
            prepared: self
                .prepared
                .into_iter()
                .map(StoredDefinition::restored)
                .collect::<Option<_>>()?,
            sealed: None,
        })
    }
}

impl StoredRecipient {
    fn of(details: &RecipientDetails) -> Self {
        Self {
            name: details.name.to_string(),
            email: details.email.to_string(),
            organisation: details.organisation.as_ref().map(ToString::to_string),
            language: details.language.tag().to_owned(),
            idp: details.idp.as_ref().map(JsonColumn::stored),
            enrolment: details.enrolment.name().to_owned(),
        }
    }

    fn restored(self) -> Option<RecipientDetails> {
        Some(RecipientDetails {
            name: PersonName::parse(&self.name).ok()?,
            email: EmailAddress::parse(&self.email).ok()?,
            organisation: parsed(self.organisation.as_deref(), OrganisationName::parse)?,
            language: Language::parse(&self.language).ok()?,
            access_code: None,
            idp: match self.idp {
                Some(demand) => Some(IdpDemand::restored(demand)?),
                None => None,
            },
            enrolment: EnrolmentRule::parse(&self.enrolment)?,
        })
    }
}
