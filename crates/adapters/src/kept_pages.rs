//! Drawn pages in a folder of their own, each authenticated with a key of the service: a page that was changed
//! on the disk is drawn again.

use crate::master_key::{DerivedKey, MasterKey};
use crate::render::codec;
use async_trait::async_trait;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::fs;
use wariin_domain::FileDigest;
use wariin_ports::{ImageFormat, PageImage, PageSize, PageStore, PageText};

/// The length of the authentication that comes before every kept content.
const MAC: usize = 32;

/// Pages in a folder. It may be deleted at any time, also while the service runs.
pub struct KeptPages {
    folder: PathBuf,
    key: DerivedKey,
    /// Tells files apart that are being written.
    writes: AtomicU64,
}

/// What of a file is kept.
#[derive(Clone, Copy)]
enum Part {
    Sizes,
    Image { page: u32, width: u32 },
    Text { page: u32 },
}

impl Part {
    fn name(self) -> String {
        match self {
            Self::Sizes => "sizes".to_owned(),
            Self::Image { page, width } => format!("{page}-{width}"),
            Self::Text { page } => format!("{page}-text"),
        }
    }

    fn padded(self) -> [u8; 32] {
        let mut name = [0; 32];
        for (to, from) in name.iter_mut().zip(self.name().bytes()) {
            *to = from;
        }
        name
    }
}

impl KeptPages {
    /// Pages under this folder, which is made when the first one is kept.
    pub fn new(folder: PathBuf, key: &MasterKey) -> Self {
        Self { folder, key: key.derive("kept pages"), writes: AtomicU64::new(0) }
    }

    /// `ab/abcdef…/3-1080`: no folder grows too large.
    fn path(&self, file: FileDigest, part: Part) -> PathBuf {
        let name = file.to_string();
        self.folder.join(&name[..2]).join(&name).join(part.name())
    }

    async fn get(&self, file: FileDigest, part: Part) -> Option<Vec<u8>> {
        let mut kept = fs::read(self.path(file, part)).await.ok()?;
        if kept.len() < MAC {
            return None;
        }
        let content = kept.split_off(MAC);
        let is_ours = self.key.has_made(&[file.as_bytes(), &part.padded(), &content], &kept);
        if !is_ours {
            tracing::warn!(file = %file, "a kept page is damaged and is drawn again");
        }
        is_ours.then_some(content)
    }

    async fn put(&self, file: FileDigest, part: Part, content: &[u8]) {
        let mac = self.key.mac(&[file.as_bytes(), &part.padded(), content]);
        let bytes = [&mac[..], content].concat();
        if let Err(error) = self.write(&self.path(file, part), &bytes).await {
            tracing::warn!(error = %error, "a drawn page cannot be kept");
        }
    }

    /// Writes beside the place and then moves there, so that no half page is read.
    async fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).await?;
        }
        let number = self.writes.fetch_add(1, Ordering::Relaxed);
        let beside = path.with_extension(format!("{}-{number}", std::process::id()));
        let written = async {
            fs::write(&beside, bytes).await?;
            fs::rename(&beside, path).await
        };
        let written = written.await;
        if written.is_err() {
            // Best effort: what is left over is never read.
            let _ = fs::remove_file(&beside).await;
        }
        written
    }
}

#[async_trait]
impl PageStore for KeptPages {
    async fn sizes(&self, file: FileDigest) -> Option<Vec<PageSize>> {
        codec::read_sizes(&self.get(file, Part::Sizes).await?)
    }

    async fn keep_sizes(&self, file: FileDigest, sizes: &[PageSize]) {
        if let Some(json) = codec::write_sizes(sizes) {
            self.put(file, Part::Sizes, &json).await;
        }
    }

    async fn image(&self, file: FileDigest, page: u32, width: u32) -> Option<PageImage> {
        let mut bytes = self.get(file, Part::Image { page, width }).await?;
        let format = match bytes.pop()? {
            b'p' => ImageFormat::Png,
            b'w' => ImageFormat::WebP,
            _ => return None,
        };
        Some(PageImage { format, bytes })
    }

    async fn keep_image(&self, file: FileDigest, page: u32, width: u32, image: &PageImage) {
        let format = match image.format {
            ImageFormat::Png => b'p',
            ImageFormat::WebP => b'w',
        };
        let content = [&image.bytes[..], &[format]].concat();
        self.put(file, Part::Image { page, width }, &content).await;
    }

    async fn text(&self, file: FileDigest, page: u32) -> Option<PageText> {
        codec::read_text(&self.get(file, Part::Text { page }).await?)
    }

    async fn keep_text(&self, file: FileDigest, page: u32, text: &PageText) {
        if let Some(json) = codec::write_text(text) {
            self.put(file, Part::Text { page }, &json).await;
        }
    }
}

impl std::fmt::Debug for KeptPages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptPages").field("folder", &self.folder).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: FileDigest = FileDigest::new([7; 32]);

    fn image() -> PageImage {
        PageImage { format: ImageFormat::WebP, bytes: vec![1, 2, 3] }
    }

    #[tokio::test]
    async fn what_is_kept_is_found_again_under_its_file_page_and_width_only() {
        let folder = tempfile::tempdir().unwrap();
        let pages = KeptPages::new(folder.path().join("pages"), &MasterKey::from_bytes([1; 32]));
        assert_eq!(pages.image(FILE, 1, 720).await, None);
        pages.keep_image(FILE, 1, 720, &image()).await;
        assert_eq!(pages.image(FILE, 1, 720).await, Some(image()));
        assert_eq!(pages.image(FILE, 1, 1080).await, None);
        assert_eq!(pages.image(FILE, 2, 720).await, None);
        assert_eq!(pages.image(FileDigest::new([8; 32]), 1, 720).await, None);
        let sizes = [PageSize { width: 595.28, height: 841.89 }];
        pages.keep_sizes(FILE, &sizes).await;
        assert_eq!(pages.sizes(FILE).await, Some(sizes.to_vec()));
        let size = sizes[0];
        let text = PageText { size, runs: Vec::new(), is_known: false, language: None };
        pages.keep_text(FILE, 1, &text).await;
        assert_eq!(pages.text(FILE, 1).await, Some(text));
    }

    // DO-01
    #[tokio::test]
    async fn a_kept_page_that_was_changed_or_moved_on_the_disk_is_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let pages = KeptPages::new(folder.path().into(), &MasterKey::from_bytes([1; 32]));
        pages.keep_image(FILE, 1, 720, &image()).await;
        let path = pages.path(FILE, Part::Image { page: 1, width: 720 });
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            std::fs::write(&path, changed).unwrap();
            assert_eq!(pages.image(FILE, 1, 720).await, None, "{at}");
        }
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(pages.image(FILE, 1, 720).await, None);
        let other = pages.path(FILE, Part::Image { page: 2, width: 720 });
        std::fs::write(other, whole).unwrap();
        assert_eq!(pages.image(FILE, 2, 720).await, None);
    }
}
