//! Pages of a PDF as images, with the text that stands on them.

use async_trait::async_trait;

/// Draws pages. What it is given is an upload that was inspected, or one that was sealed since.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PageRenderer: Send + Sync {
    /// The size of every page, in order.
    ///
    /// # Errors
    /// [`RenderFault`].
    async fn sizes(&self, pdf: Vec<u8>) -> Result<Vec<PageSize>, RenderFault>;

    /// One page as an image of this width in pixels; narrower where the page is so high that the image
    /// would have too many pixels. Pages count from 1.
    ///
    /// # Errors
    /// [`RenderFault`]; a page of which a part could not be drawn is none that is shown.
    async fn image(&self, pdf: Vec<u8>, page: u32, width: u32) -> Result<PageImage, RenderFault>;

    /// The text of one page. Pages count from 1.
    ///
    /// # Errors
    /// [`RenderFault`].
    async fn text(&self, pdf: Vec<u8>, page: u32) -> Result<PageText, RenderFault>;
}

/// The size of a page as it is shown: cropped and turned, in points of 1/72 inch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageSize {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

/// A page as an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageImage {
    /// The format.
    pub format: ImageFormat,
    /// The encoded image.
    pub bytes: Vec<u8>,
}

/// The format of an image; both keep every pixel as it was drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageFormat {
    /// PNG.
    Png,
    /// WebP without loss.
    WebP,
}

impl ImageFormat {
    /// Its media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::WebP => "image/webp",
        }
    }
}

/// The text of a page, as far as the PDF tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct PageText {
    /// The size of the page, to which the positions of the runs refer.
    pub size: PageSize,
    /// The runs in the order in which the page draws them.
    pub runs: Vec<TextRun>,
    /// Whether every glyph of the page stands for known characters. A page without any glyph is an image:
    /// its text is not known either.
    pub is_known: bool,
    /// The language that the PDF names for its text (BCP 47).
    pub language: Option<String>,
}

impl PageText {
    /// The runs as they are read; those that are not read out come last.
    pub fn in_reading_order(&self) -> Vec<&TextRun> {
        let mut runs: Vec<&TextRun> = self.runs.iter().collect();
        runs.sort_by_key(|run| run.place.unwrap_or(u32::MAX));
        runs
    }
}

/// Characters that stand in a row.
#[derive(Clone, Debug, PartialEq)]
pub struct TextRun {
    /// The characters, without controls.
    pub text: String,
    /// Where the run begins, in points from the page's left edge: on the baseline, or on the centre line of
    /// vertical text.
    pub x: f32,
    /// The same, in points from the page's upper edge.
    pub y: f32,
    /// The size of the font in points.
    pub size: f32,
    /// How long the run is, in points.
    pub length: f32,
    /// By how many degrees the run is turned clockwise.
    pub angle: f32,
    /// Whether the characters stand below each other.
    pub is_vertical: bool,
    /// Its place among the runs of the page as they are read. `None` for what is not read out: headers, footers and
    /// page numbers of a tagged page.
    pub place: Option<u32>,
    /// Its language, where the PDF names one for it alone (BCP 47).
    pub language: Option<String>,
}

/// Why a page is not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderFault {
    /// There is no such page, or something on it cannot be drawn.
    #[error("the page cannot be drawn")]
    Undrawable,
    /// It took too long or too much memory.
    #[error("the page is too complex")]
    TooComplex,
    /// No process could be started for it. Trying again later may help.
    #[error("no renderer is available")]
    Unavailable,
}
