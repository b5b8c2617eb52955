//! What is wrong with an input field before sending.

use super::Document;
use crate::{Assignee, FieldId, FieldKind, InputField, Surface};
use alloc::vec::Vec;

/// A field that cannot be sent as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldFault {
    /// Which field.
    pub field: FieldId,
    /// What is wrong.
    pub why: FieldFaultKind,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldFaultKind {
    /// Its file is no longer part of the document.
    NoFile,
    /// The file came signed, or its structure does not allow to draw on it.
    NotDrawable,
    /// The file has no such page.
    NoPage,
    /// It reaches over the edge of the page.
    OutsidePage,
    /// It is smaller than [`crate::FieldArea::LEAST`].
    TooSmall,
    /// It overlaps this field of another person.
    Overlaps(FieldId),
    /// Its recipient is no longer part of the document.
    NoRecipient,
    /// It has to be filled by the sender before sending.
    Unfilled,
}

impl Document {
    /// What is wrong with the fields, in their order; one fault each.
    pub fn field_faults(&self) -> Vec<FieldFault> {
        let fault = |field: &InputField| {
            self.fault_of(field).map(|why| FieldFault { field: field.id, why })
        };
        self.fields.iter().filter_map(fault).collect()
    }

    fn fault_of(&self, field: &InputField) -> Option<FieldFaultKind> {
        let Some(file) = self.files.iter().find(|file| file.id == field.file) else {
            return Some(FieldFaultKind::NoFile);
        };
        let (page, area) = (field.definition.page, field.definition.area);
        match &file.surface {
            Surface::Signed | Surface::Closed | Surface::Unknown => {
                return Some(FieldFaultKind::NotDrawable);
            }
            Surface::Open(_) => match file.surface.page(page) {
                None => return Some(FieldFaultKind::NoPage),
                Some(size) if !area.is_within(size) => return Some(FieldFaultKind::OutsidePage),
                Some(_) => {}
            },
        }
        if !area.is_large_enough() {
            return Some(FieldFaultKind::TooSmall);
        }
        if let Assignee::Recipient(id) = field.assignee
            && !self.recipients.iter().any(|r| r.id == id && !r.is_forwarded())
        {
            return Some(FieldFaultKind::NoRecipient);
        }
        if let Some(other) = self.fields.iter().find(|other| is_covered(field, other)) {
            return Some(FieldFaultKind::Overlaps(other.id));
        }
        let is_own = field.assignee == Assignee::Sender;
        (is_own && field.is_missing()).then_some(FieldFaultKind::Unfilled)
    }
}

/// Whether another person's field, or the seal's box, lies over this one.
fn is_covered(field: &InputField, other: &InputField) -> bool {
    let is_box = |field: &InputField| field.definition.kind == FieldKind::SealBox;
    field.id != other.id
        && (field.assignee != other.assignee || is_box(field) || is_box(other))
        && field.file == other.file
        && field.definition.page == other.definition.page
        && field.definition.area.overlaps(other.definition.area)
}
