//! The style and the width of a border (ISO 32000-2, tables 166 and 168).

use super::super::geometry::number;
use super::super::raw::items;
use super::field::{Field, parsed};
use crate::Error;

/// How a border is drawn.
pub(super) enum Style {
    Solid,
    Dashed(String),
    Beveled,
    Inset,
    Underline,
}

/// The width of the border and its style: `BS`, or else `Border`.
pub(super) fn line(field: &Field<'_>) -> Result<(f64, Style), Error> {
    let file = field.file;
    let Some(said) = file.dict_under(field.widget, "BS")? else {
        let Some(border) = file.array_under(field.widget, "Border")? else {
            return Ok((1.0, Style::Solid));
        };
        let parts = items(&border).ok_or(Error::UnfixedForm)?;
        let width = parts.get(2).map_or(Ok(None), |raw| file.resolved(raw))?;
        let width = width.as_deref().map_or(Some(1.0), parsed::<f64>);
        let dash = parts.get(3).map_or(Ok(None), |raw| file.resolved(raw))?;
        let style = dash.map_or(Ok(Style::Solid), |dash| dashed(&dash))?;
        return Ok((sensible(width)?, style));
    };
    let width = file.value(&said, "W")?.as_deref().map_or(Some(1.0), parsed::<f64>);
    let style = match file.name(&said, "S")?.as_deref() {
        Some(b"D") => dashed(&file.array_under(&said, "D")?.unwrap_or(b"[3]".to_vec()))?,
        Some(b"B") => Style::Beveled,
        Some(b"I") => Style::Inset,
        Some(b"U") => Style::Underline,
        Some(_) | None => Style::Solid,
    };
    Ok((sensible(width)?, style))
}

/// Dashes of these lengths; a line where there is none.
fn dashed(array: &[u8]) -> Result<Style, Error> {
    let lengths = items(array).ok_or(Error::UnfixedForm)?;
    let lengths: Option<Vec<f64>> = lengths.into_iter().map(parsed).collect();
    let lengths = lengths.ok_or(Error::UnfixedForm)?;
    let is_sound = lengths.iter().all(|it| it.is_finite() && *it >= 0.0);
    match lengths.iter().sum::<f64>() {
        _ if !is_sound => Err(Error::UnfixedForm),
        sum if sum > 0.0 => {
            let lengths: Vec<String> = lengths.into_iter().map(number).collect();
            Ok(Style::Dashed(format!("[{}]", lengths.join(" "))))
        }
        _ => Ok(Style::Solid),
    }
}

fn sensible(width: Option<f64>) -> Result<f64, Error> {
    width.filter(|width| width.is_finite() && *width >= 0.0).ok_or(Error::UnfixedForm)
}
