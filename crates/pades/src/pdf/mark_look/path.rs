//! Drawn shapes and lines (ISO 32000-2, sections 12.5.6.7 to 12.5.6.9 and 12.5.6.13).

use super::quads::joined;
use super::{Drawing, Style, around, points};
use crate::Error;
use crate::pdf::annotation::{area_of, numbers};
use crate::pdf::file::File;
use crate::pdf::geometry::{Point, number};
use crate::pdf::raw::{RawDict, items, name};
use hayro_syntax::object::Rect;

/// How many points one annotation may have.
const MAX_POINTS: usize = 100_000;
/// How far the control points of a quarter of a circle are from its ends, as part of the radius.
const ROUND: f64 = 0.552_284_75;

pub(super) fn drawing(
    file: &File,
    annotation: &RawDict,
    kind: &[u8],
    style: &Style,
) -> Result<Option<Drawing>, Error> {
    let (path, all, is_closed) = match kind {
        b"Square" | b"Circle" => {
            let Some(area) = inner(file, annotation, style.width)? else { return Ok(None) };
            let path = if kind == b"Square" { rectangle(area) } else { ellipse(area) };
            (path, vec![(area.x0, area.y0), (area.x1, area.y1)], true)
        }
        b"Ink" => {
            let strokes = strokes(file, annotation)?;
            let path = strokes.iter().map(|stroke| joined(stroke)).collect();
            (path, strokes.concat(), false)
        }
        _ => {
            let is_line = kind == b"Line";
            let key = if is_line { "L" } else { "Vertices" };
            let all = points(&numbers(file, annotation, key)?.ok_or(Error::UnfixedForm)?)?;
            if is_line && all.len() != 2 || annotation.get("Path").is_some() {
                return Err(Error::UnfixedForm);
            }
            if kind != b"Polygon" {
                expect_plain_ends(file, annotation)?;
            }
            (joined(&all), all, kind == b"Polygon")
        }
    };
    if all.len() > MAX_POINTS {
        return Err(Error::UnfixedForm);
    }
    let inner = style.fill.as_deref().filter(|_| is_closed);
    let close = if is_closed { "h " } else { "" };
    let paint = match (&style.stroke, inner) {
        (Some(_), Some(_)) => "B",
        (Some(_), None) => "S",
        (None, Some(_)) => "f",
        (None, None) => return Ok(None),
    };
    let colours = [style.stroke.as_deref(), inner].into_iter().flatten().collect::<String>();
    let operations = format!("{colours}{}{path}{close}{paint}\n", style.line);
    Ok(around(&all, style.width).map(|area| Drawing { operations, area, width: style.width }))
}

/// The middle of the line around a square or a circle: `RD` says how far it is within the rectangle.
fn inner(file: &File, annotation: &RawDict, width: f64) -> Result<Option<Rect>, Error> {
    let rect = area_of(file, annotation, "Rect")?.ok_or(Error::UnfixedForm)?;
    let half = width / 2.0;
    let [left, bottom, right, top] = match numbers(file, annotation, "RD")?.as_deref() {
        Some(&[left, bottom, right, top]) => [left, bottom, right, top],
        Some(_) => return Err(Error::UnfixedForm),
        None => [0.0; 4],
    };
    let edges = [rect.x0 + left, rect.y0 + bottom, rect.x1 - right, rect.y1 - top];
    let [x0, y0, x1, y1] = [edges[0] + half, edges[1] + half, edges[2] - half, edges[3] - half];
    Ok((x0 <= x1 && y0 <= y1).then(|| Rect::new(x0, y0, x1, y1)))
}

fn rectangle(area: Rect) -> String {
    joined(&[(area.x0, area.y0), (area.x1, area.y0), (area.x1, area.y1), (area.x0, area.y1)])
}

fn ellipse(area: Rect) -> String {
    let (across, up) = (area.width() / 2.0, area.height() / 2.0);
    let (x, y) = (area.x0 + across, area.y0 + up);
    let (near_x, near_y) = (across * ROUND, up * ROUND);
    let curve = |points: [Point; 3]| {
        let numbers: Vec<String> =
            points.iter().flat_map(|(x, y)| [number(*x), number(*y)]).collect();
        format!("{} c\n", numbers.join(" "))
    };
    let start = format!("{} {} m\n", number(area.x1), number(y));
    [
        start,
        curve([(area.x1, y + near_y), (x + near_x, area.y1), (x, area.y1)]),
        curve([(x - near_x, area.y1), (area.x0, y + near_y), (area.x0, y)]),
        curve([(area.x0, y - near_y), (x - near_x, area.y0), (x, area.y0)]),
        curve([(x + near_x, area.y0), (area.x1, y - near_y), (area.x1, y)]),
    ]
    .concat()
}

/// The lines of an ink annotation.
fn strokes(file: &File, annotation: &RawDict) -> Result<Vec<Vec<Point>>, Error> {
    if annotation.get("Path").is_some() {
        return Err(Error::UnfixedForm);
    }
    let list = file.array_under(annotation, "InkList")?.ok_or(Error::UnfixedForm)?;
    let mut strokes = Vec::new();
    for raw in items(&list).ok_or(Error::UnfixedForm)? {
        let mut holder = RawDict::default();
        holder.set("Stroke", raw.to_vec());
        let mut stroke = points(&numbers(file, &holder, "Stroke")?.ok_or(Error::UnfixedForm)?)?;
        // A dot.
        if let &[only] = stroke.as_slice() {
            stroke.push(only);
        }
        strokes.push(stroke);
    }
    Ok(strokes)
}

/// Line endings, captions and leader lines look different in every viewer.
fn expect_plain_ends(file: &File, annotation: &RawDict) -> Result<(), Error> {
    let ends = file.array_under(annotation, "LE")?.unwrap_or_default();
    let ends = items(&ends).unwrap_or_default();
    let has_ends = ends.iter().filter_map(|raw| name(raw)).any(|end| end != b"None");
    let has_caption = file.value(annotation, "Cap")?.as_deref() == Some(b"true");
    let leads = |key: &str| {
        let length = file.value(annotation, key)?;
        let length = length.as_deref().and_then(|raw| std::str::from_utf8(raw).ok()?.parse().ok());
        Ok::<_, Error>(length.is_some_and(|length: f64| length.abs() > f64::EPSILON))
    };
    if has_ends || has_caption || leads("LL")? || leads("LLE")? {
        return Err(Error::UnfixedForm);
    }
    Ok(())
}
