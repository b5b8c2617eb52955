//! Templates (テンプレート): drafts to begin others from. None ever holds the advanced authentication
//! request.

use crate::document::DraftContent;
use crate::{
    Account, AccountId, Actor, Assignee, CopyRecipient, Details, Document, DocumentError,
    DocumentFile, DocumentId, Event, EventKind, Events, FieldDefinition, InputField, Message,
    NewDraft, OrganisationId, Recipient, RecipientDetails, RequiredBy, SignIn, Subject, TemplateId,
    Timestamp, Title,
};
use alloc::vec::Vec;
use uuid::Uuid;

/// A template of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its id.
    pub id: TemplateId,
    /// The organisation whose members may begin from it.
    pub organisation: OrganisationId,
    /// Who saved it.
    pub author: AccountId,
    /// Its name (テンプレート名).
    pub name: Title,
    /// When it was saved.
    pub saved_at: Timestamp,
    /// Title and attributes of what is begun from it.
    pub details: Details,
    /// The files.
    pub files: Vec<DocumentFile>,
    /// The recipients, in routing order.
    pub recipients: Vec<RecipientDetails>,
    /// The input fields, without anything that was filled in.
    pub fields: Vec<TemplateField>,
    /// Who is told of the conclusion.
    pub copies: Vec<CopyRecipient>,
    /// The message.
    pub message: Option<Message>,
    /// Whether the draft it was saved from carried the request, which is not in the template: an
    /// account that begins from it is reminded.
    pub omits_request: bool,
}

/// An input field of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateField {
    /// The place of its file among [`Template::files`], from 0.
    pub file: u16,
    /// Who fills it.
    pub assignee: TemplateAssignee,
    /// Where it is and what it takes.
    pub definition: FieldDefinition,
}

/// Who fills a field of what is begun from a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateAssignee {
    /// The sender.
    Sender,
    /// The recipient at this place among [`Template::recipients`], from 0 (宛先1 …).
    Recipient(u16),
}

/// Why a step with a template was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// It belongs to another organisation, and the answer is as if it did not exist.
    #[error("the template belongs to another organisation")]
    Foreign,
    /// Only its author or an admin may.
    #[error("only the author or an admin may do this")]
    NotYours,
}

impl Document {
    /// Saves the draft as a template. The request is not part of it.
    ///
    /// # Errors
    /// When `by` is not the sender, or the document is no draft.
    pub fn save_as_template(
        &self,
        id: TemplateId,
        name: Title,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<(Template, Events), DocumentError> {
        self.expect_own_draft(by, "make a template of")?;
        let template = self.to_template(id, name, by.account(), now);
        let saved = EventKind::TemplateSaved { template: id, document: self.id };
        let events = template.event(by.account(), saved, now);
        Ok((template, events))
    }

    /// Begins a draft (複製) with what this document holds, whatever has become of it: under new ids, with
    /// the files as they were uploaded, without the request, access codes and recipients who forwarded.
    ///
    /// # Errors
    /// When `sender` is not this document's.
    pub fn duplicate(
        &self,
        id: DocumentId,
        mut new_id: impl FnMut() -> Uuid,
        sender: &Account,
        now: Timestamp,
    ) -> Result<(Self, Events), DocumentError> {
        if !self.is_of(sender) {
            return Err(DocumentError::NotSender);
        }
        let template =
            self.to_template(new_id().into(), self.details.title.clone(), sender.id, now);
        template.begin(id, new_id, sender, now).map_err(|_| DocumentError::NotSender)
    }

    fn to_template(
        &self,
        id: TemplateId,
        name: Title,
        author: AccountId,
        now: Timestamp,
    ) -> Template {
        let recipients = || self.recipients.iter().filter(|r| !r.is_forwarded());
        let place = |place: Option<usize>| u16::try_from(place?).ok();
        let field = |field: &InputField| {
            let assignee = match field.assignee {
                Assignee::Sender => TemplateAssignee::Sender,
                Assignee::Recipient(id) => {
                    TemplateAssignee::Recipient(place(recipients().position(|r| r.id == id))?)
                }
            };
            let file = place(self.files.iter().position(|file| file.id == field.file))?;
            Some(TemplateField { file, assignee, definition: field.definition.clone() })
        };
        Template {
            id,
            organisation: self.organisation,
            author,
            name,
            saved_at: now,
            details: self.details.clone(),
            files: self.files.iter().map(unconfirmed).collect(),
            // An access code is told anew each time.
            recipients: recipients()
                .map(|r| RecipientDetails { access_code: None, ..r.details.clone() })
                .collect(),
            fields: self.fields.iter().filter_map(field).collect(),
            copies: self.copies.clone(),
            message: self.message.clone(),
            omits_request: self.request_required_by() == Some(RequiredBy::Document),
        }
    }
}

/// The file as it was taken in: what has to be agreed to is agreed to anew for each document.
fn unconfirmed(file: &DocumentFile) -> DocumentFile {
    DocumentFile { confirmed: None, ..file.clone() }
}

impl Template {
    /// Begins a draft with what the template holds, under new ids, and without the request.
    ///
    /// # Errors
    /// [`TemplateError::Foreign`] for an account of another organisation.
    pub fn begin(
        &self,
        id: DocumentId,
        mut new_id: impl FnMut() -> Uuid,
        sender: &Account,
        now: Timestamp,
    ) -> Result<(Document, Events), TemplateError> {
        self.expect_own(sender)?;
        let files = self.files.iter().map(|file| DocumentFile {
            id: new_id().into(),
            sealed: None,
            ..unconfirmed(file)
        });
        let files: Vec<DocumentFile> = files.collect();
        let recipients = self.recipients.iter();
        let recipients: Vec<Recipient> =
            recipients.map(|details| Recipient::new(new_id().into(), details.clone())).collect();
        let fields = self.fields.iter().filter_map(|field| {
            let assignee = match field.assignee {
                TemplateAssignee::Sender => Assignee::Sender,
                TemplateAssignee::Recipient(place) => {
                    Assignee::Recipient(recipients.get(usize::from(place))?.id)
                }
            };
            Some(InputField {
                id: new_id().into(),
                file: files.get(usize::from(field.file))?.id,
                assignee,
                definition: field.definition.clone(),
                value: None,
            })
        });
        let fields: Vec<InputField> = fields.collect();
        let new = NewDraft { id, details: self.details.clone(), files };
        let copies = self.copies.iter();
        let copies =
            copies.map(|copy| CopyRecipient { id: new_id().into(), ..copy.clone() }).collect();
        let content = DraftContent { recipients, fields, copies, message: self.message.clone() };
        Ok(Document::from_template(new, content, self.organisation, sender.id, now))
    }

    /// Renames the template.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn rename(
        &mut self,
        name: Title,
        by: &Account,
        now: Timestamp,
    ) -> Result<Events, TemplateError> {
        self.expect_manageable(by)?;
        self.name = name;
        Ok(self.event(by.id, EventKind::TemplateRenamed { template: self.id }, now))
    }

    /// Deletes the template. What was begun from it stays.
    ///
    /// # Errors
    /// [`TemplateError`].
    pub fn delete(&self, by: &Account, now: Timestamp) -> Result<Events, TemplateError> {
        self.expect_manageable(by)?;
        Ok(self.event(by.id, EventKind::TemplateDeleted { template: self.id }, now))
    }

    /// Whether this person may rename and delete it.
    pub fn is_managed_by(&self, account: &Account) -> bool {
        self.expect_manageable(account).is_ok()
    }

    fn expect_own(&self, account: &Account) -> Result<(), TemplateError> {
        if account.membership.is_in(self.organisation) {
            Ok(())
        } else {
            Err(TemplateError::Foreign)
        }
    }

    fn expect_manageable(&self, account: &Account) -> Result<(), TemplateError> {
        self.expect_own(account)?;
        if account.id == self.author || account.membership.is_admin_of(self.organisation) {
            Ok(())
        } else {
            Err(TemplateError::NotYours)
        }
    }

    fn event(&self, by: AccountId, kind: EventKind, at: Timestamp) -> Events {
        let subject = Subject::Organisation(self.organisation);
        Events::one(Event { subject, at, actor: Actor::Account(by), kind })
    }
}
