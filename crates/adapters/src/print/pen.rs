//! Lines.

use super::field::Colour;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder};
use krilla::num::NormalizedF32;
use krilla::paint::{LineCap, LineJoin, Stroke};

/// A pen with a round tip of this width in points.
pub(super) fn pen((red, green, blue): Colour, width: f32) -> Stroke {
    Stroke {
        paint: rgb::Color::new(red, green, blue).into(),
        width,
        miter_limit: 10.0,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        opacity: NormalizedF32::ONE,
        dash: None,
    }
}

/// Where a quarter of a circle's curve has its control points, as a part of the radius.
const CURVE: f32 = 0.552_285;

/// A line through these points; a dot where there is one only.
pub(super) fn polyline(points: &[(f32, f32)]) -> Option<Path> {
    let ((x, y), rest) = points.split_first()?;
    let mut path = PathBuilder::new();
    path.move_to(*x, *y);
    for (x, y) in rest {
        path.line_to(*x, *y);
    }
    if rest.iter().all(|next| next == &(*x, *y)) {
        // A round tip leaves a dot on a line, not on a point.
        path.line_to(x + 0.01, *y);
    }
    path.finish()
}

/// A circle around this point.
pub(super) fn circle(x: f32, y: f32, radius: f32) -> Option<Path> {
    let far = CURVE * radius;
    let mut path = PathBuilder::new();
    path.move_to(x + radius, y);
    path.cubic_to(x + radius, y + far, x + far, y + radius, x, y + radius);
    path.cubic_to(x - far, y + radius, x - radius, y + far, x - radius, y);
    path.cubic_to(x - radius, y - far, x - far, y - radius, x, y - radius);
    path.cubic_to(x + far, y - radius, x + radius, y - far, x + radius, y);
    path.close();
    path.finish()
}
