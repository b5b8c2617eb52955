//! Copies of an input field: beside it, or on every page of its file.

use super::Document;
use crate::{FieldArea, FieldId, FieldKind, InputField, Length, PageDimensions};
use alloc::vec::Vec;

/// How far a copy lies from its field, to the right and down.
const OFF: Length = Length::mm(5);

/// Where the copies of an input field are placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyPlace {
    /// On the same page, 5 mm further right and down, as far as the page goes.
    Beside,
    /// At the same place of every other page of the file that is large enough and has no such field there.
    AllPages,
}

impl Document {
    /// Copies of an input field, without its value. A field that is not there, one on a page that is not there, and
    /// the box for the seal, of which there is one, have none.
    pub fn copies_of_field(
        &self,
        id: FieldId,
        place: CopyPlace,
        mut next_id: impl FnMut() -> FieldId,
    ) -> Vec<InputField> {
        let Some(field) = self.field(id) else { return Vec::new() };
        if field.definition.kind == FieldKind::SealBox {
            return Vec::new();
        }
        let mut copy = |page: u32, area: FieldArea| {
            let mut copy = InputField { id: next_id(), value: None, ..field.clone() };
            (copy.definition.page, copy.definition.area) = (page, area);
            copy
        };
        let (page, area) = (field.definition.page, field.definition.area);
        let pages = self.pages_of(field);
        match place {
            CopyPlace::Beside => {
                let own = pages.into_iter().filter(|(number, _)| *number == page);
                own.map(|(number, size)| copy(number, beside(area, size))).collect()
            }
            CopyPlace::AllPages => pages
                .into_iter()
                .filter(|(number, size)| {
                    *number != page && area.is_within(*size) && !self.has_one_like(field, *number)
                })
                .map(|(number, _)| copy(number, area))
                .collect(),
        }
    }

    /// The pages of the field's file that take fields, with their sizes.
    fn pages_of(&self, field: &InputField) -> Vec<(u32, PageDimensions)> {
        let file = self.files.iter().find(|file| file.id == field.file);
        let sized = |file: &super::DocumentFile| {
            let size = |number| file.surface.page(number).map(|size| (number, size));
            (1..=file.pages).filter_map(size).collect()
        };
        file.map(sized).unwrap_or_default()
    }

    /// Whether a field of the same kind and person stands at the same place of this page.
    fn has_one_like(&self, field: &InputField, page: u32) -> bool {
        self.fields.iter().any(|other| {
            let (one, two) = (&field.definition, &other.definition);
            other.file == field.file
                && other.assignee == field.assignee
                && two.page == page
                && two.kind.name() == one.kind.name()
                && (two.area.left, two.area.top) == (one.area.left, one.area.top)
        })
    }
}

/// The same rectangle a little further right and down, but on the page.
fn beside(area: FieldArea, page: PageDimensions) -> FieldArea {
    let within = |at: Length, size: Length, whole: Length| {
        let last = whole.as_hundredths().saturating_sub(size.as_hundredths());
        Length::hundredths(at.plus(OFF).as_hundredths().min(last))
    };
    let left = within(area.left, area.width, page.width);
    let top = within(area.top, area.height, page.height);
    FieldArea { left, top, ..area }
}
