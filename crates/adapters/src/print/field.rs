//! The value of an input field, laid out in its area and drawn.

use super::checkbox::Checkbox;
use super::fonts::Style;
use super::picture::Picture;
use super::sheet::{Size, Transparency};
use super::signature::Strokes;
use super::stamp::Stamp;
use super::text::{Block, Setting};
use krilla::color::rgb;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use wariin_domain::{
    CalendarDate, FieldArea, FieldKind, FieldValue, FontSize, Length, Signature, StampFace,
    StampShape, TextLines,
};
use wariin_ports::{PrintFault, PrintedField};

/// A typed signature is at most this much of the area's height, and this large in points.
const SIGNATURE: (f32, f32) = (0.7, 28.0);

/// A value in its area.
pub(super) enum Drawing {
    /// A text, a day, an option, or a typed signature.
    Text(Block),
    Checkbox(Checkbox),
    Stamp(Stamp),
    Picture(Picture),
    Strokes(Strokes),
}

impl Drawing {
    /// Lays a value out.
    ///
    /// # Errors
    /// [`PrintFault`] says why it cannot be printed. [`PrintFault::DoesNotFit`] also for a value of another kind of
    /// field, which the domain does not take.
    pub(super) fn of(field: &PrintedField) -> Result<Self, PrintFault> {
        let area = size_of(field.area);
        let text = |text: &str, lines, points: FontSize| {
            let setting = Setting { style: Style::Sans, lines, size: points.as_points().into() };
            Block::fit(text, setting, area).map(Self::Text)
        };
        match (&field.kind, &field.value) {
            (FieldKind::Text(rule), FieldValue::Text(value)) => {
                text(value.as_str(), rule.lines, rule.size)
            }
            (FieldKind::Checkbox { .. }, FieldValue::Checked(is_checked)) => {
                Ok(Self::Checkbox(Checkbox::new(*is_checked, area)))
            }
            (FieldKind::Radio(_), FieldValue::Checked(is_chosen)) => {
                Ok(Self::Checkbox(Checkbox::radio(*is_chosen, area)))
            }
            (FieldKind::Date { size, .. }, FieldValue::Date(day)) => {
                text(&in_words(*day), TextLines::One, *size)
            }
            (FieldKind::Choice { options, size }, FieldValue::Chosen(option)) => {
                let option = options.as_slice().get(usize::from(*option));
                text(option.ok_or(PrintFault::DoesNotFit)?.as_str(), TextLines::One, *size)
            }
            (FieldKind::Stamp(shape), FieldValue::Stamp(StampFace::Drawn(value))) => {
                let is_round = match shape {
                    StampShape::Round => true,
                    StampShape::Square | StampShape::Organisation => false,
                };
                Stamp::of(value.as_str(), is_round, area).map(Self::Stamp)
            }
            (FieldKind::Stamp(_), FieldValue::Stamp(StampFace::Image(_))) => {
                let png = field.image.as_deref().ok_or(PrintFault::Image)?;
                Picture::read(png, area).map(Self::Picture)
            }
            (FieldKind::Signature, FieldValue::Signature(Signature::Drawn(strokes))) => {
                Ok(Self::Strokes(Strokes::of(strokes, area)))
            }
            (FieldKind::Signature, FieldValue::Signature(Signature::Typed(name))) => {
                let size = (area.1 * SIGNATURE.0).min(SIGNATURE.1);
                let setting = Setting { style: Style::Handwriting, lines: TextLines::One, size };
                Block::fit(name.as_str(), setting, area).map(Self::Text)
            }
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
            ) => Err(PrintFault::DoesNotFit),
        }
    }

    /// Draws it; the area's upper left corner is the origin.
    pub(super) fn draw(&self, surface: &mut Surface<'_>) {
        surface.set_stroke(None);
        surface.set_fill(Some(fill(BLACK)));
        match self {
            Self::Text(block) => block.draw(surface),
            Self::Checkbox(checkbox) => checkbox.draw(surface),
            Self::Stamp(stamp) => stamp.draw(surface),
            Self::Picture(picture) => picture.draw(surface),
            Self::Strokes(strokes) => strokes.draw(surface),
        }
    }

    pub(super) fn transparency(&self) -> Transparency {
        match self {
            Self::Picture(picture) => picture.transparency(),
            Self::Text(_) | Self::Checkbox(_) | Self::Stamp(_) | Self::Strokes(_) => {
                Transparency::None
            }
        }
    }

    /// The same without transparency, which PDF/A-1 does not have: on white.
    ///
    /// # Errors
    /// [`PrintFault::Image`].
    pub(super) fn opaque(self) -> Result<Self, PrintFault> {
        match self {
            Self::Picture(picture) => picture.on_white().map(Self::Picture),
            Self::Text(_) | Self::Checkbox(_) | Self::Stamp(_) | Self::Strokes(_) => Ok(self),
        }
    }
}

/// Red, green, blue.
pub(super) type Colour = (u8, u8, u8);
pub(super) const BLACK: Colour = (0, 0, 0);

/// A plain fill of this colour.
pub(super) fn fill((red, green, blue): Colour) -> Fill {
    let paint = rgb::Color::new(red, green, blue).into();
    Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

/// A length in points.
pub(super) fn points(length: Length) -> f32 {
    #[expect(clippy::cast_possible_truncation, reason = "krilla calculates in single precision")]
    let points = (f64::from(length.as_hundredths()) * 72.0 / 2540.0) as f32;
    points
}

/// Width and height in points.
pub(crate) fn size_of(area: FieldArea) -> Size {
    (points(area.width), points(area.height))
}

/// `2026年11月27日`.
fn in_words(day: CalendarDate) -> String {
    let text = day.to_string();
    let mut parts = text.split('-').map(|part| part.trim_start_matches('0'));
    let mut part = || parts.next().unwrap_or_default();
    format!("{}年{}月{}日", part(), part(), part())
}
