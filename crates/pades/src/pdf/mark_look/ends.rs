//! Line endings (ISO 32000-2, table 179).

use super::quads::joined;
use crate::Error;
use crate::pdf::file::File;
use crate::pdf::geometry::{Point, number};
use crate::pdf::raw::{RawDict, items, name};

/// The length of an arrow's sides, and half the size of the other endings, of the line's width.
const ARROW: f64 = 9.0;
const HALF: f64 = 3.0;
/// How far control points lie from the end of a quarter of a circle.
const ROUND: f64 = 0.552_284_75;

/// One ending: what it is, where it stands, and which way the line leaves it.
pub(super) struct End {
    kind: Vec<u8>,
    at: Point,
    /// Outwards, of length 1.
    way: Point,
    /// How long the line is.
    room: f64,
}

/// The endings of a line through these points.
pub(super) fn ends(file: &File, annotation: &RawDict, points: &[Point]) -> Result<Vec<End>, Error> {
    let kinds = match file.value(annotation, "LE")? {
        Some(raw) if raw.starts_with(b"[") => raw,
        Some(one) => [b"[/None ", &one[..], b"]"].concat(),
        None => return Ok(Vec::new()),
    };
    let kinds = items(&kinds).unwrap_or_default().into_iter().map(name);
    let [.., before, last] = points else { return Ok(Vec::new()) };
    let [first, second, ..] = points else { return Ok(Vec::new()) };
    let ends = kinds.zip([(first, second), (last, before)]).filter_map(|(kind, (at, inner))| {
        let (x, y) = (at.0 - inner.0, at.1 - inner.1);
        let room = x.hypot(y);
        let kind = kind.filter(|kind| kind != b"None" && room > 0.0)?;
        Some(End { kind, at: *at, way: (x / room, y / room), room })
    });
    Ok(ends.collect())
}

impl End {
    /// The operations that draw it with a line of this width, and points around it.
    pub(super) fn drawn(&self, width: f64, is_filled: bool) -> (String, Vec<Point>) {
        let arrow = (ARROW * width.max(1.0)).min(self.room / 2.0);
        let half = (HALF * width.max(1.0)).min(self.room / 2.0);
        let closed = if is_filled { "h B\n" } else { "h S\n" };
        let (points, paint) = match self.kind.as_slice() {
            b"OpenArrow" => (self.arrow(-arrow), "S\n"),
            b"ClosedArrow" => (self.arrow(-arrow), closed),
            b"ROpenArrow" => (self.arrow(arrow), "S\n"),
            b"RClosedArrow" => (self.arrow(arrow), closed),
            b"Butt" => (vec![self.beside(0.0, half), self.beside(0.0, -half)], "S\n"),
            b"Slash" => {
                let (along, aside) = (half * 0.5, half * 0.866);
                (vec![self.beside(along, aside), self.beside(-along, -aside)], "S\n")
            }
            b"Square" => {
                let corners = [(half, half), (half, -half), (-half, -half), (-half, half)];
                (corners.map(|(along, aside)| self.beside(along, aside)).to_vec(), closed)
            }
            b"Diamond" => {
                let corners = [(half, 0.0), (0.0, half), (-half, 0.0), (0.0, -half)];
                (corners.map(|(along, aside)| self.beside(along, aside)).to_vec(), closed)
            }
            b"Circle" => {
                let around = [self.beside(half, half), self.beside(-half, -half)];
                return (self.circle(half) + closed, around.to_vec());
            }
            _ => return (String::new(), Vec::new()),
        };
        (joined(&points) + paint, points)
    }

    /// The two sides of an arrow and its point, open to this side.
    fn arrow(&self, length: f64) -> Vec<Point> {
        let (along, aside) = (length * 0.866, length * 0.5);
        vec![self.beside(along, aside), self.at, self.beside(along, -aside)]
    }

    fn circle(&self, radius: f64) -> String {
        let arm = radius * ROUND;
        let (x, y) = self.beside(radius, 0.0);
        let mut path = format!("{} {} m\n", number(x), number(y));
        for quarter in [
            [(radius, arm), (arm, radius), (0.0, radius)],
            [(-arm, radius), (-radius, arm), (-radius, 0.0)],
            [(-radius, -arm), (-arm, -radius), (0.0, -radius)],
            [(arm, -radius), (radius, -arm), (radius, 0.0)],
        ] {
            for (x, y) in quarter.map(|(along, aside)| self.beside(along, aside)) {
                path += &format!("{} {} ", number(x), number(y));
            }
            path += "c\n";
        }
        path
    }

    /// So far outwards from the end of the line, and so far to its left.
    fn beside(&self, along: f64, aside: f64) -> Point {
        let (x, y) = self.way;
        (self.at.0 + x * along - y * aside, self.at.1 + y * along + x * aside)
    }
}
