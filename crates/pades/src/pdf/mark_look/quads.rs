//! Marked text: highlighted, underlined, struck out (ISO 32000-2, section 12.5.6.10).

use super::{Drawing, Style, around, points};
use crate::Error;
use crate::pdf::annotation::{area_of, numbers};
use crate::pdf::file::File;
use crate::pdf::geometry::{Point, number};
use crate::pdf::raw::RawDict;
use std::fmt::Write as _;

/// How many quadrilaterals one annotation may have.
const MAX: usize = 10_000;
/// How many waves a wavy line may have.
const MAX_WAVES: f64 = 2_000.0;
/// The width of a line, and how far it is above the lower edge, as parts of the height.
const LINE: f64 = 1.0 / 16.0;
const ABOVE: f64 = 1.0 / 10.0;

/// The corners of a piece of text.
struct Quad {
    lower_left: Point,
    lower_right: Point,
    upper_left: Point,
    upper_right: Point,
}

pub(super) fn drawing(
    file: &File,
    annotation: &RawDict,
    kind: &[u8],
    style: &Style,
) -> Result<Option<Drawing>, Error> {
    let mut all = points(&numbers(file, annotation, "QuadPoints")?.unwrap_or_default())?;
    all.truncate(all.len() / 4 * 4);
    if all.is_empty() {
        // The text is somewhere in the rectangle.
        let area = area_of(file, annotation, "Rect")?.ok_or(Error::UnfixedForm)?;
        all = vec![(area.x0, area.y1), (area.x1, area.y1), (area.x0, area.y0), (area.x1, area.y0)];
    }
    if all.len() > 4 * MAX {
        return Err(Error::UnfixedForm);
    }
    let quads = all.chunks_exact(4);
    let Some(colour) = &style.stroke else { return Ok(None) };
    let mut operations = colour.clone();
    let mut thickest = 0.0_f64;
    if kind == b"Highlight" {
        operations.make_ascii_lowercase();
    }
    for four in quads {
        // One without an area shows nothing.
        let Some(quad) = Quad::of(four) else { continue };
        let height = length(quad.lower_left, quad.upper_left);
        let width = height * LINE;
        if kind == b"Highlight" {
            let Quad { lower_left, lower_right, upper_left, upper_right } = quad;
            let path = [lower_left, lower_right, upper_right, upper_left];
            operations += &joined(&path);
            operations += "h f\n";
            continue;
        }
        thickest = thickest.max(width);
        let line = match kind {
            b"Underline" => quad.along(ABOVE),
            b"StrikeOut" => quad.along(0.5),
            _ => quad.waves(height),
        };
        let _ = writeln!(operations, "{} w", number(width));
        operations += &joined(&line);
        operations += "S\n";
    }
    Ok(around(&all, thickest).map(|area| Drawing { operations, area }))
}

impl Quad {
    /// From the order in which programs write the corners (upper left, upper right, lower left, lower right), or
    /// the one of the specification (counterclockwise from the lower left).
    fn of(four: &[Point]) -> Option<Self> {
        let &[a, b, c, d] = four else { return None };
        let (first, second) = ((b.0 - a.0, b.1 - a.1), (d.0 - c.0, d.1 - c.1));
        let along = first.0 * second.0 + first.1 * second.1;
        if along > 0.0 {
            Some(Self { upper_left: a, upper_right: b, lower_left: c, lower_right: d })
        } else if along < 0.0 {
            Some(Self { lower_left: a, lower_right: b, upper_right: c, upper_left: d })
        } else {
            None
        }
    }

    /// The line at a part of the height.
    fn along(&self, part: f64) -> Vec<Point> {
        let between = |from: Point, to: Point| {
            (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1))
        };
        vec![between(self.lower_left, self.upper_left), between(self.lower_right, self.upper_right)]
    }

    /// A wavy line near the lower edge.
    fn waves(&self, height: f64) -> Vec<Point> {
        let (low, high) = (self.along(ABOVE / 2.0), self.along(ABOVE * 2.0));
        let step = (height / 6.0).max(1.0);
        let count = (length(low[0], low[1]) / step).clamp(1.0, MAX_WAVES).round();
        let mut line = Vec::new();
        let mut at = 0.0;
        let mut is_low = true;
        while at <= count {
            let (from, to) = if is_low { (low[0], low[1]) } else { (high[0], high[1]) };
            let part = at / count;
            line.push((from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1)));
            at += 1.0;
            is_low = !is_low;
        }
        line
    }
}

fn length(from: Point, to: Point) -> f64 {
    (to.0 - from.0).hypot(to.1 - from.1)
}

/// A path through these points.
pub(super) fn joined(points: &[Point]) -> String {
    let mut path = String::new();
    for (at, (x, y)) in points.iter().enumerate() {
        let _ = writeln!(path, "{} {} {}", number(*x), number(*y), if at == 0 { "m" } else { "l" });
    }
    path
}
