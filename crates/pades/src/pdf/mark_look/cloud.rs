//! Borders like clouds (ISO 32000-2, table 169).

use super::real;
use crate::Error;
use crate::pdf::file::File;
use crate::pdf::geometry::{Point, number};
use crate::pdf::raw::RawDict;
use std::fmt::Write as _;

/// The radius of an arc at intensity 1.
const RADIUS: f64 = 4.5;
/// How many arcs a border may have: twice those around a page of the size A0.
const MAX_ARCS: f64 = 2_000.0;

/// The radius of the arcs of a cloudy border; `None` where it is none.
pub(super) fn intensity(file: &File, annotation: &RawDict) -> Result<Option<f64>, Error> {
    let effect = file.dict_under(annotation, "BE")?.unwrap_or_default();
    let intensity = file.value(&effect, "I")?.as_deref().and_then(real).unwrap_or(0.0);
    let is_cloudy = file.name(&effect, "S")?.as_deref() == Some(b"C");
    Ok((is_cloudy && intensity > 0.0).then(|| RADIUS * intensity.clamp(0.5, 2.0)))
}

/// Arcs outwards along the sides of a polygon.
///
/// # Errors
/// [`Error::UnfixedForm`] where there would be too many: a file of a few bytes must not become a large one.
pub(super) fn cloud(corners: &[Point], radius: f64) -> Result<String, Error> {
    let mut path = String::new();
    let Some(&(x, y)) = corners.first() else { return Ok(path) };
    let next = || corners.iter().cycle().skip(1);
    let arcs_of = |(across, up): Point| (across.hypot(up) / (1.6 * radius)).round().max(1.0);
    let sides = || corners.iter().zip(next()).map(|(from, to)| (to.0 - from.0, to.1 - from.1));
    if sides().map(arcs_of).sum::<f64>() > MAX_ARCS {
        return Err(Error::UnfixedForm);
    }
    let area: f64 = corners.iter().zip(next()).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum();
    let outward = if area < 0.0 { 1.0 } else { -1.0 };
    let _ = writeln!(path, "{} {} m", number(x), number(y));
    for (from, to) in corners.iter().zip(next()) {
        let (across, up) = (to.0 - from.0, to.1 - from.1);
        let arcs = arcs_of((across, up));
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
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    // DO-04
    #[test]
    fn a_border_of_too_many_arcs_is_refused() {
        let around = |side: f64| [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)];
        assert!(cloud(&around(600.0), RADIUS).is_ok_and(|path| path.matches('c').count() > 300));
        assert!(matches!(cloud(&around(9_000.0), RADIUS), Err(Error::UnfixedForm)));
        let crossing: Vec<Point> =
            (0..400).map(|at| if at % 2 == 0 { (0.0, 0.0) } else { (600.0, 0.0) }).collect();
        assert!(matches!(cloud(&crossing, RADIUS), Err(Error::UnfixedForm)));
    }
}
