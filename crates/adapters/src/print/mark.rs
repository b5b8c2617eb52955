//! The mark of the seal: 電子署名済み and the document's id, small and grey, for the lower left of a page.

use super::fonts::Style;
use super::line::{Placed, draw, glyphs, width};
use super::sheet::{SheetError, Size, Standard, sheets};
use krilla::color::rgb;
use krilla::geom::Point;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule};
use wariin_domain::DocumentId;

/// The type size, and how small it may become on narrow pages, in points.
const TYPE: f32 = 6.5;
const LEAST_TYPE: f32 = 4.0;
/// From the left and lower edges of the page, in points.
const MARGIN: Size = (14.0, 9.0);
/// From one line to the next, and how far the base line is below the top of a line, in type sizes.
const LEADING: f32 = 1.4;
const ASCENT: f32 = 1.05;
/// A grey that is seen on paper and is no part of the contract.
const GREY: (u8, u8, u8) = (0x60, 0x60, 0x60);

/// The mark and its place, in points; its origin is the lower left corner of the page.
pub(crate) struct Mark {
    /// A PDF with one page that is as large as the mark.
    pub(crate) pdf: Vec<u8>,
    /// What it says.
    pub(crate) words: String,
    /// Its lower left corner.
    pub(crate) at: Size,
    /// Its width and height.
    pub(crate) size: Size,
}

/// The mark for a page of this size in points; `None` where the page is too small for it.
///
/// # Errors
/// [`SheetError`].
pub(crate) fn mark(document: DocumentId, page: Size) -> Result<Option<Mark>, SheetError> {
    let (says, id) = ("電子署名済み", format!("書類ID {document}"));
    let words = format!("{says}　{id}");
    let room = (page.0 - 2.0 * MARGIN.0, page.1 - 2.0 * MARGIN.1);
    let Some((lines, size)) = fitting(&[&[&words], &[says, &id]], room)? else {
        return Ok(None);
    };
    let widest = lines.iter().map(|line| width(line)).fold(0.0, f32::max) * size;
    #[expect(clippy::cast_precision_loss, reason = "there are two lines at most")]
    let extent = (widest, lines.len() as f32 * LEADING * size);
    let pdf = sheets::<SheetError>(&[extent], Standard::Archive1, |_, surface| {
        let (red, green, blue) = GREY;
        let paint = rgb::Color::new(red, green, blue).into();
        let fill = Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero };
        surface.set_fill(Some(fill));
        let mut y = ASCENT * size;
        for line in &lines {
            draw(surface, Point::from_xy(0.0, y), size, line);
            y += LEADING * size;
        }
        Ok(())
    })?;
    Ok(Some(Mark { pdf, words, at: MARGIN, size: extent }))
}

type Lines = Vec<Vec<Placed>>;

/// The first of those ways to break lines in which the type is greatest.
fn fitting(ways: &[&[&str]], room: Size) -> Result<Option<(Lines, f32)>, SheetError> {
    let mut best: Option<(Lines, f32)> = None;
    for lines in ways {
        let read = |line: &&str| glyphs(line, Style::Sans);
        let lines: Lines = lines.iter().map(read).collect::<Result<_, _>>().map_err(|missing| {
            SheetError::Krilla(format!("the font lacks {:?}", missing.character).into())
        })?;
        let widest = lines.iter().map(|line| width(line)).fold(0.0, f32::max);
        #[expect(clippy::cast_precision_loss, reason = "there are two lines at most")]
        let size = TYPE.min(room.0 / widest).min(room.1 / (LEADING * lines.len() as f32));
        if size >= LEAST_TYPE && best.as_ref().is_none_or(|(_, before)| size > *before) {
            best = Some((lines, size));
        }
    }
    Ok(best)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_domain::Uuid;

    fn of(page: Size) -> Option<Mark> {
        mark(DocumentId::from(Uuid::from_u128(42)), page).unwrap()
    }

    #[test]
    fn the_mark_is_on_the_page_and_breaks_into_two_lines_where_it_is_narrow() {
        let one = of((595.0, 842.0)).unwrap();
        let two = of((156.0, 258.0)).unwrap();
        assert!(one.size.1 < 10.0 && two.size.1 > 10.0, "{:?} {:?}", one.size, two.size);
        for (page, mark) in [((595.0, 842.0), one), ((156.0, 258.0), two)] {
            assert!(mark.at.0 + mark.size.0 <= page.0 && mark.at.1 + mark.size.1 <= page.1);
            assert!(mark.words.ends_with("00000000-0000-0000-0000-00000000002a"));
        }
        assert!(of((60.0, 60.0)).is_none() && of((595.0, 20.0)).is_none());
    }
}
