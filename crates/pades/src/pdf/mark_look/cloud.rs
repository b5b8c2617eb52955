//! Borders like clouds (ISO 32000-2, table 169).

use super::real;
use crate::Error;
use crate::pdf::file::File;
use crate::pdf::geometry::{Point, number};
use crate::pdf::raw::RawDict;
use std::fmt::Write as _;

/// The radius of an arc at intensity 1.
const RADIUS: f64 = 4.5;
/// How many arcs one side may have.
const MAX_ARCS: f64 = 500.0;

/// The radius of the arcs of a cloudy border; `None` where it is none.
pub(super) fn intensity(file: &File, annotation: &RawDict) -> Result<Option<f64>, Error> {
    let effect = file.dict_under(annotation, "BE")?.unwrap_or_default();
    let intensity = file.value(&effect, "I")?.as_deref().and_then(real).unwrap_or(0.0);
    let is_cloudy = file.name(&effect, "S")?.as_deref() == Some(b"C");
    Ok((is_cloudy && intensity > 0.0).then(|| RADIUS * intensity.clamp(0.5, 2.0)))
}

/// Arcs outwards along the sides of a polygon.
pub(super) fn cloud(corners: &[Point], radius: f64) -> String {
    let mut path = String::new();
    let Some(&(x, y)) = corners.first() else { return path };
    let next = || corners.iter().cycle().skip(1);
    let area: f64 = corners.iter().zip(next()).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
    let outward = if area < 0.0 { 1.0 } else { -1.0 };
    let _ = writeln!(path, "{} {} m", number(x), number(y));
    for (from, to) in corners.iter().zip(next()) {
        let (across, up) = (to.0 - from.0, to.1 - from.1);
        let arcs = (across.hypot(up) / (1.6 * radius)).round().clamp(1.0, MAX_ARCS);
        let (across, up) = (across / arcs, up / arcs);
        // Two thirds of the chord make half a circle, nearly.
        let out = (-up * outward * 2.0 / 3.0, across * outward * 2.0 / 3.0);
        let mut arc = 0.0;
        while arc < arcs {
            let start = (from.0 + across * arc, from.1 + up * arc);
            let end = (start.0 + across, start.1 + up);
            let points = [(start.0 + out.0, start.1 + out.1), (end.0 + out.0, end.1 + out.1), end];
            for (x, y) in points {
                let _ = write!(path, "{} {} ", number(x), number(y));
            }
            path += "c\n";
            arc += 1.0;
        }
    }
    path
}
