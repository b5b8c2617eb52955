//! Input fields (入力項目): what the sender and the recipients write onto the pages.

mod area;
mod kind;
mod pattern;
mod preimage;
mod surface;
mod tag;
mod usual;
mod value;

use crate::{FieldId, FieldLabel, FileId, RecipientId};

pub(crate) use preimage::{append_count, append_value};

pub use area::{FieldArea, Length};
pub use kind::{ChoiceOptions, DateFilling, FieldKind, FontSize, StampShape, TextLines, TextRule};
pub use pattern::TextPattern;
pub use surface::{PageDimensions, Surface};
pub use tag::{FieldTag, FoundTag, TagAssignee, TagError, TagPlace, find_tags};
pub use value::{FieldValue, Signature, StampFace, Strokes, ValueError};

/// The greatest number of input fields of a document.
pub const MAX_FIELDS: usize = 500;

/// An input field of one document, with its value once it is filled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputField {
    /// Its id.
    pub id: FieldId,
    /// The file on which it is placed.
    pub file: FileId,
    /// Who fills it.
    pub assignee: Assignee,
    /// Where it is and what it takes.
    pub definition: FieldDefinition,
    /// What was filled in.
    pub value: Option<FieldValue>,
}

/// Who fills a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assignee {
    /// The sender, before sending.
    Sender,
    /// A recipient, before consenting.
    Recipient(RecipientId),
}

/// Where a field is and what it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldDefinition {
    /// The page of the file; counts from 1.
    pub page: u32,
    /// Where on the page.
    pub area: FieldArea,
    /// Whether it has to be filled: a checkbox has to be checked, of radio buttons one of the group.
    pub is_required: bool,
    /// What it asks for, in the sender's words.
    pub label: Option<FieldLabel>,
    /// What it takes.
    pub kind: FieldKind,
}

impl InputField {
    /// Whether its assignee still has to fill it. A checkbox that is checked initially counts as checked, a radio button
    /// once one of its group is chosen; the day of the consent and the seal's box fill themselves.
    pub fn is_missing(&self) -> bool {
        self.definition.is_required
            && match (&self.definition.kind, &self.value) {
                (FieldKind::Checkbox { .. }, Some(FieldValue::Checked(checked))) => !checked,
                (FieldKind::Checkbox { initially_checked }, None) => !initially_checked,
                (
                    FieldKind::Date { filling: DateFilling::DayOfConsent, .. } | FieldKind::SealBox,
                    _,
                ) => false,
                (
                    FieldKind::Text(_)
                    | FieldKind::Checkbox { .. }
                    | FieldKind::Radio(_)
                    | FieldKind::Date { filling: DateFilling::Chosen, .. }
                    | FieldKind::Choice { .. }
                    | FieldKind::Stamp(_)
                    | FieldKind::Signature,
                    value,
                ) => value.is_none(),
            }
    }

    /// What is printed: a checkbox also where nothing was filled in, as it was initially, and a radio button where it is
    /// the chosen one.
    pub fn value_or_initial(&self) -> Option<FieldValue> {
        match (&self.value, &self.definition.kind) {
            (None, FieldKind::Checkbox { initially_checked }) => {
                Some(FieldValue::Checked(*initially_checked))
            }
            (Some(FieldValue::Checked(false)), FieldKind::Radio(_)) => None,
            (value, _) => value.clone(),
        }
    }
}
