//! The wizard's first steps: a draft is made of files and described.

use crate::account::session::resolve_principal;
use crate::error::retried;
use crate::step::DocumentStep;
use crate::{Error, FormKey, Ports, Principal, Result};
use wariin_domain::{
    Details, Document, DocumentError, DocumentFile, DocumentId, Events, FileId, FileName,
    MAX_DOCUMENT_BYTES, MAX_FILE_BYTES, MAX_FILES, Message, NewDraft, Problem, SignIn, Timestamp,
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
