//! The text that a page shows, operator by operator, and taking parts of it out.

use crate::Error;
use crate::pdf::content::{decoded, streams};
use crate::pdf::edit::Edit;
use crate::pdf::intake::compact;
use crate::pdf::raw::RawDict;
use crate::pdf::show::{Show, without};
use crate::signatures::signatures_in;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::ops::Range;

/// The contents of a page, with the operators that show text (ISO 32000-2, section 9.4.3).
#[derive(Clone, Debug)]
pub struct PageContents {
    bytes: Vec<u8>,
    shows: Vec<Show>,
}

/// A part of what one operator shows, which is taken out.
#[derive(Clone, Debug, PartialEq)]
pub struct TextCut {
    /// The operator, by its place in [`PageContents::shows`].
    pub show: usize,
    /// The bytes of its strings, counted over all of them.
    pub bytes: Range<usize>,
    /// How many bytes a character has.
    pub width: usize,
    /// How far the font moves on for them together, in thousandths of its size; negative where it moves down.
    pub advance: f64,
}

/// An unsigned PDF out of whose pages text is taken.
pub struct TextEdit {
    edit: Edit,
}

impl PageContents {
    /// The decoded contents.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// For each operator that shows text, in order: where it stands with its operands, and how many bytes its
    /// strings have.
    pub fn shows(&self) -> impl ExactSizeIterator<Item = (Range<usize>, usize)> + '_ {
        self.shows.iter().map(|show| (show.range.clone(), show.length()))
    }
}

impl TextEdit {
    /// Opens a PDF.
    ///
    /// # Errors
    /// [`Error::Signed`] when it is signed, or another error when its structure does not allow a change.
    pub fn of(pdf: Vec<u8>) -> Result<Self, Error> {
        let edit = Edit::of(pdf)?;
        if signatures_in(edit.file())?.is_empty() { Ok(Self { edit }) } else { Err(Error::Signed) }
    }

    /// The contents of a page, which counts from 0.
    ///
    /// # Errors
    /// [`Error::Page`] where they cannot be read.
    pub fn contents(&mut self, page: usize) -> Result<PageContents, Error> {
        let id = self.edit.file().page(page)?;
        let before = streams(self.edit.file(), self.edit.entry(id, "Contents")?.as_deref())?;
        let (file, budget) = self.edit.reading();
        let bytes = decoded(file, &before, budget)?;
        let shows = Show::all(&bytes).ok_or(Error::Page("its contents do not end"))?;
        Ok(PageContents { bytes, shows })
    }

    /// Takes parts of the text of a page out of its contents. What follows stays where it is: a number for the
    /// same distance stands in their place (`TJ`).
    ///
    /// # Errors
    /// [`Error::Page`] where a distance is not known.
    pub fn take_out(
        &mut self,
        page: usize,
        contents: &PageContents,
        cuts: &[TextCut],
    ) -> Result<(), Error> {
        let id = self.edit.file().page(page)?;
        let cut = without(&contents.bytes, &contents.shows, cuts);
        let cut = cut.ok_or(Error::Page("a text in it has no certain length"))?;
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        let packed = packed.write_all(&cut).and_then(|()| packed.finish());
        let packed = packed.map_err(|_| Error::Page("its contents cannot be packed"))?;
        let mut dict = RawDict::default();
        dict.set("Filter", "/FlateDecode");
        let number = self.edit.add_stream_with(dict, &packed);
        self.edit.dict(id)?.set("Contents", format!("{number} 0 R"));
        Ok(())
    }

    /// Writes the PDF anew: what was taken out is in no earlier revision.
    ///
    /// # Errors
    /// [`Error::Object`] when the structure does not allow it.
    pub fn write(self) -> Result<Vec<u8>, Error> {
        let written = self.edit.finish();
        compact(&written, &BTreeSet::new()).map_err(|_| Error::Object("an object cannot be read"))
    }
}

impl std::fmt::Debug for TextEdit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextEdit").finish_non_exhaustive()
    }
}
