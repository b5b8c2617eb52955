//! Images of stamps (印影) that organisations upload.

use async_trait::async_trait;

/// Takes images of stamps in.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait StampImages: Send + Sync {
    /// The image as it is kept: its pixels encoded anew as PNG, and nothing else of what was uploaded.
    ///
    /// # Errors
    /// [`StampRefusal`].
    async fn take_in(&self, png: Vec<u8>) -> Result<Vec<u8>, StampRefusal>;
}

/// The greatest size of an uploaded image in bytes (1 MB).
pub const MAX_STAMP_BYTES: u64 = 1_000_000;
/// The greatest width and height of an image in pixels.
pub const MAX_STAMP_SIDE: u32 = 2_000;

/// Why an image is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StampRefusal {
    /// No PNG, or a damaged one.
    #[error("it is not a PNG image")]
    NotPng,
    /// More than [`MAX_STAMP_BYTES`], or wider or higher than [`MAX_STAMP_SIDE`].
    #[error("it is too large")]
    TooLarge,
    /// Nothing of it can be seen.
    #[error("it is wholly transparent")]
    Empty,
}
