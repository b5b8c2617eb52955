//! Buttons: captions, check marks and dots (ISO 32000-2, sections 12.5.6.19 and 12.7.5.2).

use super::super::raw::name;
use super::Shown;
use super::field::{Field, Kind, text};
use super::font::{Font, Glyph};
use super::frame::Frame;
use super::lines::{Align, block, fitting, line};
use super::style::Style;
use super::text::one_line;
use crate::Error;

/// The characters of the dingbats that editors offer: check, dot, cross, diamond, square, star.
const MARKS: &str = "4l8unH";
/// How high a mark is, and where its middle is, of the font's size.
const HEIGHT: f64 = 0.72;
const MIDDLE: f64 = 0.346_5;

/// The caption of a button that does something.
pub(super) fn caption<'a>(field: &Field<'a>, frame: &Frame) -> Result<Option<Shown<'a>>, Error> {
    let looks = field.file.dict_under(field.widget, "MK")?.unwrap_or_default();
    let (has_icon, place) = (looks.get("I").is_some(), field.file.value(&looks, "TP")?);
    // 0 is the caption alone, 1 the icon alone, and the others are both.
    match place.as_deref() {
        None | Some(b"0") => {}
        Some(_) if has_icon => return Err(Error::UnfixedForm),
        Some(b"1") => return Ok(None),
        Some(_) => {}
    }
    let caption = field.file.value(&looks, "CA")?.as_deref().map(text).transpose()?;
    let caption = caption.unwrap_or_default().replace("\r\n", " ").replace(['\r', '\n'], " ");
    if caption.trim().is_empty() {
        return Ok(None);
    }
    let style = Style::of(field)?;
    let mut font = Font::named(field, &style.font)?;
    let glyphs = font.shape(&caption)?;
    let operations = one_line((&style, &font, Align::Middle), frame, &glyphs)?;
    Ok(Some(Shown { operations, font }))
}

/// The mark of a check box or radio button that is on.
pub(super) fn mark<'a>(field: &Field<'a>, frame: &Frame) -> Result<Option<Shown<'a>>, Error> {
    if !is_on(field)? {
        return Ok(None);
    }
    let looks = field.file.dict_under(field.widget, "MK")?.unwrap_or_default();
    let caption = field.file.value(&looks, "CA")?.as_deref().map(text).transpose()?;
    let usual = if field.kind()? == Kind::Radio { "l" } else { "4" };
    let caption = caption.filter(|it| !it.trim().is_empty()).unwrap_or(usual.to_owned());
    let style = Style::of(field)?;
    let is_usual = caption.chars().count() == 1 && MARKS.contains(&caption);
    let mut font = if is_usual { Font::dingbats(field)? } else { Font::named(field, &style.font)? };
    // In a font of dingbats the characters are codes.
    let codes: Option<Vec<u8>> =
        caption.chars().map(|char| u8::try_from(u32::from(char)).ok()).collect();
    let codes = codes.filter(|_| font.is_dingbats);
    if let Some(codes) = codes {
        let glyphs: Option<Vec<Glyph>> = codes.iter().map(|code| font.code(*code)).collect();
        let glyphs = glyphs.ok_or(Error::UnfixedForm)?;
        let operations = centred(&style, frame, &glyphs, caption == "l")?;
        return Ok(Some(Shown { operations, font }));
    }
    let glyphs = font.shape(&caption)?;
    let operations = one_line((&style, &font, Align::Middle), frame, &glyphs)?;
    Ok(Some(Shown { operations, font }))
}

/// Whether the widget's state is on; where it says none, the field's value does, if this is its only widget.
fn is_on(field: &Field<'_>) -> Result<bool, Error> {
    if let Some(state) = field.file.name(field.widget, "AS")? {
        return Ok(state != b"Off");
    }
    let Some(value) = field.value("V")? else { return Ok(false) };
    let is_off = match name(&value) {
        Some(state) => state == b"Off",
        None => text(&value)?.is_empty(),
    };
    match field.widgets()? {
        _ if is_off || !has_state(field, &value)? => Ok(false),
        0 | 1 => Ok(true),
        _ => Err(Error::UnfixedForm),
    }
}

/// Whether the widget has an appearance for a value, or none for any: a value that is none of its states is that of
/// another widget.
fn has_state(field: &Field<'_>, value: &[u8]) -> Result<bool, Error> {
    let looks = field.file.dict_under(field.widget, "AP")?.unwrap_or_default();
    if looks.reference("N").is_some_and(|id| field.file.is_stream(id)) {
        return Ok(true);
    }
    let states = field.file.dict_under(&looks, "N")?.unwrap_or_default().sorted();
    let value = name(value);
    Ok(states.is_empty() || value.is_none_or(|value| states.iter().any(|(it, _)| *it == value)))
}

/// Marks in the middle of the box; a dot leaves more space around it.
fn centred(style: &Style, frame: &Frame, glyphs: &[Glyph], is_dot: bool) -> Result<String, Error> {
    let inner = frame.inner();
    let width: f64 = glyphs.iter().map(|glyph| glyph.width).sum();
    let most = (inner.height() / HEIGHT).min(inner.width() / width);
    let share = if is_dot { 0.6 } else { 0.9 };
    let wanted = if style.size > 0.0 { style.size } else { most * share };
    let size = fitting(wanted, most)?;
    let x = inner.x0 + (inner.width() - width * size) / 2.0;
    let y = f64::midpoint(inner.y0, inner.y1) - MIDDLE * size;
    Ok(block(style, size, &line(glyphs, size, (x, y))))
}
