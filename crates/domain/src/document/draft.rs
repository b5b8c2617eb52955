//! What the sender may do while the document is a draft (下書き).

use super::{
    Details, Document, DocumentError, DocumentFile, DocumentParts, DocumentStatus,
    MAX_DOCUMENT_BYTES, MAX_FILE_BYTES, MAX_FILES, MAX_RECIPIENTS, Problem, SenderNames,
};
use crate::{
    Account, AccountId, Actor, AdvancedAuthPolicy, CopyId, CopyRecipient, DocumentId,
    DocumentPolicy, EventKind, Events, Excluded, FileId, InputField, Message, OrganisationId,
    Recipient, RecipientDetails, RecipientId, SignIn, Timestamp,
};
use alloc::vec::Vec;

/// What a new draft begins with.
#[derive(Clone, Debug)]
pub struct NewDraft {
    /// Its id.
    pub id: DocumentId,
    /// Title and attributes.
    pub details: Details,
    /// Its files; at least one.
    pub files: Vec<DocumentFile>,
}

/// What a draft that is begun from a template has besides its files.
pub(crate) struct DraftContent {
    pub recipients: Vec<Recipient>,
    pub fields: Vec<InputField>,
    pub copies: Vec<CopyRecipient>,
    pub message: Option<Message>,
}

impl Document {
    /// Begins a draft.
    ///
    /// # Errors
    /// [`DocumentError::Guest`] for a sender without an organisation, or [`DocumentError::Problem`] when there
    /// is no file, or too much.
    pub fn draft(
        new: NewDraft,
        sender: &Account,
        now: Timestamp,
    ) -> Result<(Self, Events), DocumentError> {
        let organisation = sender.membership.organisation().ok_or(DocumentError::Guest)?;
        check_files(&new.files)?;
        let document = Self(Self::new_parts(new, organisation, sender.id, now));
        let files = document.file_digests();
        let drafted = document.event(now, Actor::Account(sender.id), EventKind::Drafted { files });
        let events = Events::one(drafted).and(document.changes_of_files(sender.id, now));
        Ok((document, events))
    }

    /// Begins a draft with everything that a template holds.
    pub(crate) fn from_template(
        new: NewDraft,
        content: DraftContent,
        organisation: OrganisationId,
        sender: AccountId,
        now: Timestamp,
    ) -> (Self, Events) {
        let DraftContent { recipients, fields, copies, message } = content;
        let new = Self::new_parts(new, organisation, sender, now);
        let document = Self(DocumentParts { recipients, fields, copies, message, ..new });
        let files = document.file_digests();
        let drafted = document.event(now, Actor::Account(sender), EventKind::Drafted { files });
        let events = Events::one(drafted).and(document.changes_of_files(sender, now));
        (document, events)
    }

    fn new_parts(
        new: NewDraft,
        organisation: OrganisationId,
        sender: AccountId,
        now: Timestamp,
    ) -> DocumentParts {
        DocumentParts {
            id: new.id,
            version: 0,
            organisation,
            sender,
            sent_by: None,
            sender_names: None,
            drafted_at: now,
            details: new.details,
            files: new.files,
            recipients: Vec::new(),
            fields: Vec::new(),
            copies: Vec::new(),
            advanced_auth: AdvancedAuthPolicy::NotRequested,
            message: None,
            policy: DocumentPolicy::default(),
            status: DocumentStatus::Draft,
            certificate: None,
            legal_hold: None,
            deletion_announced_at: None,
        }
    }

    /// Puts a draft under what the organisation has set by now; a document that was sent keeps its
    /// terms.
    pub fn apply_policy(&mut self, policy: DocumentPolicy) {
        if self.status == DocumentStatus::Draft {
            self.0.policy = policy;
        }
    }

    /// Names sender and organisation as they are called by now; a document that was sent keeps the names of its time.
    pub fn name_sender(&mut self, names: SenderNames) {
        if self.status == DocumentStatus::Draft && names.account == self.sender {
            self.0.sender_names = Some(names);
        }
    }

    /// Changes title and attributes.
    ///
    /// # Errors
    /// When `by` is not the sender, or the document is no draft.
    pub fn describe(
        &mut self,
        details: Details,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "describe")?;
        if self.details == details {
            return Ok(Events::none());
        }
        self.0.details = details;
        Ok(self.noted(by, now, EventKind::Described))
    }

    /// Takes these files instead of the present ones.
    ///
    /// # Errors
    /// When `by` is not the sender, the document is no draft, or there is no file or too much.
    pub fn replace_files(
        &mut self,
        files: Vec<DocumentFile>,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "replace the files of")?;
        check_files(&files)?;
        self.move_fields_to(&files);
        self.0.files = files;
        let files = self.file_digests();
        let replaced = self.noted(by, now, EventKind::FilesReplaced { files });
        Ok(replaced.and(self.changes_of_files(by.account(), now)))
    }

    /// Removes a file, and with it the input fields on it. A draft may be left without a file; it cannot be
    /// sent like that.
    ///
    /// # Errors
    /// When `by` is not the sender, the document is no draft, or there is no such file.
    pub fn remove_file(
        &mut self,
        id: FileId,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "remove a file from")?;
        if !self.files.iter().any(|file| file.id == id) {
            return Err(Problem::NoSuchFile.into());
        }
        self.0.files.retain(|file| file.id != id);
        let before = self.fields.len();
        self.0.fields.retain(|field| field.file != id);
        let files = self.file_digests();
        let removed = self.noted(by, now, EventKind::FilesReplaced { files });
        if self.fields.len() == before {
            return Ok(removed);
        }
        let fields = u32::try_from(self.fields.len()).unwrap_or(u32::MAX);
        Ok(removed.and(self.noted(by, now, EventKind::FieldsSet { fields })))
    }

    /// Adds a recipient behind the others.
    ///
    /// # Errors
    /// When `by` is not the sender, the document is no draft, there are too many recipients, or the
    /// language is not Japanese while the request is set.
    pub fn add_recipient(
        &mut self,
        recipient: Recipient,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "add a recipient to")?;
        self.expect_suited(&recipient.details)?;
        if self.recipients.len() >= MAX_RECIPIENTS {
            return Err(Problem::TooManyRecipients.into());
        }
        let id = recipient.id;
        self.0.recipients.push(recipient);
        Ok(self.noted(by, now, EventKind::RecipientAdded { recipient: id }))
    }

    /// Changes who a recipient is. With another address, what the person at the former one did before sending is
    /// dropped.
    ///
    /// # Errors
    /// As [`Self::add_recipient`], and when there is no such recipient.
    pub fn change_recipient(
        &mut self,
        id: RecipientId,
        details: RecipientDetails,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "change a recipient of")?;
        self.expect_suited(&details)?;
        let recipient = self.recipient_mut(id).ok_or(Problem::NoSuchRecipient)?;
        if recipient.details.email != details.email {
            recipient.preflight = None;
            recipient.behind_access_code.clear();
        }
        recipient.details = details;
        Ok(self.noted(by, now, EventKind::RecipientChanged { recipient: id }))
    }

    /// Removes a recipient.
    ///
    /// # Errors
    /// When `by` is not the sender, the document is no draft, or there is no such recipient.
    pub fn remove_recipient(
        &mut self,
        id: RecipientId,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "remove a recipient from")?;
        let place = self.place_of(id)?;
        self.0.recipients.remove(place);
        Ok(self.noted(by, now, EventKind::RecipientRemoved { recipient: id }))
    }

    /// Moves a recipient one place earlier in the routing order; the first one stays.
    ///
    /// # Errors
    /// As [`Self::remove_recipient`].
    pub fn move_recipient_up(
        &mut self,
        id: RecipientId,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "reorder the recipients of")?;
        match self.place_of(id)? {
            0 => Ok(Events::none()),
            place => {
                self.0.recipients.swap(place - 1, place);
                Ok(self.noted(by, now, EventKind::RecipientsReordered))
            }
        }
    }

    /// Adds a copy recipient, who is told of the conclusion (共有先).
    ///
    /// # Errors
    /// When `by` is not the sender, the document is no draft, or there are too many.
    pub fn add_copy(
        &mut self,
        copy: CopyRecipient,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "add a copy to")?;
        if self.copies.len() >= MAX_RECIPIENTS {
            return Err(Problem::TooManyRecipients.into());
        }
        let id = copy.id;
        self.0.copies.push(copy);
        Ok(self.noted(by, now, EventKind::CopyAdded { copy: id }))
    }

    /// Removes a copy recipient; one that is not there is no error.
    ///
    /// # Errors
    /// When `by` is not the sender, or the document is no draft.
    pub fn remove_copy(
        &mut self,
        id: CopyId,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "remove a copy from")?;
        if !self.copies.iter().any(|copy| copy.id == id) {
            return Ok(Events::none());
        }
        self.0.copies.retain(|copy| copy.id != id);
        Ok(self.noted(by, now, EventKind::CopyRemoved { copy: id }))
    }

    /// Keeps the message to the recipients.
    ///
    /// # Errors
    /// When `by` is not the sender, or the document is no draft.
    pub fn write_message(
        &mut self,
        message: Option<Message>,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "write the message of")?;
        if self.message == message {
            return Ok(Events::none());
        }
        self.0.message = message;
        Ok(self.noted(by, now, EventKind::Described))
    }

    /// Sets the advanced authentication request for the document and every recipient, present and
    /// future. Setting it again changes nothing and is recorded again.
    ///
    /// # Errors
    /// When `by` is not the sender or not strongly signed in, the document is no draft, or a
    /// recipient's language is not Japanese.
    pub fn request_advanced_auth(
        &mut self,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "set the request of")?;
        by.strong()?;
        self.expect_nothing_excluded()?;
        self.0.advanced_auth = AdvancedAuthPolicy::Requested { by: by.account(), at: now };
        Ok(self.noted(by, now, EventKind::AdvancedAuthRequested))
    }

    /// What in the document the request does not go together with.
    pub fn excluded(&self) -> Option<Excluded> {
        Excluded::among(self.recipients.iter().map(|r| &r.details), &self.policy)
    }

    /// Undoes the request. Undoing it again changes nothing and is recorded again.
    ///
    /// # Errors
    /// When `by` is not the sender or not strongly signed in, or the document is no draft.
    pub fn withdraw_advanced_auth(
        &mut self,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "undo the request of")?;
        by.strong()?;
        self.0.advanced_auth = AdvancedAuthPolicy::NotRequested;
        Ok(self.noted(by, now, EventKind::AdvancedAuthWithdrawn))
    }

    pub(crate) fn expect_own_draft(
        &self,
        by: &SignIn,
        attempted: &'static str,
    ) -> Result<(), DocumentError> {
        self.expect_sender(by)?;
        match self.status {
            DocumentStatus::Draft => Ok(()),
            status => Err(DocumentError::NotPossible { status: status.name(), attempted }),
        }
    }

    pub(super) fn expect_sender(&self, by: &SignIn) -> Result<(), DocumentError> {
        if by.account() == self.sender { Ok(()) } else { Err(DocumentError::NotSender) }
    }

    pub(super) fn noted(&self, by: &SignIn, now: Timestamp, kind: EventKind) -> Events {
        Events::one(self.event(now, Actor::Account(by.account()), kind))
    }

    /// Nothing about these details goes against the request, where it is set.
    fn expect_suited(&self, details: &RecipientDetails) -> Result<(), DocumentError> {
        match Excluded::among([details], &self.policy) {
            Some(excluded) if self.is_requested() => Err(excluded.into()),
            Some(_) | None => Ok(()),
        }
    }

    pub(super) fn expect_nothing_excluded(&self) -> Result<(), DocumentError> {
        match self.excluded() {
            Some(excluded) => Err(excluded.into()),
            None => Ok(()),
        }
    }

    /// The fields of each file become those of the file that stands in its place.
    pub(super) fn move_fields_to(&mut self, files: &[DocumentFile]) {
        for field in &mut self.0.fields {
            let place = self.0.files.iter().position(|file| file.id == field.file);
            if let Some(file) = place.and_then(|place| files.get(place)) {
                field.file = file.id;
            }
        }
    }

    fn place_of(&self, id: RecipientId) -> Result<usize, Problem> {
        self.recipients.iter().position(|r| r.id == id).ok_or(Problem::NoSuchRecipient)
    }
}

pub(super) fn check_files(files: &[DocumentFile]) -> Result<(), Problem> {
    if files.is_empty() {
        return Err(Problem::NoFile);
    }
    if files.len() > MAX_FILES {
        return Err(Problem::TooManyFiles);
    }
    let all: u64 = files.iter().map(|f| f.bytes).sum();
    if all > MAX_DOCUMENT_BYTES || files.iter().any(|f| f.bytes > MAX_FILE_BYTES) {
        return Err(Problem::TooLarge);
    }
    Ok(())
}
