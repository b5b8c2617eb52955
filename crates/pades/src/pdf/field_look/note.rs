//! Texts and stamps on a page that have no appearance (ISO 32000-2, sections 12.5.6.6 and 12.5.6.12).

use super::super::annotation::{area_of, numbers};
use super::super::geometry::number;
use super::super::raw::name;
use super::border::{self, Style as Border};
use super::color::Color;
use super::field::Field;
use super::font::Font;
use super::lines::{Align, block, line, paragraphs, width};
use super::style::Style;
use super::{FieldLook, Look, Shown, look};
use crate::Error;
use hayro_syntax::object::Rect;

/// The words of the stamps that every viewer knows (table 184).
const STAMPS: [(&[u8], &str); 14] = [
    (b"Approved", "APPROVED"),
    (b"Experimental", "EXPERIMENTAL"),
    (b"NotApproved", "NOT APPROVED"),
    (b"AsIs", "AS IS"),
    (b"Expired", "EXPIRED"),
    (b"NotForPublicRelease", "NOT FOR PUBLIC RELEASE"),
    (b"Confidential", "CONFIDENTIAL"),
    (b"Final", "FINAL"),
    (b"Sold", "SOLD"),
    (b"Departmental", "DEPARTMENTAL"),
    (b"ForComment", "FOR COMMENT"),
    (b"TopSecret", "TOP SECRET"),
    (b"Draft", "DRAFT"),
    (b"ForPublicRelease", "FOR PUBLIC RELEASE"),
];

/// The text of a `FreeText` in its box, with its callout; `None` where nothing would be seen.
///
/// # Errors
/// As [`super::look_of`].
pub(crate) fn free_text(annotation: &FieldLook<'_>) -> Result<Option<Look>, Error> {
    let field = Field::of(annotation)?;
    let Some(whole) = area(&field)? else { return Ok(None) };
    let (width, height) = (whole.width(), whole.height());
    let inner = match numbers(field.file, field.widget, "RD")?.as_deref() {
        Some(&[left, bottom, right, top])
            if left + right < width
                && bottom + top < height
                && [left, bottom, right, top].iter().all(|it| *it >= 0.0) =>
        {
            Rect::new(left, bottom, width - right, height - top)
        }
        _ => Rect::new(0.0, 0.0, width, height),
    };
    let style = Style::of(&field)?;
    let stroke = style.color.to_ascii_uppercase();
    let (line, border) = border::line(&field)?;
    let line = line.min(inner.width() / 2.0).min(inner.height() / 2.0);
    let half = line / 2.0;
    let mut contents = String::new();
    let of = |area: Rect| [area.x0, area.y0, area.width(), area.height()].map(number).join(" ");
    if let Some(color) = Color::under(&field, field.widget, "C")? {
        contents += &format!("q {} {} re f Q\n", color.fill(), of(inner));
    }
    if line > 0.0 {
        let dash = if let Border::Dashed(dash) = &border { dash.as_str() } else { "[]" };
        let edge = Rect::new(inner.x0 + half, inner.y0 + half, inner.x1 - half, inner.y1 - half);
        let width = number(line);
        contents += &format!("q {stroke} {width} w {dash} 0 d {} re S\n", of(edge));
        let callout = numbers(field.file, field.widget, "CL")?.unwrap_or_default();
        for (at, point) in callout.chunks_exact(2).enumerate() {
            let operator = if at == 0 { "m" } else { "l" };
            let (x, y) = (point[0] - whole.x0, point[1] - whole.y0);
            contents += &format!("{} {} {operator}\n", number(x), number(y));
        }
        contents += if callout.len() >= 4 { "S Q\n" } else { "n Q\n" };
    }
    let text = text(&field)?;
    let mut shown = None;
    if !text.trim().is_empty() {
        let mut font = Font::named(&field, &style.font)?;
        let align = Align::of(field.whole("Q")?);
        let gap = (line + 2.0).min(inner.width() / 4.0).min(inner.height() / 4.0);
        let area = Rect::new(inner.x0 + gap, inner.y0 + gap, inner.x1 - gap, inner.y1 - gap);
        let operations = paragraphs((&style, &mut font, align), area, text.trim_end())?;
        shown = Some(Shown { operations, font });
    }
    let is_seen = !contents.is_empty() || shown.is_some();
    Ok(is_seen.then(|| look((width, height), Rect::new(0.0, 0.0, width, height), contents, shown)))
}

/// What a stamp shows whose name every viewer knows, in its box; `None` where nothing would be seen.
///
/// # Errors
/// As [`super::look_of`].
pub(crate) fn stamp(annotation: &FieldLook<'_>) -> Result<Option<Look>, Error> {
    let field = Field::of(annotation)?;
    let (Some(words), Some(whole)) = (words(&field)?, area(&field)?) else { return Ok(None) };
    let (wide, high) = (whole.width(), whole.height());
    let color = Color::under(&field, field.widget, "C")?;
    let fill = color.as_ref().map_or("0.7 0 0 rg".to_owned(), Color::fill);
    let style = Style { font: "HeBo".into(), size: 0.0, color: fill };
    let mut font = Font::named(&field, &style.font)?;
    let glyphs = font.shape(words)?;
    let border = (high.min(wide) / 16.0).min(3.0);
    let edge = [border / 2.0, border / 2.0, wide - border, high - border].map(number).join(" ");
    let stroke = style.color.to_ascii_uppercase();
    let contents = format!("q {stroke} {} w {edge} re S Q\n", number(border));
    let size = (0.9 * (wide - 2.0 * border) / width(&glyphs)).min(0.7 * (high - 2.0 * border));
    let x = (wide - width(&glyphs) * size) / 2.0;
    // In the middle of the capitals' height.
    let y = (high - font.reach.0 * size) / 2.0;
    let operations = block(&style, size, &line(&glyphs, size, (x, y)));
    let area = Rect::new(0.0, 0.0, wide, high);
    Ok(Some(look((wide, high), area, contents, Some(Shown { operations, font }))))
}

/// The words of a stamp, where every viewer knows them.
fn words(field: &Field<'_>) -> Result<Option<&'static str>, Error> {
    let name = field.file.name(field.widget, "Name")?.unwrap_or(b"Draft".to_vec());
    Ok(STAMPS.iter().find(|(known, _)| *known == name).map(|(_, words)| *words))
}

fn area(field: &Field<'_>) -> Result<Option<Rect>, Error> {
    let area = area_of(field.file, field.widget, "Rect")?.ok_or(Error::UnfixedForm)?;
    Ok((area.width() > 0.0 && area.height() > 0.0).then_some(area))
}

/// `Contents`, otherwise the words of `RC`, which has marks like a page of the web.
fn text(field: &Field<'_>) -> Result<String, Error> {
    let plain = field.text("Contents")?.unwrap_or_default();
    let text = if plain.trim().is_empty() {
        without_marks(&field.text("RC")?.unwrap_or_default())
    } else {
        plain
    };
    Ok(text.replace("\r\n", "\n").replace('\r', "\n"))
}

/// The words between tags; a paragraph and `br` end a line.
pub(crate) fn without_marks(rich: &str) -> String {
    let mut out = String::new();
    for part in rich.split('<') {
        let (tag, words) = part.split_once('>').unwrap_or(("", part));
        let tag = tag.trim_start_matches('/').to_ascii_lowercase();
        let is_break = tag.starts_with("br") || tag == "p" || tag.starts_with("p ");
        if is_break && !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out += words;
    }
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#13;", ""), ("&apos;", "'"), ("&amp;", "&")]
        .iter()
        .fold(out, |text, (mark, char)| text.replace(mark, char))
        .trim()
        .to_owned()
}

/// The name of a stamp that viewers do not know.
pub(crate) fn unknown_stamp(annotation: &FieldLook<'_>) -> Result<Option<String>, Error> {
    let field = Field::of(annotation)?;
    if words(&field)?.is_some() {
        return Ok(None);
    }
    let raw = field.file.value(field.widget, "Name")?;
    Ok(raw.as_deref().and_then(name).map(|name| String::from_utf8_lossy(&name).into_owned()))
}
