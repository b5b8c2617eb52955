//! Lengths on paper, and the rectangle of a field.

use super::PageDimensions;

/// A length on paper in hundredths of a millimetre.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(u32);

/// A rectangle on a page as it is shown (cropped and turned), from its upper left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldArea {
    /// From the page's left edge.
    pub left: Length,
    /// From the page's upper edge.
    pub top: Length,
    /// From left to right.
    pub width: Length,
    /// From top to bottom.
    pub height: Length,
}

impl Length {
    /// So many hundredths of a millimetre.
    pub const fn hundredths(hundredths: u32) -> Self {
        Self(hundredths)
    }

    /// So many whole millimetres.
    pub const fn mm(mm: u32) -> Self {
        Self(mm.saturating_mul(100))
    }

    /// In hundredths of a millimetre.
    pub const fn as_hundredths(self) -> u32 {
        self.0
    }

    /// Both lengths together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl FieldArea {
    /// The least width and height that a field may have: 3 mm.
    pub const LEAST: Length = Length::mm(3);

    /// The right edge.
    pub const fn right(self) -> Length {
        self.left.plus(self.width)
    }

    /// The lower edge.
    pub const fn bottom(self) -> Length {
        self.top.plus(self.height)
    }

    /// Whether all of it lies on a page of this size.
    pub fn is_within(self, page: PageDimensions) -> bool {
        self.right() <= page.width && self.bottom() <= page.height
    }

    /// Whether both have more than an edge in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.left < other.right()
            && other.left < self.right()
            && self.top < other.bottom()
            && other.top < self.bottom()
    }

    /// Whether it is large enough to be seen and touched.
    pub fn is_large_enough(self) -> bool {
        self.width >= Self::LEAST && self.height >= Self::LEAST
    }
}
