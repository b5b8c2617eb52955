//! The files of a draft at step 01: what was changed about each when it was taken in, and the sender's word for it.

use super::Draft;
use crate::error::PageError;
use crate::i18n::{Locale, OfficeMessages, labels};
use crate::web::{PageContext, redirect};
use poem::web::Path;
use poem::{Response, handler};
use uuid::Uuid;
use wariin_domain::{Document, DocumentFile, DocumentId, FileId};
use wariin_usecases::{confirm_file_changes, remove_file};

/// A file as step 01 shows it.
pub(crate) struct FileLine {
    pub(crate) id: FileId,
    pub(crate) document: DocumentId,
    pub(crate) name: String,
    pub(crate) pages: u32,
    pub(crate) bytes: u64,
    /// What was changed or found and needs no word of the sender.
    pub(crate) changes: Vec<String>,
    /// What the sender has to agree to.
    pub(crate) to_confirm: Vec<String>,
    /// Whether the sender has not agreed yet.
    pub(crate) awaits_confirmation: bool,
}

impl FileLine {
    /// The files of the document, in order.
    pub(crate) fn all(locale: &Locale, document: &Document) -> Vec<Self> {
        document.files.iter().map(|file| Self::of(locale, document, file)).collect()
    }

    fn of(locale: &Locale, document: &Document, file: &DocumentFile) -> Self {
        let changes = file.changes.iter().filter(|change| !change.needs_confirmation());
        let sentence = |change| labels::file_change(locale, change);
        Self {
            id: file.id,
            document: document.id,
            name: file.name.to_string(),
            pages: file.pages,
            bytes: file.bytes,
            changes: changes.map(sentence).collect(),
            to_confirm: file.changes_to_confirm().map(sentence).collect(),
            awaits_confirmation: file.awaits_confirmation(document.sender),
        }
    }
}

/// What step 01 says at its top.
pub(crate) struct Notice {
    pub(crate) text: String,
    pub(crate) kind: NoticeKind,
}

/// How a notice looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoticeKind {
    Done,
    Info,
    Error,
}

impl Notice {
    /// The notice with this name.
    pub(crate) fn by_name(o: &OfficeMessages, name: Option<&str>) -> Option<Self> {
        let (text, kind) = match name? {
            "without_request" => (o.wizard_template_had_request(), NoticeKind::Info),
            "confirmed" => (o.wizard_file_confirmed(), NoticeKind::Done),
            "removed" => (o.wizard_file_removed(), NoticeKind::Done),
            "unconfirmed" => (o.wizard_files_unconfirmed(), NoticeKind::Error),
            _ => return None,
        };
        Some(Self { text, kind })
    }
}

/// The sender agrees to what was changed about a file.
#[handler]
pub(crate) async fn confirm(
    context: PageContext,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    confirm_file_changes(context.ports(), draft.on(), file.into()).await?;
    Ok(redirect(format!("/documents/{id}/01?notice=confirmed")))
}

/// Removes a file from the draft.
#[handler]
pub(crate) async fn remove(
    context: PageContext,
    Path((id, file)): Path<(Uuid, Uuid)>,
) -> Result<Response, PageError> {
    let draft = Draft::find(&context, id.into()).await?;
    remove_file(context.ports(), draft.on(), file.into()).await?;
    Ok(redirect(format!("/documents/{id}/01?notice=removed")))
}
