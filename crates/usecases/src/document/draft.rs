//! The wizard's first steps: a draft is made, described and addressed.

use crate::account::session::resolve_principal;
use crate::error::retried;
use crate::{Error, Ports, Principal, Result};
use wariin_domain::{
    AccessCode, CopyId, CopyRecipient, Details, Document, DocumentError, DocumentFile, DocumentId,
    EmailAddress, Events, FileId, FileName, IdpDemand, Language, MAX_DOCUMENT_BYTES,
    MAX_FILE_BYTES, MAX_FILES, Message, NewDraft, OrganisationName, PersonName, Problem, Recipient,
    RecipientDetails, RecipientId, SignIn, Timestamp,
};

/// A step on a draft: which draft, and in which session.
#[derive(Clone, Copy, Debug)]
pub struct DocumentCommand {
    /// The draft.
    pub document: DocumentId,
    /// The sender's session.
    pub principal: Principal,
}

/// A file that somebody uploads.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Its name.
    pub name: FileName,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a new draft begins with.
#[derive(Clone, Debug)]
pub struct DraftContents {
    /// Title and attributes.
    pub details: Details,
    /// The files; at least one.
    pub files: Vec<Upload>,
}

/// Begins a draft with files that were looked into and kept.
///
/// # Errors
/// [`Error::Pdf`] names the file that cannot be taken; [`Error::Document`] when there is none or too
/// much.
pub async fn create_draft(
    ports: &Ports,
    principal: Principal,
    contents: DraftContents,
) -> Result<DocumentId> {
    let files = take_in(ports, contents.files).await?;
    let new = NewDraft { id: DocumentId::from(ports.ids.next()), details: contents.details, files };
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;

    let (account, _, organisation) = caller.member()?;
    let (mut document, events) = Document::draft(new, account, now)?;
    document.apply_policy(organisation.settings.policy);

    tx.documents().save(&document, events).await?;
    tx.commit().await?;
    Ok(document.id)
}

/// Takes these files instead of the present ones.
///
/// # Errors
/// As [`create_draft`].
pub async fn replace_files(ports: &Ports, on: DocumentCommand, files: Vec<Upload>) -> Result<()> {
    let files = take_in(ports, files).await?;
    change(ports, on, |document, by, now| document.replace_files(files.clone(), by, now)).await
}

/// Changes title and attributes.
///
/// # Errors
/// [`Error::Document`] when it is not one's own draft.
pub async fn describe(ports: &Ports, on: DocumentCommand, details: Details) -> Result<()> {
    change(ports, on, |document, by, now| document.describe(details.clone(), by, now)).await
}

/// Whom a recipient is, as the sender wrote, and how that person may get in.
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
    /// By which way.
    pub way: IdpConstraint,
    /// What becomes of the access code (アクセスコード).
    pub code: AccessCodeChange,
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
async fn details_of(ports: &Ports, addressee: RecipientInput) -> Result<RecipientDetails> {
    let RecipientInput { name, email, organisation, language, way, code } = addressee;
    let idp = match way {
        IdpConstraint::Any => None,
        IdpConstraint::OwnIdp => {
            let serving = ports.views.idp_serving(&email.domain()).await?;
            Some(IdpDemand::of(&serving.ok_or(Problem::NoIdpForAddress)?))
        }
    };
    let access_code = match code {
        AccessCodeChange::Set(code) => Some(ports.passwords.hash_code(code).await?),
        AccessCodeChange::Keep | AccessCodeChange::Remove => None,
    };
    Ok(RecipientDetails { name, email, organisation, language, access_code, idp })
}

/// Adds a recipient.
///
/// # Errors
/// [`Error::Document`] as [`Document::add_recipient`] says, or [`Problem::NoIdpForAddress`].
pub async fn add_recipient(
    ports: &Ports,
    on: DocumentCommand,
    addressee: RecipientInput,
) -> Result<()> {
    let details = details_of(ports, addressee).await?;
    let recipient = Recipient::new(RecipientId::from(ports.ids.next()), details);
    change(ports, on, |document, by, now| document.add_recipient(recipient.clone(), by, now)).await
}

/// Changes who a recipient is.
///
/// # Errors
/// [`Error::Document`] as [`Document::change_recipient`] says, or [`Problem::NoIdpForAddress`].
pub async fn change_recipient(
    ports: &Ports,
    on: DocumentCommand,
    recipient: RecipientId,
    addressee: RecipientInput,
) -> Result<()> {
    let keeps_code = addressee.code == AccessCodeChange::Keep;
    let details = details_of(ports, addressee).await?;
    change(ports, on, |document, by, now| {
        let mut details = details.clone();
        if keeps_code {
            let before = document.recipient(recipient);
            details.access_code = before.and_then(|r| r.details.access_code.clone());
        }
        document.change_recipient(recipient, details, by, now)
    })
    .await
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
    change(ports, on, |document, by, now| document.remove_recipient(recipient, by, now)).await
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
    change(ports, on, |document, by, now| document.move_recipient_up(recipient, by, now)).await
}

/// Adds somebody who is told of the conclusion (共有先).
///
/// # Errors
/// [`Error::Document`] as [`Document::add_copy`] says.
pub async fn add_copy(
    ports: &Ports,
    on: DocumentCommand,
    name: PersonName,
    email: EmailAddress,
) -> Result<()> {
    let copy = CopyRecipient { id: CopyId::from(ports.ids.next()), name, email };
    change(ports, on, |document, by, now| document.add_copy(copy.clone(), by, now)).await
}

/// Removes somebody who would have been told.
///
/// # Errors
/// [`Error::Document`] as [`Document::remove_copy`] says.
pub async fn remove_copy(ports: &Ports, on: DocumentCommand, copy: CopyId) -> Result<()> {
    change(ports, on, |document, by, now| document.remove_copy(copy, by, now)).await
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
    change(ports, on, |document, by, now| document.write_message(message.clone(), by, now)).await
}

/// One step of the sender on a document: found, changed by `step`, kept. A refusal that belongs in the
/// audit chain is kept there by itself.
pub(crate) async fn change<S>(ports: &Ports, on: DocumentCommand, step: S) -> Result<()>
where
    S: Fn(&mut Document, &SignIn, Timestamp) -> std::result::Result<Events, DocumentError>,
{
    retried(|| change_once(ports, on, &step)).await
}

async fn change_once<S>(ports: &Ports, on: DocumentCommand, step: &S) -> Result<()>
where
    S: Fn(&mut Document, &SignIn, Timestamp) -> std::result::Result<Events, DocumentError>,
{
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, on.principal, now).await?;
    let (account, by, organisation) = caller.member()?;
    let document = tx.documents().find(on.document).await?;
    let mut document = document.filter(|d| d.is_of(account)).ok_or(Error::NotFound)?;
    document.apply_policy(organisation.settings.policy);

    match step(&mut document, by, now) {
        Ok(events) if events.is_empty() => Ok(()),
        Ok(events) => {
            tx.documents().save(&document, events).await?;
            Ok(tx.commit().await?)
        }
        Err(error) => {
            drop(tx);
            audit_refusal(ports, &document, None, &caller, &error, now).await?;
            Err(error.into())
        }
    }
}

/// Keeps a refusal in the audit chain, in a unit of work of its own.
pub(crate) async fn audit_refusal(
    ports: &Ports,
    document: &Document,
    recipient: Option<RecipientId>,
    caller: &crate::Caller,
    error: &DocumentError,
    now: Timestamp,
) -> Result<()> {
    let Some(refusal) = error.refusal() else {
        return Ok(());
    };
    let mut tx = ports.storage.begin().await?;
    if let (Some(recipient), wariin_domain::Refusal::WrongAccount) = (recipient, refusal)
        && tx.audit().has_told_of_foreign_account(recipient).await?
    {
        return Ok(());
    }
    tx.audit().append(document.refused(recipient, refusal, caller.actor(), now)).await?;
    Ok(tx.commit().await?)
}

async fn take_in(ports: &Ports, uploads: Vec<Upload>) -> Result<Vec<DocumentFile>> {
    if uploads.len() > MAX_FILES {
        return Err(Problem::TooManyFiles.into());
    }
    let size = |upload: &Upload| upload.bytes.len() as u64;
    if uploads.iter().map(size).sum::<u64>() > MAX_DOCUMENT_BYTES
        || uploads.iter().any(|u| size(u) > MAX_FILE_BYTES)
    {
        return Err(Problem::TooLarge.into());
    }
    let mut files = Vec::with_capacity(uploads.len());
    for upload in uploads {
        files.push(take_in_one(ports, upload).await?);
    }
    Ok(files)
}

async fn take_in_one(ports: &Ports, upload: Upload) -> Result<DocumentFile> {
    let Upload { name, bytes } = upload;
    let inspected = ports.inspector.inspect(bytes.clone()).await;
    let inspected =
        inspected.map_err(|refusal| Error::Pdf { name: name.as_str().to_owned(), refusal })?;
    let repaired = inspected.repaired.is_some();
    let bytes = inspected.repaired.unwrap_or(bytes);
    let size = bytes.len() as u64;
    let digest = ports.files.put(bytes).await?;
    Ok(DocumentFile {
        id: FileId::from(ports.ids.next()),
        name,
        bytes: size,
        pages: inspected.pages,
        repaired,
        digest,
        sealed: None,
    })
}
