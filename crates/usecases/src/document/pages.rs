//! The pages of a document's files as images and as text. Whether the reader may see them, the caller has
//! found out: it has the document.

use crate::files::read;
use crate::{Error, Ports, Result};
use wariin_domain::{Document, DocumentFile, FileDigest, FileId};
use wariin_ports::{PageImage, PageSize, PageText};

/// In which widths pages are drawn, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageWidth {
    /// 160: to find a page by its looks. It cannot be read.
    Thumbnail,
    /// 720: a phone.
    Phone,
    /// 1,080: a computer, or a phone with a fine screen.
    Desktop,
    /// 1,600: a computer with a fine screen, or a page that was zoomed into.
    Double,
}

impl PageWidth {
    /// Every width, narrow ones first.
    pub const ALL: [Self; 4] = [Self::Thumbnail, Self::Phone, Self::Desktop, Self::Double];

    /// The width in pixels.
    pub const fn pixels(self) -> u32 {
        match self {
            Self::Thumbnail => 160,
            Self::Phone => 720,
            Self::Desktop => 1080,
            Self::Double => 1600,
        }
    }

    /// The width of this many pixels.
    pub fn parse(pixels: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|width| width.pixels() == pixels)
    }

    /// Whether the page can be read in this width.
    pub fn can_be_read(self) -> bool {
        self != Self::Thumbnail
    }

    /// Whether the first page is drawn in this width before it is asked for. Fine screens wait for theirs: it has as
    /// many pixels as the others together, and most documents are read in one width.
    fn is_drawn_ahead(self) -> bool {
        matches!(self, Self::Phone | Self::Desktop)
    }
}

/// A page of a file; pages count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageOf {
    /// The file.
    pub file: FileId,
    /// The number of the page.
    pub number: u32,
}

impl PageOf {
    /// The digest of the file as it is shown: sealed once the document is concluded.
    fn shown_digest(self, document: &Document) -> Result<FileDigest> {
        let file = document.files.iter().find(|file| file.id == self.file);
        let file = file.filter(|file| (1..=file.pages).contains(&self.number));
        Ok(shown_digest(file.ok_or(Error::NotFound)?))
    }
}

fn shown_digest(file: &DocumentFile) -> FileDigest {
    file.sealed.map_or(file.digest, |seal| seal.digest)
}

/// A page as an image, drawn now or kept from before.
///
/// # Errors
/// [`Error::NotFound`] for a page that there is not, [`Error::Page`] for one that cannot be drawn, or as
/// [`crate::read_file`].
pub async fn page_image(
    ports: &Ports,
    document: &Document,
    page: PageOf,
    width: PageWidth,
) -> Result<PageImage> {
    let digest = page.shown_digest(document)?;
    let (number, width) = (page.number, width.pixels());
    if let Some(kept) = ports.pages.image(digest, number, width).await {
        return Ok(kept);
    }
    let pdf = read(ports, document, digest).await?;
    let image = ports.renderer.image(pdf, number, width).await?;
    ports.pages.keep_image(digest, number, width, &image).await;
    Ok(image)
}

/// Draws the first page ahead of its readers, in the widths of phones and computers, with what a viewer of it needs: it
/// is there when the first recipient opens the document. What cannot be drawn now is told when it is asked for.
pub async fn draw_ahead(ports: &Ports, document: &Document) {
    let Some(file) = document.files.first() else { return };
    let page = PageOf { file: file.id, number: 1 };
    let widths = PageWidth::ALL.into_iter().filter(|width| width.is_drawn_ahead());
    let drawn = async {
        page_sizes(ports, document, file).await?;
        page_text(ports, document, page).await?;
        for width in widths {
            page_image(ports, document, page, width).await?;
        }
        Ok::<_, Error>(())
    };
    if let Err(error) = drawn.await {
        tracing::debug!(document = %document.id, %error, "a page is not drawn ahead");
    }
}

/// The text of a page.
///
/// # Errors
/// As [`page_image`].
pub async fn page_text(ports: &Ports, document: &Document, page: PageOf) -> Result<PageText> {
    let digest = page.shown_digest(document)?;
    if let Some(kept) = ports.pages.text(digest, page.number).await {
        return Ok(kept);
    }
    let pdf = read(ports, document, digest).await?;
    let text = ports.renderer.text(pdf, page.number).await?;
    ports.pages.keep_text(digest, page.number, &text).await;
    Ok(text)
}

/// A file of a document with what a viewer of its pages begins with.
#[derive(Clone, Debug)]
pub struct ViewedFile {
    /// The file.
    pub file: DocumentFile,
    /// The size of every page; `None` when the pages cannot be drawn, or not now.
    pub sizes: Option<Vec<PageSize>>,
    /// The text of the first page of the first file.
    pub first_text: Option<PageText>,
}

/// The files of a document. One that is damaged or cannot be drawn is there without sizes.
pub async fn viewed_files(ports: &Ports, document: &Document) -> Vec<ViewedFile> {
    let mut viewed = Vec::with_capacity(document.files.len());
    for (index, file) in document.files.iter().enumerate() {
        let sizes = match page_sizes(ports, document, file).await {
            Ok(sizes) => Some(sizes),
            Err(error) => {
                tracing::warn!(document = %document.id, %error, "pages cannot be drawn");
                None
            }
        };
        let first = PageOf { file: file.id, number: 1 };
        let first_text = match &sizes {
            Some(_) if index == 0 => page_text(ports, document, first).await.ok(),
            Some(_) | None => None,
        };
        viewed.push(ViewedFile { file: file.clone(), sizes, first_text });
    }
    viewed
}

/// The sizes of the pages, of which there must be as many as the inspection has counted.
async fn page_sizes(
    ports: &Ports,
    document: &Document,
    file: &DocumentFile,
) -> Result<Vec<PageSize>> {
    let digest = shown_digest(file);
    let sizes = match ports.pages.sizes(digest).await {
        Some(kept) => kept,
        None => {
            let pdf = read(ports, document, digest).await?;
            let sizes = ports.renderer.sizes(pdf).await?;
            ports.pages.keep_sizes(digest, &sizes).await;
            sizes
        }
    };
    let is_counted_alike = u32::try_from(sizes.len()).is_ok_and(|count| count == file.pages);
    if is_counted_alike { Ok(sizes) } else { Err(wariin_ports::RenderFault::Undrawable.into()) }
}
