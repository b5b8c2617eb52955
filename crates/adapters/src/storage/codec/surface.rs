//! What is stored of the pages on which input fields can be placed.

use super::JsonColumn;
use serde::{Deserialize, Serialize};
use wariin_domain::{Length, PageDimensions, Surface};

#[derive(Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(in crate::storage) enum StoredSurface {
    /// Pages of the same size that follow each other: width and height in hundredths of a millimetre, and how
    /// many.
    Open {
        pages: Vec<(u32, u32, usize)>,
    },
    Signed,
    Closed,
    Unknown,
}

impl JsonColumn for Surface {
    const COLUMN: &'static str = "document_file.surface";
    type Stored = StoredSurface;

    fn stored(&self) -> StoredSurface {
        match self {
            Self::Open(pages) => {
                let runs = pages.chunk_by(|one, next| one == next);
                let run = |run: &[PageDimensions]| {
                    let size = run.first()?;
                    let (width, height) = (size.width.as_hundredths(), size.height.as_hundredths());
                    Some((width, height, run.len()))
                };
                StoredSurface::Open { pages: runs.filter_map(run).collect() }
            }
            Self::Signed => StoredSurface::Signed,
            Self::Closed => StoredSurface::Closed,
            Self::Unknown => StoredSurface::Unknown,
        }
    }

    fn restored(stored: StoredSurface) -> Option<Self> {
        Some(match stored {
            StoredSurface::Open { pages } => {
                let length = Length::hundredths;
                let run = |(width, height, count)| {
                    let size = PageDimensions { width: length(width), height: length(height) };
                    std::iter::repeat_n(size, count)
                };
                Self::Open(pages.into_iter().flat_map(run).take(MAX_PAGES).collect())
            }
            StoredSurface::Signed => Self::Signed,
            StoredSurface::Closed => Self::Closed,
            StoredSurface::Unknown => Self::Unknown,
        })
    }
}

/// More pages than any upload has.
const MAX_PAGES: usize = 10_000;
