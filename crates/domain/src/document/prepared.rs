//! Fields at the places of the form fields that an uploaded PDF had.

use super::{Document, DocumentFile};
use crate::{Assignee, FieldDefinition, FieldId, InputField};
use alloc::vec::Vec;

impl Document {
    /// How many empty form fields of the files have no input field at their places yet.
    pub fn prepared_fields(&self) -> usize {
        self.files.iter().map(|file| self.prepared_in(file).count()).sum()
    }

    /// An input field for this assignee at the place of each of them, in the order of the files. A place that another
    /// input field touches makes none.
    pub fn fields_of_form(
        &self,
        assignee: Assignee,
        mut next_id: impl FnMut() -> FieldId,
    ) -> Vec<InputField> {
        let of_file = |file: &DocumentFile| {
            let place = |definition: &FieldDefinition| (file.id, definition.clone());
            self.prepared_in(file).map(place).collect::<Vec<_>>()
        };
        let places = self.files.iter().flat_map(of_file);
        places
            .map(|(file, definition)| InputField {
                id: next_id(),
                file,
                assignee,
                definition,
                value: None,
            })
            .collect()
    }

    fn prepared_in<'a>(
        &'a self,
        file: &'a DocumentFile,
    ) -> impl Iterator<Item = &'a FieldDefinition> {
        file.prepared.iter().filter(|prepared| {
            let is_there = self.fields.iter().any(|field| {
                let placed = &field.definition;
                field.file == file.id
                    && placed.page == prepared.page
                    && placed.area.overlaps(prepared.area)
            });
            !is_there && file.surface.page(prepared.page).is_some()
        })
    }
}
