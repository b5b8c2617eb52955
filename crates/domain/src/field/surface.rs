//! What a file offers to be written on.

use super::Length;
use alloc::vec::Vec;

/// The size of a page as it is shown: cropped and turned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PageDimensions {
    /// From left to right.
    pub width: Length,
    /// From top to bottom.
    pub height: Length,
}

/// Whether input fields can be placed on a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Surface {
    /// On every page; the sizes of the pages in order.
    Open(Vec<PageDimensions>),
    /// It came signed: what is drawn over it was not seen by those who signed.
    Signed,
    /// Its structure does not let everything that is drawn be seen in every viewer.
    Closed,
    /// It was taken in before input fields existed; uploaded again it is looked at.
    #[default]
    Unknown,
}

impl Surface {
    /// The size of a page, which counts from 1, where fields can be placed on it.
    pub fn page(&self, page: u32) -> Option<PageDimensions> {
        match self {
            Self::Open(pages) => {
                let place = usize::try_from(page).ok()?.checked_sub(1)?;
                pages.get(place).copied()
            }
            Self::Signed | Self::Closed | Self::Unknown => None,
        }
    }

    /// Whether fields can be placed at all.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }
}
