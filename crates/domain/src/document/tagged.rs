//! Fields at the places of text tags.

use super::Document;
use crate::{
    Assignee, FieldArea, FieldDefinition, FieldId, FieldKind, FieldTag, InputField, Length,
    PageDimensions, TagAssignee, TagError, TagPlace,
};

/// The least height of a field for text that a tag makes.
const LEAST_LINE: Length = Length::mm(6);

impl Document {
    /// The field that a tag asks for, where the tag stands: as large as usual and at least as long as the tag,
    /// moved onto the page where it would reach over an edge. `None` when the document has that field already.
    ///
    /// # Errors
    /// [`TagError::NoRecipient`], or [`TagError::Page`] where the page takes no fields.
    pub fn field_of_tag(
        &self,
        id: FieldId,
        tag: &FieldTag,
        at: TagPlace,
    ) -> Result<Option<InputField>, TagError> {
        let assignee = self.assignee_of_tag(tag.assignee)?;
        let file = self.files.iter().find(|file| file.id == at.file);
        let page = file.and_then(|file| file.surface.page(at.page)).ok_or(TagError::Page)?;
        let area = area_of(&tag.kind, at.area, page);
        let is_there = self.fields.iter().any(|field| {
            let definition = &field.definition;
            let is_here = field.file == at.file && definition.page == at.page;
            let is_alike = field.assignee == assignee && definition.kind.name() == tag.kind.name();
            is_here && is_alike && definition.area.overlaps(area)
        });
        let definition = FieldDefinition {
            page: at.page,
            area,
            is_required: tag.is_required,
            label: tag.label.clone(),
            kind: tag.kind.clone(),
        };
        let field = InputField { id, file: at.file, assignee, definition, value: None };
        Ok((!is_there).then_some(field))
    }

    fn assignee_of_tag(&self, named: TagAssignee) -> Result<Assignee, TagError> {
        match named {
            TagAssignee::Sender => Ok(Assignee::Sender),
            TagAssignee::Recipient(number) => {
                let place = usize::from(number).checked_sub(1);
                let recipient = place.and_then(|place| self.recipients.get(place));
                let recipient = recipient.ok_or(TagError::NoRecipient(number))?;
                Ok(Assignee::Recipient(recipient.id))
            }
        }
    }
}

/// From the tag's left edge, at the height of its middle.
fn area_of(kind: &FieldKind, tag: FieldArea, page: PageDimensions) -> FieldArea {
    let (usual_width, usual_height) = kind.usual_size();
    let (width, height) = match kind {
        FieldKind::Text(_) | FieldKind::Date { .. } | FieldKind::Choice { .. } => {
            (tag.width.max(Length::mm(20)), tag.height.max(LEAST_LINE))
        }
        FieldKind::Checkbox { .. }
        | FieldKind::Radio(_)
        | FieldKind::Stamp(_)
        | FieldKind::Signature
        | FieldKind::SealBox => (usual_width, usual_height),
    };
    let (width, height) = (width.min(page.width), height.min(page.height));
    let middle = tag.top.as_hundredths() + tag.height.as_hundredths() / 2;
    let top = Length::hundredths(middle.saturating_sub(height.as_hundredths() / 2));
    let furthest = |edge: Length, size: Length| {
        Length::hundredths(edge.as_hundredths().saturating_sub(size.as_hundredths()))
    };
    FieldArea {
        left: tag.left.min(furthest(page.width, width)),
        top: top.min(furthest(page.height, height)),
        width,
        height,
    }
}
