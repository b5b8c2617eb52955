//! How fields are placed at first.

use super::{
    ChoiceOptions, DateFilling, FieldKind, FontSize, Length, StampShape, TextLines, TextPattern,
    TextRule,
};

impl FieldKind {
    /// The stable name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "text",
            Self::Checkbox { .. } => "checkbox",
            Self::Radio(_) => "radio",
            Self::Date { .. } => "date",
            Self::Choice { .. } => "choice",
            Self::Stamp(_) => "stamp",
            Self::Signature => "signature",
            Self::SealBox => "seal_box",
        }
    }

    /// The width and height with which a field of this kind is placed at first.
    pub const fn usual_size(&self) -> (Length, Length) {
        match self {
            Self::Text(_) => (Length::mm(60), Length::mm(8)),
            Self::Checkbox { .. } | Self::Radio(_) => (Length::mm(6), Length::mm(6)),
            Self::Date { .. } | Self::Choice { .. } => (Length::mm(40), Length::mm(8)),
            Self::Stamp(_) => (Length::mm(20), Length::mm(20)),
            Self::Signature => (Length::mm(50), Length::mm(15)),
            Self::SealBox => (Length::mm(70), Length::mm(25)),
        }
    }

    /// One of each kind that is offered, as it is placed at first, in order; a choice is between these two options.
    /// Radio buttons come with the form of a file.
    pub fn usual(options: ChoiceOptions) -> [Self; 7] {
        let size = FontSize::default();
        [
            Self::Text(TextRule {
                size,
                lines: TextLines::One,
                limit: 100,
                pattern: TextPattern::Any,
                placeholder: None,
            }),
            Self::Checkbox { initially_checked: false },
            Self::Date { filling: DateFilling::Chosen, size },
            Self::Choice { options, size },
            Self::Stamp(StampShape::Round),
            Self::Signature,
            Self::SealBox,
        ]
    }
}
