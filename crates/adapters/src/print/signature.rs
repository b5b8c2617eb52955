//! A signature as it was drawn.

use super::field::BLACK;
use super::pen::{pen, polyline};
use super::sheet::Size;
use krilla::geom::Path;
use krilla::surface::Surface;

/// How wide the pen is, as a part of the area's height, and between which limits in points.
const PEN: f32 = 0.035;
const PENS: (f32, f32) = (0.9, 1.8);

/// How many parts of a point are told apart: 3.5 µm are not seen, and more digits only make the file larger.
const PARTS: f32 = 100.0;

/// Strokes in an area.
pub(super) struct Strokes {
    paths: Vec<Path>,
    pen: f32,
}

impl Strokes {
    pub(super) fn of(strokes: &wariin_domain::Strokes, (width, height): Size) -> Self {
        let pen = (height * PEN).clamp(PENS.0, PENS.1);
        let edge = f32::from(wariin_domain::Strokes::EDGE);
        // The pen stays within the area.
        let place = |at: u16, room: f32| rounded(pen / 2.0 + f32::from(at) / edge * (room - pen));
        let path = |stroke: &Vec<(u16, u16)>| {
            let points = stroke.iter().map(|(x, y)| (place(*x, width), place(*y, height)));
            polyline(&points.collect::<Vec<_>>())
        };
        Self { paths: strokes.as_slice().iter().filter_map(path).collect(), pen }
    }

    pub(super) fn draw(&self, surface: &mut Surface<'_>) {
        surface.set_fill(None);
        surface.set_stroke(Some(pen(BLACK, self.pen)));
        for path in &self.paths {
            surface.draw_path(path);
        }
    }
}

fn rounded(points: f32) -> f32 {
    (points * PARTS).round() / PARTS
}
