//! How a field is filled: the control of each kind, with what was typed or saved.

use super::typed::group_of;
use super::{Filler, Typed};
use wariin_domain::{
    FieldKind, FieldValue, InputField, Signature, StampFace, StampShape, StampText, TextLines,
    TextPattern, TextRule,
};

/// The control of a field.
pub(crate) enum Control {
    Text {
        value: String,
        is_lines: bool,
        mode: &'static str,
        limit: u16,
        placeholder: String,
    },
    Checkbox {
        is_checked: bool,
    },
    /// The name that the buttons of the group share; whether this one is chosen.
    Radio {
        group: String,
        is_chosen: bool,
    },
    Date {
        value: String,
    },
    /// The options, and whether each is chosen.
    Choice {
        options: Vec<(String, bool)>,
    },
    /// What the stamp shows; with what it begins while nothing is saved; whether the image of the organisation
    /// is chosen instead, where there is one.
    Stamp {
        value: String,
        preset: String,
        image: Option<bool>,
    },
    /// A typed name; whether a drawn signature is saved.
    Signature {
        value: String,
        is_drawn: bool,
    },
}

impl Control {
    /// The control of a field that is filled by hand.
    pub(super) fn of(field: &InputField, filler: &Filler<'_>, typed: &Typed) -> Self {
        let (saved, again) = (field.value.as_ref(), typed.text(field.id));
        let text = |saved: String| again.map_or(saved, ToOwned::to_owned);
        match &field.definition.kind {
            FieldKind::Text(rule) => Self::Text {
                value: text(saved.map(as_text).unwrap_or_default()),
                is_lines: rule.lines == TextLines::Several,
                mode: mode(rule),
                limit: rule.limit,
                placeholder: rule.placeholder.as_ref().map(ToString::to_string).unwrap_or_default(),
            },
            FieldKind::Checkbox { initially_checked } => Self::Checkbox {
                is_checked: typed.checked(field.id).unwrap_or(match saved {
                    Some(FieldValue::Checked(checked)) => *checked,
                    Some(_) | None => *initially_checked,
                }),
            },
            FieldKind::Radio(_) => Self::Radio {
                group: group_of(field),
                is_chosen: typed
                    .chooses(field)
                    .unwrap_or(saved == Some(&FieldValue::Checked(true))),
            },
            FieldKind::Date { .. } => {
                Self::Date { value: text(saved.map(as_text).unwrap_or_default()) }
            }
            FieldKind::Choice { options, .. } => {
                let chosen = text(saved.map(as_text).unwrap_or_default());
                let option = |(place, name): (usize, &wariin_domain::ChoiceOption)| {
                    (name.to_string(), place.to_string() == chosen)
                };
                Self::Choice {
                    options: options.as_slice().iter().enumerate().map(option).collect(),
                }
            }
            FieldKind::Stamp(shape) => Self::Stamp {
                value: text(saved.map(as_text).unwrap_or_default()),
                preset: preset(*shape, filler),
                image: has_image(*shape, filler).then(|| {
                    typed.takes_image(field.id).unwrap_or(match saved {
                        Some(value) => matches!(value, FieldValue::Stamp(StampFace::Image(_))),
                        None => true,
                    })
                }),
            },
            FieldKind::Signature | FieldKind::SealBox => Self::Signature {
                value: text(saved.map(as_text).unwrap_or_default()),
                is_drawn: matches!(saved, Some(FieldValue::Signature(Signature::Drawn(_)))),
            },
        }
    }

    /// The name of the kind, for scripts and styles.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Checkbox { .. } => "checkbox",
            Self::Radio { .. } => "radio",
            Self::Date { .. } => "date",
            Self::Choice { .. } => "choice",
            Self::Stamp { .. } => "stamp",
            Self::Signature { .. } => "signature",
        }
    }

    /// The name of its group, for scripts; empty where it has none.
    pub(crate) fn group(&self) -> &str {
        match self {
            Self::Radio { group, .. } => group,
            _ => "",
        }
    }

    /// Whether the control is several inputs, which a legend names instead of a label.
    pub(crate) fn is_group(&self) -> bool {
        matches!(self, Self::Choice { options } if options.len() <= 6)
    }
}

/// A saved value as its control shows it.
fn as_text(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => text.to_string(),
        FieldValue::Date(day) => day.to_string(),
        FieldValue::Chosen(option) => option.to_string(),
        FieldValue::Stamp(StampFace::Drawn(text)) => text.to_string(),
        FieldValue::Signature(Signature::Typed(name)) => name.to_string(),
        FieldValue::Checked(_)
        | FieldValue::Stamp(StampFace::Image(_))
        | FieldValue::Signature(Signature::Drawn(_)) => String::new(),
    }
}

/// The keyboard that a phone shows.
fn mode(rule: &TextRule) -> &'static str {
    match rule.pattern {
        TextPattern::Any | TextPattern::Date => "text",
        TextPattern::Number => "decimal",
        TextPattern::PostalCode => "numeric",
        TextPattern::Phone => "tel",
    }
}

/// Whether the image of the organisation's stamp can be chosen.
fn has_image(shape: StampShape, filler: &Filler<'_>) -> bool {
    match shape {
        StampShape::Organisation => filler.stamp.is_some(),
        StampShape::Round | StampShape::Square => false,
    }
}

/// What a stamp begins with: the surname, which stands before the first blank of the name; or the name of the
/// organisation, where there is one.
fn preset(shape: StampShape, filler: &Filler<'_>) -> String {
    let surname = filler.name.split_whitespace().next().unwrap_or_default();
    let name = match shape {
        StampShape::Round => surname,
        StampShape::Square | StampShape::Organisation if filler.organisation.is_empty() => surname,
        StampShape::Square | StampShape::Organisation => filler.organisation,
    };
    name.chars().take(StampText::LIMIT).collect()
}
