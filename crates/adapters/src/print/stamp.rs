//! A stamp (印影) drawn from characters: red, in columns from right to left, in a circle or a square.

use super::field::{Colour, fill};
use super::fonts::Style;
use super::line::{Placed, draw, glyphs};
use super::pen::{circle, pen};
use super::sheet::Size;
use krilla::geom::{Path, PathBuilder, Point, Rect, Transform};
use krilla::surface::Surface;
use wariin_ports::PrintFault;

/// The red of stamp ink.
const RED: Colour = (0xc8, 0x10, 0x2e);
/// The width of the edge, as a part of the stamp's side.
const EDGE: f32 = 0.035;
/// How much of the inside the characters take, as a part of its side (of its diameter, in a circle).
const INSIDE: (f32, f32) = (0.86, 0.88);
/// How far a character may be stretched, and how much of its cell it takes.
const STRETCH: f32 = 1.4;
const FILLED: f32 = 0.94;
/// How far the middle of a character is above its base line, in type sizes.
const MIDDLE: f32 = 0.38;

/// Characters that lie on their side when they are written vertically, and marks that move to the upper right.
const TURNED: &str = "ー〜～…‥—―–-（）()「」『』【】〔〕〈〉《》［］[]｛｝{}＝=：:；;";
const RAISED: &str = "、。，．,.";
const SMALL: &str = "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ";

/// A stamp in an area.
pub(super) struct Stamp {
    is_round: bool,
    /// Its upper left corner and its side.
    at: Size,
    side: f32,
    cells: Vec<Cell>,
}

/// A character and its place.
struct Cell {
    placed: Placed,
    /// From a character of size 1 whose middle is the origin to the stamp.
    transform: Transform,
}

impl Stamp {
    /// The stamp in the middle of the area, as large as fits.
    ///
    /// # Errors
    /// [`PrintFault::MissingGlyph`].
    pub(super) fn of(
        text: &str,
        is_round: bool,
        (width, height): Size,
    ) -> Result<Self, PrintFault> {
        let written: String = text.chars().filter(|one| !one.is_whitespace()).collect();
        let glyphs = glyphs(&written, Style::Serif)?;
        let side = width.min(height);
        let at = ((width - side) / 2.0, (height - side) / 2.0);
        let cells = cells(glyphs, is_round, side, (width / 2.0, height / 2.0));
        Ok(Self { is_round, at, side, cells })
    }

    pub(super) fn draw(&self, surface: &mut Surface<'_>) {
        let edge = EDGE * self.side;
        surface.set_fill(None);
        surface.set_stroke(Some(pen(RED, edge)));
        let inner = self.side - edge;
        let (left, top) = (self.at.0 + edge / 2.0, self.at.1 + edge / 2.0);
        let border = if self.is_round {
            circle(left + inner / 2.0, top + inner / 2.0, inner / 2.0)
        } else {
            square(left, top, inner)
        };
        if let Some(border) = border {
            surface.draw_path(&border);
        }
        surface.set_stroke(None);
        surface.set_fill(Some(fill(RED)));
        for Cell { placed, transform } in &self.cells {
            surface.push_transform(transform);
            let start = Point::from_xy(-placed.glyph.advance / 2.0, MIDDLE);
            draw(surface, start, 1.0, std::slice::from_ref(placed));
            surface.pop();
        }
    }
}

/// How many characters each column has, from the right.
fn columns(count: usize) -> Vec<usize> {
    let columns: usize = match count {
        0..=3 => 1,
        4..=6 => 2,
        _ => 3,
    };
    // What does not come out even is in the columns on the right.
    (0..columns).map(|column| (count + columns - 1 - column) / columns).collect()
}

#[expect(clippy::cast_precision_loss, reason = "there are eight characters at most")]
fn cells(glyphs: Vec<Placed>, is_round: bool, side: f32, middle: Size) -> Vec<Cell> {
    let columns = columns(glyphs.len());
    let (across, down) = (columns.len() as f32, columns.first().copied().unwrap_or(1) as f32);
    let inner = side * (1.0 - 2.0 * EDGE);
    let (width, height) = if is_round {
        // The rectangle of this shape within the circle.
        let diagonal = inner * INSIDE.1;
        let unit = diagonal / across.hypot(down);
        (unit * across, unit * down)
    } else {
        (inner * INSIDE.0, inner * INSIDE.0)
    };
    let mut glyphs = glyphs.into_iter();
    let mut cells = Vec::new();
    let wide = width / across;
    for (column, count) in (0u8..).zip(columns) {
        let high = height / count as f32;
        let x = middle.0 + width / 2.0 - (f32::from(column) + 0.5) * wide;
        for (row, placed) in (0u8..).zip(glyphs.by_ref().take(count)) {
            let y = middle.1 - height / 2.0 + (f32::from(row) + 0.5) * high;
            cells.push(Cell { transform: transform(&placed.text, (x, y), (wide, high)), placed });
        }
    }
    cells
}

/// Where a character goes: stretched to its cell, turned or moved as vertical writing demands.
fn transform(text: &str, (x, y): Size, (wide, high): Size) -> Transform {
    let (right, down) = (wide.min(high * STRETCH) * FILLED, high.min(wide * STRETCH) * FILLED);
    let is_in = |set: &str| text.chars().all(|one| set.contains(one));
    if is_in(TURNED) {
        return Transform::from_row(0.0, down, -right, 0.0, x, y);
    }
    let (x, y) = if is_in(RAISED) {
        (x + 0.6 * right, y - 0.6 * down)
    } else if is_in(SMALL) {
        (x + 0.1 * right, y - 0.1 * down)
    } else {
        (x, y)
    };
    Transform::from_row(right, 0.0, 0.0, down, x, y)
}

fn square(left: f32, top: f32, side: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(left, top, side, side)?);
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_stand_in_one_to_three_columns_fuller_ones_on_the_right() {
        let expected: [&[usize]; 8] =
            [&[1], &[2], &[3], &[2, 2], &[3, 2], &[3, 3], &[3, 2, 2], &[3, 3, 2]];
        for (count, expected) in (1..).zip(expected) {
            assert_eq!(columns(count), expected);
        }
    }

    #[test]
    fn every_character_is_within_the_stamp_and_the_first_is_in_the_upper_right() {
        for is_round in [true, false] {
            for count in 1..=8 {
                let text: String = "𠮷髙山田商事之印".chars().take(count).collect();
                let stamp = Stamp::of(&text, is_round, (60.0, 40.0)).unwrap();
                assert_eq!((stamp.side, stamp.at), (40.0, (10.0, 0.0)));
                let corners = stamp.cells.iter().flat_map(|cell| {
                    let (wide, high) = (cell.transform.sx() / 2.0, cell.transform.sy() / 2.0);
                    let (x, y) = (cell.transform.tx() - 30.0, cell.transform.ty() - 20.0);
                    [(x + wide, y + high), (x - wide, y - high), (x + wide, y - high)]
                });
                for (x, y) in corners {
                    let far = if is_round { x.hypot(y) } else { x.abs().max(y.abs()) };
                    assert!(far < 19.3, "{count} {is_round} {x} {y}");
                }
                let places =
                    stamp.cells.iter().map(|cell| (cell.transform.tx(), cell.transform.ty()));
                let places: Vec<_> = places.collect();
                assert!(
                    places.iter().all(|place| place.0 <= places[0].0 && place.1 >= places[0].1)
                );
            }
        }
    }
}
