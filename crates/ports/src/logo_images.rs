//! Logos that organisations upload.

use async_trait::async_trait;

/// Takes logos in.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait LogoImages: Send + Sync {
    /// The logo as it is kept: a PNG of at most [`MAX_LOGO_WIDTH`] by [`MAX_LOGO_HEIGHT`] pixels, drawn anew from the
    /// uploaded PNG or SVG, with nothing else of it.
    ///
    /// # Errors
    /// [`LogoRefusal`].
    async fn take_in(&self, image: Vec<u8>) -> Result<Vec<u8>, LogoRefusal>;
}

/// The greatest size of an uploaded logo in bytes (1 MB).
pub const MAX_LOGO_BYTES: u64 = 1_000_000;
/// The greatest width of a kept logo in pixels.
pub const MAX_LOGO_WIDTH: u32 = 480;
/// The greatest height of a kept logo in pixels.
pub const MAX_LOGO_HEIGHT: u32 = 144;

/// Why a logo is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogoRefusal {
    /// Neither PNG nor SVG, or a damaged one.
    #[error("it is neither a PNG nor an SVG image")]
    Unreadable,
    /// More than [`MAX_LOGO_BYTES`], too many pixels, or too much to draw.
    #[error("it is too large")]
    TooLarge,
    /// An SVG with text, which would need fonts.
    #[error("it has text that is not made of outlines")]
    HasText,
    /// An SVG with images, scripts or foreign content in it.
    #[error("it has images or scripts in it")]
    HasMore,
    /// Nothing of it can be seen.
    #[error("nothing of it can be seen")]
    Empty,
}

impl LogoRefusal {
    /// Every refusal.
    pub const ALL: [Self; 5] =
        [Self::Unreadable, Self::TooLarge, Self::HasText, Self::HasMore, Self::Empty];

    /// Its stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::TooLarge => "too_large",
            Self::HasText => "has_text",
            Self::HasMore => "has_more",
            Self::Empty => "empty",
        }
    }

    /// The refusal of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}
