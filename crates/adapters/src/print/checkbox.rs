//! A box, empty or with a tick.

use super::field::BLACK;
use super::pen::{pen, polyline};
use super::sheet::Size;
use krilla::geom::{PathBuilder, Rect};
use krilla::surface::Surface;

/// The tick's corners in a square of 1.
const TICK: [(f32, f32); 3] = [(0.2, 0.53), (0.42, 0.75), (0.82, 0.24)];

/// A checkbox as it is printed.
pub(super) struct Checkbox {
    is_checked: bool,
    /// The upper left corner of the box, and its side.
    at: Size,
    side: f32,
}

impl Checkbox {
    /// A square in the middle of the area, as large as fits.
    pub(super) fn new(is_checked: bool, (width, height): Size) -> Self {
        // Half of the line lies outside of the square.
        let side = (width.min(height) - 1.0).max(1.0);
        Self { is_checked, at: ((width - side) / 2.0, (height - side) / 2.0), side }
    }

    pub(super) fn draw(&self, surface: &mut Surface<'_>) {
        let (x, y) = self.at;
        surface.set_fill(None);
        surface.set_stroke(Some(pen(BLACK, (self.side / 16.0).clamp(0.6, 1.0))));
        if let Some(square) = Rect::from_xywh(x, y, self.side, self.side) {
            let mut path = PathBuilder::new();
            path.push_rect(square);
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        if self.is_checked {
            surface.set_stroke(Some(pen(BLACK, (self.side / 8.0).max(1.0))));
            let corners = TICK.map(|(right, down)| (x + right * self.side, y + down * self.side));
            if let Some(path) = polyline(&corners) {
                surface.draw_path(&path);
            }
        }
    }
}
