//! Drawn shapes and lines (ISO 32000-2, sections 12.5.6.7 to 12.5.6.9, 12.5.6.11 and 12.5.6.13).

use super::cloud::{cloud, intensity};
use super::ends::{End, ends};
use super::quads::joined;
use super::{Drawing, Style, around, points, real};
use crate::Error;
use crate::pdf::annotation::{area_of, numbers};
use crate::pdf::file::File;
use crate::pdf::geometry::{Point, number};
use crate::pdf::raw::{RawDict, items};
use hayro_syntax::object::Rect;

/// How many points one annotation may have.
const MAX_POINTS: usize = 100_000;
/// How far the control points of a quarter of a circle are from its ends, as part of the radius.
const ROUND: f64 = 0.552_284_75;

/// What is drawn before it has colours.
#[derive(Default)]
struct Shape {
    path: String,
    /// Points that are in its area.
    all: Vec<Point>,
    is_closed: bool,
    /// The endings of an open line.
    ends: Vec<End>,
}

pub(super) fn drawing(
    file: &File,
    annotation: &RawDict,
    kind: &[u8],
    style: &Style,
) -> Result<Option<Drawing>, Error> {
    let shape = match kind {
        b"Square" | b"Circle" => outline(file, annotation, kind, style)?,
        b"Caret" => caret(file, annotation)?,
        b"Ink" => ink(file, annotation)?,
        b"Line" => line(file, annotation)?,
        _ => polygon(file, annotation, kind)?,
    };
    if shape.all.len() > MAX_POINTS {
        return Err(Error::UnfixedForm);
    }
    let Shape { path, mut all, is_closed, ends } = shape;
    let is_filled = kind == b"Caret";
    let as_area = style.stroke.as_deref().map(str::to_ascii_lowercase);
    let (stroke, inner) = if is_filled {
        (None, as_area.as_deref())
    } else {
        (style.stroke.as_deref(), style.fill.as_deref())
    };
    let closed = inner.filter(|_| is_closed);
    let close = if is_closed { "h " } else { "" };
    let paint = match (stroke, closed) {
        (Some(_), Some(_)) => "B",
        (Some(_), None) => "S",
        (None, Some(_)) => "f",
        (None, None) => return Ok(None),
    };
    let colours = [stroke, inner].into_iter().flatten().collect::<String>();
    let mut operations = format!("{colours}{}{path}{close}{paint}\n", style.line);
    if stroke.is_some() && !ends.is_empty() {
        operations += "[] 0 d\n";
    }
    for end in ends.iter().filter(|_| stroke.is_some()) {
        let (path, points) = end.drawn(style.width, inner.is_some());
        operations += &path;
        all.extend(points);
    }
    Ok(around(&all, style.width.max(1.0)).map(|area| Drawing { operations, area }))
}

/// A square or a circle, which may be a cloud.
fn outline(file: &File, annotation: &RawDict, kind: &[u8], style: &Style) -> Result<Shape, Error> {
    let cloudy = intensity(file, annotation)?;
    let more = cloudy.map_or(0.0, |radius| radius);
    let Some(area) = inner(file, annotation, style.width + 2.0 * more)? else {
        return Ok(Shape::default());
    };
    let path = match (kind, cloudy) {
        (b"Square", None) => rectangle(area),
        (_, None) => ellipse(area),
        (b"Square", Some(radius)) => cloud(&corners(area), radius)?,
        (_, Some(radius)) => cloud(&around_ellipse(area, radius), radius)?,
    };
    let all = vec![(area.x0 - more, area.y0 - more), (area.x1 + more, area.y1 + more)];
    Ok(Shape { path, all, is_closed: true, ends: Vec::new() })
}

/// Where text is to be inserted: a point that rises from the line.
fn caret(file: &File, annotation: &RawDict) -> Result<Shape, Error> {
    let Some(area) = inner(file, annotation, 0.0)? else { return Ok(Shape::default()) };
    let middle = f64::midpoint(area.x0, area.x1);
    let half = f64::midpoint(area.y0, area.y1);
    let path = [
        joined(&[(area.x0, area.y0)]),
        curve([(middle, area.y0), (middle, half), (middle, area.y1)]),
        curve([(middle, half), (middle, area.y0), (area.x1, area.y0)]),
    ]
    .concat();
    let all = vec![(area.x0, area.y0), (area.x1, area.y1)];
    Ok(Shape { path, all, is_closed: true, ends: Vec::new() })
}

fn ink(file: &File, annotation: &RawDict) -> Result<Shape, Error> {
    if let Some((path, all)) = curves(file, annotation)? {
        return Ok(Shape { path, all, ..Shape::default() });
    }
    let strokes = strokes(file, annotation)?;
    let path = strokes.iter().map(|stroke| joined(stroke)).collect();
    Ok(Shape { path, all: strokes.concat(), ..Shape::default() })
}

/// A line with its leader lines (`LL`, `LLE`, `LLO`) and endings.
fn line(file: &File, annotation: &RawDict) -> Result<Shape, Error> {
    let given = points(&numbers(file, annotation, "L")?.ok_or(Error::UnfixedForm)?)?;
    let &[from, to] = given.as_slice() else { return Err(Error::UnfixedForm) };
    let length = |key: &str| -> Result<f64, Error> {
        let length = file.value(annotation, key)?.as_deref().and_then(real).unwrap_or_default();
        Ok(length.clamp(-1e4, 1e4))
    };
    let (lead, beyond, gap) = (length("LL")?, length("LLE")?.abs(), length("LLO")?.abs());
    let far = (to.0 - from.0).hypot(to.1 - from.1).max(f64::EPSILON);
    let up = (-(to.1 - from.1) / far, (to.0 - from.0) / far);
    let above = |(x, y): Point, by: f64| (x + up.0 * by, y + up.1 * by);
    let ground = gap * lead.signum();
    let (start, end) = (above(from, lead + ground), above(to, lead + ground));
    let mut path = joined(&[start, end]);
    let mut all = vec![start, end];
    if lead.abs() > f64::EPSILON {
        for point in [from, to] {
            let leader =
                [above(point, ground), above(point, lead + ground + beyond * lead.signum())];
            path += &joined(&leader);
            all.extend(leader);
        }
    }
    let ends = ends(file, annotation, &[start, end])?;
    Ok(Shape { path, all, is_closed: false, ends })
}

fn polygon(file: &File, annotation: &RawDict, kind: &[u8]) -> Result<Shape, Error> {
    let is_closed = kind == b"Polygon";
    if let Some((path, all)) = curves(file, annotation)? {
        return Ok(Shape { path, all, is_closed, ends: Vec::new() });
    }
    let all = points(&numbers(file, annotation, "Vertices")?.ok_or(Error::UnfixedForm)?)?;
    let cloudy = intensity(file, annotation)?.filter(|_| is_closed);
    let ends = if is_closed { Vec::new() } else { ends(file, annotation, &all)? };
    let Some(radius) = cloudy else {
        return Ok(Shape { path: joined(&all), all, is_closed, ends });
    };
    let path = cloud(&all, radius)?;
    let corners = around(&all, 2.0 * radius);
    let all = corners.map(|it| vec![(it.x0, it.y0), (it.x1, it.y1)]).unwrap_or_default();
    Ok(Shape { path, all, is_closed, ends })
}

/// Lines and curves (`Path`): two numbers for a line, six for a curve.
fn curves(file: &File, annotation: &RawDict) -> Result<Option<(String, Vec<Point>)>, Error> {
    let Some(list) = file.array_under(annotation, "Path")? else { return Ok(None) };
    let (mut path, mut all) = (String::new(), Vec::new());
    for raw in items(&list).ok_or(Error::UnfixedForm)? {
        let mut holder = RawDict::default();
        holder.set("Part", raw.to_vec());
        let part = points(&numbers(file, &holder, "Part")?.ok_or(Error::UnfixedForm)?)?;
        path += &match *part.as_slice() {
            [(x, y)] => {
                let operator = if all.is_empty() { "m" } else { "l" };
                format!("{} {} {operator}\n", number(x), number(y))
            }
            [one, other, end] if !all.is_empty() => curve([one, other, end]),
            _ => return Err(Error::UnfixedForm),
        };
        all.extend(part);
    }
    Ok(Some((path, all)))
}

/// The middle of the line around a square or a circle: `RD` says how far it is within the rectangle.
fn inner(file: &File, annotation: &RawDict, width: f64) -> Result<Option<Rect>, Error> {
    let rect = area_of(file, annotation, "Rect")?.ok_or(Error::UnfixedForm)?;
    let half = width / 2.0;
    let [left, bottom, right, top] = match numbers(file, annotation, "RD")?.as_deref() {
        Some(&[left, bottom, right, top]) => [left, bottom, right, top],
        Some(_) | None => [0.0; 4],
    };
    let edges = [rect.x0 + left, rect.y0 + bottom, rect.x1 - right, rect.y1 - top];
    let [x0, y0, x1, y1] = [edges[0] + half, edges[1] + half, edges[2] - half, edges[3] - half];
    Ok((x0 <= x1 && y0 <= y1).then(|| Rect::new(x0, y0, x1, y1)))
}

fn corners(area: Rect) -> [Point; 4] {
    [(area.x0, area.y0), (area.x1, area.y0), (area.x1, area.y1), (area.x0, area.y1)]
}

fn rectangle(area: Rect) -> String {
    joined(&corners(area))
}

/// Points on an ellipse, about this far from each other.
fn around_ellipse(area: Rect, distance: f64) -> Vec<Point> {
    let (across, up) = (area.width() / 2.0, area.height() / 2.0);
    let steps = (4.0 * (across + up) / distance.max(1.0)).clamp(8.0, 500.0).ceil();
    let mut points = Vec::new();
    let mut step = 0.0;
    while step < steps {
        let (sin, cos) = (std::f64::consts::TAU * step / steps).sin_cos();
        points.push((area.x0 + across * (1.0 + cos), area.y0 + up * (1.0 + sin)));
        step += 1.0;
    }
    points
}

fn curve(points: [Point; 3]) -> String {
    let numbers: Vec<String> = points.iter().flat_map(|(x, y)| [number(*x), number(*y)]).collect();
    format!("{} c\n", numbers.join(" "))
}

fn ellipse(area: Rect) -> String {
    let (across, up) = (area.width() / 2.0, area.height() / 2.0);
    let (x, y) = (area.x0 + across, area.y0 + up);
    let (near_x, near_y) = (across * ROUND, up * ROUND);
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
