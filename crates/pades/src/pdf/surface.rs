//! Whether pages can be laid over every page of a PDF, without doing it.

use super::annotation::visible_annotations;
use super::content::{balance, decoded, streams};
use super::edit::Edit;
use super::geometry::shown;
use super::graft::user_unit;
use crate::Error;

/// Width and height of every page as it is shown, in 1/72 inch.
///
/// # Errors
/// What [`crate::Revision::lay_over`] would refuse on one of the pages.
pub(crate) fn drawable_pages(edit: &mut Edit) -> Result<Vec<(f64, f64)>, Error> {
    let has_layers = edit.catalog_entry("OCProperties")?.is_some();
    let pages = edit.file().pdf.pages().len();
    (0..pages).map(|index| drawable_page(edit, index, has_layers)).collect()
}

fn drawable_page(edit: &mut Edit, index: usize, has_layers: bool) -> Result<(f64, f64), Error> {
    let page = edit.file().page(index)?;
    if !visible_annotations(edit.file(), page)?.is_empty() {
        return Err(Error::Page("an annotation may hide what is laid over it"));
    }
    let contents = streams(edit.file(), edit.entry(page, "Contents")?.as_deref())?;
    let (file, budget) = edit.reading();
    balance(&decoded(file, &contents, budget)?)?.expect_seen_after(has_layers)?;
    let unit = user_unit(file, index)?;
    let size = file.pdf.pages().get(index).map(shown).ok_or(Error::Object("a page"))?;
    Ok((size.0 * unit, size.1 * unit))
}
