//! One revision that changes what pages show, in a PDF that is not signed yet.

use crate::pdf::edit::Edit;
use crate::pdf::geometry::shown;
use crate::pdf::graft::{lay_over, user_unit};
use crate::pdf::surface::drawable_pages;
use crate::pdf::xmp::archival_part;
use crate::sign::prepare_edit;
use crate::signatures::signatures_in;
use crate::{Error, Prepared, SignatureRequest};

/// One page of another PDF and the page that it is laid over, both counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Laid {
    /// The page of the other PDF.
    pub page: usize,
    /// The page that it is laid over.
    pub over: usize,
}

/// A revision under construction; it is appended, the existing bytes stay as they are.
pub struct Revision {
    edit: Edit,
}

impl Revision {
    /// Begins a revision.
    ///
    /// # Errors
    /// [`Error::Signed`] when the PDF is signed: the signer has not seen what would be added.
    /// [`Error::Encrypted`], or another error when the structure does not allow it: [`Error::Page`] where
    /// viewers may count its pages differently.
    pub fn of(pdf: Vec<u8>) -> Result<Self, Error> {
        let edit = Edit::of(pdf)?;
        if !edit.file().has_plain_tree() {
            return Err(Error::Page("its pages can be counted in several ways"));
        }
        if signatures_in(edit.file())?.is_empty() { Ok(Self { edit }) } else { Err(Error::Signed) }
    }

    /// The number of pages.
    pub fn pages(&self) -> usize {
        self.edit.file().pdf.pages().len()
    }

    /// Width and height of a page as it is shown (cropped and turned), in units of the page, usually
    /// 1/72 inch. `None` where there is no such page.
    pub fn page_size(&self, page: usize) -> Option<(f64, f64)> {
        self.edit.file().pdf.pages().get(page).map(shown)
    }

    /// The size of a page's unit in 1/72 inch (`UserUnit`, ISO 32000-2, table 31).
    ///
    /// # Errors
    /// [`Error::Page`] where it cannot be read.
    pub fn user_unit(&self, page: usize) -> Result<f64, Error> {
        user_unit(self.edit.file(), page)
    }

    /// Width and height of every page as it is shown, in 1/72 inch, when pages can be laid over all of them.
    ///
    /// # Errors
    /// What [`Self::lay_over`] would refuse on one of the pages.
    pub fn drawable_pages(&mut self) -> Result<Vec<(f64, f64)>, Error> {
        drawable_pages(&mut self.edit)
    }

    /// The part of PDF/A (ISO 19005) that the PDF claims to follow, 1 to 4; part 1 forbids transparency.
    ///
    /// # Errors
    /// [`Error::Object`] where the catalog cannot be read.
    pub fn archival_part(&self) -> Result<Option<u8>, Error> {
        archival_part(self.edit.file())
    }

    /// Lays pages of another PDF over pages of this one, upright as both are shown, as `Form XObjects`
    /// (ISO 32000-2, section 8.10). Fonts and images are copied once, however many pages use them. In a tagged
    /// PDF they are artifacts.
    ///
    /// # Errors
    /// [`Error::OtherSize`] where a page is not as large as the one that it is laid over; [`Error::Page`]
    /// where something on it could hide what is laid over it; or the structure of either PDF does not allow
    /// it.
    pub fn lay_over(&mut self, source: Vec<u8>, laid: &[Laid]) -> Result<(), Error> {
        lay_over(&mut self.edit, source, laid)
    }

    /// Writes the revision.
    pub fn write(self) -> Vec<u8> {
        self.edit.finish()
    }

    /// Writes the revision with `reserved` bytes for a signature, like [`crate::prepare`].
    ///
    /// # Errors
    /// [`Error`] when the structure does not allow it.
    pub fn prepare(self, request: &SignatureRequest, reserved: usize) -> Result<Prepared, Error> {
        prepare_edit(self.edit, request, reserved)
    }
}

impl std::fmt::Debug for Revision {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Revision").finish_non_exhaustive()
    }
}
