//! The wizard's first steps: a draft is made, described and addressed.

use crate::account::session::resolve_principal;
use crate::error::retried;
use crate::step::DocumentStep;
use crate::{Error, FormKey, Ports, Principal, Result};
use wariin_domain::{
    AccessCode, CopyId, CopyRecipient, Details, Document, DocumentError, DocumentFile, DocumentId,
    EmailAddress, EnrolmentRule, Events, FileId, FileName, IdpDemand, Language, MAX_DOCUMENT_BYTES,
    MAX_FILE_BYTES, MAX_FILES, Message, NewDraft, OrganisationName, PersonName, Problem, Recipient,
    RecipientDetails, RecipientId, SignIn, Timestamp,
};
use wariin_ports::{Incoming, PdfPassword, PdfRefusal};

/// A step on a draft: which draft, and in which session.
#[derive(Clone, Copy, Debug)]
pub struct DocumentCommand {
    /// The draft.
    pub document: DocumentId,
    /// The sender's session.
    pub principal: Principal,
}

/// A file that a sender uploads.
#[derive(Debug)]
pub struct Upload {
    /// Its name.
    pub name: FileName,
    /// Its bytes, which are read into memory one file after the other.
    pub contents: Box<dyn Incoming>,
}

/// What a new draft begins with.
#[derive(Debug)]
pub struct DraftContents {
    /// Title and attributes.
    pub details: Details,
    /// The files; at least one.
    pub files: Vec<Upload>,
    /// The password that opens those that need one (PDFのパスワード).
    pub password: Option<PdfPassword>,
}

/// Begins a draft with files that were looked into and kept.
///
/// A form that comes again begins no second draft: the first one then is as the form says. One that was sent
/// meanwhile stays as it is.
///
/// # Errors
/// [`Error::Pdf`] names the file that cannot be taken; [`Error::Document`] when there is none or too
/// much.
pub async fn create_draft(
    ports: &Ports,
    principal: Principal,
    form: FormKey,
    contents: DraftContents,
) -> Result<DocumentId> {
    let files = take_in(ports, contents.files, contents.password).await?;
    let details = contents.details;
    retried(|| begin_or_change(ports, principal, form, details.clone(), files.clone())).await
}

async fn begin_or_change(
    ports: &Ports,
    principal: Principal,
    form: FormKey,
    details: Details,
    files: Vec<DocumentFile>,
) -> Result<DocumentId> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let member = caller.member()?;
    let identity = member.identity;
    let id = DocumentId::from(form.id(ports, identity.id()));
    if form != FormKey::none()
        && let Some(mut before) = tx.documents().find(id).await?
    {
        let events = change_draft(&mut before, details, files, identity.sign_in(), now)?;
        if !events.is_empty() {
            tx.documents().save(&before, events).await?;
            tx.commit().await?;
        }
        return Ok(id);
    }

    let new = NewDraft { id, details, files };
    let (mut document, events) = Document::draft(new, identity.account(), now)?;
    document.apply_policy(member.organisation.settings.policy.clone());

    tx.documents().save(&document, events).await?;
    tx.commit().await?;
    Ok(id)
}

/// The draft as the form says, when it came with other contents than the first time.
fn change_draft(
    before: &mut Document,
    details: Details,
    files: Vec<DocumentFile>,
    by: &SignIn,
    now: Timestamp,
) -> Result<Events> {
    let mut events = Events::none();
    if !before.is_draft() {
        return Ok(events);
    }
    let names = |files: &[DocumentFile]| -> Vec<_> {
        files.iter().map(|file| (file.digest, file.name.clone())).collect()
    };
    if names(&before.files) != names(&files) {
        events = events.and(before.replace_files(files, by, now)?);
    }
    if before.details != details {
        events = events.and(before.describe(details, by, now)?);
    }
    Ok(events)
}

/// Takes these files instead of the present ones.
///
/// # Errors
/// As [`create_draft`].
pub async fn replace_files(
    ports: &Ports,
    on: DocumentCommand,
    files: Vec<Upload>,
    password: Option<PdfPassword>,
) -> Result<()> {
    let files = take_in(ports, files, password).await?;
    sender_step(ports, on, |document, by, now| document.replace_files(files.clone(), by, now)).await
}

/// Agrees to what was changed about a file when it was taken in.
///
/// # Errors
/// [`Error::Document`] as [`Document::confirm_file_changes`] says.
pub async fn confirm_file_changes(ports: &Ports, on: DocumentCommand, file: FileId) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.confirm_file_changes(file, by, now)).await
}

/// Removes a file.
///
/// # Errors
/// [`Error::Document`] as [`Document::remove_file`] says.
pub async fn remove_file(ports: &Ports, on: DocumentCommand, file: FileId) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.remove_file(file, by, now)).await
}

/// Changes title and attributes.
///
/// # Errors
/// [`Error::Document`] when it is not one's own draft.
pub async fn describe(ports: &Ports, on: DocumentCommand, details: Details) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.describe(details.clone(), by, now)).await
}

/// A recipient as the sender enters it, and how the recipient may be authenticated.
#[derive(Clone, Debug)]
pub struct RecipientInput {
    /// 氏名
    pub name: PersonName,
    /// メールアドレス
    pub email: EmailAddress,
    /// 会社名・組織名
    pub organisation: Option<OrganisationName>,
    /// 言語
    pub language: Language,
    /// By which provider, if by one only.
    pub idp: IdpConstraint,
    /// What becomes of the access code (アクセスコード).
    pub access_code: AccessCodeChange,
    /// When the factor has to be enrolled.
    pub enrolment: EnrolmentRule,
}

/// What becomes of a recipient's access code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessCodeChange {
    /// It stays as it is; a new recipient has none.
    Keep,
    /// This one from now on.
    Set(AccessCode),
    /// None from now on.
    Remove,
}

/// How a recipient may get in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdpConstraint {
    /// As the document asks.
    Any,
    /// By the provider of the organisation whose address it is, and by no other (class E4).
    OwnIdp,
}

/// The recipient's details, the provider looked up by the address.
async fn details_of(ports: &Ports, input: RecipientInput) -> Result<RecipientDetails> {
    let RecipientInput { name, email, organisation, language, idp, access_code, enrolment } = input;
    let idp = match idp {
        IdpConstraint::Any => None,
        IdpConstraint::OwnIdp => {
            let serving = ports.views.idp_serving(&email.domain()).await?;
            Some(IdpDemand::of(&serving.ok_or(Problem::NoIdpForAddress)?))
        }
    };
    let access_code = match access_code {
        AccessCodeChange::Set(code) => Some(ports.passwords.hash_code(code).await?),
        AccessCodeChange::Keep | AccessCodeChange::Remove => None,
    };
    Ok(RecipientDetails { name, email, organisation, language, access_code, idp, enrolment })
}

/// Adds a recipient; a form that comes again adds no second one.
///
/// # Errors
/// [`Error::Document`] as [`Document::add_recipient`] says, or [`Problem::NoIdpForAddress`].
pub async fn add_recipient(
    ports: &Ports,
    on: DocumentCommand,
    form: FormKey,
    input: RecipientInput,
) -> Result<()> {
    let details = details_of(ports, input).await?;
    let id = RecipientId::from(form.id(ports, on.document));
    let (recipient, another) = (Recipient::new(id, details), ports.ids.next().into());
    sender_step(ports, on, |document, by, now| match document.recipient(id) {
        Some(before) if is_same(&before.details, &recipient.details) => Ok(Events::none()),
        // The form was gone back to, for one more recipient.
        Some(_) => document.add_recipient(Recipient { id: another, ..recipient.clone() }, by, now),
        None => document.add_recipient(recipient.clone(), by, now),
    })
    .await
}

/// Whether the same was entered; two hashes of one access code are not alike.
fn is_same(one: &RecipientDetails, other: &RecipientDetails) -> bool {
    let without_code =
        |details: &RecipientDetails| RecipientDetails { access_code: None, ..details.clone() };
    without_code(one) == without_code(other)
}

/// Changes who a recipient is. Where the access code was typed that the recipient had before, another one has to be
/// typed anew.
///
/// # Errors
/// [`Error::Document`] as [`Document::change_recipient`] says, or [`Problem::NoIdpForAddress`].
pub async fn change_recipient(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
    input: RecipientInput,
) -> Result<()> {
    let keeps_code = input.access_code == AccessCodeChange::Keep;
    let details = details_of(ports, input).await?;
    retried(|| change_recipient_once(ports, on, recipient, (details.clone(), keeps_code))).await
}

async fn change_recipient_once(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
    (mut details, keeps_code): (RecipientDetails, bool),
) -> Result<()> {
    let mut step = DocumentStep::of_sender(ports, on).await?;
    let by = step.caller.signed_in()?.sign_in();
    let before = step.document.recipient(recipient).map(|known| known.details.clone());
    let before_code = before.as_ref().and_then(|known| known.access_code.clone());
    if keeps_code {
        details.access_code.clone_from(&before_code);
    }
    let is_same_person = before.is_some_and(|known| known.email == details.email);
    let is_locked_anew =
        before_code.is_some() && !(is_same_person && before_code == details.access_code);

    let decided = step.document.change_recipient(recipient, details, by, step.now);

    if decided.is_ok() && is_locked_anew {
        step.tx.sessions().lock_again(recipient).await?;
    }
    step.finish(decided).await
}

/// Removes a recipient.
///
/// # Errors
/// [`Error::Document`] as [`Document::remove_recipient`] says.
pub async fn remove_recipient(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.remove_recipient(recipient, by, now)).await
}

/// Moves a recipient one place earlier.
///
/// # Errors
/// [`Error::Document`] as [`Document::move_recipient_up`] says.
pub async fn move_recipient_up(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.move_recipient_up(recipient, by, now)).await
}

/// Adds a copy recipient, who is told of the conclusion (共有先); a form that comes again adds no second one.
///
/// # Errors
/// [`Error::Document`] as [`Document::add_copy`] says.
pub async fn add_copy(
    ports: &Ports,
    on: DocumentCommand,
    form: FormKey,
    name: PersonName,
    email: EmailAddress,
) -> Result<()> {
    let id = CopyId::from(form.id(ports, on.document));
    let (copy, another) = (CopyRecipient { id, name, email }, ports.ids.next().into());
    sender_step(ports, on, |document, by, now| {
        match document.copies.iter().find(|known| known.id == id) {
            Some(before) if *before == copy => Ok(Events::none()),
            Some(_) => document.add_copy(CopyRecipient { id: another, ..copy.clone() }, by, now),
            None => document.add_copy(copy.clone(), by, now),
        }
    })
    .await
}

/// Removes a copy recipient.
///
/// # Errors
/// [`Error::Document`] as [`Document::remove_copy`] says.
pub async fn remove_copy(ports: &Ports, on: DocumentCommand, copy: CopyId) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.remove_copy(copy, by, now)).await
}

/// Keeps the message to the recipients.
///
/// # Errors
/// [`Error::Document`] when it is not one's own draft.
pub async fn write_message(
    ports: &Ports,
    on: DocumentCommand,
    message: Option<Message>,
) -> Result<()> {
    sender_step(ports, on, |document, by, now| document.write_message(message.clone(), by, now))
        .await
}

/// One step of the sender on a document: found, changed by `decide`, kept. A refusal that belongs in the
/// audit log is recorded by itself.
pub(crate) async fn sender_step<S>(ports: &Ports, on: DocumentCommand, decide: S) -> Result<()>
where
    S: Fn(&mut Document, &SignIn, Timestamp) -> std::result::Result<Events, DocumentError>,
{
    retried(|| sender_step_once(ports, on, &decide)).await
}

async fn sender_step_once<S>(ports: &Ports, on: DocumentCommand, decide: &S) -> Result<()>
where
    S: Fn(&mut Document, &SignIn, Timestamp) -> std::result::Result<Events, DocumentError>,
{
    let mut step = DocumentStep::of_sender(ports, on).await?;
    let by = step.caller.signed_in()?.sign_in();
    let decided = decide(&mut step.document, by, step.now);
    step.finish(decided).await
}

async fn take_in(
    ports: &Ports,
    uploads: Vec<Upload>,
    password: Option<PdfPassword>,
) -> Result<Vec<DocumentFile>> {
    if uploads.len() > MAX_FILES {
        return Err(Problem::TooManyFiles.into());
    }
    let size = |upload: &Upload| upload.contents.size();
    if uploads.iter().map(size).sum::<u64>() > MAX_DOCUMENT_BYTES
        || uploads.iter().any(|u| size(u) > MAX_FILE_BYTES)
    {
        return Err(Problem::TooLarge.into());
    }
    let mut files = Vec::with_capacity(uploads.len());
    for upload in uploads {
        files.push(take_in_one(ports, upload, password.as_ref()).await?);
    }
    Ok(files)
}

async fn take_in_one(
    ports: &Ports,
    upload: Upload,
    password: Option<&PdfPassword>,
) -> Result<DocumentFile> {
    let Upload { name, mut contents } = upload;
    let mut inspected = ports.inspector.inspect(contents.read().await?, None).await;
    // No file is given a password that opens without one.
    if inspected == Err(PdfRefusal::PasswordNeeded)
        && let Some(password) = password.cloned()
    {
        inspected = ports.inspector.inspect(contents.read().await?, Some(password)).await;
    }
    let inspected =
        inspected.map_err(|refusal| Error::Pdf { name: name.as_str().to_owned(), refusal })?;
    let bytes = match inspected.replacement {
        Some(bytes) => bytes,
        None => contents.read().await?,
    };
    let size = bytes.len() as u64;
    let digest = ports.files.put(bytes).await?;
    Ok(DocumentFile {
        id: FileId::from(ports.ids.next()),
        name,
        bytes: size,
        pages: inspected.pages,
        surface: inspected.surface,
        prepared: inspected.prepared,
        changes: inspected.changes,
        confirmed: None,
        digest,
        sealed: None,
    })
}
