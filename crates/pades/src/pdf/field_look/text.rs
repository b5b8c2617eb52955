//! Text fields, and choices of which one is shown (ISO 32000-2, sections 12.7.5.3 and 12.7.5.4).

use super::Shown;
use super::field::Field;
use super::font::{Font, Glyph};
use super::frame::Frame;
use super::lines::{Align, base_line, block, line, paragraphs, size_of_line, width};
use super::style::Style;
use crate::Error;

/// The value of a text field.
pub(super) fn value<'a>(field: &Field<'a>, frame: &Frame) -> Result<Option<Shown<'a>>, Error> {
    let text = field.text("V")?.unwrap_or_default();
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'], "\n");
    if text.chars().all(char::is_whitespace) {
        return Ok(None);
    }
    if !field.is_multiline()? {
        return single(field, frame, &text.replace('\n', " ")).map(Some);
    }
    let style = Style::of(field)?;
    let mut font = Font::named(field, &style.font)?;
    let align = Align::of(field.whole("Q")?);
    let operations = paragraphs((&style, &mut font, align), frame.text_area(), text.trim_end())?;
    Ok(Some(Shown { operations, font }))
}

/// What is shown of the option that was chosen, or what was typed instead.
pub(super) fn choice<'a>(field: &Field<'a>, frame: &Frame) -> Result<Option<Shown<'a>>, Error> {
    let text = chosen(field)?;
    if text.chars().all(char::is_whitespace) {
        return Ok(None);
    }
    single(field, frame, &text).map(Some)
}

/// The words of the option that was chosen, or what was typed instead.
pub(super) fn chosen(field: &Field<'_>) -> Result<String, Error> {
    let chosen = field.texts("V")?.into_iter().next().unwrap_or_default();
    let shown = field.options()?.into_iter().find(|(exported, _)| *exported == chosen);
    Ok(shown.map_or(chosen, |(_, shown)| shown))
}

fn single<'a>(field: &Field<'a>, frame: &Frame, text: &str) -> Result<Shown<'a>, Error> {
    let style = Style::of(field)?;
    let mut font = Font::named(field, &style.font)?;
    let align = Align::of(field.whole("Q")?);
    let glyphs = font.shape(text)?;
    let operations = match field.cells()? {
        Some(cells) => comb((&style, &font, align), frame, &glyphs, cells)?,
        None => one_line((&style, &font, align), frame, &glyphs)?,
    };
    Ok(Shown { operations, font })
}

/// One line in the middle of the height.
pub(super) fn one_line(
    (style, font, align): (&Style, &Font<'_>, Align),
    frame: &Frame,
    glyphs: &[Glyph],
) -> Result<String, Error> {
    let (area, inner) = (frame.text_area(), frame.inner());
    let size = size_of_line(style, font, inner.height(), area.width() / width(glyphs))?;
    let x = area.x0 + align.before(area.width() - width(glyphs) * size);
    let y = base_line(font, size, (inner.y0, inner.y1));
    Ok(block(style, size, &line(glyphs, size, (x, y))))
}

/// Each character in the middle of a cell of its own.
fn comb(
    (style, font, align): (&Style, &Font<'_>, Align),
    frame: &Frame,
    glyphs: &[Glyph],
    cells: usize,
) -> Result<String, Error> {
    let cells = cells.max(glyphs.len());
    let free = cells - glyphs.len();
    let count = |number: usize| u32::try_from(number).map_or(f64::INFINITY, f64::from);
    let cell = frame.width / count(cells);
    let widest = glyphs.iter().map(|glyph| glyph.width).fold(0.0, f64::max);
    let inner = frame.inner();
    let size = size_of_line(style, font, inner.height(), cell / widest)?;
    let y = base_line(font, size, (inner.y0, inner.y1));
    // Whole cells stay free.
    let mut x = align.before(count(free)).floor() * cell;
    let mut out = String::new();
    for glyph in glyphs {
        let before = (cell - glyph.width * size) / 2.0;
        out += &line(std::slice::from_ref(glyph), size, (x + before, y));
        x += cell;
    }
    Ok(block(style, size, &out))
}
