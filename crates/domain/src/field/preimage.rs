//! How definitions and values stand in the preimage of a content digest.

use super::{
    Assignee, DateFilling, FieldKind, FieldValue, InputField, Length, Signature, StampFace,
    StampShape, TextLines, TextPattern, TextRule,
};
use crate::FieldId;
use alloc::vec::Vec;
use uuid::Uuid;

impl InputField {
    /// Appends the definition: id (16 bytes) ‖ place of the file in the document, from 0 ‖ page ‖ left, top,
    /// width, height in hundredths of a millimetre (4 bytes each, big-endian) ‖ assignee (`S`, or `R` and 16
    /// bytes) ‖ required (1 byte, 0 or 1) ‖ label ‖ kind. A text is its length in bytes (4 bytes) and its
    /// UTF-8; one that is missing has the length 0.
    ///
    /// Kinds: `T` size (1 byte, points) lines (1 byte: 1 or 2) limit (4) pattern (1 byte: 0 any, 1 number, 2
    /// date, 3 postal code, 4 phone) placeholder; `C` initially checked (1 byte); `X` name of the group; `D` filling (1 byte: 0
    /// chosen, 1 day of consent) size; `O` size, number of options (4) and each; `P` shape (1 byte: 0 round, 1
    /// square, 2 organisation); `G`; `B`.
    pub(crate) fn append_definition(&self, file: usize, bytes: &mut Vec<u8>) {
        let definition = &self.definition;
        bytes.extend(Uuid::from(self.id).as_bytes());
        append_count(file, bytes);
        bytes.extend(definition.page.to_be_bytes());
        let area = definition.area;
        for length in [area.left, area.top, area.width, area.height] {
            bytes.extend(Length::as_hundredths(length).to_be_bytes());
        }
        match self.assignee {
            Assignee::Sender => bytes.push(b'S'),
            Assignee::Recipient(recipient) => {
                bytes.push(b'R');
                bytes.extend(Uuid::from(recipient).as_bytes());
            }
        }
        bytes.push(u8::from(definition.is_required));
        append_text(definition.label.as_ref().map_or("", |label| label.as_str()), bytes);
        append_kind(&definition.kind, bytes);
    }
}

fn append_kind(kind: &FieldKind, bytes: &mut Vec<u8>) {
    match kind {
        FieldKind::Text(rule) => append_rule(rule, bytes),
        FieldKind::Checkbox { initially_checked } => {
            bytes.extend([b'C', u8::from(*initially_checked)]);
        }
        FieldKind::Radio(group) => tagged(b'X', group.as_str(), bytes),
        FieldKind::Date { filling, size } => {
            let filling = match filling {
                DateFilling::Chosen => 0,
                DateFilling::DayOfConsent => 1,
            };
            bytes.extend([b'D', filling, size.as_points()]);
        }
        FieldKind::Choice { options, size } => {
            bytes.extend([b'O', size.as_points()]);
            append_count(options.as_slice().len(), bytes);
            for option in options.as_slice() {
                append_text(option.as_str(), bytes);
            }
        }
        FieldKind::Stamp(shape) => {
            let shape = match shape {
                StampShape::Round => 0,
                StampShape::Square => 1,
                StampShape::Organisation => 2,
            };
            bytes.extend([b'P', shape]);
        }
        FieldKind::Signature => bytes.push(b'G'),
        FieldKind::SealBox => bytes.push(b'B'),
    }
}

fn append_rule(rule: &TextRule, bytes: &mut Vec<u8>) {
    let lines = match rule.lines {
        TextLines::One => 1,
        TextLines::Several => 2,
    };
    bytes.extend([b'T', rule.size.as_points(), lines]);
    append_count(usize::from(rule.limit), bytes);
    bytes.push(match rule.pattern {
        TextPattern::Any => 0,
        TextPattern::Number => 1,
        TextPattern::Date => 2,
        TextPattern::PostalCode => 3,
        TextPattern::Phone => 4,
    });
    append_text(rule.placeholder.as_ref().map_or("", |text| text.as_str()), bytes);
}

/// Appends a value: the field's id (16 bytes) ‖ `T` text, `C` 0 or 1 (1 byte), `D` the day as the text
/// `YYYY-MM-DD`, `O` the option's number from 0 (4 bytes), `P` the characters, `I` the SHA-256 of the image (32
/// bytes), `N` the typed name, or `G` the number of strokes (4 bytes) and of each the number of points (4
/// bytes) and its points (x and y, 2 bytes each).
pub(crate) fn append_value(field: FieldId, value: &FieldValue, bytes: &mut Vec<u8>) {
    bytes.extend(Uuid::from(field).as_bytes());
    match value {
        FieldValue::Text(text) => tagged(b'T', text.as_str(), bytes),
        FieldValue::Checked(checked) => bytes.extend([b'C', u8::from(*checked)]),
        FieldValue::Date(day) => tagged(b'D', &alloc::format!("{day}"), bytes),
        FieldValue::Chosen(option) => {
            bytes.push(b'O');
            append_count(usize::from(*option), bytes);
        }
        FieldValue::Stamp(StampFace::Drawn(text)) => tagged(b'P', text.as_str(), bytes),
        FieldValue::Stamp(StampFace::Image(digest)) => {
            bytes.push(b'I');
            bytes.extend(digest.as_bytes());
        }
        FieldValue::Signature(Signature::Typed(name)) => tagged(b'N', name.as_str(), bytes),
        FieldValue::Signature(Signature::Drawn(strokes)) => {
            bytes.push(b'G');
            append_count(strokes.as_slice().len(), bytes);
            for stroke in strokes.as_slice() {
                append_count(stroke.len(), bytes);
                for (x, y) in stroke {
                    bytes.extend(x.to_be_bytes());
                    bytes.extend(y.to_be_bytes());
                }
            }
        }
    }
}

fn tagged(tag: u8, text: &str, bytes: &mut Vec<u8>) {
    bytes.push(tag);
    append_text(text, bytes);
}

fn append_text(text: &str, bytes: &mut Vec<u8>) {
    append_count(text.len(), bytes);
    bytes.extend(text.as_bytes());
}

/// Appends a number in 4 bytes, big-endian.
pub(crate) fn append_count(count: usize, bytes: &mut Vec<u8>) {
    bytes.extend(u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes());
}
