//! What an intake changed about an upload, or found in it, and the sender's word for what is gone or new.

use super::draft::check_files;
use super::{Document, DocumentError, DocumentFile, Problem};
use crate::text::is_forbidden;
use crate::{AccountId, Actor, EventKind, Events, FileDigest, FileId, SignIn, Timestamp};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// One thing that the intake of an upload changed or found. What the pages show stays; [`Self::needs_confirmation`]
/// tells those that the sender has to agree to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileChange {
    /// The structure had defects and was written anew (修復).
    Repaired,
    /// It was encrypted (暗号化); it is used without encryption, and without the restrictions that it had.
    Decrypted,
    /// Form fields (フォーム) were made part of the pages, as they were shown.
    FormFixed,
    /// Form fields had values but no appearance; one was made from the values.
    FormDrawn,
    /// Notes, stamps and drawings (注釈) were made part of the pages, as they were shown.
    AnnotationsFixed,
    /// Marks and drawings had no appearance; one was made from their entries.
    AnnotationsDrawn,
    /// Comments (コメント) that open on a click were removed; these are their texts.
    CommentsRemoved(FoundNames),
    /// Layers (レイヤー) were fixed as they were shown.
    LayersFixed,
    /// The contents of layers of these names stay in the file, although no viewer shows them.
    HiddenLayersKept(FoundNames),
    /// Usage rights (使用権限) of a form that a program had extended were removed.
    UsageRightsRemoved,
    /// The XFA description of a form was removed; the form fields beside it counted.
    XfaRemoved,
    /// Scripts and actions (スクリプト・アクション) were removed.
    ActionsRemoved,
    /// Links (リンク) to these targets were removed: other files, programs, or areas that cover a page.
    LinksRemoved(FoundNames),
    /// Embedded files (添付ファイル) of these names were removed.
    AttachmentsRemoved(FoundNames),
    /// Embedded files of these names stay: the file is signed, or an electronic invoice.
    AttachmentsKept(FoundNames),
    /// Scripts and actions stay: the file is signed.
    ActionsKept,
    /// Text tags (タグ) of which input fields were made were taken out of the pages.
    TagsRemoved(FoundNames),
    /// Fonts (フォント) of these names are not in the file; the service shows the text in fonts of its own.
    FontsReplaced(FoundNames),
    /// The pages of these numbers hold something that the service cannot show; the PDF is offered there.
    PagesUnshown(FoundNames),
    /// The pages of these numbers use something that other programs show otherwise: blending in open groups, masks,
    /// shadings or colours of a kind that is not known.
    PagesDiffer(FoundNames),
    /// Form fields (フォーム) showed another text than their data held, each as `name: shown ≠ data`. What was shown
    /// counts and is part of the pages.
    ValuesContradicted(FoundNames),
}

/// A file without text tags, in the place of the one that had them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileWithoutTags {
    /// Its id.
    pub id: FileId,
    /// The SHA-256 of its bytes.
    pub digest: FileDigest,
    /// How many bytes it has.
    pub bytes: u64,
    /// The tags that are gone.
    pub tags: Vec<String>,
}

/// Names that stand in a PDF, as far as they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundNames {
    shown: Vec<FoundName>,
    count: u32,
}

/// A name that stands in a PDF, without control characters and characters that reorder the text around them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FoundName(String);

/// The sender's word for the changes of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The sender who gave it.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
}

impl FileChange {
    /// Whether the sender has to agree before the document is sent: something that the upload had is gone,
    /// is shown for the first time, or is in the file and not seen.
    pub const fn needs_confirmation(&self) -> bool {
        match self {
            Self::Decrypted
            | Self::FormDrawn
            | Self::AnnotationsDrawn
            | Self::CommentsRemoved(_)
            | Self::HiddenLayersKept(_)
            | Self::LinksRemoved(_)
            | Self::AttachmentsRemoved(_)
            | Self::TagsRemoved(_) => true,
            Self::Repaired
            | Self::FormFixed
            | Self::AnnotationsFixed
            | Self::LayersFixed
            | Self::UsageRightsRemoved
            | Self::XfaRemoved
            | Self::ActionsRemoved
            | Self::AttachmentsKept(_)
            | Self::ActionsKept
            | Self::FontsReplaced(_)
            | Self::PagesUnshown(_)
            | Self::PagesDiffer(_)
            | Self::ValuesContradicted(_) => false,
        }
    }

    /// The stable name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Repaired => "repaired",
            Self::Decrypted => "decrypted",
            Self::FormFixed => "form_fixed",
            Self::FormDrawn => "form_drawn",
            Self::AnnotationsFixed => "annotations_fixed",
            Self::AnnotationsDrawn => "annotations_drawn",
            Self::CommentsRemoved(_) => "comments_removed",
            Self::LayersFixed => "layers_fixed",
            Self::HiddenLayersKept(_) => "hidden_layers_kept",
            Self::UsageRightsRemoved => "usage_rights_removed",
            Self::XfaRemoved => "xfa_removed",
            Self::ActionsRemoved => "actions_removed",
            Self::LinksRemoved(_) => "links_removed",
            Self::AttachmentsRemoved(_) => "attachments_removed",
            Self::AttachmentsKept(_) => "attachments_kept",
            Self::ActionsKept => "actions_kept",
            Self::TagsRemoved(_) => "tags_removed",
            Self::FontsReplaced(_) => "fonts_replaced",
            Self::PagesUnshown(_) => "pages_unshown",
            Self::PagesDiffer(_) => "pages_differ",
            Self::ValuesContradicted(_) => "values_contradicted",
        }
    }

    /// The names that belong to it, where it is about named things.
    pub const fn names(&self) -> Option<&FoundNames> {
        match self {
            Self::CommentsRemoved(names)
            | Self::HiddenLayersKept(names)
            | Self::LinksRemoved(names)
            | Self::AttachmentsRemoved(names)
            | Self::AttachmentsKept(names)
            | Self::TagsRemoved(names)
            | Self::FontsReplaced(names)
            | Self::PagesUnshown(names)
            | Self::PagesDiffer(names)
            | Self::ValuesContradicted(names) => Some(names),
            Self::Repaired
            | Self::Decrypted
            | Self::FormFixed
            | Self::FormDrawn
            | Self::AnnotationsFixed
            | Self::AnnotationsDrawn
            | Self::LayersFixed
            | Self::UsageRightsRemoved
            | Self::XfaRemoved
            | Self::ActionsRemoved
            | Self::ActionsKept => None,
        }
    }

    /// The change with this [`Self::name`] and these [`Self::names`]; `None` when there is none.
    pub fn parse(name: &str, names: Option<FoundNames>) -> Option<Self> {
        Some(match (name, names) {
            ("repaired", None) => Self::Repaired,
            ("decrypted", None) => Self::Decrypted,
            ("form_fixed", None) => Self::FormFixed,
            ("form_drawn", None) => Self::FormDrawn,
            ("annotations_fixed", None) => Self::AnnotationsFixed,
            ("annotations_drawn", None) => Self::AnnotationsDrawn,
            ("comments_removed", Some(names)) => Self::CommentsRemoved(names),
            ("layers_fixed", None) => Self::LayersFixed,
            ("hidden_layers_kept", Some(names)) => Self::HiddenLayersKept(names),
            ("usage_rights_removed", None) => Self::UsageRightsRemoved,
            ("xfa_removed", None) => Self::XfaRemoved,
            ("actions_removed", None) => Self::ActionsRemoved,
            ("links_removed", Some(names)) => Self::LinksRemoved(names),
            ("attachments_removed", Some(names)) => Self::AttachmentsRemoved(names),
            ("attachments_kept", Some(names)) => Self::AttachmentsKept(names),
            ("actions_kept", None) => Self::ActionsKept,
            ("tags_removed", Some(names)) => Self::TagsRemoved(names),
            ("fonts_replaced", Some(names)) => Self::FontsReplaced(names),
            ("pages_unshown", Some(names)) => Self::PagesUnshown(names),
            ("pages_differ", Some(names)) => Self::PagesDiffer(names),
            ("values_contradicted", Some(names)) => Self::ValuesContradicted(names),
            _ => return None,
        })
    }
}

impl FoundNames {
    /// How many are shown at most.
    pub const SHOWN: usize = 20;
    /// How many characters of each are shown at most.
    pub const LIMIT: usize = 100;

    /// The first of these names, and how many there are.
    pub fn of<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> Self {
        let mut found = Self::default();
        for name in names {
            if found.shown.len() < Self::SHOWN {
                found.shown.push(FoundName::cut(name.as_ref(), Self::LIMIT));
            }
            found.count = found.count.saturating_add(1);
        }
        found
    }

    /// These names, of so many: as [`Self::shown`] and [`Self::count`] gave them.
    pub fn among<S: AsRef<str>>(names: impl IntoIterator<Item = S>, count: u32) -> Self {
        let found = Self::of(names);
        Self { count: count.max(found.count), ..found }
    }

    /// These names and more.
    #[must_use]
    pub fn and<S: AsRef<str>>(&self, more: &[S]) -> Self {
        let shown = self.shown.iter().map(AsRef::as_ref).chain(more.iter().map(AsRef::as_ref));
        let count = u32::try_from(more.len()).unwrap_or(u32::MAX).saturating_add(self.count);
        Self::among(shown.collect::<Vec<&str>>(), count)
    }

    /// Those that are shown.
    pub fn shown(&self) -> &[FoundName] {
        &self.shown
    }

    /// How many there are.
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// How many there are besides those that are shown.
    pub fn hidden(&self) -> u32 {
        self.count.saturating_sub(u32::try_from(self.shown.len()).unwrap_or(u32::MAX))
    }
}

impl FoundName {
    /// The first characters of this name, at most so many; `?` where none can be shown.
    pub fn cut(name: &str, limit: usize) -> Self {
        let is_shown = |c: &char| !is_forbidden(*c, false) && !is_mark(*c);
        let cut: String = name.chars().filter(is_shown).take(limit).collect();
        let cut = cut.trim();
        Self(if cut.is_empty() { "?" } else { cut }.to_string())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Invisible marks that say in which direction the text runs, or join and part letters.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

impl AsRef<str> for FoundName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for FoundName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl DocumentFile {
    /// The changes that the sender has to agree to.
    pub fn changes_to_confirm(&self) -> impl Iterator<Item = &FileChange> {
        self.changes.iter().filter(|change| change.needs_confirmation())
    }

    /// Whether this sender has not yet agreed to what has to be agreed to.
    pub fn awaits_confirmation(&self, sender: AccountId) -> bool {
        self.changes_to_confirm().next().is_some()
            && self.confirmed.is_none_or(|confirmed| confirmed.by != sender)
    }
}

impl Document {
    /// The files whose changes the sender has to agree to before the document can be sent, in order.
    pub fn files_to_confirm(&self) -> impl Iterator<Item = &DocumentFile> {
        self.files.iter().filter(|file| file.awaits_confirmation(self.sender))
    }

    /// The sender has looked at what was changed about this file, and uses it like that. Nothing happens where
    /// there is nothing to agree to any more.
    ///
    /// # Errors
    /// When `by` is not the sender, the document is no draft, or there is no such file.
    pub fn confirm_file_changes(
        &mut self,
        id: FileId,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "confirm a file of")?;
        let sender = self.sender;
        let file = self.0.files.iter_mut().find(|file| file.id == id);
        let file = file.ok_or(Problem::NoSuchFile)?;
        if !file.awaits_confirmation(sender) {
            return Ok(Events::none());
        }
        file.confirmed = Some(Confirmation { by: sender, at: now });
        let changes = file.changes_to_confirm().cloned().collect();
        let confirmed = EventKind::FileChangesConfirmed { file: id, digest: file.digest, changes };
        Ok(self.noted(by, now, confirmed))
    }

    /// Takes a file without its text tags instead of the one that had them; input fields stay where they are. The
    /// sender is told, and has to agree to all that was changed about the file.
    ///
    /// # Errors
    /// When `by` is not the sender, the document is no draft, there is no such file, or it would be too much.
    pub fn take_out_tags(
        &mut self,
        id: FileId,
        without: FileWithoutTags,
        by: &SignIn,
        now: Timestamp,
    ) -> Result<Events, DocumentError> {
        self.expect_own_draft(by, "take text tags out of")?;
        let mut files = self.files.clone();
        let file = files.iter_mut().find(|file| file.id == id).ok_or(Problem::NoSuchFile)?;
        let FileWithoutTags { id: new, digest, bytes, tags } = without;
        let before = file.changes.iter().find_map(|change| match change {
            FileChange::TagsRemoved(names) => Some(names.clone()),
            _ => None,
        });
        let tags = before.unwrap_or_default().and(&tags);
        file.changes.retain(|change| !matches!(change, FileChange::TagsRemoved(_)));
        file.changes.push(FileChange::TagsRemoved(tags));
        let changes = file.changes.clone();
        *file = DocumentFile { id: new, digest, bytes, confirmed: None, ..file.clone() };
        check_files(&files)?;
        self.move_fields_to(&files);
        self.0.files = files;
        let files = self.file_digests();
        let replaced = self.noted(by, now, EventKind::FilesReplaced { files });
        let kind = EventKind::FileChanged { file: new, digest, changes };
        Ok(replaced.and(self.noted(by, now, kind)))
    }

    /// What was changed about the files when they were taken in: one event for each that was changed.
    pub(super) fn changes_of_files(&self, by: AccountId, now: Timestamp) -> Events {
        let files = self.files.iter().filter(|file| !file.changes.is_empty());
        files.fold(Events::none(), |events, file| {
            let (digest, changes) = (file.digest, file.changes.clone());
            let kind = EventKind::FileChanged { file: file.id, digest, changes };
            events.and(Events::one(self.event(now, Actor::Account(by), kind)))
        })
    }
}
