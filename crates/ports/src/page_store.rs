//! Where drawn pages are kept, so that none is drawn twice.

use crate::{PageImage, PageSize, PageText};
use async_trait::async_trait;
use wariin_domain::FileDigest;

/// Drawn pages of files. All of it can be drawn again: what is missing, damaged or cannot be read is not
/// there, and what cannot be kept is not kept.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait PageStore: Send + Sync {
    /// The sizes of the pages of the file.
    async fn sizes(&self, file: FileDigest) -> Option<Vec<PageSize>>;

    /// Keeps the sizes.
    async fn keep_sizes(&self, file: FileDigest, sizes: &[PageSize]);

    /// The page of the file as an image that was asked for in this width.
    async fn image(&self, file: FileDigest, page: u32, width: u32) -> Option<PageImage>;

    /// Keeps an image.
    async fn keep_image(&self, file: FileDigest, page: u32, width: u32, image: &PageImage);

    /// The text of the page of the file.
    async fn text(&self, file: FileDigest, page: u32) -> Option<PageText>;

    /// Keeps a text.
    async fn keep_text(&self, file: FileDigest, page: u32, text: &PageText);

    /// Removes everything that is kept of the file; says whether nothing of it is left.
    async fn forget(&self, file: FileDigest) -> bool;
}
