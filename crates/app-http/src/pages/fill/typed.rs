//! What a form with input fields brings: `f` names each field that the form shows, `v-…` is what was typed,
//! `s-…` what was drawn, `i-…` that the image of the organisation's stamp is taken, `c-…` that a drawn signature is
//! removed, `g-…` which radio button of a group is chosen.

use crate::error::PageError;
use std::collections::BTreeMap;
use wariin_domain::{
    CalendarDate, DateFilling, FieldId, FieldKind, FieldText, FieldValue, FileDigest, Filling,
    InputField, Signature, SignatureName, StampFace, StampText, Strokes, Uuid, ValueError,
};

/// What was typed, by the names of the inputs.
#[derive(Default)]
pub(crate) struct Typed(Vec<(String, String)>);

impl Typed {
    /// The inputs of a form.
    pub(crate) fn new(inputs: Vec<(String, String)>) -> Self {
        Self(inputs)
    }

    /// The fields that the form shows.
    ///
    /// # Errors
    /// When one of the ids is none.
    pub(crate) fn fields(&self) -> Result<Vec<FieldId>, PageError> {
        let named = self.0.iter().filter(|(name, _)| name == "f");
        let id = |id: &str| Uuid::parse_str(id).map(FieldId::from);
        let mut ids = named.map(|(_, value)| id(value)).collect::<Result<Vec<_>, _>>();
        if let Ok(ids) = &mut ids {
            ids.sort_unstable();
            ids.dedup();
        }
        ids.map_err(|_| PageError::malformed())
    }

    fn input(&self, prefix: &str, id: FieldId) -> Option<&str> {
        let name = format!("{prefix}-{id}");
        self.0.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_str())
    }

    /// What was typed into a field, where the form shows it.
    pub(super) fn text(&self, id: FieldId) -> Option<&str> {
        self.input("v", id)
    }

    fn shows(&self, id: FieldId) -> bool {
        self.0.iter().any(|(name, value)| name == "f" && *value == id.to_string())
    }

    /// Whether the field's box is checked, where the form shows it.
    pub(super) fn checked(&self, id: FieldId) -> Option<bool> {
        self.shows(id).then(|| self.text(id).is_some())
    }

    /// Whether the radio button is the chosen one of its group, where the form shows it.
    pub(super) fn chooses(&self, field: &InputField) -> Option<bool> {
        let name = group_of(field);
        let chosen = self.0.iter().find(|(other, _)| *other == name).map(|(_, value)| value);
        let is_chosen = chosen.is_some_and(|value| *value == field.id.to_string());
        self.shows(field.id).then_some(is_chosen)
    }

    /// Whether the image of the organisation's stamp is taken, where the form shows the field.
    pub(super) fn takes_image(&self, id: FieldId) -> Option<bool> {
        self.shows(id).then(|| self.input("i", id).is_some())
    }

    /// The values of the fields that the form shows; one that is not among the own fields is refused by the
    /// domain. `stamp` is the image of the filler's organisation.
    ///
    /// # Errors
    /// What is wrong with each field whose text is no value.
    pub(crate) fn read(
        &self,
        ids: &[FieldId],
        own: &[&InputField],
        stamp: Option<FileDigest>,
    ) -> Result<Filling, BTreeMap<FieldId, ValueError>> {
        let (mut filling, mut errors) = (Filling::new(), BTreeMap::new());
        for id in ids {
            let Some(field) = own.iter().find(|field| field.id == *id) else {
                filling.push((*id, None));
                continue;
            };
            match self.value(field, stamp) {
                Ok(Some(value)) => match field.definition.check(&value) {
                    Ok(()) => filling.push((*id, Some(value))),
                    Err(error) => drop(errors.insert(*id, error)),
                },
                Ok(None) => filling.push((*id, None)),
                Err(error) => drop(errors.insert(*id, error)),
            }
        }
        if errors.is_empty() { Ok(filling) } else { Err(errors) }
    }

    fn value(
        &self,
        field: &InputField,
        stamp: Option<FileDigest>,
    ) -> Result<Option<FieldValue>, ValueError> {
        let text = self.text(field.id).unwrap_or_default();
        let is_empty = text.trim().is_empty();
        Ok(match &field.definition.kind {
            FieldKind::Checkbox { .. } => Some(FieldValue::Checked(self.text(field.id).is_some())),
            FieldKind::Radio(_) => Some(FieldValue::Checked(self.chooses(field).unwrap_or(false))),
            FieldKind::Stamp(_) if self.input("i", field.id).is_some() => {
                let image = stamp.ok_or(ValueError::OtherStamp)?;
                Some(FieldValue::Stamp(StampFace::Image(image)))
            }
            FieldKind::Signature => self.signature(field, text)?,
            FieldKind::Date { filling: DateFilling::DayOfConsent, .. } | FieldKind::SealBox => {
                return Err(ValueError::OtherKind);
            }
            FieldKind::Text(_)
            | FieldKind::Date { .. }
            | FieldKind::Choice { .. }
            | FieldKind::Stamp(_)
                if is_empty =>
            {
                None
            }
            FieldKind::Text(_) => Some(FieldValue::Text(FieldText::parse(&unix(text))?)),
            FieldKind::Date { .. } => Some(FieldValue::Date(CalendarDate::parse(text.trim())?)),
            FieldKind::Choice { .. } => {
                let option = text.parse().map_err(|_| ValueError::NoSuchOption)?;
                Some(FieldValue::Chosen(option))
            }
            FieldKind::Stamp(_) => {
                Some(FieldValue::Stamp(StampFace::Drawn(StampText::parse(text)?)))
            }
        })
    }

    /// What was drawn goes before a name that was typed. A signature that was drawn earlier stays when neither
    /// came, unless it is to be removed.
    fn signature(&self, field: &InputField, name: &str) -> Result<Option<FieldValue>, ValueError> {
        let drawn = self.input("s", field.id).unwrap_or_default();
        if !drawn.is_empty() {
            let strokes = Strokes::new(strokes(drawn).ok_or(ValueError::Strokes)?)?;
            return Ok(Some(FieldValue::Signature(Signature::Drawn(strokes))));
        }
        if !name.trim().is_empty() {
            let name = SignatureName::parse(name)?;
            return Ok(Some(FieldValue::Signature(Signature::Typed(name))));
        }
        let is_removed = self.input("c", field.id).is_some();
        let is_drawn = matches!(field.value, Some(FieldValue::Signature(Signature::Drawn(_))));
        Ok(if is_drawn && !is_removed { field.value.clone() } else { None })
    }
}

/// The name that the inputs of one group of radio buttons share.
pub(super) fn group_of(field: &InputField) -> String {
    match &field.definition.kind {
        FieldKind::Radio(group) => format!("g-{}-{group}", field.file),
        _ => String::new(),
    }
}

/// A form's line breaks (CR LF) as they count within the limit: one character each.
fn unix(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// Strokes as the script sends them: points `x.y` with `_` between them, strokes with `-` between them; no
/// character of it takes more than one byte in a form.
fn strokes(text: &str) -> Option<Vec<Vec<(u16, u16)>>> {
    let point = |text: &str| {
        let (x, y) = text.split_once('.')?;
        Some((x.parse().ok()?, y.parse().ok()?))
    };
    text.split('-').map(|stroke| stroke.split('_').map(point).collect()).collect()
}
