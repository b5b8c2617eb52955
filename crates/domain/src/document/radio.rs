//! Radio buttons (選択ボタン): of each group one at most is chosen.

use super::DocumentError;
use crate::{FieldKind, FieldValue, InputField, ValueError};
use alloc::vec::Vec;

impl InputField {
    /// Whether both are radio buttons of one group: of one person, on one file, under one name.
    pub fn is_in_group_of(&self, other: &Self) -> bool {
        match (&self.definition.kind, &other.definition.kind) {
            (FieldKind::Radio(one), FieldKind::Radio(two)) => {
                one == two && self.file == other.file && self.assignee == other.assignee
            }
            _ => false,
        }
    }

    /// Whether it is a radio button, and the chosen one.
    fn is_chosen(&self) -> bool {
        let is_radio = matches!(self.definition.kind, FieldKind::Radio(_));
        is_radio && self.value == Some(FieldValue::Checked(true))
    }
}

/// The radio buttons that one filling has chosen so far.
#[derive(Default)]
pub(super) struct Chosen(Vec<InputField>);

impl Chosen {
    /// Where this field is a radio button that was chosen just now, no other one of its group is any more.
    ///
    /// # Errors
    /// [`DocumentError::Value`] when the same filling has chosen another one of the group.
    pub(super) fn take(
        &mut self,
        field: &InputField,
        all: &mut [InputField],
    ) -> Result<(), DocumentError> {
        if !field.is_chosen() {
            return Ok(());
        }
        let is_other = |other: &InputField| other.id != field.id && other.is_in_group_of(field);
        if self.0.iter().any(is_other) {
            return Err(DocumentError::Value { field: field.id, why: ValueError::NoSuchOption });
        }
        for other in all.iter_mut().filter(|other| is_other(other)) {
            other.value = Some(FieldValue::Checked(false));
        }
        self.0.push(field.clone());
        Ok(())
    }
}

/// Makes every group whole: where one button is chosen, all others are not; where none is, or more than one since groups
/// were joined, nothing is filled in.
pub(super) fn settle(fields: &mut [InputField]) {
    let chosen: Vec<InputField> =
        fields.iter().filter(|field| field.is_chosen()).cloned().collect();
    for field in fields {
        if matches!(field.definition.kind, FieldKind::Radio(_)) {
            let mut of_group = chosen.iter().filter(|one| one.is_in_group_of(field));
            field.value = match (of_group.next(), of_group.next()) {
                (Some(one), None) => Some(FieldValue::Checked(one.id == field.id)),
                _ => None,
            };
        }
    }
}
