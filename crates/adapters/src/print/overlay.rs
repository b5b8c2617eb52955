//! Pages with the values of input fields, to be laid over those of a file.

use super::field::{Drawing, points};
use super::sheet::{SheetError, Size, Standard, Transparency, sheets};
use krilla::geom::Transform;
use wariin_ports::{PrintFault, PrintedField};

/// Why there are no pages.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OverlayError {
    /// A value cannot be printed in its field.
    #[error("a value cannot be printed in its field")]
    Field(#[from] PrintFault),
    /// The pages cannot be drawn.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The file has no such page.
    #[error("there is no page {0}")]
    NoPage(u32),
}

/// What the file demands of what is laid over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Paper {
    /// PDF/A-1: nothing is transparent.
    Opaque,
    /// A later part of PDF/A: images may be transparent.
    Archive,
    /// Nothing: it is no PDF/A.
    Any,
}

/// A PDF with a page for each page that has fields.
pub(crate) struct Overlay {
    pub(crate) pdf: Vec<u8>,
    /// Over which page each of its pages is laid; both count from 0.
    pub(crate) over: Vec<usize>,
}

/// The values on pages of these sizes in points; the sizes are those of all pages of the file. `None` without a value.
///
/// # Errors
/// [`OverlayError`].
pub(crate) fn overlay(
    fields: &[PrintedField],
    sizes: &[Size],
    paper: Paper,
) -> Result<Option<Overlay>, OverlayError> {
    let mut drawn: Vec<(usize, Transform, Drawing)> = Vec::new();
    for field in fields {
        let place = usize::try_from(field.page).ok().and_then(|page| page.checked_sub(1));
        let place = place.filter(|place| *place < sizes.len());
        let place = place.ok_or(OverlayError::NoPage(field.page))?;
        let drawing = match paper {
            Paper::Any | Paper::Archive => Drawing::of(field)?,
            Paper::Opaque => Drawing::of(field)?.opaque()?,
        };
        let (left, top) = (points(field.area.left), points(field.area.top));
        drawn.push((place, Transform::from_translate(left, top), drawing));
    }
    let mut over: Vec<usize> = drawn.iter().map(|(place, ..)| *place).collect();
    over.sort_unstable();
    over.dedup();
    if over.is_empty() {
        return Ok(None);
    }
    let is_transparent =
        drawn.iter().any(|(.., drawing)| drawing.transparency() == Transparency::Used);
    let standard = match paper {
        Paper::Any => Standard::Free,
        Paper::Archive if is_transparent => Standard::Archive2,
        Paper::Archive | Paper::Opaque => Standard::Archive1,
    };
    let pages: Vec<Size> = over.iter().map(|place| sizes[*place]).collect();
    let pdf = sheets::<SheetError>(&pages, standard, |page, surface| {
        for (_, transform, drawing) in drawn.iter().filter(|(place, ..)| *place == over[page]) {
            surface.push_transform(transform);
            drawing.draw(surface);
            surface.pop();
        }
        Ok(())
    })?;
    Ok(Some(Overlay { pdf, over }))
}

#[cfg(test)]
mod tests;
