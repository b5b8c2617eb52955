//! Where a glyph stands on the page, and whether it goes on with a run.

use hayro::kurbo::{Affine, Point};
use wariin_ports::TextRun;

/// Where a glyph stands on the page.
pub(super) struct Place {
    pub(super) start: Point,
    pub(super) size: f64,
    pub(super) length: f64,
    /// In degrees.
    pub(super) angle: f64,
    pub(super) is_vertical: bool,
}

impl Place {
    pub(super) fn of(transform: Affine, advance: f64, is_vertical: bool) -> Self {
        let [a, b, c, d, ..] = transform.as_coeffs();
        // The glyph space has 1,000 units to the em.
        let (width, height) = (a.hypot(b) * 1000.0, c.hypot(d) * 1000.0);
        // A vertical glyph is drawn from its left edge on the baseline; the run goes down its middle.
        let origin = if is_vertical { Point::new(advance / 2.0, 880.0) } else { Point::ORIGIN };
        let length = if is_vertical { height } else { advance / 1000.0 * width };
        let angle = b.atan2(a).to_degrees();
        Self { start: transform * origin, size: height, length, angle, is_vertical }
    }

    /// The direction in which the run goes.
    fn direction(&self) -> (f64, f64) {
        let turned = if self.is_vertical { self.angle + 90.0 } else { self.angle };
        let (sin, cos) = turned.to_radians().sin_cos();
        (cos, sin)
    }

    pub(super) fn end(&self) -> Point {
        let (x, y) = self.direction();
        Point::new(self.start.x + x * self.length, self.start.y + y * self.length)
    }

    /// How far behind this point the glyph begins, along the direction of the run.
    pub(super) fn along(&self, from: Point) -> f64 {
        let (x, y) = self.direction();
        (self.start.x - from.x) * x + (self.start.y - from.y) * y
    }

    /// Whether the glyph goes on with the run that ends there.
    pub(super) fn continues(&self, run: &TextRun, end: Point) -> bool {
        let (x, y) = self.direction();
        let aside = (self.start.x - end.x) * -y + (self.start.y - end.y) * x;
        let gap = self.along(end);
        let size = f64::from(run.size);
        run.is_vertical == self.is_vertical
            && (f64::from(run.angle) - self.angle).abs() < 0.5
            && (size - self.size).abs() < size * 0.1
            && aside.abs() < size * 0.3
            && gap > -size * 0.5
            && gap < size * 1.5
    }
}
