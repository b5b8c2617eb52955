//! Drawn pages in a folder or bucket, each authenticated with a key of the service: a page that was changed
//! there is drawn again.

use crate::bucket::Bucket;
use crate::local_files;
use crate::master_key::{DerivedKey, MasterKey};
use crate::render::codec;
use async_trait::async_trait;
use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::fs;
use wariin_domain::FileDigest;
use wariin_ports::{ImageFormat, PageImage, PageSize, PageStore, PageText};

/// The length of the authentication that comes before every kept content.
const MAC: usize = 32;

/// Pages in a folder, or in a bucket under `pages/`. They may be deleted at any time, also while the service runs.
pub struct KeptPages {
    place: Place,
    key: DerivedKey,
    /// Tells files apart that are being written.
    writes: AtomicU64,
}

/// Where pages are kept.
enum Place {
    Folder(PathBuf),
    Bucket(Bucket),
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
            // Texts of earlier releases, `3-text`, have no order of reading.
            Self::Text { page } => format!("{page}-read"),
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
        Self::at(Place::Folder(folder), key)
    }

    /// Pages in this bucket.
    pub(crate) fn in_bucket(bucket: Bucket, key: &MasterKey) -> Self {
        Self::at(Place::Bucket(bucket), key)
    }

    fn at(place: Place, key: &MasterKey) -> Self {
        Self { place, key: key.derive("kept pages"), writes: AtomicU64::new(0) }
    }

    async fn get(&self, file: FileDigest, part: Part) -> Option<Vec<u8>> {
        let mut kept = self.read(&name_of(file, part)).await?;
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
        let name = name_of(file, part);
        let kept: Result<(), Box<dyn Error + Send + Sync>> = match &self.place {
            Place::Folder(folder) => {
                self.write(&folder.join(name), &bytes).await.map_err(Into::into)
            }
            Place::Bucket(bucket) => {
                bucket.keep_derived(&in_bucket(&name), bytes).await.map_err(Into::into)
            }
        };
        if let Err(error) = kept {
            tracing::warn!(error = %error, "a drawn page cannot be kept");
        }
    }

    async fn read(&self, name: &str) -> Option<Vec<u8>> {
        match &self.place {
            Place::Folder(folder) => fs::read(folder.join(name)).await.ok(),
            Place::Bucket(bucket) => match bucket.derived(&in_bucket(name)).await {
                Ok(found) => found,
                Err(error) => {
                    tracing::warn!(error = %error, "a kept page cannot be read and is drawn again");
                    None
                }
            },
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

/// `ab/abcdef…/3-1080`: no folder grows too large.
fn name_of(file: FileDigest, part: Part) -> String {
    format!("{}/{}", local_files::name_of(file), part.name())
}

/// Beside the files, so that a rule of the bucket can end pages by what their names begin with.
fn in_bucket(name: &str) -> String {
    format!("pages/{name}")
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

    async fn forget(&self, file: FileDigest) -> bool {
        let name = local_files::name_of(file);
        let removed: Result<(), Box<dyn Error + Send + Sync>> = match &self.place {
            Place::Folder(folder) => match fs::remove_dir_all(folder.join(name)).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
                Ok(()) | Err(_) => Ok(()),
            },
            Place::Bucket(bucket) => {
                bucket.forget_derived(&in_bucket(&name)).await.map_err(Into::into)
            }
        };
        if let Err(error) = &removed {
            tracing::warn!(error = %error, "drawn pages cannot be removed");
        }
        removed.is_ok()
    }
}

impl std::fmt::Debug for KeptPages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeptPages").finish_non_exhaustive()
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

    // O-47
    #[tokio::test]
    async fn nothing_is_left_of_a_file_that_is_forgotten_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let pages = KeptPages::new(folder.path().into(), &MasterKey::from_bytes([1; 32]));
        let other = FileDigest::new([8; 32]);
        for file in [FILE, other] {
            pages.keep_image(file, 1, 720, &image()).await;
        }
        assert!(pages.forget(FILE).await && pages.forget(FILE).await);
        assert!(!folder.path().join(local_files::name_of(FILE)).exists());
        assert_eq!(pages.image(FILE, 1, 720).await, None);
        assert_eq!(pages.image(other, 1, 720).await, Some(image()));
    }

    // DO-01
    #[tokio::test]
    async fn a_kept_page_that_was_changed_or_moved_on_the_disk_is_not_shown() {
        let folder = tempfile::tempdir().unwrap();
        let pages = KeptPages::new(folder.path().into(), &MasterKey::from_bytes([1; 32]));
        pages.keep_image(FILE, 1, 720, &image()).await;
        let path = folder.path().join(name_of(FILE, Part::Image { page: 1, width: 720 }));
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            std::fs::write(&path, changed).unwrap();
            assert_eq!(pages.image(FILE, 1, 720).await, None, "{at}");
        }
        std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
        assert_eq!(pages.image(FILE, 1, 720).await, None);
        let other = folder.path().join(name_of(FILE, Part::Image { page: 2, width: 720 }));
        std::fs::write(other, whole).unwrap();
        assert_eq!(pages.image(FILE, 2, 720).await, None);
    }
}
