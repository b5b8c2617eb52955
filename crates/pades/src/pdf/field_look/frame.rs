//! The box of a field: its background and border (ISO 32000-2, tables 168 and 192).

use super::super::annotation::area_of;
use super::super::geometry::{Matrix, number};
use super::border::{self, Style};
use super::color::Color;
use super::field::{Field, Kind, parsed, text};
use crate::Error;
use hayro_syntax::object::Rect;

/// The box of a field, before it is turned.
pub(super) struct Frame {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Counterclockwise, in degrees.
    turned: u16,
    background: Option<Color>,
    border: Option<Color>,
    line: f64,
    style: Style,
    is_round: bool,
    /// Between how many cells lines are drawn.
    cells: usize,
}

/// How far control points lie from the end of a quarter of a circle.
const ARC: f64 = 0.552_284_75;

impl Frame {
    /// The box; `None` where it has no area.
    pub(super) fn of(field: &Field<'_>) -> Result<Option<Self>, Error> {
        let area = area_of(field.file, field.widget, "Rect")?.ok_or(Error::UnfixedForm)?;
        let looks = field.file.dict_under(field.widget, "MK")?.unwrap_or_default();
        let turned = match field.file.value(&looks, "R")?.as_deref().map_or(Some(0), parsed::<i64>)
        {
            Some(turned) if turned % 90 == 0 => turned.rem_euclid(360),
            _ => return Err(Error::UnfixedForm),
        };
        let turned = u16::try_from(turned).unwrap_or_default();
        let (width, height) = match turned {
            90 | 270 => (area.height(), area.width()),
            _ => (area.width(), area.height()),
        };
        if width <= 0.0 || height <= 0.0 {
            return Ok(None);
        }
        let (line, style) = border::line(field)?;
        let caption = field.file.value(&looks, "CA")?.as_deref().map(text).transpose()?;
        let is_dot = caption.is_none_or(|caption| caption == "l");
        Ok(Some(Self {
            width,
            height,
            turned,
            background: Color::under(field, &looks, "BG")?,
            border: Color::under(field, &looks, "BC")?,
            line: line.min(width / 2.0).min(height / 2.0),
            style,
            is_round: is_dot && field.kind()? == Kind::Radio,
            cells: field.cells()?.unwrap_or(1),
        }))
    }

    /// From the box to the rectangle on the page; `None` where it is not turned.
    pub(super) fn matrix(&self) -> Option<Matrix> {
        let (width, height) = (self.width, self.height);
        match self.turned {
            90 => Some(Matrix::new((0.0, 1.0), (-1.0, 0.0), (height, 0.0))),
            180 => Some(Matrix::new((-1.0, 0.0), (0.0, -1.0), (width, height))),
            270 => Some(Matrix::new((0.0, -1.0), (1.0, 0.0), (0.0, width))),
            _ => None,
        }
    }

    /// What is inside the border.
    pub(super) fn inner(&self) -> Rect {
        self.within(self.inset())
    }

    /// Where text stands: a line's width away from the border.
    pub(super) fn text_area(&self) -> Rect {
        let gap = (2.0 * self.inset()).max(2.0);
        self.within(gap.min(self.width / 4.0).min(self.height / 4.0).max(self.inset()))
    }

    fn inset(&self) -> f64 {
        match self.style {
            Style::Beveled | Style::Inset => 2.0 * self.line,
            Style::Solid | Style::Dashed(_) | Style::Underline => self.line,
        }
    }

    fn within(&self, gap: f64) -> Rect {
        let gap = gap.min(self.width / 2.0).min(self.height / 2.0);
        Rect::new(gap, gap, self.width - gap, self.height - gap)
    }

    /// The operations that paint background and border.
    pub(super) fn operations(&self) -> String {
        let mut out = String::new();
        if let Some(color) = &self.background {
            out += &format!("q {} {} f Q\n", color.fill(), self.outline(0.0));
        }
        let Some(color) = self.border.as_ref().filter(|_| self.line > 0.0) else {
            return out;
        };
        if !self.is_round {
            out += &self.shades();
        }
        let (color, line) = (color.stroke(), number(self.line));
        out += &match &self.style {
            Style::Underline => {
                let (y, x) = (number(self.line / 2.0), number(self.width));
                format!("q {color} {line} w 0 {y} m {x} {y} l S Q\n")
            }
            Style::Dashed(dash) => {
                format!("q {color} {line} w {dash} 0 d {} S Q\n", self.outline(self.line / 2.0))
            }
            Style::Solid | Style::Beveled | Style::Inset => {
                format!("q {color} {line} w {} S Q\n", self.outline(self.line / 2.0))
            }
        };
        if matches!(self.style, Style::Solid | Style::Dashed(_)) {
            for cell in 1..self.cells {
                let x = number(self.width * index(cell) / index(self.cells));
                out += &format!("q {color} {line} w {x} 0 m {x} {} l S Q\n", number(self.height));
            }
        }
        out
    }

    /// The two edges that make a box stand out or lie deeper.
    fn shades(&self) -> String {
        let (upper, lower) = match (&self.style, &self.background) {
            (Style::Beveled, Some(color)) => ("1 g".to_owned(), color.darker().fill()),
            (Style::Beveled, None) => ("1 g".to_owned(), "0.75 g".to_owned()),
            (Style::Inset, _) => ("0.5 g".to_owned(), "0.75 g".to_owned()),
            (Style::Solid | Style::Dashed(_) | Style::Underline, _) => return String::new(),
        };
        let (near, far) = (self.line, 2.0 * self.line);
        let (right, top) = (self.width, self.height);
        let edge = |points: [(f64, f64); 6]| {
            let points = points.map(|(x, y)| format!("{} {}", number(x), number(y)));
            format!("{} m {} l h f", points[0], points[1..].join(" l "))
        };
        let first = edge([
            (near, near),
            (near, top - near),
            (right - near, top - near),
            (right - far, top - far),
            (far, top - far),
            (far, far),
        ]);
        let second = edge([
            (right - near, top - near),
            (right - near, near),
            (near, near),
            (far, far),
            (right - far, far),
            (right - far, top - far),
        ]);
        format!("q {upper} {first} {lower} {second} Q\n")
    }

    /// The path around the box, or the circle in it, this far inside.
    fn outline(&self, gap: f64) -> String {
        if !self.is_round {
            let area = [gap, gap, self.width - 2.0 * gap, self.height - 2.0 * gap];
            return format!("{} re", area.map(number).join(" "));
        }
        let radius = (self.width.min(self.height) / 2.0 - gap).max(0.0);
        let (x, y, arm) = (self.width / 2.0, self.height / 2.0, radius * ARC);
        let curve = |points: [(f64, f64); 3]| {
            let points = points.map(|(dx, dy)| format!("{} {}", number(x + dx), number(y + dy)));
            format!("{} c", points.join(" "))
        };
        [
            format!("{} {} m", number(x + radius), number(y)),
            curve([(radius, arm), (arm, radius), (0.0, radius)]),
            curve([(-arm, radius), (-radius, arm), (-radius, 0.0)]),
            curve([(-radius, -arm), (-arm, -radius), (0.0, -radius)]),
            curve([(arm, -radius), (radius, -arm), (radius, 0.0)]),
            "h".to_owned(),
        ]
        .join(" ")
    }
}

/// A small number as a length.
fn index(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::from(u32::MAX), f64::from)
}
