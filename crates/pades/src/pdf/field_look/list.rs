//! Choices of which all options are shown (ISO 32000-2, section 12.7.5.4).

use super::super::geometry::number;
use super::Shown;
use super::field::Field;
use super::font::{Font, Glyph};
use super::frame::Frame;
use super::lines::{Align, LEADING, USUAL, base_line, block, fitting, line, width};
use super::style::Style;
use crate::Error;
use std::collections::BTreeSet;

/// Behind the options that are chosen, as form editors paint it.
const HIGHLIGHT: &str = "0.6 0.75686 0.8549 rg";

/// The options that fit, from the first visible one on. Where that one would hide what is chosen, from the one that
/// shows it.
pub(super) fn options<'a>(field: &Field<'a>, frame: &Frame) -> Result<Option<Shown<'a>>, Error> {
    let options = field.options()?;
    let chosen = chosen(field, &options)?;
    if options.is_empty() {
        return if chosen.is_some() { Ok(None) } else { Err(Error::UnfixedForm) };
    }
    let chosen = chosen.ok_or(Error::UnfixedForm)?;
    let style = Style::of(field)?;
    let mut font = Font::named(field, &style.font)?;
    let align = Align::of(field.whole("Q")?);
    let (area, inner) = (frame.text_area(), frame.inner());
    // All at once: reading a large font takes a while.
    let all: String = options.iter().map(|(_, shown)| shown.as_str()).collect();
    let mut glyphs = font.known(&all).into_iter();
    let row = |(_, shown): &(String, String)| glyphs.by_ref().take(shown.chars().count()).collect();
    let rows: Vec<Vec<Result<Glyph, char>>> = options.iter().map(row).collect();
    let wide = |row: &Vec<Result<Glyph, char>>| row.iter().flatten().map(|it| it.width).sum();
    let widest = rows.iter().map(wide).fold(0.0, f64::max);
    let wanted = if style.size > 0.0 { style.size } else { USUAL };
    let size = fitting(wanted, (area.width() / widest).min(inner.height() / font.height()))?;
    let step = LEADING.max(font.height()) * size;

    let room = count((inner.height() / step).floor()).max(1);
    let first = first(field, &chosen, rows.len(), room)?;
    let (mut lights, mut lines, mut top) = (String::new(), String::new(), inner.y1);
    for (index, row) in rows.iter().enumerate().skip(first).take(room) {
        let bottom = top - step;
        if chosen.contains(&index) {
            let area = [inner.x0, bottom, inner.width(), step].map(number).join(" ");
            lights += &format!("{HIGHLIGHT} {area} re f\n");
        }
        // A character that no font has matters only in what is seen.
        let row: Vec<Glyph> =
            row.iter().cloned().collect::<Result<_, _>>().map_err(Error::MissingGlyph)?;
        let x = area.x0 + align.before(area.width() - width(&row) * size);
        if !row.is_empty() {
            lines += &line(&row, size, (x, base_line(&font, size, (bottom, top))));
        }
        top = bottom;
    }
    Ok(Some(Shown { operations: lights + &block(&style, size, &lines), font }))
}

/// The options that are chosen, by their values, or by their places where values are the same; `None` where one of
/// them is no option.
fn chosen(
    field: &Field<'_>,
    options: &[(String, String)],
) -> Result<Option<BTreeSet<usize>>, Error> {
    if let Some(places) = field.indices("I")? {
        let places: BTreeSet<usize> = places.into_iter().collect();
        return Ok(places.iter().all(|place| *place < options.len()).then_some(places));
    }
    let place = |value: String| options.iter().position(|(exported, _)| *exported == value);
    Ok(field.texts("V")?.into_iter().filter(|it| !it.is_empty()).map(place).collect())
}

/// The first option that is shown.
fn first(
    field: &Field<'_>,
    chosen: &BTreeSet<usize>,
    options: usize,
    room: usize,
) -> Result<usize, Error> {
    let said = field.whole("TI")?.and_then(|first| usize::try_from(first).ok()).unwrap_or_default();
    let said = said.min(options.saturating_sub(1));
    let (Some(least), Some(most)) = (chosen.first(), chosen.last()) else { return Ok(said) };
    if most - least >= room {
        return Err(Error::UnfixedForm);
    }
    let is_seen = *least >= said && *most < said + room;
    Ok(if is_seen { said } else { (most + 1).saturating_sub(room) })
}

/// A length as a number of rows.
fn count(rows: f64) -> usize {
    (0..10_000_u16).take_while(|row| f64::from(*row) < rows).count()
}
