//! What is stored of input fields and their values.

use super::{JsonColumn, parsed};
use serde::{Deserialize, Serialize};
use wariin_domain::{
    Assignee, CalendarDate, ChoiceOption, ChoiceOptions, DateFilling, FieldArea, FieldDefinition,
    FieldKind, FieldLabel, FieldText, FieldValue, FileDigest, FontSize, InputField, Length,
    Placeholder, Signature, SignatureName, StampFace, StampShape, StampText, Strokes, TextLines,
    TextPattern, TextRule, Uuid,
};

/// The input fields of a document, in order.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::storage) struct Fields(pub(in crate::storage) Vec<InputField>);

/// The empty form fields that a file came with, in order.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::storage) struct PreparedFields(pub(in crate::storage) Vec<FieldDefinition>);

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredPrepared {
    fields: Vec<StoredDefinition>,
}

impl JsonColumn for PreparedFields {
    const COLUMN: &'static str = "document_file.prepared";
    type Stored = StoredPrepared;

    fn stored(&self) -> StoredPrepared {
        StoredPrepared { fields: self.0.iter().map(StoredDefinition::of).collect() }
    }

    fn restored(stored: StoredPrepared) -> Option<Self> {
        let fields = stored.fields.into_iter().map(StoredDefinition::restored);
        fields.collect::<Option<_>>().map(Self)
    }
}

#[derive(Serialize, Deserialize)]
pub(in crate::storage) struct StoredFields {
    fields: Vec<StoredField>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredField {
    id: Uuid,
    file: Uuid,
    /// `None` for the sender.
    recipient: Option<Uuid>,
    #[serde(flatten)]
    definition: StoredDefinition,
    value: Option<StoredValue>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct StoredDefinition {
    page: u32,
    /// Left, top, width, height in hundredths of a millimetre.
    area: [u32; 4],
    required: bool,
    label: Option<String>,
    kind: StoredKind,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
enum StoredKind {
    Text {
        size: u8,
        lines: u8,
        limit: u16,
        pattern: String,
        placeholder: Option<String>,
    },
    /// With a group it is a radio button, as it was stored before there was a kind for it: a program that knows no
    /// groups would read it as a checkbox.
    Checkbox {
        checked: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<String>,
    },
    Radio {
        group: String,
    },
    Date {
        of_consent: bool,
        size: u8,
    },
    Choice {
        options: Vec<String>,
        size: u8,
    },
    Stamp {
        shape: String,
    },
    Signature,
    SealBox,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StoredValue {
    Text(String),
    Checked(bool),
    Date(String),
    Chosen(u16),
    Stamp(String),
    StampImage(String),
    SignatureName(String),
    Strokes(Vec<Vec<(u16, u16)>>),
}

impl JsonColumn for Fields {
    const COLUMN: &'static str = "document.fields";
    type Stored = StoredFields;

    fn stored(&self) -> StoredFields {
        StoredFields { fields: self.0.iter().map(StoredField::of).collect() }
    }

    fn restored(stored: StoredFields) -> Option<Self> {
        stored.fields.into_iter().map(StoredField::restored).collect::<Option<_>>().map(Self)
    }
}

impl StoredField {
    pub(super) fn of(field: &InputField) -> Self {
        Self {
            id: field.id.into(),
            file: field.file.into(),
            recipient: match field.assignee {
                Assignee::Sender => None,
                Assignee::Recipient(id) => Some(id.into()),
            },
            definition: StoredDefinition::of(&field.definition),
            value: field.value.as_ref().map(StoredValue::of),
        }
    }

    pub(super) fn restored(self) -> Option<InputField> {
        let assignee = self.recipient.map_or(Assignee::Sender, |id| Assignee::Recipient(id.into()));
        Some(InputField {
            id: self.id.into(),
            file: self.file.into(),
            assignee,
            definition: self.definition.restored()?,
            value: match self.value {
                Some(value) => Some(value.restored()?),
                None => None,
            },
        })
    }
}

impl StoredDefinition {
    pub(super) fn of(definition: &FieldDefinition) -> Self {
        let area = definition.area;
        Self {
            page: definition.page,
            area: [area.left, area.top, area.width, area.height].map(Length::as_hundredths),
            required: definition.is_required,
            label: definition.label.as_ref().map(ToString::to_string),
            kind: StoredKind::of(&definition.kind),
        }
    }

    pub(super) fn restored(self) -> Option<FieldDefinition> {
        let [left, top, width, height] = self.area.map(Length::hundredths);
        Some(FieldDefinition {
            page: self.page,
            area: FieldArea { left, top, width, height },
            is_required: self.required,
            label: parsed(self.label.as_deref(), FieldLabel::parse)?,
            kind: self.kind.restored()?,
        })
    }
}

impl StoredKind {
    fn of(kind: &FieldKind) -> Self {
        match kind {
            FieldKind::Text(rule) => Self::Text {
                size: rule.size.as_points(),
                lines: match rule.lines {
                    TextLines::One => 1,
                    TextLines::Several => 2,
                },
                limit: rule.limit,
                pattern: rule.pattern.name().to_owned(),
                placeholder: rule.placeholder.as_ref().map(ToString::to_string),
            },
            FieldKind::Checkbox { initially_checked } => {
                Self::Checkbox { checked: *initially_checked, group: None }
            }
            FieldKind::Radio(group) => Self::Radio { group: group.to_string() },
            FieldKind::Date { filling, size } => Self::Date {
                of_consent: *filling == DateFilling::DayOfConsent,
                size: size.as_points(),
            },
            FieldKind::Choice { options, size } => Self::Choice {
                options: options.as_slice().iter().map(ToString::to_string).collect(),
                size: size.as_points(),
            },
            FieldKind::Stamp(shape) => Self::Stamp { shape: shape.name().to_owned() },
            FieldKind::Signature => Self::Signature,
            FieldKind::SealBox => Self::SealBox,
        }
    }

    fn restored(self) -> Option<FieldKind> {
        Some(match self {
            Self::Text { size, lines, limit, pattern, placeholder } => FieldKind::Text(TextRule {
                size: FontSize::points(size)?,
                lines: match lines {
                    1 => TextLines::One,
                    2 => TextLines::Several,
                    _ => return None,
                },
                limit: (1..=TextRule::MAX_LIMIT).contains(&limit).then_some(limit)?,
                pattern: TextPattern::parse(&pattern)?,
                placeholder: parsed(placeholder.as_deref(), Placeholder::parse)?,
            }),
            Self::Checkbox { checked, group: None } => {
                FieldKind::Checkbox { initially_checked: checked }
            }
            Self::Checkbox { checked: _, group: Some(group) } | Self::Radio { group } => {
                FieldKind::Radio(FieldLabel::parse(&group).ok()?)
            }
            Self::Date { of_consent, size } => FieldKind::Date {
                filling: if of_consent { DateFilling::DayOfConsent } else { DateFilling::Chosen },
                size: FontSize::points(size)?,
            },
            Self::Choice { options, size } => {
                let options = options.iter().map(|option| ChoiceOption::parse(option).ok());
                FieldKind::Choice {
                    options: ChoiceOptions::new(options.collect::<Option<_>>()?)?,
                    size: FontSize::points(size)?,
                }
            }
            Self::Stamp { shape } => FieldKind::Stamp(StampShape::parse(&shape)?),
            Self::Signature => FieldKind::Signature,
            Self::SealBox => FieldKind::SealBox,
        })
    }
}

impl StoredValue {
    fn of(value: &FieldValue) -> Self {
        match value {
            FieldValue::Text(text) => Self::Text(text.to_string()),
            FieldValue::Checked(checked) => Self::Checked(*checked),
            FieldValue::Date(day) => Self::Date(day.to_string()),
            FieldValue::Chosen(option) => Self::Chosen(*option),
            FieldValue::Stamp(StampFace::Drawn(text)) => Self::Stamp(text.to_string()),
            FieldValue::Stamp(StampFace::Image(digest)) => Self::StampImage(digest.to_string()),
            FieldValue::Signature(Signature::Typed(name)) => Self::SignatureName(name.to_string()),
            FieldValue::Signature(Signature::Drawn(strokes)) => {
                Self::Strokes(strokes.as_slice().to_vec())
            }
        }
    }

    fn restored(self) -> Option<FieldValue> {
        Some(match self {
            Self::Text(text) => FieldValue::Text(FieldText::parse(&text).ok()?),
            Self::Checked(checked) => FieldValue::Checked(checked),
            Self::Date(day) => FieldValue::Date(CalendarDate::parse(&day).ok()?),
            Self::Chosen(option) => FieldValue::Chosen(option),
            Self::Stamp(text) => FieldValue::Stamp(StampFace::Drawn(StampText::parse(&text).ok()?)),
            Self::StampImage(digest) => {
                FieldValue::Stamp(StampFace::Image(FileDigest::parse(&digest)?))
            }
            Self::SignatureName(name) => {
                FieldValue::Signature(Signature::Typed(SignatureName::parse(&name).ok()?))
            }
            Self::Strokes(strokes) => {
                FieldValue::Signature(Signature::Drawn(Strokes::new(strokes).ok()?))
            }
        })
    }
}

#[cfg(test)]
pub(super) mod tests;
