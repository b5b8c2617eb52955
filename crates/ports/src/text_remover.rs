//! Taking text out of the pages of a PDF.

use crate::RenderFault;
use async_trait::async_trait;
use core::ops::Range;

/// Takes text out of pages, so that it is neither seen nor in the file any more.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TextRemover: Send + Sync {
    /// Takes texts out of a PDF that is not signed. Everything else on the pages stays where it is: a text of which
    /// that is not certain stays too.
    ///
    /// # Errors
    /// [`RenderFault`].
    async fn remove(
        &self,
        pdf: Vec<u8>,
        texts: Vec<RemovableText>,
    ) -> Result<TextRemoval, RenderFault>;
}

/// A text on a page, by the runs of [`crate::PageText`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovableText {
    /// The page; counts from 1.
    pub page: u32,
    /// The runs that the text is part of, each with the part in bytes.
    pub parts: Vec<(usize, Range<usize>)>,
    /// The characters.
    pub text: String,
}

/// What became of a PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRemoval {
    /// The PDF without the texts; `None` where none could be taken out.
    pub pdf: Option<Vec<u8>>,
    /// For each text, whether it is gone.
    pub is_gone: Vec<bool>,
}
