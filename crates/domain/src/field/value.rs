//! What is filled in.

use super::{DateFilling, FieldDefinition, FieldKind, StampShape, TextLines, TextPattern};
use crate::{CalendarDate, FieldText, FileDigest, SignatureName, StampText, TextError};
use alloc::vec::Vec;

/// What was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// A text, as typed.
    Text(FieldText),
    /// Whether a checkbox is checked, or a radio button is the chosen one.
    Checked(bool),
    /// A day.
    Date(CalendarDate),
    /// Which option was chosen; counts from 0.
    Chosen(u16),
    /// A stamp.
    Stamp(StampFace),
    /// A signature.
    Signature(Signature),
}

/// What a stamp shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StampFace {
    /// These characters, written vertically from right to left.
    Drawn(StampText),
    /// The organisation's stamp image, by the digest of the PNG as it is kept.
    Image(FileDigest),
}

/// A signature (署名): a picture without a meaning for the evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// Drawn by finger, mouse or pen.
    Drawn(Strokes),
    /// A name, printed in a handwriting face.
    Typed(SignatureName),
}

/// Lines drawn without lifting the pen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strokes(Vec<Vec<(u16, u16)>>);

impl Strokes {
    /// The coordinate of the field's right and lower edge.
    pub const EDGE: u16 = 10_000;
    /// The greatest number of points of all strokes together.
    pub const MAX_POINTS: usize = 4_000;

    /// These strokes, as points (x, y) from the field's upper left corner, each up to [`Self::EDGE`].
    ///
    /// # Errors
    /// [`ValueError::Strokes`] without a stroke, with an empty one, too many points, or one outside.
    pub fn new(strokes: Vec<Vec<(u16, u16)>>) -> Result<Self, ValueError> {
        let points = || strokes.iter().flatten();
        let is_drawn = !strokes.is_empty() && strokes.iter().all(|stroke| !stroke.is_empty());
        let is_inside = points().all(|(x, y)| *x <= Self::EDGE && *y <= Self::EDGE);
        if is_drawn && is_inside && points().count() <= Self::MAX_POINTS {
            Ok(Self(strokes))
        } else {
            Err(ValueError::Strokes)
        }
    }

    /// The strokes in the order in which they were drawn.
    pub fn as_slice(&self) -> &[Vec<(u16, u16)>] {
        &self.0
    }
}

/// Why a value was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// A value of another kind of field, or one of a field that fills itself.
    #[error("is not what this field takes")]
    OtherKind,
    /// The text itself is not taken.
    #[error(transparent)]
    Text(#[from] TextError),
    /// The text is not of the form that the field asks for.
    #[error("is not in the expected form")]
    Pattern(TextPattern),
    /// There is no such option.
    #[error("is none of the options")]
    NoSuchOption,
    /// Nothing was drawn, too much, or outside of the field.
    #[error("is not a signature that can be drawn")]
    Strokes,
    /// The image is not the stamp of the person's organisation.
    #[error("is not the stamp of the organisation")]
    OtherStamp,
}

impl FieldDefinition {
    /// Whether the value is one that this field takes.
    ///
    /// # Errors
    /// [`ValueError`] says why not.
    pub fn check(&self, value: &FieldValue) -> Result<(), ValueError> {
        match (&self.kind, value) {
            (FieldKind::Text(rule), FieldValue::Text(text)) => {
                let limit = usize::from(rule.limit);
                if text.as_str().chars().count() > limit {
                    return Err(TextError::TooLong { limit }.into());
                }
                if rule.lines == TextLines::One && text.as_str().contains(['\n', '\r']) {
                    return Err(TextError::ForbiddenCharacter.into());
                }
                if rule.pattern.fits(text.as_str()) {
                    Ok(())
                } else {
                    Err(ValueError::Pattern(rule.pattern))
                }
            }
            (FieldKind::Choice { options, .. }, FieldValue::Chosen(option)) => {
                let is_there = usize::from(*option) < options.as_slice().len();
                if is_there { Ok(()) } else { Err(ValueError::NoSuchOption) }
            }
            (FieldKind::Stamp(StampShape::Organisation), FieldValue::Stamp(_))
            | (FieldKind::Stamp(_), FieldValue::Stamp(StampFace::Drawn(_)))
            | (FieldKind::Checkbox { .. } | FieldKind::Radio(_), FieldValue::Checked(_))
            | (FieldKind::Date { filling: DateFilling::Chosen, .. }, FieldValue::Date(_))
            | (FieldKind::Signature, FieldValue::Signature(_)) => Ok(()),
            (
                FieldKind::Text(_)
                | FieldKind::Checkbox { .. }
                | FieldKind::Radio(_)
                | FieldKind::Date { .. }
                | FieldKind::Choice { .. }
                | FieldKind::Stamp(_)
                | FieldKind::Signature
                | FieldKind::SealBox,
                _,
            ) => Err(ValueError::OtherKind),
        }
    }
}
