//! The appearance of markup annotations that have none (ISO 32000-2, section 12.5.6), drawn from their entries as
//! viewers do.

mod cloud;
mod ends;
mod path;
mod quads;

use super::annotation::numbers;
use super::field_look::without_marks;
use super::file::File;
use super::geometry::number;
use super::raw::{RawDict, items, reference};
use super::string::legible;
use crate::{Error, Refused};
use hayro_syntax::object::Rect;

/// The greatest width of a line.
const MAX_WIDTH: f64 = 100.0;

/// What is drawn: operations in units of the page, and the area that they cover.
struct Drawing {
    operations: String,
    area: Rect,
}

/// How lines are drawn and areas are filled.
struct Style {
    /// The operands and the operator of the colour of lines; `None` where they are not seen.
    stroke: Option<String>,
    /// The same for areas.
    fill: Option<String>,
    width: f64,
    /// The operations that set width and dashes.
    line: String,
}

/// The dictionary of a form `XObject` in units of the page, without its length, its contents, and the area that it
/// covers; `None` where nothing would be seen.
///
/// # Errors
/// [`Error::UnfixedForm`] where an entry that says what is drawn is missing or malformed.
pub(crate) fn mark_look(
    file: &File,
    annotation: &RawDict,
    kind: &[u8],
) -> Result<Option<(RawDict, Vec<u8>, Rect)>, Error> {
    let style = style(file, annotation, kind)?;
    let drawing = match kind {
        b"Highlight" | b"Underline" | b"StrikeOut" | b"Squiggly" => {
            quads::drawing(file, annotation, kind, &style)?
        }
        b"Square" | b"Circle" | b"Line" | b"Polygon" | b"PolyLine" | b"Ink" | b"Caret" => {
            path::drawing(file, annotation, kind, &style)?
        }
        _ => return Err(Error::UnfixedForm),
    };
    let Some(Drawing { operations, area }) = drawing else { return Ok(None) };
    let opacity = opacity(file, annotation)?;
    let multiply = if kind == b"Highlight" { "/BM/Multiply" } else { "" };
    let mut dict = RawDict::default();
    dict.set("Type", "/XObject");
    dict.set("Subtype", "/Form");
    let corners = [area.x0, area.y0, area.x1, area.y1].map(number).join(" ");
    dict.set("BBox", format!("[{corners}]"));
    let state = format!("<</Type/ExtGState/CA {opacity}/ca {opacity}{multiply}>>");
    dict.set("Resources", format!("<</ExtGState<</G {state}>>>>"));
    Ok(Some((dict, format!("/G gs\n{operations}").into_bytes(), area)))
}

/// Subtracts the bytes of what is read to draw an annotation from a budget: many of them may share one large array.
///
/// # Errors
/// [`Refused::TooComplex`] where it is not enough.
pub(crate) fn spend(file: &File, annotation: &RawDict, budget: &mut usize) -> Result<(), Refused> {
    let mut take = |bytes: usize| {
        *budget = budget.checked_sub(bytes).ok_or(Refused::TooComplex)?;
        Ok::<(), Refused>(())
    };
    for key in ["Vertices", "InkList", "Path", "QuadPoints", "L"] {
        let Some(list) = file.array_under(annotation, key)? else { continue };
        take(list.len())?;
        for raw in items(&list).unwrap_or_default() {
            if reference(raw).is_some() {
                take(file.resolved(raw)?.map_or(0, |inner| inner.len()))?;
            }
        }
    }
    Ok(())
}

fn opacity(file: &File, annotation: &RawDict) -> Result<String, Error> {
    let Some(raw) = file.value(annotation, "CA")? else {
        return Ok("1".to_owned());
    };
    // A viewer takes what is no opacity for none.
    let opacity = real(&raw).unwrap_or(1.0).clamp(0.0, 1.0);
    Ok(number(opacity))
}

fn style(file: &File, annotation: &RawDict, kind: &[u8]) -> Result<Style, Error> {
    // Without a colour, some viewers draw in black and others nothing: nothing may vanish.
    let usual = || if kind == b"Highlight" { vec![1.0, 1.0, 0.0] } else { vec![0.0] };
    let stroke = numbers(file, annotation, "C")?.unwrap_or_else(usual);
    let inner = numbers(file, annotation, "IC")?.unwrap_or_default();
    let (width, dashes) = line(file, annotation)?;
    let is_marked =
        matches!(kind, b"Highlight" | b"Underline" | b"StrikeOut" | b"Squiggly" | b"Caret");
    let is_seen = width > 0.0 || is_marked;
    let dashes: Vec<String> = dashes.into_iter().map(number).collect();
    Ok(Style {
        stroke: colour(&stroke, ["G", "RG", "K"])?.filter(|_| is_seen),
        fill: colour(&inner, ["g", "rg", "k"])?,
        width,
        line: format!("{} w [{}] 0 d 1 J 1 j\n", number(width), dashes.join(" ")),
    })
}

/// A colour by one, three or four parts; `None` where there are no parts, which is transparent.
fn colour(parts: &[f64], operators: [&str; 3]) -> Result<Option<String>, Error> {
    let [grey, rgb, cmyk] = operators;
    let operator = match parts.len() {
        0 => return Ok(None),
        1 => grey,
        3 => rgb,
        4 => cmyk,
        _ => return Err(Error::UnfixedForm),
    };
    let parts: Vec<String> = parts.iter().map(|part| number(part.clamp(0.0, 1.0))).collect();
    Ok(Some(format!("{} {operator}\n", parts.join(" "))))
}

/// Width and dashes: of `BS`, otherwise of `Border` (ISO 32000-2, section 12.5.4).
fn line(file: &File, annotation: &RawDict) -> Result<(f64, Vec<f64>), Error> {
    let (mut width, mut dashes) = (1.0, Vec::new());
    if let Some(border) = file.dict_under(annotation, "BS")? {
        if let Some(raw) = file.value(&border, "W")? {
            width = real(&raw).ok_or(Error::UnfixedForm)?;
        }
        // A relief is for fields only.
        if file.name(&border, "S")?.as_deref() == Some(b"D") {
            dashes = numbers(file, &border, "D")?.unwrap_or_else(|| vec![3.0]);
        }
    } else if let Some(border) = file.array_under(annotation, "Border")? {
        let parts = items(&border).ok_or(Error::UnfixedForm)?;
        if let Some(raw) = parts.get(2) {
            width = real(raw).ok_or(Error::UnfixedForm)?;
        }
        if let Some(raw) = parts.get(3) {
            let mut holder = RawDict::default();
            holder.set("D", raw.to_vec());
            dashes = numbers(file, &holder, "D")?.unwrap_or_default();
        }
    }
    let is_sound = (0.0..=MAX_WIDTH).contains(&width)
        && dashes.len() <= 16
        && dashes.iter().all(|it| (0.0..=1e4).contains(it))
        && (dashes.is_empty() || dashes.iter().sum::<f64>() > 0.1);
    is_sound.then_some((width, dashes)).ok_or(Error::UnfixedForm)
}

/// A number in the syntax of PDF.
fn real(raw: &[u8]) -> Option<f64> {
    std::str::from_utf8(raw).ok()?.parse::<f64>().ok().filter(|it| it.is_finite())
}

/// The smallest area around these points, with so much around it.
fn around(points: &[(f64, f64)], more: f64) -> Option<Rect> {
    let &(x, y) = points.first()?;
    let mut area = Rect::new(x, y, x, y);
    for &(x, y) in points {
        area = Rect::new(area.x0.min(x), area.y0.min(y), area.x1.max(x), area.y1.max(y));
    }
    Some(Rect::new(area.x0 - more, area.y0 - more, area.x1 + more, area.y1 + more))
}

/// Pairs of numbers as points.
fn points(numbers: &[f64]) -> Result<Vec<(f64, f64)>, Error> {
    let pairs = numbers.chunks_exact(2);
    let is_whole = pairs.remainder().is_empty() && numbers.iter().all(|it| it.abs() < 1e6);
    is_whole.then(|| pairs.map(|it| (it[0], it[1])).collect()).ok_or(Error::UnfixedForm)
}

/// The comments that open on a click and are no part of the page: the plain one, and a rich one (ISO 32000-2, section
/// 12.7.4.4) that says something else.
pub(crate) fn comments(file: &File, annotation: &RawDict) -> Result<Vec<String>, Error> {
    let plain = file.value(annotation, "Contents")?.as_deref().and_then(legible);
    let rich = match annotation.reference("RC").filter(|id| file.is_stream(*id)) {
        Some(id) => Some(String::from_utf8_lossy(&file.stream(id)?).into_owned()),
        None => file.value(annotation, "RC")?.as_deref().and_then(legible),
    };
    let rich = rich.map(|rich| without_marks(&rich));
    let letters = |text: &String| text.split_whitespace().collect::<String>();
    let is_other = rich.as_ref().map(letters) != plain.as_ref().map(letters);
    let all = plain.into_iter().chain(rich.filter(|_| is_other));
    Ok(all.filter(|text| !text.trim().is_empty()).collect())
}

/// What the icon of a note without an appearance is called (ISO 32000-2, table 175): each viewer draws one of its own.
pub(crate) fn icon(file: &File, annotation: &RawDict) -> Result<String, Error> {
    let name = file.name(annotation, "Name")?.and_then(|name| String::from_utf8(name).ok());
    Ok(name.unwrap_or_else(|| "Note".to_owned()))
}
