//! Positions on a page: transformations, and the page as it is shown.

use hayro_syntax::object::Rect;
use hayro_syntax::page::{Page, Rotation};

/// A point or a vector, in units of the page.
pub(crate) type Point = (f64, f64);

/// A transformation (ISO 32000-2, section 8.3.3): where the unit vectors and the origin are mapped to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Matrix {
    right: Point,
    up: Point,
    origin: Point,
}

impl Matrix {
    pub(crate) const IDENTITY: Self = Self::new((1.0, 0.0), (0.0, 1.0), (0.0, 0.0));

    pub(crate) const fn new(right: Point, up: Point, origin: Point) -> Self {
        Self { right, up, origin }
    }

    /// Six numbers, as PDF writes them.
    pub(crate) fn of(numbers: &[f64]) -> Option<Self> {
        let &[right_x, right_y, up_x, up_y, x, y] = numbers else { return None };
        Some(Self::new((right_x, right_y), (up_x, up_y), (x, y)))
    }

    /// The same without moving the origin.
    pub(crate) fn without_origin(self) -> Self {
        Self { origin: (0.0, 0.0), ..self }
    }

    /// Larger or smaller, to the right and upwards.
    pub(crate) const fn scale(x: f64, y: f64) -> Self {
        Self::new((x, 0.0), (0.0, y), (0.0, 0.0))
    }

    fn way(self, (x, y): Point) -> Point {
        (x * self.right.0 + y * self.up.0, x * self.right.1 + y * self.up.1)
    }

    fn point(self, point: Point) -> Point {
        let (x, y) = self.way(point);
        (x + self.origin.0, y + self.origin.1)
    }

    /// This transformation first, then the other.
    pub(crate) fn then(self, other: Self) -> Self {
        Self::new(other.way(self.right), other.way(self.up), other.point(self.origin))
    }

    /// The inverse; `None` where the transformation is not invertible.
    pub(crate) fn inverse(self) -> Option<Self> {
        let Self { right, up, origin } = self;
        let area = right.0 * up.1 - right.1 * up.0;
        (area.abs() > f64::EPSILON).then(|| {
            let (right, up) = ((up.1 / area, -right.1 / area), (-up.0 / area, right.0 / area));
            let back = Self::new(right, up, (0.0, 0.0)).way(origin);
            Self::new(right, up, (-back.0, -back.1))
        })
    }

    /// The smallest upright rectangle around a rectangle that was transformed.
    pub(crate) fn around(self, Rect { x0, y0, x1, y1 }: Rect) -> Rect {
        let corners = [(x0, y0), (x1, y0), (x0, y1), (x1, y1)].map(|corner| self.point(corner));
        let over = |pick: fn(&Point) -> f64, fold: fn(f64, f64) -> f64| {
            corners.iter().map(pick).reduce(fold).unwrap_or_default()
        };
        Rect::new(
            over(|c| c.0, f64::min),
            over(|c| c.1, f64::min),
            over(|c| c.0, f64::max),
            over(|c| c.1, f64::max),
        )
    }

    /// Six operands, as content streams have them.
    pub(crate) fn operands(self) -> String {
        let Self { right, up, origin } = self;
        [right.0, right.1, up.0, up.1, origin.0, origin.1].map(number).join(" ")
    }
}

/// A number in PDF syntax: no exponent, no more digits than a viewer could show.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.5}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text.is_empty() || text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Width and height of a page as it is shown: cropped and turned.
pub(crate) fn shown(page: &Page<'_>) -> (f64, f64) {
    let area = page.intersected_crop_box();
    match page.rotation() {
        Rotation::None | Rotation::Flipped => (area.width(), area.height()),
        Rotation::Horizontal | Rotation::FlippedHorizontal => (area.height(), area.width()),
    }
}

/// From a page as it is shown, its lower left corner at 0, to the coordinates of its contents
/// (`/Rotate` turns clockwise, ISO 32000-2, table 31).
pub(crate) fn from_shown(page: &Page<'_>) -> Matrix {
    let Rect { x0, y0, x1, y1 } = page.intersected_crop_box();
    match page.rotation() {
        Rotation::None => Matrix::new((1.0, 0.0), (0.0, 1.0), (x0, y0)),
        Rotation::Horizontal => Matrix::new((0.0, 1.0), (-1.0, 0.0), (x1, y0)),
        Rotation::Flipped => Matrix::new((-1.0, 0.0), (0.0, -1.0), (x1, y1)),
        Rotation::FlippedHorizontal => Matrix::new((0.0, -1.0), (1.0, 0.0), (x0, y1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transformation_and_its_inverse_cancel_out() {
        let matrix = Matrix::new((0.0, 2.0), (-3.0, 0.5), (7.0, -1.0));
        assert_eq!(matrix.then(matrix.inverse().unwrap()).operands(), Matrix::IDENTITY.operands());
        assert_eq!(Matrix::new((1.0, 1.0), (2.0, 2.0), (0.0, 0.0)).inverse(), None);
    }

    #[test]
    fn numbers_have_no_exponent_and_no_needless_digits() {
        assert_eq!(
            [0.0, -0.000_000_1, 1e7, 595.275_6, -12.5].map(number),
            ["0", "0", "10000000", "595.2756", "-12.5"]
        );
    }
}
