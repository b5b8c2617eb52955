//! A box, empty or with a tick, and a ring with a dot.

use super::field::{BLACK, fill};
use super::pen::{circle, pen, polyline};
use super::sheet::Size;
use krilla::geom::{PathBuilder, Rect};
use krilla::surface::Surface;

/// The tick's corners in a square of 1.
const TICK: [(f32, f32); 3] = [(0.2, 0.53), (0.42, 0.75), (0.82, 0.24)];

/// A checkbox as it is printed.
pub(super) struct Checkbox {
    is_checked: bool,
    /// Whether it is a radio button.
    is_round: bool,
    /// The upper left corner of the box, and its side.
    at: Size,
    side: f32,
}

impl Checkbox {
    /// A square in the middle of the area, as large as fits.
    pub(super) fn new(is_checked: bool, (width, height): Size) -> Self {
        // Half of the line lies outside of the square.
        let side = (width.min(height) - 1.0).max(1.0);
        Self {
            is_checked,
            is_round: false,
            at: ((width - side) / 2.0, (height - side) / 2.0),
            side,
        }
    }

    /// A radio button in the middle of the area.
    pub(super) fn radio(is_chosen: bool, area: Size) -> Self {
        Self { is_round: true, ..Self::new(is_chosen, area) }
    }

    pub(super) fn draw(&self, surface: &mut Surface<'_>) {
        if self.is_round {
            return self.draw_ring(surface);
        }
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
    fn draw_ring(&self, surface: &mut Surface<'_>) {
        let radius = self.side / 2.0;
        let (x, y) = (self.at.0 + radius, self.at.1 + radius);
        surface.set_fill(None);
        surface.set_stroke(Some(pen(BLACK, (self.side / 16.0).clamp(0.6, 1.0))));
        if let Some(ring) = circle(x, y, radius) {
            surface.draw_path(&ring);
        }
        if self.is_checked {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(BLACK)));
            if let Some(dot) = circle(x, y, radius * 0.55) {
                surface.draw_path(&dot);
            }
        }
    }
}
