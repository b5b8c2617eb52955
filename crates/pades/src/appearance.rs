//! What a signature field shows: a page of another PDF, in an area of a page.

/// An area of a page as it is shown (cropped and turned), in units of the page; its origin is the lower left
/// corner of what is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// From the left edge to the area.
    pub x: f64,
    /// From the lower edge to the area.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// What the field of a signature shows, so that viewers open the signature's properties from there. A
/// signature without an appearance is in a field without extent, which shows nothing.
#[derive(Clone, PartialEq)]
pub struct Appearance {
    /// The page that it is on, counted from 0.
    pub page: usize,
    /// Its area on that page.
    pub area: Area,
    /// The PDF whose first page is shown, upright and as large as the area.
    pub pdf: Vec<u8>,
    /// The same in words, for those who do not see it.
    pub words: String,
}

impl std::fmt::Debug for Appearance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { page, area, words, .. } = self;
        let mut debug = f.debug_struct("Appearance");
        debug.field("page", page).field("area", area).field("words", words).finish_non_exhaustive()
    }
}
